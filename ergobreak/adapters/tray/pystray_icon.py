"""pystray's icon and menu, mended where they need it. Imported only where a tray is tried.

`mended` raises whatever the import of pystray raises: it chooses its back-end and opens the display
while it is imported, and lets errors of Xlib and GTK through.
"""

from __future__ import annotations

import os
import signal
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.tray.icons.pixmaps import image
from ergobreak.core.tray_entry import LEFT_CLICK, RULE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ergobreak.core.tray_entry import Entry

_SENT: Final = 48  # pixels, for the panels that draw the icon themselves


def mended() -> Any:
    """Return the icon class of this desktop: Icon(name, started)."""
    backend: Any = _pystray().Icon
    if backend.__module__ == "pystray._base":
        # The dummy. Its run() raises, and leaves a thread that keeps the process alive for ever.
        raise RuntimeError("PYSTRAY_BACKEND=dummy shows nothing")

    class Icon(backend):  # type: ignore[misc]  # which it is, only the desktop knows
        """Tells when it is up, shows states, and keeps our Ctrl+C."""

        _running: bool

        def __init__(self, name: str, started: Callable[[], None]) -> None:
            super().__init__(name)
            self._started = started
            self.state = "running"

        def run(self, setup: Callable[[Any], object]) -> None:
            """Block until `stop`; `setup` is called on a thread of pystray's."""
            self._interrupt = signal.getsignal(signal.SIGINT)
            super().run(setup)

        def show(self, state: str) -> None:
            """Show the picture of a state."""
            self.state = state
            self.icon = image(state, _SENT)
            self.visible = True

        def is_docked(self) -> bool:
            """Tell whether the desktop has taken the icon, as far as the back-end knows."""
            return True

        def let_go(self) -> None:
            """Give up a loop that has ended, or never began, by itself."""
            if not self._running:
                super()._mark_ready()  # pystray's set-up thread waits for this
            self._running = False

        def _mark_ready(self) -> None:
            # Setters compare with this, and X11's loop sets it too late for the first of them.
            self._thread = current_thread()
            if current_thread() is main_thread() and self._interrupt is not None:
                # GTK's back-ends have just replaced it: Ctrl+C would kill without a goodbye.
                signal.signal(signal.SIGINT, self._interrupt)
            super()._mark_ready()
            self._started()

    if backend.__module__.endswith("._xorg"):
        from ergobreak.adapters.tray.x11 import on_x11

        return on_x11(Icon)
    return Icon


def menu(entries: Iterable[Entry], answer: Callable[[str], None]) -> Any:
    """Return the menu for pystray; a left click is an entry that is not seen: the small window."""
    pystray = _pystray()

    def item(entry: Entry) -> Any:
        if entry == RULE:
            return pystray.Menu.SEPARATOR
        if entry.inside:
            return pystray.MenuItem(entry.label, pystray.Menu(*map(item, entry.inside)))
        marks = {"checked": lambda _: entry.is_marked, "radio": entry.mark == "radio"}
        return pystray.MenuItem(
            entry.label,
            lambda: answer(entry.command),
            enabled=bool(entry.command),
            **(marks if entry.mark else {}),
        )

    clicked = pystray.MenuItem("", lambda: answer(LEFT_CLICK), default=True, visible=False)
    return pystray.Menu(clicked, *map(item, entries))


def _pystray() -> Any:
    """Import pystray, with a second chance where it gives up too early."""
    try:
        import pystray
    except ValueError:
        # The Python part of GTK is there and its libraries are not. The X11 back-end may do.
        if "PYSTRAY_BACKEND" in os.environ:
            raise
        os.environ["PYSTRAY_BACKEND"] = "xorg"
        try:
            import pystray
        finally:
            del os.environ["PYSTRAY_BACKEND"]
    return pystray
