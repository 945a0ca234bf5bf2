"""The close-up of a hand whose fingers bend, spread and tilt."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Final

from ergobreak.figure.shapes import Plate, Stroke

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.figure.shapes import Point, Shape

    Pose = Mapping[str, float]
    Turned = Callable[[Point], Point]

# Finger by finger: the knuckle's place, its direction at rest, the lengths of its three bones.
FINGERS: Final = (
    ((-7.9, 15.2), -7.0, (10.6, 7.0, 5.6)),
    ((-2.7, 16.8), -2.0, (12.0, 8.0, 6.0)),
    ((2.6, 16.2), 3.0, (11.2, 7.4, 5.8)),
    ((7.3, 13.6), 9.0, (8.8, 5.8, 5.0)),
)
WIDTHS: Final = (5.9, 5.5, 5.0, 4.3)
PALM: Final = (
    (-5.6, -2.0),
    (-9.2, 3.5),
    (-10.6, 10.0),
    (-10.2, 15.6),
    (-7.4, 17.8),
    (-2.6, 18.6),
    (2.8, 18.2),
    (7.4, 16.2),
    (10.0, 12.4),
    (9.6, 5.0),
    (5.8, -2.0),
)
# What comes towards the viewer is seen a little to the side, or a bent finger would be a dot.
ASIDE: Final = (0.42, -0.16)
OUTLINE: Final = 1.1  # around a finger that lies over the palm
THUMB: Final = ((-8.4, 4.4), (9.4, 7.0))  # its root, and the lengths of its bones


def hand(pose: Pose) -> list[Shape]:
    """Return the palm of a right hand, fingers up; the wrist is the origin."""
    tilt = radians(pose.get("dev", 0.0))
    bends = tuple(pose.get(joint, 0.0) for joint in ("mcp", "pip", "dip"))
    spread = pose.get("spread", 0.0)

    def turned(point: Point) -> Point:
        x, y = point
        return x * cos(tilt) - y * sin(tilt), x * sin(tilt) + y * cos(tilt)

    chains = []
    for place, (knuckle, lean, bones) in enumerate(FINGERS):
        fan = lean + (place - 1.5) * (spread - 5) * 0.75
        chains.append(_chain(turned, knuckle, fan, bones, bends))
    folded = max(0.0, min(1.0, (max(bends[0], bends[1] * 0.8) - 40) / 30))
    return [
        Stroke(((0, -6), turned((0, 2))), (11.4, 11.4), "skin"),
        Stroke(((0, -13), (0, -5)), (11.2, 11.4), "skin"),
        Stroke(((0, -27), (0, -13)), (14.6, 13.4), "sleeve"),
        Stroke(((-6.0, -11.4), (6.0, -11.4)), (3.4, 3.4), "near_sleeve"),
        *(Stroke(chain, WIDTHS, "skin") for chain in chains),
        Plate(tuple(turned(point) for point in PALM), "skin"),
        *_creases(turned, folded),
        *(shape for chain in reversed(chains) for shape in _over(chain, folded)),
        *_thumb(turned, pose.get("thumb", 0.0)),
    ]


def _chain(
    turned: Turned,
    knuckle: Point,
    fan: float,
    bones: tuple[float, ...],
    bends: tuple[float, ...],
) -> tuple[Point, ...]:
    """Return the joints of a finger: what bends towards the viewer looks shorter."""
    points, angle = [knuckle], 0.0
    x, y = knuckle
    for bone, bend in zip(bones, bends, strict=True):
        angle += bend
        seen, toward = bone * cos(radians(angle)), bone * sin(radians(angle))
        x += sin(radians(fan)) * seen + ASIDE[0] * toward
        y += cos(radians(fan)) * seen + ASIDE[1] * toward
        points.append((x, y))
    return tuple(turned(point) for point in points)


def _over(chain: tuple[Point, ...], folded: float) -> list[Shape]:
    """Return a bent finger before the palm, with an outline; of no size while it is straight."""
    here = 1.0 if folded > 0 else 0.0
    widths = tuple(width * here for width in WIDTHS)
    around = tuple(width + OUTLINE * folded * here for width in widths)
    return [Stroke(chain, around, "crease"), Stroke(chain, widths, "skin")]


def _creases(turned: Turned, folded: float) -> list[Shape]:
    """Return the lines of an open palm."""
    width = 0.8 * (1 - folded)
    lines = (
        ((-8.0, 11.4), (-2.0, 9.6), (3.0, 7.0)),
        ((-1.5, 12.6), (3.5, 11.4), (8.2, 11.6)),
        ((-5.0, 8.8), (-2.6, 5.6), (-2.2, 1.2)),
    )
    return [
        Stroke(tuple(turned(point) for point in line), (width * 0.5, width, width * 0.5), "cheek")
        for line in lines
    ]


def _thumb(turned: Turned, fold: float) -> list[Shape]:
    """Return the thumb; `fold`: 60 degrees lay it across the palm."""
    share = max(0.0, min(1.0, fold / 60))
    base, (first, second) = THUMB
    out = radians(-46 + 104 * share)
    middle = (base[0] + sin(out) * first, base[1] + cos(out) * first)
    bent = out + radians(16 + 24 * share)
    tip = (middle[0] + sin(bent) * second, middle[1] + cos(bent) * second)
    chain = tuple(turned(point) for point in (base, middle, tip))
    around = OUTLINE * share
    return [
        Stroke(chain, (7.6 * min(1.0, share * 3), 6.0 + around, 4.9 + around), "crease"),
        Stroke(chain, (7.6, 6.0, 4.9), "skin"),
    ]
