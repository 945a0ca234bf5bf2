"""Idle, active and lulls from GNOME Shell's idle monitor, doubled in its own shape."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.presence.mutter import MutterIdle
from ergobreak.core.events import InputSeen, Lulled, TypingBegan
from tests.services.mutter import SHAPE, MutterDouble
from tests.services.posted import SECOND, Posted, now, switches, switches_at_rest
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

IDLE_AFTER: Final = 120 * SECOND
LULL: Final = 8 * SECOND


class Watched:
    """A connection with our source on it, and what it has posted."""

    def __init__(self, address: str) -> None:
        self.bus = Bus(address)
        self.bus.start()
        self.posted = Posted()
        self.source = MutterIdle(self.posted, IDLE_AFTER, LULL, self.bus)

    def begin(self, mutter: MutterDouble) -> None:
        """Start while the person types, and take the first report."""
        mutter.press()
        assert self.source.start(), self.source.reason
        assert [self.posted.next(), self.posted.next()] == [InputSeen(), TypingBegan()]

    def thread(self) -> threading.Thread:
        """Return the worker."""
        return [thread for thread in threading.enumerate() if thread.name == "idle"][-1]


@pytest.fixture
def private(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it."""
    with PrivateBus(tmp_path) as private:
        yield private


@pytest.fixture
def mutter(private: PrivateBus) -> Iterator[MutterDouble]:
    """Yield a shell on that bus."""
    with MutterDouble(private.address) as mutter:
        yield mutter


@pytest.fixture
def watched(private: PrivateBus) -> Iterator[Watched]:
    """Yield a source on that bus, not yet started."""
    watched = Watched(private.address)
    yield watched
    watched.source.stop()
    watched.bus.stop()


def test_the_double_has_the_real_shape() -> None:
    """The calls that we rely on are those that a real shell describes."""
    assert SHAPE.methods["AddIdleWatch"] == ("t", "u")
    assert SHAPE.methods["AddUserActiveWatch"] == ("", "u")
    assert SHAPE.methods["GetIdletime"] == ("", "t")
    assert SHAPE.methods["RemoveWatch"] == ("u", "")
    assert SHAPE.signals == {"WatchFired": "u"}


def test_lulls_and_absences_are_told(mutter: MutterDouble, watched: Watched) -> None:
    """A lull, typing again, an absence with its beginning, and the return; each once, always."""
    watched.begin(mutter)
    for _ in range(3):
        mutter.rest(8_000)
        assert watched.posted.next() == Lulled()
        wait_for(lambda: mutter.active_watches)
        mutter.press()
        assert watched.posted.next() == TypingBegan()
        mutter.rest(8_000)
        assert watched.posted.next() == Lulled()
        mutter.rest(112_000)
        assert watched.posted.next_since() == pytest.approx(now() - IDLE_AFTER, abs=SECOND)
        assert watched.source.is_idle
        mutter.press()
        assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
        assert not watched.source.is_idle
    assert watched.posted.rest() == []


def test_typing_costs_nothing(mutter: MutterDouble, watched: Watched) -> None:
    """While the person types nothing is watched for that could fire, and nobody is woken."""
    watched.begin(mutter)
    mutter.rest(8_000)
    assert watched.posted.next() == Lulled()
    wait_for(lambda: mutter.active_watches)
    mutter.press()
    assert watched.posted.next() == TypingBegan()

    before = switches_at_rest(watched.thread())
    for _ in range(50):
        mutter.rest(1_000)
        mutter.press()

    assert switches(watched.thread()) == before
    assert mutter.active_watches == []


def test_a_watch_that_fires_a_little_early_is_right(mutter: MutterDouble, watched: Watched) -> None:
    """A monitor that counts one millisecond less than it waited for has still waited."""
    watched.begin(mutter)

    mutter.rest(8_000, counted=7_999)

    assert watched.posted.next() == Lulled()


def test_an_input_that_crosses_the_word_is_not_lost(mutter: MutterDouble, watched: Watched) -> None:
    """A watch that is heard after the person has come back tells of no lull."""
    watched.begin(mutter)

    mutter.rest(8_000, counted=3)

    watched.source.report()
    assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
    assert watched.posted.rest() == []


def test_the_picture_is_told_at_the_start_and_on_request(
    mutter: MutterDouble, watched: Watched
) -> None:
    """Who is away already is told at once, with when that began, and again when asked."""
    mutter.idle_for = 300_000
    assert watched.source.start()
    assert watched.posted.next_since() == pytest.approx(now() - 300 * SECOND, abs=SECOND)

    watched.source.report()
    assert watched.posted.next_since() == pytest.approx(now() - 300 * SECOND, abs=SECOND)
    mutter.press()
    assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
    watched.source.report()
    assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]


def test_strangers_are_not_believed(
    private: PrivateBus, mutter: MutterDouble, watched: Watched
) -> None:
    """A watch of another program, or one that somebody else says has fired, is none of ours."""
    watched.begin(mutter)
    with MutterDouble(private.address) as stranger:  # waits for the name
        for watch in range(10):
            stranger.fire(watch)
        mutter.fire(77)
        asked = len(mutter.asked)
        watched.source.report()
        assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
        assert mutter.asked[asked:] == ["GetIdletime"]


@pytest.mark.parametrize("way", ["shell", "bus"])
def test_watches_are_set_anew_after_a_loss(
    private: PrivateBus, mutter: MutterDouble, watched: Watched, way: str
) -> None:
    """The shell or the bus dies and returns: meanwhile the person is there, then all is as new."""
    watched.begin(mutter)
    mutter.rest(120_000)
    assert watched.posted.next() == Lulled()
    watched.posted.next_since()

    if way == "shell":
        mutter.leave()
    else:
        private.kill()
    assert watched.posted.next() == InputSeen()
    assert not watched.source.is_idle
    assert watched.source.reason == "no GNOME Shell on the session bus"

    mutter.idle_for = 0
    if way == "bus":
        mutter.idle_watches.clear()
        private.start()
    mutter.come_back()
    assert [watched.posted.next(), watched.posted.next()] == [InputSeen(), TypingBegan()]
    assert watched.source.reason == ""
    assert sorted(mutter.idle_watches.values()) == [8_000, 120_000]
    mutter.rest(8_000)
    assert watched.posted.next() == Lulled()


def test_without_gnome_it_says_so(private: PrivateBus, watched: Watched) -> None:
    """Nobody on the bus: the reason says so at once, and nothing is told."""
    assert not watched.source.start()
    assert watched.source.reason == "no GNOME Shell on the session bus"
    assert watched.posted.rest() == []


def test_without_a_bus_it_says_so(tmp_path: Path) -> None:
    """No session bus at all: likewise."""
    watched = Watched(f"unix:path={tmp_path}/nothing")

    assert not watched.source.start()
    assert watched.source.reason == "the session bus does not answer"
    watched.source.stop()
    watched.bus.stop()


def test_stopping_leaves_no_watch_behind(mutter: MutterDouble, watched: Watched) -> None:
    """After `stop` the thread has ended, nothing is posted, and the shell has nothing to watch."""
    watched.begin(mutter)
    mutter.rest(8_000)
    assert watched.posted.next() == Lulled()
    wait_for(lambda: mutter.active_watches)
    thread = watched.thread()

    watched.source.stop()
    watched.source.report()

    wait_for(lambda: not mutter.idle_watches and not mutter.active_watches)
    assert not thread.is_alive()
    assert watched.posted.rest() == []
