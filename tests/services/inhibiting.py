"""Services that keep a list of who keeps the screen on, in the shapes that real ones describe."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)

from ergobreak.adapters.busy.inhibitors_ways import GNOME, KDE, LOGIND, POWER
from ergobreak.adapters.dbus.bus import Bus
from tests.services.introspected import Interface, interface

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney import Message

LOGIND_PATH: Final = "/org/freedesktop/login1"
GNOME_PATH: Final = "/org/gnome/SessionManager"
KDE_PATH: Final = "/org/kde/Solid/PowerManagement/PolicyAgent"
POWER_PATH: Final = "/org/freedesktop/PowerManagement/Inhibit"
# Real systems say so, but logind can hardly be had in a test.
LOGIND_SHAPE: Final = Interface({"ListInhibitors": ("", "a(ssssuu)")})


class Service:
    """Owns a name while the context is open; its objects answer as their shapes say."""

    def __init__(self, address: str, name: str) -> None:
        self.bus = Bus(address)
        self.name = name
        self.asked = 0

    def __enter__(self) -> Self:
        self.bus.start()
        self.own()
        return self

    def __exit__(self, *_: object) -> None:
        self.bus.stop()

    def own(self) -> None:
        """Take the name, also anew after the bus was lost."""
        self.bus.call(message_bus.GetId())  # connected, or it fails here
        self.bus.call(message_bus.RequestName(self.name))

    def serve(
        self, path: str, shape: Interface, answers: dict[str, Callable[..., tuple[Any, ...]]]
    ) -> None:
        """Let an object answer these methods of its shape."""

        def called(message: Message) -> Message:
            self.asked += 1
            fields = message.header.fields
            member = fields[HeaderFields.member]
            takes, gives = shape.methods.get(member, (None, ""))
            if fields.get(HeaderFields.signature, "") != takes or member not in answers:
                return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
            # On the wire KDE's pairs are a list, whatever its introspection says.
            gives = gives.replace("a{ss}", "a(ss)")
            return new_method_return(message, gives, answers[member](*message.body))

        self.bus.on_call(path, called)

    def say(self, path: str, of: str, signal: str, signature: str, *body: object) -> None:
        """Send a signal, and wait until it has been passed on."""
        self.bus.send(new_signal(DBusAddress(path, interface=of), signal, signature, body))
        self.bus.call(message_bus.GetId())


class LogindInhibitors(Service):
    """Logind's manager: (what, who, why, mode, user, process)."""

    def __init__(self, address: str) -> None:
        super().__init__(address, LOGIND)
        self._list: list[tuple[str, str, str, str, int, int]] = []
        self.serve(LOGIND_PATH, LOGIND_SHAPE, {"ListInhibitors": lambda: (self._list,)})

    def keep(
        self,
        *names: str,
        what: str = "idle",
        why: str = "",
        mode: str = "block",
        user: int | None = None,
    ) -> None:
        """Let exactly these keep something from happening."""
        user = os.getuid() if user is None else user
        self._list = [(what, name, why, mode, user, 7) for name in names]
        manager = f"{LOGIND}.Manager"
        changed = {"BlockInhibited": ("s", "idle" if names else "")}
        properties = "org.freedesktop.DBus.Properties"
        self.say(LOGIND_PATH, properties, "PropertiesChanged", "sa{sv}as", manager, changed, [])


class GnomeInhibitors(Service):
    """GNOME's session manager."""

    def __init__(self, address: str) -> None:
        super().__init__(address, GNOME)
        self._paths: list[str] = []
        self._shape = interface(GNOME)
        self.serve(GNOME_PATH, self._shape, {"GetInhibitors": lambda: (self._paths,)})

    def keep(self, *names: str, flags: int = 8) -> None:
        """Let exactly these programs inhibit what the flags say."""
        gone, self._paths = self._paths, []
        for path in gone:
            self._tell("InhibitorRemoved", path)
        for number, name in enumerate(names):
            path = f"{GNOME_PATH}/Inhibitor{number}"
            self._serve(path, name, flags)
            self._paths.append(path)
            self._tell("InhibitorAdded", path)

    def _serve(self, path: str, name: str, flags: int) -> None:
        answers: dict[str, Callable[..., tuple[Any, ...]]] = {
            "GetFlags": lambda: (flags,),
            "GetAppId": lambda: (name,),
        }
        self.serve(path, interface(f"{GNOME}.Inhibitor"), answers)

    def _tell(self, signal: str, path: str) -> None:
        self.say(GNOME_PATH, GNOME, signal, self._shape.signals[signal], path)


class KdeInhibitors(Service):
    """KDE's policy agent."""

    def __init__(self, address: str) -> None:
        super().__init__(address, KDE)
        self._names: tuple[str, ...] = ()
        self._kinds = 0
        answers: dict[str, Callable[..., tuple[Any, ...]]] = {
            "HasInhibition": lambda kinds: (bool(self._kinds & kinds),),
            "ListInhibitions": lambda: ([(name, "Playing") for name in self._names],),
        }
        self.serve(KDE_PATH, interface(KDE), answers)

    def keep(self, *names: str, kinds: int = 5) -> None:
        """Let exactly these programs inhibit things of these kinds."""
        gone, self._names, self._kinds = self._names, names, kinds if names else 0
        added = [(name, "Playing") for name in names]
        self.say(KDE_PATH, KDE, "InhibitionsChanged", "a(ss)as", added, list(gone))


class PowerInhibitors(Service):
    """A power manager as Xfce's."""

    def __init__(self, address: str) -> None:
        super().__init__(address, POWER)
        self._names: list[str] = []
        self._shape = interface(f"{POWER}.Inhibit")
        answers: dict[str, Callable[..., tuple[Any, ...]]] = {
            "HasInhibit": lambda: (bool(self._names),),
            "GetInhibitors": lambda: (self._names,),
        }
        self.serve(POWER_PATH, self._shape, answers)

    def keep(self, *names: str) -> None:
        """Let exactly these programs inhibit."""
        self._names = list(names)
        signature = self._shape.signals["HasInhibitChanged"]
        self.say(POWER_PATH, f"{POWER}.Inhibit", "HasInhibitChanged", signature, bool(names))
