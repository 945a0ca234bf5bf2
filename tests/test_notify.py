"""The way of a notice: which notifier is asked, which after it, and what is said in the end."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.notify.by_plyer import PlyerNotifier
from ergobreak.adapters.notify.chain import Chain, Silent, choose
from ergobreak.errors import UsageError
from tests.services.heard import Heard, walk_notice
from tests.services.notification_server import NotificationServer
from tests.services.notify_send import NotifySend
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ergobreak.ports import Notifier

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="D-Bus and notify-send are of Linux"),
    pytest.mark.skipif(
        shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
    ),
]


@pytest.fixture
def private(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it."""
    with PrivateBus(tmp_path) as bus:
        yield bus


@pytest.fixture
def notify_send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotifySend]:
    """Yield the notify-send that plyer finds."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("ERGOBREAK_NOTIFY", raising=False)
    program = NotifySend(tmp_path)
    yield program
    program.recover()


@pytest.fixture
def bus(private: PrivateBus) -> Iterator[Bus]:
    """Yield our connection to that bus."""
    bus = Bus(private.address)
    bus.start()
    yield bus
    bus.stop()


@pytest.fixture
def chain(bus: Bus, notify_send: NotifySend) -> Iterator[Notifier]:
    """Yield what is chosen on a desktop with a bus; a test starts it with `Heard`."""
    chain = choose(bus)
    yield chain
    chain.stop()


def test_the_server_is_asked_first(
    chain: Notifier, private: PrivateBus, notify_send: NotifySend
) -> None:
    """Where the desktop's server shows a notice, plyer shows none, and answers come through."""
    heard = Heard(chain)
    with NotificationServer(private.address) as server:
        chain.show(walk_notice())
        wait_for(lambda: heard.shown == [("p1", True)])
        server.press(1, "take")
        wait_for(lambda: heard.answers == [("p1", "take")])
        chain.show(walk_notice("p2"))
        chain.withdraw("p2")
        wait_for(lambda: server.closed == [1, 2])

    assert notify_send.calls() == []


def test_plyer_follows_a_server_that_refuses(
    chain: Notifier, private: PrivateBus, notify_send: NotifySend
) -> None:
    """What the server will not take from us it may take from notify-send."""
    heard = Heard(chain)
    with NotificationServer(private.address) as server:
        server.refuses = True
        chain.show(walk_notice())
        wait_for(lambda: heard.shown == [("p1", True)])

    assert len(notify_send.calls()) == 1


def test_a_bus_that_is_away_is_waited_for(
    chain: Notifier, private: PrivateBus, notify_send: NotifySend
) -> None:
    """Without a bus notify-send fails in silence: not shown, and delivered when the bus is back."""
    private.kill()
    heard = Heard(chain)
    chain.show(walk_notice())
    wait_for(lambda: heard.shown == [("p1", False)])

    private.start()
    with NotificationServer(private.address):
        chain.show(walk_notice())
        wait_for(lambda: ("p1", True) in heard.shown)

    assert notify_send.calls() == []


def test_plyer_is_not_asked_to_shout_into_the_dark(
    chain: Notifier, private: PrivateBus, notify_send: NotifySend
) -> None:
    """With no server on the bus notify-send fails in silence: not shown, once, and not missed.

    When a server appears it shows the notice.
    """
    heard = Heard(chain)
    chain.show(walk_notice())
    wait_for(lambda: heard.shown == [("p1", False)])
    with NotificationServer(private.address):
        wait_for(lambda: heard.shown[1:] == [("p1", True)])

    assert notify_send.calls() == []


def test_what_nobody_shows_is_said_once(notify_send: NotifySend) -> None:
    """Both ways fail: one report, after the second."""
    notify_send.hang()
    bus = Bus("unix:path=/nowhere/bus")
    bus.start()
    chain = Chain(choose_forced("dbus", bus), PlyerNotifier(within=0.1))
    heard = Heard(chain)
    chain.show(walk_notice("p1"))
    chain.show(walk_notice("p2"))
    wait_for(lambda: len(heard.shown) == 2)
    chain.stop()
    bus.stop()

    assert heard.shown == [("p1", False), ("p2", False)]
    assert len(notify_send.calls()) == 1


def choose_forced(way: str, bus: Bus) -> Notifier:
    """Return what is chosen when the environment forces a way."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ERGOBREAK_NOTIFY", way)
        return choose(bus)


@pytest.mark.parametrize(
    ("way", "name"), [("dbus", "DbusNotifier"), ("plyer", "PlyerNotifier"), ("none", "Silent")]
)
def test_the_environment_forces_a_way(way: str, name: str) -> None:
    """ERGOBREAK_NOTIFY names the one notifier that is used."""
    assert type(choose_forced(way, Bus(None))).__name__ == name


def test_a_misspelt_way_is_refused() -> None:
    """A word that means nothing is told, with those that do."""
    with pytest.raises(UsageError) as refusal:
        choose_forced("dbsu", Bus(None))

    assert "dbsu" in refusal.value.title
    assert "plyer" in refusal.value.hint


def test_where_d_bus_is_not_spoken_plyer_is_alone() -> None:
    """On Windows and macOS, which have no bus, plyer shows everything."""
    assert isinstance(choose(None), PlyerNotifier)


def test_silence_counts_as_shown() -> None:
    """Where the words appear elsewhere, a prompt is never held for want of a display."""
    silent = Silent()
    heard = Heard(silent)
    silent.show(walk_notice())

    assert heard.shown == [("p1", True)]
