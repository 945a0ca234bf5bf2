"""The quiet things around a figure: chair, desk, wall and backrest, and the floor's shadow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.figure import skeleton
from ergobreak.figure.pose import BASES
from ergobreak.figure.shapes import Disc, Plate, Stroke

if TYPE_CHECKING:
    from ergobreak.content.exercise import Motion
    from ergobreak.figure.shapes import Shape
    from ergobreak.figure.skeleton import Body

SEAT_AT: Final = 21.6  # the top of the seat, under the thigh of somebody who sits


def behind(motion: Motion) -> list[Shape]:
    """Return what stands behind the person, wherever in the cycle it is."""
    found: list[Shape] = [_shadow(motion)]
    is_seated = (motion.anchor or ("seat" if motion.base == "sit" else "floor")) == "seat"
    if is_seated:
        found += _chair_aside() if motion.view == "side" else _chair_ahead()
    if motion.prop in ("wall", "desk") and motion.view == "side":
        found += _wall(motion) if motion.prop == "wall" else _desk(motion)
    return found


def _shadow(motion: Motion) -> Disc:
    bodies = _bodies(motion)
    xs = [point[0] for body in bodies for limbs in (body.left, body.right) for point in limbs.foot]
    middle = (min(xs) + max(xs) + bodies[0].spine[0][0]) / 3
    return Disc((middle, -1.6), (max(22.0, (max(xs) - min(xs)) / 2 + 12), 2.0), "shadow")


def _chair_aside() -> list[Shape]:
    return [
        Stroke(((-7.5, SEAT_AT), (-10.4, 33), (-11.4, 50)), (2.0, 2.0, 2.6), "prop"),
        Stroke(((0.5, SEAT_AT - 1), (0.5, 4.0)), (2.2, 2.2), "prop"),
        Stroke(((-9.5, 1.2), (0.5, 4.0), (10.5, 1.2)), (1.8, 2.4, 1.8), "prop"),
        Stroke(((-8.5, SEAT_AT), (13.5, SEAT_AT)), (3.2, 3.2), "prop_front"),
    ]


def _chair_ahead() -> list[Shape]:
    return [
        Plate(((-10.5, 38), (-9.5, 57), (-8, 58.6), (8, 58.6), (9.5, 57), (10.5, 38)), "prop"),
        Stroke(((0, 24), (0, 5)), (2.4, 2.4), "prop"),
        Stroke(((-12, 1.4), (0, 5), (12, 1.4)), (1.8, 2.4, 1.8), "prop"),
        Stroke(((-12, 26), (12, 26)), (4.2, 4.2), "prop_front"),
    ]


def _wall(motion: Motion) -> list[Shape]:
    """Return the wall that the hands reach farthest."""
    x = max(body.right.arm[3][0] for body in _bodies(motion)) + 1.8
    y = max(body.head[1] for body in _bodies(motion)) + 10
    return [Plate(((x, 0), (x, y), (x + 3.2, y), (x + 3.2, 0)), "prop")]


def _desk(motion: Motion) -> list[Shape]:
    """Return the desk that the hands rest on."""
    hands = [body.right.arm[3] for body in _bodies(motion)]
    far = max(hands)
    top = min(y for x, y in hands if x > far[0] - 12) - 2.6
    left = far[0] - 8
    return [
        Stroke(((left + 3, top - 1), (left + 3, 1)), (2.0, 2.0), "prop"),
        Stroke(((left + 27, top - 1), (left + 27, 1)), (2.0, 2.0), "prop"),
        Stroke(((left, top), (left + 30, top)), (2.8, 2.8), "prop_front"),
    ]


def _bodies(motion: Motion) -> list[Body]:
    """Return the body in every key frame."""
    base = BASES[motion.view, motion.base]
    return [skeleton.body({**base, **frame.pose}, motion) for frame in motion.frames]
