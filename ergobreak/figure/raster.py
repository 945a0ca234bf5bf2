"""Paints shapes with Pillow: drawn larger, then reduced, so that every edge is soft.

Only the process that shows a figure imports this file.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from ergobreak.figure.shapes import Disc, Plate, Ring, Stroke, smooth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ergobreak.figure.palette import Palette
    from ergobreak.figure.shapes import Box, Point, Shape

FINER: Final = 2  # how much larger it is drawn; above 600 pixels the eye sees no third


class Painter:
    """Paints into pictures of one size; `box` is centred in them and keeps its proportions."""

    def __init__(self, size: tuple[int, int], palette: Palette, box: Box) -> None:
        self._size = size
        self._finer = FINER if max(size) > 360 else FINER + 1
        self._palette = palette
        width, height = size[0] * self._finer, size[1] * self._finer
        self._scale = min(width / box.width, height / box.height)
        self._left = (width - box.width * self._scale) / 2 - box.left * self._scale
        # The feet stand at the lower edge, whatever room there is above.
        self._bottom = height - (height - box.height * self._scale) / 2 + box.bottom * self._scale

    def paint(self, shapes: Iterable[Shape]) -> Image.Image:
        """Return an opaque picture (RGB) of the shapes on the palette's ground."""
        finer = self._finer
        size = (self._size[0] * finer, self._size[1] * finer)
        image = Image.new("RGB", size, self._palette.ground)
        draw = ImageDraw.Draw(image)
        for shape in shapes:
            self._draw(draw, shape)
        return image.reduce(finer)

    def _draw(self, draw: ImageDraw.ImageDraw, shape: Shape) -> None:
        colour = self._palette.colour(shape.tone)
        match shape:
            case Stroke(_, widths) if not any(widths):
                return  # Pillow would draw a thin line
            case Stroke(points, widths, _, halo):
                radii = [width / 2 * self._scale for width in widths]
                if halo:
                    wider = [radius + halo * self._scale for radius in radii]
                    self._stroke(draw, points, wider, self._palette.ground)
                self._stroke(draw, points, radii, colour)
            case Disc(centre, (rx, ry)):
                if rx > 0 and ry > 0:
                    self._ellipse(draw, centre, rx * self._scale, ry * self._scale, colour)
            case Ring(centre, radius, width):
                x, y = self._at(centre)
                r = radius * self._scale
                line = max(1, round(width * self._scale))
                draw.ellipse((x - r, y - r, x + r, y + r), outline=colour, width=line)
            case Plate(points, _, curved):
                outline = smooth(points) if curved else points
                draw.polygon([self._at(point) for point in outline], fill=colour)

    def _stroke(
        self,
        draw: ImageDraw.ImageDraw,
        points: Sequence[Point],
        radii: Sequence[float],
        colour: str,
    ) -> None:
        spots = [self._at(point) for point in points]
        for (x, y), r in zip(spots, radii, strict=True):
            if r > 0:
                draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
        for place in range(len(spots) - 1):
            (ax, ay), (bx, by) = spots[place], spots[place + 1]
            long = hypot(bx - ax, by - ay)
            if long < 1e-6:
                continue
            nx, ny = (ay - by) / long, (bx - ax) / long
            a, b = radii[place], radii[place + 1]
            draw.polygon(
                [
                    (ax + nx * a, ay + ny * a),
                    (bx + nx * b, by + ny * b),
                    (bx - nx * b, by - ny * b),
                    (ax - nx * a, ay - ny * a),
                ],
                fill=colour,
            )

    def _ellipse(
        self, draw: ImageDraw.ImageDraw, centre: Point, rx: float, ry: float, colour: str
    ) -> None:
        x, y = self._at(centre)
        draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=colour)

    def _at(self, point: Point) -> Point:
        return self._left + point[0] * self._scale, self._bottom - point[1] * self._scale
