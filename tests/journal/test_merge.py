"""Two logs brought together: each line once, in one order, whichever way it was done."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.journal import merge
from ergobreak.adapters.journal.file import opened
from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.store import StoreFailed
from ergobreak.core.effects import Record
from ergobreak.core.model import DAY, HOUR, MINUTE
from tests.journal.kit import MORNING, due, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ergobreak.adapters.journal.merge import Merge
    from ergobreak.adapters.journal.read import Line
    from tests.journal.kit import Opener


def brought(path: Path, lines: Iterable[Line]) -> Merge:
    """Bring lines into a journal and return what it said of them before."""
    with closing(opened(path, 1.0)) as connection:
        found = merge.look(connection, enumerate(lines, 1))
        merge.bring_in(connection)
    return found


def two(tmp_path: Path, store_at: Opener) -> tuple[Path, Path]:
    """Return two journals whose lines lie between one another."""
    one, other = (tmp_path / name / "journal.db" for name in ("one", "other"))
    for number in range(6):
        store = store_at(one if number % 2 else other)
        store.append([due(number, MORNING + number * MINUTE)], numbered(number))
        store.close()
    return one, other


def test_it_does_not_matter_which_is_brought_into_which(tmp_path: Path, store_at: Opener) -> None:
    """Both ways lead to the same lines in the same order, each with the machine that wrote it."""
    one, other = two(tmp_path, store_at)
    first, second = read(one), read(other)

    brought(one, second)
    brought(other, first)

    assert read(one) == read(other)
    assert [line["prompt"] for line in read(one)] == ["p0", "p1", "p2", "p3", "p4", "p5"]
    assert sorted(map(str, read(one))) == sorted(map(str, [*first, *second]))
    assert len({line["machine"] for line in read(one)}) == 2


def test_a_second_time_changes_nothing(tmp_path: Path, store_at: Opener) -> None:
    """What has been brought in is known afterwards, and nothing is written."""
    one, other = two(tmp_path, store_at)
    brought(one, read(other))
    before = read(one)

    again = brought(one, [*read(other), *read(other)])

    assert (again.new, again.known, again.refused) == (0, 6, 0)
    assert read(one) == before


def test_the_writer_goes_on_under_its_own_name(tmp_path: Path, store_at: Opener) -> None:
    """After a merge new lines bear the machine's own name, and sort behind its own ones."""
    one, other = two(tmp_path, store_at)
    late = store_at(other)
    late.append([due(9, MORNING + HOUR)], None)
    late.close()
    store = store_at(one)
    name = store.machine

    brought(one, read(other))
    (line,) = store.append([due(7, MORNING + 10 * MINUTE)], None)

    assert line["machine"] == name
    assert [each["prompt"] for each in read(one)][-2:] == ["p7", "p9"]
    assert read(one, last=1)[0]["prompt"] == "p9"


def test_lines_that_are_none_are_refused_alone(tmp_path: Path, store_at: Opener) -> None:
    """A line that no journal could have is refused with a reason; the others come in."""
    one, other = two(tmp_path, store_at)
    good = read(other)
    lines: list[Line] = [
        good[0],
        {**good[1], "id": "17"},
        {**good[1], "machine": "sim"},
        {**good[1], "at": "yesterday"},
        {**good[1], "at": "2026-03-02T09:00:00"},
        {**good[1], "seconds": "many"},
        {**good[1], "ml": True},
        {**good[1], "event": ""},
        {**good[1], "others": "walk"},
        {**good[1], "reminder": "x" * 20_000},
        {**good[1], "reason": "\ud800"},
        {**read(one)[0], "event": "changed"},
        good[1],
    ]

    found = brought(one, lines)

    assert (found.new, found.known, found.refused) == (2, 0, 11)
    assert found.why[0] == (2, "its id is none of a journal")
    assert len(read(one)) == 5
    assert "changed" not in {line["event"] for line in read(one)}


def test_a_file_that_breaks_off_leaves_no_trace(tmp_path: Path, store_at: Opener) -> None:
    """If the lines end in an error, none of those before it is written."""
    one, other = two(tmp_path, store_at)
    before = read(one)

    def broken() -> Iterable[Line]:
        yield from read(other)
        raise ValueError("the end")

    with pytest.raises(ValueError, match="the end"):
        brought(one, broken())

    assert read(one) == before


def test_bringing_in_is_all_or_nothing(tmp_path: Path, store_at: Opener) -> None:
    """If one line cannot be written, none is."""
    one, other = two(tmp_path, store_at)
    before = read(one)
    with closing(opened(one, 1.0)) as connection:
        connection.execute(
            "CREATE TRIGGER refusal BEFORE INSERT ON record WHEN new.prompt = 'p2'"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
        merge.look(connection, enumerate(read(other), 1))
        with pytest.raises(Exception, match="refused"):
            merge.bring_in(connection)

    assert read(one) == before


def test_looking_keeps_no_writer_waiting(tmp_path: Path, store_at: Opener) -> None:
    """While a file is looked at, the daemon writes on; what it wrote meanwhile is not lost."""
    one, other = two(tmp_path, store_at)
    store = store_at(one)

    def slow() -> Iterable[Line]:
        for line in read(other):
            store.append([due(8, MORNING + DAY)], None)
            yield line

    with closing(opened(one, 1.0)) as connection:
        found = merge.look(connection, enumerate(slow(), 1))
        count = merge.bring_in(connection)

    assert (found.new, count) == (3, 3)
    assert len(read(one)) == 3 + 3 + 3


def test_a_long_merge_costs_the_daemon_a_step_and_no_line(tmp_path: Path, store_at: Opener) -> None:
    """A step that meets the one transaction fails whole, and goes through when given again."""
    one, other = two(tmp_path, store_at)
    store = store_at(one)
    store.append([due(6)], None)
    with closing(opened(one, 1.0)) as connection:
        merge.look(connection, enumerate(read(other), 1))
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="another program"):
            store.append([due(7)], None)
        connection.execute("ROLLBACK")
        merge.bring_in(connection)

    store.append([due(7)], None)

    assert len(read(one)) == 3 + 3 + 2


def test_a_day_that_is_figures_only_takes_no_lines(tmp_path: Path, store_at: Opener) -> None:
    """Lines of a day that is kept as a total are refused: they would count twice."""
    one, other = two(tmp_path, store_at)
    lines = read(other)
    with closing(opened(one, 1.0)) as connection:
        connection.execute(
            "INSERT INTO day_total VALUES ('2026-03-02', ?, '{}')", (lines[0]["machine"],)
        )

    found = brought(one, lines)

    assert (found.new, found.refused) == (0, 3)


def test_a_journal_of_the_first_form_is_read(path: Path, store_at: Opener) -> None:
    """Before a daemon has brought the file to the present version, every question is answered."""
    store_at(path).append([Record(MORNING, "due", "walk", "a", others=("posture",))], None)
    store_at(path).close()
    with closing(opened(path, 1.0)) as connection:
        for name in ("record_event", "record_reminder", "record_others"):
            connection.execute(f"DROP INDEX {name}")
        connection.execute("DROP TABLE day_total")
        connection.execute("PRAGMA user_version = 1")

    for wanted in ({}, {"reminder": "posture"}, {"reminder": "walk"}, {"event": "due"}):
        assert len(read(path, **wanted)) == 1  # type: ignore[arg-type]
    assert [line["prompt"] for line in store_at(path).append([due(2)], None)] == ["p2"]
    assert len(read(path, reminder="posture")) == 1
