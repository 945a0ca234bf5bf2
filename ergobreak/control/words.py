"""What people type behind a verb, as values: spans, instants, amounts, names. Pure.

Rules of this file:
1. Nothing is guessed that could do harm: a word that is not understood is refused with an example.
2. `now` and the zone are arguments. A time of day means the next one, a date its first instant.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.config import units
from ergobreak.core.hours import instant_of, local_of
from ergobreak.errors import UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Plan
    from ergobreak.core.state import Busy

quoted = units.quoted

# A day that has been, as people say it; matches what `day` reads, in small letters.
DAY: Final = (
    r"\b(?:on\s+)?(today|yesterday|\d{4}-\d\d-\d\d"
    r"|(?:last\s+)?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:\d+|an?)\s+(?:days?|weeks?|months?|years?)\s+ago)\b"
)
_DAY: Final = timedelta(days=1)
_FIRST_DAY: Final = date(1971, 1, 1)  # long before any log, and an instant in every zone
_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}
_YEARS_AHEAD: Final = 5  # a pause beyond that is a slip of the keys
_LEAST_BARE_ML: Final = 20  # less is no drink: cups were meant, or decilitres
_UNTIL: Final = N_(
    'Say when: "until 14:00", "until tomorrow", "until 2027-01-04", "until 2027-01-04 09:00".'
)


def duration(words: Sequence[str]) -> int:
    """Return the span in the words in microseconds, more than 0; a bare number is minutes."""
    text = " ".join(words)
    try:
        micros = units.span(f"{text}m" if text.isdecimal() else text)
    except ValueError as error:
        raise UsageError(
            _("That is no span: {error}.").format(error=error), _('For example: "30m", "1h 30m".')
        ) from error
    if not micros:
        raise UsageError(_("A span has to be longer than nothing."), _('For example: "30m".'))
    return micros


def amount(words: Sequence[str]) -> int:
    """Return the amount in the words in millilitres; a bare number is millilitres, 20 or more."""
    text = " ".join(words)
    try:
        found = units.amount(f"{text}ml" if text.isdecimal() else text)
    except ValueError as error:
        raise UsageError(
            _("That is no amount: {error}.").format(error=error), _("For example: 250ml.")
        ) from error
    if text.isdecimal() and found < _LEAST_BARE_ML:
        told = _("{count} ml? Say {cups}, {count}dl or {count}ml.")
        raise UsageError(
            told.format(count=found, cups="1cup" if found == 1 else f"{found}cups"),
            _("Without a unit it is millilitres, {least} and more.").format(least=_LEAST_BARE_ML),
        )
    return found


def stretch_of_time(
    words: Sequence[str], now: int, zone: ZoneInfo
) -> tuple[int | None, int | None]:
    """Return (length, None) or (None, until); (None, None) for a bare word or "until tomorrow".

    `now` and the instant are wall times; the engine knows when tomorrow begins.
    """
    match [word.lower() for word in words]:
        case [] | ["tomorrow"] | ["until", "tomorrow"]:
            return None, None
        case ["until", *rest]:
            return None, until(rest, now, zone)
        case ["for", *rest] | rest:
            return duration(rest), None


def until(words: Sequence[str], now: int, zone: ZoneInfo) -> int:
    """Return the wall instant that "14:00", "2027-01-04" or "2027-01-04 09:00" means."""
    match [part for word in words for part in re.sub(r"(?<=\d)[tT](?=\d)", " ", word).split()]:
        case [one] if "-" in one:
            found = instant_of(_date(one), zone)
        case [one]:
            found = _next_time(clock(one), now, zone)
        case [one, other]:
            found = instant_of(_date(one) + clock(other), zone)
        case _:
            raise UsageError(
                _("That is no instant: {words}.").format(words=repr(" ".join(words))), _(_UNTIL)
            )
    if found <= now:
        raise UsageError(_("{words} is over already.").format(words=" ".join(words)), _(_UNTIL))
    if local_of(found, zone).year > local_of(now, zone).year + _YEARS_AHEAD:
        raise UsageError(_("{words} is too far away.").format(words=" ".join(words)), _(_UNTIL))
    return found


def name(words: Sequence[str], plan: Plan) -> str:
    """Return the reminder that is meant, or nothing where nothing was said."""
    if not words:
        return ""
    wanted = " ".join(words)
    known = {reminder.name.casefold(): reminder.name for reminder in plan.reminders}
    for reminder in reversed(plan.reminders):
        if reminder.title:
            known.setdefault(reminder.title.casefold(), reminder.name)
        if reminder.kind == "hydration":
            known.setdefault("water", reminder.name)
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    from difflib import get_close_matches

    near = get_close_matches(wanted.casefold(), known, n=1)
    listed = ", ".join(reminder.name for reminder in plan.reminders)
    raise UsageError(
        _("There is no reminder {wanted}.").format(wanted=units.quoted(wanted)),
        _("Did you mean {known}?").format(known=known[near[0]])
        if near
        else _("There are: {listed}.").format(listed=listed),
    )


def reason(words: Sequence[str], busy: Sequence[Busy]) -> str:
    """Return which reason to stay silent is meant: its word, or who holds; nothing said: the first.

    A reason that does not hold is passed on, and so is nothing; the engine refuses it.
    """
    wanted = " ".join(words).casefold()
    if not wanted:
        return next((one.reason for one in busy if not one.ignored), "")
    for one in busy:
        if wanted in (one.reason, one.name.casefold()):
            return one.reason
    return wanted


def taste(words: Sequence[str]) -> tuple[str, str]:
    """Return the exercise or area that is meant, and what of it: never, favourite, or nothing.

    Which exercises there are is for the command line to say: here none is loaded.
    """
    match list(words):
        case [("never" | "favourite" | "allow") as said, *rest] if rest:
            return " ".join(rest), "" if said == "allow" else said
        case _:
            raise UsageError(
                _("Say what about which exercise."),
                _("For example: ergobreak exercises never neck-turn"),
            )


def area(text: str) -> str:
    """Return the area of the body that a word means, "wrist" for one; else the word itself."""
    from ergobreak.content.exercise import AREAS

    said = " ".join(text.casefold().split())
    if not said or said in AREAS:
        return said
    parts = {each: re.split("[ /]", each) for each in AREAS}
    meant = [each for each in AREAS if any(part.startswith(said) for part in parts[each])]
    return meant[0] if len(meant) == 1 else said


def day(text: str, today: date) -> date:
    """Return the day that "yesterday", "monday", "2 weeks ago" or "2026-03-02" means.

    A weekday is the last one, which may be today; months have 30 days. Raises UsageError.
    """
    said = " ".join(text.casefold().split())
    if said in {"today", "yesterday"}:
        return today - _DAY * (said == "yesterday")
    back = re.fullmatch(r"(\d{1,5}|an?) (day|week|month|year)s?(?: ago)?", said)
    if back is not None:
        count = int(back[1]) if back[1].isdecimal() else 1
        return today - min(_DAY * _DAYS[back[2]] * count, today - _FIRST_DAY)
    name = said.removeprefix("last ")
    if name[:3] in units.WEEKDAYS and re.fullmatch(DAY, name):
        return today - _DAY * ((today.weekday() - units.WEEKDAYS.index(name[:3])) % 7)
    try:
        return units.day(said)
    except ValueError as error:
        raise UsageError(
            _("{text} is no day.").format(text=units.quoted(text)),
            _("For example: 2026-03-02, yesterday, monday, 2 weeks ago"),
        ) from error


def clock(text: str, hint: str = "") -> timedelta:
    """Return how far into the day "14:30" or "9" is. Raises UsageError with a hint."""
    try:
        return timedelta(minutes=units.clock(text))
    except ValueError as error:
        told = _("That is no time of day: {error}.").format(error=error)
        raise UsageError(told, hint or _(_UNTIL)) from error


def nothing(words: Sequence[str]) -> None:
    """Refuse words where none are expected."""
    if words:
        raise UsageError(_("Too many words: {words}.").format(words=units.quoted(" ".join(words))))


def _next_time(of_day: timedelta, now: int, zone: ZoneInfo) -> int:
    """Return the next instant at which the dial shows this time."""
    today = datetime.combine(local_of(now, zone).date(), time.min)
    # The hour that autumn repeats comes twice in one day: the second pass may still be ahead.
    passes = [instant_of(today + of_day, zone, fold) for fold in (0, 1)]
    return next(
        (instant for instant in passes if instant > now), instant_of(today + _DAY + of_day, zone)
    )


def _date(text: str) -> datetime:
    try:
        return datetime.combine(units.day(text), time.min)
    except ValueError as error:
        raise UsageError(_("That is no date: {error}.").format(error=error), _(_UNTIL)) from error
