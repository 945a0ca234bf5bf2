"""The outline of a shape as the path of an SVG; always of the same parts for the same kind."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from ergobreak.figure.shapes import Disc, Plate, Ring, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.figure.shapes import Point, Shape


def of(shape: Shape) -> str:
    """Return the value of the attribute `d`; y points down there."""
    match shape:
        case Plate(points):
            return "M" + "L".join(_at(point) for point in points) + "Z"
        case Disc(centre, (rx, ry)):
            return _ellipse(centre, rx, ry)
        case Ring(centre, radius, width):
            # Wound the other way inside, so that the hole stays one.
            outer, inner = radius + width / 2, radius - width / 2
            return _ellipse(centre, outer, outer) + _ellipse(centre, inner, inner, sweep=0)
        case Stroke(points, widths):
            radii = [width / 2 for width in widths]
            discs = (_ellipse(each, r, r) for each, r in zip(points, radii, strict=True))
            return "".join((*discs, *_sleeves(points, radii)))


def _sleeves(points: tuple[Point, ...], radii: list[float]) -> Iterator[str]:
    """Yield what joins the discs of a stroke, wound as they are."""
    for place in range(len(points) - 1):
        (ax, ay), (bx, by) = points[place], points[place + 1]
        long = hypot(bx - ax, by - ay) or 1.0
        nx, ny = (ay - by) / long, (bx - ax) / long
        a, b = radii[place], radii[place + 1]
        corners = (
            (ax + nx * a, ay + ny * a),
            (bx + nx * b, by + ny * b),
            (bx - nx * b, by - ny * b),
            (ax - nx * a, ay - ny * a),
        )
        yield "M" + "L".join(_at(corner) for corner in corners) + "Z"


def _ellipse(centre: Point, rx: float, ry: float, sweep: int = 1) -> str:
    x, y = centre
    arc = f"A{_n(rx)} {_n(ry)} 0 1 {sweep} "
    return f"M{_at((x - rx, y))}{arc}{_at((x + rx, y))}{arc}{_at((x - rx, y))}Z"


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(-point[1])}"


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
