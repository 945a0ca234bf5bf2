"""The Wayland protocol over a plain socket: requests out, events in, and nothing but sockets.

Rules of this file:
1. One thread at a time; only `hang_up` may be called from another one. Whoever reads `events` is
   blocked in a read and wakes for messages only.
2. A compositor ends a client that leaves a gap between the numbers of its new objects: whoever
   takes a number by `new_id` sends it in the very next request.
3. Nothing here needs file descriptors; those that a compositor sends are let go of.
"""

from __future__ import annotations

import socket
import struct
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WITHIN: Final = 2.0  # s; a compositor on the same machine that needs longer is not well

DISPLAY: Final = 1  # the object that is there from the start
_SYNC: Final = 0
_GET_REGISTRY: Final = 1
_BIND: Final = 0
_ERROR: Final = 0
_GLOBAL: Final = 0
_GLOBAL_REMOVE: Final = 1

_HEADER: Final = struct.Struct("=II")  # object; size << 16 | opcode
_WORD: Final = 4  # bytes; everything is a multiple of it


class WaylandError(Exception):
    """The compositor cannot be reached, has gone, or has refused something; the words say what."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A global object that the compositor offers, by the number that `bind` names it with."""

    name: int
    interface: str
    version: int


@dataclass(frozen=True, slots=True)
class Message:
    """An event of one object, or in a test a request."""

    target: int
    opcode: int
    body: bytes

    def values(self, signature: str) -> tuple[Any, ...]:
        """Return the arguments: u (also objects, new ids, enums), i, s (None: null), a (array).

        Raises WaylandError when the body is shorter than that.
        """
        found: list[object] = []
        place = 0
        try:
            for kind in signature:
                (word,) = struct.unpack_from("=i" if kind == "i" else "=I", self.body, place)
                place += _WORD
                if kind in "ui":
                    found.append(word)
                    continue
                data = self.body[place : place + word]
                if len(data) < word:
                    raise WaylandError(_("a message of the compositor is cut short"))
                place += _padded(word)
                found.append(data if kind == "a" else _text(data))
        except struct.error:
            raise WaylandError(_("a message of the compositor is cut short")) from None
        return tuple(found)


def socket_path(env: Mapping[str, str]) -> str:
    """Return where the compositor of this environment listens; empty if it names none."""
    name = env.get("WAYLAND_DISPLAY", "")
    if not name or Path(name).is_absolute():
        return name
    folder = env.get("XDG_RUNTIME_DIR", "")
    return str(Path(folder) / name) if Path(folder).is_absolute() else ""


def packed(target: int, opcode: int, *arguments: int | str | bytes | None) -> bytes:
    """Return one message: numbers, texts, None (a null text), bytes (an array)."""
    body = b"".join(_packed(argument) for argument in arguments)
    return _HEADER.pack(target, (_HEADER.size + len(body)) << 16 | opcode) + body


def unpacked(data: bytearray) -> Iterator[Message]:
    """Take each whole message from the front of `data`. Raises WaylandError."""
    while len(data) >= _HEADER.size:
        target, word = _HEADER.unpack_from(data)
        size = word >> 16
        if size < _HEADER.size:
            raise WaylandError(_("what came is not Wayland's protocol"))
        if len(data) < size:
            return
        body = bytes(data[_HEADER.size : size])
        del data[:size]
        yield Message(target, word & 0xFFFF, body)


class Connection:
    """A connection to the compositor that listens at `path`. Raises WaylandError.

    Until `events` is read, every answer is waited for at most `within` s; None: for ever.
    """

    def __init__(self, path: str, *, within: float | None = WITHIN) -> None:
        self._last_id = DISPLAY
        self._data = bytearray()
        self._kept: deque[Message] = deque()  # came while an answer was waited for
        self._offers: dict[int, Offer] = {}
        self._registry = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(within)
        try:
            self._socket.connect(path)
        except OSError as failure:
            self._socket.close()
            raise WaylandError(
                _("no compositor answers at {path} ({error})").format(
                    path=path, error=failure.strerror
                )
            ) from None

    # ---------------------------------------------------------------- what there is

    def globals(self) -> tuple[Offer, ...]:
        """Return what the compositor offers now. Raises WaylandError."""
        if not self._registry:
            self._registry = self.new_id()
            self.request(DISPLAY, _GET_REGISTRY, self._registry)
            self.sync()
        return tuple(self._offers.values())

    def offered(self, interface: str) -> int:
        """Return the version that is offered of an interface; 0: none. Raises WaylandError."""
        return next((o.version for o in self.globals() if o.interface == interface), 0)

    def bind(self, interface: str, version: int = 1) -> int:
        """Return a new object of an offered interface, of at most this version.

        Raises WaylandError, also when there is none of the kind.
        """
        for offer in self.globals():
            if offer.interface == interface:
                new, agreed = self.new_id(), min(version, offer.version)
                self.request(self._registry, _BIND, offer.name, interface, agreed, new)
                return new
        raise WaylandError(_("the compositor has no {interface}").format(interface=interface))

    # ---------------------------------------------------------------- out

    def new_id(self) -> int:
        """Return the number of a new object, for the very next request."""
        self._last_id += 1
        return self._last_id

    def request(self, target: int, opcode: int, *arguments: int | str | bytes | None) -> None:
        """Send one request; objects and new ids are numbers. Raises WaylandError."""
        try:
            self._socket.sendall(packed(target, opcode, *arguments))
        except OSError:
            # Why it has hung up may still stand in what it said last.
            while True:
                self._kept.append(self._next())

    def sync(self) -> None:
        """Wait until all requests so far have been dealt with. Raises WaylandError."""
        done = self.new_id()
        self.request(DISPLAY, _SYNC, done)
        while (message := self._next()).target != done:
            self._kept.append(message)

    # ---------------------------------------------------------------- in

    def events(self) -> Iterator[Message]:
        """Yield each event of our objects, for ever. Raises WaylandError when that is over.

        Those of the display and of the registry are dealt with here.
        """
        self._socket.settimeout(None)
        while True:
            message = self._kept.popleft() if self._kept else self._next()
            if message.target not in {DISPLAY, self._registry}:
                yield message

    def hang_up(self) -> None:
        """End the connection; whoever reads notices at once. Any thread, any number of times."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is gone already

    def close(self) -> None:
        """Give the socket back; only for the thread that reads, once it has stopped reading."""
        self._socket.close()

    def _next(self) -> Message:
        while True:
            for message in unpacked(self._data):
                self._note(message)
                return message
            try:
                data = self._socket.recv(65536)
            except TimeoutError:
                raise WaylandError(_("the compositor does not answer")) from None
            except OSError as failure:
                raise WaylandError(
                    _("the compositor has gone ({error})").format(error=failure)
                ) from None
            if not data:
                raise WaylandError(_("the compositor has gone"))
            self._data += data

    def _note(self, message: Message) -> None:
        """Learn what comes and goes; an error of the protocol is the last word of a compositor."""
        if message.target == DISPLAY and message.opcode == _ERROR:
            raise WaylandError(
                _("the compositor refuses: {error}").format(error=message.values("uus")[2])
            )
        if message.target != self._registry:
            return
        if message.opcode == _GLOBAL:
            name, interface, version = message.values("usu")
            self._offers[name] = Offer(name, interface, version)
        elif message.opcode == _GLOBAL_REMOVE:
            self._offers.pop(message.values("u")[0], None)


def _packed(argument: int | str | bytes | None) -> bytes:
    if isinstance(argument, int):
        return struct.pack("=i" if argument < 0 else "=I", argument)
    if argument is None:
        return struct.pack("=I", 0)
    data = argument if isinstance(argument, bytes) else argument.encode() + b"\0"
    return struct.pack("=I", len(data)) + data.ljust(_padded(len(data)), b"\0")


def _padded(length: int) -> int:
    return -(-length // _WORD) * _WORD


def _text(data: bytes) -> str | None:
    return data[:-1].decode(errors="replace") if data else None
