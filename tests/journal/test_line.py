"""The public form of a record: keys, offsets, and what is left out."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ergobreak.core.effects import Record
from ergobreak.journal_line import line
from tests.journal.kit import BERLIN, MORNING, us


def test_line_has_its_keys_in_the_public_order() -> None:
    """A full line holds every key, in the order that the format promises."""
    full = Record(
        MORNING, "postponed", "stretch", "p1", "call", MORNING, 300, 250, True, 2, ("walk",)
    )

    assert json.dumps(line(full, "1", "sim", BERLIN)) == (
        '{"id": "1", "machine": "sim", "at": "2026-03-02T09:00:00+01:00", "event": "postponed", '
        '"reminder": "stretch", "prompt": "p1", "reason": "call", '
        '"until": "2026-03-02T09:00:00+01:00", "seconds": 300, "ml": 250, "credit": true, '
        '"level": 2, "others": ["walk"]}'
    )


def test_line_leaves_out_what_is_empty_but_not_zero() -> None:
    """An empty value has no key; level 0 and 0 seconds are values."""
    assert list(line(Record(MORNING, "idle"), "1", "sim", BERLIN)) == [
        "id",
        "machine",
        "at",
        "event",
    ]
    assert line(Record(MORNING, "due", level=0, seconds=0), "1", "sim", BERLIN).items() >= {
        ("level", 0),
        ("seconds", 0),
    }


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        ("2026-10-25T00:30:00", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T01:30:00", "2026-10-25T02:30:00+01:00"),
        ("2026-03-29T00:59:59", "2026-03-29T01:59:59+01:00"),
        ("2026-03-29T01:00:00", "2026-03-29T03:00:00+02:00"),
    ],
)
def test_line_tells_the_offset_of_that_very_instant(utc: str, expected: str) -> None:
    """The hour that comes twice is told apart by its offset, and the skipped one never shows."""
    at = us(utc)

    assert line(Record(at, "due", until=at), "1", "sim", BERLIN).items() >= {
        ("at", expected),
        ("until", expected),
    }


def test_line_shows_milliseconds_only_where_there_are_any() -> None:
    """Fractions are cut to milliseconds; a whole second has none."""
    ats = [line(Record(MORNING + add, "idle"), "1", "sim", BERLIN)["at"] for add in (999, 123_999)]

    assert ats == ["2026-03-02T09:00:00+01:00", "2026-03-02T09:00:00.123+01:00"]


def test_line_survives_a_clock_beyond_the_calendar() -> None:
    """An absurd clock costs the truth of the time, not the record."""
    assert str(line(Record(1 << 62, "idle"), "1", "sim", BERLIN)["at"]).startswith("9999-12-31")


def test_line_costs_no_database() -> None:
    """The simulator gets its lines without paying for SQLite, JSON or msgspec."""
    heavy = "{'sqlite3', 'json', 'msgspec'}"
    program = f"import sys, ergobreak.journal_line; print({heavy} & set(sys.modules))"

    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)

    assert told.stdout.strip() == b"set()"
