"""The unit under a real user manager of systemd: login, a crash, an end by hand, logout."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.linux("systemd is of Linux"),
    pytest.mark.slow,
    pytest.mark.skipif(
        not (
            sys.platform == "linux"
            and os.geteuid() == 0
            and Path("/lib/systemd/systemd").exists()
            and shutil.which("unshare")
        ),
        reason="a user manager of one's own needs root, unshare and systemd",
    ),
]

# It refuses to run where the machine was not booted by systemd, and that is told by a folder.
MANAGER: Final = (
    "mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system"
    " && exec /lib/systemd/systemd --user --log-target=null"
)
# What a desktop that tells systemd of its session has: a target that brings the session with it.
DESK: Final = "[Unit]\nBindsTo=graphical-session.target\nBefore=graphical-session.target\n"
UNIT: Final = "ergobreak.service"


class Login:
    """A user manager, a desktop's target in it, and commands of the person in that session."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.config = folder / "config"
        units = self.config / "systemd" / "user"
        units.mkdir(parents=True)
        (units / "desk.target").write_text(DESK)
        runtime = folder / "r"
        runtime.mkdir(mode=0o700)
        self._env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(self.config),
            "XDG_RUNTIME_DIR": str(runtime),
        }
        self._manager = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", MANAGER],
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for((runtime / "systemd" / "private").exists)

    def systemctl(self, *words: str) -> str:
        """Return what systemctl prints."""
        line = ["systemctl", "--user", *words]
        done = subprocess.run(
            line, env=self._env, capture_output=True, text=True, check=False, timeout=30
        )
        return done.stdout.strip()

    def state(self) -> str:
        """Return the state of the unit: "active", "inactive"."""
        return self.systemctl("is-active", UNIT)

    def process(self) -> int:
        """Return the number of the daemon's process, 0 for none."""
        return int(self.systemctl("show", "--property=MainPID", "--value", UNIT) or 0)

    def ergobreak(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ergobreak in this session."""
        line = [sys.executable, "-m", "ergobreak", "--home", str(self.home), *words]
        return subprocess.run(
            line, env=self._env, capture_output=True, text=True, check=False, timeout=60
        )

    def answers(self) -> bool:
        """Tell whether the daemon answers."""
        return self.ergobreak("ping").returncode == 0

    def end(self) -> None:
        """Log out for good."""
        self._manager.send_signal(signal.SIGTERM)
        self._manager.wait(30)


@pytest.fixture
def login(tmp_path: Path) -> Iterator[Login]:
    """Return a session whose desktop is up, with ergobreak's unit in it."""
    found = Login(tmp_path)
    try:
        found.systemctl("start", "desk.target")
        on = found.ergobreak("autostart", "on")
        assert on.returncode == 0, on.stderr
        yield found
    finally:
        found.end()


def test_it_lives_as_long_as_the_session(login: Login) -> None:
    """It is up after the next login, ends with the session, and its end is written down."""
    found = json.loads(login.ergobreak("autostart", "--json").stdout)
    assert [each["way"] for each in found["entries"]] == ["systemd"]
    login.systemctl("stop", "desk.target", "graphical-session.target")
    assert login.state() == "inactive"

    login.systemctl("start", "desk.target")
    wait_for(login.answers, within=20)
    assert login.state() == "active"
    login.systemctl("stop", "desk.target", "graphical-session.target")
    wait_for(lambda: login.state() == "inactive", within=20)

    lines = login.ergobreak("log", "--raw", "--json").stdout.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["started_up", "shut_down"]


def test_a_crash_brings_it_back_and_a_stop_does_not(login: Login) -> None:
    """Killed, it is there again within seconds; stopped by its own command, it stays away."""
    login.systemctl("start", UNIT)
    wait_for(login.answers, within=20)
    first = login.process()
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: login.process() not in {0, first}, within=20)
    wait_for(login.answers, within=20)
    assert login.systemctl("show", "--property=NRestarts", "--value", UNIT) == "1"

    second = login.process()
    assert login.ergobreak("restart").returncode == 0
    third = login.process()
    assert third not in {0, second}
    assert login.ergobreak("stop").returncode == 0
    wait_for(lambda: login.state() == "inactive", within=20)
    assert login.systemctl("show", "--property=Result", "--value", UNIT) == "success"


def test_off_leaves_nothing_in_the_manager(login: Login) -> None:
    """No unit, no link, and the manager knows nothing of it any more."""
    assert login.ergobreak("autostart", "off").returncode == 0

    assert login.systemctl("show", "--property=LoadState", "--value", UNIT) == "not-found"
    assert [path.name for path in login.config.rglob("*") if "ergobreak" in path.name] == []
