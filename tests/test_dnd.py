"""Do not disturb: each desktop's own way of saying it, on a real bus."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jeepney import DBusAddress, message_bus, new_signal

from ergobreak.adapters.busy.dnd import DoNotDisturb
from ergobreak.adapters.busy.dnd_ways import PROPERTIES, SERVER
from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.inotify import Inotify
from tests.services.busy_log import BusyLog, wait_told
from tests.services.private_bus import PrivateBus
from tests.services.silencer import Silencer
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

MAKO = "/fr/emersion/Mako"
SWAYNC = "/org/erikreider/swaync/cc"
XFCONF = "/org/xfce/Xfconf"
DCONF = "/ca/desrt/dconf/Writer/user"
GNOME = "/org/gnome/desktop/notifications/"

# (what the server calls itself, path, interface, property, off, on, what it is told as)
BY_PROPERTY = [
    ("Plasma", SERVER.object_path, "org.freedesktop.Notifications", "Inhibited", "Plasma"),
    ("A new one", SERVER.object_path, "org.freedesktop.Notifications", "Inhibited", "A new one"),
    ("dunst", SERVER.object_path, "org.dunstproject.cmd0", "paused", "dunst"),
]


@pytest.fixture
def private(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it."""
    with PrivateBus(tmp_path) as private:
        yield private


@pytest.fixture
def log() -> BusyLog:
    """Return where it is written down what is told."""
    return BusyLog()


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return an environment with a home of its own, where `gsettings` reads a file."""
    programs = tmp_path / "bin"
    programs.mkdir()
    gsettings = programs / "gsettings"
    gsettings.write_text('#!/bin/sh\necho "$@" >> "$HOME/asked"\ncat "$HOME/setting"\n')
    gsettings.chmod(0o700)
    path = f"{programs}:{os.environ['PATH']}"
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "PATH": path}


@pytest.fixture
def begin(
    private: PrivateBus, env: dict[str, str], log: BusyLog
) -> Iterator[Callable[[], DoNotDisturb]]:
    """Yield how to begin to watch."""
    bus = Bus(private.address)
    bus.start()
    inotify = Inotify()
    made: list[DoNotDisturb] = []

    def start() -> DoNotDisturb:
        made.append(DoNotDisturb(log.tell, bus, env, inotify))
        made[-1].start()
        return made[-1]

    yield start
    for source in made:
        source.stop()
    inotify.stop()
    bus.stop()


def settled(source: DoNotDisturb) -> None:
    """Wait until it works."""
    wait_for(lambda: not source.reason, what="it works")


@pytest.mark.parametrize(("server", "path", "interface", "name", "called"), BY_PROPERTY)
@pytest.mark.parametrize("is_said", [True, False])
def test_a_property_that_changes_is_told(
    private: PrivateBus,
    log: BusyLog,
    begin: Callable[[], DoNotDisturb],
    server: str,
    path: str,
    interface: str,
    name: str,
    called: str,
    is_said: bool,
) -> None:
    """On and off are told with the server's name, with or without the value in the signal."""
    with Silencer(private.address, server) as silencer:
        silencer.properties[interface, name] = "b", False
        settled(begin())
        assert log.told == []

        silencer.change(path, interface, name, value=True, is_said=is_said)
        wait_told(log, "dnd", called)
        silencer.change(path, interface, name, value=False, is_said=is_said)
        wait_told(log, "dnd")

    assert log.told == [("dnd", (called,)), ("dnd", ())]


def dunst(silencer: Silencer, *, is_paused: bool) -> None:
    """Make it a dunst."""
    silencer.properties["org.dunstproject.cmd0", "paused"] = "b", is_paused


def test_what_holds_at_the_start_is_told(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb]
) -> None:
    """A server that was silenced before we came is; whether it comes before or after us."""
    with Silencer(private.address, "dunst") as silencer:
        dunst(silencer, is_paused=True)
        begin()
        wait_told(log, "dnd", "dunst")


def test_with_its_server_it_goes_and_comes(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb]
) -> None:
    """Nobody is silenced without a server; the next one is asked anew."""
    source = begin()
    wait_for(lambda: source.reason == "no notification server")
    silencer = Silencer(private.address, "dunst")
    dunst(silencer, is_paused=True)
    with silencer:
        wait_told(log, "dnd", "dunst")
        silencer.leave()
        wait_told(log, "dnd")
        assert source.reason == "no notification server"
        dunst(silencer, is_paused=False)
        silencer.come()
        settled(source)
        assert log.now("dnd") == ()

    plasma = Silencer(private.address, "Plasma")
    plasma.properties["org.freedesktop.Notifications", "Inhibited"] = "b", True
    with plasma:
        wait_told(log, "dnd", "Plasma")
    wait_told(log, "dnd")


def test_a_bus_that_is_lost_silences_nobody(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb]
) -> None:
    """With the bus the hold ends; with its return, and the server's, it is there again."""
    with Silencer(private.address, "dunst") as silencer:
        dunst(silencer, is_paused=True)
        begin()
        wait_told(log, "dnd", "dunst")
        private.kill()
        wait_told(log, "dnd")

        private.start()
        silencer.come()
        wait_told(log, "dnd", "dunst")


@pytest.mark.parametrize("server", ["mako", "Something old"])
def test_a_server_that_does_not_tell_is_a_reason(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb], server: str
) -> None:
    """Its name is in the reason, and nothing is told."""
    with Silencer(private.address, server):
        source = begin()
        wait_for(lambda: f"{server} does not say whether it is silenced" in source.reason)

    assert log.told == []


def test_modes_of_mako_count_by_their_names(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb]
) -> None:
    """Only the mode that is called do-not-disturb, or dnd, is it, among whatever others."""
    interface = "fr.emersion.Mako"
    with Silencer(private.address, "mako") as silencer:
        silencer.properties[interface, "Modes"] = "as", ["default"]
        settled(begin())
        silencer.change(MAKO, interface, "Modes", ["default", "do-not-disturb"], is_said=False)
        wait_told(log, "dnd", "mako")
        silencer.change(MAKO, interface, "Modes", ["default", "evening"], is_said=False)
        wait_told(log, "dnd")
        silencer.change(MAKO, interface, "Modes", ["dnd"], is_said=False)
        wait_told(log, "dnd", "mako")


@pytest.mark.parametrize(
    ("signal", "signature", "body"),
    [("Subscribe", "ubb", (0, True, False)), ("SubscribeV2", "ubbb", (0, True, False, False))],
)
def test_swaync_is_asked_when_it_speaks(
    private: PrivateBus,
    log: BusyLog,
    begin: Callable[[], DoNotDisturb],
    signal: str,
    signature: str,
    body: tuple[object, ...],
) -> None:
    """The signals of old and new versions alike make us ask what holds."""
    name = "org.erikreider.swaync.cc"
    with Silencer(private.address, "SwayNotificationCenter", also=(name,)) as silencer:
        silencer.answers["GetDnd"] = "b", (False,)
        settled(begin())
        silencer.answers["GetDnd"] = "b", (True,)
        silencer.say(SWAYNC, name, signal, signature, body)
        wait_told(log, "dnd", "swaync")


def test_xfce_says_it_by_a_setting(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb]
) -> None:
    """The switch counts once it is set, and no other setting of Xfce makes us ask."""
    xfconf = "org.xfce.Xfconf"
    place = "xfce4-notifyd", "/do-not-disturb"
    with Silencer(private.address, "Xfce Notify Daemon", also=(xfconf,)) as silencer:
        silencer.answers["GetProperty"] = "v", (("b", False),)
        settled(begin())

        def set_to(value: bool, *where: str) -> None:
            silencer.answers["GetProperty"] = "v", (("b", value),)
            body = (*where, ("b", value))
            silencer.say(XFCONF, xfconf, "PropertyChanged", "ssv", body)

        before = silencer.asked.count("GetProperty")
        set_to(True, "xfce4-notifyd", "/theme")
        set_to(True, "xfwm4", "/do-not-disturb")
        set_to(True, *place)
        wait_told(log, "dnd", "Xfce")
        set_to(False, *place)
        wait_told(log, "dnd")

        assert silencer.asked.count("GetProperty") == before + 2


@pytest.mark.parametrize(
    ("server", "folder", "on", "off", "called"),
    [
        ("gnome-shell", GNOME, "false", "true", "GNOME"),
        ("cinnamon", "/org/cinnamon/desktop/notifications/", "false", "true", "Cinnamon"),
        ("Notification Daemon", "/org/mate/notification-daemon/", "true", "false", "MATE"),
    ],
)
def test_a_setting_of_gnome_and_its_kin_is_read_when_it_changes(
    private: PrivateBus,
    log: BusyLog,
    env: dict[str, str],
    begin: Callable[[], DoNotDisturb],
    server: str,
    folder: str,
    on: str,
    off: str,
    called: str,
) -> None:
    """One setting, or a whole folder at once; what others set starts no child."""
    home = Path(env["HOME"])
    (home / "setting").write_text(f"{off}\n")
    with Silencer(private.address, server) as silencer:
        settled(begin())
        before = (home / "asked").read_text().count("\n")

        def notify(value: str, *body: Any) -> None:
            (home / "setting").write_text(f"{value}\n")
            silencer.say(DCONF, "ca.desrt.dconf.Writer", "Notify", "sass", (*body, "tag"))

        notify(on, "/org/gtk/settings/file-chooser/", ["window-size"])
        notify(on, f"{folder}switch", [""])
        wait_told(log, "dnd", called)
        notify(off, "/", [f"{folder[1:]}switch"])
        wait_told(log, "dnd")

        assert (home / "asked").read_text().count("\n") == before + 2


def test_without_gsettings_it_says_so(
    private: PrivateBus, log: BusyLog, env: dict[str, str], begin: Callable[[], DoNotDisturb]
) -> None:
    """GNOME without the program that reads its settings: the reason names it."""
    env["PATH"] = "/nowhere"
    with Silencer(private.address, "gnome-shell"):
        source = begin()
        wait_for(lambda: "gsettings" in source.reason)


def test_lxqt_says_it_in_a_file(
    private: PrivateBus, log: BusyLog, env: dict[str, str], begin: Callable[[], DoNotDisturb]
) -> None:
    """The file may come later, be written or be replaced; the line decides."""
    file = Path(env["XDG_CONFIG_HOME"], "lxqt/notifications.conf")
    with Silencer(private.address, "lxqt-notificationd"):
        settled(begin())
        file.parent.mkdir(parents=True)
        file.write_text("[General]\ndoNotDisturb=true\nplacement=top-right\n")
        wait_told(log, "dnd", "LXQt")
        file.write_text("[General]\ndoNotDisturb=false\n")
        wait_told(log, "dnd")
        other = file.with_suffix(".new")
        other.write_text("[General]\ndoNotDisturb=true\n")
        other.rename(file)
        wait_told(log, "dnd", "LXQt")


def test_what_a_server_shows_is_none_of_our_concern(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb]
) -> None:
    """Changes of other properties of the same server make nobody ask anything."""
    interface = "org.dunstproject.cmd0"
    with Silencer(private.address, "dunst") as silencer:
        dunst(silencer, is_paused=False)
        silencer.properties[interface, "displayedLength"] = "u", 0
        settled(begin())
        before = len(silencer.asked)
        for number in range(20):
            silencer.change(SERVER.object_path, interface, "displayedLength", number)
        silencer.change(SERVER.object_path, interface, "paused", value=True)
        wait_told(log, "dnd", "dunst")

        assert silencer.asked[before:].count("paused") == 1


def test_the_switch_of_another_desktop_counts_nothing(
    private: PrivateBus, log: BusyLog, env: dict[str, str], begin: Callable[[], DoNotDisturb]
) -> None:
    """GNOME's setting says nothing about dunst, which shows what comes; its child is not run."""
    (Path(env["HOME"]) / "setting").write_text("false\n")
    with Silencer(private.address, "dunst") as silencer:
        dunst(silencer, is_paused=False)
        settled(begin())
        body = f"{GNOME}show-banners", [""], "tag"
        silencer.say(DCONF, "ca.desrt.dconf.Writer", "Notify", "sass", body)
        silencer.change(SERVER.object_path, "org.dunstproject.cmd0", "paused", value=True)
        wait_told(log, "dnd", "dunst")

    assert not Path(env["HOME"], "asked").exists()


def test_a_server_that_hangs_holds_nobody_up(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb]
) -> None:
    """The server is asked and never answers: stopping takes no second, and tells nothing."""
    with Silencer(private.address, "dunst") as silencer:
        dunst(silencer, is_paused=False)
        source = begin()
        settled(source)
        silencer.hang()
        somebody = Bus(private.address)
        somebody.start()
        emitter = DBusAddress(SERVER.object_path, interface=PROPERTIES)
        unsaid: list[str] = []
        body = "org.dunstproject.cmd0", {"paused": ("b", True)}, unsaid
        somebody.call(message_bus.GetId())
        somebody.send(new_signal(emitter, "PropertiesChanged", "sa{sv}as", body))
        wait_for(lambda: silencer.hanging)

        begun = time.monotonic()
        source.stop()
        assert time.monotonic() - begun < 1.0
        silencer.recover()
        somebody.stop()

    assert log.told == []


def test_nobody_is_woken_while_nothing_happens(
    private: PrivateBus, log: BusyLog, begin: Callable[[], DoNotDisturb]
) -> None:
    """While others talk on the bus, the thread is not woken once."""
    with Silencer(private.address, "dunst") as silencer:
        dunst(silencer, is_paused=False)
        settled(begin())
        (thread,) = [thread for thread in threading.enumerate() if thread.name == "dnd"]
        status = Path(f"/proc/self/task/{thread.native_id}/status")

        def switches() -> list[str]:
            lines = status.read_text(encoding="ascii").splitlines()
            return [line for line in lines if "ctxt_switches" in line]

        wait_for(lambda: switches() == switches(), what="the thread is blocked")
        before = switches()
        other = Bus(private.address)
        other.start()
        for _ in range(50):
            other.call(message_bus.GetId())
        other.stop()

        assert switches() == before
