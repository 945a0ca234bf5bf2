"""The person as shapes, from the side and from the front: trunk, head, near limbs and far ones."""

from __future__ import annotations

from math import atan2, cos, hypot, radians, sin
from typing import TYPE_CHECKING, Final

from ergobreak.figure.shapes import Disc, Plate, Ring, Stroke, smooth

if TYPE_CHECKING:
    from ergobreak.figure.shapes import Point, Shape
    from ergobreak.figure.skeleton import Body, Limbs

HEAD: Final = 6.5
ARM: Final = (5.0, 4.6, 3.7, 3.4)  # widths at shoulder, elbow, wrist, fingertip
LEG: Final = (8.2, 6.6, 4.8)  # at hip, knee, ankle
LAP: Final = (8.6, 9.2, 5.0)  # of a thigh that points at the viewer
SHORT: Final = 14.0  # a thigh that looks shorter than this does so
SOLE: Final = (3.8, 3.0)  # at heel and toe
HALO: Final = 0.7
SLEEVE: Final = 0.46  # of the upper arm
# The trunk from the side: (height along the spine 0 to 1, towards the back, towards the chest).
PROFILE: Final = (
    (-0.06, 4.6, 4.4),
    (0.14, 5.2, 4.8),
    (0.40, 4.3, 4.4),
    (0.68, 4.9, 5.4),
    (0.90, 4.3, 4.6),
    (1.02, 2.4, 2.6),
)
# From the front: (height, half the width) as a share of the half width at the shoulders.
OUTLINE: Final = ((-0.10, 0.62), (0.10, 0.80), (0.42, 0.70), (0.74, 0.92), (0.93, 1.04))


def from_side(body: Body) -> list[Shape]:
    """Return the person seen from the side: the far limbs first, the near ones last."""
    return [
        *_leg(body.left, "far"),
        *_arm(body.left, "far"),
        *_side_trunk(body),
        *_side_head(body),
        *_leg(body.right, "near", HALO),
        # Over the top of the leg, or its halo would draw a joint.
        Disc(body.spine[0], (4.9, 4.9), "near_leg"),
        *_arm(body.right, "near", HALO),
        *_breath(body),
    ]


def from_front(body: Body) -> list[Shape]:
    """Return the person seen from the front."""
    return [
        *_front_trunk(body),
        *_leg(body.left, "near", HALO),
        *_leg(body.right, "near", HALO),
        Stroke((body.left.leg[0], body.right.leg[0]), (9.6, 9.6), "near_leg"),
        _lap(body.left),
        _lap(body.right),
        *_front_head(body),
        *_arm(body.left, "near", HALO),
        *_arm(body.right, "near", HALO),
        *_breath(body),
    ]


def _arm(limbs: Limbs, tone: str, halo: float = 0.0) -> list[Shape]:
    (ax, ay), (bx, by) = limbs.arm[:2]
    cuff = (ax + (bx - ax) * SLEEVE, ay + (by - ay) * SLEEVE)
    return [
        Stroke(limbs.arm, ARM, tone, halo),
        Stroke((limbs.arm[0], cuff), (6.4, 5.9), f"{tone}_sleeve"),
    ]


def _leg(limbs: Limbs, tone: str, halo: float = 0.0) -> list[Shape]:
    heel, toe = limbs.foot
    widths = LAP if _points_here(limbs) else LEG
    return [
        Stroke((heel, toe), SOLE, f"{tone}_shoe", halo),
        Stroke(limbs.leg, widths, f"{tone}_leg", halo),
    ]


def _lap(limbs: Limbs) -> Stroke:
    """Return the light on a thigh that points at the viewer; without it the person would stand."""
    widths = (5.4, 7.0) if _points_here(limbs) else (0.0, 0.0)
    (x, y), (kx, ky) = limbs.leg[:2]
    return Stroke(((x + (kx - x) * 0.2, y + (ky - y) * 0.2), (kx, ky + 0.4)), widths, "lap")


def _points_here(limbs: Limbs) -> bool:
    (x, y), (kx, ky) = limbs.leg[:2]
    return hypot(kx - x, ky - y) < SHORT and abs(kx - x) < SHORT / 2


def _side_trunk(body: Body) -> list[Shape]:
    hips, middle, top = body.spine
    # One curve through the three points of the spine: a back has no corner.
    bend = (2 * middle[0] - (hips[0] + top[0]) / 2, 2 * middle[1] - (hips[1] + top[1]) / 2)
    back, chest = [], []
    for height, behind, before in PROFILE:
        x, y, dx, dy = _on_curve(hips, bend, top, height)
        back.append((x - dy * behind, y + dx * behind))
        chest.append((x + dy * before, y - dx * before))
    return [Plate(smooth((*back, *reversed(chest))), "body")]


def _on_curve(a: Point, b: Point, c: Point, t: float) -> tuple[float, float, float, float]:
    """Return a point of a quadratic curve, and its direction there (of length one)."""
    x = (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * b[0] + t * t * c[0]
    y = (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * b[1] + t * t * c[1]
    dx = 2 * (1 - t) * (b[0] - a[0]) + 2 * t * (c[0] - b[0])
    dy = 2 * (1 - t) * (b[1] - a[1]) + 2 * t * (c[1] - b[1])
    long = hypot(dx, dy) or 1.0
    return x, y, dx / long, dy / long


def _side_head(body: Body) -> list[Shape]:
    (x, y), top = body.head, body.spine[2]
    tilt = radians(body.tilt)
    forward, up = (cos(tilt), -sin(tilt)), (sin(tilt), cos(tilt))

    def at(along: float, high: float) -> Point:
        return x + forward[0] * along + up[0] * high, y + forward[1] * along + up[1] * high

    return [
        Stroke((top, at(-0.6, -3.0)), (4.6, 4.2), "skin"),
        Disc((x, y), (HEAD, HEAD), "hair"),
        Disc(at(1.35, -1.05), (5.3, 5.3), "skin"),
        Disc(at(6.3, -1.2), (1.15, 1.15), "skin"),
        Disc(at(4.1, 0.2), (0.62, 0.75), "mark"),
    ]


def _front_trunk(body: Body) -> list[Shape]:
    hips, _, top = body.spine
    lean = atan2(top[0] - hips[0], top[1] - hips[1])
    left, right = body.left.arm[0], body.right.arm[0]
    half = max(hypot(right[0] - left[0], right[1] - left[1]) / 2, 4.0)
    up = (sin(lean), cos(lean))
    sides: list[list[Point]] = [[], []]
    for height, share in OUTLINE:
        # It bends above the hips, not in them.
        bent = lean * min(1.0, 0.35 + height)
        x = hips[0] + sin(bent) * 30 * height
        y = hips[1] + cos(bent) * 30 * height
        across = (cos(bent) * half * share * 0.86, -sin(bent) * half * share * 0.86)
        sides[0].append((x - across[0], y - across[1]))
        sides[1].append((x + across[0], y + across[1]))
    collar = (top[0] + up[0] * 0.9, top[1] + up[1] * 0.9)
    outline = (*sides[0], _between(left, collar, 0.35), collar, _between(right, collar, 0.35))
    return [Plate(smooth((*outline, *reversed(sides[1]))), "body")]


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share + 1.6


def _front_head(body: Body) -> list[Shape]:
    (x, y), top = body.head, body.spine[2]
    tilt, turn = radians(body.tilt), radians(body.turn)
    down = sin(radians(body.nod))

    def at(across: float, high: float) -> Point:
        return (
            x + cos(tilt) * across + sin(tilt) * high,
            y - sin(tilt) * across + cos(tilt) * high,
        )

    def mark(angle: float, high: float, size: float) -> Disc:
        """Return a mark on the round face; it narrows as it turns away, and is gone behind."""
        seen = max(0.0, cos(turn + radians(angle)))
        across = (HEAD - 0.9) * sin(turn + radians(angle))
        return Disc(
            at(across, high - down * 4.5), (size * min(1.0, seen * 1.4), size * 1.15), "mark"
        )

    shift = 1.9 * sin(turn)
    return [
        Stroke((top, at(0, -4.0)), (5.0, 4.6), "skin"),
        Disc((x, y), (HEAD, HEAD), "hair"),
        Disc(at(shift, -1.25 - down * 0.8), (5.15, 5.25 - down * 0.6), "skin"),
        mark(-26, 0.2, 0.62),
        mark(26, 0.2, 0.62),
        Disc(at(3.0 * sin(turn) * 1.7, -1.9 - down * 3.6), (0.75, 0.55), "cheek"),
    ]


def _breath(body: Body) -> list[Shape]:
    """Return the circle that grows with the breath, beside the head."""
    if body.breath is None:
        return []
    x, y = body.spine[0][0], body.spine[0][1] + 11
    radius = 3 + 2.6 * body.breath
    return [
        Disc((x, y), (radius, radius), "breath"),
        Ring((x, y), radius + 1.6, 0.5, "breath_ring"),
    ]
