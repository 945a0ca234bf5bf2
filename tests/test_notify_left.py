"""Notices that a killed daemon leaves behind: a real bus, and a server that takes notes."""

from __future__ import annotations

import json
import shutil
import stat
from typing import TYPE_CHECKING

import pytest
from jeepney import message_bus

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.notify.by_dbus import DbusNotifier
from ergobreak.core.view import Notice
from tests.services.heard import Heard, walk_notice
from tests.services.notification_server import NotificationServer
from tests.services.private_bus import PrivateBus
from tests.services.stay_till_killed import kill_with_notices
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)


@pytest.fixture
def private(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it."""
    with PrivateBus(tmp_path) as private:
        yield private


@pytest.fixture
def server(private: PrivateBus) -> Iterator[NotificationServer]:
    """Yield a notification server."""
    with NotificationServer(private.address) as server:
        yield server


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """Return where the note is kept."""
    return tmp_path / "on-screen.json"


@pytest.fixture
def notifier(private: PrivateBus, left: Path) -> Iterator[Callable[[], DbusNotifier]]:
    """Yield how to make a notifier with a connection of its own, as each daemon has."""
    made: list[tuple[Bus, DbusNotifier]] = []

    def one_more() -> DbusNotifier:
        bus = Bus(private.address)
        made.append((bus, DbusNotifier(bus, left=left)))
        bus.start()
        return made[-1][1]

    yield one_more
    for bus, each in made:
        each.stop()
        bus.stop()


def test_what_a_killed_daemon_left_is_closed(
    private: PrivateBus,
    server: NotificationServer,
    left: Path,
    notifier: Callable[[], DbusNotifier],
) -> None:
    """After `kill -9` the next daemon takes the old prompts away, and its own stays."""
    kill_with_notices(private.address, left, "p1", "p2")
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    heard = Heard(new := notifier())
    new.show(walk_notice("p3"))
    wait_for(lambda: heard.shown == [("p3", True)])

    wait_for(lambda: server.closed == [1, 2])
    assert json.loads(left.read_text())["numbers"] == [3]


def test_it_is_closed_although_nothing_new_is_shown(
    private: PrivateBus,
    server: NotificationServer,
    left: Path,
    notifier: Callable[[], DbusNotifier],
) -> None:
    """The next daemon need not have anything to say for the screen to be cleared, once."""
    kill_with_notices(private.address, left, "p1")
    Heard(notifier())
    wait_for(lambda: server.closed == [1])
    wait_for(lambda: not left.exists())
    heard = Heard(third := notifier())
    third.show(walk_notice("p2"))
    wait_for(lambda: heard.shown)

    assert server.closed == [1]


def test_another_server_is_told_nothing(
    private: PrivateBus, left: Path, notifier: Callable[[], DbusNotifier]
) -> None:
    """The server died with its notices: the numbers of the next one belong to others."""
    with NotificationServer(private.address):
        kill_with_notices(private.address, left, "p1")
    with NotificationServer(private.address) as server:
        heard = Heard(new := notifier())
        new.show(walk_notice("p2"))
        wait_for(lambda: heard.shown)

        assert server.closed == []


def test_the_same_name_on_another_bus_is_another_server(
    private: PrivateBus, left: Path, notifier: Callable[[], DbusNotifier]
) -> None:
    """A new bus gives the old names again: to others."""
    # As the bus of a former login would have given them.
    with NotificationServer(private.address) as server:
        bus = Bus(private.address)
        bus.start()
        (owner,) = bus.call(message_bus.GetNameOwner("org.freedesktop.Notifications"))
        bus.stop()
        left.write_text(json.dumps({"bus": "0" * 32, "server": owner, "numbers": [1]}))
        heard = Heard(new := notifier())
        new.show(walk_notice("p2"))
        wait_for(lambda: heard.shown)

        assert server.closed == []


def test_only_what_stands_for_ever_is_noted(
    server: NotificationServer, left: Path, notifier: Callable[[], DbusNotifier]
) -> None:
    """Toasts fade by themselves; an answered prompt and a clean end leave no note behind."""
    heard = Heard(one := notifier())
    one.show(Notice("toast", "Sit back", "Feet on the floor?"))
    wait_for(lambda: heard.shown == [("toast", True)])
    assert not left.exists()

    one.show(walk_notice("p1"))
    one.show(walk_notice("p2"))
    wait_for(lambda: len(heard.shown) == 3)
    assert json.loads(left.read_text())["numbers"] == [2, 3]
    server.press(2, "skip")
    wait_for(lambda: json.loads(left.read_text())["numbers"] == [3])
    one.stop()

    assert not left.exists()
    wait_for(lambda: server.closed == [2, 1, 3])


@pytest.mark.parametrize(
    "note",
    ["", "nonsense", "[]", '{"bus": 1}', '{"bus": "", "server": "", "numbers": "many"}', "\0" * 99],
)
def test_a_note_that_makes_no_sense_costs_nothing(
    server: NotificationServer, left: Path, notifier: Callable[[], DbusNotifier], note: str
) -> None:
    """A damaged note closes nothing and holds up nothing."""
    left.write_text(note)
    heard = Heard(new := notifier())
    new.show(walk_notice("p1"))
    wait_for(lambda: heard.shown == [("p1", True)])

    assert server.closed == []
    assert json.loads(left.read_text())["numbers"] == [1]


def test_a_note_that_cannot_be_written_costs_no_prompt(
    server: NotificationServer, tmp_path: Path, private: PrivateBus
) -> None:
    """Without a place for the note everything is shown all the same."""
    bus = Bus(private.address)
    bus.start()
    lone = DbusNotifier(bus, left=tmp_path / "missing/on-screen.json")
    heard = Heard(lone)
    lone.show(walk_notice("p1"))

    wait_for(lambda: heard.shown == [("p1", True)])
    lone.stop()
    bus.stop()
