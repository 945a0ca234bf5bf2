"""The shapes of the window as pictures: drawn three times as large, then reduced.

Opaque all of them, on the colour that they stand on: what is blended here need not be blended by
the screen. The pictures of a window are small; those that come again are kept.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

FINE: Final = 3
_FULL: Final = 360.0


def _canvas(width: int, height: int, ground: str) -> tuple[Image, Any]:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width * FINE, height * FINE), ground)
    return image, ImageDraw.Draw(image)


@lru_cache(maxsize=256)
def pill(
    width: int,
    height: int,
    fill: str,
    ground: str,
    *,
    border: str = "",
    line: int = 0,
) -> Image:
    """Return a rectangle whose ends are half circles."""
    image, draw = _canvas(width, height, ground)
    draw.rounded_rectangle(
        (0, 0, width * FINE - 1, height * FINE - 1),
        height / 2 * FINE,
        fill=fill,
        outline=border or None,
        width=line * FINE if border else 0,
    )
    return image.reduce(FINE)


def ring(size: int, share: float, width: int, colour: str, track: str, ground: str) -> Image:
    """Return a ring of which `share` (0 to 1) is left, from the top clockwise."""
    image, draw = _canvas(size, size, ground)
    edge = width * FINE / 2
    full = size * FINE - 1
    box = (0, 0, full, full)
    draw.arc(box, 0, _FULL, fill=track, width=width * FINE)
    if share <= 0:
        return image.reduce(FINE)
    end = -90 + _FULL * min(1.0, share)
    draw.arc(box, -90, end, fill=colour, width=width * FINE)
    _cap(draw, full / 2, full / 2 - edge, -90, edge, colour)
    _cap(draw, full / 2, full / 2 - edge, end, edge, colour)
    return image.reduce(FINE)


def _cap(draw: Any, centre: float, radius: float, angle: float, edge: float, colour: str) -> None:
    """Round the end of an arc."""
    from math import cos, radians, sin

    x = centre + radius * cos(radians(angle))
    y = centre + radius * sin(radians(angle))
    edge -= 1  # the arc's own edge is inside its width
    draw.ellipse((x - edge, y - edge, x + edge, y + edge), fill=colour)


def dots(
    width: int, height: int, total: int, current: int, share: float, colours: tuple[str, str, str]
) -> Image:
    """Return the progress of a set: what is done, and the current one, long, as far as it is.

    `colours`: what is done, what is to come, the ground.
    """
    done, ahead, ground = colours
    image, draw = _canvas(width, height, ground)
    gap = height
    each = (width - gap * (total - 1)) / total
    for number in range(total):
        left = number * (each + gap)
        full = 1.0 if number < current else share if number == current else 0.0
        _bar(draw, left, each, height, ahead)
        if full > 0:
            _bar(draw, left, max(height, each * full), height, done)
    return image.reduce(FINE)


def mirrored(picture: Image) -> Image:
    """Return a picture as seen in a mirror."""
    from PIL.Image import Transpose

    return picture.transpose(Transpose.FLIP_LEFT_RIGHT)


def _bar(draw: Any, left: float, width: float, height: int, colour: str) -> None:
    box = (left * FINE, 0, (left + width) * FINE - 1, height * FINE - 1)
    draw.rounded_rectangle(box, height * FINE / 2, fill=colour)


@cache
def heart(size: int, colour: str, ground: str, *, is_full: bool) -> Image:
    """Return a heart: an outline, or full."""
    from math import cos, pi, sin

    image, draw = _canvas(size, size, ground)
    steps = 72
    points = []
    for step in range(steps):
        angle = 2 * pi * step / steps
        x = 16 * sin(angle) ** 3
        y = 13 * cos(angle) - 5 * cos(2 * angle) - 2 * cos(3 * angle) - cos(4 * angle)
        points.append(((0.5 + x / 36) * size * FINE, (0.47 - y / 36) * size * FINE))
    if is_full:
        draw.polygon(points, fill=colour)
    draw.line(
        [*points, points[0], points[1]], fill=colour, width=round(size * 0.07 * FINE), joint="curve"
    )
    return image.reduce(FINE)


@cache
def more(size: int, colour: str, ground: str) -> Image:
    """Return three points in a row."""
    image, draw = _canvas(size, size, ground)
    radius = size * 0.075 * FINE
    for share in (0.22, 0.5, 0.78):
        x, y = share * size * FINE, 0.5 * size * FINE
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return image.reduce(FINE)
