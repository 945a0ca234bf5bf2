"""The answers of `setup`: read from the settings in force, checked, and turned into changes. Pure.

Rules of this file:
1. Only what differs from what is in force becomes a change; what was not asked stays as it is.
2. What the person wrote into the settings by hand (ids to leave out, own reminders) is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ergobreak.cli import setup_presets
from ergobreak.config import units
from ergobreak.content.exercise import AREAS, AVOID
from ergobreak.language import _
from ergobreak.window.welcome.questions import NONE, Answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    Changes = dict[tuple[str, ...], object]

GLASS: Final = range(50, 1001)  # millilitres; beyond is no glass
LOOKED_OVER: Final = "looked_over"  # the answer whether the workplace was looked over at all

_BETWEEN: Final = re.compile(r"\s*(?:,|;|\band\b)\s*")
_TO: Final = re.compile(r"\s*(?:-|\N{EN DASH}|\bto\b)\s*")
# What `place` stands for: where, and whether only what draws no attention may come.
_PLACES: Final = {"office": ("office", False), "home": ("home", False), "study": ("office", True)}


def given(now: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """Return the answers that the settings `now` (as tables) stand for."""
    tastes, water = now["exercises"], now["reminders"]["hydration"]
    is_quiet = bool(tastes["discreet"]) and tastes["place"] == "office"
    return {
        "days": tuple(now["work"]["days"]),
        "hours": ", ".join(now["work"]["hours"]),
        "place": "study" if is_quiet else tastes["place"],
        "preset": setup_presets.of(now),
        "glass": water["amount"] if water["enabled"] else NONE,
        "hide": tuple(what for what in tastes["hide"] if what in {*AREAS, *AVOID}),
        "workplace": tuple(now["workplace"]["sorted"]),
    }


def changes(now: Mapping[str, Any], answers: Answers, today: date) -> Changes:
    """Return what these answers change of the settings `now` (as tables), by the path of the key.

    `answers` need not be complete; those that are there have passed `read`.
    """
    found: Changes = {}
    before = given(now)
    for key in ("days", "hours", "place", "preset", "glass", "hide", "workplace"):
        if key in answers and answers[key] != before[key]:
            found |= _CHANGES[key](now, answers[key])
    if answers.get(LOOKED_OVER):
        found["workplace", "looked_over"] = today
    return {path: value for path, value in found.items() if _at(now, path) != value}


def _days(_unused: Mapping[str, Any], days: Sequence[str]) -> Changes:
    return {("work", "days"): list(days)}


def _hours(_unused: Mapping[str, Any], hours: str) -> Changes:
    return {("work", "hours"): hours.split(", ")}


def _place(_unused: Mapping[str, Any], place: str) -> Changes:
    where, is_discreet = _PLACES[place]
    return {("exercises", "place"): where, ("exercises", "discreet"): is_discreet}


def _glass(_unused: Mapping[str, Any], glass: str) -> Changes:
    if glass == NONE:
        return {("reminders", "hydration", "enabled"): False}
    return {
        ("reminders", "hydration", "enabled"): True,
        ("reminders", "hydration", "amount"): glass,
    }


def _hide(now: Mapping[str, Any], hide: Sequence[str]) -> Changes:
    own = [what for what in now["exercises"]["hide"] if what not in {*AREAS, *AVOID}]
    return {("exercises", "hide"): [*own, *hide]}


def _workplace(_unused: Mapping[str, Any], ids: Sequence[str]) -> Changes:
    return {("workplace", "sorted"): list(ids)}


_CHANGES: Final[dict[str, Any]] = {
    "days": _days,
    "hours": _hours,
    "place": _place,
    "preset": lambda now, name: setup_presets.changes(name, now),
    "glass": _glass,
    "hide": _hide,
    "workplace": _workplace,
}


def _at(table: Mapping[str, Any], path: Sequence[str]) -> object:
    """Return the value at a path, or None."""
    found: Any = table
    for part in path:
        found = found.get(part) if hasattr(found, "get") else None
    return found


# ---------------------------------------------------------------- what is typed


def read(key: str, text: str) -> str | tuple[str, ...]:
    """Return the answer that a text means; raises ValueError with a sentence."""
    match key:
        case "days":
            return _read_days(text)
        case "hours":
            ranges = [part for part in _BETWEEN.split(text.strip()) if part]
            if not ranges:
                raise ValueError(_("When? For example: 09:00-17:30"))
            return ", ".join(map(_read_range, ranges))
        case "glass":
            return _read_glass(text)
        case _:
            raise ValueError(_("It is one of those above."))


def _read_range(text: str) -> str:
    try:
        return units.time_range_text(*units.time_range(_TO.sub("-", text)))
    except units.BadUnit as error:
        told = _("{found} is no time range. For example: 09:00-17:30").format(found=error.found)
        raise ValueError(told) from error


def _read_days(text: str) -> tuple[str, ...]:
    """Return days in the order of the week: "mon-fri", "every day", "mon, wed and fri"."""
    clean = text.strip().lower()
    if clean in {"every day", "all", "daily", _("every day").lower()}:
        return units.WEEKDAYS
    days: set[int] = set()
    for part in filter(None, _BETWEEN.split(clean)):
        first, *last = _TO.split(part, maxsplit=1)
        try:
            begin = units.weekday(first)
            end = units.weekday(last[0]) if last else begin
        except units.BadUnit as error:
            told = _("{found} is no day. For example: mon-fri").format(found=error.found)
            raise ValueError(told) from error
        days |= {day % 7 for day in range(begin, end + 1 + 7 * (end < begin))}
    if not days:
        raise ValueError(_("On which? For example: mon-fri"))
    return tuple(units.WEEKDAYS[day] for day in sorted(days))


def _read_glass(text: str) -> str:
    clean = text.strip().lower()
    if clean in {NONE, "no", "no water", "0", _("no water").lower()}:
        return NONE
    try:
        amount = units.amount(f"{clean}ml" if clean.isdecimal() else clean)
    except units.BadUnit as error:
        told = _("{found} is no amount. For example: 250ml").format(found=error.found)
        raise ValueError(told) from error
    if amount not in GLASS:
        told = _("A glass holds {least} ml to 1 l, not {amount}.").format(
            least=GLASS.start, amount=units.amount_text(amount)
        )
        raise ValueError(told)
    return units.amount_text(amount)


def days_text(days: Sequence[str]) -> str:
    """Return days as `read` takes them, in short: "every day", "mon-fri", "mon, wed"."""
    places = [units.WEEKDAYS.index(day) for day in days]
    if len(places) == 7:
        return _("every day")
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"{days[0]}-{days[-1]}"
    return ", ".join(days)
