"""Whether a screen reader runs, as the desktop's own service tells it, and what prompts do then."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import notices
from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.screen_reader import ScreenReader
from ergobreak.content import posture
from ergobreak.core import events
from ergobreak.core.model import MINUTE, SECOND
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, Day
from tests.core.plans import ONLY_POSTURE
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

LAUNCHER: Final = Path("/usr/libexec/at-spi-bus-launcher")
needs_service = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None or not LAUNCHER.exists(),
    reason="needs dbus-daemon and at-spi-bus-launcher (Debian packages: dbus, at-spi2-core)",
)


class Desk:
    """A session bus with the desktop's own accessibility service on it."""

    def __init__(self, folder: Path) -> None:
        self.bus = PrivateBus(folder)
        self._folder = folder
        self._service: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start the service."""
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
            "DBUS_SESSION_BUS_ADDRESS": self.bus.address,
            "GSETTINGS_BACKEND": "memory",
        }
        self._service = subprocess.Popen(
            [LAUNCHER], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def end(self) -> None:
        """End the service, if it runs."""
        if self._service is not None:
            self._service.kill()
            self._service.wait(5)
            self._service = None

    def read_aloud(self, is_on: str) -> None:
        """Say that a screen reader runs, as one does when it starts: "true" or "false"."""
        subprocess.run(
            [
                *("dbus-send", f"--bus={self.bus.address}", "--print-reply"),
                *("--dest=org.a11y.Bus", "/org/a11y/bus"),
                *("org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status"),
                *("string:ScreenReaderEnabled", f"variant:boolean:{is_on}"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield a desk whose service is still to begin."""
    found = Desk(tmp_path)
    with found.bus:
        try:
            yield found
        finally:
            found.end()


class Listener:
    """What our source has told so far."""

    def __init__(self, desk: Desk) -> None:
        self.told: list[bool] = []
        self.bus = Bus(desk.bus.address)
        self.bus.start()
        self.source = ScreenReader(self.bus, self.told.append)
        self.source.start()


@needs_service
def test_a_reader_is_noticed_when_it_begins_and_ends(desk: Desk) -> None:
    """The service may come later than we do; each change is told once."""
    listener = Listener(desk)
    desk.begin()
    wait_for(lambda: has_name(desk), 10.0, "the service is there")

    desk.read_aloud("true")
    wait_for(lambda: listener.told == [True])
    desk.read_aloud("false")
    wait_for(lambda: listener.told == [True, False])
    listener.bus.stop()


@needs_service
def test_a_reader_that_runs_already_is_noticed(desk: Desk) -> None:
    """Who starts ergobreak under a screen reader has it from the first prompt on."""
    desk.begin()
    wait_for(lambda: has_name(desk), 10.0, "the service is there")
    desk.read_aloud("true")

    listener = Listener(desk)
    wait_for(lambda: listener.told == [True])
    desk.end()
    wait_for(lambda: listener.told == [True, False])
    listener.bus.stop()


def has_name(desk: Desk) -> bool:
    """Tell whether the service is on the bus."""
    asked = subprocess.run(
        [
            *("dbus-send", f"--bus={desk.bus.address}", "--print-reply"),
            *("--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner"),
            "string:org.a11y.Bus",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return "boolean true" in asked.stdout


def test_a_toast_that_is_read_aloud_stays() -> None:
    """Fifteen seconds are no time to hear a prompt and answer it: it stays ten minutes."""
    day = Day(ONLY_POSTURE)
    day.do(events.ReaderTold(True))
    day.until(22 * MINUTE + 16 * SECOND)
    assert day.state.shown is not None
    assert notices.of_prompt(day.state.shown, day.state.active, aloud=True).stays

    day.until(32 * MINUTE)
    assert day.lines("seen") == ["32 seen posture"]

    day.do(events.ReaderTold(False))
    day.until(90 * MINUTE + 22 * MINUTE + 16 * SECOND)
    assert day.state.shown is None


def test_checks_that_need_sight_can_be_hidden() -> None:
    """Without sight a round has only checks that can be felt, and the toasts say those."""
    number = len(posture.posture_checks())
    felt = {posture.posture_check(serial, sight=False).group for serial in range(number)}
    assert not felt & posture.BY_SIGHT
    assert len(felt) == len({check.group for check in posture.posture_checks()}) - 2

    day = Day(DEFAULT)
    day.run(22)
    assert day.state.shown is not None
    glances = {
        check.glance for check in posture.posture_checks() if check.group in posture.BY_SIGHT
    }
    for serial in range(number):
        body = notices.of_prompt(replace(day.state.shown, number=serial), 0, sight=False).body
        assert not any(glance in body for glance in glances), serial
