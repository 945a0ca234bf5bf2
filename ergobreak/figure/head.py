"""The head as shapes: from the side, and from the front as a ball that turns and nods.

Rules of this file:
1. A place on the ball is (degrees to the right, degrees up) as the face itself has them.
2. What has turned away lies on the outline, or has no size; it never leaves the picture.
"""

from __future__ import annotations

from math import cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

from ergobreak.figure.shapes import Disc, Plate, Stroke

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.figure.shapes import Point, Shape
    from ergobreak.figure.skeleton import Body

    Place = Callable[[float, float], Point]

# From the side: (forward, up) from the middle of the head.
FACE: Final = (
    (0.6, 6.2),
    (4.2, 5.0),
    (5.5, 2.4),
    (5.7, 0.9),
    (6.9, -0.8),
    (5.8, -1.9),
    (5.7, -3.6),
    (4.6, -6.0),
    (2.2, -6.3),
    (-1.6, -4.6),
    (-4.6, -3.2),
    (-5.2, 2.0),
)
HAIR: Final = (
    (5.9, 3.2),
    (5.5, 5.6),
    (2.6, 7.4),
    (-1.6, 7.5),
    (-5.4, 5.5),
    (-7.1, 1.6),
    (-6.6, -2.4),
    (-4.9, -4.9),
    (-3.1, -4.3),
    (-2.6, -1.6),
    (-1.3, 1.9),
    (0.4, 2.5),
    (1.6, 4.0),
)
WIDE: Final = 5.7  # half the face
HIGH: Final = 6.4
# From the front: the outline of the face, and where the hair begins on the ball.
OVAL: Final = (
    (0.0, 6.2),
    (4.2, 4.6),
    (5.7, 0.6),
    (5.0, -3.4),
    (2.4, -6.2),
    (0.0, -6.7),
)
CROWN: Final = ((6.3, -2.2), (6.9, 1.4), (6.0, 4.9), (3.4, 7.1), (0.0, 7.7))
HAIRLINE: Final = (
    (-84.0, -18.0),
    (-66.0, 8.0),
    (-46.0, 26.0),
    (-12.0, 40.0),
    (20.0, 37.0),
    (48.0, 24.0),
    (66.0, 8.0),
    (84.0, -18.0),
)


def side_head(body: Body) -> list[Shape]:
    """Return neck and head seen from the side, looking to the right."""
    (x, y), top = body.head, body.spine[2]
    tilt = radians(body.tilt)

    def at(forward: float, up: float) -> Point:
        return (
            x + cos(tilt) * forward + sin(tilt) * up,
            y - sin(tilt) * forward + cos(tilt) * up,
        )

    return [
        Stroke((top, at(-1.2, -3.4)), (5.4, 4.8), "near"),
        Plate(tuple(at(*point) for point in FACE), "skin"),
        Plate(tuple(at(*point) for point in HAIR), "hair"),
        Disc(at(-0.9, -0.7), (1.15, 1.45), "near"),
        Disc(at(3.7, 0.9), (0.62, 0.8), "mark"),
        _line((at(2.6, 2.6), at(3.8, 3.5), at(4.8, 2.7)), 0.45, "mark"),
        _line((at(3.3, -2.9), at(4.2, -4.0), at(5.5, -3.5)), 0.5, "mark"),
    ]


def front_head(body: Body) -> list[Shape]:
    """Return neck and head seen from the front."""
    (x, y), top = body.head, body.spine[2]
    tilt = radians(body.tilt)

    def at(across: float, up: float) -> Point:
        return (
            x + cos(tilt) * across + sin(tilt) * up,
            y - sin(tilt) * across + cos(tilt) * up,
        )

    oval = (*OVAL, *((-u, v) for u, v in reversed(OVAL[1:-1])))
    crown = (*CROWN, *((-u, v) for u, v in reversed(CROWN[:-1])))
    line = [_edge(body, *place) for place in HAIRLINE]
    back = tuple(at(u, v) for u, v in (*crown, (-5.4, -4.6), (5.4, -4.6)))
    return [
        Plate(back, "hair"),
        Stroke((top, at(0, -3.6)), (5.4, 5.0), "near"),
        Plate(tuple(at(*point) for point in oval), "skin"),
        Plate(tuple(at(*point) for point in (*crown, *line)), "hair"),
        *(_ear(body, at, side) for side in (-1, 1)),
        *_features(body, at),
    ]


def _features(body: Body, at: Place) -> list[Shape]:
    """Return eyes, brows, nose and mouth, where the turned head has them."""

    def line(places: tuple[Point, Point, Point], width: float, tone: str = "mark") -> Stroke:
        seen = max(0.0, min(1.0, min(_ball(body, *each)[2] for each in places) * 2.2))
        a, b, c = (at(*_ball(body, *each)[:2]) for each in places)
        return _line((a, b, c), width * seen, tone)

    found: list[Shape] = []
    for side in (-1, 1):
        u, v, near = _ball(body, side * 22, 4)
        size = max(0.0, min(1.0, near * 1.5))
        found += [
            Disc(at(u, v), (0.68 * size, 0.85 * min(1.0, size * 2)), "mark"),
            line(((side * 13, 21), (side * 22, 25), (side * 31, 20)), 0.45),
        ]
    return [
        *found,
        line(((-4, -11), (0, -15), (4, -11)), 0.5, "crease"),
        line(((-14, -30), (0, -40), (14, -30)), 0.55),
    ]


def _ear(body: Body, at: Place, side: int) -> Disc:
    u, v, near = _ball(body, side * 90, -4)
    size = max(0.0, min(1.0, (near + 0.4) / 0.35))
    return Disc(at(u, v), (1.15 * size, 1.6 * size), "near")


def _line(points: tuple[Point, Point, Point], width: float, tone: str) -> Stroke:
    """Return a soft line from the first to the last point, drawn towards the second."""
    a, b, c = points
    fine = tuple(
        (
            (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * b[0] + t * t * c[0],
            (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * b[1] + t * t * c[1],
        )
        for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    return Stroke(fine, (width * 0.7, *(width,) * 4, width * 0.7), tone)


def _ball(body: Body, across: float, up: float) -> tuple[float, float, float]:
    """Return where a place of the face is seen, and how much it faces the viewer (-1 to 1)."""
    turn, nod = radians(body.turn), radians(body.nod)
    a, b = radians(across), radians(up)
    x, y, z = cos(b) * sin(a), sin(b), cos(b) * cos(a)
    y, z = y * cos(nod) - z * sin(nod), z * cos(nod) + y * sin(nod)
    x, z = x * cos(turn) + z * sin(turn), z * cos(turn) - x * sin(turn)
    return x * WIDE, y * HIGH, z


def _edge(body: Body, across: float, up: float) -> Point:
    """Return a place of the hairline; on the outline once it has turned away."""
    x, y, z = _ball(body, across, up)
    if z >= 0:
        return x, y
    rim = WIDE * sqrt(max(0.0, 1 - (y / HIGH) ** 2))
    return (rim if x > 0 else -rim), y
