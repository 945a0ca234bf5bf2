"""Who keeps the screen on, by the ways of four desktops, on a real bus."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak.adapters.busy.inhibitors import Inhibitors
from ergobreak.adapters.busy.inhibitors_ways import KDE, MIRROR, POWER, plain_name
from ergobreak.adapters.dbus.bus import Bus
from tests.services.inhibiting import (
    POWER_PATH,
    GnomeInhibitors,
    KdeInhibitors,
    LogindInhibitors,
    PowerInhibitors,
    Service,
)
from tests.services.posted import switches_at_rest
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

ALL: Final[list[tuple[Any, str]]] = [
    (LogindInhibitors, "logind"),
    (GnomeInhibitors, "GNOME session"),
    (KdeInhibitors, "KDE power"),
    (PowerInhibitors, "power manager"),
]


class Listener:
    """A connection with our source on it, and what it has told since it was last asked."""

    def __init__(self, address: str) -> None:
        self.bus = Bus(address)
        self.bus.start()
        self.told: list[tuple[str, str, tuple[str, ...]]] = []
        # One bus for both: which of them a service is on, only the real ones know.
        self.source = Inhibitors(lambda *told: self.told.append(told), self.bus, self.bus)
        self.source.start()

    def next(self) -> tuple[str, str, tuple[str, ...]]:
        """Return what is told next, and wait for it if need be."""
        wait_for(lambda: self.told)
        return self.told.pop(0)

    def wait(self) -> None:
        """Wait until it works."""
        wait_for(lambda: not self.source.reason, what="somebody to listen to")

    def stop(self) -> None:
        """End both."""
        self.source.stop()
        self.bus.stop()


@pytest.fixture
def private(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it."""
    with PrivateBus(tmp_path) as private:
        yield private


@pytest.fixture
def listener(private: PrivateBus) -> Iterator[Listener]:
    """Yield a listener on it."""
    listener = Listener(private.address)
    yield listener
    listener.stop()


@pytest.mark.parametrize(("make", "source"), ALL)
def test_a_film_is_told_with_its_player_and_its_end(
    private: PrivateBus, listener: Listener, make: Callable[[str], Any], source: str
) -> None:
    """Its beginning and its end, once each; a second program beside it is named as well."""
    with make(private.address) as service:
        listener.wait()
        for _ in range(3):
            service.keep("Firefox")
            assert listener.next() == (source, "inhibitor", ("Firefox",))
            service.keep("Firefox", "mpv")
            while (told := listener.next())[2] != ("Firefox", "mpv"):
                assert told[2] in {(), ("Firefox",), ("mpv",)}
            service.keep()
            while (told := listener.next())[2]:
                assert told[2] != ("Firefox", "mpv")
            assert told == (source, "inhibitor", ())


@pytest.mark.parametrize(("make", "source"), ALL)
def test_a_film_that_plays_already_is_told_and_ends_with_its_service(
    private: PrivateBus, make: Callable[[str], Any], source: str
) -> None:
    """Begun before we were; and who has gone keeps nothing on."""
    with make(private.address) as service:
        service.keep("/usr/bin/vlc")
        listener = Listener(private.address)
        assert listener.next() == (source, "inhibitor", ("vlc",))
    assert listener.next() == (source, "inhibitor", ())
    wait_for(lambda: listener.source.reason)
    listener.stop()


def test_only_a_blocked_screen_of_this_person_counts(
    private: PrivateBus, listener: Listener
) -> None:
    """Delays, other things than the screen, other people, and GNOME's copy are no films."""
    with LogindInhibitors(private.address) as logind:
        listener.wait()
        logind.keep("NetworkManager", what="sleep", mode="delay")
        logind.keep("PowerDevil", what="handle-power-key:handle-lid-switch")
        logind.keep("backup", what="sleep:shutdown")
        logind.keep("film", user=4711)
        logind.keep("film", mode="delay")
        logind.keep("me", why=MIRROR)
        logind.keep("mpv", what="sleep:idle")

        assert listener.next() == ("logind", "inhibitor", ("mpv",))


def test_what_keeps_the_machine_awake_is_no_film(private: PrivateBus, listener: Listener) -> None:
    """A download that must not be suspended says nothing of the screen."""
    with GnomeInhibitors(private.address) as gnome, KdeInhibitors(private.address) as kde:
        listener.wait()
        gnome.keep("Files", flags=4)
        kde.keep("Download", kinds=1)
        gnome.keep("org.gnome.Totem", flags=12)
        assert listener.next() == ("GNOME session", "inhibitor", ("Totem",))
        kde.keep("Slides", kinds=4)
        assert listener.next() == ("KDE power", "inhibitor", ("Slides",))


def test_kde_is_asked_by_its_own_way(private: PrivateBus, listener: Listener) -> None:
    """Its power manager, which mixes films with downloads, is not asked as well."""
    with Service(private.address, KDE), PowerInhibitors(private.address) as power:
        listener.wait()
        power.keep("Download")
        power.keep()
        with LogindInhibitors(private.address) as logind:
            logind.keep("mpv")
            assert listener.next() == ("logind", "inhibitor", ("mpv",))
        assert power.asked == 0


def test_a_program_without_a_name_still_counts(private: PrivateBus, listener: Listener) -> None:
    """Some list nobody although somebody is there, or give no name."""
    with PowerInhibitors(private.address) as power:
        listener.wait()
        power.keep("")

        assert listener.next() == ("power manager", "inhibitor", ("a program",))


def test_the_desktop_itself_is_no_film(private: PrivateBus, listener: Listener) -> None:
    """What parts of the desktop, and we, keep on is not told."""
    with GnomeInhibitors(private.address) as gnome:
        listener.wait()
        gnome.keep("gnome-shell", "ergobreak")
        gnome.keep("org.gnome.Shell.desktop", "gnome-shell", "ergobreak")

        assert listener.next() == ("GNOME session", "inhibitor", ("Shell",))


def test_strangers_are_not_believed(private: PrivateBus, listener: Listener) -> None:
    """Who does not own the name is not worth a question."""
    with GnomeInhibitors(private.address) as gnome, Service(private.address, "a.stranger") as other:
        listener.wait()
        gnome.keep("Totem")
        assert listener.next() == ("GNOME session", "inhibitor", ("Totem",))
        asked = gnome.asked
        path = "/org/gnome/SessionManager"
        other.say(path, "org.gnome.SessionManager", "InhibitorRemoved", "o", path)
        other.say(POWER_PATH, f"{POWER}.Inhibit", "HasInhibitChanged", "b", True)
        gnome.keep()

        assert listener.next() == ("GNOME session", "inhibitor", ())
        assert gnome.asked == asked + 1


def test_where_nobody_tells_it_says_so(listener: Listener) -> None:
    """An empty bus: the reason says so, and nobody is woken."""
    assert "nobody" in listener.source.reason
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "inhibitors"]

    before = switches_at_rest(thread)

    assert switches_at_rest(thread) == before
    assert listener.told == []


def test_no_bus_is_no_trouble() -> None:
    """Without any bus it begins, tells nothing, and ends."""
    source = Inhibitors(lambda *_: None, None, None)
    source.start()
    source.stop()

    assert source.reason
    assert {thread.name for thread in threading.enumerate()}.isdisjoint({"inhibitors"})


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Firefox", "Firefox"),
        ("org.gnome.Totem", "Totem"),
        ("org.gnome.Totem.desktop", "Totem"),
        ("firefox-esr.desktop", "firefox-esr"),
        ("/usr/bin/vlc", "vlc"),
        ("Mr. Player v1.2.3", "Mr. Player v1.2.3"),
        ("v1.2", "v1.2"),
        ("  ", ""),
    ],
)
def test_programs_have_plain_names(raw: str, name: str) -> None:
    """A path, a file name or a name in reverse comes out as people know it."""
    assert plain_name(raw) == name
