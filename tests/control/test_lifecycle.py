"""Starting and ending the daemon from outside, as a person does: real processes throughout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.control import client, endpoint, lifecycle
from ergobreak.core import events
from ergobreak.errors import AlreadyRunning, ErgobreakError, NotRunning
from ergobreak.paths import Paths, find
from tests.control.daemon import Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]

# Holds the lock, but opens no socket; its command line says what it is.
MUTE: Final = """
import sys
from ergobreak.control import endpoint
from ergobreak.paths import find
held = endpoint.claim(find(sys.argv[1]))
print("mute", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    """Return the places of a home without a display, whose daemon is ended after the test."""
    home = tmp_path / "home"
    monkeypatch.setenv("ERGOBREAK_HOME", str(home))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    found = find()
    yield found
    left = endpoint.holder(found)
    if left is not None:
        os.kill(left, signal.SIGKILL)


def test_daemon_that_does_not_answer_is_ended_by_signal(places: Paths) -> None:
    """Where the lock is held but nobody answers, stop ends the holder and waits for the lock."""
    command = [sys.executable, "-c", MUTE, str(places.state_dir)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as mute:
        assert mute.stdout is not None
        assert mute.stdout.readline() == "mute\n"

        lifecycle.stop(places, None)

        assert endpoint.is_free(places)
        assert mute.wait(10) == -signal.SIGTERM


def test_nothing_to_stop(places: Paths) -> None:
    """Without a daemon stop says so, also before the home exists."""
    with pytest.raises(NotRunning):
        lifecycle.stop(places, None)


def told_at_start(daemon: Daemon) -> list[str]:
    """Return what `start` would say of a daemon as it is."""
    home = str(daemon.paths.state_dir)
    return lifecycle.started(client.ask(home, "status", as_json=True).data).splitlines()


def test_start_says_what_keeps_prompts_away(tmp_path: Path) -> None:
    """What comes first is only promised if it may come; a pause is told with its end."""
    daemon = Daemon(tmp_path / "home")
    home = str(daemon.paths.state_dir)
    way_out = "To end that now: ergobreak resume"
    try:
        assert told_at_start(daemon) == ["Running. First walk about 09:45."]
        client.ask(home, "quiet", ["1h"])
        assert told_at_start(daemon) == ["Running. Quiet until 10:00.", way_out]
        client.ask(home, "pause", ["until", "tomorrow"])
        assert told_at_start(daemon) == ["Running. Paused until Tue 00:00.", way_out]
        client.ask(home, "resume")
        daemon.engine.post(events.BusyBegan("call"))
        (held,) = told_at_start(daemon)
    finally:
        daemon.close()

    assert held.startswith("Running. Waiting until it suits")


def test_start_outside_the_hours_names_no_way_out() -> None:
    """Nobody can end the night; a complaint of the daemon stands last."""
    night = {"icon": "paused", "paused": False, "headline": "Outside the working hours", "next": []}

    assert lifecycle.started(night) == "Running. Outside the working hours."
    assert lifecycle.started(night | {"trouble": "Oh."}).splitlines()[1:] == ["Oh."]


@pytest.mark.slow
def test_failed_start_shows_the_end_of_the_log(places: Paths) -> None:
    """When the daemon gives up, start says so with the daemon's own last words."""
    with pytest.raises(ErgobreakError) as failure:
        lifecycle.start(places, None, ["--no-such-option"])

    assert "exit code 2" in failure.value.title
    assert "--no-such-option" in failure.value.title
    assert str(places.log) in failure.value.hint


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
def test_start_restart_stop(places: Paths) -> None:
    """The daemon starts once, outlives whoever started it, is replaced, and leaves nothing."""
    pytest.importorskip("ergobreak.app")
    assert lifecycle.restart(places, None).startswith("Running.")
    first = endpoint.holder(places)
    with pytest.raises(AlreadyRunning):
        lifecycle.start(places, None)
    assert first is not None
    assert os.getsid(first) == first

    lifecycle.restart(places, None)
    second = endpoint.holder(places)
    assert second not in {first, None}
    client.connect().close()

    lifecycle.stop(places, None)
    assert endpoint.is_free(places)
    assert not places.socket.exists()
    wait_for(lambda: not Path(f"/proc/{second}").exists() or _is_dead(second))


def _is_dead(process: int | None) -> bool:
    """Tell whether a child of ours has ended and only waits to be noticed."""
    state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    return state.split()[0] == "Z"
