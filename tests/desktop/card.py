"""The break window as a person meets it: what it offers, and a real pointer that presses it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Self

from Xlib import X, display
from Xlib.error import XError

from ergobreak.window.breaks.x_screen import PARTS
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from tests.desktop.desktop import Desktop

SOON: Final = 20.0  # s; a window is built, and the machine may be busy
LONGEST: Final = 1 << 14  # words of four bytes; what is offered are a few hundred
NOT_YET: Final = 0.5  # s; a press that comes sooner was meant for what was there before

Parts = dict[str, tuple[int, int]]


class Card:
    """The window on a desktop, of whichever daemon; use it as a context manager."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._display = display.Display(desktop.env["DISPLAY"])
        self._display.set_error_handler(lambda *_: None)  # a window that has gone meanwhile
        self._atom = self._display.intern_atom(PARTS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._display.close()

    def windows(self) -> list[Parts]:
        """Return what each window that can be seen offers: a name, and the middle of it."""
        found = []
        for window in self._display.screen().root.query_tree().children:
            try:
                # In one reading: between two the window may tell something else.
                prop = window.get_property(self._atom, X.AnyPropertyType, 0, LONGEST)
                is_seen = window.get_attributes().map_state == X.IsViewable
            except XError:
                continue
            if prop is not None and is_seen:
                found.append(_parts(bytes(prop.value)))
        return found

    def offers(self, *names: str) -> Parts:
        """Wait until the one window offers these, and return all that it offers."""

        def look() -> Parts:
            seen = self.windows()
            has_all = len(seen) == 1 and all(name in seen[0] for name in names)
            return seen[0] if has_all else {}

        return wait_for(look, SOON, f"a window that offers {names}")

    def press(self, name: str) -> None:
        """Press what is called so, as soon as a person can."""
        self.offers(name)
        begun = time.monotonic()
        wait_for(lambda: time.monotonic() - begun > NOT_YET)
        self._desktop.click(*self.offers(name)[name])

    def waits_for_nothing(self) -> None:
        """Wait until no window can be seen."""
        wait_for(lambda: not self.windows(), SOON, "no break window")


def _parts(told: bytes) -> Parts:
    lines = (line.split("\t") for line in told.decode().splitlines())
    return {
        name: (int(x) + int(width) // 2, int(y) + int(height) // 2)
        for name, x, y, width, height in lines
    }
