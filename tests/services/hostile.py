"""A program on the bus that owns every name we ask for, and answers with whatever it likes."""

from __future__ import annotations

import threading
from random import Random
from typing import TYPE_CHECKING, Any, Final, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageFlag,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)

from ergobreak.adapters.dbus.wire import Wire

if TYPE_CHECKING:
    from jeepney import Message

NAMES: Final = (
    *("org.freedesktop.Notifications", "org.kde.StatusNotifierWatcher"),
    *("org.freedesktop.login1", "org.freedesktop.systemd1", "org.gnome.Mutter.IdleMonitor"),
    *("org.gnome.SessionManager", "org.kde.Solid.PowerManagement.PolicyAgent"),
    *("org.freedesktop.PowerManagement", "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"),
    *("org.xfce.ScreenSaver", "org.a11y.Bus", "org.freedesktop.portal.Desktop", "org.xfce.Xfconf"),
)
# What some real service answers to something, so that the odd thing is often one layer down.
LIKELY: Final = (
    *("s", "b", "v", "u", "t", "as", "ao", "o", "a{sv}", "a(ssssuu)", "a(ss)", "ssss", "au"),
    *("", "ay", "(so)", "vv", "sa{sv}as", "us", "uu", "sss", "x", "d", "a(iiay)", "i", "aas"),
)
LETTERS: Final = "ybnqiuxtdsogv"
SERVERS: Final = ("dunst", "mako", "gnome-shell", "Xfce Notify Daemon", "SwayNotificationCenter")
TEXTS: Final = (
    *("", "idle", "Active", "user", ":1.1", "/", "org.freedesktop.login1.Manager", "x" * 5000),
    *("\x1b[31m", "a\nb", "\N{RIGHT-TO-LEFT OVERRIDE}", "<b>", "idle:sleep", "block", *SERVERS),
)
# Path, interface and names of what we listen for.
SIGNALS: Final = (
    ("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "ActionInvoked"),
    ("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "NotificationClosed"),
    ("/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor", "WatchFired"),
    ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"),
    ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "SessionNew"),
    ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "SessionRemoved"),
    ("/org/freedesktop/login1", "org.freedesktop.DBus.Properties", "PropertiesChanged"),
    ("/org/a11y/bus", "org.freedesktop.DBus.Properties", "PropertiesChanged"),
    ("/org/freedesktop/Notifications", "org.freedesktop.DBus.Properties", "PropertiesChanged"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"),
    ("/org/gnome/SessionManager", "org.gnome.SessionManager", "InhibitorAdded"),
    ("/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher", "StatusNotifierHostRegistered"),
    ("/org/freedesktop/DBus", "org.freedesktop.DBus", "NameOwnerChanged"),
)


class Hostile:
    """Owns the names and answers at random by its seed, as a context manager. Never silent."""

    def __init__(self, address: str, seed: int) -> None:
        self._chance = Random(seed)
        self._wire = Wire(address)
        self._thread = threading.Thread(target=self._run, name="hostile", daemon=True)
        self.calls = 0
        self.known: set[str] = set()

    def __enter__(self) -> Self:
        for name in NAMES:
            self._wire.tell(message_bus.RequestName(name))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.hang_up()
        self._thread.join(5)
        self._wire.close()

    def shout(self, times: int) -> None:
        """Send signals that everybody listens for, with bodies that nobody expects."""
        for _ in range(times):
            path, interface, member = self._chance.choice(SIGNALS)
            signature, body = self._body()
            emitter = DBusAddress(path, interface=interface)
            self._wire.tell(new_signal(emitter, member, signature or None, body))

    def _run(self) -> None:
        for message in self._wire.messages():
            header = message.header
            if header.message_type is not MessageType.method_call:
                continue
            self.calls += 1
            self.known.add(str(header.fields.get(HeaderFields.sender)))
            if not header.flags & MessageFlag.no_reply_expected:
                self._wire.tell(self._answer(message))
            self.shout(1)

    def _answer(self, call: Message) -> Message:
        signature, body = self._body()
        if self._chance.random() < 0.1:
            name = f"org.freedesktop.DBus.Error.{self._chance.choice(('Failed', 'NoReply', 'X'))}"
            return new_error(call, name, signature or None, body)
        return new_method_return(call, signature or None, body)

    def _body(self) -> tuple[str, tuple[Any, ...]]:
        if self._chance.random() < 0.7:
            signature = self._chance.choice(LIKELY)
        else:
            signature = "".join(self._chance.choices(LETTERS, k=self._chance.randint(1, 3)))
        return signature, tuple(self._value(each) for each in split(signature))

    def _value(self, signature: str, depth: int = 0) -> Any:
        chance = self._chance
        match signature[0]:
            case "b":
                return chance.random() < 0.5
            case "d":
                return chance.choice((0.0, -1.0, 1e300, float("inf"), float("nan")))
            case "s":
                return chance.choice(TEXTS)
            case "o":
                return chance.choice(("/", "/a", "/org/freedesktop/login1"))
            case "g":
                return "a{sv}"
            case "v":
                inner = chance.choice(LIKELY if depth < 3 else tuple(LETTERS[:9]))
                inner = (split(inner) or ["s"])[0]
                return inner, self._value(inner, depth + 1)
            case "a":
                return self._many(signature[1:], depth)
            case "(":
                return tuple(self._value(each, depth + 1) for each in split(signature[1:-1]))
            case letter:
                low, high = RANGES[letter]
                return chance.choice((0, 1, 2, 3, low, high))

    def _many(self, signature: str, depth: int) -> Any:
        count = self._chance.choice((0, 1, 2, 5))
        if signature == "y":
            return b"\0" * count
        if signature.startswith("{"):
            key, value = split(signature[1:-1])
            names = ("Active", "LockedHint", "Class", "Inhibited", "ScreenReaderEnabled", "")
            return {
                self._chance.choice(names) if key == "s" else self._value(key): self._value(
                    value, depth + 1
                )
                for _ in range(count)
            }
        return [self._value(signature, depth + 1) for _ in range(count)]


RANGES: Final = {
    "y": (0, 255),
    "n": (-(1 << 15), (1 << 15) - 1),
    "q": (0, (1 << 16) - 1),
    "i": (-(1 << 31), (1 << 31) - 1),
    "u": (0, (1 << 32) - 1),
    "x": (-(1 << 63), (1 << 63) - 1),
    "t": (0, (1 << 64) - 1),
}


def split(signature: str) -> list[str]:
    """Return the complete types of a signature."""
    found, depth, current = [], 0, ""
    for letter in signature:
        current += letter
        depth += (letter in "({") - (letter in ")}")
        if depth == 0 and letter != "a":
            found.append(current)
            current = ""
    return found
