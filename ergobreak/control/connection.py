"""One client of the control socket: what it has sent so far, and what it is still to get.

Rules of this file:
1. `reply`, `open_stream`, `line` and `when_gone` may be called from any thread and never block.
   Everything else belongs to the server's thread.
2. A follower that does not read costs 256 lines of memory and nothing else: what finds no room is
   counted, and the count takes its place in the stream.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from ergobreak.control import protocol
from ergobreak.control.door import LINE_LIMIT
from ergobreak.control.patience import Deadline
from ergobreak.control.wire import REQUEST_LIMIT

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping

    from ergobreak.control.door import Door
    from ergobreak.control.protocol import Reply

FOLLOWER_LINES: Final = 256
PATIENCE: Final = 5.0  # seconds that a client may take to ask, and to take its reply
_CHUNK: Final = 16 * 1024


class Connection:
    """One client. `wake` tells the server that there is something to send.

    `door` is what the client has to pass before it may ask; None: it is known to be ours.
    """

    def __init__(
        self,
        sock: socket.socket,
        wake: Callable[[Connection], None],
        door: Door | None = None,
    ) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.deadline: Deadline | None = Deadline(PATIENCE)
        self.has_asked = False
        self.is_following = False
        self._wake = wake
        self._door = door
        self._received = bytearray()
        self._sending = memoryview(b"")
        self._lock = threading.Lock()  # guards what follows
        self._queue: deque[bytes] = deque()
        self._lost = 0
        self._is_last = False
        self._is_gone = False
        self._leaving: Callable[[], None] | None = None

    # ------------------------------------------------------------ any thread

    def reply(self, reply: Reply) -> None:
        """Answer and hang up; a second answer is dropped."""
        self._enqueue(reply, is_last=True)

    def open_stream(self, reply: Reply) -> None:
        """Answer and stay: `line` may be called from now on."""
        self.is_following = True
        self._enqueue(reply, is_last=False)

    def line(self, line: Mapping[str, object]) -> None:
        """Send a line to a follower, or count it as lost if the follower does not keep up."""
        with self._lock:
            if self._is_gone or not self.is_following:
                return
            if self._lost or len(self._queue) >= FOLLOWER_LINES:
                self._lost += 1
                return
            self._queue.append(protocol.dump(line))
        self._wake(self)

    def when_gone(self, leaving: Callable[[], None]) -> None:
        """Call this once when the client has gone; at once if it already has."""
        with self._lock:
            if not self._is_gone:
                self._leaving = leaving
                return
        leaving()

    def _enqueue(self, reply: Reply, *, is_last: bool) -> None:
        with self._lock:
            if self._is_gone or self._is_last:
                return
            self._queue.append(protocol.encode_reply(reply))
            self._is_last = is_last
        self._wake(self)

    # ------------------------------------------------------------ the server's thread

    def receive(self) -> bytes | None:
        """Return the request once its line is complete; raises EOFError, ValueError, OSError.

        ValueError: the line is too long. PermissionError (an OSError): the client is a stranger.
        A follower's input is thrown away.
        """
        chunk = self.sock.recv(_CHUNK)
        if not chunk:
            raise EOFError
        if self.has_asked:
            return None
        self._received += chunk
        if not self._is_let_in():
            return None
        # What came behind the last line of the door may hold none yet.
        at = self._received.find(b"\n")
        end = len(self._received) if at < 0 else at
        if end > REQUEST_LIMIT:
            raise ValueError
        if end == len(self._received):
            return None
        # Who answers now is our side, so the client's patience counts, not ours.
        self.has_asked, self.deadline = True, None
        line, self._received = bytes(self._received[:end]), bytearray()
        return line

    def send(self) -> bool:
        """Send what the client takes now; return whether that was all. Raises OSError."""
        while self._sending or self._refill():
            try:
                sent = self.sock.send(self._sending)
            except BlockingIOError:
                if self.deadline is None and not self.is_following:
                    self.deadline = Deadline(PATIENCE)
                return False
            self._sending = self._sending[sent:]
        return True

    def is_finished(self) -> bool:
        """Tell whether the last word has been sent."""
        with self._lock:
            return self._is_last and not self._queue and not self._sending

    def has_more(self) -> bool:
        """Tell whether something is waiting to be sent."""
        with self._lock:
            return bool(self._sending or self._queue)

    def close(self) -> None:
        """Hang up, and tell whoever sends lines to this client that it has gone."""
        with self._lock:
            if self._is_gone:
                return
            self._is_gone = True
            leaving, self._leaving = self._leaving, None
        self.sock.close()
        if leaving is not None:
            leaving()

    def _is_let_in(self) -> bool:
        """Take what the client says at the door, and tell whether it is open."""
        while self._door is not None and not self._door.is_open:
            line, found, rest = self._received.partition(b"\n")
            if len(line) > LINE_LIMIT:
                raise PermissionError("too long for a proof")
            if not found:
                return False
            self._received = rest
            if answer := self._door.hear(bytes(line)):
                with self._lock:
                    self._queue.append(answer)
                self._wake(self)
        return True

    def _refill(self) -> bool:
        """Take the next line from the queue; at its end the count of the lost ones."""
        with self._lock:
            if self._queue:
                self._sending = memoryview(self._queue.popleft())
            elif self._lost:
                line = protocol.dump({"event": "overflow", "lost": self._lost})
                self._sending, self._lost = memoryview(line), 0
            else:
                return False
        return True
