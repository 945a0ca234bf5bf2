"""The day and the person that the options of `simulate` ask for. Pure."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.config import units
from ergobreak.config.problems import nearest
from ergobreak.dataclass import replace
from ergobreak.errors import UsageError
from ergobreak.language import N_, _
from ergobreak.simulate import desk_day

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from ergobreak.config.settings import Settings
    from ergobreak.simulate.desk_day import DeskDay, Range

ANSWERS: Final = {"done": "complete", "ignore": "ignore", "skip": "skip", "later": "postpone"}
_DAYS: Final = ("today", "tomorrow")
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FORMS: Final = N_("For example: today, tomorrow, monday, 2026-03-02")
_NONE: Final = "none"
_LATEST_YEAR: Final = 9000  # every zone can still say what comes after it
_EARLIEST_YEAR: Final = 1971


def coming_day(text: str, today: date) -> date:
    """Return the day that "today", "tomorrow", "monday" or "2026-03-02" means.

    A weekday is the next one, which may be today. Raises UsageError.
    """
    said = " ".join(text.casefold().split()).removeprefix("next ").removeprefix("on ")
    if said in _DAYS:
        return today + timedelta(days=_DAYS.index(said))
    if said == "yesterday":
        hint = _("What has been is told by: ergobreak log --day yesterday")
        raise UsageError(_("--day: yesterday does not come any more."), hint)
    names = [name for name in _WEEKDAYS if len(said) >= 3 and name.startswith(said)]
    if names:
        return today + timedelta(days=(_WEEKDAYS.index(names[0]) - today.weekday()) % 7)
    try:
        found = units.day(said)
    except ValueError as error:
        close = nearest(said, (*_DAYS, *_WEEKDAYS)) if re.search("[a-z]", said) else ""
        hint = _("Did you mean {close}?").format(close=close) if close else _(_FORMS)
        raise UsageError(
            _("--day: {text} is no day.").format(text=units.quoted(text)), hint
        ) from error
    if not _EARLIEST_YEAR <= found.year <= _LATEST_YEAR:
        raise UsageError(
            _("--day: {text} is too far away.").format(text=units.quoted(text)), _(_FORMS)
        )
    return found


def asked(args: Namespace, settings: Settings) -> DeskDay:
    """Return the day at the desk: that of the settings, with what the options say. UsageError."""
    day = desk_day.usual(settings)
    if args.desk:
        # Meals and gaps of other hours would only surprise.
        own = desk_day.on_the_day((0, 0), _range("--desk", args.desk))
        day = _at(day, own)
    if args.lunch:
        lunch = None if args.lunch.casefold() == _NONE else _part("--lunch", args.lunch, day)
        day = replace(day, lunch=lunch)
    away = (*day.away, *(_part("--away", each, day) for each in args.away or ()))
    calls = tuple(_part("--call", each, day) for each in args.call or ())
    return replace(day, away=away, calls=calls, answer=ANSWERS[args.answer or "done"])


def _at(day: DeskDay, desk: Range) -> DeskDay:
    """Return the day with another time at the desk, and what of lunch and absences lies in it."""
    away = tuple(each for each in day.away if desk[0] < each[0] and each[1] < desk[1])
    lunch = day.lunch if day.lunch and desk[0] < day.lunch[0] and day.lunch[1] < desk[1] else None
    return replace(day, desk=desk, lunch=lunch, away=away)


def _part(option: str, text: str, day: DeskDay) -> Range:
    """Return a part of the day at the desk."""
    start, end = desk_day.on_the_day(day.desk, _range(option, text))
    if end <= day.desk[0] or start >= day.desk[1]:
        desk = units.time_range_text(day.desk[0], day.desk[1] % desk_day.MIDNIGHT)
        raise UsageError(
            _("{option} {text} is not in the time at the desk, {desk}.").format(
                option=option, text=text, desk=desk
            ),
            _("--desk says when that is: --desk 08:00-16:30"),
        )
    return start, end


def _range(option: str, text: str) -> Range:
    try:
        return units.time_range(text)
    except ValueError as error:
        hint = _("For example: {option} 12:30-13:15").format(option=option)
        raise UsageError(f"{option}: {error}.", hint) from error
