"""The journal handed out and read back: line for line, safe in a spreadsheet, without pain."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.adapters.journal.export import CSV_COLUMNS, without_pain, write
from ergobreak.adapters.journal.incoming import Broken, read_lines
from ergobreak.adapters.journal.read import read, walk
from ergobreak.core.effects import Record
from ergobreak.core.model import HOUR, MINUTE
from ergobreak.journal_line import detail
from tests.journal.kit import BERLIN, MORNING, due

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journal.kit import Opener

FULL = Record(
    MORNING + 1_500_000,
    "completed",
    '=HYPERLINK("http://x")',
    "p1",
    reason="-1+1",
    until=MORNING + HOUR,
    seconds=0,
    ml=250,
    credit=True,
    level=2,
    others=("semi;colon", "back\\slash", "'quoted"),
    exercises=("neck-turn", "chair-squat"),
    of="01KE6P4YM0XW1FA9NT0NMFG6JE",
)
ODD = (
    FULL,
    Record(MORNING, "due", "two\nlines", "p2"),
    Record(MORNING, "due", "comma, \"quote\" and 'more'", "p3"),
    Record(MORNING, "due", "'=already guarded", "p4"),
    Record(MORNING, "due", "@wäßer\t\u2603", "p5"),
    Record(MORNING, "started_up"),
)


def written(path: Path, folder: Path, form: str) -> Path:
    """Export a whole journal into a file and return it."""
    target = folder / f"out.{form}"
    with target.open("w", encoding="utf-8", newline="") as out:
        write(walk(path), out, form)
    return target


def lines_of(path: Path) -> list[dict[str, object]]:
    """Return the lines of an exported file."""
    return [line for _, line in read_lines(path)]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_was_exported_reads_back_the_same(
    tmp_path: Path, path: Path, store_at: Opener, form: str
) -> None:
    """Every value of every line comes back, whatever characters its names are made of."""
    store_at(path).append(ODD, None)

    assert lines_of(written(path, tmp_path, form)) == read(path)


def test_no_cell_is_a_formula(path: Path, tmp_path: Path, store_at: Opener) -> None:
    """No cell of a CSV file begins with what a spreadsheet would calculate."""
    store_at(path).append(ODD, None)
    text = written(path, tmp_path, "csv").read_text(encoding="utf-8")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]

    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_every_value_of_a_line_has_its_column() -> None:
    """A line has no key that CSV would lose."""
    assert set(detail(FULL, BERLIN)) <= set(CSV_COLUMNS)


def test_a_spreadsheet_may_have_saved_it(tmp_path: Path, path: Path, store_at: Opener) -> None:
    """Semicolons, a mark at the beginning and another order of columns do no harm."""
    store_at(path).append(ODD, None)
    with written(path, tmp_path, "csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    target = tmp_path / "saved.csv"
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, sorted(CSV_COLUMNS), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)

    assert lines_of(target) == read(path)


def test_pain_stays_at_home_unless_it_is_named() -> None:
    """What tells of a hurt or of discomfort is left out, also what followed from it."""
    lines: list[dict[str, Any]] = [
        {"id": "1", "event": "completed", "reminder": "walk"},
        {"id": "2", "event": "hurt", "reason": "neck"},
        {"id": "3", "event": "undone", "reason": "hurt"},
        {"id": "4", "event": "expired", "reminder": "stretch", "reason": "easy"},
        {"id": "5", "event": "undone", "of": "2", "reason": "corrected"},
        {"id": "6", "event": "discomfort", "reason": "eyes", "level": 3},
        {"id": "7", "event": "drank", "ml": 250},
    ]

    def kept(*named: str) -> str:
        return "".join(str(line["id"]) for line in without_pain(lines, named))

    assert kept() == "17"
    assert kept("discomfort") == "167"
    assert kept("hurt") == "123457"
    assert kept("discomfort", "hurt") == "1234567"


HEAD = "id,machine,at,event,seconds\n"
GOOD = "01KE6P4YM0XW1FA9NT0NMFG6JE,STNTJ0ZG1Y,2026-01-05T09:00:00+00:00,due,\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        (HEAD + GOOD + GOOD.replace(",\n", ",soon\n"), 3, 5, "seconds"),
        (HEAD + GOOD + "a,b\n", 3, 3, "2 cells"),
        (HEAD + GOOD + 'a,"b\n', 3, 1, "quotation"),
        ("id,machine,at,event,colour\n", 1, 5, "colour"),
        ("id,machine,at\n", 1, 4, "event"),
        ("", 1, 1, "empty"),
        ('{"id":"a"}\n{"id":\n', 2, 7, "JSON"),
        ('{"id":"a"}\n[1]\n', 2, 1, "braces"),
        ('{"id":"a"}\n{"id":"\x00"}\n', 2, 8, "text"),
    ],
)
def test_a_broken_file_is_told_by_line_and_column(
    tmp_path: Path, text: str, line: int, column: int, word: str
) -> None:
    """What is wrong with a file is said with its place, and the exit code is that of usage."""
    path = tmp_path / "broken"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Broken, match=word) as raised:
        lines_of(path)

    assert f"line {line}, column {column}:" in raised.value.title
    assert raised.value.exit_code == 2


def test_bytes_that_are_no_text_are_told_by_place(tmp_path: Path) -> None:
    """A file in another encoding is refused with the place of its first wrong byte."""
    path = tmp_path / "latin"
    path.write_bytes(HEAD.encode() + b"\xc3\xa4\xe4")

    with pytest.raises(Broken, match=r"line 2, column 2: .*UTF-8"):
        lines_of(path)


def test_walk_tells_what_read_tells(path: Path, store_at: Opener) -> None:
    """Line by line the journal is the same as all at once, between any two instants."""
    store_at(path).append([due(number, MORNING + number * MINUTE) for number in range(9)], None)
    since, until = MORNING + 2 * MINUTE, MORNING + 5 * MINUTE

    assert list(walk(path)) == read(path)
    assert list(walk(path, since, until)) == read(path, since=since, until=until)
    assert list(walk(path.with_name("none"))) == []
