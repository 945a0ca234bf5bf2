"""What a real daemon tells on the desktop's bus about settings that were saved."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.integration.daemon import ROOT, command
from tests.services.notification_server import NotificationServer
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.services.notification_server import Asked

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's inotify"),
]

WITHIN: Final = 20.0  # seconds
GOOD: Final = '[reminders.walk]\nevery = "80m"\n'
BROKEN: Final = '[reminders.walk]\nevery = "soon"\nforr = "5m"\n'
IDLE: Final = '[presence]\nidle_after = "5m"\n[busy]\nmicrophone = false\n'


class Person:
    """Somebody with a home, a bus, and a server of notifications on it."""

    def __init__(self, home: Path, server: NotificationServer, env: dict[str, str]) -> None:
        self.file = home / "ergobreak.toml"
        self.server = server
        self.home = home
        self._env = env

    def status(self) -> str:
        """Return what `status` prints."""
        return command(self.home, "status", env=self._env)[1]

    def told(self) -> list[Asked]:
        """Return the notices about settings that have come so far."""
        return [one for one in self.server.asked if "ergobreak is running" not in one.title]


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Yield somebody whose daemon runs."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_text(GOOD)
    with PrivateBus(tmp_path) as bus, NotificationServer(bus.address) as server:
        env = {
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
            "DBUS_SYSTEM_BUS_ADDRESS": bus.address,
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(tmp_path),
        }
        log = tmp_path / "daemon.stderr"
        run = [sys.executable, "-m", "ergobreak", "--home", str(home), "run", "--ignore-hours"]
        with log.open("wb") as errors:
            process = subprocess.Popen(run, cwd=ROOT, env=env, stderr=errors)
        try:
            found = Person(home, server, env)
            wait_for(lambda: "Walk" in found.status(), WITHIN, "the daemon answers")
            yield found
        finally:
            process.terminate()
            process.wait(WITHIN)
        assert "Traceback" not in log.read_text()
        assert process.returncode == 0


def test_one_notice_says_where_the_mistake_is_and_goes_by_itself(person: Person) -> None:
    """File, line and key stand on top; another one takes its place, a mended one takes it away."""
    person.file.write_text(BROKEN)
    (told,) = wait_for(person.told, WITHIN, "a notice")
    assert told.title == "ergobreak.toml:2: reminders.walk.every"
    assert 'found "soon"' in told.body
    assert "and 1 more" in told.body
    assert "Your last good settings are in force." in told.body

    person.file.write_text(f"\n{BROKEN}")
    wait_for(lambda: len(person.told()) > 1, WITHIN, "another notice")
    assert person.told()[1].title == "ergobreak.toml:3: reminders.walk.every"
    assert person.told()[1].replaces == told.number

    person.file.write_text(GOOD)
    wait_for(lambda: told.number in person.server.closed, WITHIN, "it is taken back")
    assert len(person.told()) == 2
    assert "Mistake" not in person.status()


def test_a_file_that_is_gone_is_told_once(person: Person) -> None:
    """The defaults are in force, and one notice says so."""
    person.file.unlink()
    (told,) = wait_for(person.told, WITHIN, "a notice")

    assert told.title == "The file of settings is gone"
    assert told.body == "The defaults are in force."


def test_switches_of_the_sources_are_followed(person: Person) -> None:
    """A source that is turned off ends, and one that is turned on begins, without a restart."""
    off = '"microphone": {"by": "", "reason": "turned off in the settings"}'

    def sources() -> str:
        return command(person.home, "status", "--json")[1]

    assert off not in sources()
    person.file.write_text(IDLE)
    wait_for(lambda: off in sources(), WITHIN, "the microphone is off")
    person.file.write_text(GOOD)
    wait_for(lambda: off not in sources(), WITHIN, "the microphone is on")
