"""The close-up of a face whose eyes move, and what they look at."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

from ergobreak.figure.shapes import Disc, Plate, Ring, Stroke

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.figure.shapes import Point, Shape

    Pose = Mapping[str, float]

EYE: Final = (9.6, 0.4)  # from the middle of the face
WHITE: Final = (6.0, 4.9)  # half an eye's width and height
IRIS: Final = 3.1
CONVERGE: Final = 0.9  # how far each eye turns in for what is near
# Right halves, from the top down; the left ones mirror them.
OVAL: Final = ((0, 23), (13, 20), (20.4, 9), (20.6, -4), (16.5, -16), (8.5, -23.4), (0, -25))
BACK: Final = (
    (0, 29.5),
    (14, 27),
    (23.5, 16),
    (25.5, 0),
    (24.6, -13),
    (20.5, -19.5),
    (8, -19),
    (0, -18),
)
TOP: Final = ((0, 29), (13.5, 26.6), (23, 15.5), (24.2, 1), (21.6, -8), (19.2, 3), (12.5, 13.8))
FRINGE: Final = ((2, 17.4), (-9, 15.4), (-16, 8.8), (-19.2, 1.5))
CHEST: Final = ((0, -34), (7, -33.6), (17, -37.2), (26, -41.5), (30, -52), (15, -52.4), (0, -52.4))
WINDOW: Final = (39.0, 19.0)
WINDOW_WIDE: Final = 11.5
RIDGE: Final = ((-0.96, -0.26), (-0.45, 0.16), (-0.05, -0.14), (0.4, 0.24), (0.96, -0.26))


def face(pose: Pose, *, looks_far: bool) -> list[Shape]:
    """Return the face; its middle is the origin. `looks_far`: something far is in the picture."""
    gx, gy, lid = (pose.get(key, 0.0) for key in ("gx", "gy", "lid"))
    far = pose.get("far", 0.0)
    found: list[Shape] = [
        Plate(_whole(BACK), "hair"),
        Plate(_whole(CHEST), "body"),
        Stroke(((0, -32.9), (0, -33.4)), (13.4, 14.2), "near_sleeve"),
        Stroke(((0, -18), (0, -33.0)), (12.6, 12.8), "near"),
        Disc((-20.6, -2), (3.0, 4.4), "near"),
        Disc((20.6, -2), (3.0, 4.4), "near"),
        Plate(_whole(OVAL), "skin"),
        Plate(_hair(), "hair"),
    ]
    for sign in (-1, 1):
        inward = -sign * CONVERGE * (1 - far) if looks_far else 0.0
        found += _eye(sign * EYE[0], EYE[1], (3.4 * gx + inward, 2.6 * gy), lid)
        found.append(_line(((sign * 4.8, 9.4), (sign * 15, 8.9)), 1.7, 1.4, "hair"))
    return [
        *found,
        Disc((-13, -9.4), (3.4, 2.2), "cheek"),
        Disc((13, -9.4), (3.4, 2.2), "cheek"),
        _line(((-2.2, -7.4), (2.2, -7.4)), -1.1, 1.2, "crease"),
        _line(((-6.0, -14.2), (6.0, -14.2)), -2.8, 1.4, "mark"),
        *(_seen(far) if looks_far else ()),
    ]


def breath_of(pose: Pose, centre: Point) -> list[Shape]:
    """Return the circle of the breath, where a close-up has one."""
    if "breath" not in pose:
        return []
    radius = 3 + 2.6 * pose["breath"]
    return [
        Disc(centre, (radius, radius), "breath"),
        Ring(centre, radius + 1.6, 0.5, "breath_ring"),
    ]


def _eye(x: float, y: float, gaze: Point, lid: float) -> list[Shape]:
    """Return an eye; the lid comes down like a blind, and the lashes with it."""
    wide, high = WHITE
    edge = _half((x, y), wide, high * (1 - 2 * lid))
    over = _half((x, y), -wide - 0.7, high + 0.9)
    return [
        Disc((x, y), (wide, high), "eye"),
        Disc((x + gaze[0], y + gaze[1]), (IRIS, IRIS), "iris"),
        Disc((x + gaze[0], y + gaze[1]), (1.6, 1.6), "mark"),
        Disc((x + gaze[0] + 1.0, y + gaze[1] + 1.1), (0.7, 0.7), "eye"),
        Plate((*edge, *over), "skin", curved=False),
        Stroke(edge, (0.9, *(1.35,) * (len(edge) - 2), 0.9), "mark"),
    ]


def _half(centre: Point, wide: float, high: float) -> tuple[Point, ...]:
    """Return half an ellipse, from the left to the right; a width below zero turns it round."""
    turns = [pi * (1 - step / 12) for step in range(13)]
    return tuple((centre[0] + wide * cos(turn), centre[1] + high * sin(turn)) for turn in turns)


def _seen(far: float) -> list[Shape]:
    """Return what is near, a screen, and what is far, hills through a window; one at a time."""
    near = 1 - far
    (x, y), wide = WINDOW, WINDOW_WIDE * far
    hills = [(x + u * wide, y + v * wide) for u, v in RIDGE]
    foot = [
        (x + wide * cos(turn), y + wide * sin(turn)) for turn in (-0.6, -1.1, -1.57, -2.04, -2.54)
    ]
    low = -53 - 4 * far  # it sinks out of sight

    def at(across: float, high: float) -> Point:
        return across * near, low + high * near

    screen = (at(-15, 0), at(-15, 12.5), at(-13.5, 14), at(13.5, 14), at(15, 12.5), at(15, 0))
    return [
        Disc((x, y), (wide, wide), "window"),
        Disc((x + wide * 0.34, y + wide * 0.44), (wide * 0.17, wide * 0.17), "sun"),
        Plate((*hills, *foot), "near_sleeve"),
        Ring((x, y), wide, 1.5 * far, "prop_front"),
        Plate(screen, "prop_front", curved=False),
        Stroke((at(-20, -0.4), at(20, -0.4)), (2.6 * near, 2.6 * near), "prop"),
        Disc(at(0, 7), (1.5 * near, 1.5 * near), "prop"),
    ]


def _whole(half: tuple[Point, ...]) -> tuple[Point, ...]:
    return (*half, *((-x, y) for x, y in reversed(half[1:-1])))


def _hair() -> tuple[Point, ...]:
    left = tuple((-x, y) for x, y in reversed(TOP[1:5]))
    return (*TOP, *FRINGE, *left)


def _line(ends: tuple[Point, Point], bow: float, width: float, tone: str) -> Stroke:
    """Return a soft line that rises by `bow` in its middle, a little thinner at its ends."""
    (ax, ay), (bx, by) = ends
    shares = [step / 10 for step in range(11)]
    points = tuple((ax + (bx - ax) * t, ay + (by - ay) * t + bow * 4 * t * (1 - t)) for t in shares)
    return Stroke(points, (width * 0.6, *(width,) * 9, width * 0.6), tone)
