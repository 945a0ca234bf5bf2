"""The layout of the full screen: the figure on one side, what to do on the other. Pure.

A screen that is higher than wide has the figure above the rest. All of it stays on the screen, or
is drawn smaller until it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.window.breaks.card import answers, on_plate, reserved
from ergobreak.window.breaks.layout import Column, Layout, Placed
from ergobreak.window.breaks.monitors import Area
from ergobreak.window.breaks.scene import NONE

if TYPE_CHECKING:
    from ergobreak.window.breaks.layout import Ruler
    from ergobreak.window.breaks.scene import Scene

FIGURE: Final = 560
LARGEST_FIGURE: Final = 1120  # pixels; a picture of it takes some 25 ms to paint and to show
_TEXT: Final = 620
_BETWEEN: Final = 88
_RING: Final = 116
_ICON: Final = 48
_SMALLEST: Final = 0.62
_LARGEST: Final = 4.0


def scale_of(size: tuple[int, int]) -> float:
    """Return how much larger than on a usual screen things are drawn on one of this size."""
    long, short = max(size), min(size)
    return min(_LARGEST, max(_SMALLEST, min(short / 1080, long / 1920)))


def wide(scene: Scene, ruler: Ruler, scale: float, size: tuple[int, int]) -> Layout:
    """Return the layout of a monitor of this size in pixels."""
    width, height = size
    is_tall = height > width
    side = _figure(scene, scale, size)
    edge = round(64 * scale)
    between = round(_BETWEEN * scale) if side and not is_tall else 0
    text = min(round(_TEXT * scale), width - 2 * edge - (0 if is_tall else side + between))
    left = (width - text - (0 if is_tall else side + between)) // 2
    x = left if is_tall else left + side + between

    def filled(y: int) -> tuple[Column, Area | None, Area | None]:
        column = Column(x, y, text, ruler, scale)
        return column, *_fill(column, scene)

    needed = filled(0)[0].y
    above = side + round(40 * scale) if side and is_tall else 0
    column, ring, dots = filled(max(edge // 2, (height - needed - above) // 2) + above)
    figure, corner = None, list[Placed]()
    if side:
        top = max(edge // 2, (height - needed - above) // 2)
        # Beside the texts it begins and ends where they do, if they are not much higher.
        high = side if is_tall else min(max(side, needed), round(side * 1.2))
        top = top if is_tall else (height - high) // 2
        figure = Area((width - side) // 2 if is_tall else left, top, side, high)
        corner = on_plate(scene.corner, figure, column.px(_ICON), column.px(10))
    return Layout(
        width,
        height,
        needed + above + edge,
        tuple(column.lines),
        tuple(column.marks),
        (*column.buttons, *corner),
        ring,
        figure,
        dots,
    )


def aside(scene: Scene, ruler: Ruler, scale: float, size: tuple[int, int]) -> Layout:
    """Return the layout of a further monitor: what it is, and how long it lasts."""
    width, height = size
    side = round(_RING * 1.4 * scale)
    column = Column(0, 0, width, ruler, scale)
    top = (height - side) // 2 - round(40 * scale)
    lines = []
    if scene.title:
        y = top + side + round(28 * scale)
        x = (width - ruler.width("title", scene.title)) // 2
        column.y = y
        column.paragraph(scene.title, "title")
        first = column.lines[0]
        lines = [type(first)(max(0, x), y, first.text, first.role, "dim")]
    ring = Area((width - side) // 2, top, side, side) if scene.has_ring else None
    return Layout(width, height, lines=tuple(lines), ring=ring)


def _figure(scene: Scene, scale: float, size: tuple[int, int]) -> int:
    """Return how many pixels the figure may have."""
    if scene.figure == NONE:
        return 0
    width, height = size
    room = height * 0.36 if height > width else min(width * 0.36, height * 0.66)
    return round(min(FIGURE * max(1.0, scale), LARGEST_FIGURE, room))


def _fill(column: Column, scene: Scene) -> tuple[Area | None, Area | None]:
    """Set all that is text and buttons; return where ring and dots are."""
    ring = dots = None
    side = column.px(_RING)
    top = column.y
    if scene.has_ring:
        ring = Area(column.x, top, side, side)
        beside = Column(
            column.x + side + column.px(28),
            top,
            column.width - side - column.px(28),
            column.ruler,
            column.scale,
        )
        _headline(beside, scene)
        height = beside.y - top
        lines, down = beside.lines, max(0, (side - height) // 2)
        column.lines.extend(
            type(each)(each.x, each.y + down, each.text, each.role, each.tone) for each in lines
        )
        column.y = top + max(side, height)
    else:
        _headline(column, scene)
    if scene.text:
        column.gap(18)
        column.paragraph(scene.text, "text", "dim")
    for text in scene.paragraphs:
        column.gap(14)
        column.paragraph(text, "text")
    if scene.dots[0] > 1:
        column.gap(30)
        dots = Area(column.x, column.y, column.width, column.px(8))
        column.y += dots.height
    top = column.y
    if scene.steps:
        column.gap(26)
        column.steps(scene.steps, scene.step)
        column.gap(10)
        column.paragraph(scene.care, "care", "dim")
    column.y = max(
        column.y, top + (reserved(column, scene) + column.px(18) if scene.reserve else 0)
    )
    if scene.tip:
        column.gap(18)
        column.paragraph(scene.tip, "care", "accent")
    column.gap(16)
    answers(column, scene)
    return ring, dots


def _headline(column: Column, scene: Scene) -> None:
    column.paragraph(scene.above, "above", "accent")
    column.gap(4 if scene.above else 0)
    column.paragraph(scene.title, "title")
