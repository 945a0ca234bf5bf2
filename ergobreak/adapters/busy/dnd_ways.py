"""The ways in which notification servers tell that they have been silenced.

Each is a question, and something that says when to ask it again; none is asked without a cause.
The names of servers are their own, as they answer to GetServerInformation.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jeepney import DBusAddress, MatchRule, Properties, new_method_call

from ergobreak.adapters.dbus.answers import held
from ergobreak.adapters.dbus.bus import BusError
from ergobreak.adapters.path_watch import PathWatch
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.adapters.inotify import Inotify

NAME: Final = "org.freedesktop.Notifications"
SERVER: Final = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
PROPERTIES: Final = "org.freedesktop.DBus.Properties"
XFCONF: Final = DBusAddress(
    "/org/xfce/Xfconf", bus_name="org.xfce.Xfconf", interface="org.xfce.Xfconf"
)
SWAYNC: Final = DBusAddress(
    "/org/erikreider/swaync/cc",
    bus_name="org.erikreider.swaync.cc",
    interface="org.erikreider.swaync.cc",
)
# Modes are what their owner calls them; these two names are mako's own manual's, and the habit.
MAKO_MODES: Final = frozenset({"do-not-disturb", "dnd"})
LXQT_LINE: Final = re.compile(r"^doNotDisturb\s*=\s*true\s*$", re.MULTILINE)

ANSWER_WITHIN: Final = 25.0  # s; nobody waits but the worker, and at login a desktop is busy


class Untold(Exception):
    """It cannot be found out; the words say why."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of being told; both raise BusError or Untold.

    `listen` has its argument called, on another thread, whenever the answer may be another one.
    There is no end to that. `is_on` asks, and may take long.
    """

    listen: Callable[[Callable[[], None]], None]
    is_on: Callable[[], bool]


def inhibited(bus: Bus) -> Way:
    """Return the way that the common interface has for it; Plasma's, and that of few others."""
    return _by_property(bus, SERVER, "Inhibited", "b", bool)


def own_ways(bus: Bus, env: Mapping[str, str], inotify: Inotify) -> dict[str, tuple[str, Way]]:
    """Return, by the names of servers, what people call them, and their own ways."""

    def by_setting(schema: str, key: str, folder: str, silent: str) -> Way:
        return _by_setting(bus, env, f"{schema} {key}", folder, silent)

    dunst = DBusAddress(SERVER.object_path, NAME, "org.dunstproject.cmd0")
    mako = DBusAddress("/fr/emersion/Mako", NAME, "fr.emersion.Mako")
    gnome = "org.gnome.desktop.notifications", "show-banners", "/org/gnome/desktop/notifications/"
    cinnamon = (
        "org.cinnamon.desktop.notifications",
        "display-notifications",
        "/org/cinnamon/desktop/notifications/",
    )
    mate = "org.mate.NotificationDaemon", "do-not-disturb", "/org/mate/notification-daemon/"
    return {
        "dunst": ("dunst", _by_property(bus, dunst, "paused", "b", bool)),
        "mako": (
            "mako",
            _by_property(bus, mako, "Modes", "as", lambda now: not MAKO_MODES.isdisjoint(now)),
        ),
        "SwayNotificationCenter": ("swaync", _by_swaync(bus)),
        "Xfce Notify Daemon": ("Xfce", _by_xfconf(bus)),
        "gnome-shell": ("GNOME", by_setting(*gnome, silent="false")),
        "cinnamon": ("Cinnamon", by_setting(*cinnamon, silent="false")),
        "Notification Daemon": ("MATE", by_setting(*mate, silent="true")),
        "lxqt-notificationd": ("LXQt", _by_lxqt_file(env, inotify)),
    }


# ---------------------------------------------------------------- on the bus


def _by_property(
    bus: Bus, of: DBusAddress, name: str, types: str, means_on: Callable[[Any], bool]
) -> Way:
    rule = MatchRule(
        type="signal", interface=PROPERTIES, member="PropertiesChanged", path=of.object_path
    )
    rule.add_arg_condition(0, of.interface)

    def listen(heard: Callable[[], None]) -> None:
        def changed(message: Message) -> None:
            # Servers also count in properties what they show.
            if name in message.body[1] or name in message.body[2]:
                heard()

        bus.on_signal(rule, changed, "sa{sv}as")

    def is_on() -> bool:
        (said,) = bus.call(Properties(of).get(name), within=ANSWER_WITHIN, types="v")
        return means_on(held(said, types))

    return Way(listen, is_on)


def _by_swaync(bus: Bus) -> Way:
    # Which of its signals tells, and with what, differs from version to version.
    rule = MatchRule(type="signal", interface=SWAYNC.interface, path=SWAYNC.object_path)
    question = new_method_call(SWAYNC, "GetDnd")
    return Way(
        lambda heard: bus.on_signal(rule, lambda _: heard()),
        lambda: bool(bus.call(question, within=ANSWER_WITHIN, types="b")[0]),
    )


def _by_xfconf(bus: Bus) -> Way:
    place = "xfce4-notifyd", "/do-not-disturb"
    rule = MatchRule(type="signal", interface=XFCONF.interface, path=XFCONF.object_path)
    for number, word in enumerate(place):
        rule.add_arg_condition(number, word)

    def is_on() -> bool:
        question = new_method_call(XFCONF, "GetProperty", "ss", place)
        try:
            return bool(bus.call(question, within=ANSWER_WITHIN, types="v")[0][1])
        except BusError as error:
            if error.name.endswith(".PropertyNotFound"):
                return False  # nobody has ever touched the switch
            raise

    return Way(lambda heard: bus.on_signal(rule, lambda _: heard()), is_on)


def _by_setting(bus: Bus, env: Mapping[str, str], setting: str, folder: str, silent: str) -> Way:
    """Return a way by a setting of GNOME and its kin: told by dconf, read by a short-lived child.

    A `gsettings monitor` would do both, but lives as long as we do, with 6 MB of its own.
    """
    rule = MatchRule(
        type="signal",
        interface="ca.desrt.dconf.Writer",
        member="Notify",
        path="/ca/desrt/dconf/Writer/user",
    )
    rule.add_arg_condition(0, folder, kind="path")

    def is_on() -> bool:
        try:
            done = subprocess.run(
                ["gsettings", "get", *setting.split()],
                env=dict(env),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=ANSWER_WITHIN,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as failure:
            raise Untold(f"gsettings does not tell ({failure})") from None
        return done.stdout.strip() == silent

    return Way(lambda heard: bus.on_signal(rule, lambda _: heard()), is_on)


# ---------------------------------------------------------------- in a file


def _by_lxqt_file(env: Mapping[str, str], inotify: Inotify) -> Way:
    home = env.get("XDG_CONFIG_HOME") or Path(env.get("HOME", "/"), ".config")
    file = Path(home, "lxqt", "notifications.conf").absolute()

    def listen(heard: Callable[[], None]) -> None:
        try:
            PathWatch(inotify, file, heard, ("made", "written")).start()
        except OSError as failure:
            raise Untold(f"{file} cannot be watched ({failure.strerror})") from None

    def is_on() -> bool:
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return False  # nobody has ever touched the switch
        except OSError as failure:
            raise Untold(f"{file} cannot be read ({failure.strerror})") from None
        return LXQT_LINE.search(text) is not None

    return Way(listen, is_on)
