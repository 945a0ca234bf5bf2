"""An instant of a motion as shapes, and the box that holds all its instants."""

from __future__ import annotations

from functools import lru_cache
from math import dist
from typing import TYPE_CHECKING, Final

from ergobreak.figure import close_up, hand, person, props, skeleton
from ergobreak.figure.pose import crossing as crossing_pose
from ergobreak.figure.pose import full, mirror, part_at, pose_at, still_pose
from ergobreak.figure.shapes import Box, Shape, extent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.content.exercise import Exercise, Motion

BEHIND: Final = 8.0  # a hand that is nearer to the middle of the head holds it from behind
MARGIN: Final = 3.0
BETWEEN: Final = 6  # instants of a glide that the box is taken from


def shapes(motion: Motion, seconds: float, *, mirrored: bool = False) -> tuple[Shape, ...]:
    """Return the picture of an instant, what is farthest away first."""
    pose = pose_at(motion, seconds, mirrored=mirrored)
    return _of_pose(motion, pose, mirrored=mirrored)


def crossing(motion: Motion, seconds: float, *, mirrored: bool) -> tuple[Shape, ...]:
    """Return the picture of an instant of a cycle that follows one of the other side."""
    pose = crossing_pose(motion, seconds, mirrored=mirrored)
    return _of_pose(motion, pose, mirrored=mirrored)


def during(exercise: Exercise, seconds: float) -> tuple[Shape, ...]:
    """Return the picture after so many seconds of an exercise."""
    part = part_at(exercise, seconds)
    is_change = part.mirrored and part.repetition == exercise.reps
    picture = crossing if is_change else shapes
    return picture(exercise.motion, part.seconds, mirrored=part.mirrored)


def still(motion: Motion, *, mirrored: bool = False) -> tuple[Shape, ...]:
    """Return the one picture that shows best what the motion is about."""
    pose = still_pose(motion)
    own = mirror(pose, motion.view) if mirrored else pose
    return _of_pose(motion, own, mirrored=mirrored)


def frame_of(motion: Motion) -> Box:
    """Return the box that holds the whole motion and its mirror, so that the view never jumps."""
    return _box(_Key(motion))


def _of_pose(motion: Motion, pose: Mapping[str, float], *, mirrored: bool) -> tuple[Shape, ...]:
    if motion.view == "face":
        return (
            *close_up.face(pose, looks_far=_looks_far(motion)),
            *close_up.breath_of(pose, (0, -44)),
        )
    if motion.view == "hand":
        return (*hand.hand(pose), *close_up.breath_of(pose, (26, 0)))
    body = skeleton.body(pose, motion, mirrored=mirrored)
    behind = _are_hands_behind(motion)
    if motion.view == "side":
        figure = person.from_side(body, hands_behind=behind)
    else:
        is_seated = motion.base == "sit"
        figure = person.from_front(body, is_seated=is_seated, hands_behind=behind)
    return (*props.behind(motion), *figure)


def _looks_far(motion: Motion) -> bool:
    """Tell whether the eyes go from something near to something far."""
    return any(frame.pose.get("focus") == "far" for frame in motion.frames)


def _are_hands_behind(motion: Motion) -> bool:
    """Tell whether the hands lie at the back of the head in every frame."""
    bodies = [skeleton.body(full(motion, frame), motion) for frame in motion.frames]
    hands = ((each.right.arm[2:], each.head) for each in bodies)
    return all(min(dist(point, head) for point in hand) < BEHIND for hand, head in hands)


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
    boxes = [extent(shapes(motion, at)) for at in _telling(motion)]
    if motion.view == "side":
        boxes += [extent(shapes(motion, at, mirrored=True)) for at in _telling(motion)]
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    if motion.view == "front":  # the mirror of a front view is just that
        left, right = min(left, -right), max(right, -left)
    bottom, top = min(box.bottom for box in boxes), max(box.top for box in boxes)
    return Box(left - MARGIN, bottom - MARGIN, right + MARGIN, top + MARGIN)


def _telling(motion: Motion) -> list[float]:
    """Return the instants of a cycle that show how far it goes: each rest, and points between."""
    found, at = [], 0.0
    for place, frame in enumerate(motion.frames):
        at += frame.hold
        glide = motion.frames[(place + 1) % len(motion.frames)].glide
        found += [at + glide * step / BETWEEN for step in range(BETWEEN)]
        at += glide
    return found
