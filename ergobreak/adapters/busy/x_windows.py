"""The part of X11 that tells which window is in front, and whether it fills the screen.

Written on python-xlib's request layer; the names in quotes are those of the Extended Window Manager
Hints 1.5. One thread at a time. Titles are not read, and no key or pointer is listened to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from Xlib import X, Xatom, error
from Xlib.protocol import display, request

from ergobreak.adapters.busy.windows import Window
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTIVE: Final = "_NET_ACTIVE_WINDOW"
SUPPORTED: Final = "_NET_SUPPORTED"
WORKSPACE: Final = "_NET_CURRENT_DESKTOP"
WINDOWS: Final = "_NET_CLIENT_LIST"
STATE: Final = "_NET_WM_STATE"
FULL: Final = "_NET_WM_STATE_FULLSCREEN"
KIND: Final = "_NET_WM_WINDOW_TYPE"
DOCK: Final = "_NET_WM_WINDOW_TYPE_DOCK"
GROUND: Final = "_NET_WM_WINDOW_TYPE_DESKTOP"
OF_THE_SCREEN: Final = ACTIVE, SUPPORTED, WORKSPACE, WINDOWS

MOST: Final = 4096  # words of a property; nobody has so many windows
PATIENCE: Final = 20  # properties of no concern to us, after which a window is a chatterbox

LOST: Final = error.ConnectionClosedError, error.XError, OSError
"""What every call here may raise once the server has gone, or is not well."""

_NO_CONNECTION: Final = error.DisplayError, error.XauthError, error.XNoAuthError, *LOST


class NoScreen(Exception):
    """This X server cannot be asked; the words say why."""


class _Connection(display.Display):  # type: ignore[misc]  # python-xlib has no types
    """The bare connection: the full one, Xlib.display, would load two dozen extensions."""

    resource_classes: Final[dict[str, type]] = {}  # windows and atoms are mere numbers to us


class Screen:
    """A connection of its own to an X server, for nothing but the windows of its screen."""

    def __init__(self, name: str) -> None:
        """Connect to the display of this name. Raises NoScreen."""
        try:
            self._display = _Connection(name)
        except _NO_CONNECTION as failure:
            raise NoScreen(
                _("the X server {name} does not answer ({failure})").format(
                    name=name, failure=failure
                )
            ) from None
        self._root: int = self._display.info.roots[self._display.default_screen].root
        self._watched = 0
        self._is_doubtful = False
        self._size = 0, 0
        self._idle_talk = 0
        self._names: dict[int, tuple[str, ...]] = {}
        try:
            names = *OF_THE_SCREEN, STATE, FULL, KIND, DOCK, GROUND
            self._atoms = {name: self._atom(name) for name in names}
            self._select(self._root, X.PropertyChangeMask)
        except LOST as failure:
            self.close()
            raise NoScreen(
                _("the X server does not answer ({failure})").format(failure=failure)
            ) from None
        self._of_the_screen = {self._atoms[name] for name in OF_THE_SCREEN}

    # ---------------------------------------------------------------- the picture

    def tells(self) -> bool:
        """Tell whether a window manager says which window is in front."""
        return self._atoms[ACTIVE] in self._numbers(self._root, SUPPORTED)

    def active(self) -> int:
        """Return the window that has the keyboard; 0: none."""
        return next(iter(self._numbers(self._root, ACTIVE)), 0)

    def workspace(self) -> int | None:
        """Return the number of the workspace that is shown; None: nobody says."""
        return next(iter(self._numbers(self._root, WORKSPACE)), None)

    def is_furniture(self, window: int) -> bool:
        """Tell whether this is part of the desktop that people use without leaving their work."""
        return self._atoms[DOCK] in self._numbers(window, KIND)

    def window(self, window: int) -> Window | None:
        """Return what there is to know of a window; None: it is none of a program."""
        if not window or self._is_of_the_desktop(window):
            return None
        return Window(self._called(window), self._atoms[FULL] in self._numbers(window, STATE))

    def programs(self) -> Iterator[tuple[str, ...]]:
        """Yield the names of each window's program."""
        windows = self._numbers(self._root, WINDOWS)
        # The names are fixed before a window is shown; each is asked for its own only once.
        self._names = {
            window: self._names[window] if window in self._names else self._program(window)
            for window in windows
        }
        return (names for names in self._names.values() if names)

    # ---------------------------------------------------------------- what befalls it

    def watch(self, window: int) -> None:
        """Have changes of this window told, and of no other."""
        if self._watched:
            self._select(self._watched, X.NoEventMask)
        self._watched = window
        self._is_doubtful = False
        self._size = 0, 0
        self._listen()

    def is_watched(self, window: int) -> bool:
        """Tell whether changes of this window are told.

        The server soon gives the number of a closed window to another one, whose changes nobody
        has asked for yet: so what was in front has to be watched anew whenever that is said anew.
        """
        return window == self._watched and not self._is_doubtful

    def has_changed(self) -> bool:
        """Read what the server has sent, without waiting; tell whether to look again."""
        is_changed = False
        while self._display.pending_events():
            is_changed |= self._matters(self._display.next_event())
        return is_changed

    def fileno(self) -> int:
        """Return what to wait on: it can be read when the server has sent something."""
        return int(self._display.fileno())

    def close(self) -> None:
        """Hang up."""
        self._display.socket.close()

    def _matters(self, event: Any) -> bool:
        if event.type == X.PropertyNotify and event.window == self._root:
            self._is_doubtful |= event.atom == self._atoms[ACTIVE]
            return event.atom in self._of_the_screen
        if event.type not in {X.PropertyNotify, X.ConfigureNotify, X.DestroyNotify}:
            return False
        if event.window != self._watched:
            return False  # it was watched when this was sent
        if event.type == X.ConfigureNotify:
            return self._is_resized(event.width, event.height)
        if event.type == X.PropertyNotify and event.atom != self._atoms[STATE]:
            self._idle_talk += 1
            if self._idle_talk == PATIENCE:
                # There are programs that change a property at every key. Their changes of size
                # are enough: nothing fills the screen without one.
                self._select(self._watched, X.StructureNotifyMask)
            return False
        return True

    def _is_resized(self, width: int, height: int) -> bool:
        """Tell whether it is, and then listen to all that it says again: its state follows."""
        if (width, height) == self._size:
            return False
        self._size = width, height
        if self._idle_talk >= PATIENCE:
            self._listen()
        return True

    def _listen(self) -> None:
        self._idle_talk = 0
        if self._watched:
            self._select(self._watched, X.PropertyChangeMask | X.StructureNotifyMask)

    # ---------------------------------------------------------------- requests

    def _program(self, window: int) -> tuple[str, ...]:
        return () if self._is_of_the_desktop(window) else self._called(window)

    def _called(self, window: int) -> tuple[str, ...]:
        """Return what the program of a window is called, its class first."""
        text = bytes(self._property(window, Xatom.WM_CLASS)).decode("latin-1")
        names = [name for name in text.split("\0") if name]
        return tuple(dict.fromkeys(reversed(names)))

    def _is_of_the_desktop(self, window: int) -> bool:
        kinds = self._numbers(window, KIND)
        return self._atoms[DOCK] in kinds or self._atoms[GROUND] in kinds

    def _atom(self, name: str) -> int:
        reply = request.InternAtom(display=self._display, name=name, only_if_exists=False)
        return int(reply.atom)

    def _select(self, window: int, mask: int) -> None:
        request.ChangeWindowAttributes(
            display=self._display,
            onerror=error.CatchError(error.BadWindow),  # it may be gone by now
            window=window,
            attrs={"event_mask": mask},
        )

    def _numbers(self, window: int, name: str) -> list[int]:
        return list(self._property(window, self._atoms[name]))

    def _property(self, window: int, atom: int) -> Any:
        """Return the numbers or bytes of a property; nothing if there is none, or no window."""
        try:
            reply = request.GetProperty(
                display=self._display,
                delete=False,
                window=window,
                property=atom,
                type=X.AnyPropertyType,
                long_offset=0,
                long_length=MOST,
            )
        except error.BadWindow:
            return b""
        return reply.value[1] if reply.property_type else b""
