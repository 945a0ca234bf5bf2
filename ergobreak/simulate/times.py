"""What the times in a scenario file mean: true time in the zone that the scenario starts in."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.core.hours import instant_of, local_of
from ergobreak.dataclass import dataclass
from ergobreak.language import N_, _
from ergobreak.simulate.values import Unfit, span

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_FIRST_YEAR: Final = 1970  # of the wall clock
_LAST_YEAR: Final = 9000  # a long way before the last one that a date can have
_ALLOWED: Final = N_('a local time "10:12", a local date-time, or "+72m" since the start')


@dataclass(frozen=True, slots=True)
class Times:
    """The start of a scenario: `local` has no zone of its own, it is a wall clock in `zone`."""

    local: datetime
    zone: ZoneInfo

    @property
    def wall(self) -> int:
        """Return the start in microseconds since 1970."""
        return instant_of(self.local, self.zone)

    def since_start(self, value: object) -> int:
        """Return the microseconds from the start to a time of the file; negative if before it.

        Raises Unfit.
        """
        if isinstance(value, str) and value.strip().startswith("+"):
            return span(value.strip()[1:])
        return instant_of(local_time(value, self.local.date()), self.zone) - self.wall

    def shown_at(self, since: int) -> str:
        """Return the local time of the start zone, so many microseconds after the start."""
        return local_of(self.wall + since, self.zone).isoformat()

    def next_wall(self, value: object, after: int) -> int:
        """Return a time of the file as a wall instant; "14:00" is the next one later than `after`.

        `after` is in microseconds since 1970. Raises Unfit.
        """
        today = local_of(after, self.zone).date()
        wall = instant_of(local_time(value, today), self.zone)
        if wall <= after and clock(value) is not None:
            wall = instant_of(local_time(value, today + timedelta(days=1)), self.zone)
        return wall


def local_time(value: object, day: date | None) -> datetime:
    """Return a local time (of `day`, if there is one) or date-time of the file; raises Unfit."""
    of_day = clock(value)
    if of_day is not None and day is not None:
        return datetime.combine(day, of_day)
    found = value
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            found = None
    if not isinstance(found, datetime):
        raise Unfit(
            value, _(_ALLOWED) if day else _("a local date-time such as 2026-03-02T09:00:00")
        )
    if found.tzinfo is not None:
        raise Unfit(value, _("a time without an offset: it is that of the zone at the start"))
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unfit(
            value,
            _("a year from {first_year} to {last_year}").format(
                first_year=_FIRST_YEAR, last_year=_LAST_YEAR
            ),
        )
    return found


def clock(value: object) -> time | None:
    """Return a time of day written as "10:12", "10:12:30" or a TOML time; None for all else."""
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    return time(int(match[1]), int(match[2]), int(match[3] or 0))
