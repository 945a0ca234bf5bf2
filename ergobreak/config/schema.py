"""The config as a JSON Schema, so that an editor completes and checks it while one types.

Rules of this file:
1. It is made of the same types as the check, and of the texts of the commented file.
2. It never refuses what the check takes. What it cannot say (which keys go together, names of
   exercises) it lets pass; `config check` says that.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args, get_origin

from ergobreak.config import explain, keys, signs, typed, units, values
from ergobreak.config.keys import Place
from ergobreak.config.settings import Settings

if TYPE_CHECKING:
    from msgspec import Meta

NAME: Final = "ergobreak.schema.json"
# What the editors' TOML servers know.
DRAFT: Final = "http://json-schema.org/draft-07/schema#"

_TABLE: Final = {"type": "object", "additionalProperties": False}
# Spaces and capitals are as good as none; a server hands over a TOML date or time as a text.
_SPAN: Final = r"\s*([0-9]+(\.[0-9]+)?\s*[A-Za-z]+\s*)+"
_CLOCK: Final = r"\s*[0-9]{1,2}(:[0-9]{2})?\s*"
_DATE: Final = r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*"
_PATTERNS: Final[dict[type, str]] = {
    values.Span: _SPAN,
    values.Length: _SPAN,
    values.Amount: _SPAN,
    values.Goal: _SPAN,
    values.Ceiling: f"{_SPAN}/{_SPAN}",
    values.Clock: r"\s*[0-9]{1,2}(:[0-9]{2}){0,2}(\.0*)?\s*",
    values.Range: f"{_CLOCK}[-\N{EN DASH}]{_CLOCK}",
    values.Day: f"({_DATE}|\\s*)",
    values.DayOff: f"({_DATE}(\\.\\.{_DATE})?|\\s*[^0-9\\s].*)",
    values.Colour: r"\s*(#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}))?\s*",
    values.Keep: r"\s*([0-9]+\s*[dD]|[fF][oO][rR][eE][vV][eE][rR])\s*",
    values.Monitors: r".*\S.*",
    values.Place: r"\s*(/|~|[A-Za-z]:).*",
    signs.Icon: r"([A-Za-z0-9][A-Za-z0-9_.+-]*)?|\s*(/|~|[A-Za-z]:).*",
    signs.Sound: rf"({'|'.join(signs.SOUNDS)})?|\s*(/|~|[A-Za-z]:).*",
}


def schema() -> dict[str, Any]:
    """Return the schema, ready to be written as JSON."""
    reminder = Place(("reminders", ""), _named("reminders"))
    calendar = Place(("calendars", ""), _named("calendars"))
    profile = Place(("profiles", ""), _named("profiles"))
    hook = Place(("hooks", ""), _named("hooks"))
    return {
        "$schema": DRAFT,
        "title": "The settings of ergobreak",
        **_table(Place((), Settings)),
        "definitions": {
            "reminder": _table(reminder),
            "calendar": _table(calendar),
            "profile": _table(profile),
            "hook": _table(hook),
        },
    }


def _named(table: str) -> Any:
    """Return the type of the tables that have names of their own."""
    return keys.find(f"{table}.name").kind


def _table(place: Place) -> dict[str, Any]:
    inside = {each.path[-1]: _described(each) for each in keys.inside(place)}
    return {**_TABLE, "properties": inside}


def _described(place: Place) -> dict[str, Any]:
    """Return the schema of one place with what it means, and its default."""
    found: dict[str, Any] = {"description": _meaning(place)}
    if place.is_named:
        return {**found, **_tables(place)}
    if place.table is not None:
        return {**found, **_table(place)}
    default = keys.default(place.path)
    if default is not None:
        found["default"] = default
    return {**found, **_value(place.kind)}


def _meaning(place: Place) -> str:
    text = explain.meaning(place)
    return text if place.table is not None or place.is_named else f"{text}\n{typed.allowed(place)}"


def _tables(place: Place) -> dict[str, Any]:
    """Return the schema of tables with names: those that there are, and any other."""
    reference = {"$ref": f"#/definitions/{place.path[-1].removesuffix('s')}"}
    known = {each.path[-1]: reference for each in keys.inside(place)}
    return {"type": "object", "properties": known, "additionalProperties": reference}


def _value(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is Annotated:
        inner, bounds = get_args(kind)[:2]
        return _value(inner) | _bounds(bounds)
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _value(get_args(kind)[0])}
    if kind is values.Weekday:
        # Either is fine; the first is what an editor offers.
        return {"anyOf": [{"enum": list(units.WEEKDAYS)}, {"type": "string", "pattern": _DAYS}]}
    if issubclass(kind, StrEnum):
        return {"enum": [str(each) for each in kind]}
    if kind in (bool, int):
        return {"type": "boolean" if kind is bool else "integer"}
    pattern = _PATTERNS.get(kind)
    return {"type": "string", **({"pattern": f"^{pattern}$"} if pattern else {})}


def _bounds(bounds: Meta) -> dict[str, Any]:
    pairs = (("minimum", bounds.ge), ("maximum", bounds.le), ("minItems", bounds.min_length))
    return {name: value for name, value in pairs if value is not None}


def _any_case(word: str) -> str:
    return "".join(f"[{letter.upper()}{letter}]" for letter in word)


_DAYS: Final = (
    r"^\s*(" + "|".join(f"{_any_case(day)}[A-Za-z]*" for day in units.WEEKDAYS) + r")\s*$"
)
