"""The desktops' ways of saying which programs keep the screen on: whom to ask, and what.

GNOME's and KDE's were tried with the real services. Of Xfce's only the answers were seen, not the
signal, and of logind's neither: they are as documented. A program is named as people know it; the
reason that it gives is not read, with one exception that is no program's.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final, Protocol

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call

from ergobreak.adapters.dbus.bus import BusError
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jeepney import Message


LOGIND: Final = "org.freedesktop.login1"
GNOME: Final = "org.gnome.SessionManager"
KDE: Final = "org.kde.Solid.PowerManagement.PolicyAgent"
POWER: Final = "org.freedesktop.PowerManagement"

MIRROR: Final = "user session inhibited"  # what GNOME tells logind of those that it has told us
GNOME_IDLE: Final = 8  # one of the flags of GNOME's inhibitors
KDE_SCREEN: Final = 4  # one of the kinds of KDE's: the screen stays on
UNNAMED: Final = "a program"

_REVERSE_NAME: Final = re.compile(r"\w+(\.[\w-]+){2,}")


class Ask(Protocol):
    """Asks on the bus. Raises BusError, also where the reply is not of these types."""

    def __call__(self, message: Message, /, *, types: str) -> tuple[Any, ...]:
        """Return what the reply holds."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way: who owns `bus_name` sends what fits `news`, and `look` then asks who it is."""

    source: str
    bus_name: str
    is_system: bool
    news: MatchRule
    look: Callable[[Ask], Iterator[str]]


def ways() -> tuple[Way, ...]:
    """Return all ways. The names that a look yields are raw: see `plain_name`."""
    properties = "org.freedesktop.DBus.Properties"
    logind = MatchRule(type="signal", interface=properties, path="/org/freedesktop/login1")
    logind.add_arg_condition(0, f"{LOGIND}.Manager")
    power = f"{POWER}.Inhibit"
    return (
        Way("logind", LOGIND, True, logind, _logind),
        Way("GNOME session", GNOME, False, MatchRule(type="signal", interface=GNOME), _gnome),
        Way("KDE power", KDE, False, MatchRule(type="signal", interface=KDE), _kde),
        Way("power manager", POWER, False, MatchRule(type="signal", interface=power), _power),
    )


def plain_name(name: str) -> str:
    """Return the name of a program as people know it: of a path or a name in reverse, the end."""
    end = name.strip().rpartition("/")[2].removesuffix(".desktop")
    return end.rpartition(".")[2] if _REVERSE_NAME.fullmatch(end) else end


def _logind(ask: Ask) -> Iterator[str]:
    manager = DBusAddress("/org/freedesktop/login1", LOGIND, f"{LOGIND}.Manager")
    (found,) = ask(new_method_call(manager, "ListInhibitors"), types="a(ssssuu)")
    for what, who, why, mode, user, _ in found:
        is_film = "idle" in what.split(":") and mode == "block" and user == os.getuid()
        if is_film and why != MIRROR:
            yield who


def _gnome(ask: Ask) -> Iterator[str]:
    manager = DBusAddress("/org/gnome/SessionManager", GNOME, GNOME)
    (paths,) = ask(new_method_call(manager, "GetInhibitors"), types="ao")
    for path in paths:
        inhibitor = DBusAddress(path, GNOME, f"{GNOME}.Inhibitor")
        try:
            (flags,) = ask(new_method_call(inhibitor, "GetFlags"), types="u")
            if flags & GNOME_IDLE:
                yield ask(new_method_call(inhibitor, "GetAppId"), types="s")[0]
        except BusError as failure:
            if not failure.name:
                raise  # the bus is away; else: over since we were told of it


def _kde(ask: Ask) -> Iterator[str]:
    agent = DBusAddress("/org/kde/Solid/PowerManagement/PolicyAgent", KDE, KDE)
    if ask(new_method_call(agent, "HasInhibition", "u", (KDE_SCREEN,)), types="b")[0]:
        # Those that only keep the machine awake are in the list as well, and look alike.
        listed = ask(new_method_call(agent, "ListInhibitions"), types="a(ss)")[0]
        yield from (who for who, _ in listed)


def _power(ask: Ask) -> Iterator[str]:
    """Yield those of Xfce's and others' power managers, which keep the screen and music apart not.

    KDE's answers here too, for whoever keeps the machine awake: its other way knows better.
    """
    if ask(message_bus.NameHasOwner(KDE), types="b")[0]:
        return
    inhibit = DBusAddress("/org/freedesktop/PowerManagement/Inhibit", POWER, f"{POWER}.Inhibit")
    if ask(new_method_call(inhibit, "HasInhibit"), types="b")[0]:
        yield from ask(new_method_call(inhibit, "GetInhibitors"), types="as")[0] or (UNNAMED,)
