"""One line about the state, in the form that a person or a status bar asked for. Pure."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from ergobreak.config.units import quoted
from ergobreak.errors import UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

WAYBAR: Final = "waybar"
_WIDEST: Final = 3  # digits of a width; more would fill the memory

_parse: Final = Formatter().parse

# What `status --json` says, as far as it is known while nothing runs; `stopped` puts it into words.
STOPPED: Final[dict[str, Any]] = {
    "headline": N_("ergobreak is not running"),
    "icon": "stopped",
    "next": [],
    "sitting_seconds": 0,
    "water_ml": 0,
    "paused": False,
    "quiet": False,
    "ring": None,
    "lines": [N_("Start it with: ergobreak start")],
}

FIELDS: Final = {
    "headline": "the state in words",
    "icon": "running, due, break, held, quiet, paused, easy, error, stopped",
    "next": 'what comes next: "Stretch about 14:30"',
    "next_name": "its name in the settings",
    "next_at": "about when, 14:30; empty while the timers stand",
    "next_in": "in about how long, 25 min",
    "minutes": "the same as a number",
    "sitting": "minutes at the computer since the last break",
    "water_ml": "millilitres today",
    "paused": "yes or no",
    "quiet": "yes or no",
}


def stopped() -> dict[str, Any]:
    """Return STOPPED in the language that is spoken."""
    told = {"headline": _(STOPPED["headline"]), "lines": [_(each) for each in STOPPED["lines"]]}
    return {**STOPPED, **told}


def line(form: str, data: Mapping[str, Any]) -> str:
    """Return the line for what `status --json` says. Raises UsageError for a wrong form."""
    if form == WAYBAR:
        return _waybar(data)
    try:
        return form.format_map(_fields(data))
    except KeyError as error:
        raise _unknown(str(error.args[0])) from error
    except (ValueError, IndexError, AttributeError, TypeError) as error:
        raise UsageError(
            _("That is no form: {error}.").format(error=error),
            # translators: {form} is what to type; it stays as it is.
            _("For example: {form}").format(form='"{next} | {water_ml} ml"'),
        ) from error


def check(form: str) -> None:
    """Raise UsageError for a form that could not be filled in at any time."""
    if form == WAYBAR:
        return
    try:
        fields = [(name, spec) for _text, name, spec, _kind in _parse(form) if name is not None]
    except ValueError as error:
        raise UsageError(
            _("That is no form: {error}.").format(error=error),
            _("A brace is written {braces}.").format(braces="{{ or }}"),
        ) from error
    for name, spec in fields:
        if name not in FIELDS:
            raise _unknown(name)
        _check_width(name, spec or "")
    line(form, STOPPED)


def _check_width(name: str, spec: str) -> None:
    """Raise UsageError for what may not stand behind the colon of a field."""
    for unknown in (inner for _text, inner, _spec, _kind in _parse(spec) if inner is not None):
        if unknown not in FIELDS:
            raise _unknown(unknown)
    hint = _("For example: {form}").format(form='"{minutes:>3}".')
    if any(len(digits) > _WIDEST for digits in re.findall(r"\d+", spec)):
        told = _("{field} can be 999 characters wide at most.").format(field=f"{{{name}}}")
        raise UsageError(told, hint)
    try:
        format("", spec)
    except ValueError as error:
        told = _("That is no form: behind {field} a width is expected, not {found}.").format(
            field=f"{{{name}:...}}", found=quoted(spec)
        )
        raise UsageError(told, hint) from error


def _unknown(name: str) -> UsageError:
    near = get_close_matches(name, FIELDS, n=1)
    told = _("There is no field {field}.").format(field=f"{{{name}}}")
    if near:
        told += " " + _("Did you mean {near}?").format(near=f"{{{near[0]}}}")
    return UsageError(told, _("There are: {listed}.").format(listed=", ".join(FIELDS)))


def _fields(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the named fields; each is text, so that no form works today and fails tomorrow."""
    first = next(iter(data["next"]), None)
    minutes = None if first is None else max(0, round(first["about_seconds"] / 60))
    values = {
        "headline": data["headline"],
        "icon": data["icon"],
        "next": first["text"] if first else "",
        "next_name": first["name"] if first else "",
        "next_at": (first["at"] or "")[11:16] if first else "",
        "next_in": "" if minutes is None else _span(minutes),
        "minutes": "" if minutes is None else minutes,
        "sitting": data["sitting_seconds"] // 60,
        "water_ml": data["water_ml"],
        "paused": _yes(data["paused"]),
        "quiet": _yes(data["quiet"]),
    }
    return {name: printable(str(value)) for name, value in values.items()}


def printable(text: str) -> str:
    """Return text that cannot steer a terminal or break a line: a program's name is not ours."""
    return "".join(char if char.isprintable() else "?" for char in text)


def _waybar(data: Mapping[str, Any]) -> str:
    """Return one JSON object as waybar's custom modules read it; its text is markup there."""
    others = [one["text"] for one in data["next"] if one["text"] != data["headline"]]
    water = [_("Water today: {ml} ml").format(ml=data["water_ml"])] if data["water_ml"] else []
    tip = [data["headline"], *data["lines"], *others, *water]
    return json.dumps(
        {
            "text": _markup(data["headline"]),
            "alt": data["icon"],
            "class": data["icon"],
            "tooltip": "\n".join(map(_markup, tip)),
            "percentage": round((data["ring"] or 0) * 100 / 12),
        },
        ensure_ascii=False,
    )


def _markup(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def _yes(value: object) -> str:
    return "yes" if value else "no"  # a script compares it
