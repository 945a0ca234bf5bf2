"""The tray of whatever session there is: a better one takes over when the session changes.

The icon on the bus finds every panel by itself. Those that X11 draws need a display that is there
when they are made, and the main thread: so `run` makes one tray after the other.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.tray_view import TrayView
    from ergobreak.ports import Tray

Verdict = Literal["well", "wait", "change"]
"""Of a tray: it is seen; it may yet be, and needs nobody for it; another one would be better."""

log = logging.getLogger(__name__)


class SessionTray:
    """Is the tray that `find` returns, and the next one. Make it and run it on the main thread.

    `judge` is asked on the thread that calls `follow`.
    """

    def __init__(self, find: Callable[[], Tray], judge: Callable[[Tray], Verdict]) -> None:
        self._find = find
        self._judge = judge
        self._is_stopping = False
        self._tray = find()

    @property
    def present(self) -> Tray:
        """Return the tray that stands now."""
        return self._tray

    @property
    def reason(self) -> str:
        """Say why the icon cannot be seen; empty when all is well."""
        return self._tray.reason

    def run(self, begun: Callable[[], None] = lambda: None) -> None:
        """Show the icon and block until `stop`; signal handlers run."""
        self._tray.run(begun)
        while not self._is_over():
            self._tray = self._find()
            if self._is_over():
                return  # told so while it was found: the one before has heard it
            log.info("another tray: %s", self._tray.reason or type(self._tray).__name__)
            self._tray.run()

    def _is_over(self) -> bool:
        return self._is_stopping

    def follow(self) -> bool:
        """Take another tray if that is better; tell whether all is well. From any other thread."""
        tray = self._tray
        verdict = self._judge(tray)
        if verdict == "change":
            tray.stop()  # whether the next one does better is seen when this is asked again
        return verdict == "well"

    def update(self, view: TrayView) -> None:
        """Show this from now on."""
        self._tray.update(view)

    def stop(self) -> None:
        """Let `run` return. From any thread, also in a signal handler, also before `run`."""
        self._is_stopping = True
        self._tray.stop()
