"""The service manager of a person's session on a private bus: its environment, and one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from jeepney import DBusAddress, HeaderFields, message_bus, new_error, new_method_return, new_signal

from ergobreak.adapters.dbus.bus import Bus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jeepney import Message

NAME = "org.freedesktop.systemd1"
PATH = "/org/freedesktop/systemd1"
MANAGER = DBusAddress(PATH, bus_name=NAME, interface=f"{NAME}.Manager")

SERVED = {"Environment": "as", "Subscribe": "", "SetEnvironment": "as", "JobRemoved": "uoss"}
"""What of the real interface it serves, with the signatures; changes of a value are not told."""


class SystemdDouble:
    """Owns the name while the context is open; `environment` is what it would start things with."""

    def __init__(self, address: str, environment: Mapping[str, str] | None = None) -> None:
        self._bus = Bus(address)
        self._bus.on_call(PATH, self._called)
        self.environment = dict(environment or {})
        self.subscribers: set[str] = set()
        self.asked = 0
        """How often it was asked for its environment."""

    def __enter__(self) -> Self:
        self._bus.start()
        self._bus.call(message_bus.GetId())  # connected, or it fails here
        self._bus.call(message_bus.RequestName(NAME))
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.stop()

    def finish(self, unit: str) -> None:
        """Say that a unit has been started or stopped, to those who have asked for it."""
        if self.subscribers:
            body = 1, f"{PATH}/job/1", unit, "done"
            self._bus.send(new_signal(MANAGER, "JobRemoved", SERVED["JobRemoved"], body))
            self._bus.call(message_bus.GetId())

    def _called(self, message: Message) -> Message:
        member = message.header.fields[HeaderFields.member]
        match member:
            case "Subscribe":
                self.subscribers.add(message.header.fields[HeaderFields.sender])
                return new_method_return(message)
            case "SetEnvironment":
                self.environment |= dict(line.split("=", 1) for line in message.body[0])
                return new_method_return(message)
            case "Get" if message.body == (MANAGER.interface, "Environment"):
                self.asked += 1
                lines = [f"{name}={value}" for name, value in self.environment.items()]
                return new_method_return(message, "v", ((SERVED["Environment"], lines),))
            case _:
                return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
