"""A disk that is full, a journal that cannot be written or is damaged: the daemon goes on."""

from __future__ import annotations

import contextlib
import os
import resource
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.integration.daemon import VIRTUAL, Daemon, command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

SMALL = ("-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs")
NOT_WRITTEN = "could not be written down yet"


@contextlib.contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """Mount something at a place for a while; skip the test where that is not allowed."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(["mount", *options, str(place)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Write to a small disk until it takes no more; return the file that fills it."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    return filler


def goes_on_unwritten(daemon: Daemon, before: int) -> None:
    """Claim that commands work, say honestly that they are not on the disk, and are not."""
    for total in (250, 500):
        told = daemon.ask("drink 250ml")
        assert told.exit == 1
        assert NOT_WRITTEN in told.text
        assert daemon.look()["water_ml"] == total
    assert daemon.ask("advance 46m").exit == 0
    assert daemon.look()["open_prompt"], "prompts come all the same"
    assert len(daemon.journal()) == before


def is_made_up_for(daemon: Daemon) -> None:
    """Claim that all of it is written as soon as the disk takes it, in order, once."""
    told = daemon.ask("drink 100ml")
    assert told.exit == 0
    journal = daemon.journal()
    assert [one["ml"] for one in journal if "ml" in one] == [250, 250, 100]
    assert "prompted" in [one["event"] for one in journal]
    assert len({one["id"] for one in journal}) == len(journal)
    assert daemon.stop() == 0
    assert daemon.journal()[-1]["event"] == "shut_down"


def test_full_disk(tmp_path: Path) -> None:
    """While the disk is full commands work and say that they are not written; later they are."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with mounted(home, *SMALL), Daemon(home, *VIRTUAL) as daemon:
        daemon.ready()
        before = len(daemon.journal())
        filled = fill(home)
        goes_on_unwritten(daemon, before)
        filled.unlink()
        is_made_up_for(daemon)


def test_file_that_may_not_grow(tmp_path: Path) -> None:
    """The same where a limit of the system, not the disk, forbids to write; needs no root."""
    with Daemon(tmp_path / "home", *VIRTUAL) as daemon:
        daemon.ready()
        before = len(daemon.journal())
        pid, (_, hard) = daemon.process.pid, resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1024, hard))
        goes_on_unwritten(daemon, before)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
        is_made_up_for(daemon)


def test_start_on_a_full_disk(tmp_path: Path) -> None:
    """A full disk is no reason not to start; what happens is written when there is room."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with mounted(home, *SMALL):
        with Daemon(home, *VIRTUAL) as first:
            first.ready()
            assert first.ask("drink 300ml").exit == 0
            assert first.stop() == 0
        filled = fill(home)
        with Daemon(home, *VIRTUAL) as second:
            second.ready()
            assert NOT_WRITTEN in second.ask("drink 100ml").text
            filled.unlink()
            assert second.ask("drink 100ml").exit == 0
            assert [one["ml"] for one in second.journal() if "ml" in one] == [300, 100, 100]
            assert second.stop() == 0


def test_journal_that_may_only_be_read(tmp_path: Path) -> None:
    """It starts and goes on on a journal that it may not write, and says so."""
    home = tmp_path / "home"
    with Daemon(home, *VIRTUAL) as first:
        first.ready()
        assert first.ask("drink 300ml").exit == 0
        assert first.stop() == 0
    journal = home / "journal.db"
    before = journal.read_bytes()
    with contextlib.ExitStack() as stack:
        if os.geteuid() == 0:  # whom permissions do not stop
            stack.enter_context(mounted(journal, "--bind", str(journal)))
            subprocess.run(["mount", "-o", "remount,ro,bind", str(journal)], check=True)
        else:
            journal.chmod(0o400)
        with Daemon(home, *VIRTUAL) as second:
            second.ready()
            told = second.ask("drink 100ml")
            assert told.exit == 1
            assert NOT_WRITTEN in told.text
            assert second.ask("status").exit == 0
            assert command(home, "log", "--last", "9")[0] == 0
            assert second.stop() == 0
            assert "cannot be written" in second.complaints
            assert "Traceback" not in second.complaints
    assert journal.read_bytes() == before


@pytest.mark.parametrize("part", ["head", "all"])
def test_damaged_journal(tmp_path: Path, part: str) -> None:
    """A damaged journal is kept under another name; what can be read of it is in the new one."""
    home = tmp_path / "home"
    with Daemon(home, *VIRTUAL) as first:
        first.ready()
        assert first.ask("drink 10ml").exit == 0
        assert first.stop() == 0
    journal = home / "journal.db"
    rest = journal.read_bytes()[1024:]
    damaged = b"\xa5" * 1024 + rest if part == "head" else b"not a database, " * 100
    journal.write_bytes(damaged)
    with Daemon(home, *VIRTUAL) as second:
        second.ready()
        assert second.ask("drink 100ml").exit == 0
        saved = [10] if part == "head" else []
        assert [one["ml"] for one in second.journal() if "ml" in one] == [*saved, 100]
        assert second.stop() == 0
        assert "The journal was damaged" in second.complaints
        assert "Traceback" not in second.complaints
    (kept,) = home.glob("journal.db.damaged-*")
    assert kept.read_bytes() == damaged


def test_a_journal_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """The reminders go on, `status` says what is wrong, and no byte of the journal changes."""
    home = tmp_path / "home"
    with Daemon(home, *VIRTUAL) as first:
        first.ready()
        assert first.stop() == 0
    journal = home / "journal.db"
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA user_version = 99")
    before = journal.read_bytes()
    with Daemon(home, *VIRTUAL) as second:
        second.ready()
        told = second.ask("status").text
        assert "Reminders go on" in told
        assert second.stop() == 0
    assert journal.read_bytes() == before
