"""Real time: prompts come when they are due, and a frozen process counts for nothing."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, Final

import pytest

from tests.integration.daemon import Daemon, report, seconds_of
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

OFTEN: Final = """
version = 1
[delivery]
warning = "0s"
[reminders.eyes]
every = "1s"
for = "0.5s"
[reminders.posture]
every = "2s"
first = "2s"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a config whose reminders come every few seconds."""
    path = tmp_path / "often.toml"
    path.write_text(OFTEN)
    return path


def test_prompts_come_when_they_are_due(tmp_path: Path, config: Path) -> None:
    """Each prompt is printed within a second of its due time; the figure is told."""
    options = ("--ignore-hours", "--config", str(config), "--answer", "complete")
    with Daemon(tmp_path / "home", *options) as daemon:
        daemon.ready()
        wait_for(lambda: len(daemon.lines("prompted")) >= 10, 20)
        late = sorted(
            heard.came_at - seconds_of(heard.line)
            for heard in tuple(daemon.heard)
            if heard.line.get("event") == "prompted"
        )
        middle, worst = late[len(late) // 2], late[-1]
        report(f"{len(late)} prompts: {middle * 1000:.1f} ms late, at worst {worst * 1000:.1f} ms")
        # A record's instant is cut to milliseconds.
        assert late[0] > -0.002
        assert worst < 1


@pytest.mark.parametrize("first", ["alarm", "command"])
def test_a_frozen_process_counts_neither_as_work_nor_as_rest(
    tmp_path: Path, config: Path, first: str
) -> None:
    """A span between SIGSTOP and SIGCONT moves no timer, whoever speaks first afterwards."""
    with Daemon(tmp_path / "home", "--ignore-hours", "--config", str(config)) as daemon:
        daemon.ready()
        wait_for(lambda: daemon.lines("prompted"))
        before, asked_at = daemon.look(), time.monotonic()
        daemon.process.send_signal(signal.SIGSTOP)
        frozen_at = time.monotonic()
        wait_for(lambda: time.monotonic() > frozen_at + 6.5, 10)
        if first == "command":
            # Many, already in the queue: the thread that takes them may then well be the first.
            for _ in range(50):
                daemon.type("status")
        known = len(daemon.lines("due"))
        daemon.process.send_signal(signal.SIGCONT)
        thawed_at = time.monotonic()
        wait_for(lambda: len(daemon.lines("due")) > known or daemon.replies())
        after, answered_at = daemon.look(), time.monotonic()

        awake = (frozen_at - asked_at) + (answered_at - thawed_at)
        # Up to the deadline that the freeze ran over, at most one second, nobody can tell.
        assert 0 <= number(after) - number(before) <= awake + 2
        assert {"natural", "away", "idle", "expired"}.isdisjoint(
            {str(one["event"]) for one in daemon.lines()}
        )


def number(look: dict[str, object]) -> int:
    """Return the seconds of active time."""
    found = look["active_seconds"]
    assert isinstance(found, int)
    return found
