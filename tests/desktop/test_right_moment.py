"""The right moment, on a real desktop: what a person does there, and when a prompt then comes.

Keys are pressed by xdotool, windows are programs' windows, calls are recorded by a sound server,
the desktop's own switches are turned; what came of it stands in the journal. A prompt is due three
seconds after the start, and then not for an hour.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import pytest
from jeepney import DBusAddress, message_bus, new_method_call

from ergobreak.adapters.dbus.bus import Bus, BusError
from tests.desktop.conftest import is_required
from tests.desktop.desktop import DUNST, Desktop, find_program
from tests.desktop.test_main_job import SOON, Program
from tests.services.inhibiting import GnomeInhibitors
from tests.services.private_bus import PrivateBus
from tests.services.sound import PULSEAUDIO, SoundServer
from tests.services.sound import missing_packages as missing_sound
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.services.sound import Recording

pytestmark = pytest.mark.desktop

LULL: Final = 2.0  # s, in CONFIG
IDLE: Final = 2.0  # s, in the config of the test on idleness
AT_ONCE: Final = 1.5  # s; it takes about 0.02, but the machine may be busy
CONFIG: Final = """
version = 1
[work]
hours = ["00:00-24:00"]
no_prompt_before_end = "0s"
[presence]
idle_after = "10m"
away_after = "1h"
settle = "0s"
[delivery]
warning = "0s"
early = "0s"
lull = "2s"
bundle = "0s"
bundle_water = "0s"
gap = "0s"
per_hour = 60
after_busy = "0s"
held_full_after = "0s"
[reminders.stretch]
every = "1h"
first = "3s"
for = "1m"
counts = "1s"
[reminders.walk]
enabled = false
[reminders.hydration]
enabled = false
[reminders.posture]
enabled = false
[reminders.eyes]
enabled = false
"""
# Whoever comes back is left alone, or the next prompt would come three seconds after the return.
ALONE: Final = CONFIG.replace('settle = "0s"', 'settle = "10m"')
LATER: Final = CONFIG.replace('first = "3s"', 'first = "1h"')
HELD: Final = ["busy", "due", "held"]
BACK: Final = ["free", "released", "prompted"]


def demand(*names: str, package: str) -> None:
    """Skip, or fail, and name the package, unless these programs are there."""
    if all(find_program(name) for name in names):
        return
    words = f"this test needs the package: {package}"
    if is_required():
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


class Watched(Program):
    """One `ergobreak run`; of its journal also what a prompt waits for is read."""

    def log(self) -> list[dict[str, Any]]:
        """Return the journal without start and end."""
        beside = {"started_up", "shut_down"}
        return [line for line in self.journal() if line["event"] not in beside]

    def active(self) -> int:
        """Return the seconds of active time."""
        return int(json.loads(self.does("status", "--json"))["active_seconds"])


class Typist:
    """Somebody who types as long as the context is open, without a pause of a second."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._is_over = threading.Event()
        self._has_begun = threading.Event()
        self._thread = threading.Thread(target=self._type)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._has_begun.wait(SOON)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> float:
        """Let go of the keys; return when that was, as wall seconds."""
        self._is_over.set()
        self._thread.join(SOON)
        return time.time()

    def _type(self) -> None:
        while not self._is_over.is_set():
            # Each time to the end: a key that is never let go would go on by itself.
            self._desktop.read(["xdotool", "type", "--delay", "50", "some words "])
            self._has_begun.set()


def press(desktop: Desktop) -> tuple[float, float]:
    """Press a key; return between which wall seconds that was."""
    begun = time.time()
    desktop.read(["xdotool", "key", "Shift_L"])
    return begun, time.time()


def seconds(line: dict[str, Any]) -> float:
    """Return when a record was written, as wall seconds."""
    return datetime.fromisoformat(line["at"]).timestamp()


def last(program: Watched, event: str, number: int = 1) -> dict[str, Any]:
    """Wait for so many lines of a kind, and return the last."""

    def lines() -> list[dict[str, Any]]:
        return [line for line in program.log() if line["event"] == event][number - 1 :]

    try:
        return wait_for(lines, SOON)[-1]
    except AssertionError:
        raise AssertionError(f"no {event} in {program.events()}") from None


def wait_events(program: Watched, *expected: str) -> None:
    """Wait until exactly this has happened."""
    try:
        wait_for(lambda: program.events() == list(expected), SOON)
    except AssertionError:
        assert program.events() == list(expected)


@contextmanager
def window(desktop: Desktop, name: str, *options: str) -> Iterator[None]:
    """Open a terminal in which nothing runs, and have it in front, until the block ends."""
    demand("xterm", package="xterm")
    desktop.run(name, ["xterm", "-class", name, *options, "-e", "cat"])
    bring(desktop, name)
    yield
    desktop.kill(name)
    wait_for(lambda: not desktop.windows(name), SOON)


def bring(desktop: Desktop, name: str) -> None:
    """Have a window in front, as somebody who switches windows does."""
    (shown,) = wait_for(lambda: desktop.windows(name), SOON)

    def is_in_front() -> bool:
        desktop.read(["xdotool", "windowactivate", str(shown.id)])
        return desktop.read(["xdotool", "getactivewindow"]).strip() == str(shown.id)

    wait_for(is_in_front, SOON, "the window is in front")


# ---------------------------------------------------------------- typing


def test_a_prompt_waits_until_the_typing_pauses(office: Desktop, tmp_path: Path) -> None:
    """Under steady typing nothing is shown, and `why` knows; after the lull it comes at once."""
    with Typist(office) as typist, Watched(office, tmp_path / "home", config=CONFIG) as program:
        waits = last(program, "waits")
        assert waits["reason"] == "typing"
        assert "for a lull, as you were typing" in program.does("why", "stretch")
        assert program.notices() == []
        assert program.events() == ["due", "waits"]

        stopped_at = typist.stop()
        program.notice()
        prompted = last(program, "prompted")
        assert program.events() == ["due", "waits", "prompted"]
        assert -0.5 < seconds(prompted) - stopped_at - LULL < AT_ONCE


def test_another_window_is_a_pause_too(office: Desktop, tmp_path: Path) -> None:
    """While the typing goes on, a switch to another window lets the prompt come."""
    with window(office, "One"), window(office, "Two"), Typist(office) as typist:
        with Watched(office, tmp_path / "home", config=CONFIG) as program:
            assert last(program, "waits")["reason"] == "typing"
            switched_at = time.time()
            bring(office, "One")
            prompted = last(program, "prompted")
            stopped_at = typist.stop()

            assert program.events() == ["due", "waits", "prompted"]
            # A lull would have needed two seconds of silence before it.
            assert switched_at < seconds(prompted) < stopped_at
        assert seconds(prompted) - switched_at < AT_ONCE


# ---------------------------------------------------------------- idle


def test_without_input_the_clock_stands(office: Desktop, tmp_path: Path) -> None:
    """Two seconds behind the last key the person is idle; active time goes on with the next key."""
    config = LATER.replace('idle_after = "10m"', 'idle_after = "2s"')
    with Watched(office, tmp_path / "home", config=config) as program:
        last(program, "idle")
        begun, over = press(office)
        last(program, "active")
        idle = last(program, "idle", 2)
        assert begun - 0.1 < seconds(idle) - IDLE < over + 0.1

        stands, asked_at = program.active(), time.monotonic()
        wait_for(lambda: time.monotonic() > asked_at + 1.5)
        assert program.active() == stands
        press(office)
        last(program, "active", 2)
        wait_for(lambda: program.active() > stands)
        events = program.events()

    assert events[:4] == ["idle", "active", "idle", "active"]


# ---------------------------------------------------------------- what holds


def is_held_and_comes(
    desktop: Desktop,
    home: Path,
    reason: str,
    words: str,
    begin: Callable[[], object],
    end: Callable[[], object],
) -> None:
    """Hold a prompt from before it is due, and again when it is open; both times it comes back."""
    begin()
    with Watched(desktop, home, config=CONFIG) as program:
        last(program, "held")
        assert program.events() == HELD
        assert {line["reason"] for line in program.log() if line["event"] != "due"} == {reason}
        assert program.does("status").startswith(f"Waiting until it suits: {words}\n")
        assert program.notices() == []

        end()
        program.notice()
        assert program.events() == [*HELD, *BACK]

        begin()
        program.waits_for_nothing()
        wait_events(program, *HELD, *BACK, "busy", "held")
        end()
        program.notice()
        assert program.events() == [*HELD, *BACK, "busy", "held", *BACK]
        assert len({line["prompt"] for line in program.log() if "prompt" in line}) == 1


def test_a_full_screen_holds(office: Desktop, tmp_path: Path) -> None:
    """A window over the whole screen keeps prompts back until it is closed."""
    shown: list[Any] = []

    def begin() -> None:
        shown.append(window(office, "Film", "-fullscreen"))
        shown[-1].__enter__()

    def end() -> None:
        shown.pop().__exit__(None, None, None)

    is_held_and_comes(office, tmp_path / "home", "fullscreen", "full screen (Film)", begin, end)


def test_typing_in_a_full_screen_is_work(office: Desktop, tmp_path: Path) -> None:
    """Somebody who writes over the whole screen is told, quietly, and the screen stays theirs."""
    home = tmp_path / "home"
    with window(office, "Editor", "-fullscreen"), Watched(office, home, config=CONFIG) as program:
        last(program, "held")
        press(office)
        program.notice()
        prompted = last(program, "prompted")
        front = office.read(["xdotool", "getactivewindow"]).strip()

        assert program.events() == [*HELD, "released", "prompted"]
        assert prompted["level"] == 1
        assert front == str(office.windows("Editor")[0].id)


def test_a_call_holds(office: Desktop, tmp_path: Path) -> None:
    """A program that records from a microphone keeps prompts back, and is named."""
    if missing := missing_sound():
        demand("", package=" ".join(missing))
    (tmp_path / "sound").mkdir()
    sound = SoundServer(tmp_path / "sound", PULSEAUDIO)
    runtime = office.env["XDG_RUNTIME_DIR"]
    sound.env["XDG_RUNTIME_DIR"] = runtime
    sound.socket = Path(runtime, "pulse", "native")
    calls: list[Recording] = []
    with sound:
        is_held_and_comes(
            office,
            tmp_path / "home",
            "call",
            "microphone (Meeting)",
            lambda: calls.append(sound.recorder("Meeting")),
            lambda: calls.pop().end(),
        )


def test_xfce_in_silence_holds(office: Desktop, tmp_path: Path) -> None:
    """Xfce's own "do not disturb" keeps prompts back."""
    demand("xfconf-query", package="xfconf")
    setting = "xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb"
    is_held_and_comes(
        office,
        tmp_path / "home",
        "dnd",
        "do not disturb (Xfce)",
        lambda: office.read([*setting, "-n", "-t", "bool", "-s", "true"]),
        lambda: office.read([*setting, "-r"]),
    )


def test_dunst_in_silence_holds(packages: None, tmp_path: Path) -> None:
    """A paused dunst keeps prompts back."""
    pause = "dunstctl", "set-paused"
    with Desktop(tmp_path / "desktop", [DUNST]) as desktop:
        is_held_and_comes(
            desktop,
            tmp_path / "home",
            "dnd",
            "do not disturb (dunst)",
            lambda: desktop.read([*pause, "true"]),
            lambda: desktop.read([*pause, "false"]),
        )


def test_a_film_holds(office: Desktop, tmp_path: Path) -> None:
    """A program that keeps the screen on keeps prompts back."""
    with GnomeInhibitors(office.env["DBUS_SESSION_BUS_ADDRESS"]) as session:
        is_held_and_comes(
            office,
            tmp_path / "home",
            "inhibitor",
            "film (Films)",
            lambda: session.keep("Films"),
            session.keep,
        )


# ---------------------------------------------------------------- lock and sleep


class Login:
    """python-dbusmock's logind on a system bus of its own, with the session that the tests are."""

    PYTHON: Final = "/usr/bin/python3"  # Debian's, which has the package
    NAME: Final = "org.freedesktop.login1"
    MANAGER: Final = "/org/freedesktop/login1"
    MOCK: Final = "org.freedesktop.DBus.Mock"

    def __init__(self, desktop: Desktop, address: str) -> None:
        env = {"DBUS_SYSTEM_BUS_ADDRESS": address}
        command = [self.PYTHON, "-m", "dbusmock", "--system", "--template", "logind"]
        desktop.run("logind", command, env)
        self._bus = Bus(address)
        self._bus.start()
        is_there = message_bus.NameHasOwner(self.NAME)
        wait_for(lambda: self._bus.call(is_there)[0], SOON, "logind is on the bus")
        session = "c1", "seat0", os.getuid(), "somebody", True
        add = wait_for(lambda: self._asked(self.MANAGER, self.MOCK, "AddSession", "ssusb", session))
        assert add is not None
        self._session = str(add[0])

    def stop(self) -> None:
        """Hang up."""
        self._bus.stop()

    def tell(self, member: str) -> None:
        """Lock or Unlock, as `loginctl lock-session` asks for it."""
        assert self._asked(self._session, f"{self.NAME}.Session", member) is not None

    def hint(self, *, is_locked: bool) -> None:
        """Say as a desktop's own lock does that the screen is locked, or is no more."""
        interface = f"{self.NAME}.Session"
        body = (is_locked,)
        assert self._asked(self._session, interface, "SetLockedHint", "b", body) is not None

    def prepare_for_suspend(self, *, begins: bool) -> None:
        """Say that the machine is about to sleep, or is awake again."""
        body = f"{self.NAME}.Manager", "PrepareForSleep", "b", [("b", begins)]
        assert self._asked(self.MANAGER, self.MOCK, "EmitSignal", "sssav", body) is not None

    def _asked(
        self, path: str, interface: str, member: str, signature: str = "", body: Any = ()
    ) -> tuple[Any, ...] | None:
        """Return what it answers; None while it has no such object."""
        address = DBusAddress(path, bus_name=self.NAME, interface=interface)
        try:
            return self._bus.call(new_method_call(address, member, signature or None, body))
        except BusError:
            return None


@pytest.fixture
def login(office: Desktop, tmp_path: Path) -> Iterator[Login]:
    """Yield a logind that the programs on the desktop find."""
    probe = [Login.PYTHON, "-c", "import dbusmock"]
    if subprocess.run(probe, check=False, capture_output=True).returncode:
        demand("", package="python3-dbusmock")
    folder = tmp_path / "system"
    folder.mkdir()
    with PrivateBus(folder) as bus:
        login = Login(office, bus.address)
        session = {"DBUS_SYSTEM_BUS_ADDRESS": bus.address, "XDG_SESSION_ID": "c1"}
        office.env |= session
        yield login
        for name in session:
            del office.env[name]
        login.stop()
        office.kill("logind")


def test_locking_answers_a_prompt_and_stops_the_clock(
    office: Desktop, tmp_path: Path, login: Login
) -> None:
    """Who locks the screen has got up: nothing is left on it, no time counts until the unlock."""
    with Watched(office, tmp_path / "home", config=ALONE) as program:
        program.notice()
        login.tell("Lock")
        program.waits_for_nothing()
        wait_events(program, "due", "prompted", "locked", "natural")
        stands, asked_at = program.active(), time.monotonic()
        wait_for(lambda: time.monotonic() > asked_at + 1.5)
        assert program.active() == stands
        login.tell("Unlock")
        last(program, "unlocked")
        wait_for(lambda: program.active() > stands)

        login.hint(is_locked=True)
        last(program, "locked", 2)
        login.hint(is_locked=False)
        last(program, "unlocked", 2)
        assert program.notices() == []
        told = [word for word in program.events() if word in {"locked", "unlocked"}]
        assert told == ["locked", "unlocked"] * 2


def test_going_to_sleep_answers_a_prompt(office: Desktop, tmp_path: Path, login: Login) -> None:
    """The prompt is off the screen before the machine sleeps, and is not there when it wakes."""
    with Watched(office, tmp_path / "home", config=ALONE) as program:
        program.notice()
        login.prepare_for_suspend(begins=True)
        program.waits_for_nothing()
        wait_events(program, "due", "prompted", "suspended", "natural")
        login.prepare_for_suspend(begins=False)
        last(program, "woke")
        assert program.events()[4] == "woke"
        assert program.notices() == []
