"""What the process of the break window says, a line at a time; it is not trusted to be sane."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ergobreak.core import events
from ergobreak.core.model import HOUR, SECOND
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

Line = dict[str, Any]

TASTES: Final = {"never": "never", "favourite": "favourite", "nothing": ""}
_LONGEST_TEXT: Final = 200  # letters; what a person can read of a journal line
_LONGEST_SPAN: Final = 24 * HOUR // SECOND


class Nonsense(Exception):
    """A line that is none of the contract; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """It is built, hidden."""


@dataclass(frozen=True, slots=True)
class Painted:
    """The person can see this: `phase` is prompt or break."""

    prompt: str
    phase: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It cannot go on."""

    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """The person has done something in it; `prompt` is empty where that needs none."""

    prompt: str
    event: events.Command


Heard = Ready | Painted | Failed | Told

ANSWERS: Final[dict[str, Callable[[str, Line], events.Command]]] = {
    "take": lambda prompt, _: events.Taken(prompt=prompt),
    "walked": lambda prompt, _: events.Taken(prompt=prompt, walked=True),
    "brief": lambda prompt, _: events.Taken(prompt=prompt, brief=True),
    "done": lambda prompt, line: events.Done(prompt=prompt, found=_text(line, "found", "")),
    "postpone": lambda prompt, line: events.Postponed(_span(line), prompt),
    "skip": lambda prompt, line: events.Skipped(prompt, _text(line, "why", "")),
    "hurt": lambda prompt, line: events.Hurt(_text(line, "area", ""), prompt),
    "undo_hurt": lambda *_: events.HurtUndone(),
    "still_today": lambda _, line: events.Hurt(_text(line, "area", ""), still=True),
    "pause": lambda prompt, _: events.BreakPaused(prompt),
    "continue": lambda prompt, _: events.BreakResumed(prompt),
}


def read(raw: bytes) -> Heard:
    """Return what a line says. Raises Nonsense."""
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as error:  # hundreds of brackets make the second
        raise Nonsense("no JSON") from error
    if not isinstance(line, dict):
        raise Nonsense("no object")
    match line.get("told"):
        case "ready":
            return Ready()
        case "painted":
            return Painted(_name(line, "prompt"), _name(line, "phase"))
        case "failed":
            return Failed(_text(line, "why"))
        case "exercise":
            prompt = _name(line, "prompt")
            return Told(prompt, events.Exercised(_name(line, "exercise"), prompt))
        case "taste":
            taste = TASTES.get(_text(line, "taste"))
            if taste is None:
                raise Nonsense("no taste")
            return Told("", events.Preferred(_name(line, "exercise"), taste))
        case "answer":
            return _answer(line)
        case told:
            raise Nonsense(f"{told!r} is nothing to be told")


def _answer(line: Line) -> Told:
    # Without a prompt an answer would be for whatever is open by then.
    prompt = _name(line, "prompt")
    answer = ANSWERS.get(_text(line, "answer"))
    if answer is None:
        raise Nonsense("no answer")
    return Told(prompt, answer(prompt, line))


def _text(line: Line, key: str, default: str | None = None) -> str:
    value = line.get(key, default)
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise Nonsense(f"{key} is no text")
    return value


def _name(line: Line, key: str) -> str:
    name = _text(line, key)
    if not name:
        raise Nonsense(f"{key} is empty")
    return name


def _span(line: Line) -> int:
    """Return `seconds` in microseconds; 0 stands for the first length that the config allows."""
    seconds = line.get("seconds", 0)
    if type(seconds) is not int or not 0 <= seconds <= _LONGEST_SPAN:
        raise Nonsense("seconds is no span")
    return seconds * SECOND
