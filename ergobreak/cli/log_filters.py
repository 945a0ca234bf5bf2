"""Which lines of the log somebody asks for: days, reminders, outcomes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.control import words
from ergobreak.dataclass import dataclass
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

OUTCOMES: Final = (
    *("completed", "partial", "natural", "skipped", "missed", "expired", "absent", "seen", "hurt"),
    "drank",
)
_DAY: Final = timedelta(days=1)
# The instants that the journal's file and every zone can hold.
_FIRST: Final = date(1970, 1, 2)
_LAST: Final = date(9999, 12, 29)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `since` is the first day, `until` the last; None: wherever it goes."""

    since: date | None
    until: date | None
    reminder: str
    events: frozenset[str]

    @property
    def is_filtered(self) -> bool:
        """Tell whether not everything of these days is asked for."""
        return bool(self.reminder or self.events)

    @property
    def is_water(self) -> bool:
        """Tell whether drinks are asked for, by the name that they have on the screen."""
        return self.reminder.casefold() == "water"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that the reminder has in the log."""
        return (self.reminder, "hydration") if self.is_water else (self.reminder,)

    def starts_at(self) -> int | None:
        """Return the wall instant at which the first day begins."""
        return None if self.since is None else midnight(self.since)

    def ends_at(self) -> int | None:
        """Return the wall instant at which the last day is over."""
        return None if self.until is None else midnight(min(self.until, _LAST) + _DAY)

    def fits(self, line: Mapping[str, object]) -> bool:
        """Tell whether a line is about this reminder, and of such a kind."""
        if self.events and line.get("event") not in self.events:
            return False
        if not self.reminder:
            return True
        if self.is_water and line.get("event") == "drank":
            return True
        others = line.get("others")
        named = (line.get("reminder"), *(others if isinstance(others, list) else ()))
        return any(name in named for name in self.names)


def asked(args: Namespace, today: date) -> Asked:
    """Return what the options ask for; without any it is today. Raises UsageError."""
    if args.day and (args.since or args.until):
        raise UsageError(_("--day and --since or --until exclude each other."))
    day = words.day(args.day, today) if args.day else None
    since = words.day(args.since, today) if args.since else day
    until = words.day(args.until, today) if args.until else day
    if since and until and until < since:
        raise UsageError(
            _("--until {until} is before --since {since}.").format(until=until, since=since)
        )
    if not (since or until or args.last):
        since = until = today
    return Asked(since, until, args.reminder or "", _events(args))


def outcomes(given: list[str]) -> list[str]:
    """Return outcomes from options, each with one or with several. Raises UsageError."""
    found = [each for one in given for each in one.casefold().replace(",", " ").split()]
    for each in found:
        if each not in OUTCOMES:
            raise UsageError(
                _("There is no outcome {each}.").format(each=repr(each)),
                _("There are: {outcomes}.").format(outcomes=", ".join(OUTCOMES)),
            )
    return found


def midnight(day: date) -> int:
    """Return the wall instant at which a local date begins."""
    first = datetime.combine(min(max(day, _FIRST), _LAST + _DAY), time.min)
    return int(first.astimezone().timestamp()) * 1_000_000


def _events(args: Namespace) -> frozenset[str]:
    return frozenset([*outcomes(args.outcome or []), *(args.event or [])])
