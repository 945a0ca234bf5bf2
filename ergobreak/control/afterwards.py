"""What was done and is told afterwards: "stretch 10 min ago", as the line that the log lacks. Pure.

Rules of this file:
1. Words may come in any order, with or without "at" and "on"; the name of a reminder is looked for
   first, so that it may hold any word.
2. Nothing is guessed that could be wrong without being seen: what is left over is refused, with
   what was understood. A time of day that is still to come is yesterday's only at night.
3. A break that began "at 14:30 for 3m" is noted with its end, as every break is.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.control import words
from ergobreak.core.events import Corrected
from ergobreak.core.hours import instant_of, local_of
from ergobreak.core.model import HOUR, Kind
from ergobreak.errors import UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Plan

EXAMPLES: Final = N_(
    "Examples: stretch 10 min ago; walk yesterday 15:00 for 3m; water 300ml at 9:10"
)
LAST_NIGHT: Final = 12 * HOUR  # at 00:10, "23:50" was twenty minutes ago; at 09:00, "14:30" is not

_HOURS: Final = r"\d+(?:\.\d+)?\s*(?:hours?|hrs?|h)"
_SHORTER: Final = r"\d+(?:\.\d+)?\s*(?:minutes?|mins?|m|seconds?|secs?|s)"
_SPAN: Final = rf"(?:{_HOURS}\s*{_SHORTER}|{_HOURS}|{_SHORTER}|half an hour|an hour|a minute)\b"
_SPOKEN: Final = {"half an hour": "30m", "an hour": "1h", "a minute": "1m"}
# In this order: what is longer is looked for before what could be a part of it.
_PARTS: Final = {
    "ago": re.compile(rf"\b({_SPAN})\s+ago\b"),
    "day": re.compile(words.DAY),
    "length": re.compile(rf"\b(?:for\s+)?({_SPAN})"),
    "time": re.compile(
        r"\b(?:at\s+)?(\d{1,2}:\d\d(?:\s*[ap]m\b)?|\d{1,2}\s*[ap]m\b)|\bat\s+(\d{1,2})\b"
    ),
    "glasses": re.compile(r"\b(half a|an?|one|two|three|four|\d+(?:\.5)?)\s*glass(?:es)?\b"),
    "ml": re.compile(r"\b(\d+(?:\.\d+)?\s*(?:ml|cl|dl|l|floz|oz|cups?))\b"),
}
_COUNTS: Final = {"half a": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_FILLERS: Final = frozenset(
    {
        *("a", "an", "the", "my", "some", "of", "i", "did", "took", "had"),
        *("at", "on", "for", "just", "now", "break"),
    }
)
_HALF_DAY: Final = 12


def told(typed: Sequence[str], plan: Plan, now: int, zone: ZoneInfo) -> Corrected:
    """Return what the words mean; `now` and its instant are wall times. Raises UsageError."""
    text = " ".join(" ".join(typed).split()).casefold()
    name, rest = _named(text, plan)
    found: dict[str, str] = {}
    understood = [name] * bool(name)
    for part, pattern in _PARTS.items():
        match = pattern.search(rest)
        if match is not None:
            found[part] = next(filter(None, match.groups()), match[0])
            understood.append(match[0])
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    left = [word for word in rest.split() if word not in _FILLERS]
    if left:
        raise _not_understood(left, name, understood, plan)
    at = _instant(found, now, zone)
    rule = next((rule for rule in plan.reminders if rule.name == name), None)
    if "ml" in found or "glasses" in found or (rule and rule.kind is Kind.HYDRATION):
        if (rule and rule.kind is not Kind.HYDRATION) or "length" in found:
            raise UsageError(_("An amount goes with water, a length with a break."), _(EXAMPLES))
        return Corrected("drank", at, ml=_amount(found, plan))
    return _break(name, at, found, plan, now)


def _break(name: str, at: int, found: dict[str, str], plan: Plan, now: int) -> Corrected:
    """Return a break; one that began at a time of day is noted with its end."""
    if not name:
        listed = ", ".join(reminder.name for reminder in plan.reminders)
        raise UsageError(
            _("What was it?"),
            f"{_('There are: {listed}.').format(listed=listed)}\n{_(EXAMPLES)}",
        )
    length = _span(found["length"]) if "length" in found else None
    if length is not None and "time" in found:
        at += length
        if at > now:
            raise UsageError(_("That would end later than now."), _(EXAMPLES))
    return Corrected("completed", at, name, seconds=length)


def _named(text: str, plan: Plan) -> tuple[str, str]:
    """Return the reminder that the text names, and the text without it."""
    known: dict[str, str] = {}
    for rule in plan.reminders:
        own = {rule.name.casefold(), rule.title.casefold(), f"{rule.name.casefold()}ed"}
        if rule.kind is Kind.HYDRATION:
            own |= {"water", "drink", "drank"}
        for word in own - {""}:
            known.setdefault(word, rule.name)
    for word in sorted(known, key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
        if match is not None:
            return known[word], f"{text[: match.start()]} {text[match.end() :]}"
    return "", re.sub(r"\b(water|drink|drank)\b", " ", text)


def _instant(found: dict[str, str], now: int, zone: ZoneInfo) -> int:
    """Return when it was."""
    if "ago" in found:
        if "day" in found or "time" in found:
            raise UsageError(_("Say when in one way."), _(EXAMPLES))
        return now - _span(found["ago"])
    here = local_of(now, zone)
    day = words.day(found["day"], here.date()) if "day" in found else here.date()
    if "time" not in found:
        if day != here.date():
            raise UsageError(_("At what time, {day}?").format(day=found["day"]), _(EXAMPLES))
        return now
    of_day = _clock(found["time"])
    at = _last(datetime.combine(day, time.min) + of_day, now, zone)
    if at is None and "day" not in found:
        at = _last(datetime.combine(day, time.min) - timedelta(days=1) + of_day, now, zone)
        at = None if at is None or now - at > LAST_NIGHT else at
    if at is None:
        raise UsageError(
            _("{time} is still to come.").format(time=found["time"]),
            _("Yesterday's: yesterday {time}.").format(time=found["time"]),
        )
    return at


def _last(local: datetime, now: int, zone: ZoneInfo) -> int | None:
    """Return the last instant up to now at which the dial showed this; autumn has two of some."""
    passes = (instant_of(local, zone, fold) for fold in (1, 0))
    return next((instant for instant in passes if instant <= now), None)


def _clock(text: str) -> timedelta:
    """Return a time of day: "14:30", "9", "2:30 pm"."""
    bare = text.rstrip("apm ")
    of_day = words.clock(bare, _(EXAMPLES))
    if text == bare:
        return of_day
    if not timedelta(hours=1) <= of_day < timedelta(hours=_HALF_DAY + 1):
        raise UsageError(_("There is no {text}.").format(text=text), _(EXAMPLES))
    hours = timedelta(hours=_HALF_DAY if "p" in text else 0)
    return of_day % timedelta(hours=_HALF_DAY) + hours


def _span(text: str) -> int:
    return words.duration([_SPOKEN.get(text, text)])


def _amount(found: dict[str, str], plan: Plan) -> int:
    """Return millilitres; a glass is as large as the settings say."""
    if "ml" in found:
        return words.amount([found["ml"]])
    glass = next((r.amount_ml for r in plan.reminders if r.kind is Kind.HYDRATION), 0)
    if not glass:
        raise UsageError(_("How much is a glass?"), _("Say it in ml: 250ml."))
    count = found.get("glasses", "a")
    return round(glass * (_COUNTS.get(count) or float(count)))


def _not_understood(
    left: Sequence[str], name: str, understood: Sequence[str], plan: Plan
) -> UsageError:
    """Return what is told about words that mean nothing here."""
    from difflib import get_close_matches

    known = [rule.name for rule in plan.reminders]
    near = () if name else get_close_matches(left[0], known, n=1)
    hints = []
    if near:
        hints.append(_("Did you mean {near}?").format(near=near[0]))
    if understood:
        hints.append(_("Understood: {words}.").format(words=", ".join(understood)))
    return UsageError(
        _("This is not understood: {left}.").format(left=words.quoted(" ".join(left))),
        f"{' '.join(hints)}\n{_(EXAMPLES)}".strip(),
    )
