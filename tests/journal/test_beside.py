"""Lines that a command writes itself: beside a daemon or without one, whole, in their order."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.journal import beside
from ergobreak.adapters.journal.file import opened, opened_beside
from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.rows import Unfit
from ergobreak.core.effects import Record
from ergobreak.core.model import HOUR, SECOND
from tests.journal.kit import BERLIN, MORNING, due

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journal.kit import Opener


def rated(level: int, at: int = MORNING, area: str = "neck") -> Record:
    """Return an answer."""
    return Record(at, "discomfort", reason=area, level=level)


def test_a_daemon_writes_on_beside_it(path: Path, store_at: Opener) -> None:
    """While a store is open a command writes under the same machine, and both go on."""
    store = store_at(path)
    store.append([due(1)], None)

    with closing(opened_beside(path, 1)) as connection:
        told = beside.write(connection, [rated(0, MORNING + SECOND)], BERLIN)
    store.append([due(2, MORNING + 2 * SECOND)], None)

    lines = read(path)
    assert [line.get("level", line.get("prompt")) for line in lines] == ["p1", 0, "p2"]
    assert lines[1] == told[0]
    assert len({line["machine"] for line in lines}) == 1


def test_the_first_daemon_goes_on_under_the_same_name(path: Path, store_at: Opener) -> None:
    """Where none has ever run, the machine is named by the command, and keeps that name."""
    with closing(opened(path, 1)) as connection:
        (told,) = beside.write(connection, [rated(3)], BERLIN)

    assert store_at(path).machine == told["machine"]


def test_a_clock_that_was_set_back_changes_no_order(path: Path, store_at: Opener) -> None:
    """What is written later has the greater id, whatever the clock says."""
    store = store_at(path)
    store.append([due(1)], None)
    with closing(opened_beside(path, 1)) as connection:
        beside.write(connection, [rated(3, MORNING - HOUR), rated(4, MORNING - HOUR)], BERLIN)

    assert [line.get("level") for line in read(path)] == [None, 3, 4]


def test_all_or_nothing(path: Path, store_at: Opener) -> None:
    """One record that cannot be written keeps the others out, too."""
    store_at(path).append([due(1)], None)
    with closing(opened_beside(path, 1)) as connection, pytest.raises(Unfit):
        beside.write(connection, [rated(3), rated(4, area="ne\0ck")], BERLIN)

    assert len(read(path)) == 1
