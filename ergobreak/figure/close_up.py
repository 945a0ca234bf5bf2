"""The two close-ups as shapes: a face whose eyes move, and a hand whose fingers bend."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Final

from ergobreak.figure.shapes import Disc, Plate, Ring, Stroke, arch, smooth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.figure.shapes import Point, Shape

    Pose = Mapping[str, float | str]

EYE: Final = 10.5  # from the middle of the face
# Finger by finger: the knuckle's place, its direction at rest, the lengths of its three bones.
FINGERS: Final = (
    ((-8.6, 14.0), -9.0, (11.0, 7.5, 6.0)),
    ((-3.0, 16.0), -2.5, (12.5, 8.5, 6.5)),
    ((2.8, 15.6), 3.0, (11.8, 8.0, 6.2)),
    ((8.2, 13.0), 10.0, (9.0, 6.2, 5.4)),
)
WIDTHS: Final = (6.0, 5.6, 5.2, 4.6)


def face(pose: Pose) -> list[Shape]:
    """Return the face; y is up, the middle of the face is the origin."""
    gx, gy, lid = _of(pose, "gx"), _of(pose, "gy"), _of(pose, "lid")
    is_near = pose.get("focus", "near") == "near"
    found: list[Shape] = [
        *_seen(is_near=is_near),
        Stroke(((0, -20), (0, -34)), (15.0, 17.0), "skin"),
        Disc((0, 1.2), (25.6, 28.6), "hair"),
        Disc((-24.6, -3), (3.6, 5.2), "skin"),
        Disc((24.6, -3), (3.6, 5.2), "skin"),
        Plate(
            smooth(
                (
                    (-23, 6),
                    (-22, -12),
                    (-12, -25),
                    (0, -28),
                    (12, -25),
                    (22, -12),
                    (23, 6),
                    (14, 15),
                    (0, 17.5),
                    (-14, 15),
                )
            ),
            "skin",
        ),
    ]
    for sign in (-1, 1):
        x = sign * EYE
        open_by = max(0.0, 1 - lid)
        found += [
            Disc((x, 1.5), (6.4, 4.6 * open_by), "eye"),
            Disc((x + 3.2 * gx, 1.5 + 2.0 * gy * open_by), (2.9, min(2.9, 4.4 * open_by)), "iris"),
            Disc((x + 3.2 * gx + 0.8, 2.4 + 2.0 * gy * open_by), (0.8, 0.8 * open_by), "eye"),
            _lid(x, lid),
            _line((x - 5.8, 9.6), (x, 11.4 + gy), (x + 5.8, 9.6), 1.5),
        ]
    found += [
        _line((-2.6, -8.2), (0, -9.2), (2.6, -8.2), 1.5, "cheek"),
        _line((-6.4, -15.8), (0, -18.2), (6.4, -15.8), 1.7),
    ]
    return found


def _lid(x: float, lid: float) -> Stroke:
    """Return the edge of the upper lid: an arch over an open eye, a soft line over a shut one."""
    middle = 6.4 - 7.2 * lid
    return _line((x - 6.4, 1.8 - lid), (x, middle), (x + 6.4, 1.8 - lid), 1.5)


def _line(a: Point, b: Point, c: Point, width: float, tone: str = "mark") -> Stroke:
    """Return a soft line through three points, a little thinner at its ends."""
    points = arch((a, b, c))
    return Stroke(points, (width * 0.6, *(width,) * (len(points) - 2), width * 0.6), tone)


def _seen(*, is_near: bool) -> list[Shape]:
    """Return what the eyes look at, a screen or hills; the other one has no size."""
    near, far = (1.0, 0.0) if is_near else (0.0, 1.0)
    return [
        Stroke(((-17 * near, 41), (17 * near, 41)), (3.4 * near, 3.4 * near), "prop_front"),
        Plate(_hills(far), "prop"),
        Disc((21 * far, 49), (3.4 * far, 3.4 * far), "breath"),
    ]


def _hills(size: float) -> tuple[Point, ...]:
    ridge = arch(((-27, 38), (-13, 47.5), (-2, 40.5), (11, 45), (27, 38)))
    return tuple((x * size, 38 + (y - 38) * size) for x, y in ridge)


def hand(pose: Pose) -> list[Shape]:
    """Return the palm of a right hand, fingers up; the wrist is the origin."""
    tilt = -_of(pose, "dev")
    bends = (_of(pose, "mcp"), _of(pose, "pip"), _of(pose, "dip"))
    spread = _of(pose, "spread")

    def turned(point: Point) -> Point:
        angle = radians(tilt)
        x, y = point
        return x * cos(angle) + y * sin(angle), -x * sin(angle) + y * cos(angle)

    palm = smooth(
        (
            (-6.4, -1),
            (-11.2, 7),
            (-11.0, 15),
            (-3.0, 18.4),
            (3.4, 18),
            (10.6, 14.4),
            (9.8, 6),
            (6.4, -1),
        )
    )
    found: list[Shape] = [
        Stroke(((0, -26), (0, -1)), (13.0, 12.0), "sleeve"),
        Stroke(((0, -9), turned((0, 1))), (10.6, 11.6), "skin"),
        Plate(tuple(turned(point) for point in palm), "skin"),
    ]
    for place, (knuckle, lean, bones) in enumerate(FINGERS):
        fan = lean + (place - 1.5) * (spread - 5) * 0.5
        found.append(_finger(turned, knuckle, fan, bones, bends))
    return [*found, _thumb(turned, _of(pose, "thumb"))]


def _finger(
    turned: Callable[[Point], Point],
    knuckle: Point,
    fan: float,
    bones: tuple[float, ...],
    bends: tuple[float, ...],
) -> Stroke:
    """Return a finger as it is seen from the palm: what bends towards the viewer looks shorter."""
    points, angle = [knuckle], 0.0
    x, y = knuckle
    for bone, bend in zip(bones, bends, strict=True):
        angle += bend
        seen = bone * cos(radians(angle))
        x, y = x + sin(radians(fan)) * seen, y + cos(radians(fan)) * seen
        points.append((x, y))
    return Stroke(tuple(turned(point) for point in points), WIDTHS, "skin", 0.5)


def _thumb(turned: Callable[[Point], Point], fold: float) -> Stroke:
    """Return the thumb; `fold` 1 (or 60 and more degrees) lays it across the palm."""
    share = min(1.0, fold / 60 if fold > 1 else fold)
    base = (-9.6, 4.5)
    out = radians(-58 + 118 * share)
    middle = (base[0] + sin(out) * 9.0, base[1] + cos(out) * 9.0)
    tip_way = out + radians(18 + 22 * share)
    tip = (middle[0] + sin(tip_way) * 7.4, middle[1] + cos(tip_way) * 7.4)
    return Stroke(
        tuple(turned(point) for point in (base, middle, tip)), (7.0, 5.8, 4.8), "skin", 0.5
    )


def breath_of(pose: Pose, centre: Point) -> list[Shape]:
    """Return the circle of the breath, where a close-up has one."""
    if "breath" not in pose:
        return []
    radius = 3 + 2.6 * _of(pose, "breath")
    return [
        Disc(centre, (radius, radius), "breath"),
        Ring(centre, radius + 1.6, 0.5, "breath_ring"),
    ]


def _of(pose: Pose, name: str) -> float:
    value = pose.get(name, 0.0)
    return 0.0 if isinstance(value, str) else float(value)
