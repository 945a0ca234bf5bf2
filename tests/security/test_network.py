"""Nothing leaves the machine: no process of ours ever asks for a socket of a network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.control import client
from ergobreak.errors import ErgobreakError
from tests.services import network
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ROOT: Final = Path(__file__).resolve().parents[2]
LOCAL: Final = {"AF_UNIX"}
SETTINGS: Final = """
[work]
hours = ["00:00-24:00"]
days_off = ["holidays:DE-BE", "mine"]
[calendars.mine]
path = "{home}/mine.ics"
"""
CALENDAR: Final = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTART:20260302T090000
DTEND:20260302T100000
RRULE:FREQ=DAILY
SUMMARY:Meeting
URL:https://example.test/meeting
ATTACH:https://example.test/agenda.pdf
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Return where calls are noted; without a way to note them the test is skipped, and says why.

    With it, a socket of the internet has just been seen as one.
    """
    if why := network.why_not(tmp_path / "probe"):
        pytest.skip(why)
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home whose settings name a calendar, with addresses in it, and public holidays."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_text(SETTINGS.format(home=home))
    (home / "mine.ics").write_text(CALENDAR)
    return home


class Traced:
    """Runs our commands with their calls noted."""

    def __init__(self, home: Path, notes: Path) -> None:
        self._home = home
        self._notes = notes
        self._env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command and return its process, which is strace."""
        ours = [sys.executable, "-m", "ergobreak", "--home", str(self._home), *words]
        return subprocess.Popen(
            network.traced(self._notes, ours),
            cwd=ROOT,
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str) -> str:
        """Run a command to its end and return what it said."""
        with self.start(*words) as process:
            out, errors = process.communicate(timeout=100)
        assert process.returncode in {0, 1, 3}, errors.decode()
        return out.decode()

    def ask(self, verb: str, *words: str) -> str:
        """Ask the daemon; nothing while there is none."""
        try:
            return client.ask(str(self._home), verb, words).text
        except ErgobreakError:
            return ""


@pytest.fixture
def ours(home: Path, notes: Path) -> Iterator[Traced]:
    """Yield what runs our commands; a daemon that it has started is ended."""
    traced = Traced(home, notes)
    yield traced
    traced.ask("stop")


def test_a_whole_day_needs_no_network(ours: Traced, notes: Path) -> None:
    """A day of breaks, told by the hour to a real daemon, makes local sockets alone."""
    with ours.start(
        *("run", "--headless", "--clock", "virtual", "--answer", "complete", "--ignore-hours")
    ) as daemon:
        wait_for(lambda: ours.ask("status"), 20, "the daemon")
        for _ in range(10):
            assert ours.ask("advance", "60m")
        assert ours.ask("stop")
        out, _ = daemon.communicate(timeout=30)

    assert out.count(b'"event":"completed"') > 10
    assert network.families(notes) == LOCAL


def test_calendars_and_holidays_need_no_network(ours: Traced, notes: Path) -> None:
    """The child that reads a calendar with addresses in it, and holidays, asks no network."""
    with ours.start("run", "--headless", "--ignore-hours") as daemon:
        wait_for(lambda: ours.ask("status"), 20, "the daemon")
        wait_for(lambda: b"ergobreak.agenda" in _started(daemon.pid), 20, "the child")
        wait_for(lambda: b"ergobreak.agenda" not in _started(daemon.pid), 30, "its end")
        ours.ask("stop")
        daemon.communicate(timeout=30)

    assert network.families(notes) == LOCAL


def test_the_verbs_need_no_network(ours: Traced, notes: Path, home: Path) -> None:
    """Report, sheet, statistics, export, doctor and a simulated month make no socket but ours."""
    day = home / "day.jsonl"
    day.write_text(ours.run("simulate", "--days", "30", "--jsonl"))
    for words in (
        ("config", "check"),
        ("stats", "--days", "30"),
        ("report", "--days", "30"),
        ("sheet",),
        ("export", "-o", str(home / "log.csv")),
        ("doctor",),
        ("exercises", "show", "neck-turn"),
        ("why",),
        ("simulate",),
    ):
        ours.run(*words)

    assert network.families(notes) <= LOCAL
    assert network.processes(notes) > 10


def _started(pid: int) -> bytes:
    """Return the command lines of all that a process has started and that still runs."""
    found = b""
    for folder in Path("/proc").iterdir():
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            if folder.name.isdigit() and int(stat[1]) in {pid, *_children(pid)}:
                found += (folder / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
    return found


def _children(pid: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    except OSError:
        return []
