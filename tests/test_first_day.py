"""What a person who is new meets first: a log that can be read, mistakes that are named, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak import cli
from ergobreak.cli.table import is_step_on_the_way, table
from ergobreak.control import client
from tests.control.daemon import Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the home of all commands of a test, on a machine without a desktop."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Return a running daemon at 09:00, on a clock that stands."""
    found = Daemon(home)
    yield found
    found.close()


class Told:
    """Types commands and keeps what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.code = 0

    def __call__(self, command: str) -> str:
        """Run a command line without its first word; return all that it printed."""
        words = command.split()
        code = client.quick(words)
        self.code = cli.main(words) if code is None else code
        return "".join(self._capsys.readouterr())


@pytest.fixture
def ergobreak(capsys: pytest.CaptureFixture[str]) -> Told:
    """Return what types commands."""
    return Told(capsys)


def test_log_of_a_day_is_short(daemon: Daemon, ergobreak: Told) -> None:
    """A day shows what came and what came of it; `--all` and `--event` show every step."""
    del daemon
    ergobreak("advance 46m")
    ergobreak("done")

    short = ergobreak("log --day 2026-03-02")
    every = ergobreak("log --day 2026-03-02 --all")

    named = [line.split()[1:] for line in short.splitlines()]
    assert [" ".join(words) for words in named[:2]] == ["started up", "prompted walk + hydration"]
    # Behind what can be put right stands its short name.
    assert [" ".join(words[:-1]) for words in named[2:]] == [
        "completed walk, by hand",
        "completed hydration, by hand",
        "drank 1 glass, 250 ml",
    ]
    assert {"warned", "due"} <= {line.split()[1] for line in every.splitlines()}
    assert "due  walk\n" in ergobreak("log --day 2026-03-02 --event due")


def test_log_speaks_in_words() -> None:
    """No underscore stands in the log, and a reason is a phrase; names stay as they are."""
    at = "2026-03-02T09:00:00+01:00"

    told = table(
        [
            {"at": at, "event": "started_up"},
            {"at": at, "event": "held", "reminder": "my_own", "reason": "no_display"},
            {"at": at, "event": "zone_changed", "reason": "America/New_York"},
        ]
    )

    assert told.splitlines() == [
        "09:00  started up",
        "09:00  held          my_own, no screen",
        "09:00  zone changed  America/New_York",
    ]


def test_outcomes_are_never_left_out() -> None:
    """What the short log leaves out is no outcome that a person may look for."""
    outcomes = ("completed", "partial", "natural", "skipped", "missed", "expired", "absent", "hurt")

    assert not any(is_step_on_the_way({"event": event}) for event in (*outcomes, "drank", "held"))


def test_yesterday_is_a_day(ergobreak: Told) -> None:
    """The log knows today and yesterday by name."""
    assert ergobreak("log --day yesterday") == "Nothing is written down for that.\n"
    assert ergobreak("log --day today") == ergobreak("log")
    assert ergobreak.code == 0


def test_help_takes_the_name_of_a_command(ergobreak: Told) -> None:
    """`help pause` says what `pause --help` says, and that is how long a pause may be."""
    text = ergobreak("help pause")

    assert text == ergobreak("pause --help")
    assert "until tomorrow" in text
    assert ergobreak("help") == ergobreak("--help")


def test_easy_days_can_be_seen(daemon: Daemon, ergobreak: Told) -> None:
    """Whoever has told that something hurts is reminded of it, and of the end, by the state."""
    del daemon
    assert "Easy days" not in ergobreak("")
    ergobreak("hurt")

    assert "Easy days until Wed 09:00" in ergobreak("status").splitlines()
    ergobreak("hurt --undo")
    assert "Easy days" not in ergobreak("status")


def test_folder_that_cannot_be_used_is_named(home: Path, ergobreak: Told) -> None:
    """A home that is no folder, or not to be written, ends in a sentence with a way out."""
    file = home / "file"
    file.touch()

    told = ergobreak(f"--home {file} start")

    assert f"{file} cannot be used: " in told
    assert "ergobreak --home DIR" in told
    assert "unexpected" not in told
    assert ergobreak.code == 1


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
def test_start_tells_of_a_mistake_in_the_config(home: Path, ergobreak: Told) -> None:
    """Whoever starts on a broken file hears it at once; one that was named is refused with 2."""
    file = home / "ergobreak.toml"
    file.write_text('[reminders.walk]\nevry = "1h"\n', encoding="utf-8")

    refused = ergobreak(f"start --config {file}")
    assert ergobreak.code == 2
    assert 'did you mean "every"?' in refused
    started = ergobreak("start")
    ergobreak("stop")

    assert started.startswith("Running.")
    assert "See: ergobreak config check" in started
    assert "evry" in file.read_text(encoding="utf-8")
