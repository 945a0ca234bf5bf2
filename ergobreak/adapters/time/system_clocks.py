"""The clocks of Windows and macOS that stand still in suspend, and those that go on.

Written from the documentation of Microsoft, Apple and Python; never run on either system. Python's
own monotonic clock goes on in suspend on Windows, and stands still on macOS.
"""

from __future__ import annotations

import ctypes
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def find() -> tuple[Callable[[], int], Callable[[], int]]:
    """Return what reads the one that stands still in suspend, and the one that goes on (µs)."""
    if sys.platform == "win32":
        return _awake_on_windows() or python_clock, python_clock
    going_on: int | None = getattr(time, "CLOCK_MONOTONIC_RAW", None)
    if going_on is None:
        return python_clock, python_clock
    return python_clock, lambda: time.clock_gettime_ns(going_on) // 1000


def python_clock() -> int:
    """Return Python's monotonic clock in microseconds."""
    return time.monotonic_ns() // 1000  # noqa: TID251 - a part of the file that reads the clocks


def boot_of_macos() -> str:
    """Return what macOS calls this boot, or nothing."""
    size = ctypes.c_size_t(64)
    name = ctypes.create_string_buffer(size.value)
    try:
        asked = ctypes.CDLL(None).sysctlbyname(
            b"kern.bootsessionuuid", name, ctypes.byref(size), None, ctypes.c_size_t(0)
        )
    except (OSError, AttributeError):
        return ""
    return name.value.decode("ascii", "replace") if asked == 0 else ""


def _awake_on_windows() -> Callable[[], int] | None:
    """Return what reads how long Windows has been awake, in steps of a few milliseconds."""
    load: Any = ctypes
    try:
        ask = load.WinDLL("kernel32").QueryUnbiasedInterruptTime
    except (OSError, AttributeError):
        return None

    def awake() -> int:
        # In units of 100 ns.
        found = ctypes.c_ulonglong()
        ask(ctypes.byref(found))
        return found.value // 10

    return awake
