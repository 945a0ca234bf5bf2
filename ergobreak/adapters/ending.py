"""The signals that ask the daemon to end, heard whichever thread the kernel gives them to.

Python runs its handlers on the main thread, when that wakes up. The kernel wakes it as a rule; a
process that was halted (SIGSTOP) and goes on may have the signal delivered to another thread, and
the main thread, which waits in its inbox, would never hear of it.
"""

from __future__ import annotations

import signal
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def listen(stop: Callable[[], None]) -> None:
    """Call `stop` on SIGTERM, SIGINT and SIGHUP; on the main thread, once in a process.

    It is called on any thread, may be called more than once, and must not block.
    """
    # No pipe: before Python 3.12 one cannot be told not to block on Windows.
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, lambda *_: stop())

    def hear() -> None:
        while writing.fileno() >= 0 and reading.recv(1):  # both are held here, and so stay open
            stop()

    threading.Thread(target=hear, name="signals", daemon=True).start()
