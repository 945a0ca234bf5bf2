"""A button that works only after it has been held down for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import tkinter as tk
    from collections.abc import Callable

HELD_FOR: Final = 2.0  # seconds
FRAME: Final = 40  # ms
RELEASED: Final = 60  # ms; a key that is held repeats sooner


class Hold:
    """Counts while something is held. `done` is called once it was held for long enough."""

    def __init__(self, top: tk.Misc, now: Callable[[], float], done: Callable[[], None]) -> None:
        self._top = top
        self._now = now
        self._done = done
        self._since: float | None = None
        self._show: Callable[[float], None] = lambda _: None
        self._release: str | None = None

    def begin(self, show: Callable[[float], None]) -> None:
        """Begin to count; `show` is given how much of the time is over, 0 to 1."""
        self._show = show
        self._since = self._now()
        self._count()

    def end(self) -> None:
        """Stop counting: it was let go."""
        self._since = None
        self._stay()

    def goes_on(self) -> bool:
        """Tell whether something is held already; a key that repeats has not been let go."""
        self._stay()
        return self._since is not None

    def let_go_soon(self, let_go: Callable[[], None]) -> None:
        """Let go, unless it turns out that the key repeats."""
        if self._since is not None and self._release is None:
            self._release = self._top.after(RELEASED, let_go)

    def _stay(self) -> None:
        if self._release is not None:
            self._top.after_cancel(self._release)
            self._release = None

    def _count(self) -> None:
        if self._since is None:
            return
        share = (self._now() - self._since) / HELD_FOR
        if share >= 1:
            self._done()
            return
        self._show(share)
        self._top.after(FRAME, self._count)
