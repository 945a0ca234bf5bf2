"""Tells the engine who is idle where the system can only be asked: Windows and macOS.

The two functions that ask such a system have been written from its documentation and never been
run on one. All the rest is tested: when to look next, and what follows from a look.

Rules of this file:
1. A look comes when idleness can first be true, and not before: two looks together span more than
   `idle_after`, so at the default of two minutes there is less than one a minute.
2. A return has no event either. It is noticed within a twentieth of the absence, at most 30 s late.
3. A lull of seconds cannot be seen by looking so seldom: breakpoints are not told.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.presence.told import MILLISECOND, Told
from ergobreak.core.model import SECOND
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.events import Event

RETURN_WITHIN: Final = 30 * SECOND
SHARE: Final = 20  # of the absence, by which a return may be noticed late
SOONEST: Final = 10 * MILLISECOND


def next_look(idle_for: int, idle_after: int) -> int:
    """Return how long to wait before the next look; everything in microseconds."""
    if idle_for < idle_after:
        return max(SOONEST, idle_after - idle_for)
    return max(SOONEST, min(RETURN_WITHIN, idle_for // SHARE))


class SampledIdle:
    """Posts what ports.Idle says, without breakpoints.

    `ask` returns for how long there has been no input (microseconds), or raises OSError.
    """

    def __init__(
        self, post: Callable[[Event], None], idle_after: int, ask: Callable[[], int], name: str
    ) -> None:
        self._told = Told(post, idle_after, 0)
        self._ask = ask
        self._stir = threading.Event()
        self._wait = 0
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="idle", daemon=True)
        self.name = name
        """Which system is asked."""
        self.reason = _("{name} has not been asked yet").format(name=name)
        """Why nothing is told; empty while it works."""

    @property
    def is_idle(self) -> bool:
        """Tell what was told last."""
        return self._told.is_idle

    def start(self) -> bool:
        """Begin; tell whether it works. The first report is posted before this returns."""
        self._wait = self._look(anew=True)
        if not self.reason:
            self._thread.start()
        return not self.reason

    def report(self) -> None:
        """Have the present picture told anew: after a wake-up or an unlock the engine needs it."""
        if self._thread.is_alive():
            self._stir.set()

    def stop(self) -> None:
        """End; nothing more is posted. Returns within a second."""
        self._is_stopping = True
        self._stir.set()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _run(self) -> None:
        while True:
            is_asked = self._stir.wait(self._wait / SECOND)
            self._stir.clear()
            if self._is_stopping:
                return
            self._wait = self._look(anew=is_asked)
            if self.reason:
                self._told.lost()
                return

    def _look(self, *, anew: bool) -> int:
        try:
            idle_for = self._ask()
        except OSError as failure:
            self.reason = _("{name} does not tell who is idle ({failure})").format(
                name=self.name, failure=failure
            )
            return 0
        self.reason = ""
        self._told.look(idle_for, anew=anew)
        return next_look(idle_for, self._told.idle_after)


# ---------------------------------------------------------------- how the systems are asked


def how_to_ask() -> tuple[str, Callable[[], int]] | None:
    """Return the name of this system and what asks it; None where it has events instead."""
    if sys.platform == "win32":
        return "Windows", _ask_windows
    if sys.platform == "darwin":
        return "macOS", _ask_macos
    return None


def _ask_windows() -> int:
    """Return for how long there has been no input in this session. Raises OSError."""
    # LASTINPUTINFO: its own size, and the tick of the last input: ms since the start, 32 bits.
    last = (ctypes.c_uint * 2)(8, 0)
    if not ctypes.CDLL("user32").GetLastInputInfo(ctypes.byref(last)):
        raise OSError("GetLastInputInfo fails")
    tick = int(ctypes.CDLL("kernel32").GetTickCount())
    # Both wrap round after 49 days; their difference does not.
    return ((tick - last[1]) & 0xFFFFFFFF) * MILLISECOND


def _ask_macos() -> int:
    """Return for how long there has been no input from any device. Raises OSError."""
    services = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
    ask = ctypes.CDLL(services).CGEventSourceSecondsSinceLastEventType
    ask.restype, ask.argtypes = ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)
    hid_system, any_input = 1, 0xFFFFFFFF  # kCGEventSourceStateHIDSystemState, kCGAnyInputEventType
    return int(ask(hid_system, any_input) * SECOND)
