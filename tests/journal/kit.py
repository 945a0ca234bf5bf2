"""Numbered records and states, and the time and place of the journal's tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol
from zoneinfo import ZoneInfo

from ergobreak.core.effects import Record
from ergobreak.core.model import SECOND, Now
from ergobreak.core.state import State

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.adapters.journal.store import SqliteStore

BERLIN: Final = ZoneInfo("Europe/Berlin")
TOKYO: Final = ZoneInfo("Asia/Tokyo")
MORNING: Final = 1_772_438_400 * SECOND  # 2026-03-02T09:00:00+01:00


class Opener(Protocol):
    """Makes stores that are closed at the end of the test."""

    def __call__(self, path: Path, zone: ZoneInfo = BERLIN) -> SqliteStore:
        """Return a store on this file."""


def us(text: str) -> int:
    """Return a UTC time as microseconds since 1970."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * SECOND


def due(number: int, at: int = MORNING) -> Record:
    """Return a record that is told from others by its number."""
    return Record(at, "due", "stretch", f"p{number}")


def numbered(number: int) -> State:
    """Return a state that is told from others by its number."""
    return State(Now(number, MORNING + number), serial=number)
