"""`doctor` on a real desktop: with a daemon and without one, and while its parts come and go."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.desktop.desktop import PANEL, XFCE4_NOTIFYD, Desktop
from tests.desktop.test_main_job import SOON, Program
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.desktop

OF_DAEMON = {"program", "journal", "settings"}


def doctor(desktop: Desktop, home: Path) -> tuple[int, dict[str, Any]]:
    """Return the exit code, and each part's state and words."""
    env = desktop.env | {
        "ERGOBREAK_HOME": str(home),
        "PYTHONPATH": ":".join(filter(None, sys.path)),
    }
    command = [sys.executable, "-m", "ergobreak", "doctor", "--json"]
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, check=False, timeout=30.0
    )
    assert done.stderr == ""
    return done.returncode, {part["part"]: part for part in json.loads(done.stdout)["parts"]}


def test_it_finds_without_a_daemon_what_a_daemon_finds(office: Desktop, tmp_path: Path) -> None:
    """Panel, notifications and input are there: the main job can be done, and then is."""
    code, before = doctor(office, tmp_path / "none")
    with Program(office, tmp_path / "home", backend="") as program:
        wait_for(
            lambda: doctor(office, tmp_path / "home")[1]["tray"]["state"] == "ok",
            SOON,
            "the icon is in the panel",
        )
        code_after, after = doctor(office, tmp_path / "home")
        pid = program.process.pid

    assert (code, code_after) == (0, 0)
    assert before["program"]["mend"] == "ergobreak start"
    assert after["program"]["told"] == f"runs, process {pid}"
    assert before["notifications"]["told"].startswith("Xfce Notify Daemon")
    assert (before["idle"]["told"], before["tray"]["state"]) == ("X11", "ok")
    for part in before.keys() - OF_DAEMON - {"disk"}:
        assert before[part] == after[part]


def test_what_goes_is_missed_and_what_comes_is_found(packages: None, tmp_path: Path) -> None:
    """Without server and panel the main job fails, with a remedy each; they come, and all is well.

    The daemon is the same all the time.
    """
    home = tmp_path / "home"
    bare = Desktop(tmp_path / "desktop")

    def state(part: str) -> str:
        return str(doctor(bare, home)[1][part]["state"])

    with bare as desktop, Program(desktop, home, backend="") as program:
        wait_for(lambda: state("tray") == "missing", SOON, "the panel is missed")
        code, seen = doctor(desktop, home)
        assert code == 1
        assert seen["notifications"]["is_fatal"]
        assert "dunst" in seen["notifications"]["mend"]
        assert "Status Tray" in seen["tray"]["mend"]

        desktop.start(XFCE4_NOTIFYD)
        desktop.start(PANEL)
        wait_for(lambda: state("tray") == "ok", SOON, "the panel is found")
        wait_for(lambda: state("notifications") == "ok", SOON, "the server is found")
        assert doctor(desktop, home)[0] == 0
        program.does("skip")
