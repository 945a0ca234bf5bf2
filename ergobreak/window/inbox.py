"""Work for the thread of a window, from any thread."""

from __future__ import annotations

import contextlib
import tkinter as tk
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_NEWS: Final = "<<News>>"


class Inbox:
    """The work that is to be done on the thread of one window."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        root.bind(_NEWS, lambda _: self._read())

    def post(self, work: Callable[[], None]) -> None:
        """Do this on the window's thread, soon. From any thread; nothing happens after the end."""
        self._work.put(work)
        # The window may close at this very moment.
        with contextlib.suppress(tk.TclError, RuntimeError):
            self._root.event_generate(_NEWS, when="tail")

    def _read(self) -> None:
        while not self._work.empty():
            self._work.get()()
