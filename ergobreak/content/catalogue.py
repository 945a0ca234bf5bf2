"""The exercises and the ready-made sets, read from exercises/ (a file an area) and routines.toml.

Rules of this file:
1. The tables here are sound: tests hold our own, and a person's own are checked before they come.
2. What a table leaves out has one default, the same for our own exercises and a person's.
"""

from __future__ import annotations

from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.content.exercise import AREAS, Exercise, Frame, Motion, Routine
from ergobreak.content.translated import each_language
from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All exercises, those of one area together, and the ready-made sets."""

    exercises: tuple[Exercise, ...]
    routines: tuple[Routine, ...]

    def find(self, name: str) -> Exercise | None:
        """Return the exercise with this id."""
        return next((each for each in self.exercises if each.id == name), None)

    def routine(self, name: str) -> Routine | None:
        """Return the ready-made set with this id."""
        return next((each for each in self.routines if each.id == name), None)


@each_language
def catalogue() -> Catalogue:
    """Return what comes with ergobreak; the files are read at the first call, in about 15 ms."""
    exercises = [
        exercise(name, table)
        for area in AREAS
        for name, table in _read(f"exercises/{_file_name(area)}")["exercises"].items()
    ]
    routines = [
        Routine(name, _(title), tuple(table["exercises"]))
        for name, table in _read("routines.toml")["routines"].items()
        for title in [table["title"]]
    ]
    return Catalogue(tuple(exercises), tuple(routines))


def with_own(base: Catalogue, own: Sequence[Exercise]) -> Catalogue:
    """Return the catalogue with a person's own after ours; one of the same id replaces ours."""
    replaced = {each.id for each in own}
    kept = tuple(each for each in base.exercises if each.id not in replaced)
    return Catalogue((*kept, *own), base.routines)


def exercise(name: str, table: Mapping[str, Any], *, own: bool = False) -> Exercise:
    """Return the exercise that a sound table describes; without `seconds` they are added up."""
    motion = _motion(table)
    # A person's own words are in the language that they want.
    said = str if own else _
    sides, reps = table.get("sides", "both"), table.get("reps", 1)
    return Exercise(
        id=name,
        title=said(table["title"]),
        area=table["area"],
        position=table.get("position", "either"),
        type=table.get("type", "stretch"),
        sides=sides,
        reps=reps,
        seconds=table.get("seconds") or seconds_of(motion, sides, reps),
        discreet=table.get("discreet", False),
        steps=tuple(map(said, table["steps"])),
        care=said(table.get("care", "")),
        motion=motion,
        kit=said(table.get("kit", "")),
        easier=table.get("easier", ""),
        avoid=tuple(table.get("avoid", ())),
        source=table.get("source", ""),
        advice=tuple(table.get("advice", ())),
        own=own,
    )


def seconds_of(motion: Motion, sides: str, reps: int) -> int:
    """Return how long an exercise takes, up to the full second."""
    return ceil(motion.seconds * reps * (2 if sides == "each" else 1))


def _motion(table: Mapping[str, Any]) -> Motion:
    """Return how the figure moves; a frame's keys besides `t` and `hold` are its pose."""
    frames = tuple(
        Frame(
            frame["t"],
            frame.get("hold", 0),
            {key: value for key, value in frame.items() if key not in {"t", "hold"}},
        )
        for frame in table["frames"]
    )
    return Motion(
        view=table["view"],
        base=table["base"],
        frames=frames,
        anchor=table.get("anchor", ""),
        plant=table.get("plant", "R"),
        prop=table.get("prop", ""),
    )


def _file_name(area: str) -> str:
    """Return the file that holds the exercises of an area."""
    return area.replace(" ", "-").replace("/", "-") + ".toml"


def _read(name: str) -> dict[str, Any]:
    """Return a file of this package."""
    import tomllib

    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
