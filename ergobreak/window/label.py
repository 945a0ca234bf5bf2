"""A text in a window, in Tk: it breaks its lines, and knows from where it is read."""

from __future__ import annotations

import tkinter as tk
from tkinter import font

from ergobreak.window import bidi, mirror


class Words(tk.Label):
    """A text that breaks its lines at `width` pixels of the screen; 0: it does not."""

    def __init__(
        self,
        parent: tk.Misc,
        text: str,
        look: tuple[str, int, str],
        colours: tuple[str, str],
        width: int,
    ) -> None:
        """Make it; `look` is the font, `colours` are those of the words and of what is behind."""
        super().__init__(
            parent,
            font=look,
            foreground=colours[0],
            background=colours[1],
            justify=mirror.side("left"),
            anchor=mirror.edge("w"),
            wraplength=width,
        )
        self._look, self._width = look, width
        self.say(text)

    def say(self, text: str) -> None:
        """Show this from now on."""
        self.configure(text=bidi.fitted(text, self._width, self._measure))

    def _measure(self, text: str) -> int:
        return font.Font(self, self._look).measure(text)
