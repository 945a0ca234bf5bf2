"""The form of the settings window: settings into answers, answers into changes. Pure.

Rules of this file:
1. What the window can show and what it may say stands in the settings' own types; there is no
   second list of what is allowed.
2. Only what differs from what holds becomes a change; what no field can show is left alone.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from ergobreak.config import keys, presets, typed
from ergobreak.language import _
from ergobreak.window.settings import rows
from ergobreak.window.settings.rows import LOGIN, PRESET, Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ergobreak.config.edit import Key
    from ergobreak.config.problems import Problem
    from ergobreak.window.settings.rows import Answer, Answers

    Table = Mapping[str, Any]
    Changes = dict[Key, Any]

_ROWS: Final = {row.key: row for row in rows.each() if row.key != LOGIN}
_SWITCHES: Final = {row.switch: row for row in rows.each() if row.switch}
# Those whose times a preset sets; with a time of day in one of them there is no preset.
_RHYTHM: Final = ("stretch", "walk", "hydration", "posture")
_SHOWN: Final = (*_RHYTHM, "eyes")
_SET_BY_PRESET: Final = (
    *(f"reminders.{name}.every" for name in _RHYTHM),
    "reminders.walk.enabled",
)
_NO_KEYS: Final = (PRESET, LOGIN)
_LITRES: Final = 10  # who types a number up to this means litres
_FIRST: Final = "first"


def of(now: Table) -> Form:
    """Return what stands in the window for the settings `now`, as tables."""
    fixed = _fixed(now)
    answers = {key: _answer(key, now) for key in (*_ROWS, *_SWITCHES) if key not in fixed}
    return Form(answers, fixed, _notes(now))


def of_preset(name: str, now: Table) -> dict[str, Answer]:
    """Return the answers that this preset gives, where `now` holds."""
    after = _laid(now, presets.changes(name, now))
    return {key: _answer(key, after) for key in _SET_BY_PRESET}


def preset_of(now: Table, answers: Answers) -> str:
    """Return which preset the answers make of the settings `now`; nothing: none."""
    try:
        return presets.of(_laid(now, changes(now, answers)))
    except ValueError:
        return ""


def read(key: str, text: str) -> str:
    """Return a text in its usual form; raises ValueError that says what is allowed."""
    value = _value(key, text)
    return ", ".join(value) if isinstance(value, list) else str(value)


def wrong(answers: Answers) -> dict[str, str]:
    """Return what is wrong with the answers, by key."""
    found = {}
    for key, answer in answers.items():
        try:
            if key not in _NO_KEYS:
                _plain(key, answer)
        except ValueError as error:
            found[key] = str(error)
    return found


def changes(now: Table, answers: Answers, own: Table | None = None) -> Changes:
    """Return what these answers change of the settings `now`, by the path of the key.

    The preset among the answers comes first, and what stands in the fields lies over it. `own`:
    what the person's file says. Raises ValueError for an answer that is none.
    """
    name = answers.get(PRESET, "")
    found: Changes = dict(presets.changes(str(name), now)) if name in presets.NAMES else {}
    for key, answer in answers.items():
        if key not in _NO_KEYS:
            found[_path(key)] = _plain(key, answer)
    found = {path: value for path, value in found.items() if keys.at(now, path) != value}
    return found | dict(_firsts(now, found, own or {}))


def where(problem: Problem) -> str:
    """Return the key of the row that a problem is told at; nothing: none of them."""
    names = tuple(part for part in problem.path if isinstance(part, str))
    key = keys.text(names) if names else ""
    if key in _ROWS or key in _SWITCHES:
        return key
    # A reminder as a whole, or a key of it that has no row.
    key = keys.text((*names[:2], "every")) if names[:1] == ("reminders",) else ""
    return key if key in _ROWS else ""


def said(problem: Problem, *, is_at_field: bool = True) -> str:
    """Return a problem in words; what was found is plain to see at a field of one value."""
    if not is_at_field or any(isinstance(part, int) for part in problem.path):
        text = problem.sentence
    else:
        near = (
            _('did you mean "{nearest}"?').format(nearest=problem.nearest)
            if problem.nearest
            else ""
        )
        allowed = _("allowed: {allowed}").format(allowed=problem.allowed) if problem.allowed else ""
        text = "; ".join(filter(None, (problem.what, allowed, near))) or problem.sentence
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


# ---------------------------------------------------------------- settings into answers


def _answer(key: str, table: Table) -> Answer:
    if key == PRESET:
        return presets.of(table)
    value = keys.at(table, _path(key))
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        is_many = key in _ROWS and _ROWS[key].form == "many"
        return tuple(value) if is_many else ", ".join(value)
    return str(value)


def _fixed(now: Table) -> dict[str, str]:
    """Return what no field can show: a reminder with times of day or a cron, a value not there."""
    found: dict[str, str] = {}
    for name in _SHOWN:
        reminder = now["reminders"][name]
        if reminder.get("every") is None:
            time = reminder.get("cron") or ", ".join(reminder.get("at") or ())
            found[f"reminders.{name}.every"] = _("set in the file: {time}").format(time=time)
            if name in _RHYTHM:
                found[PRESET] = _("set in the file: times of your own")
    for key in _ROWS:
        if key != PRESET and key not in found and keys.at(now, _path(key)) is None:
            found[key] = _("set in the file")
    return found


def _notes(now: Table) -> dict[str, str]:
    """Return a line for the reminders that have no row."""
    others = [
        str(reminder.get("title") or name)
        for name, reminder in now["reminders"].items()
        if name not in (*_SHOWN, "tip") and reminder["enabled"]
    ]
    return (
        {"Reminders": _("Also in your file: {others}.").format(others=", ".join(others))}
        if others
        else {}
    )


# ---------------------------------------------------------------- answers into values


def _plain(key: str, answer: Answer) -> object:
    """Return what an answer is in the file."""
    if isinstance(answer, tuple):
        return _checked(key, list(answer))
    if key in _ROWS and _ROWS[key].form == "text":
        return _value(key, str(answer))
    return answer


def _value(key: str, text: str) -> Any:
    """Return what a text means as the value of a key."""
    return _checked(key, typed.value([_with_unit(key, text)], keys.find(key)))


def _checked(key: str, value: Any) -> Any:
    """Return a value as the file would have it; raises ValueError that says what is allowed."""
    place = keys.find(key)
    for problem in typed.problems(value, place):
        raise ValueError(said(problem))
    kind = keys.item(place.kind) or place.kind
    if isinstance(value, list):
        return [str(kind.read(each)) for each in value]
    return str(kind.read(value)) if hasattr(kind, "read") else value


def _with_unit(key: str, text: str) -> str:
    """Return a text with the unit that somebody leaves out: minutes, millilitres, litres."""
    clean = text.strip()
    if not (clean.isascii() and clean.isdecimal() and len(clean) < 6):
        return clean
    match key.rpartition(".")[2]:
        case "every":
            return f"{clean}m"
        case "amount" | "goal":
            return f"{clean}l" if int(clean) <= _LITRES else f"{clean}ml"
        case _:
            return clean


def _firsts(now: Table, found: Changes, own: Table) -> Iterator[tuple[Key, str]]:
    """Yield the first times that would be longer than the new interval.

    A `first` that nobody has written follows by itself; a preset has written it, and somebody who
    then asks for water each hour does not mean to wait two for the first glass.
    """
    from ergobreak.config import units

    for path, value in found.items():
        if path[0] != "reminders" or path[-1] != "every":
            continue
        first = (*path[:-1], _FIRST)
        held = found.get(first) or (keys.at(now, first) if keys.at(own, first) else None)
        if held and units.span(held) > units.span(value):
            yield first, value


def _laid(table: Table, changes: Changes) -> dict[str, Any]:
    """Return the settings with these values at their paths."""
    new: dict[str, Any] = copy.deepcopy(dict(table))
    for (*outer, key), value in changes.items():
        inner = new
        for name in outer:
            inner = inner.setdefault(name, {})
        inner[key] = value
    for reminder in new["reminders"].values():
        reminder.setdefault("enabled", True)  # one that is new says nothing of it
    return new


def _path(key: str) -> Key:
    return tuple(key.split("."))
