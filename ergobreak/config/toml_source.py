"""Parses a TOML text that a person has written, and says where in it a problem lies."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from ergobreak.config.positions import positions
from ergobreak.config.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DOTS: Final = 200
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# The mistake that everybody makes once: every = 90m
_BARE_UNIT: Final = re.compile(r"[\[,=]\s*\d[\d.:]*\s*(?:[A-Za-z/-]\S*|:\d+)")


def parsed(text: str) -> dict[str, Any] | Problem:
    """Return the table of a text without byte order mark, or why there is none."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            return Problem(what="not a text: it has NUL characters", line=number, column=1)
        # The memory that tomllib takes for a dotted key grows with the square of its dots.
        if line.count(".") > _DOTS and not line.lstrip().startswith("#"):
            what = f"more than {_DOTS} dots in one line; break it into several"
            return Problem(what=what, line=number, column=1)
    try:
        return tomllib.loads(text)
    except RecursionError:
        return Problem(what="not valid TOML: nested too deeply")
    except ValueError as error:
        return _syntax(str(error), lines)


def placed(problems: Iterable[Problem], text: str) -> tuple[Problem, ...]:
    """Return problems of a valid text with their places, in the order of the lines."""
    unplaced = tuple(problems)
    if not unplaced:
        return ()
    spots, lines = positions(text), text.split("\n")
    found = (problem.placed(spots, lines) for problem in unplaced)
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))


def _syntax(message: str, lines: Sequence[str]) -> Problem:
    """Return the problem that tomllib found, which ends with its place or has none."""
    place = _PLACE.search(message)
    if place is None:
        return Problem(what=f"not valid TOML: {message}")
    line = int(place[1]) if place[1] else len(lines)
    column = int(place[2]) if place[1] else len(lines[-1]) + 1
    source = lines[line - 1]
    return Problem(
        what=f"not valid TOML: {message[: place.start()]}",
        allowed='values with letters or colons in quotes, like "90m"'
        if _BARE_UNIT.search(source)
        else "",
        line=line,
        column=column,
        source=source,
    )
