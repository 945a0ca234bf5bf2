"""The verb `sheet`: a private file from the log, the settings, and what the person leaves out."""

from __future__ import annotations

import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak import cli
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.cli import journal
from ergobreak.core.effects import Record
from ergobreak.core.model import Now
from ergobreak.core.state import State
from ergobreak.dataclass import replace
from ergobreak.paths import find
from tests.report.reading import Node, read, rows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an instance with a day of log, something hidden, something that hurt."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    (folder / "ergobreak.toml").write_text(
        '[reminders.stretch]\nevery = "60m"\n[reminders.eyes]\nenabled = false\n'
        '[reminders.tea]\nat = ["10:30"]\ntitle = "Tea & cake"\n[exercises]\nhide = ["hips"]\n',
        encoding="utf-8",
    )
    noon = (journal.present() - timedelta(days=1)).replace(hour=12, minute=0, second=0)
    at = round(noon.timestamp()) * 1_000_000
    minute = 60_000_000
    zone = noon.tzinfo
    assert zone is not None
    store = SqliteStore(find().journal, lambda: zone)
    store.append(
        [
            Record(at, "started_up"),
            Record(at + 60 * minute, "due", "stretch", "p1"),
            Record(at + 60 * minute, "started", "stretch", "p1", seconds=300),
            Record(
                at + 65 * minute,
                "completed",
                "stretch",
                "p1",
                seconds=300,
                exercises=("neck-turn",),
            ),
            Record(at + 66 * minute, "discomfort", reason="neck", level=4),
            Record(at + 90 * minute, "shut_down"),
        ],
        replace(
            State(Now(1, at + 90 * minute)),
            tastes=(
                ("desk-lean", "never"),
                ("calf-raise", "favourite"),
                ("wrists/forearms", "hurt"),
            ),
        ),
    )
    store.close()
    return folder


def page(path: Path) -> Node:
    """Return a sheet that was made."""
    return read(path.read_text(encoding="utf-8"))


def test_it_is_a_private_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It lies in the folder for state, whole, and can be read by this person alone."""
    assert cli.main(["sheet"]) == 0

    path = home / "sheet.html"
    assert str(path) in capsys.readouterr().out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert page(path).one("h1").text == "Breaks and sitting at the computer"
    assert not list(home.glob("*.new"))


def test_settings_and_log_are_on_it(home: Path) -> None:
    """What is asked for is that of the settings; what was done, and left out, is in it by title."""
    assert cli.main(["sheet"]) == 0
    whole = page(home / "sheet.html")
    asked = {row[0]: row[1:] for row in rows(whole.one("table"))}

    assert asked["Stretch"] == ["every 60 min at the computer", "5 min"]
    assert asked["Tea & cake"] == ["at 10:30", ""]
    assert "Eyes" not in asked
    assert "Slow head turn 1" in whole.text
    assert "Left out by choice: Hips, Desk lean." in whole.text


def test_pain_comes_with_its_option_alone(home: Path) -> None:
    """Only --with-discomfort tells of ratings, and of what is left out because it hurt."""
    assert cli.main(["sheet"]) == 0
    plain = page(home / "sheet.html").text
    assert cli.main(["sheet", "--with-discomfort", "-o", str(home / "other.html")]) == 0
    asked = page(home / "other.html").text

    assert "iscomfort" not in plain
    assert "rists" not in plain
    assert "Left out because it hurt: Wrists/forearms." in asked
    assert "neck" in asked
    assert "too few to compare" in asked


@pytest.mark.parametrize("days", ["6", "91", "0"])
def test_only_weeks_that_are_kept(
    home: Path, days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Less than a week, and more than is kept in detail, is refused; nothing is written then."""
    assert cli.main(["sheet", "--days", days]) == 2
    assert "7 to 90" in capsys.readouterr().err
    assert not (home / "sheet.html").exists()
