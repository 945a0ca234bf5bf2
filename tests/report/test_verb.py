"""The verb `report`: a private file, whole or not at all, from lines and from totals alike."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ergobreak import cli
from ergobreak.adapters.journal import file, retention
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.core.effects import Record
from ergobreak.paths import find
from tests.report.pages import lines
from tests.report.reading import read, rows

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.history import Line
    from ergobreak.paths import Paths

BERLIN = ZoneInfo("Europe/Berlin")
MOST = "3660"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Return the places of an instance whose log holds six weeks of early 2026."""
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    places = find()
    store = SqliteStore(places.journal, lambda: BERLIN)
    store.append([record(line) for line in lines()], None)
    store.close()
    return places


def record(line: Line) -> Record:
    """Return a line as the record that it is made of."""
    at = datetime.fromisoformat(str(line["at"]))
    exercises = line.get("exercises", ())
    seconds, ml = line.get("seconds"), line.get("ml")
    assert isinstance(exercises, list | tuple)
    return Record(
        round(at.timestamp()) * 1_000_000,
        str(line["event"]),
        str(line.get("reminder", "")),
        f"{at:%m%d}{line['prompt']}" if "prompt" in line else "",
        str(line.get("reason", "")),
        seconds=seconds if isinstance(seconds, int) else None,
        ml=ml if isinstance(ml, int) else None,
        exercises=tuple(exercises),
    )


def test_the_report_is_a_private_file(home: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    """It lies in the folder for state, nobody else can read it, and nothing else is left there."""
    assert cli.main(["report", "--days", MOST]) == 0

    path = home.state_dir / "report.html"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read(path.read_text(encoding="utf-8")).one("h1").text == "Your breaks"
    assert str(path) in capsys.readouterr().out
    assert not list(home.state_dir.glob("*.new"))


def test_another_report_takes_the_place_of_the_first(home: Paths, tmp_path: Path) -> None:
    """With -o it lies where the person wants it, private even where an open file lay there."""
    path = tmp_path / "mine.html"
    path.write_text("old")
    path.chmod(0o644)

    assert cli.main(["report", "--days", MOST, "-o", str(path)]) == 0

    assert "old" not in path.read_text(encoding="utf-8")[:100]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not (home.state_dir / "report.html").exists()


def test_old_days_look_the_same_as_totals(home: Paths, tmp_path: Path) -> None:
    """When the lines of old days have become totals, every chart shows the same as before."""
    before, after = tmp_path / "before.html", tmp_path / "after.html"
    cli.main(["report", "--days", MOST, "-o", str(before)])
    with_lines = file.opened(home.journal, 2)
    retention.fold(with_lines, date(2026, 3, 2))
    with_lines.close()

    cli.main(["report", "--days", MOST, "-o", str(after)])

    assert figures(after) == figures(before)
    assert len(bands(before)) == 25
    assert len(bands(after)) == 10


def figures(path: Path) -> dict[str, list[list[str]]]:
    """Return the tables of a report that do not need the course of a day."""
    whole = read(path.read_text(encoding="utf-8"))
    return {
        card.attributes["id"]: rows(card.one("table"))
        for card in whole.all("section", "card")
        if card.attributes["id"] not in {"days", "at-desk"}
    }


def bands(path: Path) -> list[str]:
    """Return the days whose course a report shows."""
    whole = read(path.read_text(encoding="utf-8"))
    return [band.one("span").text for band in whole.all("div", "band")]


@pytest.mark.parametrize("days", ["0", "-3", "99999"])
def test_days_that_make_no_sense_are_refused(
    home: Paths, days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number of days outside what can be meant is a mistake of usage, and nothing is written."""
    assert cli.main(["report", "--days", days]) == 2

    assert "--days" in capsys.readouterr().err
    assert not (home.state_dir / "report.html").exists()


def test_a_folder_is_no_file(home: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder after -o is named as one, with an example that works."""
    assert cli.main(["report", "-o", str(home.state_dir)]) == 2

    assert f"{home.state_dir / 'report.html'}" in capsys.readouterr().err


def test_without_a_log_there_is_a_kind_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first start a report can be made, and makes no journal."""
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "fresh"))

    assert cli.main(["report"]) == 0

    page = (find().state_dir / "report.html").read_text(encoding="utf-8")
    assert "Nothing here yet" in page
    assert not find().journal.exists()


def test_the_libraries_of_charts_cost_only_the_report() -> None:
    """The command line can be asked for anything else without loading Jinja2 or pygal."""
    code = (
        "import sys\n"
        "from ergobreak.cli import arguments, report, verbs\n"
        "print(sorted({'jinja2', 'pygal', 'xml.etree.ElementTree'} & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
