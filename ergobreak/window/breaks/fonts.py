"""The fonts of the window: one family, a size for each use, measured by Tk."""

from __future__ import annotations

import tkinter as tk
from functools import cache
from tkinter import font
from typing import Final

from ergobreak.window.bidi import visual

# Pixels on a usual screen, and whether bold: of the card, and of the full screen.
CARD: Final = {
    "above": (12, True),
    "title": (20, True),
    "text": (14, False),
    "step": (14, False),
    "care": (13, False),
    "button": (14, True),
    "chip": (13, False),
    "quiet": (13, False),
    "ring": (15, True),
    "mark": (11, True),
}
WIDE: Final = {
    "above": (19, True),
    "title": (40, True),
    "text": (22, False),
    "step": (22, False),
    "care": (18, False),
    "button": (19, True),
    "chip": (18, False),
    "quiet": (18, False),
    "ring": (28, True),
    "mark": (15, True),
}


class Fonts:
    """The fonts of one window; also the ruler of its layout."""

    def __init__(
        self, root: tk.Misc, sizes: dict[str, tuple[int, bool]], scale: float, larger: float
    ) -> None:
        """Take what the desktop uses for its own words. Sizes are pixels, whatever the DPI."""
        family = font.nametofont("TkDefaultFont", root).actual("family")
        self._fonts = {
            role: font.Font(
                root,
                family=family,
                size=-max(9, round(size * scale * larger)),
                weight="bold" if is_bold else "normal",
            )
            for role, (size, is_bold) in sizes.items()
        }
        # Without a widget that uses it, Tk would open and drop a font with each question.
        self._users = [tk.Label(root, font=each) for each in self._fonts.values()]
        self.width = cache(self._width)
        self.line = cache(self._line)

    def __getitem__(self, role: str) -> font.Font:
        return self._fonts[role]

    def _width(self, role: str, text: str) -> int:
        return self._fonts[role].measure(visual(text))

    def _line(self, role: str) -> int:
        return int(self._fonts[role].metrics("linespace"))
