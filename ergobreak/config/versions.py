"""Reads the files of older versions for ever: pure steps, each from one version to the next.

Rules of this file:
1. A step says which values move, and each in a sentence; it never fails, and leaves alone what it
   does not know: whatever is wrong with that is told afterwards.
2. A file that names no version may be of any: every step looks whether there is something to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeGuard

from ergobreak.config import values
from ergobreak.config.problems import Problem, either
from ergobreak.config.settings import VERSION
from ergobreak.dataclass import dataclass
from ergobreak.language import _

Key = tuple[str, ...]
KEY: Final = "version"


@dataclass(frozen=True, slots=True)
class Moved:
    """New values by their paths, None for one that goes; and what that means, in sentences."""

    values: Mapping[Key, object]
    sentences: tuple[str, ...]


Step = Callable[[Mapping[str, Any]], Moved]
Steps = Mapping[int, Step]

# From this version to the next. There is no other than the first by now, so there is no step.
STEPS: Final[Steps] = {}


def upgraded(table: Mapping[str, Any], steps: Steps = STEPS) -> tuple[dict[str, Any], Moved]:
    """Return a table in the present version, and what has moved in it; nothing: it is so already.

    A table that says which version it is says the present one afterwards.
    """
    given = table.get(KEY)
    result: dict[str, Any] = dict(table)
    changes: dict[Key, object] = {}
    sentences: list[str] = []
    for since in sorted(steps):
        if not _is_version(given) or given <= since:
            moved = steps[since](result)
            result = _with(result, moved.values)
            changes |= moved.values
            sentences += moved.sentences
    if _is_version(given) and given in steps:
        changes[KEY,] = VERSION
        result[KEY] = VERSION
    return result, Moved(changes, tuple(sentences))


def version_problem(table: Mapping[str, Any], steps: Steps = STEPS) -> Problem | None:
    """Return why a table is of no version that can be read; None if it is, or names none."""
    given = table.get(KEY, VERSION)
    if not _is_version(given) or given == VERSION or given in steps:
        return None  # what is no number is told as any other value is
    if given < VERSION:
        return Problem(
            (KEY,), found=values.found(given), allowed=either(map(str, (*steps, VERSION)))
        )
    what = _("this file is of version {found}, and this ergobreak knows {version}").format(
        found=values.found(given), version=VERSION
    )
    return Problem(
        (KEY,), what=_("{what}; it takes a newer ergobreak to read it").format(what=what)
    )


def _is_version(given: object) -> TypeGuard[int]:
    return isinstance(given, int) and not isinstance(given, bool)


def _with(table: Mapping[str, Any], changes: Mapping[Key, object]) -> dict[str, Any]:
    """Return a table with other values; tables on the way are made, or left without anything."""
    result = dict(table)
    for (first, *rest), value in changes.items():
        if rest:
            inner = result.get(first)
            result[first] = _with(inner if isinstance(inner, dict) else {}, {tuple(rest): value})
        elif value is None:
            result.pop(first, None)
        else:
            result[first] = value
    return result
