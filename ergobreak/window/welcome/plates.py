"""The plates of welcome and settings, in Tk: what can be pressed, and what all is made with.

Every plate can be reached by Tab and pressed by space; the one that the keys go to has a ring.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import font
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, field
from ergobreak.language import is_right_to_left
from ergobreak.window import bidi, look, mirror
from ergobreak.window.label import Words
from ergobreak.window.welcome import pictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.window.look import Look

RADIUS: Final = 9  # pixels at 96 dpi, like all below
MARGIN: Final = 4
MARK: Final = 17
_INSIDE: Final = (12, 7)  # between the edge of a plate and its words
# The same where many stand below each other, and where nothing is around the words.
_FROM_EDGE: Final = {"item": (12, 3), "tick": (0, 7)}
_LINE: Final = 2


@dataclass(frozen=True)
class Kit:
    """What all parts are made with."""

    colours: Look
    family: str
    scale: float
    images: dict[pictures.Plate, tk.PhotoImage] = field(default_factory=dict)

    def pixels(self, at_96_dpi: float) -> int:
        """Return pixels of this screen."""
        return round(at_96_dpi * self.scale)

    def font(self, size: int, *, bold: bool = False) -> tuple[str, int, str]:
        """Return a font; `size` in points."""
        return (self.family, size, "bold" if bold else "normal")

    def image(self, plate: pictures.Plate) -> tk.PhotoImage:
        """Return the picture of a plate, made once."""
        if plate not in self.images:
            self.images[plate] = tk.PhotoImage(data=pictures.png(plate))
        return self.images[plate]

    def words(
        self,
        parent: tk.Misc,
        text: str,
        size: int = look.NORMAL,
        *,
        bold: bool = False,
        dim: bool = False,
        width: int = 0,
    ) -> Words:
        """Return a text that breaks its lines at `width` pixels at 96 dpi."""
        colour = self.colours.dim if dim else self.colours.text
        look_ = self.font(size, bold=bold)
        return Words(parent, text, look_, (colour, self.colours.ground), self.pixels(width))


class Plate(tk.Canvas):
    """A rounded plate with words.

    `shape`: button | first | quiet | chip | tab | card | item | tick. `width` in pixels at 96 dpi;
    0: as wide as its words.
    """

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        words: tuple[str, str],
        press: Callable[[], None],
        *,
        shape: str = "button",
        width: int = 0,
    ) -> None:
        """Make it; `words`: the first line, and what stands below it in a smaller size."""
        super().__init__(
            parent,
            background=kit.colours.ground,
            highlightthickness=0,
            borderwidth=0,
            takefocus=True,
            cursor="hand2",
        )
        self._kit, self._shape, self._press = kit, shape, press
        self.is_on = False
        self._is_over = self._has_focus = False
        self._back = self.create_image(0, 0, anchor="nw")
        self._texts = self._write(words, width)
        self.fit(*self._needed(width))
        self.bind("<Button-1>", lambda _: self._pressed())
        self.bind("<space>", lambda _: self._pressed())
        self.bind("<Enter>", lambda _: self._set(over=True))
        self.bind("<Leave>", lambda _: self._set(over=False))
        self.bind("<FocusIn>", lambda _: self._set(focus=True))
        self.bind("<FocusOut>", lambda _: self._set(focus=False))

    def turn(self, *, on: bool) -> None:
        """Show it as chosen or not."""
        self.is_on = on
        self._draw()

    def fit(self, width: int, height: int) -> None:
        """Take this size, in pixels of the screen."""
        self.extent = (width, height)
        self.configure(width=width, height=height)
        if is_right_to_left():
            for item in self._texts:
                self.itemconfigure(item, anchor="ne")
                self.coords(item, width - self._left, self.coords(item)[1])
        self._draw()

    def press(self) -> None:
        """Do what it is there for."""
        self._press()

    @property
    def _inside(self) -> tuple[int, int]:
        return _FROM_EDGE.get(self._shape, _INSIDE)

    @property
    def _has_mark(self) -> bool:
        return self._shape in {"card", "item", "tick"}

    @property
    def _left(self) -> int:
        """Return how far from the edge the words begin."""
        pixels = self._kit.pixels
        return pixels(MARGIN + self._inside[0]) + (pixels(MARK + 9) if self._has_mark else 0)

    def _write(self, words: tuple[str, str], width: int) -> list[int]:
        """Write the words and return their items; plates without a fixed width do not wrap."""
        pixels, left = self._kit.pixels, self._left
        wrap = pixels(width - MARGIN - self._inside[0]) - left if width else 0
        top = pixels(MARGIN + self._inside[1])
        found: list[int] = []
        is_small = self._shape in {"item", "chip", "quiet", "tab"}
        self._line = font.Font(self, self._kit.font(look.NORMAL)).metrics("linespace")
        sizes = ((look.SMALL if is_small else look.NORMAL), look.SMALL)
        for text, size in zip(words, sizes, strict=True):
            if text:
                used = self._kit.font(size, bold=self._shape == "card" and not found)
                item = self.create_text(
                    left,
                    top,
                    text=bidi.fitted(text, wrap, font.Font(self, used).measure),
                    anchor="nw",
                    justify=mirror.side("left"),
                    width=wrap,
                    font=used,
                )
                top = self.bbox(item)[3] + pixels(1)
                found.append(item)
        return found

    def _needed(self, width: int) -> tuple[int, int]:
        """Return the size that the words need, the margins included."""
        pixels = self._kit.pixels
        boxes = [self.bbox(item) for item in self._texts]
        right = max(box[2] for box in boxes) + pixels(self._inside[0] + MARGIN)
        bottom = max(box[3] for box in boxes) + pixels(self._inside[1] + MARGIN)
        return (pixels(width) if width else right), bottom

    def _pressed(self) -> None:
        self.focus_set()
        self._press()

    def _set(self, *, over: bool | None = None, focus: bool | None = None) -> None:
        self._is_over = self._is_over if over is None else over
        self._has_focus = self._has_focus if focus is None else focus
        self._draw()

    def _draw(self) -> None:
        fill, edge, text, dim = self._colours()
        self.itemconfigure(self._back, image=self._kit.image(self._plate(fill, edge)))
        for item, colour in zip(self._texts, (text, dim), strict=False):
            self.itemconfigure(item, fill=colour)

    def _colours(self) -> tuple[str, str, str, str]:
        """Return fill, edge, and the colours of the two lines."""
        c = self._kit.colours
        match self._shape:
            case "first":
                return (
                    (c.first_pressed if self._is_over else c.first),
                    "",
                    c.first_text,
                    c.first_text,
                )
            case "chip" if self.is_on:
                return (
                    (c.first_pressed if self._is_over else c.first),
                    "",
                    c.first_text,
                    c.first_text,
                )
            case "card" | "item" | "tick":
                # A tick without words around it would stand at the very edge of a plate.
                fill = c.button if self._is_over and self._shape != "tick" else ""
                has_edge = self._shape == "card"
                return (
                    fill,
                    ((c.first if self.is_on else c.rule) if has_edge else ""),
                    c.text,
                    c.dim,
                )
            case "tab" if self.is_on:
                return c.button, "", c.text, c.dim
            case "quiet" | "tab":
                return (c.button if self._is_over else ""), "", c.dim, c.dim
            case _:
                return (c.pressed if self._is_over else c.button), "", c.text, c.dim

    def _plate(self, fill: str, edge: str) -> pictures.Plate:
        c, pixels = self._kit.colours, self._kit.pixels
        width, height = self.extent
        mark = ""
        if self._has_mark:
            kinds = ("ring", "dot") if self._shape == "card" else ("box", "tick")
            mark = kinds[self.is_on]
        off = pixels(MARGIN + self._inside[0])
        # Beside the first line of the words.
        top = pixels(MARGIN + self._inside[1]) + max(0, (self._line - pixels(MARK)) // 2)
        return pictures.Plate(
            width,
            height,
            pixels(RADIUS),
            pixels(MARGIN),
            max(1, pixels(_LINE)) if self._shape != "card" or self.is_on else max(1, pixels(1.4)),
            c.ground,
            fill=fill,
            edge=edge,
            focus=c.focus if self._has_focus else "",
            mark=mark,
            mark_size=pixels(MARK),
            mark_at=(width - off - pixels(MARK) if is_right_to_left() else off, top),
            mark_colour=c.first if self.is_on else c.dim,
            mark_inside=c.first_text if self.is_on else fill or c.ground,
        )
