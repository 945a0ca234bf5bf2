"""Do not disturb on real desktops: what their own switches do is told, and nothing else."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from jeepney import DBusAddress, new_method_call

from ergobreak.adapters.busy.dnd import DoNotDisturb
from ergobreak.adapters.busy.dnd_ways import SERVER
from ergobreak.adapters.dbus.bus import Bus, BusError
from ergobreak.adapters.inotify import Inotify
from tests.desktop import plasma
from tests.desktop.conftest import demand, is_required
from tests.desktop.desktop import (
    BUS,
    DUNST,
    LXQT_NOTIFICATIOND,
    OPENBOX,
    SWAY,
    SWAYNC,
    XFCE4_NOTIFYD,
    Desktop,
    find_program,
)
from tests.services.busy_log import BusyLog, wait_told
from tests.services.posted import switches, switches_at_rest
from tests.services.silencer import Silencer
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.desktop

AT_ONCE: Final = 2.0  # s; of which the switches themselves take 0.1, on a busy machine far more
SHORTCUTS: Final = DBusAddress(
    "/component/plasmashell",
    bus_name="org.kde.kglobalaccel",
    interface="org.kde.kglobalaccel.Component",
)
SCHEMA: Final = "org.gnome.desktop.notifications"


def needs(name: str, package: str) -> str:
    """Return where a program is; or skip, or fail, and name its package."""
    found = find_program(name)
    if found is None:
        words = f"this test needs the package: {package}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    return found


@pytest.fixture
def log() -> BusyLog:
    """Return where it is written down what is told."""
    return BusyLog()


@pytest.fixture
def watch(log: BusyLog) -> Iterator[Callable[[Desktop], DoNotDisturb]]:
    """Yield how to begin to watch a desktop."""
    made: list[tuple[DoNotDisturb, Bus, Inotify]] = []

    def begin(desktop: Desktop) -> DoNotDisturb:
        bus, inotify = Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"]), Inotify()
        source = DoNotDisturb(log.tell, bus, desktop.env, inotify)
        made.append((source, bus, inotify))
        bus.start()
        source.start()
        wait_for(lambda: not source.reason, 10.0, "the server tells")
        return source

    yield begin
    for source, bus, inotify in made:
        source.stop()
        bus.stop()
        inotify.stop()


def turn(desktop: Desktop, *command: str, env: dict[str, str] | None = None) -> int:
    """Run a desktop's own switch; return when that began (monotonic, ns)."""
    begun = time.monotonic_ns()
    desktop.read(command, env)
    return begun


def in_turn(
    log: BusyLog, called: str, on: Callable[[], int], off: Callable[[], int], times: int = 3
) -> None:
    """Turn a switch on and off: each is told at once, and nothing else is."""
    for _ in range(times):
        for names, switch in (((called,), on), ((), off)):
            begun = switch()
            wait_told(log, "dnd", *names)
            assert log.last_ns - begun < AT_ONCE * 1e9
    assert log.told == [("dnd", (called,)), ("dnd", ())] * times


def test_dunst_is_paused(
    packages: None, tmp_path: Path, log: BusyLog, watch: Callable[[Desktop], DoNotDisturb]
) -> None:
    """By dunstctl; what it shows meanwhile wakes nobody; a dunst that ends is not silent."""
    pause = "dunstctl", "set-paused"
    with Desktop(tmp_path / "desktop", [DUNST]) as desktop:
        watch(desktop)
        in_turn(
            log,
            "dunst",
            lambda: turn(desktop, *pause, "true"),
            lambda: turn(desktop, *pause, "false"),
        )
        turn(desktop, *pause, "true")
        wait_told(log, "dnd", "dunst")
        desktop.kill(DUNST)
        wait_told(log, "dnd")
        desktop.start(DUNST)  # a new one is not paused
        turn(desktop, *pause, "true")
        wait_told(log, "dnd", "dunst")
        desktop.kill(BUS)
        wait_told(log, "dnd")


def test_dunst_that_was_paused_before_is_told(
    packages: None, tmp_path: Path, log: BusyLog, watch: Callable[[Desktop], DoNotDisturb]
) -> None:
    """It holds from the first moment, and is told once."""
    with Desktop(tmp_path / "desktop", [DUNST]) as desktop:
        turn(desktop, "dunstctl", "set-paused", "true")
        watch(desktop)
        wait_told(log, "dnd", "dunst")

        thread = [thread for thread in threading.enumerate() if thread.name == "dnd"][-1]
        before = switches_at_rest(thread)
        for number in range(5):
            desktop.read(["notify-send", f"Notice {number}"])
        assert switches(thread) == before
    assert log.told[0] == ("dnd", ("dunst",))


def test_xfce_is_silenced(
    packages: None, tmp_path: Path, log: BusyLog, watch: Callable[[Desktop], DoNotDisturb]
) -> None:
    """By the setting that its panel and its dialogue change; taking the setting away ends it."""
    needs("xfconf-query", "xfconf")
    setting = "xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb"
    with Desktop(tmp_path / "desktop", [XFCE4_NOTIFYD]) as desktop:
        watch(desktop)
        in_turn(
            log,
            "Xfce",
            lambda: turn(desktop, *setting, "-n", "-t", "bool", "-s", "true"),
            lambda: turn(desktop, *setting, "-r"),
        )


def test_gnome_is_silenced(
    packages: None, tmp_path: Path, log: BusyLog, watch: Callable[[Desktop], DoNotDisturb]
) -> None:
    """By its setting, with the real keeper of settings; the shell is only a name here."""
    needs("gsettings", "libglib2.0-bin")
    keeper = needs("dconf-service", "dconf-service")
    with Desktop(tmp_path / "desktop") as desktop:
        desktop.env["GSETTINGS_BACKEND"] = "dconf"
        desktop.run("dconf", [keeper])
        wait_for(lambda: desktop.owned("ca.desrt.dconf"))
        if "show-banners" not in desktop.read(["gsettings", "list-keys", SCHEMA]):
            needs("", "gsettings-desktop-schemas dconf-gsettings-backend")
        with Silencer(desktop.env["DBUS_SESSION_BUS_ADDRESS"], "gnome-shell"):
            watch(desktop)
            banners = "gsettings", "set", SCHEMA, "show-banners"
            in_turn(
                log,
                "GNOME",
                lambda: turn(desktop, *banners, "false"),
                lambda: turn(desktop, "gsettings", "reset", SCHEMA, "show-banners"),
            )


def test_lxqt_is_silenced(
    tmp_path: Path, log: BusyLog, watch: Callable[[Desktop], DoNotDisturb]
) -> None:
    """By the file that its dialogue writes, beside the real server."""
    demand((OPENBOX, LXQT_NOTIFICATIOND))
    with Desktop(tmp_path / "desktop", [LXQT_NOTIFICATIOND], name="LXQt") as desktop:
        file = Path(desktop.env["XDG_CONFIG_HOME"], "lxqt/notifications.conf")
        watch(desktop)

        def write(word: str) -> int:
            begun = time.monotonic_ns()
            new = file.with_suffix(".new")
            new.write_text(f"[General]\ndoNotDisturb={word}\n", encoding="utf-8")
            new.replace(file)
            return begun

        in_turn(log, "LXQt", lambda: write("true"), lambda: write("false"))


def test_swaync_is_silenced(
    tmp_path: Path, log: BusyLog, watch: Callable[[Desktop], DoNotDisturb]
) -> None:
    """By its own client, under a real Sway."""
    demand((SWAY, SWAYNC))
    with Desktop(tmp_path / "desktop", [SWAYNC], name="sway", size=(1024, 768)) as desktop:
        watch(desktop)
        in_turn(
            log,
            "swaync",
            lambda: turn(desktop, "swaync-client", "--dnd-on"),
            lambda: turn(desktop, "swaync-client", "--dnd-off"),
        )


def test_plasma_is_silenced(
    tmp_path: Path, log: BusyLog, watch: Callable[[Desktop], DoNotDisturb]
) -> None:
    """By the person's own switch, which outlives the shell, and by a program that gives a talk."""
    if missing := plasma.missing_packages():
        needs("", " ".join(missing))
    with plasma.Plasma(tmp_path / "desktop") as desktop:
        watch(desktop)
        person, program = (Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"]) for _ in range(2))
        person.start()
        program.start()
        program.call(new_method_call(SERVER, "Inhibit", "ssa{sv}", ("a.program", "a talk", {})))
        wait_told(log, "dnd", "Plasma")
        program.stop()  # and its wish with it
        wait_told(log, "dnd")

        toggle = new_method_call(SHORTCUTS, "invokeShortcut", "s", ("toggle do not disturb",))
        # The shortcut comes when the shell has finished its panel.
        wait_for(lambda: toggle_exists(person), plasma.SLOW)
        person.call(toggle)
        wait_told(log, "dnd", "Plasma")
        desktop.kill(plasma.SHELL)
        wait_told(log, "dnd")
        desktop.start(plasma.SHELL)
        wait_for(lambda: log.now("dnd") == ("Plasma",), plasma.SLOW)
        person.stop()


def toggle_exists(bus: Bus) -> bool:
    """Tell whether Plasma's shortcut is there."""
    try:
        (names,) = bus.call(new_method_call(SHORTCUTS, "shortcutNames"))
    except BusError:
        return False
    return "toggle do not disturb" in names
