"""An instant of a motion as shapes, and the box that holds all its instants."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ergobreak.figure import close_up, person, props, skeleton
from ergobreak.figure.pose import mirror, pose_at, still_pose
from ergobreak.figure.shapes import Box, Shape, extent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.content.exercise import Motion

MARGIN: Final = 3.0
SAMPLES: Final = 24  # instants of a cycle that the box is taken from


def shapes(motion: Motion, seconds: float, *, mirrored: bool = False) -> tuple[Shape, ...]:
    """Return the picture of an instant, what is farthest away first."""
    return _of_pose(motion, pose_at(motion, seconds, mirrored=mirrored))


def still(motion: Motion, *, mirrored: bool = False) -> tuple[Shape, ...]:
    """Return the one picture that shows best what the motion is about."""
    pose = still_pose(motion)
    return _of_pose(motion, mirror(pose, motion.view) if mirrored else pose)


def frame_of(motion: Motion) -> Box:
    """Return the box that holds the whole motion and its mirror, so that the view never jumps."""
    return _box(_Key(motion))


def _of_pose(motion: Motion, pose: Mapping[str, float | str]) -> tuple[Shape, ...]:
    if motion.view == "face":
        return (*close_up.face(pose), *close_up.breath_of(pose, (0, -44)))
    if motion.view == "hand":
        return (*close_up.hand(pose), *close_up.breath_of(pose, (26, 0)))
    body = skeleton.body(pose, motion)
    of_side = motion.view == "side"
    figure = person.from_side(body) if of_side else person.from_front(body)
    return (*props.behind(motion), *figure)


class _Key:
    """A motion as a key: its frames hold mappings, which have no hash."""

    def __init__(self, motion: Motion) -> None:
        self.motion = motion

    def __hash__(self) -> int:
        return id(self.motion)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.motion is self.motion


@lru_cache(maxsize=64)
def _box(key: _Key) -> Box:
    motion = key.motion
    every = motion.seconds / SAMPLES
    found = [
        shape
        for mirrored in (False, True)
        for place in range(SAMPLES)
        for shape in shapes(motion, place * every, mirrored=mirrored)
    ]
    found += still(motion)
    box = extent(found)
    return Box(box.left - MARGIN, box.bottom - MARGIN, box.right + MARGIN, box.top + MARGIN)
