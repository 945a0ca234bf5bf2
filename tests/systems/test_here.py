"""A whole daemon on the very system that the tests run on, Windows and macOS among them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.here
@pytest.mark.slow
def test_a_daemon_lives_and_answers_here(tmp_path: Path) -> None:
    """It starts, takes a break, tells of it, and ends; nothing of the person's own is touched."""
    env = {**os.environ, "ERGOBREAK_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}
    daemon = subprocess.Popen(
        [sys.executable, "-m", "ergobreak", "run", "--headless"],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout is not None

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "ergobreak", *words]
        return subprocess.run(
            line, env=env, capture_output=True, text=True, check=False, timeout=60
        )

    with daemon:
        ready = json.loads(daemon.stdout.readline())
        taken = command("take", "walk")
        asked = command("status", "--json")
        second = command("run", "--headless")
        stopped = command("stop")
        daemon.communicate(timeout=60)
    after = command("status")
    log = command("log", "--json")

    assert ready["event"] == "ready"
    assert (taken.returncode, asked.returncode) == (0, 0), taken.stderr + asked.stderr
    assert (second.returncode, stopped.returncode, after.returncode) == (4, 0, 3)
    told = [json.loads(line)["event"] for line in log.stdout.splitlines()]
    assert (told[0], told[-1]) == ("started_up", "shut_down")
    assert "started" in told
