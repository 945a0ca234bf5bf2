"""Arms and legs as shapes: each limb tapers, ends in a hand or a shoe, and wears a sleeve."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin
from typing import TYPE_CHECKING, Final

from ergobreak.figure.shapes import Plate, Stroke
from ergobreak.figure.skeleton import SHANK, THIGH

if TYPE_CHECKING:
    from ergobreak.figure.shapes import Point, Shape
    from ergobreak.figure.skeleton import Limbs

# Widths at shoulder, elbow, wrist, knuckles and fingertips.
ARM: Final = (4.0, 4.7, 3.6, 4.3, 2.6)
SLEEVE: Final = (6.4, 6.1)  # at the shoulder and at its hem
SLEEVE_TO: Final = 0.66  # of the upper arm
DROP: Final = 0.9  # the sleeve begins below the joint, or a hanging arm would stand on it
LEG: Final = (9.4, 7.1, 4.9)  # at hip, knee, ankle
LAP: Final = 9.0  # at the knee of a thigh that points at the viewer
HALO: Final = 0.4
# Along the foot from the heel, and above its sole.
SHOE: Final = (
    (-2.4, 0.0),
    (-2.7, 1.6),
    (-2.3, 4.4),
    (0.2, 5.0),
    (2.3, 4.4),
    (4.2, 3.0),
    (7.2, 2.3),
    (9.1, 1.3),
    (9.0, 0.1),
    (6.0, 0.0),
    (1.0, 0.0),
)
# The same from its tip: outwards from the ankle, and along the shank.
SHOE_AHEAD: Final = (
    (-2.3, -1.9),
    (-2.9, -1.0),
    (-2.5, 2.0),
    (0.1, 2.9),
    (2.7, 2.0),
    (3.9, -1.0),
    (3.4, -1.9),
    (2.0, -2.0),
    (-1.0, -2.0),
)


def arm(limbs: Limbs, tone: str, *, thumb: int, halo: float = 0.0) -> list[Shape]:
    """Return an arm with its hand; `thumb` 1 or -1: the side of the hand that it is on.

    `halo` parts forearm and hand from what is below.
    """
    shoulder, elbow, wrist, tip = limbs.arm
    knuckles = _toward(wrist, tip, 0.5)
    return [
        Stroke((elbow, wrist, knuckles, tip), ARM[1:], tone, halo),
        _thumb(wrist, tip, tone, thumb),
        Stroke((shoulder, elbow, wrist, knuckles, tip), ARM, tone),
        _sleeve(shoulder, elbow, f"{tone}_sleeve"),
    ]


def side_leg(limbs: Limbs, tone: str) -> list[Shape]:
    """Return a leg seen from the side."""
    heel, toe = limbs.foot
    long = hypot(toe[0] - heel[0], toe[1] - heel[1]) or 1.0
    along = ((toe[0] - heel[0]) / long, (toe[1] - heel[1]) / long)
    shoe = tuple(
        (heel[0] + along[0] * u - along[1] * v, heel[1] + along[1] * u + along[0] * v)
        for u, v in SHOE
    )
    return [
        Stroke(limbs.leg, LEG, f"{tone}_leg"),
        Plate(shoe, f"{tone}_shoe"),
    ]


def front_leg(limbs: Limbs, sign: int, *, is_seated: bool) -> list[Shape]:
    """Return a leg seen from the front; `sign` 1 is the right one."""
    hip, knee, ankle = limbs.leg
    # The shorter a thigh looks, the more it points at the viewer, and the rounder is its knee.
    ahead = max(0.0, min(1.0, (THIGH - hypot(knee[0] - hip[0], knee[1] - hip[1])) / 16))
    wide = LEG[1] + (LAP - LEG[1]) * ahead
    return [
        Stroke((knee, ankle), (LEG[1] + 0.5 * ahead, LEG[2]), "shin" if is_seated else "near_leg"),
        _shoe_ahead(knee, ankle, sign),
        Stroke((hip, knee), (LEG[0], wide), "near_leg"),
    ]


def crossed(limbs: Limbs, sign: int) -> list[Shape]:
    """Return the shank that lies across the other knee, which covers that leg; else of no size."""
    knee, ankle = limbs.leg[1:]
    across = max(0.0, (knee[0] - ankle[0]) * sign) / SHANK
    size = 1.0 if across > 0.7 else 0.0
    shoe = _shoe_ahead(knee, ankle, sign, size)
    return [
        Stroke((knee, ankle), (LEG[1] * size, LEG[2] * size), "shin"),
        shoe,
    ]


def _shoe_ahead(knee: Point, ankle: Point, sign: int, size: float = 1.0) -> Plate:
    long = hypot(ankle[0] - knee[0], ankle[1] - knee[1]) or 1.0
    up = ((knee[0] - ankle[0]) / long * size, (knee[1] - ankle[1]) / long * size)
    out = (up[1] * sign, -up[0] * sign)
    outline = tuple(
        (ankle[0] + out[0] * u + up[0] * v, ankle[1] + out[1] * u + up[1] * v)
        for u, v in SHOE_AHEAD
    )
    return Plate(outline, "near_shoe")


def _sleeve(shoulder: Point, elbow: Point, tone: str) -> Plate:
    """Return the sleeve: round at the shoulder, straight at its hem."""
    way = atan2(elbow[1] - shoulder[1], elbow[0] - shoulder[0])
    along, across = (cos(way), sin(way)), (-sin(way), cos(way))
    top = (shoulder[0] + along[0] * DROP, shoulder[1] + along[1] * DROP)
    hem = _toward(shoulder, elbow, SLEEVE_TO)
    cap = []
    for step in range(9):
        turn = way + pi / 2 + pi * step / 8
        cap.append((top[0] + cos(turn) * SLEEVE[0] / 2, top[1] + sin(turn) * SLEEVE[0] / 2))
    half = SLEEVE[1] / 2
    left = (hem[0] - across[0] * half, hem[1] - across[1] * half)
    right = (hem[0] + across[0] * half, hem[1] + across[1] * half)
    middle = (hem[0] + along[0] * 0.5, hem[1] + along[1] * 0.5)
    return Plate((*cap, left, middle, right), tone, curved=False)


def _thumb(wrist: Point, tip: Point, tone: str, side: int) -> Stroke:
    way = atan2(tip[1] - wrist[1], tip[0] - wrist[0])
    base = _toward(wrist, tip, 0.18)
    out = way + side * 0.62
    end = (base[0] + cos(out) * 3.3, base[1] + sin(out) * 3.3)
    return Stroke((base, end), (2.4, 1.6), tone)


def _toward(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
