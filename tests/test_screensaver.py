"""Lock and unlock from screen savers on a real session bus."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.presence.screensaver import NOT_FOUND, SAVERS, ScreenSaver
from ergobreak.core.events import Locked, Unlocked
from tests.services.heard import catch_up
from tests.services.inhibiting import Service
from tests.services.introspected import Interface
from tests.services.posted import Posted
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

XFCE: Final = "org.xfce.ScreenSaver"
GNOME: Final = "org.gnome.ScreenSaver"


class Saver(Service):
    """A screen saver that a test makes active; a mute one does not say whether it is."""

    def __init__(
        self, address: str, name: str, *, is_active: bool = False, is_mute: bool = False
    ) -> None:
        super().__init__(address, name)
        self._is_active = is_active
        shape = Interface({} if is_mute else {"GetActive": ("", "b")})
        self.serve(SAVERS[name], shape, {"GetActive": lambda: (self._is_active,)})

    def turn(self, is_active: bool) -> None:
        """Become active, or not, and say so."""
        self._is_active = is_active
        self.say(SAVERS[self.name], self.name, "ActiveChanged", "b", is_active)


@pytest.fixture
def private(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it."""
    with PrivateBus(tmp_path) as private:
        yield private


@pytest.fixture
def bus(private: PrivateBus) -> Iterator[Bus]:
    """Yield a connection to it."""
    bus = Bus(private.address)
    bus.start()
    yield bus
    bus.stop()


def started(bus: Bus, posted: Posted) -> ScreenSaver:
    """Return a source that has heard all that there is so far."""
    source = ScreenSaver(bus, posted)
    source.start()
    catch_up(bus)
    catch_up(bus)
    return source


@pytest.mark.parametrize("name", SAVERS)
def test_every_screen_saver_of_the_list_locks(private: PrivateBus, bus: Bus, name: str) -> None:
    """Active is locked, and the reverse; each change is told once."""
    posted = Posted()
    with Saver(private.address, name) as saver:
        source = started(bus, posted)
        assert (source.reason, posted.rest()) == ("", [])
        for _ in range(2):
            saver.turn(True)
            saver.turn(True)
            assert posted.next() == Locked()
            saver.turn(False)
            assert posted.next() == Unlocked()
        assert posted.rest() == []


def test_a_screen_that_is_locked_already_is_told(private: PrivateBus, bus: Bus) -> None:
    """Whoever begins under a lock learns of it; the end of the screen saver opens the screen."""
    posted = Posted()
    with Saver(private.address, GNOME, is_active=True):
        source = started(bus, posted)
        assert posted.next() == Locked()
    assert posted.next() == Unlocked()
    assert source.reason == NOT_FOUND


def test_of_two_screen_savers_the_last_opens_the_screen(private: PrivateBus, bus: Bus) -> None:
    """A desktop that runs two is open when neither is active."""
    posted = Posted()
    with Saver(private.address, GNOME) as first, Saver(private.address, XFCE) as second:
        started(bus, posted)
        first.turn(True)
        assert posted.next() == Locked()
        second.turn(True)
        first.turn(False)
        second.turn(False)

        assert posted.next() == Unlocked()
        assert posted.rest() == []


def test_one_that_cannot_be_asked_is_listened_to(private: PrivateBus, bus: Bus) -> None:
    """No answer to the question whether it is active means no, until it says otherwise."""
    posted = Posted()
    with Saver(private.address, XFCE, is_mute=True) as saver:
        started(bus, posted)
        assert posted.rest() == []
        saver.turn(True)
        assert posted.next() == Locked()


def test_strangers_and_other_names_are_not_believed(private: PrivateBus, bus: Bus) -> None:
    """Who speaks for a screen saver without owning its name is ignored."""
    posted = Posted()
    with Saver(private.address, XFCE) as saver, Service(private.address, "a.stranger") as other:
        started(bus, posted)
        other.say(SAVERS[XFCE], XFCE, "ActiveChanged", "b", True)
        # It stays as it is: under load it may be asked for that only now.
        saver.say(SAVERS[GNOME], GNOME, "ActiveChanged", "b", True)
        catch_up(bus)
        assert posted.rest() == []


def test_nothing_is_told_while_somebody_better_tells(private: PrivateBus, bus: Bus) -> None:
    """Where logind speaks the screen saver is silent, until it is needed."""
    posted, needed = Posted(), [False]
    with Saver(private.address, XFCE) as saver:
        source = ScreenSaver(bus, posted, partial(all, needed))
        source.start()
        wait_for(lambda: not source.reason)
        saver.turn(True)
        saver.turn(False)
        catch_up(bus)
        assert posted.rest() == []

        needed[0] = True
        saver.turn(True)
        assert posted.next() == Locked()


def test_a_lost_bus_opens_the_screen_until_it_is_back(private: PrivateBus, bus: Bus) -> None:
    """The engine is not left in a lock; after the return the screen saver is asked anew."""
    posted = Posted()
    with Saver(private.address, XFCE) as saver:
        source = started(bus, posted)
        saver.turn(True)
        assert posted.next() == Locked()

        private.kill()
        assert posted.next() == Unlocked()
        assert source.reason == NOT_FOUND
        private.start()
        saver.own()
        assert posted.next() == Locked()


def test_after_the_end_nothing_is_told(private: PrivateBus, bus: Bus) -> None:
    """A source that was stopped is silent; it has no thread of its own."""
    posted = Posted()
    before = threading.active_count()
    with Saver(private.address, XFCE) as saver:
        threads = threading.active_count()
        source = started(bus, posted)
        assert threading.active_count() == threads >= before
        source.stop()
        saver.turn(True)
        catch_up(bus)

    assert posted.rest() == []
