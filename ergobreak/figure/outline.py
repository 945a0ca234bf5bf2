"""The outline of a shape as the path of an SVG; always of the same parts for the same kind.

A unit of the drawing is a tenth of a percent of the body's height, so that whole numbers will do.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Final

from ergobreak.figure.shapes import Disc, Plate, Ring, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ergobreak.figure.shapes import Point, Shape

FINE: Final = 10  # units in a percent of the height
LIMB: Final = 5  # a stroke of more points than a limb has is a line, whose bends are soft


def of(shape: Shape) -> str:
    """Return the value of the attribute `d`; y points down there."""
    match shape:
        case Plate(points, _, curved):
            return _curve(points) if curved else "M" + "L".join(map(_at, points)) + "Z"
        case Disc(centre, (rx, ry)):
            return _ellipse(centre, rx, ry)
        case Ring(centre, radius, width):
            # Wound the other way inside, so that the hole stays one.
            outer, inner = radius + width / 2, radius - width / 2
            return _ellipse(centre, outer, outer) + _ellipse(centre, inner, inner, sweep=0)
        case Stroke(points, widths):
            radii = [width / 2 for width in widths]
            round_at = range(len(points)) if len(points) <= LIMB else (0, len(points) - 1)
            discs = (_ellipse(points[place], radii[place], radii[place]) for place in round_at)
            sleeves = _sleeves(points, radii) if len(points) <= LIMB else (_line(points, radii),)
            return "".join((*discs, *sleeves))


def _curve(points: Sequence[Point]) -> str:
    """Return a closed curve through the points; the same as `shapes.smooth`."""
    found = [f"M{_at(points[0])}"]
    count = len(points)
    for place in range(count):
        before, here, ahead, after = (points[(place + by) % count] for by in (-1, 0, 1, 2))
        leave = (here[0] + (ahead[0] - before[0]) / 6, here[1] + (ahead[1] - before[1]) / 6)
        reach = (ahead[0] - (after[0] - here[0]) / 6, ahead[1] - (after[1] - here[1]) / 6)
        found.append(f"C{_at(leave)} {_at(reach)} {_at(ahead)}")
    return "".join(found)


def _sleeves(points: Sequence[Point], radii: Sequence[float]) -> Iterator[str]:
    """Yield what joins the discs of a stroke, wound as they are."""
    for place in range(len(points) - 1):
        (ax, ay), (bx, by) = points[place], points[place + 1]
        nx, ny = _across((ax, ay), (bx, by))
        a, b = radii[place], radii[place + 1]
        corners = (
            (ax + nx * a, ay + ny * a),
            (bx + nx * b, by + ny * b),
            (bx - nx * b, by - ny * b),
            (ax - nx * a, ay - ny * a),
        )
        yield "M" + "L".join(map(_at, corners)) + "Z"


def _line(points: Sequence[Point], radii: Sequence[float]) -> str:
    """Return a line as one outline: there on its left, and back on its right."""
    there, back = [], []
    last = len(points) - 1
    for place, ((x, y), radius) in enumerate(zip(points, radii, strict=True)):
        nx, ny = _across(points[max(0, place - 1)], points[min(last, place + 1)])
        there.append((x + nx * radius, y + ny * radius))
        back.append((x - nx * radius, y - ny * radius))
    return "M" + "L".join(map(_at, (*there, *reversed(back)))) + "Z"


def _across(a: Point, b: Point) -> Point:
    """Return the direction to the left of the way from one point to another."""
    long = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return (a[1] - b[1]) / long, (b[0] - a[0]) / long


def _ellipse(centre: Point, rx: float, ry: float, sweep: int = 1) -> str:
    # Rounded before they are added: an arc that is rounder than its ends are apart would bulge.
    x, y, across = round(centre[0] * FINE), round(-centre[1] * FINE), round(rx * FINE)
    arc = f"A{across} {round(ry * FINE)} 0 1 {sweep} "
    return f"M{x - across} {y}{arc}{x + across} {y}{arc}{x - across} {y}Z"


def _at(point: Point) -> str:
    return f"{round(point[0] * FINE)} {round(-point[1] * FINE)}"
