"""What the key frames of a figure may say: the joints of each view, and how far they go.

Rules of this file:
1. The ranges are a little wider than what people can do, so that a pose is refused for a slip
   (a wrong sign, a wrong view), not for being ambitious.
2. Angles are degrees, lengths percent of the body's height; what a joint does stands in figure/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.config import values
from ergobreak.config.collect import choice
from ergobreak.config.problems import Problem, unknown_key
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ergobreak.config.positions import Path

Range = tuple[float, float]

BASES: Final[Mapping[str, tuple[str, ...]]] = {
    "side": ("sit", "stand"),
    "front": ("sit", "stand"),
    "face": ("near",),
    "hand": ("open",),
}
FOCUS: Final = ("near", "far")

# Below, more than three changes of the picture a second could be a flicker.
GLIDE: Final[Range] = (0.4, 30)
HOLD: Final[Range] = (0, 120)


def _sides(limbs: Mapping[str, Range]) -> dict[str, Range]:
    """Return the joints of both sides of the body."""
    return {f"{joint}{side}": span for joint, span in limbs.items() for side in "LR"}


JOINTS: Final[Mapping[str, Mapping[str, Range]]] = {
    "side": {
        "torso": (-30, 100),
        "curl": (-40, 60),
        "neck": (-45, 60),
        "headx": (-5, 5),
        "shrug": (-3, 8),
        "protract": (-6, 6),
        "lift": (0, 30),
        **_sides(
            {
                "sh": (-70, 190),
                "el": (-10, 160),
                "wr": (-95, 95),
                "hip": (-40, 140),
                "kn": (-5, 155),
                "an": (-60, 45),
            }
        ),
    },
    "front": {
        "torso": (-45, 45),
        "neck": (-50, 50),
        "turn": (-90, 90),
        "nod": (-50, 60),
        "twist": (-70, 70),
        "shrug": (-3, 8),
        "shift": (-20, 20),
        "breath": (0, 1),
        **_sides(
            {
                "sh": (-120, 190),
                "el": (-170, 170),
                "wr": (-95, 95),
                "hip": (-40, 100),
                "kn": (-180, 100),
                "tf": (0.1, 1),
            }
        ),
    },
    "face": {"gx": (-1, 1), "gy": (-1, 1), "lid": (0, 1)},
    "hand": {
        "mcp": (-45, 100),
        "pip": (-10, 120),
        "dip": (-10, 95),
        "spread": (0, 30),
        "thumb": (-20, 90),
        "dev": (-40, 45),
    },
}


def frame_problems(
    path: Path, view: str, frames: Sequence[Mapping[str, object]]
) -> Iterator[Problem]:
    """Yield what is wrong with the frames of a figure in this view."""
    for place, frame in enumerate(frames):
        yield from _frame_problems((*path, place), view, frame)


def _frame_problems(path: Path, view: str, frame: Mapping[str, object]) -> Iterator[Problem]:
    ranges = {"t": GLIDE, "hold": HOLD, **JOINTS[view]}
    if "t" not in frame:
        yield Problem(path, what=_("`t` is missing: the seconds to glide into this frame"))
    for key, value in frame.items():
        if key == "focus" and view == "face":
            yield from choice(value, FOCUS, (*path, key))
        elif key in ranges:
            yield from _number_problems((*path, key), value, ranges[key])
        else:
            known = (*ranges, "focus") if view == "face" else tuple(ranges)
            yield unknown_key((*path, key), known)


def _number_problems(path: Path, value: object, span: Range) -> Iterator[Problem]:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # Written this way round, it refuses "not a number" as well.
    if not (is_number and span[0] <= value <= span[1]):  # type: ignore[operator]  # it is one
        allowed = _("a number from {span} to {span_2}").format(
            span=f"{span[0]:g}", span_2=f"{span[1]:g}"
        )
        yield Problem(path, found=values.found(value), allowed=allowed)
