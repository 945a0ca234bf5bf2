"""What a person says to the offer on Monday: yes, keep, never; all of it stands in the settings."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import cli
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.core.effects import Record
from tests.control.daemon import BERLIN, Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWN: Final = '# mine\n[reminders.stretch]\nat = ["10:30", "14:00"]  # not before lunch\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a home in which 14:00 was always skipped last week; it is Monday 2 March, 09:00."""
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    (tmp_path / "ergobreak.toml").write_text(OWN, encoding="utf-8")
    begin = datetime.fromisoformat("2026-02-23T14:00+01:00")
    store = SqliteStore(tmp_path / "journal.db", lambda: BERLIN)
    for day in range(5):
        instant = int((begin + timedelta(days=day)).timestamp()) * 1_000_000
        records = [Record(instant, event, "stretch", f"d{day}") for event in ("due", "skipped")]
        store.append(records, None)
    store.close()
    daemon = Daemon(tmp_path)
    yield tmp_path
    daemon.close()


def settings(home: Path) -> dict[str, Any]:
    """Return what stands in the file of settings."""
    return tomllib.loads((home / "ergobreak.toml").read_text(encoding="utf-8"))


def offer(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what is offered now."""
    capsys.readouterr()
    assert cli.main(["stats", "--monday", "--json"]) == 0
    return json.loads(capsys.readouterr().out)["offer"]


def test_a_yes_makes_the_change_and_no_other(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The value is in the file, with the person's words around it, and is offered no more."""
    found = offer(capsys)

    assert cli.main(["stats", "--monday", "yes", "--offer", found["id"]]) == 0

    told = capsys.readouterr().out
    text = (home / "ergobreak.toml").read_text(encoding="utf-8")
    assert found["key"] == "reminders.stretch.at"
    assert settings(home) == {
        "reminders": {"stretch": {"at": ["10:30", "14:45"]}},
        "monday": {"answered": ["move stretch 14:00"]},
    }
    assert text.startswith("# mine\n")
    assert "# not before lunch" in text
    assert 'reminders.stretch.at = ["10:30", "14:45"]' in told
    assert offer(capsys) is None


def test_keep_changes_nothing_and_ends_the_question(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The times stay as they are, and the same is not asked next week."""
    assert cli.main(["stats", "--monday", "keep"]) == 0

    assert settings(home) == {
        "reminders": {"stretch": {"at": ["10:30", "14:00"]}},
        "monday": {"answered": ["move stretch 14:00"]},
    }
    assert offer(capsys) is None


def test_never_turns_the_line_off(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One click is enough, offer or not; the daemon is told nothing, who asks still is."""
    assert cli.main(["stats", "--monday", "keep"]) == 0
    assert cli.main(["stats", "--monday", "never"]) == 0
    capsys.readouterr()

    assert settings(home)["monday"] == {"line": False, "answered": ["move stretch 14:00"]}
    assert cli.main(["stats", "--monday", "--json"]) == 0
    assert capsys.readouterr().out == "{}\n"
    assert cli.main(["stats", "--monday"]) == 0
    assert capsys.readouterr().out == "No breaks recorded.\n"


def test_an_old_button_answers_nothing(home: Path) -> None:
    """An answer to what is not on offer any more is refused, and the file stays as it was."""
    assert cli.main(["stats", "--monday", "yes", "--offer", "move stretch 11:00"]) == 6

    assert (home / "ergobreak.toml").read_text(encoding="utf-8") == OWN


def test_why_explains_the_offer(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is offered stands on prompts of the log, and `why` names them."""
    assert cli.main(["why", "monday", "--ids"]) == 0

    asked, because = capsys.readouterr().out.splitlines()
    assert "The 14:00 one rarely suits you: move it to 14:45?" in asked
    assert because.startswith("Stretch at 14:00 came 5 times in two weeks: 5 skipped.  [")
    assert because.count(",") == 4
