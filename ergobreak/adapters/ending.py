"""The signals that ask the daemon to end, heard whichever thread the kernel gives them to.

Python runs its handlers on the main thread, when that wakes up. The kernel wakes it as a rule; a
process that was halted (SIGSTOP) and goes on may have the signal delivered to another thread, and
the main thread, which waits in its inbox, would never hear of it.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def listen(stop: Callable[[], None]) -> None:
    """Call `stop` on SIGTERM, SIGINT and SIGHUP; on the main thread, once in a process.

    It is called on any thread, may be called more than once, and must not block.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, lambda *_: stop())

    def hear() -> None:
        while os.read(reading, 1):
            stop()

    threading.Thread(target=hear, name="signals", daemon=True).start()
