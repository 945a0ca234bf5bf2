"""A panel on a real bus: keeps icons, reads them, opens and clicks their menus, notes the signals.

What it says and is asked as a panel is held against what a real one of your choice has published,
what it expects of icons and menus against the introspection data below, as the desktops know them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)

from ergobreak.adapters.dbus.bus import Bus, sender_of
from tests.services.published import answer, table

if TYPE_CHECKING:
    from jeepney import Message

WATCHER: Final = "org.kde.StatusNotifierWatcher"
ITEM: Final = "org.kde.StatusNotifierItem"
MENU: Final = "com.canonical.dbusmenu"
STANDARD: Final = "org.freedesktop.DBus"

INTROSPECTION: Final = """
<node>
  <interface name="org.kde.StatusNotifierItem">
    <property name="Category" type="s" access="read"/>
    <property name="Id" type="s" access="read"/>
    <property name="Title" type="s" access="read"/>
    <property name="Status" type="s" access="read"/>
    <property name="WindowId" type="i" access="read"/>
    <property name="IconThemePath" type="s" access="read"/>
    <property name="Menu" type="o" access="read"/>
    <property name="ItemIsMenu" type="b" access="read"/>
    <property name="IconName" type="s" access="read"/>
    <property name="IconPixmap" type="a(iiay)" access="read"/>
    <property name="OverlayIconName" type="s" access="read"/>
    <property name="OverlayIconPixmap" type="a(iiay)" access="read"/>
    <property name="AttentionIconName" type="s" access="read"/>
    <property name="AttentionIconPixmap" type="a(iiay)" access="read"/>
    <property name="AttentionMovieName" type="s" access="read"/>
    <property name="ToolTip" type="(sa(iiay)ss)" access="read"/>
    <method name="ContextMenu"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
    <method name="Activate"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
    <method name="SecondaryActivate">
      <arg type="i" direction="in"/><arg type="i" direction="in"/>
    </method>
    <method name="Scroll"><arg type="i" direction="in"/><arg type="s" direction="in"/></method>
    <signal name="NewTitle"/>
    <signal name="NewIcon"/>
    <signal name="NewToolTip"/>
    <signal name="NewStatus"><arg type="s"/></signal>
  </interface>
  <interface name="com.canonical.dbusmenu">
    <property name="Version" type="u" access="read"/>
    <property name="TextDirection" type="s" access="read"/>
    <property name="Status" type="s" access="read"/>
    <property name="IconThemePath" type="as" access="read"/>
    <method name="GetLayout">
      <arg type="i" direction="in"/><arg type="i" direction="in"/><arg type="as" direction="in"/>
      <arg type="u" direction="out"/><arg type="(ia{sv}av)" direction="out"/>
    </method>
    <method name="GetGroupProperties">
      <arg type="ai" direction="in"/><arg type="as" direction="in"/>
      <arg type="a(ia{sv})" direction="out"/>
    </method>
    <method name="GetProperty">
      <arg type="i" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/>
    </method>
    <method name="Event">
      <arg type="i" direction="in"/><arg type="s" direction="in"/>
      <arg type="v" direction="in"/><arg type="u" direction="in"/>
    </method>
    <method name="EventGroup">
      <arg type="a(isvu)" direction="in"/><arg type="ai" direction="out"/>
    </method>
    <method name="AboutToShow">
      <arg type="i" direction="in"/><arg type="b" direction="out"/>
    </method>
    <method name="AboutToShowGroup">
      <arg type="ai" direction="in"/>
      <arg type="ai" direction="out"/><arg type="ai" direction="out"/>
    </method>
    <signal name="ItemsPropertiesUpdated">
      <arg type="a(ia{sv})"/><arg type="a(ias)"/>
    </signal>
    <signal name="LayoutUpdated"><arg type="u"/><arg type="i"/></signal>
  </interface>
</node>
"""

KNOWN: Final = table(INTROSPECTION)


class Watcher:
    """Owns the watcher's name while the context is open, and draws icons if `is_host`.

    `like` is the program whose words it has.
    """

    def __init__(
        self,
        address: str,
        *,
        is_host: bool = True,
        refuses: bool = False,
        like: str = "kded5-5.103",
    ) -> None:
        self._bus = Bus(address)
        self._introspection = answer("watcher", like)
        self._known = table(self._introspection, WATCHER)
        self._is_host = is_host
        self._refuses = refuses
        self.items: list[str] = []
        """The unique names that have registered an icon, in order, as often as they did."""
        self.signals: list[tuple[str, tuple[Any, ...]]] = []
        """What icons and menus have said, in order."""

    def __enter__(self) -> Self:
        self._bus.on_call("/" + WATCHER.rpartition(".")[2], self._called)
        for interface in (ITEM, MENU):
            self._bus.on_signal(MatchRule(type="signal", interface=interface), self._heard)
        self._bus.start()
        self._bus.call(message_bus.GetId())  # connected, or it fails here
        assert self._bus.call(message_bus.RequestName(WATCHER)) == (1,)  # ours, and ours alone
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.stop()

    def draws(self, is_host: bool) -> None:
        """Begin or end to draw icons, and say so."""
        self._is_host = is_host
        member = f"StatusNotifierHost{'Registered' if is_host else 'Unregistered'}"
        assert self._known[WATCHER, "signal", member] == ("", "")
        place = DBusAddress("/" + WATCHER.rpartition(".")[2], interface=WATCHER)
        self._bus.send(new_signal(place, member))
        self.catch_up()

    def catch_up(self) -> None:
        """Wait until all that the bus had to tell so far has been heard."""
        self._bus.call(message_bus.GetId())

    # ---------------------------------------------------------------- what a panel does

    def get(self, name: str, interface: str = ITEM) -> Any:
        """Return a property of the icon, or of its menu."""
        place = DBusAddress(self._path(interface), self.items[-1], f"{STANDARD}.Properties")
        call = new_method_call(place, "Get", "ss", (interface, name))
        ((signature, value),) = self._bus.call(call)
        assert signature == KNOWN[interface, "property", name][1]
        return value

    def call(self, interface: str, method: str, *values: object) -> tuple[Any, ...]:
        """Call a method of the icon or of its menu. Raises BusError."""
        takes, gives = KNOWN[interface, "method", method]
        answer = self.raw(interface, method, takes, values)
        assert answer.header.fields.get(HeaderFields.signature, "") == gives
        return tuple(answer.body)

    def raw(
        self,
        interface: str,
        method: str,
        signature: str,
        values: tuple[Any, ...],
        said_to: str | None = None,
    ) -> Message:
        """Return the reply to any call where `interface` is served. Raises BusError.

        `said_to`: the interface that the call names instead; "" names none, as callers may.
        """
        named = interface if said_to is None else said_to or None
        place = DBusAddress(self._path(interface), self.items[-1], named)
        return self._bus.ask(new_method_call(place, method, signature or None, values)).result(2.0)

    def menu(self) -> list[tuple[str, int]]:
        """Open the menu; return the label and the number of each line, with what is inside."""
        self.call(MENU, "AboutToShow", 0)
        _, root = self.call(MENU, "GetLayout", 0, -1, [])
        found: list[tuple[str, int]] = []

        def read(line: Any) -> None:
            number, properties, inside = line
            found.append((properties.get("label", ("s", ""))[1], number))
            for signature, value in inside:
                assert signature == "(ia{sv}av)"
                read(value)

        read(root)
        return found[1:]

    def click(self, label: str) -> None:
        """Click on a line of the menu."""
        self.call(MENU, "Event", dict(self.menu())[label], "clicked", ("i", 0), 0)

    def _path(self, interface: str) -> str:
        return str(self.get("Menu")) if interface == MENU else "/StatusNotifierItem"

    # ---------------------------------------------------------------- the bus

    def _called(self, message: Message) -> Message:
        member = message.header.fields[HeaderFields.member]
        if member == "Introspect":
            return new_method_return(message, "s", (self._introspection,))
        if member == "Get":
            values = {
                "IsStatusNotifierHostRegistered": self._is_host,
                "RegisteredStatusNotifierItems": list(self.items),
                "ProtocolVersion": 0,
            }
            name = message.body[1]
            _, signature = self._known[WATCHER, "property", name]
            return new_method_return(message, "v", ((signature, values[name]),))
        takes, _ = self._known[WATCHER, "method", member]
        assert message.header.fields[HeaderFields.signature] == takes
        # As GNOME's extension does, which looks for the owner of the connection.
        if self._refuses or message.body[0] != sender_of(message):
            return new_error(message, f"{STANDARD}.Error.InvalidArgs", "s", ("not this one",))
        self.items.append(message.body[0])
        return new_method_return(message)

    def _heard(self, message: Message) -> None:
        fields = message.header.fields
        member = fields[HeaderFields.member]
        _, holds = KNOWN[fields[HeaderFields.interface], "signal", member]
        assert fields.get(HeaderFields.signature, "") == holds
        self.signals.append((member, tuple(message.body)))
