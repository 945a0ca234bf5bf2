"""A small client of the sound server: PulseAudio's native protocol over its local socket.

Enough to ask questions and to be told of changes; PipeWire speaks it as well. Written from the
protocol as it is on the wire: a frame is a head of 20 bytes and a row of values, and each value has
a letter in front of it, so that a reply can be read without knowing what it should hold.
One thread at a time; `hang_up` may come from another.
"""

from __future__ import annotations

import os
import socket
import struct
from typing import TYPE_CHECKING, Final

from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = int | bool | str | bytes | tuple[int, ...] | dict[str, str] | None

VERSION: Final = 19
"""What we speak: the oldest that tells of corked streams, 2010. Later ones only say more."""

NOBODY: Final = 0xFFFF_FFFF
"""The index that means none."""

# Commands.
ERROR: Final = 0
REPLY: Final = 2
AUTH: Final = 8
SET_CLIENT_NAME: Final = 9
GET_SOURCE_INFO: Final = 23
GET_SOURCE_OUTPUT_INFO_LIST: Final = 32
SUBSCRIBE: Final = 35
SUBSCRIBE_EVENT: Final = 66

RECORDING_STREAMS: Final = 0x8
"""What can be subscribed to; the server's word is source outputs."""

HEAD: Final = struct.Struct("!5I")  # length, channel, offset (two halves), flags
WORD: Final = struct.Struct("!I")
COOKIE: Final = 256  # bytes
LARGEST: Final = 16 << 20  # bytes; who announces more does not speak this protocol
GREETING: Final = 2.0  # s, until the server takes the connection

# Letter in front of a value -> how long the value is.
NUMBERS: Final = {b"L": 4, b"B": 1, b"R": 8, b"r": 8, b"U": 8, b"T": 8, b"V": 4}
CONSTANTS: Final[dict[bytes, Value]] = {b"1": True, b"0": False, b"N": None}


class PulseError(Exception):
    """The server has gone, refuses, or says what cannot be read."""


class Refused(PulseError):
    """The server does not do what was asked; the connection stands."""


class Connection:
    """A connection to the sound server behind the socket at `path`."""

    def __init__(self, path: str, cookie: bytes) -> None:
        """Reach the server. `cookie`: what it may want to see; who is the same user needs none.

        Raises PulseError.
        """
        self.has_news = False
        """Whether something subscribed to has changed since this was last set to False."""
        self._tag = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(GREETING)
            self._socket.connect(path)
            self._socket.settimeout(None)
        except OSError as error:
            self._socket.close()
            raise PulseError(str(error)) from None
        self._cookie = cookie

    def greet(self, name: str) -> None:
        """Make ourselves known. Raises PulseError. Takes as long as the server takes to start."""
        self.ask(AUTH, VERSION, self._cookie.ljust(COOKIE, b"\0")[:COOKIE])
        self.ask(SET_CLIENT_NAME, {"application.name": name})

    def ask(self, command: int, *values: Value) -> list[Value]:
        """Send a command and return what its reply holds. Raises PulseError, also on refusal."""
        self._tag += 1
        payload = packed(command, self._tag, *values)
        try:
            self._socket.sendmsg([HEAD.pack(len(payload), NOBODY, 0, 0, 0), payload], _who_we_are())
        except OSError as error:
            raise PulseError(str(error)) from None
        while True:
            answer, tag, *rest = self._next()
            if tag == self._tag and answer == REPLY:
                return rest
            if tag == self._tag and answer == ERROR:
                raise Refused(f"refused: {rest}")

    def wait(self) -> None:
        """Return when something subscribed to has changed. Raises PulseError: the server is gone.

        What has changed already returns at once.
        """
        while not self.has_news:
            self._next()

    def hang_up(self) -> None:
        """End every wait of the other thread with PulseError; from any thread."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it has gone by itself

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()

    def _next(self) -> list[Value]:
        """Return command, tag and values of the next frame that is none of sound."""
        while True:
            length, channel, *_rest = HEAD.unpack(self._read(HEAD.size))
            if length > LARGEST:
                raise PulseError(_("what answers is no sound server"))
            payload = self._read(length)
            if channel != NOBODY:
                continue
            try:
                values = list(unpacked(payload))
            except (ValueError, IndexError, struct.error, UnicodeDecodeError) as error:
                raise PulseError(
                    _("what the server says cannot be read: {error}").format(error=error)
                ) from None
            if len(values) >= 2:
                self.has_news = self.has_news or values[0] == SUBSCRIBE_EVENT
                return values

    def _read(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            try:
                part = self._socket.recv(count - len(data))
            except OSError as error:
                raise PulseError(str(error)) from None
            if not part:
                raise PulseError(_("the server has hung up"))
            data += part
        return bytes(data)


def packed(*values: Value) -> bytes:
    """Return values as they go on the wire."""
    return b"".join(_packed(value) for value in values)


def unpacked(data: bytes) -> Iterator[Value]:
    """Yield the values of a payload. Raises ValueError and the like where it is none."""
    place = 0
    while place < len(data):
        value, place = _unpacked(data, place)
        yield value


def _packed(value: Value) -> bytes:
    match value:
        case None:
            return b"N"
        case bool():
            return b"1" if value else b"0"
        case int():
            return b"L" + WORD.pack(value)
        case str():
            return b"t" + value.encode() + b"\0"
        case bytes():
            return b"x" + WORD.pack(len(value)) + value
        case dict():
            rows = (
                packed(key, len(text.encode()) + 1, text.encode() + b"\0")
                for key, text in value.items()
            )
            return b"P" + b"".join(rows) + b"N"
        case tuple():
            raise ValueError("nothing that we say holds such a value")


def _unpacked(data: bytes, place: int) -> tuple[Value, int]:
    """Return the value at `place`, and where the next one begins."""
    letter, place = data[place : place + 1], place + 1
    if letter in CONSTANTS:
        return CONSTANTS[letter], place
    if letter in NUMBERS:
        after = place + NUMBERS[letter]
        return int.from_bytes(data[place:after]), after
    match letter:
        case b"t":
            after = data.index(b"\0", place)
            return data[place:after].decode(errors="replace"), after + 1
        case b"x":
            after = place + 4 + WORD.unpack_from(data, place)[0]
            return data[place + 4 : after], after
        case b"a":  # format, channels, rate
            return tuple(data[place : place + 6]), place + 6
        case b"m":  # a place in the room for each channel
            after = place + 1 + data[place]
            return tuple(data[place + 1 : after]), after
        case b"v":  # a volume for each channel
            after = place + 1 + 4 * data[place]
            return tuple(data[place + 1 : after]), after
        case b"P":
            return _properties(data, place)
        case _:
            raise ValueError(f"a value of kind {letter!r}")


def _properties(data: bytes, place: int) -> tuple[dict[str, str], int]:
    """Return a list of properties: each a key, how long the value is, and the value."""
    found: dict[str, str] = {}
    while data[place : place + 1] == b"t":
        key, place = _unpacked(data, place)
        # Looked at before it is read, or a list within a list would have no end.
        if data[place : place + 1] != b"L" or data[place + 5 : place + 6] != b"x":
            raise ValueError("a property without a value")
        text, place = _unpacked(data, place + 5)
        if isinstance(key, str) and isinstance(text, bytes):
            found[key] = text.rstrip(b"\0").decode(errors="replace")
    if data[place : place + 1] != b"N":
        raise ValueError("a list of properties without an end")
    return found, place + 1


def _who_we_are() -> list[tuple[int, int, bytes]]:
    """Return our process and user as the kernel vouches for them; servers look at the first."""
    who = struct.pack("3i", os.getpid(), os.getuid(), os.getgid())
    return [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, who)]
