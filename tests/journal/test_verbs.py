"""export, import, purge and delete as people type them, with a daemon and without one."""

from __future__ import annotations

import json
import stat
from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from ergobreak import cli
from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.adapters.journal.totals import totals
from ergobreak.adapters.time.clock import SystemClock
from ergobreak.core.effects import Record
from ergobreak.core.model import DAY, HOUR
from ergobreak.paths import find
from tests.control.daemon import Daemon
from tests.journal.kit import MORNING, due, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an instance that the commands of a test mean."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Return a running daemon."""
    found = Daemon(home)
    yield found
    found.close()


class Shell:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.code = 0

    def __call__(self, command: str) -> str:
        """Run a command line without its first word; return all that it printed."""
        self.code = cli.main(command.split())
        return "".join(self._capsys.readouterr())


@pytest.fixture
def ergobreak(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return what runs commands."""
    return Shell(capsys)


def fill(home: Path, *records: Record) -> list[dict[str, object]]:
    """Write records as a daemon would that has ended since; return all lines."""
    path = find(str(home)).journal
    with closing(SqliteStore(path, lambda: UTC)) as store:
        store.append(records, numbered(1))
    return read(path)


SOME = (due(1), Record(MORNING + HOUR, "hurt", reason="neck"), due(2, MORNING + DAY))


def test_a_log_moves_to_another_home(home: Path, tmp_path: Path, ergobreak: Shell) -> None:
    """What one home exports another imports: said first, then done, then known."""
    lines = fill(home, *SOME)
    assert "2 lines in log.csv" in ergobreak("export -o log.csv")
    other = tmp_path / "other"

    assert ergobreak(f"--home {other} import log.csv").splitlines() == [
        "New: 2. Already here: 0. Refused: 0.",
        f"  from {lines[0]['machine']}: 2 lines, 2026-03-02 to 2026-03-03",
        "Nothing was written. To bring it in: --yes",
    ]
    assert read(find(str(other)).journal) == []
    assert "Brought in: 2 lines." in ergobreak(f"--home {other} import log.csv --yes")
    assert read(find(str(other)).journal) == [lines[0], lines[2]]
    assert ergobreak(f"--home {other} import log.csv --yes") == (
        "New: 0. Already here: 2. Refused: 0.\n"
    )
    assert ergobreak.code == 0


def test_export_is_private_and_says_what_it_left_out(
    home: Path, tmp_path: Path, ergobreak: Shell
) -> None:
    """A file is for its owner only; pain is left out and counted, and comes when it is named."""
    fill(home, *SOME)

    told = ergobreak("export -o log.jsonl")

    assert "Left out as private: 1" in told
    assert stat.S_IMODE((tmp_path / "log.jsonl").stat().st_mode) == 0o600
    assert "neck" not in (tmp_path / "log.jsonl").read_text()
    assert "neck" in ergobreak("export --with hurt")
    assert "nothing to add" in ergobreak("export --with pain")
    assert ergobreak.code == 2


def test_export_picks_days(home: Path, ergobreak: Shell) -> None:
    """--since and --until take whole local days, both inside."""
    fill(home, due(1), due(2, MORNING + DAY), due(3, MORNING + 2 * DAY))

    told = ergobreak("export --since 2026-03-03 --until 2026-03-03")

    assert [json.loads(line)["prompt"] for line in told.splitlines()] == ["p2"]
    ergobreak("export --since soon")
    assert ergobreak.code == 2


def test_a_broken_file_brings_nothing_in(home: Path, tmp_path: Path, ergobreak: Shell) -> None:
    """A mistake in the last line is told by its place, and no line before it has come in."""
    fill(home, *SOME)
    ergobreak("export -o log.csv")
    with (tmp_path / "log.csv").open("a") as file:
        file.write("one,two\r\n")

    told = ergobreak(f"--home {tmp_path / 'other'} import log.csv --yes")

    assert told.startswith("log.csv, line 4, column 3: 2 cells")
    assert ergobreak.code == 2
    assert read(find(str(tmp_path / "other")).journal) == []
    assert "cannot be read" in ergobreak("import nothing.csv")
    assert ergobreak.code == 2


def test_import_goes_beside_a_daemon(
    home: Path, tmp_path: Path, daemon: Daemon, ergobreak: Shell
) -> None:
    """While a daemon runs, lines come in, and it writes on."""
    other = tmp_path / "other"
    fill(other, *SOME)
    ergobreak(f"--home {other} export -o log.jsonl")

    assert "Brought in: 2 lines." in ergobreak("import log.jsonl --yes")

    ergobreak("drink 250ml")
    assert ergobreak.code == 0
    machines = [line["machine"] for line in read(find(str(home)).journal)]
    assert len(set(machines)) == 2
    assert ergobreak("log --day 2026-03-02 --event drank").count("250 ml") == 1


def test_purge_keeps_figures_only(home: Path, ergobreak: Shell) -> None:
    """Old days are figures afterwards, new ones keep their lines; again, there is nothing to do."""
    now = SystemClock().now().wall
    fill(home, Record(MORNING, "drank", ml=250), due(2, now))

    assert "is older" in ergobreak("log purge --older-than 2000w")
    told = ergobreak("log purge --older-than 30d")

    assert told.startswith("One day is kept as figures now; its line is gone")
    path = find(str(home)).journal
    assert [line["prompt"] for line in read(path)] == ["p2"]
    assert [each.summary.water for each in totals(path)] == [250]
    assert "Nothing is older than 90 days" in ergobreak("log purge")
    assert ergobreak("log purge --older-than soon").startswith("'soon' is no span")
    assert ergobreak.code == 2


def test_delete_wants_both_words_and_no_daemon(home: Path, ergobreak: Shell) -> None:
    """Without --all, without --yes, and while a daemon runs nothing is deleted; then all is."""
    lines = fill(home, *SOME)
    path = find(str(home)).journal

    for command, code in (("log delete", 2), ("log delete --yes", 2), ("log delete --all", 6)):
        ergobreak(command)
        assert ergobreak.code == code
    assert read(path) == lines
    with closing(Daemon(home)):
        assert "ergobreak stop" in ergobreak("log delete --all --yes")
        assert ergobreak.code == 4
        assert read(path)[: len(lines)] == lines

    ergobreak("log delete --all --yes")

    assert ergobreak.code == 0
    assert read(path) == []
    names = {each.name.removesuffix("-wal").removesuffix("-shm") for each in home.iterdir()}
    assert names <= {"journal.db", "lock"}


def test_a_journal_that_cannot_be_written_is_a_sentence(
    home: Path, tmp_path: Path, ergobreak: Shell
) -> None:
    """What is in the way is named, whatever the verb."""
    fill(tmp_path / "other", *SOME)
    ergobreak(f"--home {tmp_path / 'other'} export -o log.jsonl")
    find(str(home)).journal.mkdir()

    for command in ("import log.jsonl --yes", "log purge"):
        told = ergobreak(command)
        assert ergobreak.code == 1
        assert "journal.db" in told
        assert "unexpected" not in told
