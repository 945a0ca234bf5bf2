"""Files of settings laid over each other: key by key, and where each value then comes from. Pure.

Rules of this file:
1. The first layer is the lowest. A later one wins value by value; a list is one value.
2. A reminder has one kind of time: a layer that says when it comes says it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.config.positions import positions
from ergobreak.dataclass import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ergobreak.config.positions import Path, Spot
    from ergobreak.config.problems import Problem

# What a time of a reminder takes out of the layers below it.
_GO_WITH: Final[Mapping[str, frozenset[str]]] = {
    "every": frozenset({"at", "cron", "hours"}),
    "at": frozenset({"every", "cron", "first"}),
    "cron": frozenset({"every", "at", "first"}),
}


@dataclass(frozen=True, slots=True)
class Layer:
    """One sound file of settings: its text without byte order mark, and the table of it.

    `name` is what people are told of it; empty for the person's own, which has its own words.
    """

    name: str
    text: str
    table: Mapping[str, Any]


def layered(tables: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return raw tables laid over each other; a value that is no table takes a table's place."""
    found: dict[str, Any] = {}
    for table in tables:
        found = _over(found, table, ())
    return found


def origins(layers: Sequence[Layer]) -> dict[Path, tuple[Layer, Spot]]:
    """Return which layer sets a path, and where in its text; what is overruled is left out."""
    found: dict[Path, tuple[Layer, Spot]] = {}
    for layer in layers:
        for path, spot in positions(layer.text).items():
            for gone in _gone(path):
                found.pop(gone, None)
            found[path] = layer, spot
    return found


def placed(problems: Iterable[Problem], layers: Sequence[Layer]) -> tuple[Problem, ...]:
    """Return problems with file and line: of the layer that sets the value, the person's first."""
    unplaced = tuple(problems)
    if not unplaced:
        return ()
    spots = [positions(layer.text) for layer in layers]
    lines = [layer.text.split("\n") for layer in layers]
    found: list[tuple[int, int, int, Problem]] = []
    for problem in unplaced:
        # The longest part of the path that a layer has; of two with the same, the upper one's.
        depths = [_depth(problem.path, known) for known in spots]
        at = max(range(len(layers)), key=lambda at: (depths[at], at))
        here = replace(problem.placed(spots[at], lines[at]), file=layers[at].name)
        found.append((-at, here.line, here.column, here))
    return tuple(each for *_, each in sorted(found, key=lambda each: each[:3]))


def _over(lower: Mapping[str, Any], upper: Mapping[str, Any], path: Path) -> dict[str, Any]:
    gone = {gone[-1] for key in upper for gone in _gone((*path, key))} - upper.keys()
    found = {key: value for key, value in lower.items() if key not in gone}
    for key, value in upper.items():
        below = found.get(key)
        is_table = isinstance(value, dict) and isinstance(below, dict)
        found[key] = _over(below or {}, value, (*path, key)) if is_table else value
    return found


def _gone(path: Path) -> Iterator[Path]:
    """Yield what a value at this path takes out of the layers below."""
    if len(path) == 3 and path[0] == "reminders":
        for key in sorted(_GO_WITH.get(str(path[2]), ())):
            yield (*path[:2], key)


def _depth(path: Path, spots: Mapping[Path, Spot]) -> int:
    """Return how many parts of a path have a place."""
    return next((n for n in range(len(path), 0, -1) if path[:n] in spots), 0)
