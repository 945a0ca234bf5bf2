"""The journal as text for other programs: CSV for spreadsheets, JSON lines for everything else.

Rules of this file:
1. What it writes, incoming.py reads back: line for line the same.
2. A spreadsheet takes a cell that begins with one of `=+-@` for a formula: such a text gets an
   apostrophe in front, and so does one that has an apostrophe there already.
3. What names a pain leaves the machine only if it is named: see `without_pain`.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final, TextIO

from ergobreak.adapters.journal.rows import DETAIL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ergobreak.adapters.journal.read import Line

FORMATS: Final = ("csv", "jsonl")
# What is left out unless it is named: the word that names it, and the events that it is in.
PRIVATE: Final = ("discomfort", "hurt")
CSV_COLUMNS: Final = (*("id", "machine", "at", "event", "reminder", "prompt"), *DETAIL, "others")
GUARD: Final = "'"
GUARDED: Final = ("=", "+", "-", "@", "\t", "\r", "\n", GUARD)
BETWEEN: Final = ";"  # of the names in one cell; with a backslash before it, part of a name


def without_pain(lines: Iterable[Line], named: Collection[str] = ()) -> Iterator[Line]:
    """Leave out what tells of a pain, but for the kinds that are `named` (see PRIVATE).

    That is more than the lines of these events: what took one back, or stands for one, and what
    was let go on the easy days after it.
    """
    hidden = {each for each in PRIVATE if each not in named}
    gone: set[object] = set()
    for line in lines:
        event, reason = line.get("event"), line.get("reason")
        is_hidden = event in hidden or (event == "undone" and reason in hidden)
        is_easy = "hurt" in hidden and (reason == "easy" or _is_hurt_taste(line))
        if is_hidden or is_easy or line.get("of") in gone:
            gone.add(line.get("id"))
            continue
        yield line


def _is_hurt_taste(line: Line) -> bool:
    return line.get("event") == "preferred" and line.get("reason") == "hurt"


def write(lines: Iterable[Line], out: TextIO, form: str) -> int:
    """Write lines in one of FORMATS and return how many there were.

    `out` must not translate line ends. JSON lines are those of `log --json`.
    """
    return (_write_csv if form == "csv" else _write_jsonl)(lines, out)


def _write_jsonl(lines: Iterable[Line], out: TextIO) -> int:
    count = 0
    for line in lines:
        count += 1
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    return count


def _write_csv(lines: Iterable[Line], out: TextIO) -> int:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    count = 0
    for line in lines:
        count += 1
        writer.writerow([_cell(line.get(column)) for column in CSV_COLUMNS])
    return count


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case list():
            # An empty name in a list of one would be no list at all.
            return _guarded(BETWEEN.join(_escaped(str(each)) for each in value))
        case _:
            return _guarded(str(value))


def _guarded(text: str) -> str:
    return f"{GUARD}{text}" if text.startswith(GUARDED) else text


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace(BETWEEN, f"\\{BETWEEN}")
