"""A notification server on a real bus that writes down what it is asked, and does as it is told."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)

from ergobreak.adapters.busy.dnd_ways import PROPERTIES
from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.notify.wire import NAME, PATH
from tests.services.published import answer, table

if TYPE_CHECKING:
    from jeepney import Message


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of Notify, the number it was given, and when it came (monotonic, ns)."""

    app: str
    replaces: int
    icon: str
    title: str
    body: str
    actions: list[str]
    hints: dict[str, Any]
    expires: int
    number: int
    came_ns: int


class NotificationServer:
    """Owns the name while the context is open; a stranger does not, but says the same words.

    `like` is the program whose words it has; what is said and asked is held against them.
    """

    def __init__(
        self,
        address: str,
        abilities: tuple[str, ...] | None = ("actions", "body"),
        *,
        is_stranger: bool = False,
        like: str = "xfce4-notifyd-0.7",
    ) -> None:
        self._introspection = answer("notifications", like)
        self._known = table(self._introspection)
        self._called_so, _, self._version = like.rpartition("-")
        self._bus = Bus(address)
        self._is_stranger = is_stranger
        self._bus.on_call(PATH, self._called)
        self._abilities = abilities
        self._is_well = threading.Event()
        self._is_well.set()
        self.asked: list[Asked] = []
        self.closed: list[int] = []
        self.refuses = False
        self.early = 0
        """How many calls it still answers as if it had no object yet, as GNOME's does at first."""
        self.calls: list[str] = []
        """What it was asked, a word each, answered or not."""

    def __enter__(self) -> Self:
        self._bus.start()
        self._bus.call(message_bus.GetId())  # connected, or it fails here
        if not self._is_stranger:
            self._bus.call(message_bus.RequestName(NAME))
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

    def leave(self) -> None:
        """Give up the name; also while it hangs."""
        self._bus.send(message_bus.ReleaseName(NAME))

    def press(self, number: int, answer: str) -> None:
        """Say that a button was pressed."""
        self._say("ActionInvoked", number, answer)

    def close(self, number: int, reason: int) -> None:
        """Say that a notice was closed: 1 expired, 2 by the person."""
        self._say("NotificationClosed", number, reason)

    def _say(self, signal: str, *values: object) -> None:
        _, signature = self._known[NAME, "signal", signal]
        emitter = DBusAddress(PATH, interface=NAME)
        self._bus.send(new_signal(emitter, signal, signature, values))
        # When this is answered the signal has been passed on, ahead of what anybody says later.
        self._bus.call(message_bus.GetId())

    def _called(self, message: Message) -> Message:
        came_ns = time.monotonic_ns()
        fields = message.header.fields
        member = fields[HeaderFields.member]
        self.calls.append(member)
        self._is_well.wait(30.0)
        if member == "Introspect":
            return new_method_return(message, "s", (self._introspection,))
        interface = fields.get(HeaderFields.interface, NAME)
        takes, gives = self._known[interface, "method", member]
        assert fields.get(HeaderFields.signature, "") == takes
        is_unknown = self._abilities is None and member == "GetCapabilities"
        if self.early or is_unknown:
            self.early = max(0, self.early - 1)
            return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        # It has no properties: whether it is silenced is the business of another double.
        if self.refuses or interface == PROPERTIES:
            return new_error(message, "org.freedesktop.DBus.Error.InvalidArgs")
        if member == "GetServerInformation":
            return new_method_return(message, gives, (self._called_so, "", self._version, "1.2"))
        if member == "GetCapabilities":
            return new_method_return(message, gives, (list(self._abilities or ()),))
        if member == "CloseNotification":
            self.closed.append(message.body[0])
            return new_method_return(message)
        assert member == "Notify"  # whatever else it publishes, nobody here asks for
        number = message.body[1] or len(self.asked) + 1
        hints = {name: value for name, (_, value) in message.body[6].items()}
        app, replaces, icon, title, body, actions, _, expires = message.body
        self.asked.append(
            Asked(app, replaces, icon, title, body, actions, hints, expires, number, came_ns)
        )
        return new_method_return(message, gives, (number,))
