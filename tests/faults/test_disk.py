"""A disk that is full, or fails, at any one of its writes; and a power cut at any instant.

The writes of a real process are counted, refused and noted by `tests/services/brittledisk.c`.
"""

from __future__ import annotations

import errno
import json
import random
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.config.files import first_text
from ergobreak.paths import find
from tests.integration.daemon import report
from tests.services import brittle
from tests.services.powercut import Disk, entries

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.brittle import Told

pytestmark = pytest.mark.slow

TYPED: Final = "drink 250ml\nadvance 46m\ndrink 100ml\npause 20m\nstop\n"
RUN: Final = "run", "--headless", "--clock", "virtual", "--ignore-hours"


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the compiled shim."""
    if not sys.platform.startswith("linux") or shutil.which("gcc") is None:
        pytest.skip("the disk of a process is bent on Linux, by a C file that needs gcc")
    return brittle.compiled(tmp_path_factory.mktemp("shim"))


def numbers(journal: Path) -> list[int]:
    """Return the step of each line of a journal, and find its file sound."""
    with closing(sqlite3.connect(journal)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return [int(str(line["prompt"])) for line in read(journal)]


def steps(last: int) -> list[int]:
    """Return the numbers that a journal of whole steps has."""
    return [number for number in range(1, last + 1) for _ in brittle.EVENTS]


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_journal_on_a_disk_that_fails_at_any_write(
    tmp_path: Path, shim: Path, error: str
) -> None:
    """Whichever write or sync is refused, each record is there once as soon as there is room."""
    lives = brittle.told(shim, "each-write", str(tmp_path), str(getattr(errno, error)))

    assert len(lives) > 100
    for life in lives:
        assert life.get("notes") == [], life
        assert numbers(tmp_path / str(life["first"]) / "journal.db") == steps(brittle.STEPS), life


def test_a_power_cut_loses_no_acknowledged_record(tmp_path: Path, shim: Path) -> None:
    """Whatever of the unsynced bytes survives, whole steps do, up to the last acknowledged one."""
    brittle.told(shim, "on-record", str(tmp_path), "120")
    noted = entries(tmp_path / "record")
    chance = random.Random(120)
    # While the file is made every instant, eight times; then as many as CI has time for.
    first = [cut for cut in range(20) for _ in range(8)]
    cuts = [*first, *sorted(chance.sample(range(20, len(noted)), 100))]
    disk, done, acknowledged = Disk(), 0, 0
    for number, cut in enumerate(cuts):
        for entry in noted[done:cut]:
            acknowledged = disk.take(entry) or acknowledged
        done = cut
        home = tmp_path / f"cut-{number}"
        disk.leave(home, tmp_path, chance)
        with closing(SqliteStore(home / "journal.db", lambda: UTC)) as store:
            state = store.load()
            assert store.notes == []
            last = state.serial if state else 0
            assert last in {acknowledged, acknowledged + 1}
            store.append(*brittle.step(last + 1))
        assert numbers(home / "journal.db") == steps(last + 1)
        shutil.rmtree(home)
    report(f"{len(cuts)} cuts among {len(noted)} writes, syncs and acknowledgements")


def lines(run: Told) -> list[dict[str, object]]:
    """Return what a headless run has printed, but for a line that was cut."""
    return [json.loads(line) for line in str(run["out"]).splitlines(keepends=True)]


def test_a_daemon_on_a_disk_that_is_full_from_any_write_on(tmp_path: Path, shim: Path) -> None:
    """It runs, says what it could not write down, ends with 0, and loses nothing acknowledged."""
    sample = tmp_path / "sample"
    sample.mkdir(mode=0o700)
    whole, *runs = brittle.told(shim, "each-write-of", str(tmp_path), str(sample), TYPED, *RUN)

    assert (whole["code"], whole["err"]) == (0, "")
    assert len(runs) > 50
    refused = 0
    for run in runs:
        assert "Traceback" not in str(run.get("err")), run
        home = find(str(tmp_path / str(run["first"])))
        if run["code"] != 0:  # it said why in a sentence, and nothing was begun
            assert run["code"] == 1
            assert str(home.state_dir) in str(run["err"])
            assert run["out"] == ""
            refused += 1
            continue
        told = lines(run)
        written = {str(line["id"]) for line in read(home.journal)}
        # A line on standard output is a line on the disk, and so is one that answers a command.
        assert {str(line["id"]) for line in told if "id" in line} <= written, run
        promised = [line for line in told if "reply" in line and line["exit"] == 0]
        assert {str(line["id"]) for each in promised for line in _written_by(each)} <= written
        for path in (home.config, home.last_good):  # whole, or not at all
            assert not path.exists() or path.read_text() == first_text(), run
    assert refused <= 2  # the folder, and the lock
    report(f"{len(runs)} writes of a daemon, refused from each on")


def _written_by(reply: dict[str, object]) -> list[dict[str, object]]:
    found = reply.get("lines", [])
    assert isinstance(found, list)
    return found


def test_settings_on_a_disk_that_is_full_from_any_write_on(tmp_path: Path, shim: Path) -> None:
    """`config set` leaves the old file or the new one, whole, and says which."""
    sample = tmp_path / "sample"
    sample.mkdir(mode=0o700)
    old = '# mine\nversion = 1\n[work]\nhours = ["07:00-19:00"]\n'
    (sample / "ergobreak.toml").write_text(old)
    change = "config", "set", "reminders.walk.every", "80m"
    whole, *runs = brittle.told(shim, "each-write-of", str(tmp_path), str(sample), "", *change)
    new = (tmp_path / "whole" / "ergobreak.toml").read_text()

    assert whole["code"] == 0
    assert old in new
    assert runs
    for run in runs:
        is_done = run["code"] == 0
        found = tmp_path / str(run["first"]) / "ergobreak.toml"
        assert found.read_text() == (new if is_done else old), run
        assert ("Nothing has changed" in str(run["err"])) is not is_done, run
        assert "Traceback" not in str(run["err"])
