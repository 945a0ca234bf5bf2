"""Calendar rules from the words of the config: APScheduler computes their local times.

Rules of this file:
1. APScheduler is fed with local time that is labelled UTC, so it never meets daylight saving, which
   it would get wrong; what a local time means in UTC is decided in core/hours.py.
2. Only triggers, and only `get_next_fire_time(None, now)`, which is pure. Never `AndTrigger`: it
   does not return.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ergobreak.adapters.time.cron import HOURS, MINUTES, WEEKDAYS, read, written
from ergobreak.core.hours import Always, Calendar, Windows
from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from ergobreak.core.hours import Hours

_DAY: Final = 24 * 60  # minutes


@dataclass(frozen=True)
class Crons:
    """The local times of one or more crons, merged (implements Rule).

    Each row holds minute, hour, day of month, month and weekday as APScheduler writes them.
    """

    rows: tuple[tuple[str, str, str, str, str], ...]

    def next_after(self, local: datetime) -> datetime | None:
        """Return the first local time later than `local`, both without a zone; None: no more."""
        return self._ask(local)

    @cached_property
    def _ask(self) -> Callable[[datetime], datetime | None]:
        # Imported late: who only checks a config must not pay for it.
        from ergobreak.adapters.time import lean

        combining, cron = lean.load("triggers.combining", "triggers.cron")

        names = ("minute", "hour", "day", "month", "day_of_week")
        trigger = combining.OrTrigger(
            [
                cron.CronTrigger(**dict(zip(names, row, strict=True)), timezone=UTC)
                for row in self.rows
            ]
        )

        # The hours are asked several times about the same day, and one question costs 0.1 ms.
        @lru_cache(maxsize=32)
        def ask(local: datetime) -> datetime | None:
            later = local.replace(tzinfo=UTC) + timedelta(microseconds=1)
            found: datetime | None = trigger.get_next_fire_time(None, later)
            return found and found.replace(tzinfo=None)

        return ask


# ---------------------------------------------------------------- what the config can say


def hours(
    days: Sequence[str],
    ranges: Sequence[tuple[int, int]],
    days_off: Collection[date],
    zone: str,
) -> Hours:
    """Return work hours: on weekdays ("mon"), from and to these minutes of the day.

    A range that ends before it begins crosses midnight; 1440 is the end of the day. Raises
    ValueError.
    """
    lengths: dict[int, int] = {}
    for start, end in ranges:
        if not (0 <= start < _DAY and 0 <= end <= _DAY) or start == end:
            message = _(
                "hours from minute {start} to {end} of the day are none; allowed: 0 to {most}"
            ).format(start=start, end=end, most=_DAY)
            raise ValueError(message)
        lengths[start] = max(lengths.get(start, 0), (end - start) % _DAY or _DAY)
    numbers = sorted({_weekday(day) for day in days})
    return Windows(
        openings=Crons(_daily(lengths, written(numbers, WEEKDAYS)) if numbers else ()),
        lengths=lengths,
        zone=zone_of(zone),
        days_off=frozenset(days_off),
    )


def always(zone: str) -> Hours:
    """Return hours that never close. Raises ValueError."""
    return Always(zone_of(zone))


def at(times: Sequence[int], own: Hours | None, zone: str) -> Calendar:
    """Return the instants at these minutes of every day, inside `own` hours. Raises ValueError."""
    wrong = [minute for minute in times if not 0 <= minute < _DAY]
    if wrong:
        message = _("minute {minute} of the day does not exist; allowed: 0 to {most}").format(
            minute=wrong[0], most=_DAY - 1
        )
        raise ValueError(message)
    return Calendar(Crons(_daily(times, "*")), zone_of(zone), own)


def cron(text: str, own: Hours | None, zone: str) -> Calendar:
    """Return the instants of a cron of five fields, inside `own` hours.

    Weekdays are those that cron users know: 0 and 7 are Sunday, names are allowed. Raises
    ValueError with what was found and what is allowed.
    """
    row = read(text)
    return Calendar(Crons((row,)), zone_of(zone), own, is_hourly=row[1] == "*")


def _weekday(name: str) -> int:
    """Return the number of a weekday, Monday 0."""
    if name not in WEEKDAYS:
        message = _('"{name}" is no weekday; allowed: {weekdays}').format(
            name=name, weekdays=", ".join(WEEKDAYS)
        )
        raise ValueError(message)
    return WEEKDAYS.index(name)


def _daily(times: Iterable[int], weekdays: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the rows for these minutes of the day; times at the same minute share a row."""
    by_minute: dict[int, set[int]] = {}
    for hour, minute in (divmod(time, 60) for time in times):
        by_minute.setdefault(minute, set()).add(hour)
    return tuple(
        (written({minute}, MINUTES), written(at_hours, HOURS), "*", "*", weekdays)
        for minute, at_hours in sorted(by_minute.items())
    )


# ---------------------------------------------------------------- the zone


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name. Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # KeyError: unknown. ValueError: "../x". OSError: "Europe" is a folder.
        message = _(
            '"{name}" is no time zone; allowed: names such as "Europe/Berlin" or "UTC"'
        ).format(name=name)
        raise ValueError(message) from None


def zone_name(etc: Path = Path("/etc")) -> str:
    """Return the IANA name of this machine's time zone, read anew each time; "UTC" if unknown.

    The variable TZ comes first, then the link `localtime`, then the file `timezone`: the link is
    what the system itself follows, the file may be left over.
    """
    if sys.platform == "win32":
        # The registry names zones in its own way. tzlocal comes with APScheduler; elsewhere it
        # would remember the first answer, and refuse to answer when link and file differ.
        import tzlocal

        # A name that only Windows knows, or that nobody does.
        with suppress(LookupError, ValueError, OSError, AttributeError):
            return tzlocal.reload_localzone().key
        return "UTC"
    for name in _named_zones(etc):
        try:
            return zone_of(name).key
        except ValueError:
            continue
    return "UTC"


def _named_zones(etc: Path) -> Iterator[str]:
    """Yield what may be the zone's name, best first."""
    variable = os.environ.get("TZ")
    if variable is not None:
        # Empty means UTC; a path and a colon in front are allowed.
        yield variable.removeprefix(":").rpartition("zoneinfo/")[2] or "UTC"
    localtime = etc / "localtime"
    with suppress(OSError):  # a copy of the zone's file, or none: it has no name
        yield str(localtime.readlink()).rpartition("zoneinfo/")[2]
        yield str(localtime.resolve()).rpartition("zoneinfo/")[2]  # a link to a link
    with suppress(OSError, UnicodeDecodeError):  # most systems have none
        yield (etc / "timezone").read_text(encoding="ascii").strip()
