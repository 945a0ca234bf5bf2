"""The quiet things around a figure: chair, desk, wall and backrest, and the floor's shadow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.figure import skeleton
from ergobreak.figure.pose import full
from ergobreak.figure.shapes import Disc, Plate, Stroke

if TYPE_CHECKING:
    from ergobreak.content.exercise import Motion
    from ergobreak.figure.shapes import Point, Shape
    from ergobreak.figure.skeleton import Body

SEAT_AT: Final = 20.8  # the middle of the seat, under the thigh of somebody who sits
BACKREST: Final = (
    (-10.6, 42.0),
    (-11.2, 46.0),
    (-11.0, 54.0),
    (-9.0, 57.6),
    (0.0, 58.6),
    (9.0, 57.6),
    (11.0, 54.0),
    (11.2, 46.0),
    (10.6, 42.0),
    (0.0, 41.0),
)


def behind(motion: Motion) -> list[Shape]:
    """Return what stands behind the person, wherever in the cycle it is."""
    bodies = _bodies(motion)
    found: list[Shape] = [_shadow(bodies, is_seated=motion.base == "sit")]
    if motion.base == "sit":
        x = bodies[0].spine[0][0]
        found += _chair_aside(motion, x) if motion.view == "side" else _chair_ahead()
    if motion.prop == "wall":
        found += _wall(bodies)
    elif motion.prop == "desk":
        found += _desk(bodies)
    return found


def _shadow(bodies: list[Body], *, is_seated: bool) -> Disc:
    """Return the shadow on the floor, under all that the feet and the chair touch."""
    xs = [point[0] for body in bodies for limbs in (body.left, body.right) for point in limbs.foot]
    if is_seated:
        xs += [bodies[0].spine[0][0] - 10, bodies[0].spine[0][0] + 12]
    left, right = min(xs), max(xs)
    return Disc(((left + right) / 2, -0.6), ((right - left) / 2 + 7, 1.9), "shadow")


def _chair_aside(motion: Motion, x: float) -> list[Shape]:
    """Return a chair on four legs: no exercise here is safe on castors."""
    tall = motion.prop == "backrest"

    def at(*points: Point) -> tuple[Point, ...]:
        return tuple((x + across, high) for across, high in points)

    top = (-10.6, 42.0) if tall else (-11.3, 50.0)
    return [
        Stroke(at((-6.5, SEAT_AT), (-9.8, 0.8)), (2.0, 1.5), "prop"),
        Stroke(at((11.0, SEAT_AT), (12.4, 0.8)), (2.0, 1.5), "prop"),
        Stroke(at((-7.0, SEAT_AT), (-8.6, 27.0), (-9.6, 34.0)), (2.0, 1.8, 1.8), "prop"),
        Stroke(at((-9.2, 32.0), top), (3.0, 3.0), "prop_front"),
        Stroke(at((-7.5, SEAT_AT), (12.0, SEAT_AT)), (3.2, 3.2), "prop_front"),
    ]


def _chair_ahead() -> list[Shape]:
    return [
        Stroke(((-8.5, 26), (-9.0, 42)), (1.8, 1.8), "prop"),
        Stroke(((8.5, 26), (9.0, 42)), (1.8, 1.8), "prop"),
        Stroke(((-9.5, 25), (-11.6, 0.8)), (2.0, 1.5), "prop"),
        Stroke(((9.5, 25), (11.6, 0.8)), (2.0, 1.5), "prop"),
        Plate(BACKREST, "prop_front"),
        Stroke(((-11.0, 24.6), (11.0, 24.6)), (3.4, 3.4), "prop_front"),
    ]


def _wall(bodies: list[Body]) -> list[Shape]:
    """Return the wall that the hands reach farthest."""
    x = max(body.right.arm[3][0] for body in bodies) + 1.4
    y = max(body.head[1] for body in bodies) + 9
    return [
        Stroke(((x + 1.6, y), (x + 1.6, 0.8)), (3.2, 3.2), "prop"),
        Stroke(((x + 0.5, y), (x + 0.5, 0.8)), (1.0, 1.0), "prop_front"),
    ]


def _desk(bodies: list[Body]) -> list[Shape]:
    """Return the desk that the hands rest on."""
    hands = [limbs.arm[3] for body in bodies for limbs in (body.left, body.right)]
    far = max(hands)
    top = min(y for x, y in hands if x > far[0] - 12) - 2.6
    left = far[0] - 6
    return [
        Stroke(((left + 3, top - 1), (left + 2, 0.8)), (2.0, 1.5), "prop"),
        Stroke(((left + 25, top - 1), (left + 26, 0.8)), (2.0, 1.5), "prop"),
        Stroke(((left, top), (left + 28, top)), (2.8, 2.8), "prop_front"),
    ]


def _bodies(motion: Motion) -> list[Body]:
    """Return the body in every key frame."""
    return [skeleton.body(full(motion, frame), motion) for frame in motion.frames]
