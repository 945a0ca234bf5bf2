"""Waiting for what other threads and processes do: a condition and a deadline, never a nap."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def wait_for(condition: Callable[[], T], within: float = 5.0, what: str = "") -> T:
    """Return the first true value of `condition`; fail after `within` s."""
    deadline = time.monotonic() + within
    pause = threading.Event()
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {what or condition}")
        pause.wait(0.005)
    return value
