"""A place for a journal, and stores on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.journal.store import SqliteStore
from tests.journal.kit import BERLIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from tests.journal.kit import Opener


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the journal will be, in a folder that is not there yet."""
    return tmp_path / "state" / "journal.db"


@pytest.fixture
def store_at() -> Iterator[Opener]:
    """Return how to make stores that are closed at the end."""
    made: list[SqliteStore] = []

    def make(path: Path, zone: ZoneInfo = BERLIN) -> SqliteStore:
        made.append(SqliteStore(path, lambda: zone, busy_for=0.05))
        return made[-1]

    yield make
    for store in made:
        store.close()
