"""The choice of what tells who is idle, and logind's hint, which is the last of them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.presence.idle import find_idle
from ergobreak.core.events import InputSeen, InputStopped, TypingBegan
from tests.services.compositor import Compositor
from tests.services.inhibiting import Service
from tests.services.introspected import Interface
from tests.services.mutter import MutterDouble
from tests.services.posted import SECOND, Posted, now
from tests.services.private_bus import PrivateBus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ergobreak.ports import Idle

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

LOGIND: Final = "org.freedesktop.login1"
SESSION: Final = f"{LOGIND}.Session"
AUTO: Final = "/org/freedesktop/login1/session/auto"
REAL: Final = "/org/freedesktop/login1/session/_32"


class Hinted(Service):
    """Logind with one session, of which the desktop says whether it is idle."""

    def __init__(self, address: str) -> None:
        super().__init__(address, LOGIND)
        self._values: dict[str, tuple[str, object]] = {
            "IdleHint": ("b", False),
            "IdleSinceHintMonotonic": ("t", 0),
        }
        self.serve(AUTO, Interface({"Get": ("ss", "v")}), {"Get": self._get})

    def _get(self, _: str, name: str) -> tuple[Any, ...]:
        return (self._values[name],)

    def hint(self, is_idle: bool, since: int = 0) -> None:
        """Say whether the session is idle, and since when it has been called so (mono)."""
        self._values["IdleHint"] = ("b", is_idle)
        self._values["IdleSinceHintMonotonic"] = ("t", since)
        properties = "org.freedesktop.DBus.Properties"
        changed = {"IdleHint": ("b", is_idle)}
        self.say(REAL, properties, "PropertiesChanged", "sa{sv}as", SESSION, changed, [])


class Place:
    """A session: a bus for both purposes, and whatever a test puts there."""

    def __init__(self, folder: Path, address: str) -> None:
        self.wayland = folder / "wayland-0"
        self.env = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(folder)}
        self.bus = Bus(address)
        self.bus.start()
        self.posted = Posted()
        self.found: list[Idle] = []

    def find(self, env: dict[str, str] | None = None, **buses: Bus | None) -> Idle:
        """Return what is found in this environment."""
        given = {"bus": self.bus, "system_bus": self.bus, **buses}
        env = self.env if env is None else env
        idle = find_idle(self.posted, idle_after=120 * SECOND, lull=8 * SECOND, env=env, **given)
        self.found.append(idle)
        return idle


@pytest.fixture
def private(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus with nobody on it."""
    with PrivateBus(tmp_path) as private:
        yield private


@pytest.fixture
def place(tmp_path: Path, private: PrivateBus) -> Iterator[Place]:
    """Yield an empty session."""
    place = Place(tmp_path, private.address)
    yield place
    for idle in place.found:
        idle.stop()
    place.bus.stop()


def test_the_compositor_is_the_first_choice(place: Place, private: PrivateBus) -> None:
    """A compositor that tells is listened to, whatever else there is."""
    offers = {"wl_seat": 7, "ext_idle_notifier_v1": 2}
    with Compositor(place.wayland, offers), MutterDouble(private.address), Hinted(private.address):
        idle = place.find({**place.env, "DISPLAY": ":4711"})

        assert (idle.name, idle.reason) == ("Wayland ext-idle-notify", "")
        assert place.posted.rest() == [InputSeen(), TypingBegan()]
        idle.stop()


def test_gnome_is_asked_where_the_compositor_does_not_tell(
    place: Place, private: PrivateBus
) -> None:
    """GNOME's own compositor lacks the protocol: its bus name is the next choice."""
    with (
        Compositor(place.wayland, {"wl_seat": 7}),
        MutterDouble(private.address),
        Hinted(private.address),
    ):
        assert place.find().name == "GNOME Mutter"
        assert place.posted.rest() == [InputSeen(), TypingBegan()]


def test_the_hint_is_the_last_choice(place: Place, private: PrivateBus) -> None:
    """Nobody else tells: what the desktop has told logind is better than nothing."""
    with Hinted(private.address):
        assert place.find().name == "logind's hint"
        assert place.posted.rest() == [InputSeen()]


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_nothing_at_all_says_why(place: Place) -> None:
    """The reasons of all that were tried; without a session, that there is none."""
    idle = place.find()
    assert not idle.start()
    assert idle.name == "none"
    assert "no compositor answers" in idle.reason
    assert "no GNOME Shell on the session bus" in idle.reason
    assert "no logind on the system bus" in idle.reason

    assert "X server" in place.find({"DISPLAY": ":4711"}).reason
    assert place.find({}, bus=None, system_bus=None).reason == "no graphical session"
    assert place.posted.rest() == []


def test_the_hint_is_told_with_its_beginning(place: Place, private: PrivateBus) -> None:
    """Idle since the hint and the span that we would have waited; active when it is withdrawn."""
    with Hinted(private.address) as logind:
        idle = place.find({}, bus=None)
        assert place.posted.next() == InputSeen()

        since = now() - 60 * SECOND
        logind.hint(True, since)
        event = place.posted.next()
        assert isinstance(event, InputStopped)
        assert event.since == pytest.approx(since - 120 * SECOND, abs=SECOND)
        assert idle.is_idle
        idle.report()
        assert isinstance(place.posted.next(), InputStopped)
        logind.hint(False)
        assert place.posted.next() == InputSeen()
        logind.hint(True, now())
        place.posted.next()
    assert place.posted.next() == InputSeen()
    assert idle.reason == "no logind on the system bus"
