"""The layout of the card: as wide as ever, as high as it needs. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.window.breaks.layout import Column, Layout, Placed
from ergobreak.window.breaks.monitors import Area
from ergobreak.window.breaks.scene import LARGE, SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.window.breaks.layout import Ruler
    from ergobreak.window.breaks.scene import Button, Scene

WIDTH: Final = 400
_PAD: Final = 22
_RING: Final = 62
_SMALL: Final = 96  # the figure of a prompt
_LARGE: Final = 196  # the height of the one that is followed
_ICON: Final = 34  # a button on the plate


def card(scene: Scene, ruler: Ruler, scale: float, widened: float = 1.0) -> Layout:
    """Return the layout of a card; `widened` for a larger text."""
    width = round(WIDTH * scale * widened)
    pad = round(_PAD * scale)
    column = Column(pad, pad, width - 2 * pad, ruler, scale)
    ring = figure = dots = None
    if scene.figure == SMALL:
        figure = _beside_figure(column, scene)
    else:
        ring = _head(column, scene)
    if scene.figure == LARGE:
        column.gap(14)
        figure = Area(pad, column.y, column.width, column.px(_LARGE))
        column.buttons.extend(on_plate(scene.corner, figure, column.px(_ICON), column.px(6)))
        column.y += figure.height
    if scene.dots[0] > 1:
        column.gap(12)
        dots = Area(pad, column.y, column.width, column.px(6))
        column.y += dots.height
    _guide(column, scene)
    answers(column, scene)
    column.gap(_PAD - 8 if scene.quiet and not scene.ending else _PAD)
    return Layout(
        width,
        column.y,
        column.y,
        tuple(column.lines),
        tuple(column.marks),
        tuple(column.buttons),
        ring,
        figure,
        dots,
    )


def on_plate(buttons: Sequence[Button], plate: Area, size: int, gap: int) -> list[Placed]:
    """Return the buttons in the upper right corner of the figure's plate."""
    first = plate.x + plate.width - gap - size * len(buttons)
    return [
        Placed(button, Area(first + number * size, plate.y + gap, size, size))
        for number, button in enumerate(buttons)
    ]


def answers(column: Column, scene: Scene) -> None:
    """Set the question, the buttons and the quiet ones."""
    if scene.question:
        column.gap(16)
        column.paragraph(scene.question, "care", "dim")
        column.gap(-8)
    if scene.buttons:
        column.gap(16)
        column.row(scene.buttons, fills=True)
    if scene.quiet:
        column.gap(8)
        column.quiet_row(scene.quiet)
    if scene.ending:
        column.gap(12)
        column.row(scene.ending, fills=True)


def _beside_figure(column: Column, scene: Scene) -> Area:
    """Set title and text to the right of the figure, and return where the figure is."""
    side = column.px(_SMALL)
    figure = Area(column.x, column.y, side, side)
    less = side + column.px(16)
    beside = Column(column.x + less, column.y, column.width - less, column.ruler, column.scale)
    height = beside.height_of(scene.title, "title") + beside.height_of(scene.text, "text")
    beside.y += max(0, (side - height - beside.px(4)) // 2)
    beside.paragraph(scene.title, "title")
    beside.gap(4)
    beside.paragraph(scene.text, "text", "dim")
    column.lines.extend(beside.lines)
    column.y = max(column.y + side, beside.y)
    return figure


def _head(column: Column, scene: Scene) -> Area | None:
    """Set what stands above, with the ring at its right; return where the ring is."""
    top, side = column.y, column.px(_RING)
    ring = Area(column.x + column.width - side, top, side, side) if scene.has_ring else None
    less = side + column.px(14) if ring else 0
    titles = (scene.title, *(title for title, _, _ in scene.reserve))
    highest = max(column.height_of(title, "title", less) for title in titles)
    height = column.height_of(scene.above, "above") + column.height_of(scene.title, "title", less)
    if ring and not scene.text:
        column.y += max(0, (side - height) // 2)
    column.paragraph(scene.above, "above", "accent", less)
    column.gap(2 if scene.above else 0)
    column.paragraph(scene.title, "title", less=less)
    if scene.text:
        column.gap(6)
        column.paragraph(scene.text, "text", "dim", less)
    for text in scene.paragraphs:
        column.gap(10)
        column.paragraph(text, "text", "text", less)
    if ring:
        needed = column.height_of(scene.above, "above") + column.px(2) + highest
        column.y = max(column.y, top + max(side, needed))
    return ring


def _guide(column: Column, scene: Scene) -> None:
    """Set steps, care and tip, with the room that the longest of the set needs."""
    top = column.y
    if scene.steps:
        column.gap(14)
        column.steps(scene.steps, scene.step)
        column.gap(4)
        column.paragraph(scene.care, "care", "dim")
    column.y = max(column.y, top + reserved(column, scene))
    if scene.tip:
        column.gap(10)
        column.paragraph(scene.tip, "care", "accent")


def reserved(column: Column, scene: Scene) -> int:
    """Return how much room the longest exercise of the set takes below its figure."""
    lengths = (
        column.height_of_steps(steps) + column.height_of(care, "care") + column.px(18)
        for _, steps, care in scene.reserve
    )
    return max(lengths, default=0)
