"""The shapes of the welcome: rounded plates, rings and ticks, smooth at any size, as PNG."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

FINE: Final = 4  # drawn so many times larger and reduced: edges without stairs


@dataclass(frozen=True, slots=True)
class Plate:
    """What a plate looks like; lengths in pixels, colours as "#rrggbb", "" for none.

    `margin` is kept free around it for the ring that marks the focus. `mark` stands at the left
    edge, in a square of `mark_size`: ring | dot | box | tick, or nothing.
    """

    width: int
    height: int
    radius: int
    margin: int
    line: int
    ground: str
    fill: str = ""
    edge: str = ""
    focus: str = ""
    mark: str = ""
    mark_size: int = 0
    mark_at: tuple[int, int] = (0, 0)
    mark_colour: str = ""
    mark_inside: str = ""


@cache
def png(plate: Plate) -> bytes:
    """Return the picture of a plate, its margin included."""
    from PIL import Image, ImageDraw

    size = (plate.width * FINE, plate.height * FINE)
    image = Image.new("RGB", size, plate.ground)
    draw = ImageDraw.Draw(image)
    if plate.focus:
        _rounded(draw, plate, 0, plate.focus)
        _rounded(draw, plate, plate.line, plate.ground)
    if plate.edge:
        _rounded(draw, plate, plate.margin, plate.edge)
        _rounded(draw, plate, plate.margin + plate.line, plate.fill or plate.ground)
    elif plate.fill:
        _rounded(draw, plate, plate.margin, plate.fill)
    if plate.mark:
        _mark(draw, plate)
    stored = BytesIO()
    image.reduce(FINE).save(stored, "PNG")
    return stored.getvalue()


def _rounded(draw: ImageDraw, plate: Plate, inset: int, colour: str) -> None:
    box = (
        inset * FINE,
        inset * FINE,
        (plate.width - inset) * FINE - 1,
        (plate.height - inset) * FINE - 1,
    )
    # The corners of what lies inside are rounded around the same centres.
    radius = max(1, plate.radius + plate.margin - inset)
    draw.rounded_rectangle(box, radius * FINE, fill=colour)


def _mark(draw: ImageDraw, plate: Plate) -> None:
    """Draw ring, dot, box or tick."""
    left, top = (place * FINE for place in plate.mark_at)
    side, line = plate.mark_size * FINE, max(1, plate.line) * FINE
    box = (left, top, left + side - 1, top + side - 1)
    inner = (left + line, top + line, left + side - 1 - line, top + side - 1 - line)
    match plate.mark:
        case "ring":
            draw.ellipse(box, fill=plate.mark_colour)
            draw.ellipse(inner, fill=plate.mark_inside)
        case "dot":
            draw.ellipse(box, fill=plate.mark_colour)
            third = side * 0.32
            draw.ellipse(
                (box[0] + third, box[1] + third, box[2] - third, box[3] - third),
                fill=plate.mark_inside,
            )
        case "box":
            draw.rounded_rectangle(box, side * 0.25, fill=plate.mark_colour)
            draw.rounded_rectangle(inner, side * 0.25 - line, fill=plate.mark_inside)
        case _:
            draw.rounded_rectangle(box, side * 0.25, fill=plate.mark_colour)
            points = [(0.26, 0.53), (0.43, 0.70), (0.75, 0.34)]
            drawn = [(left + x * side, top + y * side) for x, y in points]
            draw.line(drawn, fill=plate.mark_inside, width=round(side * 0.12), joint="curve")
