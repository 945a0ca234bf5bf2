"""Hears from Windows of lock, other users, suspend and a clock that was set, by one hidden window.

Written from Microsoft's documentation and never run on Windows. What a message means is tested, and
so is the life of the window, with a stand-in for the system's libraries.

Rules of this file:
1. The window is hidden, but one of the top: a message-only window hears no broadcast, and suspend
   and clock are told by broadcasts.
2. Its thread sleeps in GetMessage; nothing looks round on a beat.
"""

from __future__ import annotations

import ctypes
import logging
import threading
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.presence.signs import Sign

_log = logging.getLogger(__name__)

WM_DESTROY: Final = 0x0002
WM_CLOSE: Final = 0x0010
WM_TIMECHANGE: Final = 0x001E
WM_POWERBROADCAST: Final = 0x0218
WM_WTSSESSION_CHANGE: Final = 0x02B1
# The second word of the last two. PBT_APMSUSPEND; PBT_APMRESUMESUSPEND and ...AUTOMATIC.
_POWER: Final[dict[int, Sign]] = {0x4: "asleep", 0x7: "awake", 0x12: "awake"}
# WTS_CONSOLE_CONNECT and ..._DISCONNECT, the same of WTS_REMOTE, WTS_SESSION_LOCK and ..._UNLOCK.
_SEAT: Final[dict[int, Sign]] = {
    1: "back",
    2: "left",
    3: "back",
    4: "left",
    7: "locked",
    8: "unlocked",
}
_SAID: Final[dict[int, dict[int, Sign]]] = {
    WM_TIMECHANGE: {0: "clock"},
    WM_POWERBROADCAST: _POWER,
    WM_WTSSESSION_CHANGE: _SEAT,
}
_WITH_WORD: Final = frozenset({WM_POWERBROADCAST, WM_WTSSESSION_CHANGE})
_THIS_SESSION: Final = 0
_NAME: Final = "ergobreak signs"
WITHIN: Final = 2.0  # seconds for the window to be there, or to be gone

_KIND: Final = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
# LRESULT of HWND, UINT, WPARAM, LPARAM
_PROCEDURE: Final = _KIND(
    ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_uint, ctypes.c_size_t, ctypes.c_ssize_t
)


class _Class(ctypes.Structure):
    """WNDCLASSW."""

    _fields_: ClassVar[Any] = (
        ("style", ctypes.c_uint),
        ("lpfnWndProc", _PROCEDURE),
        ("cbClsExtra", ctypes.c_int),
        ("cbWndExtra", ctypes.c_int),
        ("hInstance", ctypes.c_void_p),
        ("hIcon", ctypes.c_void_p),
        ("hCursor", ctypes.c_void_p),
        ("hbrBackground", ctypes.c_void_p),
        ("lpszMenuName", ctypes.c_wchar_p),
        ("lpszClassName", ctypes.c_wchar_p),
    )


class _Message(ctypes.Structure):
    """MSG."""

    _fields_: ClassVar[Any] = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wParam", ctypes.c_size_t),
        ("lParam", ctypes.c_ssize_t),
        ("time", ctypes.c_uint),
        ("x", ctypes.c_long),
        ("y", ctypes.c_long),
        ("private", ctypes.c_uint),
    )


class Libraries(NamedTuple):
    """The libraries of the system that are called."""

    user32: Any
    kernel32: Any
    wtsapi32: Any


def meaning(message: int, word: int) -> Sign | None:
    """Return what a message says, with its second word; None: nothing that we want to know."""
    return _SAID.get(message, {}).get(word if message in _WITH_WORD else 0)


class WindowsSigns:
    """Calls `told` with each sign, on a thread of its own, which must not be held up."""

    name: Final = "Windows"
    is_locked: Final = False  # what starts at login, starts in an open session

    def __init__(self, told: Callable[[Sign], None], libraries: Libraries | None = None) -> None:
        self._told = told
        self._libraries = libraries
        self._ready = threading.Event()
        self._window: int | None = None
        self._thread = threading.Thread(target=self._run, name="system", daemon=True)
        self.reason = _("{name} has not been asked yet").format(name=self.name)
        """Why nothing is told; empty while it works."""

    def start(self) -> bool:
        """Begin; tell whether it works."""
        self._thread.start()
        self._ready.wait(WITHIN)
        return not self.reason

    def stop(self) -> None:
        """End; nothing more is told. Returns within two seconds."""
        if self._libraries is not None and self._window is not None:
            self._libraries.user32.PostMessageW(self._window, WM_CLOSE, 0, 0)
        if self._thread.is_alive():
            self._thread.join(WITHIN)

    # ---------------------------------------------------------------- the thread

    def _run(self) -> None:
        try:
            libraries = self._libraries = self._libraries or _libraries()
            # Held here: Windows keeps only its address.
            procedure = _PROCEDURE(self._hear)
            self._window = window = _opened(libraries, procedure)
        except (OSError, AttributeError) as failure:
            self.reason = _("{name} does not tell of lock and suspend ({failure})").format(
                name=self.name, failure=failure
            )
            self._ready.set()
            return
        if not libraries.wtsapi32.WTSRegisterSessionNotification(window, _THIS_SESSION):
            _log.warning("Windows does not tell when the screen is locked")
        self.reason = ""
        self._ready.set()
        message = _Message()
        while libraries.user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            libraries.user32.DispatchMessageW(ctypes.byref(message))
        self._window = None

    def _hear(self, window: int, message: int, word: int, more: int) -> int:
        """Take a message. Called by Windows, which no error of ours may reach."""
        assert self._libraries is not None  # noqa: S101 - there is no window before
        libraries = self._libraries
        try:
            if sign := meaning(message, word):
                self._told(sign)
        except Exception:  # noqa: BLE001 - what is above here is Windows
            _log.exception("a sign of Windows was lost")
        if message == WM_DESTROY:
            libraries.wtsapi32.WTSUnRegisterSessionNotification(window)
            libraries.user32.PostQuitMessage(0)
            return 0
        # It destroys the window when asked to close it.
        return int(libraries.user32.DefWindowProcW(window, message, word, more))


def _opened(libraries: Libraries, procedure: Any) -> int:
    """Return a hidden window, on the thread whose messages it gets. Raises OSError."""
    instance = libraries.kernel32.GetModuleHandleW(None)
    kind = _Class(lpfnWndProc=procedure, hInstance=instance, lpszClassName=_NAME)
    if not libraries.user32.RegisterClassW(ctypes.byref(kind)):
        raise OSError("RegisterClassW fails")
    at = (0, 0, 0, 0)
    window = libraries.user32.CreateWindowExW(0, _NAME, _NAME, 0, *at, None, None, instance, None)
    if not window:
        raise OSError("CreateWindowExW fails")
    return int(window)


def _libraries() -> Libraries:
    """Return the libraries, which are told what handles are: 64 bits. Raises OSError."""
    load: Any = ctypes
    user32, kernel32, wtsapi32 = map(load.WinDLL, ("user32", "kernel32", "wtsapi32"))
    handle, word, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_ssize_t
    kernel32.GetModuleHandleW.restype = handle
    kernel32.GetModuleHandleW.argtypes = (ctypes.c_wchar_p,)
    user32.CreateWindowExW.restype = handle
    user32.CreateWindowExW.argtypes = (
        *(ctypes.c_uint, ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_uint),
        *(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int),
        *(handle, handle, handle, handle),
    )
    user32.DefWindowProcW.restype = number
    user32.DefWindowProcW.argtypes = (handle, ctypes.c_uint, word, number)
    user32.PostMessageW.argtypes = (handle, ctypes.c_uint, word, number)
    user32.GetMessageW.argtypes = (ctypes.c_void_p, handle, ctypes.c_uint, ctypes.c_uint)
    user32.DispatchMessageW.restype = number
    user32.DispatchMessageW.argtypes = (ctypes.c_void_p,)
    wtsapi32.WTSRegisterSessionNotification.argtypes = (handle, ctypes.c_uint)
    wtsapi32.WTSUnRegisterSessionNotification.argtypes = (handle,)
    return Libraries(user32, kernel32, wtsapi32)
