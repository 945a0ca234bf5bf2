"""Signals at any moment, a daemon that is halted, one that wakes up in 1970, and a whole week."""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.errors import NotRunning, ProtocolError
from tests.integration.daemon import VIRTUAL, Daemon, command, report, seconds_of
from tests.integration.test_clock_faults import (
    CONFIG,
    EVERY,
    NEARLY,
    Clocks,
    assert_in_turn,
    await_prompts,
    of,
    told_after,
)
from tests.integration.test_clock_faults import shim as shim  # noqa: PLC0414 - a fixture
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.slow

ROUNDS = 4  # of each signal
DRINK, ADVANCE = "drink 20ml", "advance 1s"
LINES = DRINK, ADVANCE, "status", "next"
# A notice fades after 15 s, and one that has faded does not come again.
STEP, MOMENTS = 5, 9  # s; the former to look for one, the latter before the signal


def talk_until_gone(daemon: Daemon, chance: random.Random) -> list[str]:
    """Give one command after another until nobody answers; return the acknowledged records.

    On a slow machine that may be many: so few of them let time go by that what is open stays open.
    """
    acknowledged: list[str] = []
    left = MOMENTS
    try:
        while True:
            line = chance.choice(LINES)
            left -= line == ADVANCE
            line = DRINK if line == ADVANCE and left < 0 else line
            reply = daemon.ask(line, as_json=True)
            lines = reply.data.get("lines", [])
            assert isinstance(lines, list)
            acknowledged += [str(line["id"]) for line in lines]
    except (NotRunning, ProtocolError):
        return acknowledged


def prompt_of(daemon: Daemon) -> str:
    """Return the id of the prompt that is open, or nothing."""
    found = daemon.look()["open_prompt"]
    return str(found["prompt"]) if isinstance(found, dict) else ""


def next_prompt(daemon: Daemon) -> str:
    """Let time go by until a prompt is open that opened just now, and return its id."""
    while prompt_of(daemon):
        assert daemon.ask("advance 1m").exit == 0
    coming = daemon.look()["next"]
    assert isinstance(coming, list)
    # Straight to where the first could come, and from there with care.
    if (seconds := min(one["about_seconds"] for one in coming) - 2 * STEP) > 0:
        assert daemon.ask(f"advance {seconds}s").exit == 0
    while not (found := prompt_of(daemon)):
        assert daemon.ask(f"advance {STEP}s").exit == 0
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_amid_commands_ends_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    """In any instant: 0 within a second, all acknowledged is there, the open prompt comes again."""
    chance, home = random.Random(int(number)), tmp_path / "home"
    known = ""
    for _ in range(ROUNDS):
        with Daemon(home, *VIRTUAL) as daemon:
            daemon.ready()
            if known:
                before = daemon.journal()
                assert daemon.ask("advance 20m").exit == 0  # no two within `gap`
                since = daemon.journal()[len(before) :]
                assert ("prompted", known) in [(one["event"], one.get("prompt")) for one in since]
            known = next_prompt(daemon)
            sent_at: list[float] = []

            def send(daemon: Daemon = daemon, sent_at: list[float] = sent_at) -> None:
                sent_at.append(time.monotonic())
                daemon.process.send_signal(number)

            # By a clock of its own, so that the signal falls into any instant of a command.
            timer = threading.Timer(chance.uniform(0, 0.2), send)
            timer.start()
            acknowledged = talk_until_gone(daemon, chance)
            assert daemon.wait() == 0
            lasted = time.monotonic() - sent_at[0]
            timer.join()
            written = daemon.journal()
            assert set(acknowledged) <= {str(line["id"]) for line in written}
            assert written[-1]["event"] == "shut_down"
            assert daemon.complaints == ""
        report(f"{signal.Signals(number).name}: {lasted * 1000:.0f} ms")
        assert lasted < 1


def test_stop_ends_a_daemon_that_was_halted(tmp_path: Path) -> None:
    """It is not asked, which would take ten seconds: it hears the signal, and ends cleanly."""
    with Daemon(tmp_path / "home", *VIRTUAL) as daemon:
        daemon.ready()
        daemon.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, daemon.process.pid, os.WSTOPPED | os.WNOWAIT)
        began = time.monotonic()
        assert command(daemon.home, "stop") == (0, "Stopped.\n", "")
        assert time.monotonic() - began < 8
        assert daemon.wait() == 0
        assert daemon.journal()[-1]["event"] == "shut_down"


def test_nobody_waits_for_ever_for_a_daemon_that_was_halted(tmp_path: Path) -> None:
    """A question is given up after ten seconds, with the way out; it goes on as if nothing was."""
    with Daemon(tmp_path / "home", *VIRTUAL) as daemon:
        daemon.ready()
        before = daemon.look()
        daemon.process.send_signal(signal.SIGSTOP)
        code, _, said = command(daemon.home, "status")
        assert (code, said) == (
            5,
            "ergobreak is running, but does not answer.\nTry: ergobreak restart\n",
        )
        daemon.process.send_signal(signal.SIGCONT)
        assert daemon.look() == before


def test_a_machine_that_wakes_up_in_1970(tmp_path: Path, shim: Path) -> None:
    """Prompts come from the first minute; set right, the clock moves none and orders none anew."""
    clocks = Clocks(tmp_path, shim)
    clocks.set_to(datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(times='"09:00"', every="1s"))
    options = ("--ignore-hours", "--answer", "complete", "--config", str(config))
    with Daemon(tmp_path / "home", *options, env=clocks.env) as daemon:
        daemon.ready()
        await_prompts(daemon)
        assert str(of(daemon, "posture")[0]["at"]).startswith("1970-01-01")
        # By whole seconds, as the record tells it.
        moved = told_after(daemon, "clock_moved", clocks.step(-float(round(clocks.ahead))))
        await_prompts(daemon)
        jumped = float(str(moved["seconds"]))
        assert jumped == pytest.approx(datetime.now(UTC).timestamp(), abs=600)
        prompts = of(daemon, "posture")
        true = [
            seconds_of(one) - (jumped if str(one["id"]) > str(moved["id"]) else 0)
            for one in prompts
        ]
        assert [later - sooner for sooner, later in itertools.pairwise(true)] == (
            pytest.approx([EVERY] * (len(true) - 1), abs=NEARLY)
        )
        assert_in_turn(daemon.lines())
        assert not [one for one in daemon.lines() if one["event"] in ("expired", "natural")]
        assert daemon.stop() == 0
        ids = [str(one["id"]) for one in daemon.journal()]
        assert ids == sorted(ids)
        assert daemon.journal() == daemon.lines()
    clocks.close()


def footprint(process: int) -> tuple[int, int, int]:
    """Return the memory of its own (kB), the open files and the threads of a process."""
    folder = Path("/proc", str(process))
    rollup = (folder / "smaps_rollup").read_text()
    private = sum(
        int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_")
    )
    return private, len(list((folder / "fd").iterdir())), len(list((folder / "task").iterdir()))


def live_a_day(daemon: Daemon, said: Sequence[str]) -> None:
    """Let 24 hours go by, an hour at a time, with something said in each."""
    for hour in range(24):
        assert daemon.ask(said[hour % len(said)]).exit in (0, 6)
        assert daemon.ask("advance 1h").exit == 0


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells so much")
def test_a_week_costs_no_memory_no_file_and_no_thread(tmp_path: Path) -> None:
    """After seven days of prompts and commands a daemon is what it was two days before."""
    said = "drink 200ml", "take walk", "done", "quiet 20m", "status", "pause 10m", "resume"
    with Daemon(tmp_path / "home", *VIRTUAL, "--answer", "complete") as daemon:
        daemon.ready()
        process = daemon.process.pid
        days = []
        for _ in range(7):
            live_a_day(daemon, said)
            days.append(footprint(process))
        kept, files, threads = zip(*days, strict=True)
        # The last command may still be hanging up.
        wait_for(lambda: footprint(process)[1] <= files[0], what="no more files than on day one")
        prompts = len(daemon.lines("prompted"))
    report(f"{prompts} prompts in a week; kB, files, threads each day: {days}")
    assert prompts > 100
    # On the first day one that only begins the daemon may still be at work.
    assert threads[-1] <= threads[0]
    # SQLite fills its cache in the first five days, and is content from then on; were the lines
    # kept, there would be a quarter of a megabyte more each day.
    assert kept[-1] - kept[-3] < 500
