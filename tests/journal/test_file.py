"""The journal's file: private, refused when newer, set aside when damaged."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.store import StoreRefused
from tests.journal.kit import due, numbered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journal.kit import Opener

posix = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")


def permissions(path: Path) -> int:
    """Return the permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_journal_is_private(path: Path, store_at: Opener) -> None:
    """Folder and files are closed to others when made, and closed again when found open."""
    before = os.umask(0)
    try:
        store = store_at(path)
        store.append([due(1)], numbered(1))
    finally:
        os.umask(before)
    made = {each.name: permissions(each) for each in path.parent.iterdir()}
    assert permissions(path.parent) == 0o700
    assert made == {"journal.db": 0o600, "journal.db-wal": 0o600, "journal.db-shm": 0o600}
    store.close()

    path.parent.chmod(0o755)
    path.chmod(0o644)
    store_at(path).append([due(2)], None)

    assert permissions(path.parent) == 0o700
    assert permissions(path) == 0o600


@posix
@pytest.mark.parametrize("part", ["", "-wal"])
def test_journal_never_follows_a_link(path: Path, store_at: Opener, part: str) -> None:
    """A link in the place of a file is refused, and what it leads to stays as it is."""
    path.parent.mkdir()
    target = path.parent / "precious"
    target.write_text("mine")
    path.with_name(f"{path.name}{part}").symlink_to(target)

    with pytest.raises(StoreRefused, match="link"):
        store_at(path).append([due(1)], None)

    assert target.read_text() == "mine"


@posix
def test_journal_is_not_put_into_a_shared_folder(path: Path, store_at: Opener) -> None:
    """A folder like /tmp is refused, and others are not locked out of it."""
    path.parent.mkdir()
    path.parent.chmod(0o1777)

    with pytest.raises(StoreRefused, match="shared"):
        store_at(path).load()

    assert permissions(path.parent) == 0o1777
    assert list(path.parent.iterdir()) == []


@posix
def test_home_stays_open_as_it_was(
    tmp_path: Path, store_at: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who points --home at the home folder does not lock others out of it."""
    tmp_path.chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))

    store_at(tmp_path / "journal.db").append([due(1)], None)

    assert permissions(tmp_path) == 0o755
    assert permissions(tmp_path / "journal.db") == 0o600


def killed_copy(path: Path, change: str, target: Path) -> None:
    """Write a copy of the journal as a kill would leave it: `change` is in its log only."""
    target.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA wal_autocheckpoint = 0")
        other.execute(change)
        for part in ("", "-wal"):
            target.with_name(target.name + part).write_bytes(
                path.with_name(path.name + part).read_bytes()
            )
    for each in target.parent.iterdir():
        each.chmod(0o600)


@pytest.mark.parametrize("killed", [True, False])
def test_newer_journal_is_refused_untouched(
    tmp_path: Path, path: Path, store_at: Opener, killed: bool
) -> None:
    """A downgrade does not write to a newer journal, even if the version is in the log only."""
    store_at(path).append([due(1)], numbered(1))
    newer = tmp_path / "newer" / "journal.db"
    killed_copy(path, "PRAGMA user_version = 99", newer)
    if not killed:
        with closing(sqlite3.connect(newer)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    names = [newer.name] + (["journal.db-wal"] if killed else [])
    before = {name: newer.with_name(name).read_bytes() for name in names}

    store = store_at(newer)
    for attempt in (store.load, lambda: store.append([due(2)], None), lambda: read(newer)):
        with pytest.raises(StoreRefused, match="newer"):
            attempt()

    assert {name: newer.with_name(name).read_bytes() for name in names} == before


def header(path: Path) -> None:
    """Overwrite the first bytes."""
    path.write_bytes(b"not a database, really" + path.read_bytes()[22:])


def shortened(path: Path) -> None:
    """Cut the file in its middle."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 - 100])


def garbled(path: Path) -> None:
    """Overwrite everything but the first page."""
    path.write_bytes(path.read_bytes()[:1024] + b"\xa5" * (path.stat().st_size - 1024))


@pytest.mark.parametrize("damage", [header, shortened, garbled])
def test_damaged_journal_is_set_aside(
    path: Path, store_at: Opener, damage: Callable[[Path], None]
) -> None:
    """Damage costs a sentence; the old bytes stay beside what is begun anew, and it goes on."""
    store = store_at(path)
    for number in range(30):
        store.append([due(number)], numbered(number))
    store.close()
    damage(path)
    bad = path.read_bytes()

    again = store_at(path)
    state = again.load()
    lines = again.append([due(99)], numbered(99))

    assert (state is None) == (damage is garbled)
    assert read(path)[-1:] == lines
    assert again.load() == numbered(99)
    (kept,) = path.parent.glob("journal.db.damaged-*Z")
    assert kept.read_bytes() == bad
    assert kept.name in again.notes[0]


def test_damage_after_a_kill_is_found_deep_inside(
    tmp_path: Path, path: Path, store_at: Opener
) -> None:
    """After a kill every page is looked at, and the log is set aside with its file."""
    store = store_at(path)
    for number in range(60):
        store.append([due(number)], numbered(number))
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'record_at'")
        page = root.fetchone()[0]
    copy = tmp_path / "killed" / "journal.db"
    killed_copy(path, "UPDATE snapshot SET aside = 'x'", copy)
    log = copy.with_name("journal.db-wal").read_bytes()
    with copy.open("r+b") as file:
        file.seek((page - 1) * 1024)
        file.write(b"\xa5" * 1024)

    again = store_at(copy)

    assert again.load() == numbered(59)
    assert len(again.notes) == 1
    assert len(read(copy)) == 60
    (kept,) = copy.parent.glob("journal.db.damaged-*Z-wal")
    assert kept.read_bytes() == log


def test_damage_while_running_costs_no_record(path: Path, store_at: Opener) -> None:
    """If the file breaks under the daemon, the step is written to a new one under the same name."""
    store = store_at(path)
    for number in range(30):
        store.append([due(number)], numbered(number))
    name = store.machine
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        # A write by somebody else, so that no sound page in the store's cache can be used.
        other.execute("UPDATE snapshot SET aside = 'x'")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    garbled(path)

    lines = store.append([due(99)], numbered(99))

    assert read(path) == lines
    assert lines[0]["machine"] == name
    assert store.load() == numbered(99)
