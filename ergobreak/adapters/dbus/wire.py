"""One connection to a message bus, from its greeting to its loss: whole messages in and out.

Reading waits for ever, sending does not: a bus that is stopped takes a few hundred kilobytes and
then blocks whoever sends.
"""

from __future__ import annotations

import socket
import struct
import threading
from itertools import count
from typing import TYPE_CHECKING, Final

from jeepney import MessageFlag, MessageType, Parser, message_bus
from jeepney.io.blocking import prep_socket

from ergobreak.adapters.dbus.address import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jeepney import Message

GREETING_WITHIN: Final = 2.0  # s
SENDING_WITHIN: Final = 2  # s


class Wire:
    """A greeted connection. One thread reads `messages`, any thread sends."""

    def __init__(self, address: str) -> None:
        """Connect to the first place of the address that answers, and greet it.

        Raises OSError, or ValueError when somebody else than a bus answers.
        """
        self._parser = Parser()
        self._serials = count(1)
        self._sending = threading.Lock()
        self._is_unreadable = False
        self.place, self._socket = _connected(address)
        try:
            self._socket.settimeout(GREETING_WITHIN)
            self.name = self._hello()
            self._socket.settimeout(None)
            limit = struct.pack("@ll", SENDING_WITHIN, 0)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        except OSError:
            self._socket.close()
            raise

    def next_serial(self) -> int:
        """Return a number for the next message; its answer will name it."""
        return next(self._serials)

    def send(self, message: Message, serial: int) -> bool:
        """Send one message under a number of `next_serial`; False: the connection is lost."""
        data = message.serialise(serial=serial)
        try:
            with self._sending:
                self._socket.sendall(data)
        except OSError:
            # Half a message may be out: nothing sensible can follow it on this connection.
            self.hang_up()
            return False
        return True

    def tell(self, message: Message) -> bool:
        """Send one message that nobody answers; False: the connection is lost."""
        if message.header.message_type is MessageType.method_call:
            message.header.flags |= MessageFlag.no_reply_expected
        return self.send(message, self.next_serial())

    def messages(self) -> Iterator[Message]:
        """Yield each message that comes, until the connection is lost."""
        while True:
            while (message := self._next()) is not None:
                yield message
            if self._is_unreadable:
                return
            try:
                data = self._socket.recv(65536)
            except OSError:
                return
            if not data:
                return
            self._parser.add_data(data)

    def _next(self) -> Message | None:
        """Return the next whole message; what cannot be read ends the connection, not the thread.

        Any program of the session can send us a message that the parser trips over; where the
        next one begins is then unknown.
        """
        try:
            return self._parser.get_next_message()
        except Exception:  # noqa: BLE001 - the parser raises whatever it trips over
            self._is_unreadable = True
            return None

    def hang_up(self) -> None:
        """End the connection; whoever reads notices at once. Any thread, any number of times."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is gone already

    def close(self) -> None:
        """Give the socket back; only for the thread that reads, once it has stopped reading."""
        self._socket.close()

    def _hello(self) -> str:
        self._socket.sendall(message_bus.Hello().serialise(serial=self.next_serial()))
        reply = next(self.messages(), None)
        if reply is None or reply.header.message_type is not MessageType.method_return:
            raise ConnectionRefusedError("the bus did not return the greeting")
        return str(reply.body[0])


def _connected(address: str) -> tuple[str, socket.socket]:
    """Return the first place of the address that answers, and an authenticated socket to it."""
    failure: OSError | ValueError | None = None
    for place in places(address):
        try:
            return place, prep_socket(place, timeout=GREETING_WITHIN)
        except (OSError, ValueError) as error:
            failure = error
    raise failure or ConnectionError("the address of the bus names no place")
