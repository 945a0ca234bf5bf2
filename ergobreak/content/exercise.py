"""The nouns of the exercises: what one is made of, and the frames that its figure moves through.

The poses are those of a stick figure in four views; what their keys mean stands in
ergobreak/figure/. Values only: how they are read, checked and chosen has modules of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

AREAS: Final = (
    "neck",
    "shoulders",
    "upper back",
    "lower back",
    "wrists/forearms",
    "hips",
    "legs",
    "eyes",
    "breathing",
)
AVOID: Final = (
    "dizziness",
    "neck-injury",
    "shoulder-injury",
    "wrist-injury",
    "back-pain-acute",
    "disc-or-sciatica",
    "osteoporosis",
    "hip-replacement",
    "knee-pain",
    "balance",
    "pregnancy-late",
    "high-bp-uncontrolled",
    "eye-surgery-recent",
    "breathlessness",
    "fluid-restriction",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One key frame: `glide` seconds to ease into it, then `hold` seconds of rest.

    `pose` lists only what differs from the base pose: degrees, percent of the body's height, or,
    for `focus` alone, a word.
    """

    glide: float
    hold: float
    pose: Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Motion:
    """The cycle that the figure goes through.

    `view`: side | front | face | hand. `base`: sit | stand, near (face), open (hand). `anchor`:
    seat | floor | march; empty means that of the base. `plant` is the foot that stays: L | R.
    `prop` names a thing worth hinting at: desk | wall | backrest.
    """

    view: str
    base: str
    frames: tuple[Frame, ...]
    anchor: str = ""
    plant: str = "R"
    prop: str = ""

    @property
    def seconds(self) -> float:
        """Return how long one cycle lasts."""
        return sum(frame.glide + frame.hold for frame in self.frames)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise.

    `position`: either | seated | standing. `sides`: both | each (the whole cycle, then mirrored) |
    alternate. `seconds` is exact: the cycle times `reps`, times two where `sides` is each. `type`:
    stretch | activity | walk | eye | breathing. `easier` is the id of a gentler stand-in, or empty.
    `avoid` holds tags of AVOID. `own`: the person has added it.
    """

    id: str
    title: str
    area: str
    position: str
    type: str
    sides: str
    reps: int
    seconds: int
    discreet: bool
    steps: tuple[str, ...]
    care: str
    motion: Motion
    kit: str = ""
    easier: str = ""
    avoid: tuple[str, ...] = ()
    source: str = ""
    advice: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Routine:
    """A ready-made set of exercises, by their ids, in order."""

    id: str
    title: str
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the exercises of one break have to suit.

    `seconds`: how long the set may be. `hidden`: areas, tags and ids that are not to come.
    `lately`: ids of the last breaks' exercises, the last one last. `kind`: stretch | walk |
    breathe | eyes | custom. `easy`: walking and breathing only. `call`: somebody listens, or may
    look on.
    """

    seconds: int
    kind: str = "stretch"
    place: str = "office"
    seated: bool = False
    discreet: bool = False
    call: bool = False
    easy: bool = False
    hidden: frozenset[str] = frozenset()
    favourites: frozenset[str] = frozenset()
    lately: tuple[str, ...] = ()
    seed: str = ""
