"""APScheduler is what rings: without its one job nothing is prompted, however due it is."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from tests.integration.daemon import Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

SOON: Final = """
version = 1
[delivery]
warning = "0s"
[reminders.posture]
every = "0.3s"
first = "0.3s"
"""

# The daemon as `run` builds it. Its engine's first task says that it has begun.
SCRIPT: Final = """
import sys
from pathlib import Path
from ergobreak.app import Daemon
from ergobreak.options import RunOptions
from ergobreak.parts import Seen
from ergobreak.control import endpoint
from ergobreak.paths import find

paths = find(sys.argv[1])
held = endpoint.claim(paths)
config = paths.config_dir / "soon.toml"
daemon = Daemon(paths, RunOptions(headless=True, config=config, ignore_hours=True), Seen())
daemon.host.runtime.look({begun})
daemon.live(held)
held.release()
"""
LEFT_ALONE: Final = SCRIPT.format(begun="lambda _: None")
TAKEN_AWAY: Final = SCRIPT.format(begun='lambda _: daemon.alarm.scheduler.remove_job("deadline")')


def begun(home: Path, code: str) -> Daemon:
    """Return a daemon whose posture check is due a moment after its start."""
    home.mkdir(mode=0o700)
    (home / "soon.toml").write_text(SOON)
    return Daemon(home, code=code)


def test_nothing_is_prompted_without_the_job(tmp_path: Path) -> None:
    """With its job a prompt comes by itself; without it none does until somebody asks."""
    with begun(tmp_path / "mute", TAKEN_AWAY) as mute, begun(tmp_path / "ringing", LEFT_ALONE) as r:
        mute.ready()
        r.ready()
        wait_for(lambda: r.lines("prompted"), what="the prompt of the daemon that has its job")
        # The other one is just as due: long enough for its prompt to have come, were it to come.
        threading.Event().wait(0.3)
        assert mute.lines("prompted") == []
        assert mute.lines("due") == []

        # It lives, and nothing but the alarm was missing: a question is enough to make it look.
        assert mute.ask("status").exit == 0
        wait_for(lambda: mute.lines("prompted"))
