"""The trunk as shapes: one smooth shirt over the hips, bent as the spine is."""

from __future__ import annotations

from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING, Final

from ergobreak.figure.shapes import Plate

if TYPE_CHECKING:
    from ergobreak.figure.shapes import Point, Shape
    from ergobreak.figure.skeleton import Body

# From the side: (height along the spine 0 to 1, towards the back, towards the chest).
SHIRT: Final = (
    (-0.03, 4.2, 3.4),
    (0.01, 6.0, 5.0),
    (0.2, 5.2, 4.9),
    (0.42, 4.7, 4.8),
    (0.68, 5.8, 5.9),
    (0.88, 5.4, 5.1),
    (1.0, 3.6, 3.2),
    (1.07, 2.2, 2.4),
)
HIPS: Final = ((-0.15, 3.6, 3.4), (-0.08, 5.6, 4.6), (0.08, 5.7, 4.8), (0.2, 4.4, 4.4))
# From the front: (height, half the width where the shoulders are 20 wide).
FLANKS: Final = ((-0.02, 7.0), (0.0, 8.3), (0.12, 8.2), (0.38, 7.2), (0.6, 8.0), (0.8, 9.4))
SEAT: Final = ((-9.3, 0.5), (-9.2, -3.0), (-5.0, -4.9), (0.0, -4.2))


def side_hips(body: Body) -> Plate:
    """Return the hips seen from the side."""
    return Plate(_along(body, HIPS), "near_leg")


def side_shirt(body: Body) -> Plate:
    """Return the shirt seen from the side."""
    return Plate(_along(body, SHIRT), "body")


def front_hips(body: Body) -> Plate:
    """Return the hips seen from the front."""
    x, y = body.spine[0]
    left = [(x + u, y + v) for u, v in SEAT]
    right = [(x - u, y + v) for u, v in reversed(SEAT[:-1])]
    return Plate(((x, y + 6), (x - 8, y + 5), *left, *right, (x + 8, y + 5)), "near_leg")


def front_shirt(body: Body) -> list[Shape]:
    """Return the shirt seen from the front; the shoulders carry its upper corners."""
    hips, middle, top = body.spine
    left, right = body.left.arm[0], body.right.arm[0]
    wide = hypot(right[0] - left[0], right[1] - left[1]) / 20
    # The hips stay level, the bend is above them.
    bend = (hips[0] * 0.6 + middle[0] * 0.4, hips[1] + 13.0)
    sides: list[list[Point]] = [[], []]
    for height, full in FLANKS:
        x, y, dx, dy = _on_curve(hips, bend, top, height)
        half = full * (1 - (1 - wide) * height)
        sides[0].append((x - dy * half, y + dx * half))
        sides[1].append((x + dy * half, y - dx * half))
    tilt = radians(body.lean)
    up, across = (sin(tilt), cos(tilt)), (cos(tilt), -sin(tilt))

    def corner(joint: Point, sign: int, out: float, high: float) -> Point:
        return (
            joint[0] + sign * across[0] * out + up[0] * high,
            joint[1] + sign * across[1] * out + up[1] * high,
        )

    shoulders = [
        [
            corner(joint, sign, 1.9 * wide, -1.6),
            corner(joint, sign, 1.9 * wide, 1.0),
            corner(joint, sign, -0.6 * wide, 2.4),
            corner(joint, sign, -3.8 * wide, 3.1 - lift * 0.1),
            corner(top, sign, 2.8, 4.1 + lift * 0.3),
        ]
        for joint, sign, lift in ((left, -1, body.shrugs[0]), (right, 1, body.shrugs[1]))
    ]
    outline = (*sides[0], *shoulders[0], corner(top, 1, 0, 2.5), *reversed(shoulders[1]))
    return [Plate((*outline, *reversed(sides[1])), "body")]


def _along(body: Body, profile: tuple[tuple[float, float, float], ...]) -> tuple[Point, ...]:
    """Return a closed curve around the spine."""
    hips, middle, top = body.spine
    # One curve through the three points of the spine: a back has no corner.
    bend = (2 * middle[0] - (hips[0] + top[0]) / 2, 2 * middle[1] - (hips[1] + top[1]) / 2)
    back, chest = [], []
    for height, behind, before in profile:
        x, y, dx, dy = _on_curve(hips, bend, top, height)
        back.append((x - dy * behind, y + dx * behind))
        chest.append((x + dy * before, y - dx * before))
    return (*back, *reversed(chest))


def _on_curve(a: Point, b: Point, c: Point, t: float) -> tuple[float, float, float, float]:
    """Return a point of a quadratic curve, and its direction there (of length one)."""
    x = (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * b[0] + t * t * c[0]
    y = (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * b[1] + t * t * c[1]
    dx = 2 * (1 - t) * (b[0] - a[0]) + 2 * t * (c[0] - b[0])
    dy = 2 * (1 - t) * (b[1] - a[1]) + 2 * t * (c[1] - b[1])
    long = hypot(dx, dy) or 1.0
    return x, y, dx / long, dy / long
