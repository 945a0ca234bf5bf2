"""A notification server on a real bus that can be silenced, as each of the known ones would be."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)

from ergobreak.adapters.busy.dnd_ways import NAME, PROPERTIES, SERVER
from ergobreak.adapters.dbus.bus import Bus

if TYPE_CHECKING:
    from jeepney import Message

PATHS = SERVER.object_path, "/fr/emersion/Mako", "/org/erikreider/swaync/cc", "/org/xfce/Xfconf"


class Silencer:
    """Owns the name of the notification server, and others, while the context is open.

    `server` is what it calls itself. `properties`: interface and name -> signature and value.
    `answers`: a method -> signature and values of its reply.
    """

    def __init__(self, address: str, server: str, *, also: tuple[str, ...] = ()) -> None:
        self._bus = Bus(address)
        self._server = server
        self._names = NAME, *also
        self.properties: dict[tuple[str, str], tuple[str, object]] = {}
        self.answers: dict[str, tuple[str, tuple[object, ...]]] = {}
        self._is_well = threading.Event()
        self._is_well.set()
        self.hanging = 0
        """How many calls have come since it hangs."""
        self.asked: list[str] = []
        """The methods that were called, and the names of the properties that were read."""

    def __enter__(self) -> Self:
        for path in PATHS:
            self._bus.on_call(path, self._called)
        self._bus.start()
        self._bus.call(message_bus.GetId())  # connected, or it fails here
        self.come()
        return self

    def __exit__(self, *_: object) -> None:
        self.recover()
        self._bus.stop()

    def hang(self) -> None:
        """Answer nothing from now on."""
        self._is_well.clear()

    def recover(self) -> None:
        """Answer again, first of all what has come meanwhile."""
        self._is_well.set()

    def come(self) -> None:
        """Take the names, also after the bus was lost."""
        for name in self._names:
            self._bus.call(message_bus.RequestName(name))

    def leave(self) -> None:
        """Give up the name of the notification server."""
        self._bus.call(message_bus.ReleaseName(NAME))

    def change(
        self, path: str, interface: str, name: str, value: object, *, is_said: bool = True
    ) -> None:
        """Change a property and tell so; not `is_said`: without the value."""
        signature, _ = self.properties[interface, name]
        self.properties[interface, name] = signature, value
        changed = {name: (signature, value)} if is_said else {}
        body = interface, changed, [] if is_said else [name]
        self.say(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", body)

    def say(
        self, path: str, interface: str, signal: str, signature: str, body: tuple[Any, ...]
    ) -> None:
        """Send a signal."""
        self._bus.send(new_signal(DBusAddress(path, interface=interface), signal, signature, body))
        # When this is answered the signal has been passed on, ahead of what anybody says later.
        self._bus.call(message_bus.GetId())

    def _called(self, message: Message) -> Message:
        self.hanging += not self._is_well.is_set()
        self._is_well.wait(30.0)
        member = message.header.fields[HeaderFields.member]
        if member == "GetServerInformation":
            return new_method_return(message, "ssss", (self._server, "somebody", "1.0", "1.2"))
        self.asked.append(message.body[1] if member == "Get" else member)
        if member in self.answers:
            return new_method_return(message, *self.answers[member])
        if member == "Get" and tuple(message.body) in self.properties:
            return new_method_return(message, "v", (self.properties[tuple(message.body)],))
        return new_error(message, "org.freedesktop.DBus.Error.InvalidArgs")
