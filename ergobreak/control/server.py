"""The control socket of the daemon: one thread for all clients, asleep while nobody calls.

Rules of this file:
1. The thread waits for sockets and for its bell, without a timeout unless a client is slow.
2. No client can hold up another one: nothing here blocks, and who dawdles is hung up on.
3. A request is handed to `handle`, which answers through the connection, now or later.
"""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import socket
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from ergobreak.control import protocol
from ergobreak.control.connection import Connection
from ergobreak.control.patience import Deadline
from ergobreak.errors import ErgobreakError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.control.door import Door
    from ergobreak.control.protocol import Request

CLIENTS: Final = 256  # at once; one more, and the oldest that has not asked yet has to go
PARTING: Final = 1.0  # seconds in which the last replies may leave when the daemon ends
_ACCEPTED_AT_ONCE: Final = 32

_log = logging.getLogger(__name__)


class Server:
    """Serves a listening socket, which it does not own. `handle` runs on the server's thread."""

    def __init__(
        self,
        listener: socket.socket,
        handle: Callable[[Request, Connection], None],
        is_ours: Callable[[socket.socket], bool],
        new_door: Callable[[], Door | None] = lambda: None,
    ) -> None:
        """Take the socket, what answers requests, and what tells our own processes from others.

        `new_door` makes what each caller has to pass where `is_ours` cannot tell.
        """
        self._listener = listener
        self._handle = handle
        self._is_ours = is_ours
        self._new_door = new_door
        self._selector = selectors.DefaultSelector()
        self._clients: dict[Connection, None] = {}  # in order of arrival
        self._bell = threading.Lock()  # guards the bell against its end
        # No pipe: Windows can wait for sockets alone.
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._spare = os.open(os.devnull, os.O_RDONLY)
        self._to_send: deque[Connection] = deque()
        self._has_rung = False
        self._is_ending = False
        self._has_ended = False
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread.start()

    def stop(self) -> None:
        """Let the last replies leave and end; returns within two seconds. Safe to call twice."""
        self._is_ending = True
        self._ring()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(2 * PARTING)

    def patience(self) -> float | None:
        """Return the seconds until the first client has dawdled too long; None: nobody does."""
        left = [client.deadline.left() for client in tuple(self._clients) if client.deadline]
        return min(left, default=None)

    def client_count(self) -> int:
        """Return how many clients are connected."""
        return len(self._clients)

    # ------------------------------------------------------------ waking, from any thread

    def _wake(self, client: Connection) -> None:
        self._to_send.append(client)
        if not self._has_rung:
            self._ring()

    def _ring(self) -> None:
        with self._bell:
            if self._has_ended:
                return  # it is closed
            self._has_rung = True
            with contextlib.suppress(BlockingIOError):  # full: it is ringing
                self._waker.send(b"!")

    # ------------------------------------------------------------ the thread

    def _run(self) -> None:
        while not self._is_ending:
            self._turn(self.patience())
        self._selector.unregister(self._listener)
        parting = Deadline(PARTING)
        while any(client.has_more() for client in self._clients) and not parting.is_over():
            self._turn(parting.left())
        for client in list(self._clients):
            self._drop(client)
        self._selector.close()
        with self._bell:
            self._has_ended = True
            self._woken.close()
            self._waker.close()
            os.close(self._spare)

    def _turn(self, timeout: float | None) -> None:
        """Wait for something to happen and deal with it."""
        for key, ready in self._selector.select(timeout):
            if key.fileobj is self._listener:
                self._accept()
            elif key.fileobj is self._woken:
                self._answer_bell()
            elif key.data in self._clients:  # not dropped a moment ago
                if ready & selectors.EVENT_READ:
                    self._receive(key.data)
                if ready & selectors.EVENT_WRITE:
                    self._send(key.data)
        for client in [one for one in self._clients if one.deadline and one.deadline.is_over()]:
            self._drop(client)

    def _answer_bell(self) -> None:
        self._woken.recv(4096)
        # In this order: who adds a client from now on rings again.
        self._has_rung = False
        while self._to_send:
            client = self._to_send.popleft()
            if client in self._clients:
                self._send(client)

    def _accept(self) -> None:
        for _unused in range(_ACCEPTED_AT_ONCE):
            if len(self._clients) >= CLIENTS:
                self._make_room()
            try:
                sock, _unused = self._listener.accept()
            except BlockingIOError:
                return
            except OSError as error:
                _log.warning("cannot accept a client: %s", error)
                self._turn_away()
                return
            if not self._is_ours(sock):
                sock.close()
                continue
            client = Connection(sock, self._wake, self._new_door())
            self._clients[client] = None
            self._selector.register(sock, selectors.EVENT_READ, client)

    def _turn_away(self) -> None:
        """Hang up on a caller when no file can be opened; he would keep us busy for ever."""
        os.close(self._spare)
        with contextlib.suppress(OSError):
            self._listener.accept()[0].close()
        self._spare = os.open(os.devnull, os.O_RDONLY)

    def _make_room(self) -> None:
        """Hang up on the oldest client that has not asked yet, or else on the oldest."""
        if self._clients:
            silent = (client for client in self._clients if not client.has_asked)
            self._drop(next(silent, next(iter(self._clients))))

    def _receive(self, client: Connection) -> None:
        try:
            line = client.receive()
        except BlockingIOError:
            return
        except ValueError:
            client.has_asked = True
            client.reply(protocol.Reply(5, _("This line is too long.")))
            self._watch(client, 0)
            return
        except (EOFError, OSError):
            self._drop(client)
            return
        if line is not None:
            self._ask(client, line)
            # Without this a client that talks on would keep us busy. A follower is still watched,
            # so that we learn when it hangs up.
            self._watch(client, selectors.EVENT_READ if client.is_following else 0)

    def _ask(self, client: Connection, line: bytes) -> None:
        try:
            self._handle(protocol.decode_request(line), client)
        except ErgobreakError as error:
            client.reply(protocol.Reply.refusal(error))
        except Exception as error:  # noqa: BLE001  a request may fail, the daemon may not
            _log.exception("a request failed")
            client.reply(protocol.Reply(1, _("unexpected: {error}").format(error=error)))

    def _send(self, client: Connection) -> None:
        try:
            is_all = client.send()
        except OSError:
            self._drop(client)
            return
        if client.is_finished():
            self._drop(client)
            return
        # Who has passed half of the door is still to ask.
        is_heard = client.is_following or not client.has_asked
        reading = selectors.EVENT_READ if is_heard else 0
        self._watch(client, reading | (0 if is_all else selectors.EVENT_WRITE))

    def _watch(self, client: Connection, events: int) -> None:
        """Wait for these events of a client; 0: for none."""
        if client not in self._clients:
            return
        is_watched = client.sock in self._selector.get_map()
        if events and is_watched:
            self._selector.modify(client.sock, events, client)
        elif events:
            self._selector.register(client.sock, events, client)
        elif is_watched:
            self._selector.unregister(client.sock)

    def _drop(self, client: Connection) -> None:
        if client in self._clients:
            self._watch(client, 0)
            del self._clients[client]
            client.close()
