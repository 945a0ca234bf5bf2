"""A logind on a private bus: one session that a test can lock, leave, put to sleep and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.presence.logind import MANAGER, NAME, PROPERTIES, SESSION

if TYPE_CHECKING:
    from jeepney import Message

ROOT = "/org/freedesktop/login1"
USER_PATH = f"{ROOT}/user/_1000"

SIGNATURES = {bool: "b", str: "s", tuple: "(so)"}


class LogindDouble:
    """Owns the name while the context is open; a stranger does not, but says the same words.

    `found_by` names the question that leads to the session: GetSessionByPID, GetSession, Display,
    or nothing at all.
    """

    def __init__(
        self,
        address: str,
        *,
        found_by: str = "GetSessionByPID",
        session: str = "c1",
        is_locked: bool = False,
        is_stranger: bool = False,
    ) -> None:
        self._bus = Bus(address)
        self._is_stranger = is_stranger
        self.found_by = found_by
        self.session = session
        self.asked: list[str] = []
        self.is_preparing = False
        self.values: dict[str, object] = {
            "Class": "user",
            "Active": True,
            "LockedHint": is_locked,
        }

    @property
    def path(self) -> str:
        """Return the path of the session."""
        return f"{ROOT}/session/{self.session}"

    def __enter__(self) -> Self:
        for path in (ROOT, USER_PATH, self.path, f"{ROOT}/session/manager"):
            self._bus.on_call(path, self._called)
        self._bus.start()
        self._bus.call(message_bus.GetId())  # connected, or it fails here
        if not self._is_stranger:
            self._bus.call(message_bus.RequestName(NAME))
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.stop()

    def return_to_the_bus(self) -> None:
        """Take the name again, after the bus was lost."""
        self._bus.call(message_bus.RequestName(NAME))

    # ---------------------------------------------------------------- what befalls the session

    def say(self, signal: str, *, of: str = "") -> None:
        """Send Lock or Unlock, of this session or another one."""
        self._emit(DBusAddress(of or self.path, interface=SESSION), signal)

    def change(self, name: str, value: object, *, of: str = "", is_said: bool = True) -> None:
        """Change a property of the session and tell so; not `is_said`: without the value."""
        self.values[name] = value
        changed = {name: (SIGNATURES[type(value)], value)} if is_said else {}
        emitter = DBusAddress(of or self.path, interface=PROPERTIES)
        body = SESSION, changed, [] if is_said else [name]
        self._emit(emitter, "PropertiesChanged", "sa{sv}as", body)

    def suspend(self, begins: bool) -> None:
        """Say that the machine is about to sleep, or has woken up."""
        self.is_preparing = begins
        self._emit(MANAGER, "PrepareForSleep", "b", (begins,))

    def shut_down(self, begins: bool) -> None:
        """Say that the machine is about to shut down, or that this was called off."""
        self._emit(MANAGER, "PrepareForShutdown", "b", (begins,))

    def end_session(self) -> None:
        """End the session; the person has none then."""
        ended, path = self.session, self.path
        self.session, self.found_by = "", ""
        self._emit(MANAGER, "SessionRemoved", "so", (ended, path))

    def begin_session(self, name: str) -> None:
        """Begin another session, on the person's display."""
        self.session, self.found_by = name, "Display"
        self._bus.on_call(self.path, self._called)
        self._emit(MANAGER, "SessionNew", "so", (name, self.path))

    def _emit(
        self, emitter: DBusAddress, signal: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> None:
        self._bus.send(new_signal(emitter, signal, signature or None, body))
        # When this is answered the signal has been passed on, ahead of what anybody says later.
        self._bus.call(message_bus.GetId())

    # ---------------------------------------------------------------- what it is asked

    def _called(self, message: Message) -> Message:
        fields = message.header.fields
        member, path = fields[HeaderFields.member], fields[HeaderFields.path]
        self.asked.append(member)
        if member == "GetAll":
            values = self.values if path == self.path else {"Class": "manager"}
            told = {name: (SIGNATURES[type(value)], value) for name, value in values.items()}
            return new_method_return(message, "a{sv}", (told,))
        if member == "Get" and message.body[1] == "PreparingForSleep":
            return new_method_return(message, "v", (("b", self.is_preparing),))
        if member == "Get":
            display = (self.session, self.path) if self.found_by == "Display" else ("", "/")
            return new_method_return(message, "v", (("(so)", display),))
        if member == "GetUser":
            return new_method_return(message, "o", (USER_PATH,))
        if member == "GetSession" and message.body[0] != self.session:
            return new_error(message, f"{NAME}.NoSuchSession")
        if member == self.found_by:
            return new_method_return(message, "o", (self.path,))
        if member == "GetSessionByPID" and self.found_by == "Display":
            return new_method_return(message, "o", (f"{ROOT}/session/manager",))
        return new_error(message, f"{NAME}.NoSessionForPID")
