"""What a tray icon and its menu say on the bus: names, signatures, and how a call is answered.

The two interfaces are tables. What an object tells about itself when it is introspected is made
from them, and so is every reply: neither can say what the other does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jeepney import DBusAddress, HeaderFields, new_error, new_method_return, new_signal

from ergobreak.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jeepney import Message

ITEM_PATH: Final = "/StatusNotifierItem"
MENU_PATH: Final = "/StatusNotifierItem/Menu"

ERROR: Final = "org.freedesktop.DBus.Error."
PROPERTIES: Final = "org.freedesktop.DBus.Properties"


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface and where it is served. `methods`: what each takes and returns."""

    name: str
    path: str
    methods: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    signals: Mapping[str, str] = field(default_factory=dict)

    def signal(self, name: str, *values: object) -> Message:
        """Return a signal of this interface."""
        emitter = DBusAddress(self.path, interface=self.name)
        return new_signal(emitter, name, self.signals[name] or None, values)


ITEM: Final = Interface(
    name="org.kde.StatusNotifierItem",
    path=ITEM_PATH,
    methods={
        "Activate": ("ii", ""),
        "SecondaryActivate": ("ii", ""),
        "ContextMenu": ("ii", ""),
        "Scroll": ("is", ""),
    },
    properties={
        "Category": "s",
        "Id": "s",
        "Title": "s",
        "Status": "s",
        "WindowId": "i",
        "IconThemePath": "s",
        "IconName": "s",
        "IconPixmap": "a(iiay)",
        "OverlayIconName": "s",
        "OverlayIconPixmap": "a(iiay)",
        "AttentionIconName": "s",
        "AttentionIconPixmap": "a(iiay)",
        "AttentionMovieName": "s",
        "ToolTip": "(sa(iiay)ss)",
        "ItemIsMenu": "b",
        "Menu": "o",
    },
    signals={"NewTitle": "", "NewIcon": "", "NewToolTip": "", "NewStatus": "s"},
)

MENU: Final = Interface(
    name="com.canonical.dbusmenu",
    path=MENU_PATH,
    methods={
        "GetLayout": ("iias", "u(ia{sv}av)"),
        "GetGroupProperties": ("aias", "a(ia{sv})"),
        "GetProperty": ("is", "v"),
        "Event": ("isvu", ""),
        "EventGroup": ("a(isvu)", "ai"),
        "AboutToShow": ("i", "b"),
        "AboutToShowGroup": ("ai", "aiai"),
    },
    properties={"Version": "u", "TextDirection": "s", "Status": "s", "IconThemePath": "as"},
    signals={"LayoutUpdated": "ui", "ItemsPropertiesUpdated": "a(ia{sv})a(ias)"},
)

# Every object has these.
COMMON: Final = (
    Interface("org.freedesktop.DBus.Introspectable", "", {"Introspect": ("", "s")}),
    Interface("org.freedesktop.DBus.Peer", "", {"Ping": ("", "")}),
    Interface(PROPERTIES, "", {"Get": ("ss", "v"), "GetAll": ("s", "a{sv}"), "Set": ("ssv", "")}),
)


class Refused(Exception):
    """A call that cannot be answered. `name`: the last word of the D-Bus error."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class Served:
    """Answers the calls to one object. `do` performs a method, `read` returns a property."""

    def __init__(
        self,
        interface: Interface,
        do: Callable[[str, tuple[Any, ...]], tuple[Any, ...]],
        read: Callable[[str], Any],
    ) -> None:
        self._interface = interface
        self._do = do
        self._read = read

    def __call__(self, call: Message) -> Message:
        """Return the reply to a call, or the error that its sender can make sense of."""
        try:
            signature, values = self._answer(call)
        except Refused as refused:
            return new_error(call, ERROR + refused.name, "s", (str(refused),))
        return new_method_return(call, signature or None, values)

    def _answer(self, call: Message) -> tuple[str, tuple[Any, ...]]:
        fields = call.header.fields
        member = fields[HeaderFields.member]
        # A caller may leave the interface out; then any that has such a method will do.
        asked = fields.get(HeaderFields.interface)
        offered = [one for one in (self._interface, *COMMON) if asked in (None, one.name)]
        if not offered:
            raise Refused("UnknownInterface", str(asked))
        for interface in offered:
            if member in interface.methods:
                takes, returns = interface.methods[member]
                break
        else:
            raise Refused("UnknownMethod", f"{asked or fields[HeaderFields.path]}: {member}")
        given = fields.get(HeaderFields.signature, "")
        if given != takes:
            raise Refused("InvalidArgs", f"{member} takes ({takes}), not ({given})")
        values = tuple(call.body)
        if interface is self._interface:
            return returns, self._do(member, values)
        return returns, self._common(member, values)

    def _common(self, member: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
        match member:
            case "Introspect":
                return (described(self._interface),)
            case "Get":
                return (self._property(*values),)
            case "GetAll":
                self._check(values[0])
                return ({name: self._variant(name) for name in self._interface.properties},)
            case "Set":
                self._property(*values[:2])
                raise Refused("PropertyReadOnly", values[1])
            case _:
                return ()  # Ping

    def _property(self, interface: str, name: str) -> tuple[str, Any]:
        self._check(interface)
        if name not in self._interface.properties:
            raise Refused("UnknownProperty", f"{interface}: {name}")
        return self._variant(name)

    def _check(self, interface: str) -> None:
        if interface not in ("", self._interface.name):
            raise Refused("UnknownInterface", interface)

    def _variant(self, name: str) -> tuple[str, Any]:
        return self._interface.properties[name], self._read(name)


def described(interface: Interface) -> str:
    """Return what an object says when it is introspected."""
    parts = ["<node>"]
    for one in (interface, *COMMON):
        parts.append(f'<interface name="{one.name}">')
        for name, (takes, returns) in one.methods.items():
            values = _arguments(takes, ' direction="in"') + _arguments(returns, ' direction="out"')
            parts.append(f'<method name="{name}">{values}</method>')
        for name, returns in one.properties.items():
            parts.append(f'<property name="{name}" type="{returns}" access="read"/>')
        for name, holds in one.signals.items():
            parts.append(f'<signal name="{name}">{_arguments(holds)}</signal>')
        parts.append("</interface>")
    return "\n".join([*parts, "</node>"])


def _arguments(signature: str, direction: str = "") -> str:
    return "".join(f'<arg type="{one}"{direction}/>' for one in split(signature))


def split(signature: str) -> list[str]:
    """Return the complete types of a signature, one each."""
    found, depth, current = [], 0, ""
    for letter in signature:
        current += letter
        depth += (letter in "({") - (letter in ")}")
        if depth == 0 and letter != "a":
            found.append(current)
            current = ""
    return found
