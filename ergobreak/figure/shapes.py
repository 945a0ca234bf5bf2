"""What a figure is painted of: a few shapes in body units, each in a tone that a palette colours.

The list of shapes of one motion has the same kinds in the same order at every instant, so that a
picture of it can be moved from one instant to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A rounded limb through points, with a width at each; `halo` parts it from what is below."""

    points: tuple[Point, ...]
    widths: tuple[float, ...]
    tone: str
    halo: float = 0.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled ellipse; the radii along x and y."""

    centre: Point
    radii: Point
    tone: str


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle's line."""

    centre: Point
    radius: float
    width: float
    tone: str


@dataclass(frozen=True, slots=True)
class Plate:
    """A filled, closed outline; its corners are as round as the points make them."""

    points: tuple[Point, ...]
    tone: str


Shape = Stroke | Disc | Ring | Plate


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in body units, y up."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.top - self.bottom


def extent(shapes: Iterable[Shape]) -> Box:
    """Return the box that holds the shapes."""
    edges = [_edges(shape) for shape in shapes]
    lefts, bottoms, rights, tops = zip(*edges, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


def smooth(corners: tuple[Point, ...], steps: int = 6) -> tuple[Point, ...]:
    """Return a closed curve through the corners (Catmull-Rom), as a fine polygon."""
    found = []
    count = len(corners)
    for place in range(count):
        before, here, ahead, after = (corners[(place + by) % count] for by in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            found.append(
                (
                    _spline(before[0], here[0], ahead[0], after[0], t),
                    _spline(before[1], here[1], ahead[1], after[1], t),
                )
            )
    return tuple(found)


def arch(corners: tuple[Point, ...], steps: int = 5) -> tuple[Point, ...]:
    """Return an open curve through the corners, as a fine line."""
    found = []
    for place in range(len(corners) - 1):
        before = corners[max(0, place - 1)]
        here, ahead = corners[place], corners[place + 1]
        after = corners[min(len(corners) - 1, place + 2)]
        for step in range(steps):
            t = step / steps
            found.append(
                (
                    _spline(before[0], here[0], ahead[0], after[0], t),
                    _spline(before[1], here[1], ahead[1], after[1], t),
                )
            )
    return (*found, corners[-1])


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    ) / 2


def _edges(shape: Shape) -> tuple[float, float, float, float]:
    if isinstance(shape, Disc):
        (x, y), (rx, ry) = shape.centre, shape.radii
        return x - rx, y - ry, x + rx, y + ry
    if isinstance(shape, Ring):
        (x, y), r = shape.centre, shape.radius + shape.width / 2
        return x - r, y - r, x + r, y + r
    out = max(shape.widths) / 2 + shape.halo if isinstance(shape, Stroke) else 0.0
    xs, ys = zip(*shape.points, strict=True)
    return min(xs) - out, min(ys) - out, max(xs) + out, max(ys) + out
