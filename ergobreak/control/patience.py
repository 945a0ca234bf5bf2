"""How long to wait for somebody else: the one place of the control channel that reads a clock.

A deadline for a silent client is no schedule, so neither the engine's time nor a virtual clock has
a say in it.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Deadline:
    """An instant so many seconds after its creation."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds  # noqa: TID251 - see above

    def left(self) -> float:
        """Return the seconds that are left, at least 0."""
        return max(0.0, self._at - time.monotonic())  # noqa: TID251 - see above

    def is_over(self) -> bool:
        """Tell whether the instant has come."""
        return self.left() == 0.0


def wait_until(is_so: Callable[[], bool], seconds: float, every: float = 0.02) -> bool:
    """Ask again and again, for things that cannot report themselves; return the last answer.

    Only for commands that wait for another process, never for the daemon.
    """
    deadline, never = Deadline(seconds), threading.Event()
    while not is_so():
        if deadline.is_over():
            return False
        never.wait(min(every, deadline.left()))
    return True
