"""The shared connection, on a real bus: calls, signals, objects, and every way to lose it."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jeepney import (
    DBusAddress,
    MatchRule,
    message_bus,
    new_method_call,
    new_method_return,
    new_signal,
)

from ergobreak.adapters.dbus.bus import Bus, BusError, session_address
from ergobreak.adapters.dbus.comeback import Return
from ergobreak.adapters.inotify import Inotify
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jeepney import Message

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

NAME = "org.example.Ergobreak"
PATH = "/org/example"


@pytest.fixture
def private(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it."""
    with PrivateBus(tmp_path) as private:
        yield private


@pytest.fixture
def connect(private: PrivateBus) -> Iterator[Callable[[], Bus]]:
    """Yield how to get one more connection to it."""
    made: list[Bus] = []

    def one_more() -> Bus:
        made.append(Bus(private.address))
        made[-1].start()
        return made[-1]

    yield one_more
    for bus in made:
        bus.stop()


def served(bus: Bus, handler: Callable[[Message], Message]) -> DBusAddress:
    """Serve an object, and return its address."""
    bus.on_call(PATH, handler)
    bus.call(message_bus.GetId())
    return DBusAddress(PATH, bus_name=bus.name, interface=NAME)


def test_a_call_is_answered(connect: Callable[[], Bus]) -> None:
    """What one connection serves, another can call, with values both ways."""
    address = served(connect(), lambda call: new_method_return(call, "s", (call.body[0] * 2,)))

    assert connect().call(new_method_call(address, "Double", "s", ("ab",))) == ("abab",)


def test_errors_keep_their_names(connect: Callable[[], Bus]) -> None:
    """A handler that breaks, an object that is not there: the caller learns which."""
    server, client = connect(), connect()

    def broken(call: Message) -> Message:
        raise ValueError(call.body)

    address = served(server, broken)
    for path, error in ((PATH, "Failed"), ("/elsewhere", "UnknownObject")):
        with pytest.raises(BusError) as caught:
            client.call(new_method_call(DBusAddress(path, address.bus_name, NAME), "Any"))
        assert caught.value.name == f"org.freedesktop.DBus.Error.{error}"


def test_a_call_has_a_deadline(connect: Callable[[], Bus]) -> None:
    """A server that never answers costs the caller its deadline, and no more."""
    is_over = threading.Event()

    def stuck(call: Message) -> Message:
        is_over.wait(10.0)
        return new_method_return(call)

    address = served(connect(), stuck)
    begun = time.monotonic()
    with pytest.raises(BusError) as caught:
        connect().call(new_method_call(address, "Any"), within=0.1)
    is_over.set()

    assert caught.value.name == "org.freedesktop.DBus.Error.NoReply"
    assert time.monotonic() - begun < 1.0


def test_what_was_asked_fails_when_the_bus_is_lost(
    connect: Callable[[], Bus], private: PrivateBus
) -> None:
    """Nobody waits for an answer that cannot come any more."""
    is_over = threading.Event()

    def stuck(call: Message) -> Message:
        is_over.wait(10.0)
        return new_method_return(call)

    address = served(connect(), stuck)
    answer = connect().ask(new_method_call(address, "Any"))
    private.kill()
    with pytest.raises(BusError):
        answer.result(1.0)
    is_over.set()


def test_a_bus_that_stands_still_holds_nobody_up(
    connect: Callable[[], Bus], private: PrivateBus
) -> None:
    """The bus itself is frozen: the call fails in time, and works when the bus goes on."""
    bus = connect()
    bus.call(message_bus.GetId())
    private.freeze()
    begun = time.monotonic()
    with pytest.raises(BusError):
        bus.call(message_bus.GetId(), within=0.1)
    assert time.monotonic() - begun < 1.0
    private.thaw()

    assert bus.call(message_bus.GetId())


def test_subscriptions_outlive_the_bus(connect: Callable[[], Bus], private: PrivateBus) -> None:
    """After a loss and a return signals come as before, and who owns a name is told anew."""
    heard: list[str] = []
    owners: list[str] = []
    bus = connect()
    bus.on_signal(
        MatchRule(type="signal", interface=NAME), lambda message: heard.append(message.body[0])
    )
    bus.on_owner(NAME, owners.append)
    wait_for(lambda: owners == [""])
    private.kill()
    wait_for(lambda: owners == ["", ""])
    private.start()
    bus.call(message_bus.GetId())

    other = connect()
    other.call(message_bus.RequestName(NAME))
    other.send(new_signal(DBusAddress(PATH, interface=NAME), "Said", "s", ("hello",)))

    wait_for(lambda: heard == ["hello"])
    assert owners[-1] == other.name


def test_a_handler_that_breaks_breaks_nothing_else(connect: Callable[[], Bus]) -> None:
    """A fault in one handler neither ends the connection nor keeps the signal from the others."""
    heard: list[str] = []
    bus, other = connect(), connect()
    rule = MatchRule(type="signal", interface=NAME)
    bus.on_signal(rule, lambda message: heard.append(message.body[5]))
    bus.on_signal(rule, lambda message: heard.append(message.body[0]))
    bus.call(message_bus.GetId())
    other.call(message_bus.GetId())
    other.send(new_signal(DBusAddress(PATH, interface=NAME), "Said", "s", ("hello",)))

    wait_for(lambda: heard == ["hello"])
    assert bus.call(message_bus.GetId())


def test_a_handler_that_calls_is_told_off(connect: Callable[[], Bus]) -> None:
    """A call from the thread that would read its answer is refused instead of hanging."""
    refused: list[str] = []
    bus = connect()

    def careless(_: str) -> None:
        try:
            bus.call(message_bus.GetId())
        except RuntimeError as error:
            refused.append(str(error))

    bus.on_owner(NAME, careless)
    wait_for(lambda: refused)


def test_an_idle_connection_sleeps(connect: Callable[[], Bus]) -> None:
    """While others talk on the bus, a connection that nothing is for is never woken."""
    bus = connect()
    bus.call(message_bus.GetId())
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "bus"]
    status = Path(f"/proc/self/task/{thread.native_id}/status")

    def switches() -> list[str]:
        lines = status.read_text(encoding="ascii").splitlines()
        return [line for line in lines if "ctxt_switches" in line]

    wait_for(lambda: switches() == switches(), what="the thread is blocked")
    other = connect()
    other.call(message_bus.GetId())
    before = switches()
    for _ in range(50):
        other.call(message_bus.GetId())
    assert switches() == before


def test_a_bus_that_is_away_is_not_asked_for_ever(tmp_path: Path) -> None:
    """Where its socket can be watched, trying ends after seconds, and the socket begins it anew."""
    inotify, rung = Inotify(), threading.Event()
    back = Return(inotify, rung.set)
    address = f"unix:path={tmp_path}/bus"

    pauses = [back.pause(address) for _ in range(9)]
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, None, None]
    (tmp_path / "bus").touch()
    assert rung.wait(5)
    back.begin_anew()
    assert back.pause(address) == 0.1

    rung.clear()
    back.end()
    (tmp_path / "bus").unlink()
    inotify.stop()
    assert not rung.is_set()


@pytest.mark.parametrize(
    ("can_watch", "address"),
    [(False, "unix:path=/nowhere/bus"), (True, "unix:abstract=nowhere;unix:path=/nowhere/bus")],
)
def test_a_bus_that_cannot_be_watched_is_tried_each_minute(can_watch: bool, address: str) -> None:
    """Without inotify, or where one of the places is no file, trying goes on, ever more rarely."""
    inotify = Inotify()
    back = Return(inotify if can_watch else None, lambda: None)

    assert [back.pause(address) for _ in range(12)][-3:] == [51.2, 60.0, 60.0]
    inotify.stop()


def test_a_bus_that_comes_late_is_found(tmp_path: Path) -> None:
    """The daemon is there before the session's bus, and before the folder that it lies in."""
    owners: list[str] = []
    inotify, folder = Inotify(), tmp_path / "run/user"
    bus = Bus(f"unix:path={folder}/bus", inotify)
    bus.on_owner("org.freedesktop.DBus", owners.append)
    bus.start()
    folder.mkdir(parents=True)
    with PrivateBus(folder):
        wait_for(lambda: owners == ["org.freedesktop.DBus"])
        bus.stop()
    inotify.stop()


def test_the_next_address_stands_in_for_a_dead_one(private: PrivateBus, tmp_path: Path) -> None:
    """What a former session has named leads nowhere, or is nonsense: the usual place does."""
    for dead in (f"unix:path={tmp_path}/dead", "nonsense", "tcp:host=localhost,port=1"):
        bus = Bus(f"{dead};{private.address}")
        bus.start()
        assert bus.call(message_bus.GetId())
        bus.stop()


def test_a_bus_is_followed_to_another_address(tmp_path: Path) -> None:
    """A log-in elsewhere: what was subscribed is heard there, while the former bus still runs."""
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    heard: list[str] = []
    owners: list[str] = []
    with PrivateBus(folders[0]) as first, PrivateBus(folders[1]) as second:
        bus, other = Bus(first.address), Bus(second.address)
        bus.on_signal(
            MatchRule(type="signal", interface=NAME), lambda message: heard.append(message.body[0])
        )
        bus.on_owner(NAME, owners.append)
        for each in (bus, other):
            each.start()
        other.call(message_bus.RequestName(NAME))
        wait_for(lambda: owners == [""])

        bus.move_to(f"{second.address};{first.address}")
        wait_for(lambda: owners[-1] == other.name)
        other.send(new_signal(DBusAddress(PATH, interface=NAME), "Said", "s", ("hello",)))
        wait_for(lambda: heard == ["hello"])
        for each in (bus, other):
            each.stop()


def test_a_move_to_where_it_is_disturbs_nothing(connect: Callable[[], Bus]) -> None:
    """That another place stands behind the first one now is no reason to hang up."""
    bus = connect()
    bus.call(message_bus.GetId())
    name, address = bus.name, bus.address
    bus.move_to(f"{address};unix:path=/nowhere")
    bus.call(message_bus.GetId())

    assert bus.name == name


def test_the_session_bus_is_found_without_its_variable() -> None:
    """The variable comes first, then the socket in the runtime folder; else there is none."""
    folder = {"XDG_RUNTIME_DIR": "/run/user/1000"}
    usual, mine = "unix:path=/run/user/1000/bus", "unix:path=/tmp/mine"
    assert session_address({**folder, "DBUS_SESSION_BUS_ADDRESS": mine}) == f"{mine};{usual}"
    assert session_address({**folder, "DBUS_SESSION_BUS_ADDRESS": usual}) == usual
    assert session_address({"DBUS_SESSION_BUS_ADDRESS": mine}) == mine
    assert session_address(folder) == usual
    assert session_address({}) is None


def test_who_wants_no_bus_gets_none() -> None:
    """An address that says so in D-Bus's own word is not replaced by the usual one."""
    wish = {"XDG_RUNTIME_DIR": "/run/user/1000", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}

    assert session_address(wish) == "disabled:"
