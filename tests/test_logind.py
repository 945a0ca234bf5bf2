"""Lock, user switch and suspend, from a logind on a real bus: every desktop's way of telling."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from jeepney import message_bus

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.presence.logind import Logind
from ergobreak.core.events import FellAsleep, Locked, Unlocked, Woke
from tests.services.logind import ROOT, LogindDouble
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.core.events import Event

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

GONE_TO_SLEEP: Final = FellAsleep()


class Listener:
    """A connection with our source on it, and what it has posted since it was last asked."""

    def __init__(
        self,
        address: str,
        is_idle: Callable[[], bool] = lambda: False,
        doubt_after: float = 60.0,
    ) -> None:
        self.bus = Bus(address)
        self.bus.start()
        self._posted: list[Event] = []
        self.source = Logind(self.bus, self._posted.append, is_idle, doubt_after=doubt_after)
        self.source.start()

    def next(self) -> Event:
        """Return the next event, and wait for it if need be."""
        wait_for(lambda: self._posted)
        return self._posted.pop(0)

    def has_nothing(self, logind: LogindDouble) -> bool:
        """Tell whether all that was said up to now has led to nothing more."""
        logind.suspend(True)
        first = self.next()  # what is said in turn is posted in turn
        logind.suspend(False)
        return (first, self.next()) == (GONE_TO_SLEEP, Woke(0))

    def stop(self) -> None:
        """End both."""
        self.source.stop()
        self.bus.stop()


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it, for a process that is in no session that it knows of."""
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)
    with PrivateBus(tmp_path) as private:
        yield private


@pytest.fixture
def listen(private: PrivateBus) -> Iterator[Callable[..., Listener]]:
    """Yield how to begin to listen."""
    made: list[Listener] = []

    def begin(*args: object, **words: object) -> Listener:
        made.append(Listener(private.address, *args, **words))  # type: ignore[arg-type]  # as given
        return made[-1]

    yield begin
    for listener in made:
        listener.stop()


def test_the_hint_of_the_desktop_is_a_lock(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """A desktop that only sets LockedHint is understood, and each change is told once."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()
        assert listener.source.reason == ""

        logind.change("LockedHint", True)
        logind.change("IdleHint", True)
        assert listener.next() == Locked()
        logind.change("LockedHint", False)
        assert listener.next() == Unlocked()
        assert listener.has_nothing(logind)


def test_a_lock_by_signal_ends_by_signal(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """A desktop that sets no hint is understood by the signals, whoever else locks meanwhile."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()

        logind.say("Lock")
        assert listener.next() == Locked()
        logind.say("Unlock", of=f"{ROOT}/session/c7")
        assert listener.has_nothing(logind)
        logind.say("Unlock")
        assert listener.next() == Unlocked()
        logind.say("Lock", of=f"{ROOT}/session/c7")
        logind.change("LockedHint", True, of=f"{ROOT}/session/c7")
        assert listener.has_nothing(logind)


def test_signal_and_hint_together_are_one_lock(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """A desktop that obeys the signal and sets the hint locks once; the hint ends it."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()

        logind.say("Lock")
        logind.change("LockedHint", True)
        assert listener.next() == Locked()
        assert listener.has_nothing(logind)  # the hint has been heard too
        listener.source.input_seen()  # the password
        assert listener.has_nothing(logind)
        logind.change("LockedHint", False)
        assert listener.next() == Unlocked()
        assert listener.has_nothing(logind)


def test_input_ends_a_lock_that_only_a_signal_speaks_for(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """Where the desktop never says that it was unlocked, the person's input says it."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()
        logind.say("Lock")
        assert listener.next() == Locked()

        listener.source.input_seen()

        assert listener.next() == Unlocked()


def test_a_lock_by_signal_is_doubted_once(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """Who came back before being idle is noticed all the same; who is away stays away."""
    asked: list[bool] = []

    def is_idle() -> bool:
        asked.append(len(asked) == 0)
        return asked[-1]

    with LogindDouble(private.address) as logind:
        listener = listen(is_idle, 0.05)
        assert listener.next() == Unlocked()
        logind.say("Lock")
        assert listener.next() == Locked()
        wait_for(lambda: asked)
        assert listener.has_nothing(logind)  # the first time somebody is idle: still locked

        logind.say("Lock")

        assert listener.next() == Unlocked()
        assert asked == [True, False]


def test_another_user_at_the_screen_is_a_lock(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """A switch of users locks; back again, the lock screen counts until it is gone too."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()

        logind.change("Active", False)
        assert listener.next() == Locked()
        logind.change("LockedHint", True)
        logind.change("Active", True)
        assert listener.has_nothing(logind)
        logind.change("LockedHint", False, is_said=False)
        assert listener.next() == Unlocked()


def test_suspend_and_wake_are_told(private: PrivateBus, listen: Callable[..., Listener]) -> None:
    """PrepareForSleep comes before and after; how long it was is left to the clocks."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()

        logind.suspend(True)
        assert listener.next() == GONE_TO_SLEEP
        logind.suspend(False)
        assert listener.next() == Woke(0)


def test_a_shutdown_is_leaving_too(private: PrivateBus, listen: Callable[..., Listener]) -> None:
    """Whoever shuts the machine down goes; whoever calls it off is back."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()

        logind.shut_down(True)
        assert listener.next() == GONE_TO_SLEEP
        logind.shut_down(False)
        assert listener.next() == Woke(0)


def test_strangers_are_not_believed(private: PrivateBus, listen: Callable[..., Listener]) -> None:
    """Whoever else says on the bus that the session is locked or asleep is ignored."""
    with (
        LogindDouble(private.address) as logind,
        LogindDouble(private.address, is_stranger=True) as stranger,
    ):
        listener = listen()
        assert listener.next() == Unlocked()

        stranger.say("Lock")
        stranger.change("LockedHint", True)
        stranger.suspend(True)

        assert listener.has_nothing(logind)


@pytest.mark.parametrize("way", ["GetSessionByPID", "GetSession", "Display"])
def test_the_session_is_found(
    private: PrivateBus,
    listen: Callable[..., Listener],
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    """By process, by name, or as the user's display; a session that is locked is told at once."""
    monkeypatch.setenv("XDG_SESSION_ID", "c1" if way == "GetSession" else "ended")
    with LogindDouble(private.address, found_by=way, is_locked=True):
        listener = listen()

        assert listener.next() == Locked()
        assert listener.source.reason == ""


def test_the_next_session_is_found(private: PrivateBus, listen: Callable[..., Listener]) -> None:
    """A daemon that outlives its session goes over to the user's next one."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()
        logind.change("LockedHint", True)
        assert listener.next() == Locked()

        logind.values["LockedHint"] = False
        logind.end_session()
        assert listener.next() == Unlocked()
        logind.begin_session("c2")
        assert listener.next() == Unlocked()  # the picture of the new one
        logind.say("Lock")
        assert listener.next() == Locked()


def test_suspends_are_told_without_a_session(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """Where no session is found the reason says so, and sleep is still noticed."""
    with LogindDouble(private.address, found_by="") as logind:
        listener = listen()
        assert listener.next() == Unlocked()
        assert listener.source.reason == "logind knows no session of this person"

        logind.suspend(True)

        assert listener.next() == GONE_TO_SLEEP


def test_a_lost_bus_opens_the_screen_until_it_is_back(
    private: PrivateBus, listen: Callable[..., Listener], caplog: pytest.LogCaptureFixture
) -> None:
    """The engine is not left in a lock or asleep; after the return the whole picture is told."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()
        logind.change("LockedHint", True)
        logind.suspend(True)
        assert [listener.next(), listener.next()] == [Locked(), GONE_TO_SLEEP]

        private.kill()
        assert [listener.next(), listener.next()] == [Woke(0), Unlocked()]
        assert listener.source.reason == "no logind on the system bus"
        private.start()
        logind.is_preparing = False
        logind.return_to_the_bus()

        assert listener.next() == Locked()
        assert listener.source.reason == ""
        # Counted before logind leaves for good, which is a second loss and told as one.
        ours = [
            record
            for record in caplog.records
            if record.name == "ergobreak.adapters.presence.logind"
        ]
        assert len(ours) == 1


def test_without_logind_the_screen_is_open(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """No logind: the reason says so, and a lock of a former run is not believed for ever."""
    listener = listen()

    assert listener.next() == Unlocked()
    wait_for(lambda: listener.source.reason == "no logind on the system bus")


def test_without_a_bus_the_screen_is_open(tmp_path: Path) -> None:
    """No system bus at all, as in a container: likewise."""
    listener = Listener(f"unix:path={tmp_path}/nothing")

    assert listener.next() == Unlocked()
    assert listener.source.reason == "the system bus does not answer"
    listener.stop()


def test_nobody_is_woken_while_nothing_happens(
    private: PrivateBus, listen: Callable[..., Listener]
) -> None:
    """While its connection is in use, the worker is not woken once."""
    with LogindDouble(private.address) as logind:
        listener = listen()
        assert listener.next() == Unlocked()
        (thread,) = [thread for thread in threading.enumerate() if thread.name == "logind"]
        status = Path(f"/proc/self/task/{thread.native_id}/status")

        def switches() -> list[str]:
            lines = status.read_text(encoding="ascii").splitlines()
            return [line for line in lines if "ctxt_switches" in line]

        wait_for(lambda: switches() == switches(), what="the worker is blocked")
        before = switches()
        for _ in range(50):
            listener.bus.call(message_bus.GetId())
        assert switches() == before
        assert logind.asked.count("GetSessionByPID") == 1
