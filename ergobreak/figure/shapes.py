"""What a figure is painted of: a few shapes in body units, each in a tone that a palette colours.

The list of shapes of one motion has the same kinds in the same order at every instant, so that a
picture of it can be moved from one instant to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass

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
    """A filled, closed outline. `curved`: a smooth curve goes through the points."""

    points: tuple[Point, ...]
    tone: str
    curved: bool = True


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


def smooth(corners: tuple[Point, ...]) -> list[Point]:
    """Return a closed curve through the corners (Catmull-Rom), as a fine polygon."""
    found = []
    (ax, ay), (bx, by), (cx, cy) = corners[-1], corners[0], corners[1]
    for place in range(len(corners)):
        dx, dy = corners[(place + 2) % len(corners)]
        for a, b, c, d in _WEIGHTS:
            found.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
        ax, ay, bx, by, cx, cy = bx, by, cx, cy, dx, dy
    return found


def _weights(t: float) -> tuple[float, float, float, float]:
    """Return how much each of four corners counts, between the second and the third."""
    return (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (t**3 - t**2) / 2,
    )


_WEIGHTS: Final = tuple(_weights(step / 5) for step in range(5))


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
