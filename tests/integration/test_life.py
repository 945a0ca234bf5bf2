"""Starting and ending: exit codes, signals, one daemon a home, and nothing that is left behind."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from ergobreak.control import client, endpoint
from tests.integration.daemon import ROOT, VIRTUAL, Daemon, command, report
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def has_passed(instant: float) -> bool:
    """Tell whether it is later than this instant of the monotonic clock."""
    return time.monotonic() > instant


def test_exit_codes_of_a_life(tmp_path: Path) -> None:
    """Each command ends with the code that the help promises for what it found."""
    home = tmp_path / "home"
    found: dict[str, int] = {}
    with Daemon(home, *VIRTUAL) as daemon:
        daemon.ready()
        for words in ("status", "run --headless", "start", "postpone", "pause never", "status -x"):
            code, out, complaints = command(home, *words.split())
            found[words] = code
            assert bool(out) is (code == 0), words
            assert bool(complaints) is (code != 0), words
        newer = b'{"v":99,"verb":"status","words":[],"json":false}\n'
        found["another version"] = client.read(client.exchange(str(home), newer))[0]
        found["stop"] = command(home, "stop")[0]
        assert daemon.wait() == 0
    for words in ("status", "stop", "drink"):
        found[f"{words}, none running"] = command(home, *words.split())[0]
    assert found == {
        "status": 0,
        "run --headless": 4,
        "start": 4,
        "postpone": 6,
        "pause never": 2,
        "status -x": 2,
        "another version": 5,
        "stop": 0,
        "status, none running": 3,
        "stop, none running": 3,
        "drink, none running": 3,
    }


def test_start_restart_and_stop_by_command(tmp_path: Path) -> None:
    """A daemon of the background answers, is replaced by restart, keeps its journal, and ends."""
    home = tmp_path / "home"
    assert command(home, "start")[0] == 0
    try:
        first = json.loads(command(home, "ping", "--json")[1])["pid"]
        assert command(home, "drink", "150ml")[0] == 0
        assert command(home, "restart")[0] == 0
        second = json.loads(command(home, "ping", "--json")[1])["pid"]
        assert first != second
        assert json.loads(command(home, "status", "--json")[1])["water_ml"] == 150
    finally:
        assert command(home, "stop")[0] == 0
    _, told, _ = command(home, "events", "--last", "100")
    events = [json.loads(line)["event"] for line in told.splitlines()]
    assert [one for one in events if one in ("started_up", "shut_down", "drank")] == [
        *("started_up", "drank", "shut_down"),
        *("started_up", "shut_down"),
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    """It ends within a second, with 0 and a last line on record, and leaves no process."""
    with Daemon(tmp_path / "home", "--ignore-hours") as daemon:
        daemon.ready()
        assert daemon.session() == [daemon.process.pid]
        began = time.monotonic()
        assert daemon.stop(number) == 0
        lasted = time.monotonic() - began
        report(f"{number.name} takes {lasted * 1000:.0f} ms")
        assert lasted < 1
        assert daemon.session() == []
        assert daemon.lines()[-1]["event"] == "shut_down"
        assert daemon.journal() == daemon.lines()
        assert endpoint.is_free(daemon.paths)
        assert not daemon.paths.socket.exists()
        assert daemon.complaints == ""


def test_a_signal_at_any_time_of_the_start_leaves_a_free_home(tmp_path: Path) -> None:
    """However early SIGTERM comes, the process ends and the next daemon starts."""
    for moment in range(8):
        with Daemon(tmp_path / "home", *VIRTUAL) as daemon:
            # Later each time, from the bare interpreter to the first line.
            deadline = time.monotonic() + moment * 0.05
            wait_for(partial(has_passed, deadline))
            assert daemon.stop() in (0, -signal.SIGTERM)
            assert endpoint.is_free(daemon.paths)
    with Daemon(tmp_path / "home", *VIRTUAL) as daemon:
        daemon.ready()
        assert daemon.ask("status").exit == 0


def test_eight_homes_have_eight_daemons(tmp_path: Path) -> None:
    """Daemons of different homes do not meet: each has its own socket, journal and time."""
    daemons = [Daemon(tmp_path / str(number), *VIRTUAL) for number in range(1, 9)]
    try:
        for number, daemon in enumerate(daemons, 1):
            daemon.ready()
            assert daemon.ask(f"drink {number}00ml").exit == 0
        for number, daemon in enumerate(daemons, 1):
            assert daemon.look()["water_ml"] == number * 100
            assert [one["ml"] for one in daemon.journal() if "ml" in one] == [number * 100]
    finally:
        for daemon in daemons:
            daemon.end()


def test_of_eight_for_one_home_one_wins(tmp_path: Path) -> None:
    """Started together for one home, exactly one runs; the others end with 4 and change nothing."""
    daemons = [Daemon(tmp_path / "home", *VIRTUAL) for _ in range(8)]
    try:
        wait_for(lambda: sum(one.process.poll() is not None for one in daemons) == 7, 20)
        codes = [one.process.poll() for one in daemons]
        assert sorted(codes, key=str) == [4] * 7 + [None]
        winner = daemons[codes.index(None)]
        winner.ready()
        assert f"process {winner.process.pid}" in winner.ask("ping").text
        assert [one["event"] for one in winner.journal()] == ["started_up"]
    finally:
        for daemon in daemons:
            daemon.end()


def test_what_a_killed_daemon_leaves_is_no_hindrance(tmp_path: Path) -> None:
    """A socket without its daemon is "not running"; the next daemon takes its place."""
    with Daemon(tmp_path / "home", *VIRTUAL) as first:
        first.ready()
        first.kill()
        assert first.paths.socket.exists()
        assert command(first.home, "status")[0] == 3
        assert command(first.home, "stop")[0] == 3
    with Daemon(tmp_path / "home", *VIRTUAL) as second:
        second.ready()
        assert command(second.home, "status")[0] == 0


def test_log_is_the_same_with_and_without_a_daemon(tmp_path: Path) -> None:
    """`log --json` prints what the daemon has printed, while it runs and afterwards."""
    with Daemon(tmp_path / "home", *VIRTUAL) as daemon:
        daemon.ready()
        daemon.ask("advance 3h")
        daemon.ask("drink")
        daemon.catch_up()
        known = daemon.lines()
        _, running, _ = command(daemon.home, "log", "--last", "1000", "--json")
        daemon.stop()
        known_after = daemon.lines()
        _, ended, _ = command(daemon.home, "log", "--last", "1000", "--json")
    assert [json.loads(line) for line in running.splitlines()] == known
    assert [json.loads(line) for line in ended.splitlines()] == known_after


def test_a_follower_gets_every_line(tmp_path: Path) -> None:
    """`events --follow` prints each line once, in order, and ends with the daemon."""
    with Daemon(tmp_path / "home", *VIRTUAL) as daemon:
        daemon.ready()
        (begun,) = wait_for(lambda: daemon.lines("started_up"))
        follow = [sys.executable, "-m", "ergobreak", "--home", str(daemon.home), "events"]
        with subprocess.Popen(
            [*follow, "--follow", "--last", "1"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as follower:
            assert follower.stdout is not None
            assert json.loads(follower.stdout.readline()) == begun
            for _ in range(10):
                assert daemon.ask("advance 40m").exit == 0
                assert daemon.ask("drink").exit == 0
            assert daemon.stop() == 0
            rest = [json.loads(line) for line in follower.stdout]
        assert follower.returncode == 0
        assert rest == daemon.lines()[1:]
        assert len(rest) > 40
