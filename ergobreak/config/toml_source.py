"""Parses a TOML text that a person has written, and says where in it a problem lies."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from ergobreak.config.positions import positions
from ergobreak.config.problems import Problem
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ergobreak.config.syntax.broken import Broken

_DOTS: Final = 200
_LONGEST: Final = (
    2_000  # letters; nobody writes such a line, and looking for its mistakes takes 20 ms
)


def parsed(text: str) -> dict[str, Any] | Broken:
    """Return the table of a text without byte order mark, or what is wrong with it."""
    unreadable = _unreadable(text)
    message = ""
    if unreadable is None:
        try:
            return tomllib.loads(text)
        except RecursionError:
            message = _("nested too deeply")
        except ValueError as error:
            message = str(error)
        unreadable = _too_long(text)
    # Imported late: most files are sound.
    from ergobreak.config.syntax.broken import Broken, read_broken

    return Broken((unreadable,)) if unreadable else read_broken(text, message)


def _unreadable(text: str) -> Problem | None:
    """Return why a text is not even to be looked at."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            if not text.strip("\0 \r\n"):
                return Problem(what=_("empty but for NUL characters, as after a power cut"))
            column = line.index("\0") + 1
            return Problem(
                what=_("not a text: it has NUL characters"), line=number, column=column, source=line
            )
        # The memory that tomllib takes for a dotted key grows with the square of its dots.
        if line.count(".") > _DOTS and not line.lstrip().startswith("#"):
            what = _("more than {dots} dots in one line; break it into several").format(dots=_DOTS)
            return Problem(what=what, line=number, column=1)
    return None


def _too_long(text: str) -> Problem | None:
    """Return why a text with mistakes is not to be mended: on one line, that takes its square."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _LONGEST:
            what = _("not valid TOML, with a line of {line} letters").format(line=len(line))
            return Problem(
                what=what,
                allowed=_("at most {longest}").format(longest=_LONGEST),
                line=number,
                column=1,
            )
    return None


def placed(problems: Iterable[Problem], text: str) -> tuple[Problem, ...]:
    """Return problems of a valid text with their places, in the order of the lines."""
    unplaced = tuple(problems)
    if not unplaced:
        return ()
    spots, lines = positions(text), text.split("\n")
    found = (problem.placed(spots, lines) for problem in unplaced)
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))
