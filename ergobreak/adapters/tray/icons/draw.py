"""Draws the tray's pictures into this folder: `python -m ergobreak.adapters.tray.icons.draw`.

Rules of this file:
1. A dark tile fills the square, so that a picture reads on light and dark panels alike and looks
   deliberate where a panel cannot show transparency.
2. Every state differs in shape; colour only repeats it. No red: nothing here is an alarm.
3. Coordinates run from 0 to 16, the smallest size; each size is drawn anew, eight times as large,
   and reduced.
"""

from __future__ import annotations

import sys
from math import cos, pi, sin
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.tray.icons import APP, FOLDER, RINGS, SIZES, STATES, TILE, pixmaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

EDGE: Final = "#4a5a66"  # parts the tile from a panel that is as dark
GREEN: Final = "#5fd38d"
AMBER: Final = "#ffc14d"
WHITE: Final = "#f4f7f8"
GREY: Final = "#b9c4cb"
DIM: Final = "#46606a"  # a step of the ring that is still to fill
BLUE: Final = "#8fb8ff"
TEAL: Final = "#6fd9d0"
ORANGE: Final = "#ff9a62"

_FINE: Final = 8

Point = tuple[float, float]


class Pen:
    """Draws in units of a sixteenth of the picture."""

    def __init__(self, draw: ImageDraw, unit: float) -> None:
        self._draw = draw
        self._unit = unit

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self._unit, y * self._unit) for x, y in points]

    def tile(self, box: tuple[float, float, float, float], corner: float, colour: str) -> None:
        """Fill a rectangle with round corners."""
        self._draw.rounded_rectangle(
            [each * self._unit for each in box], corner * self._unit, fill=colour
        )

    def disc(self, centre: Point, radius: float, colour: str) -> None:
        """Fill a circle."""
        x, y = centre
        box = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self._draw.ellipse(box, fill=colour)

    def line(self, points: Sequence[Point], width: float, colour: str) -> None:
        """Draw a line with round joints and ends."""
        self._draw.line(self._scaled(points), fill=colour, width=round(width * self._unit))
        for point in points:
            self.disc(point, width / 2, colour)

    def shape(self, points: Sequence[Point], colour: str) -> None:
        """Fill a polygon."""
        self._draw.polygon(self._scaled(points), fill=colour)


def arc(centre: Point, radius: float, start: float, end: float) -> list[Point]:
    """Return points on a circle, clockwise from the top, in turns."""
    x, y = centre
    angles = [2 * pi * (start + (end - start) * step / 48) for step in range(49)]
    return [(x + radius * sin(angle), y - radius * cos(angle)) for angle in angles]


def _running(pen: Pen) -> None:
    """Draw a clock: time goes by."""
    pen.line(arc((8, 8), 4.6, 0, 1), 1.8, GREEN)
    pen.line([(8, 8.2), (8, 5.9)], 1.6, GREEN)
    pen.line([(8, 8.2), (9.7, 9.2)], 1.6, GREEN)


def _ring(pen: Pen, step: int, *, dot: bool) -> None:
    """Draw the ring, filled clockwise from the top, around hands or the dot of an eye rest."""
    pen.line(arc((8, 8), 5.4, 0, 1), 1.9, DIM)
    if step:
        pen.line(arc((8, 8), 5.4, 0, step / 12), 1.9, GREEN)
    if dot:
        pen.disc((8, 8), 2.6, WHITE)
    else:
        pen.line([(8, 8.3), (8, 5.9)], 1.5, GREEN)
        pen.line([(8, 8.3), (9.7, 9.3)], 1.5, GREEN)


def _due(pen: Pen) -> None:
    """Draw a full disc with an arrow upwards: get up."""
    pen.disc((8, 8), 6.1, AMBER)
    pen.line([(8, 11.6), (8, 4.9)], 1.9, TILE)
    pen.line([(4.9, 7.9), (8, 4.8), (11.1, 7.9)], 1.9, TILE)


def _break(pen: Pen) -> None:
    """Draw a person with raised arms."""
    pen.disc((8, 4.4), 1.75, GREEN)
    pen.line([(2.9, 4.0), (5.5, 8.1), (10.5, 8.1), (13.1, 4.0)], 1.6, GREEN)
    pen.line([(8, 8.9), (8, 10)], 3.3, GREEN)
    pen.line([(7.2, 10.2), (6.0, 13.4)], 1.7, GREEN)
    pen.line([(8.8, 10.2), (10.0, 13.4)], 1.7, GREEN)


def _held(pen: Pen) -> None:
    """Draw three dots: it waits."""
    for x in (3.5, 8, 12.5):
        pen.disc((x, 8), 1.55, AMBER)


def _quiet(pen: Pen) -> None:
    """Draw a crescent moon."""
    pen.disc((7.6, 8.2), 5.3, BLUE)
    pen.disc((10.0, 6.2), 4.5, TILE)


def _paused(pen: Pen) -> None:
    """Draw two bars."""
    pen.tile((4, 3.5, 7, 12.5), 0.7, WHITE)
    pen.tile((9, 3.5, 12, 12.5), 0.7, WHITE)


def _easy(pen: Pen) -> None:
    """Draw a leaf with its rib."""
    pen.shape([*arc((3.0, 2.8), 10.2, 0.25, 0.5), *arc((13.2, 13.0), 10.2, 0.75, 1.0)], TEAL)
    pen.line([(2.4, 13.6), (9.2, 6.8)], 1.0, TILE)


def _error(pen: Pen) -> None:
    """Draw a triangle with an exclamation mark."""
    pen.line([(8, 3.7), (13.2, 12.4), (2.8, 12.4), (8, 3.7)], 1.8, ORANGE)
    pen.shape([(8, 3.7), (13.2, 12.4), (2.8, 12.4)], ORANGE)
    pen.line([(8, 6.6), (8, 9.2)], 1.5, TILE)
    pen.disc((8, 11.5), 0.85, TILE)


GLYPHS: Final = {
    "running": _running,
    "due": _due,
    "break": _break,
    "held": _held,
    "quiet": _quiet,
    "paused": _paused,
    "easy": _easy,
    "error": _error,
    "app": _break,
}


def drawn(name: str, size: int) -> Image:
    """Return one picture."""
    from PIL import Image, ImageDraw

    side = size * _FINE
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = Pen(ImageDraw.Draw(image), side / 16)
    rim = 16 / size  # one pixel
    pen.tile((0, 0, 16, 16), 3.6, EDGE)
    pen.tile((rim, rim, 16 - rim, 16 - rim), 3.6 - rim, TILE)
    if name in RINGS:
        _ring(pen, int(name.split("-")[1]), dot=name.endswith("-eyes"))
    else:
        GLYPHS[name](pen)
    return image.reduce(_FINE)


def main(folder: Path = FOLDER) -> None:
    """Write every picture into the folder."""
    for name, size in [*((state, size) for state in STATES for size in SIZES), APP]:
        drawn(name, size).save(folder / f"{name}-{size}.png", optimize=True)
    for state in (*STATES, *RINGS):
        pixmaps.save(state, [drawn(state, size) for size in pixmaps.PIXELS], folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
