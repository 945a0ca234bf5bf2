"""What Tk cannot ask the X server, or tell it: monitors, free areas, the keyboard, round corners.

A connection of its own, used by one thread. Every call may find a window gone, or a server that
lacks an extension: that costs the nicety, not the window.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from Xlib import X, Xatom, display, error
from Xlib.ext import randr, shape

from ergobreak.window.breaks.monitors import Area, Monitor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PARTS: Final = "_ERGOBREAK_PARTS"
"""The property in which a window says what can be pressed in it, for tools that cannot see it."""

_LOST: Final = error.ConnectionClosedError, error.XError, OSError, AttributeError
_NO_CONNECTION: Final = error.DisplayError, error.XauthError, error.XNoAuthError, *_LOST
_log = logging.getLogger(__name__)


class XScreen:
    """The X server of a display."""

    def __init__(self, name: str | None = None) -> None:
        """Connect. Raises OSError where there is no X server to talk to."""
        try:
            self._display = display.Display(name)
        except _NO_CONNECTION as failure:
            raise OSError(f"the X server does not answer ({failure})") from failure
        self._root = self._display.screen().root
        # A window that is gone by now is no trouble; the default would print a report.
        self._display.set_error_handler(lambda failure, _: _log.debug("X: %s", failure))
        self._before: Any = None

    def fileno(self) -> int:
        """Return what becomes readable when the monitors may have changed."""
        return int(self._display.fileno())

    # ---------------------------------------------------------------- questions

    def monitors(self) -> list[Monitor]:
        """Return the monitors, one at least."""
        try:
            found = [self._monitor(each) for each in self._root.xrandr_get_monitors().monitors]
        except _LOST:
            found = []
        if found:
            return found
        size = self._root.get_geometry()
        return [Monitor("", Area(0, 0, size.width, size.height), is_primary=True)]

    def pointer(self) -> tuple[int, int]:
        """Return where the pointer is."""
        at = self._root.query_pointer()
        return int(at.root_x), int(at.root_y)

    def free_areas(self) -> list[Area]:
        """Return what panels leave free: for each monitor where it is told, or for all of them."""
        desktop = (self._numbers("_NET_CURRENT_DESKTOP") or [0])[0]
        each = self._numbers(f"_GTK_WORKAREAS_D{desktop}")
        if not each:
            each = self._numbers("_NET_WORKAREA")[4 * desktop : 4 * desktop + 4]
        return [Area(*each[first : first + 4]) for first in range(0, len(each) - 3, 4)]

    def watch(self, changed: Callable[[], None]) -> Callable[[], bool]:
        """Ask to hear of monitors; return what to call when there is something to read.

        It returns whether the server is still there.
        """
        mask = randr.RRScreenChangeNotifyMask | randr.RRCrtcChangeNotifyMask
        try:
            self._root.xrandr_select_input(mask)
            self._root.change_attributes(event_mask=X.StructureNotifyMask)
            self._display.flush()
        except _LOST:
            return lambda: False

        def read() -> bool:
            heard = 0
            try:
                while self._display.pending_events():
                    self._display.next_event()
                    heard += 1
            except _LOST:
                return False  # Tk has lost it too, and ends
            if heard:
                changed()
            return True

        return read

    # ---------------------------------------------------------------- orders

    def give_keyboard(self, window: int) -> None:
        """Have a window get the keys; what had them before gets them back later."""
        outer = self._outer(window)  # Tk hears of the keyboard there alone
        now = self._display.get_input_focus().focus
        if getattr(now, "id", None) != outer.id:
            self._before = now
        self._focus(outer)

    def return_keyboard(self) -> None:
        """Give the keys back to whom they were taken from; nothing where they were not."""
        before, self._before = self._before, None
        if before is not None:
            self._focus(before if isinstance(before, int) else self._window(before.id))

    def round_off(self, window: int, width: int, height: int, radius: int) -> None:
        """Cut the corners of a window round."""
        rows = _rounded(width, height, radius)
        try:
            self._outer(window).shape_rectangles(
                shape.SO.Set, shape.SK.Bounding, X.YXBanded, 0, 0, rows
            )
            self._display.flush()
        except _LOST:
            return

    def describe(self, window: int, parts: Sequence[tuple[str, Area]]) -> None:
        """Write down what can be pressed in a window, and where: a line for each."""
        lines = (f"{name}\t{at.x}\t{at.y}\t{at.width}\t{at.height}" for name, at in parts)
        text = "\n".join(lines).encode()
        try:
            prop = self._display.intern_atom(PARTS)
            utf8 = self._display.intern_atom("UTF8_STRING")
            self._outer(window).change_property(prop, utf8, 8, text)
            self._display.flush()
        except _LOST:
            return

    def _focus(self, window: Any) -> None:
        try:
            self._display.set_input_focus(window, X.RevertToPointerRoot, X.CurrentTime)
            self._display.flush()
        except _LOST:
            return

    def _window(self, window: int) -> Any:
        return self._display.create_resource_object("window", window)

    def _outer(self, window: int) -> Any:
        """Return the window that Tk has put around one of its own."""
        inner = self._window(window)
        parent = inner.query_tree().parent
        return inner if parent == self._root else parent

    def _monitor(self, told: Any) -> Monitor:
        area = Area(told.x, told.y, told.width_in_pixels, told.height_in_pixels)
        return Monitor(self._display.get_atom_name(told.name), area, bool(told.primary))

    def _numbers(self, name: str) -> list[int]:
        try:
            atom = self._display.intern_atom(name, only_if_exists=True)
            found = self._root.get_full_property(atom, Xatom.CARDINAL) if atom else None
        except _LOST:
            return []
        return list(found.value) if found is not None else []


def _rounded(width: int, height: int, radius: int) -> list[tuple[int, int, int, int]]:
    """Return the rows of a rectangle with round corners, from top to bottom."""
    rows = []
    for row in range(radius):
        off = radius - row - 0.5
        inset = round(radius - (radius * radius - off * off) ** 0.5)
        rows.append((row, inset))
    top = [(inset, row, width - 2 * inset, 1) for row, inset in rows]
    middle = [(0, radius, width, height - 2 * radius)]
    bottom = [(inset, height - 1 - row, width - 2 * inset, 1) for row, inset in reversed(rows)]
    return top + middle + bottom
