"""The verb `window` where there is no window: read aloud, or without a screen."""

from __future__ import annotations

import socket
import stat
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ergobreak import cli
from ergobreak.cli import window
from ergobreak.control import client
from ergobreak.core import events
from tests.control.daemon import Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    """Return a running daemon, in a session without a screen."""
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "home"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    found = Daemon(tmp_path / "home")
    yield found
    found.close()


def test_a_screen_reader_gets_a_notice(daemon: Daemon, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the screen is read aloud the state comes as a notification, which can be."""
    daemon.engine.post(events.ReaderTold(is_on=True))

    assert cli.main(["window"]) == 0

    assert "as a notification" in capsys.readouterr().out
    assert not (daemon.paths.runtime_dir / "window").exists()


def test_only_the_person_can_call_the_window(tmp_path: Path) -> None:
    """The socket by which a second start calls the window is for nobody else, and is heard."""
    place, calls = tmp_path / "window", threading.Semaphore(0)

    with window.answer_others(place, calls.release):
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        with closing(socket.socket(socket.AF_UNIX)) as caller:
            caller.connect(str(place))
            assert calls.acquire(timeout=5)
    assert not place.exists()


def test_the_notice_tells_of_the_day(daemon: Daemon) -> None:
    """What is shown has the lines that were asked for."""
    assert client.ask(None, "overview", ["14:30  Walk done"]).exit == 0

    assert daemon.previewed == ["14:30  Walk done"]


def test_without_a_screen_the_plain_words_are_named(
    daemon: Daemon, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no window can open, the person reads which command says the same."""
    del daemon

    assert cli.main(["window"]) == 1
    assert "ergobreak status" in capsys.readouterr().err


def test_a_second_start_without_a_screen_is_refused(
    daemon: Daemon, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cron and scripts get exit code 4, as in a terminal."""
    del daemon

    assert cli.main(["start"]) == 4
    assert cli.main(["run"]) == 4
    assert "already running" in capsys.readouterr().err
