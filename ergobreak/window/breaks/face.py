"""Draws a layout on a Tk canvas, and knows which button is under the pointer, pressed or focused.

Text is Tk's, shapes are pictures of drawing.py. What moves (figure, ring, dots, a button that is
held) has a picture of its own that is painted over; all else is drawn when the scene changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.window.bidi import visual
from ergobreak.window.breaks import drawing
from ergobreak.window.breaks.brush import Brush
from ergobreak.window.breaks.layout import Layout
from ergobreak.window.breaks.monitors import Area

if TYPE_CHECKING:
    import tkinter as tk

    from PIL.Image import Image
    from PIL.ImageTk import PhotoImage

    from ergobreak.window.breaks.fonts import Fonts
    from ergobreak.window.breaks.layout import Mark, Placed
    from ergobreak.window.breaks.theme import Theme

ROUND, SQUARE = "round", "square"
_INSET: Final = 0.05  # of the plate that the figure leaves free
_PLATED: Final = frozenset({"heart", "more"})


class Face:
    """One canvas. `scale` as of its monitor; `frame`: that of the card, ROUND | SQUARE, or none."""

    def __init__(
        self, canvas: tk.Canvas, theme: Theme, fonts: Fonts, scale: float, frame: str
    ) -> None:
        self._canvas = canvas
        self._theme = theme
        self.fonts = fonts
        self._scale = scale
        self._frame = frame
        self._brush = Brush(canvas, scale)
        self._moving: dict[str, tuple[Area, PhotoImage]] = {}
        self.layout = Layout(0, 0)
        self.under = self.down = self.focused = ""
        """The names of the buttons under the pointer, pressed, and with the keyboard."""
        canvas.configure(background=theme.ground, highlightthickness=0, borderwidth=0)

    @property
    def figure(self) -> Area | None:
        """Return where the figure itself is, inside its plate."""
        plate = self.layout.figure
        if plate is None:
            return None
        by = round(min(plate.width, plate.height) * _INSET)
        return Area(plate.x + by, plate.y + by, plate.width - 2 * by, plate.height - 2 * by)

    # ---------------------------------------------------------------- the whole

    def draw(self, layout: Layout) -> None:
        """Draw a layout in the place of what was there."""
        self.layout = layout
        canvas, theme = self._canvas, self._theme
        canvas.delete("all")
        self._moving = {name: kept for name, kept in self._moving.items() if name == "figure"}
        if self._frame:
            line = max(1, self._px(1))
            area = Area(0, 0, layout.width, layout.height)
            is_round = self._frame == ROUND
            edge = theme.edge
            self._brush.board(area, theme.ground, edge, border=edge, line=line, is_round=is_round)
        if layout.figure is not None:
            self._brush.board(layout.figure, theme.plate, theme.ground, border=theme.border)
            self._again("figure", self.figure)
        for line_ in layout.lines:
            canvas.create_text(
                line_.x,
                line_.y,
                text=visual(line_.text),
                font=self.fonts[line_.role],
                fill={"text": theme.text, "dim": theme.dim, "accent": theme.accent}[line_.tone],
                anchor="ne" if layout.is_mirrored else "nw",
            )
        for mark in layout.marks:
            self._mark(mark)
        for placed in layout.buttons:
            self._button(placed)

    def _mark(self, mark: Mark) -> None:
        theme, area = self._theme, mark.area
        fill = theme.accent if mark.is_current else theme.button
        border = "" if mark.is_current else theme.border
        self._brush.pill(area, fill, theme.ground, border=border)
        self._canvas.create_text(
            area.x + area.width / 2,
            area.y + area.height / 2,
            text=str(mark.number),
            font=self.fonts["mark"],
            fill=theme.on_accent if mark.is_current else theme.dim,
        )

    # ---------------------------------------------------------------- buttons

    def touch(self, *, under: str | None = None, down: str | None = None) -> None:
        """Note what the pointer is over, and what it presses; draw what that changes."""
        before = {self.under, self.down}
        self.under = self.under if under is None else under
        self.down = self.down if down is None else down
        self._redraw(before ^ {self.under, self.down})

    def focus(self, name: str) -> None:
        """Show which button the keyboard is at; empty: at none."""
        before, self.focused = self.focused, name
        self._redraw({before, name})

    def _redraw(self, names: set[str]) -> None:
        for placed in self.layout.buttons:
            if placed.button.name in names:
                self._canvas.delete(f"button-{placed.button.name}")
                self._button(placed)

    def _button(self, placed: Placed) -> None:
        theme, button, area = self._theme, placed.button, placed.area
        tag = f"button-{button.name}"
        is_over = button.name == self.under
        if button.role in _PLATED:
            self._icon(placed, tag, is_over=is_over)
        elif button.role == "quiet":
            fill = theme.over if is_over else theme.ground
            self._brush.pill(area, fill, theme.ground, tag=tag)
            self._label(placed, "quiet", theme.text if is_over else theme.dim, tag)
        else:
            is_first = button.role == "primary" or button.is_on
            fill = (
                (theme.accent_over if is_over else theme.accent)
                if is_first
                else (theme.over if is_over else theme.button)
            )
            self._brush.pill(
                area, fill, theme.ground, border="" if is_first else theme.border, tag=tag
            )
            role = "chip" if button.role == "chip" else "button"
            self._label(placed, role, theme.on_accent if is_first else theme.text, tag)
        if button.name == self.focused:
            self._focus_ring(area, tag)

    def _label(self, placed: Placed, role: str, colour: str, tag: str) -> None:
        area = placed.area
        self._canvas.create_text(
            area.x + area.width / 2,
            area.y + area.height / 2 + (1 if placed.button.name == self.down else 0),
            text=visual(placed.button.label),
            font=self.fonts[role],
            fill=colour,
            tags=tag,
        )

    def _icon(self, placed: Placed, tag: str, *, is_over: bool) -> None:
        theme, area = self._theme, placed.area
        fill = theme.over if is_over else theme.plate
        self._brush.pill(area, fill, theme.plate, tag=tag)
        is_heart = placed.button.role == "heart"
        is_on = placed.button.is_on
        colour = theme.accent if is_heart and is_on else theme.dim
        self._brush.icon(area, placed.button.role, colour, fill, is_full=is_on, tag=tag)

    def _focus_ring(self, area: Area, tag: str) -> None:
        """Draw a line around a button, outside of it."""
        off, line = self._px(3), max(2, self._px(2))
        left, top = area.x - off, area.y - off
        right, bottom = area.x + area.width + off - 1, area.y + area.height + off - 1
        by = (bottom - top) / 2
        colour = self._theme.focus
        self._canvas.create_line(
            (left + by, top, right - by, top), fill=colour, width=line, tags=tag
        )
        self._canvas.create_line(
            (left + by, bottom, right - by, bottom), fill=colour, width=line, tags=tag
        )
        for x, start in ((left, 90), (right - 2 * by, -90)):
            self._canvas.create_arc(
                (x, top, x + 2 * by, bottom),
                start=start,
                extent=180,
                style="arc",
                outline=colour,
                width=line,
                tags=tag,
            )

    # ---------------------------------------------------------------- what moves

    def show_ring(self, share: float, label: str) -> None:
        """Draw how much is left."""
        area, theme = self.layout.ring, self._theme
        if area is None:
            return
        width = max(3, round(area.width * 0.085))
        track = theme.rule if theme.name != "contrast" else theme.over
        picture = drawing.ring(area.width, share, width, theme.accent, track, theme.ground)
        self._paint("ring", area, picture)
        self._canvas.delete("left")
        middle = area.x + area.width / 2, area.y + area.height / 2
        font = self.fonts["ring" if self.layout.buttons else "title"]
        self._canvas.create_text(*middle, text=label, font=font, fill=theme.text, tags="left")

    def show_dots(self, total: int, current: int, share: float) -> None:
        """Draw how far the set is."""
        area, theme = self.layout.dots, self._theme
        if area is None:
            return
        track = theme.rule if theme.name != "contrast" else theme.over
        colours = theme.accent, track, theme.ground
        picture = drawing.dots(area.width, area.height, total, current, share, colours)
        if self.layout.is_mirrored:
            picture = drawing.mirrored(picture)
        self._paint("dots", area, picture)

    def show_figure(self, picture: Image) -> None:
        """Paint the figure."""
        if self.figure is not None:
            self._paint("figure", self.figure, picture)

    def show_held(self, share: float) -> None:
        """Draw how long the pressed button has been held, as a ring that fills."""
        placed = next((each for each in self.layout.buttons if each.button.name == self.down), None)
        if placed is None:
            return
        theme, size = self._theme, round(placed.area.height * 0.52)
        pad = (placed.area.height - size) // 2
        x = pad if self.layout.is_mirrored else placed.area.width - size - pad
        area = Area(placed.area.x + x, placed.area.y + pad, size, size)
        ground = theme.ground if placed.button.role == "quiet" else theme.button
        colours = (
            theme.accent,
            theme.over,
            ground if placed.button.name != self.under else theme.over,
        )
        self._paint("held", area, drawing.ring(size, share, max(2, size // 6), *colours))

    def _paint(self, name: str, area: Area, picture: Image) -> None:
        """Paint a picture over the one that this part had."""
        known = self._moving.get(name)
        if known is not None and known[0] == area:
            known[1].paste(picture)
            return
        photo = self._brush.photo(picture)
        self._moving[name] = area, photo
        self._canvas.delete(f"moving-{name}")
        self._canvas.create_image(area.x, area.y, image=photo, anchor="nw", tags=f"moving-{name}")
        for placed in self.layout.buttons:
            if placed.button.role in _PLATED:
                self._canvas.tag_raise(f"button-{placed.button.name}")

    def _again(self, name: str, area: Area | None) -> None:
        """Set the picture that a part had, if it is as large as before; else none."""
        known = self._moving.pop(name, None)
        if known is None or area is None:
            return
        if (known[0].width, known[0].height) != (area.width, area.height):
            return
        self._moving[name] = area, known[1]
        self._canvas.create_image(
            area.x, area.y, image=known[1], anchor="nw", tags=f"moving-{name}"
        )

    def _px(self, usual: float) -> int:
        return round(usual * self._scale)
