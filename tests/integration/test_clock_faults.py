"""Clocks that are set, machines that sleep, zones that change, under a real daemon process.

The daemon reads its clocks through `tests/services/jumpclock.c`: the wall clock and the clock that
goes on in suspend jump as a test says, the machine's own stay as they are. A new zone comes as a
link in an /etc of its own.
"""

from __future__ import annotations

import itertools
import mmap
import os
import re
import shutil
import struct
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest

from ergobreak.adapters.journal.read import read
from ergobreak.control import client
from ergobreak.errors import ErgobreakError
from ergobreak.paths import find
from tests.integration.daemon import ROOT, Daemon, Line, report, seconds_of
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

SHIM: Final = Path(__file__).resolve().parents[1] / "services" / "jumpclock.c"
ZONE: Final = ZoneInfo("Europe/Berlin")
HOUR: Final = 3600.0
NIGHT: Final = 8 * HOUR
EVERY: Final = 1.0  # s; the active time between two prompts of CONFIG
NEARLY: Final = 0.05  # s; clocks are read one after the other, and records are cut to milliseconds
CYCLE: Final = "due", "prompted", "completed"
AT_ONCE: Final = 2.0  # s; it takes about a millisecond, but the machine may be busy

CONFIG: Final = """
version = 1
[presence]
settle = "0s"
[delivery]
warning = "0s"
early = "0s"
gap = "0s"
per_hour = 60
bundle = "0s"
bundle_water = "0s"
[reminders.posture]
every = "{every}"
first = "{every}"
[reminders.plants]
title = "Water the plants"
at = [{times}]
[reminders.stretch]
enabled = false
[reminders.walk]
enabled = false
[reminders.hydration]
enabled = false
[reminders.eyes]
enabled = false
"""

LATER: Final = """
version = 1
[work]
hours = ["00:00-24:00"]
no_prompt_before_end = "0s"
[reminders.walk]
every = "2h"
first = "2h"
[reminders.stretch]
enabled = false
[reminders.hydration]
enabled = false
[reminders.posture]
enabled = false
"""


class Clocks:
    """The clocks of the daemon under test; `ahead` is how far its wall clock is, in seconds."""

    def __init__(self, folder: Path, shim: Path) -> None:
        page, bell = folder / "page", folder / "bell"
        page.write_bytes(struct.pack("qq", 0, 0))
        os.mkfifo(bell)
        with page.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), 16)
        self._bell = os.open(bell, os.O_RDWR)
        self.ahead = self._slept = 0.0
        self.env = {
            "LD_PRELOAD": str(shim),
            "JUMPCLOCK": str(page),
            "JUMPCLOCK_BELL": str(bell),
            "TZ": str(ZONE),
        }

    def set_to(self, local: datetime) -> None:
        """Let the dial show this, before anybody looks at it."""
        self._move(local.timestamp() - time.time(), 0.0)

    def step(self, by: float) -> float:
        """Set the wall clock so many seconds on, or back; return when (monotonic, s)."""
        self._move(self.ahead + by, self._slept)
        return self._ring()

    def suspend(self, by: float) -> float:
        """Let the machine have been asleep for so many seconds; return when (monotonic, s)."""
        self._move(self.ahead + by, self._slept + by)
        return self._ring()

    def close(self) -> None:
        """Let go of both files."""
        self._page.close()
        os.close(self._bell)

    def _move(self, ahead: float, slept: float) -> None:
        self.ahead, self._slept = ahead, slept
        self._page[:] = struct.pack("qq", round(ahead * 1e9), round(slept * 1e9))

    def _ring(self) -> float:
        rung_at = time.monotonic()
        os.write(self._bell, b"!")
        return rung_at


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the compiled shim."""
    if not sys.platform.startswith("linux") or shutil.which("gcc") is None:
        pytest.skip("the clocks of a daemon are bent on Linux, by a C file that needs gcc")
    made = tmp_path_factory.mktemp("shim") / "jumpclock.so"
    command = ["gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", str(made), str(SHIM)]
    subprocess.run(command, check=True, timeout=60)
    return made


@pytest.fixture
def clocks(tmp_path: Path, shim: Path) -> Iterator[Clocks]:
    """Yield clocks that show nine o'clock in the morning, so that no test meets midnight."""
    clocks = Clocks(tmp_path, shim)
    clocks.set_to(today(9, 0))
    yield clocks
    clocks.close()


@pytest.fixture
def begin(tmp_path: Path, clocks: Clocks) -> Iterator[Callable[..., Daemon]]:
    """Yield how to start a daemon that answers its prompts; the plants come at these times."""
    made: list[Daemon] = []

    def begin(*times: str, every: str = "1s") -> Daemon:
        config = tmp_path / "config.toml"
        listed = ", ".join(f'"{each}"' for each in times)
        config.write_text(CONFIG.format(times=listed, every=every))
        options = ("--ignore-hours", "--answer", "complete", "--config", str(config))
        made.append(Daemon(tmp_path / "home", *options, env=clocks.env))
        made[0].ready()
        return made[0]

    yield begin
    for daemon in made:
        daemon.end()


def today(hour: int, minute: int, second: float = 0.0) -> datetime:
    """Return a time of this day on the dial of ZONE."""
    midnight = datetime.now(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.replace(hour=hour, minute=minute) + timedelta(seconds=second)


def of(daemon: Daemon, reminder: str, event: str = "prompted") -> list[Line]:
    """Return the lines of one reminder, a kind of them."""
    return [line for line in daemon.lines(event) if line.get("reminder", "") == reminder]


def await_prompts(daemon: Daemon, number: int = 2) -> None:
    """Wait until so many more posture prompts have come."""
    known = len(of(daemon, "posture"))
    wait_for(lambda: len(of(daemon, "posture")) >= known + number, 30.0, "prompts go on")


def told_after(daemon: Daemon, event: str, since: float, number: int = 1) -> Line:
    """Wait for this line, the first of its kind or a later one, which must come at once."""
    lines = wait_for(lambda: daemon.lines(event)[number - 1 :], what=event)
    taken = time.monotonic() - since
    report(f"{event}: {taken * 1000:.0f} ms")
    assert taken < AT_ONCE
    return lines[0]


def true_instants(daemon: Daemon) -> list[float]:
    """Return when posture prompts came, in seconds of a clock that is never set and never sleeps.

    Each record has the wall clock of its own moment, so the jumps before it are taken away.
    """
    jumped, found = 0.0, []
    for line in daemon.lines():
        if line["event"] in ("clock_moved", "woke"):
            jumped += float(str(line["seconds"]))
        elif (line["event"], line.get("reminder", "")) == ("prompted", "posture"):
            found.append(seconds_of(line) - jumped)
    return found


def assert_even(instants: list[float]) -> None:
    """Assert that one followed the other after EVERY seconds of active time."""
    gaps = [later - sooner for sooner, later in itertools.pairwise(instants)]
    assert gaps == pytest.approx([EVERY] * len(gaps), abs=NEARLY)


def assert_in_turn(lines: list[Line]) -> None:
    """Assert that each prompt was due once, shown once and answered before the next one."""
    told = [line["event"] for line in lines if line.get("reminder") == "posture"]
    assert told == list(itertools.islice(itertools.cycle(CYCLE), len(told)))


@pytest.mark.parametrize("steps", [(HOUR,), (-HOUR,), (-HOUR, -HOUR), (HOUR, -HOUR)])
def test_a_set_clock_moves_no_countdown(
    begin: Callable[..., Daemon], clocks: Clocks, steps: tuple[float, ...]
) -> None:
    """Prompts go on at the same distance, one at a time; each step is on record at once."""
    daemon = begin("04:00")
    await_prompts(daemon)
    for number, by in enumerate(steps, start=1):
        moved = told_after(daemon, "clock_moved", clocks.step(by), number)
        assert moved["seconds"] == by
        await_prompts(daemon)

    assert_even(true_instants(daemon))
    happened = {str(line["event"]) for line in daemon.lines()}
    assert happened == {"started_up", "due", "prompted", "completed", "clock_moved"}
    assert_in_turn(daemon.lines())


def test_a_daemon_at_rest_is_woken(begin: Callable[..., Daemon], clocks: Clocks) -> None:
    """Nothing is due for hours: steps and suspends are on record at once all the same."""
    daemon = begin("04:00", every="100h")
    told_after(daemon, "clock_moved", clocks.step(-HOUR))
    told_after(daemon, "clock_moved", clocks.step(HOUR), 2)
    told_after(daemon, "woke", clocks.suspend(30.0))

    told = [(line["event"], line.get("seconds")) for line in daemon.lines()]
    assert told[1:] == [("clock_moved", -HOUR), ("clock_moved", HOUR), ("woke", 30)]


def test_a_time_of_day_comes_once_a_day_however_often_the_dial_shows_it(
    begin: Callable[..., Daemon], clocks: Clocks
) -> None:
    """A clock that goes back behind a time that has come, and on to it again, prompts no more."""
    clocks.set_to(today(8, 59, 57))
    daemon = begin("09:00", "09:30")
    wait_for(lambda: of(daemon, "plants"), 20.0, "nine o'clock")
    for number, by in enumerate((-5.0, -HOUR, HOUR), start=1):
        told_after(daemon, "clock_moved", clocks.step(by), number)
        await_prompts(daemon, 7 if by == -5.0 else 1)
    shown = [str(line["at"])[11:19] for line in daemon.lines("completed")]
    assert sum(time < "09:00:00" for time in shown) > 1  # it was before nine again, and then after

    assert [str(line["at"])[11:19] for line in of(daemon, "plants", "due")] == ["09:00:00"]
    assert len(of(daemon, "plants")) == 1
    assert_even(true_instants(daemon))


def test_a_time_of_day_that_is_jumped_over_is_let_go(
    begin: Callable[..., Daemon], clocks: Clocks
) -> None:
    """It expires, once, and nothing of it is ever shown; the next one comes at its time."""
    daemon = begin("09:20", "09:40", "10:05")
    await_prompts(daemon, 1)
    told_after(daemon, "clock_moved", clocks.step(HOUR))
    (over,) = wait_for(lambda: of(daemon, "plants", "expired"))
    assert over["reason"] == "passed"
    now = datetime.fromisoformat(str(over["at"]))
    told_after(daemon, "clock_moved", clocks.step((today(10, 4, 58) - now).total_seconds()), 2)
    wait_for(lambda: of(daemon, "plants"), 20.0, "five past ten")

    assert [line["prompt"] for line in of(daemon, "plants")] != [over["prompt"]]
    told = [line["event"] for line in daemon.lines() if line.get("reminder", "") == "plants"]
    assert told[:4] == ["due", "expired", "due", "prompted"]


def test_a_night_of_sleep_is_a_rest_and_no_backlog(
    begin: Callable[..., Daemon], clocks: Clocks
) -> None:
    """Eight hours later: away, the missed time of day `absent`, and one prompt a full cycle on."""
    daemon = begin("12:00", "15:00")
    await_prompts(daemon)
    known = len(daemon.lines())
    woke = told_after(daemon, "woke", clocks.suspend(NIGHT))
    assert woke["seconds"] == NIGHT
    await_prompts(daemon)
    after = [line for line in daemon.lines()[known:] if str(line["id"]) >= str(woke["id"])]

    plain = [(line["event"], line.get("reminder", "")) for line in after]
    first = plain.index(("due", "posture"))
    assert sorted(plain[:first]) == [
        *(("absent", "plants"), ("away", ""), ("due", "plants")),
        *(("natural", "posture"), ("woke", "")),
    ]
    assert_in_turn(after[first:])
    assert seconds_of(after[first]) - seconds_of(woke) == pytest.approx(EVERY, abs=NEARLY)
    assert not daemon.lines("clock_moved")


def test_half_a_minute_of_sleep_is_nothing(begin: Callable[..., Daemon], clocks: Clocks) -> None:
    """It is on record; the countdown stands in it and goes on behind it."""
    daemon = begin("04:00")
    await_prompts(daemon)
    woke = told_after(daemon, "woke", clocks.suspend(30.0))
    assert woke["seconds"] == 30
    await_prompts(daemon)

    assert_even(true_instants(daemon))
    happened = {str(line["event"]) for line in daemon.lines()}
    assert happened == {"started_up", "due", "prompted", "completed", "woke"}


class Emigrant:
    """A daemon that could have a desktop, in an /etc of its own: its zone is a link in there."""

    def __init__(self, folder: Path, zone: str) -> None:
        self.home = folder / "home"
        self.home.mkdir(mode=0o700)
        (self.home / "ergobreak.toml").write_text(LATER)
        self._etc = folder / "etc"
        # What this user may not read is of no use to the daemon either.
        subprocess.run(["cp", "-a", "/etc", str(self._etc)], check=False, capture_output=True)
        self.move_to(zone)
        nowhere = f"unix:path={folder}/nobody"
        with (folder / "daemon.stderr").open("wb") as output:
            self._process = subprocess.Popen(
                [*namespace(self._etc), sys.executable, "-m", "ergobreak", "run"],
                cwd=ROOT,
                env={
                    "PATH": os.environ["PATH"],
                    "ERGOBREAK_HOME": str(self.home),
                    "DBUS_SYSTEM_BUS_ADDRESS": nowhere,
                    "DBUS_SESSION_BUS_ADDRESS": nowhere,
                },
                stdin=subprocess.DEVNULL,
                stderr=output,
            )

    def move_to(self, zone: str) -> None:
        """Set the zone as the programs that do it: a new link takes the place of the old one."""
        link = self._etc / "localtime.new"
        link.symlink_to(Path("/usr/share/zoneinfo", zone))
        link.replace(self._etc / "localtime")
        (self._etc / "timezone").unlink(missing_ok=True)

    def status(self) -> str:
        """Return what `ergobreak status` says; nothing before the daemon answers."""
        assert self._process.poll() is None, "the daemon has ended"
        try:
            return client.ask(str(self.home), "status").text
        except ErgobreakError:
            return ""

    def journal(self, event: str) -> list[Line]:
        """Return the lines of a kind."""
        lines = read(find(str(self.home)).journal)
        return [line for line in lines if line["event"] == event]

    def end(self) -> None:
        """Leave nothing of it."""
        self._process.kill()
        self._process.wait(10.0)


def namespace(etc: Path) -> list[str]:
    """Return how a command is started that sees this folder as /etc."""
    alone = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else [])]
    return [*alone, "sh", "-c", 'mount --bind "$0" /etc && exec "$@"', str(etc)]


@pytest.fixture
def emigrant(tmp_path: Path) -> Iterator[Emigrant]:
    """Yield a daemon that begins in Berlin."""
    if shutil.which("unshare") is None:
        pytest.skip("an /etc of one's own needs unshare (util-linux)")
    probe = subprocess.run(
        [*namespace(tmp_path), "true"], check=False, capture_output=True, text=True, timeout=10
    )
    if probe.returncode:
        pytest.skip(f"no /etc of one's own here: {probe.stderr.strip()}")
    emigrant = Emigrant(tmp_path, "Europe/Berlin")
    yield emigrant
    emigrant.end()


def test_a_new_zone_is_noticed_and_spoken(emigrant: Emigrant) -> None:
    """Whoever travels reads the same instant by the new dial at once, in words and in the log."""
    before = dial(wait_for(emigrant.status, 20.0, "the daemon answers"))
    # Half an hour beside the full hour: no other zone could be mistaken for it.
    moved_at = time.monotonic()
    emigrant.move_to("Asia/Kolkata")
    (changed,) = wait_for(lambda: emigrant.journal("zone_changed"))
    report(f"zone_changed: {(time.monotonic() - moved_at) * 1000:.0f} ms")

    assert changed["reason"] == "Asia/Kolkata"
    assert str(changed["at"]).endswith("+05:30")
    now = datetime.fromisoformat(str(changed["at"]))
    berlin, kolkata = now.astimezone(ZONE).utcoffset(), now.utcoffset()
    assert berlin is not None
    assert kolkata is not None
    later = (kolkata - berlin).total_seconds() / 60
    assert (dial(emigrant.status()) - before) % (24 * 60) == later


def dial(status: str) -> int:
    """Return the time in a line of `status`, as minutes since midnight."""
    found = re.search(r"(\d\d):(\d\d)", status)
    assert found is not None, status
    return int(found[1]) * 60 + int(found[2])
