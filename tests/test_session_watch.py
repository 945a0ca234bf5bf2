"""The watch on the session: real sockets, a real bus, and systemd's words on it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jeepney import message_bus

from ergobreak.adapters.dbus.bus import Bus, BusError, session_address
from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.session.watch import SESSION_UNIT, SessionWatch
from tests.services.private_bus import PrivateBus
from tests.services.systemd import SystemdDouble
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ergobreak.adapters.session.find import Session

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

BUS = "DBUS_SESSION_BUS_ADDRESS"


class Person:
    """Somebody whose sessions begin and end in a test's folders, and what a watch tells of them."""

    def __init__(self, folder: Path) -> None:
        self.runtime, self.x_folder = folder / "run", folder / "x"
        self.inotify = Inotify()
        self.told: list[Mapping[str, str]] = []
        self.answers: list[bool] = []
        """What is answered to what is told; when it is used up: all is well."""
        self._watches: list[SessionWatch] = []
        self._sockets: dict[Path, socket.socket] = {}

    def watches(self, bus: Bus | None = None, **own: str) -> SessionWatch:
        """Begin to watch, with an environment to start from."""
        own = {"XDG_RUNTIME_DIR": str(self.runtime), "HOME": str(self.runtime), **own}
        self._watches.append(SessionWatch(own, self.inotify, self.x_folder))
        self._watches[-1].start(self.hears, bus)
        return self._watches[-1]

    def begins(self, path: Path) -> None:
        """Let somebody listen at a path."""
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        self._sockets[path] = socket.socket(socket.AF_UNIX)
        self._sockets[path].bind(str(path))
        self._sockets[path].listen()

    def ends(self, path: Path, *, is_clean: bool = True) -> None:
        """Let nobody listen there any more; after a crash the file remains."""
        self._sockets.pop(path).close()
        if is_clean:
            path.unlink()

    def leaves(self) -> None:
        """End all of it."""
        for watch in self._watches:
            watch.stop()
        self.inotify.stop()
        for each in self._sockets.values():
            each.close()

    def hears(self, session: Session) -> bool:
        """Remember what is told, and answer."""
        self.told.append(session.env)
        return self.answers.pop(0) if self.answers else True


def switches() -> int:
    """Return how often the watch's thread has been woken, or has been put to sleep."""
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "session"]
    status = Path(f"/proc/self/task/{thread.native_id}/status").read_text(encoding="ascii")
    return sum(int(line.split()[1]) for line in status.splitlines() if "ctxt_switches" in line)


def switches_at_rest() -> int:
    """Return that number, once the thread has been blocked for a tenth of a second."""
    seen: list[int] = []

    def has_settled() -> bool:
        seen.append(switches())
        return len(seen) >= 20 and len(set(seen[-20:])) == 1

    wait_for(has_settled, what="the thread is blocked")
    return seen[-1]


def is_same_bus(one: Bus, other: Bus) -> bool:
    """Tell whether two connections are to the same bus."""
    try:
        return one.call(message_bus.GetId()) == other.call(message_bus.GetId())
    except BusError:
        return False  # one of them is on its way


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Yield a person who has no session yet, and no folder for one."""
    person = Person(tmp_path)
    yield person
    person.leaves()


def test_a_session_that_begins_later_is_found_and_its_end_is_told(person: Person) -> None:
    """Started before the display, and before the folders: it comes, goes, and comes elsewhere."""
    person.watches()
    assert person.told == [{}]
    first, second = person.x_folder / "X7", person.runtime / "wayland-0"
    person.begins(first)
    wait_for(lambda: person.told[1:] == [{"DISPLAY": ":7", "XDG_SESSION_TYPE": "x11"}])
    person.ends(first)
    wait_for(lambda: person.told[2:] == [{}])
    person.begins(second)

    wayland = {"WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}
    wait_for(lambda: person.told[3:] == [wayland])


def test_our_own_session_is_told_first_and_found_again(person: Person) -> None:
    """The display that we were started on ends and returns: with all its variables."""
    own = {"DISPLAY": ":7", "XAUTHORITY": "/key", "XDG_CURRENT_DESKTOP": "XFCE"}
    place = person.x_folder / "X7"
    person.begins(place)
    person.watches(None, **own)
    assert person.told == [own]
    person.ends(place)
    wait_for(lambda: person.told[1:] == [{}])
    person.begins(place)

    wait_for(lambda: person.told[2:] == [own])


def test_a_crash_that_leaves_its_socket_is_told_by_who_notices(person: Person) -> None:
    """A file that stays is no sign: a part of ours that has lost its display asks for a look."""
    place = person.x_folder / "X7"
    person.begins(place)
    watch = person.watches(None, DISPLAY=":7")
    person.ends(place, is_clean=False)
    watch.look()
    wait_for(lambda: person.told[1:] == [{}])
    person.begins(place)

    wait_for(lambda: person.told[2:] == [{"DISPLAY": ":7"}])


def test_what_does_not_work_at_once_is_told_again(person: Person) -> None:
    """A display takes a moment to let its people in: the same session is told until all is well."""
    person.answers = [False, False, False, True]
    place = person.x_folder / "X7"
    person.begins(place)
    person.watches(None, DISPLAY=":7")
    wait_for(lambda: not person.answers)

    assert person.told == [{"DISPLAY": ":7"}] * 4


def test_a_part_that_breaks_ends_nothing(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    """The fault of whoever is told is logged; the next session is told all the same."""
    watch = SessionWatch({"XDG_RUNTIME_DIR": str(person.runtime)}, person.inotify, person.x_folder)
    seen: list[Mapping[str, str]] = []

    def broken(session: Session) -> bool:
        seen.append(session.env)
        raise ValueError("broken")

    watch.start(broken)
    person.begins(person.runtime / "wayland-0")
    wait_for(lambda: seen[-1])
    watch.stop()

    assert "a part could not follow the session" in caplog.text


def test_who_has_no_session_costs_nothing(person: Person) -> None:
    """Without display and runtime folder there is nothing to watch, and nobody who does."""
    before = set(threading.enumerate())
    watch = SessionWatch({}, person.inotify, person.x_folder)
    watch.start(person.hears)
    watch.look()

    assert person.told == [{}]
    assert set(threading.enumerate()) == before
    watch.stop()


def test_a_settled_session_is_left_alone(person: Person) -> None:
    """When all is well nobody wakes up, however much happens beside it."""
    person.begins(person.x_folder / "X7")
    person.begins(person.runtime / "pulse")
    watch = person.watches(None, DISPLAY=":7")
    before = switches_at_rest()
    for number in range(50):
        (person.runtime / f"other-{number}").touch()
        (person.runtime / f"wayland-{number}.lock").touch()
    seen = threading.Event()
    person.inotify.add(person.runtime, "made", told=lambda *_: seen.set())
    (person.runtime / "last").touch()
    assert seen.wait(5)

    assert switches() == before
    assert watch.session.found_by == "own"


@needs_bus
def test_displays_of_others_wake_nobody(person: Person) -> None:
    """While our own display is there, X servers that others start and end are no sign."""
    own = person.x_folder / "X7"
    person.begins(own)
    person.watches(None, DISPLAY=":7")
    before = switches_at_rest()
    for number in range(20, 30):
        person.begins(person.x_folder / f"X{number}")
        person.ends(person.x_folder / f"X{number}")
    seen = threading.Event()
    person.inotify.add(person.x_folder, "made", told=lambda *_: seen.set())
    (person.x_folder / "last").touch()
    assert seen.wait(5)
    assert switches() == before

    person.ends(own)
    wait_for(lambda: person.told[1:] == [{}])
    person.begins(person.x_folder / "X8")
    wait_for(lambda: person.told[2:])
    assert person.told[2]["DISPLAY"] == ":8"


def test_systemd_is_believed_before_sockets(person: Person) -> None:
    """The daemon was started by systemd, before the desktop told it where the display is.

    It is told by the desktop's own tool, and the session's unit says that now all is there.
    """
    person.runtime.mkdir()
    with PrivateBus(person.runtime) as private, SystemdDouble(private.address) as systemd:
        bus = Bus(private.address)
        bus.start()
        person.watches(bus)
        wait_for(lambda: systemd.subscribers == {bus.name}, what="systemd has a listener")
        person.begins(person.runtime / "wayland-1")
        wait_for(lambda: person.told[-1].get("WAYLAND_DISPLAY") == "wayland-1")
        assert "XDG_CURRENT_DESKTOP" not in person.told[-1]

        desktop = {"WAYLAND_DISPLAY": "wayland-1", "XDG_CURRENT_DESKTOP": "sway"}
        (person.runtime / "systemd").mkdir()  # by which the tool knows that there is one
        subprocess.run(
            ["dbus-update-activation-environment", "--systemd", *desktop],
            env={
                **os.environ,
                **desktop,
                BUS: private.address,
                "XDG_RUNTIME_DIR": str(person.runtime),
            },
            check=True,
            timeout=10,
        )
        systemd.finish(SESSION_UNIT)

        wait_for(lambda: person.told[-1] == desktop)
        bus.stop()


@needs_bus
def test_only_the_unit_that_matters_wakes_it(person: Person) -> None:
    """Of all that systemd starts and stops, the session's own target is heard, and nothing else."""
    place = person.x_folder / "X7"
    person.runtime.mkdir()
    person.begins(place)
    with PrivateBus(person.runtime) as private, SystemdDouble(private.address) as systemd:
        systemd.environment = {"DISPLAY": ":7"}
        bus = Bus(private.address)
        bus.start()
        person.watches(bus)
        wait_for(lambda: systemd.subscribers)
        before = switches_at_rest()
        for _ in range(20):
            systemd.finish("printer.service")
        bus.call(message_bus.GetId())  # all of it has been heard
        assert switches() == before

        asked = systemd.asked
        systemd.finish(SESSION_UNIT)
        wait_for(lambda: systemd.asked > asked)
        bus.stop()


@needs_bus
def test_the_bus_follows_a_log_in_elsewhere(person: Person, tmp_path: Path) -> None:
    """Log out, log in again: display and bus are others, and what was subscribed goes on there."""
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in (*folders, person.runtime):
        folder.mkdir()
    display = person.x_folder / "X7"
    person.begins(display)
    with PrivateBus(person.runtime) as user, SystemdDouble(user.address) as systemd:
        first, second = (PrivateBus(folder) for folder in folders)
        with first, second:
            own = {"DISPLAY": ":7", BUS: first.address}
            environ = {"XDG_RUNTIME_DIR": str(person.runtime), **own}
            bus = Bus(session_address(environ), person.inotify)
            watch = SessionWatch(environ, person.inotify, person.x_folder)

            def told(session: Session) -> bool:
                bus.move_to(session_address({**environ, **session.env}))
                return True

            bus.start()
            watch.start(told, bus)
            first.kill()
            person.ends(display)
            wait_for(lambda: not watch.session.is_there)
            systemd.environment = {"DISPLAY": ":8", BUS: second.address}
            person.begins(person.x_folder / "X8")

            wait_for(lambda: watch.session.env == systemd.environment)
            other = Bus(second.address)
            other.start()
            wait_for(lambda: is_same_bus(bus, other))
            for each in (watch, bus, other):
                each.stop()
