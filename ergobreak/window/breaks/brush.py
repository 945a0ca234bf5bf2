"""Draws rounded shapes on a Tk canvas, of pictures that are made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.window.breaks import drawing

if TYPE_CHECKING:
    import tkinter as tk

    from PIL.Image import Image
    from PIL.ImageTk import PhotoImage

    from ergobreak.window.breaks.monitors import Area

CORNER: Final = 16  # pixels of a usual screen; the corners of card and plate
_ICON: Final = 0.56  # of the width of a button


class Brush:
    """Draws on one canvas. `scale` as of its monitor."""

    def __init__(self, canvas: tk.Canvas, scale: float) -> None:
        self._canvas = canvas
        self._scale = scale
        self._photos: dict[object, PhotoImage] = {}

    def pill(
        self,
        area: Area,
        fill: str,
        ground: str,
        *,
        border: str = "",
        tag: str = "",
    ) -> None:
        """Draw a rectangle whose ends are half circles."""
        line = max(1, self._px(1.5)) if border else 0
        what = (area.width, area.height, fill, ground)
        key = ("pill", *what, border, line)
        if key not in self._photos:
            picture = drawing.pill(*what, border=border, line=line)
            self._photos[key] = self.photo(picture)
        self._canvas.create_image(area.x, area.y, image=self._photos[key], anchor="nw", tags=tag)

    def board(
        self,
        area: Area,
        fill: str,
        ground: str,
        *,
        border: str = "",
        line: int = 0,
        is_round: bool = True,
    ) -> None:
        """Draw a large rectangle: only its round corners are pictures, which take room."""
        by = self._px(CORNER) if is_round else 0
        line = line or (max(1, self._px(1.5)) if border else 0)
        right, bottom = area.x + area.width, area.y + area.height
        for layer, colour in ((0, border), (line, fill)):
            boxes = (
                (area.x + by, area.y + layer, right - by, bottom - layer),
                (area.x + layer, area.y + by, right - layer, bottom - by),
            )
            for box in boxes if colour else ():
                self._canvas.create_rectangle(box, fill=colour, width=0)
        if is_round:
            self._corners(area, by, (fill, ground, border, line))

    def _corners(self, area: Area, by: int, look: tuple[str, str, str, int]) -> None:
        fill, ground, border, line = look
        right, bottom = area.x + area.width - by, area.y + area.height - by
        places = (area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)
        for number, place in enumerate(places):
            key = ("corner", number, by, look)
            if key not in self._photos:
                whole = drawing.pill(2 * by, 2 * by, fill, ground, border=border, line=line)
                left, top = by * (number % 2), by * (number // 2)
                self._photos[key] = self.photo(whole.crop((left, top, left + by, top + by)))
            self._canvas.create_image(*place, image=self._photos[key], anchor="nw")

    def icon(
        self, area: Area, role: str, colour: str, ground: str, *, is_full: bool, tag: str
    ) -> None:
        """Draw the heart or the three points of a button in its middle."""
        size = round(area.width * _ICON)
        key = (role, size, colour, ground, is_full)
        if key not in self._photos:
            picture = (
                drawing.heart(size, colour, ground, is_full=is_full)
                if role == "heart"
                else drawing.more(size, colour, ground)
            )
            self._photos[key] = self.photo(picture)
        middle = area.x + area.width / 2, area.y + area.height / 2
        self._canvas.create_image(*middle, image=self._photos[key], tags=tag)

    def photo(self, picture: Image) -> PhotoImage:
        """Return a picture as Tk has it."""
        from PIL.ImageTk import PhotoImage

        return PhotoImage(picture, master=self._canvas)

    def _px(self, usual: float) -> int:
        return round(usual * self._scale)
