"""Waiting for what other threads and processes do: a condition and a deadline, never a nap."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SHORTEST: Final = 0.015  # s between two looks
LONGEST: Final = 0.2  # s; nobody who is there already is kept waiting for longer


def wait_for(condition: Callable[[], T], within: float = 5.0, what: str = "") -> T:
    """Return the first true value of `condition`; fail after `within` s.

    A look that starts a process is paid for with a pause of twice its length: else whoever waits
    for a program takes the processor from it.
    """
    pause = threading.Event()
    began = time.monotonic()
    deadline = began + within
    while not (value := condition()):
        ended = time.monotonic()
        if ended > deadline:
            raise AssertionError(f"not within {within} s: {what or condition}")
        pause.wait(min(max(SHORTEST, 2 * (ended - began)), LONGEST))
        began = time.monotonic()
    return value


def is_there(condition: Callable[[], object], within: float) -> bool:
    """Tell whether `condition` becomes true within so many seconds."""
    try:
        return bool(wait_for(condition, within))
    except AssertionError:
        return False
