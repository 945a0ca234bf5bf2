"""GNOME Shell's idle monitor on a private bus, in the shape that the real one says it has."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, Self

from jeepney import HeaderFields, message_bus, new_error, new_method_return, new_signal

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.presence.mutter import CORE, NAME
from tests.services.introspected import interface

if TYPE_CHECKING:
    from jeepney import Message

SHAPE: Final = interface(NAME)


class MutterDouble:
    """Owns the name while the context is open. A test lets time pass by `rest` and `press`."""

    def __init__(self, address: str) -> None:
        self._bus = Bus(address)
        self._ids = itertools.count(1)
        self.idle_for = 0
        """Milliseconds without input."""
        self.idle_watches: dict[int, int] = {}
        self.active_watches: list[int] = []
        self.asked: list[str] = []

    def __enter__(self) -> Self:
        self._bus.on_call(CORE.object_path, self._called)
        self._bus.start()
        self._bus.call(message_bus.GetId())
        self._bus.call(message_bus.RequestName(NAME))
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.stop()

    def rest(self, milliseconds: int, *, counted: int | None = None) -> None:
        """Let so long pass without input; `counted`: what the monitor says when it is asked."""
        before, now = self.idle_for, self.idle_for + milliseconds
        self.idle_for = now if counted is None else counted
        for watch, interval in tuple(self.idle_watches.items()):
            if before < interval <= now:
                self.fire(watch)

    def press(self) -> None:
        """Press a key."""
        self.idle_for = 0
        fired, self.active_watches = self.active_watches, []
        for watch in fired:
            self.fire(watch)

    def fire(self, watch: int) -> None:
        """Say that a watch has fired."""
        self._bus.send(new_signal(CORE, "WatchFired", SHAPE.signals["WatchFired"], (watch,)))
        # When this is answered the signal has been passed on, ahead of what anybody says later.
        self._bus.call(message_bus.GetId())

    def leave(self) -> None:
        """End as the shell does when it crashes: every watch is gone."""
        self.idle_watches.clear()
        self.active_watches.clear()
        self._bus.call(message_bus.ReleaseName(NAME))

    def come_back(self) -> None:
        """Be the new shell, with new numbers."""
        self._bus.call(message_bus.RequestName(NAME))

    def _called(self, message: Message) -> Message:
        fields = message.header.fields
        member = fields[HeaderFields.member]
        self.asked.append(member)
        takes, gives = SHAPE.methods.get(member, (None, ""))
        if fields.get(HeaderFields.signature, "") != takes:
            return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        return new_method_return(message, gives or None, self._answered(member, message.body))

    def _answered(self, member: str, body: tuple[int, ...]) -> tuple[int, ...]:
        if member == "GetIdletime":
            return (self.idle_for,)
        if member == "AddIdleWatch":
            watch = next(self._ids)
            self.idle_watches[watch] = body[0]
            return (watch,)
        if member == "AddUserActiveWatch":
            self.active_watches.append(next(self._ids))
            return (self.active_watches[-1],)
        if member == "RemoveWatch":
            self.idle_watches.pop(body[0], None)
            self.active_watches = [each for each in self.active_watches if each != body[0]]
        return ()
