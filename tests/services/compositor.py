"""A Wayland compositor without a screen: it offers what a test names, and says what it is told.

It is as strict as the real ones: a gap between new ids, an unknown object or a bad name ends the
client with an error.
"""

from __future__ import annotations

import itertools
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from ergobreak.adapters.wayland_wire import DISPLAY, Message, WaylandError, packed, unpacked
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIRST_OF_SERVER: Final = 0xFF000000

# (interface, request) -> what it makes; the new id is always the first argument.
MAKES: Final = {
    ("wl_display", 0): "wl_callback",
    ("wl_display", 1): "wl_registry",
    ("ext_idle_notifier_v1", 1): "ext_idle_notification_v1",
    ("ext_idle_notifier_v1", 2): "ext_idle_notification_v1",
    ("org_kde_kwin_idle", 0): "org_kde_kwin_idle_timeout",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a client has asked of an object."""

    interface: str
    opcode: int
    message: Message


class Compositor:
    """Listens at `path` while the context is open; `offers` are interfaces with their versions."""

    def __init__(self, path: Path, offers: Mapping[str, int]) -> None:
        self._path = path
        self.offers = dict(offers)
        self._server_ids = itertools.count(FIRST_OF_SERVER)
        self._listening: socket.socket | None = None
        self._client: socket.socket | None = None
        self._is_mute = False
        self.path = str(path)
        self.connections = 0
        self.requests: list[Request] = []
        self.objects: dict[int, str] = {}
        """The objects of the client that is connected now, with their interfaces."""

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.die()

    def open(self) -> None:
        """Listen, also anew."""
        listening = self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(self.path)
        listening.listen()
        self._thread = threading.Thread(target=self._serve, args=(listening,), daemon=True)
        self._thread.start()

    def die(self) -> None:
        """Go away without a word."""
        listening, self._listening = self._listening, None
        if listening is None:
            return
        self._path.unlink(missing_ok=True)
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        self.drop()
        self._thread.join(5.0)

    def drop(self) -> None:
        """Hang up on the client, and go on listening."""
        if self._client is not None:
            with suppress(OSError):
                self._client.shutdown(socket.SHUT_RDWR)

    def mute(self) -> None:
        """Answer nothing from now on."""
        self._is_mute = True

    # ---------------------------------------------------------------- what a test does with it

    def the(self, interface: str) -> int:
        """Return the newest object of an interface, once the client has made one."""
        return self.all(interface)[-1]

    def all(self, interface: str, count: int = 1) -> list[int]:
        """Return the objects of an interface, once there are at least so many."""

        def found() -> list[int]:
            ids = [each for each, name in tuple(self.objects.items()) if name == interface]
            return ids if len(ids) >= count else []

        return wait_for(found, what=f"{count} of {interface}")

    def asked(self, interface: str, opcode: int) -> list[Message]:
        """Return the requests of a kind so far."""
        wanted = (interface, opcode)
        return [r.message for r in tuple(self.requests) if (r.interface, r.opcode) == wanted]

    def emit(self, target: int, opcode: int, *arguments: int | str | bytes | None) -> None:
        """Send an event of one of the client's objects."""
        self.send(packed(target, opcode, *arguments))

    def make(self, parent: int, opcode: int, interface: str) -> int:
        """Send an event that brings a new object of the compositor; return its id."""
        new = next(self._server_ids)
        self.objects[new] = interface
        self.emit(parent, opcode, new)
        return new

    def send(self, data: bytes) -> None:
        """Send bytes, whatever they mean."""
        assert self._client is not None
        self._client.sendall(data)

    # ---------------------------------------------------------------- what a client asks

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            self._client = client
            self.objects = {DISPLAY: "wl_display"}
            self._last_id = DISPLAY
            with client, suppress(OSError):
                self._attend(client)
            self._client = None

    def _attend(self, client: socket.socket) -> None:
        data = bytearray()
        while more := client.recv(65536):
            data += more
            for message in unpacked(data):
                if self._is_mute:
                    continue
                try:
                    self._obey(message)
                except (WaylandError, KeyError, ValueError) as mistake:
                    self.emit(DISPLAY, 0, DISPLAY, 1, f"{type(mistake).__name__}: {mistake}")
                    return

    def _obey(self, message: Message) -> None:
        interface = self.objects[message.target]
        made = MAKES.get((interface, message.opcode))
        if interface == "wl_registry":
            name, wanted, version, new = message.values("usuu")
            offered = list(self.offers.items())[name - 1]
            if wanted != offered[0] or not 0 < version <= offered[1]:
                raise ValueError(f"{wanted} {version} is not offered as {name}")
            self._make(new, wanted)
        elif made is not None:
            self._make(message.values("u")[0], made)
        self.requests.append(Request(interface, message.opcode, message))
        if made == "wl_callback":
            (done,) = message.values("u")
            self.emit(done, 0, 0)
            del self.objects[done]
            self.emit(DISPLAY, 1, done)  # its number is free again
        elif made == "wl_registry":
            (registry,) = message.values("u")
            for name, (offer, version) in enumerate(self.offers.items(), 1):
                self.emit(registry, 0, name, offer, version)

    def _make(self, new: int, interface: str) -> None:
        if new != self._last_id + 1:
            raise ValueError(f"invalid new id {new} after {self._last_id}")
        self._last_id = new
        self.objects[new] = interface
