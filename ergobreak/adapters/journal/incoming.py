"""An exported file, read back: lines of the journal, each with its place in the file.

Rules of this file:
1. A file that is broken is an error with line and column, and then nothing of it is used. A line
   that is whole but says what no journal says is not broken: it is passed on, to be refused alone.
2. What a spreadsheet does to a CSV file does no harm: semicolons, a mark at the beginning.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.journal.export import BETWEEN, CSV_COLUMNS, GUARD, GUARDED
from ergobreak.adapters.journal.rows import DETAIL
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from ergobreak.adapters.journal.read import Line

_NEEDED: Final = ("id", "machine", "at", "event")
_TRUTHS: Final = {"true": True, "false": False}
_NAME: Final = re.compile(r"(?:\\.|[^;\\])*", re.DOTALL)
_FIELD: Final = 1 << 16  # characters; a real cell has a few dozen


class Broken(UsageError):
    """The file is none of ours, or is damaged; nothing of it is used."""

    def __init__(self, path: Path, line: int, column: int, what: str) -> None:
        super().__init__(
            _("{path}, line {line}, column {column}: {what}.").format(
                path=path, line=line, column=column, what=what
            ),
            _("Nothing was brought in."),
        )


def read_lines(path: Path) -> Iterator[tuple[int, Line]]:
    """Yield each line of the file with its number, from 1. Raises Broken and OSError.

    The form is told by the first character: JSON lines begin with a brace.
    """
    _check_text(path)
    # As written: line ends inside a cell are the person's.
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline(_FIELD)
        is_json = first.lstrip().startswith("{")
        file.seek(0)
        # Behind a seek the mark at the beginning is skipped again.
        yield from (_json_lines if is_json else _csv_lines)(path, file)


def _check_text(path: Path) -> None:
    """Look for what is no UTF-8 text, so that its place can be told."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                text = raw.decode()
            except UnicodeDecodeError as error:
                column = len(raw[: error.start].decode()) + 1
                raise Broken(path, number, column, _("this is no UTF-8 text")) from None
            if "\0" in text:
                raise Broken(path, number, text.index("\0") + 1, _("this is no text"))


def _json_lines(path: Path, file: Iterator[str]) -> Iterator[tuple[int, Line]]:
    for number, text in enumerate(file, 1):
        if not text.strip():
            continue
        try:
            line = json.loads(text.rstrip("\r\n"))
        except json.JSONDecodeError as error:
            raise Broken(
                path, number, error.colno, _("no JSON ({msg})").format(msg=error.msg)
            ) from None
        except (RecursionError, ValueError):  # the second: a number of thousands of digits
            raise Broken(path, number, 1, _("no line of a journal")) from None
        if not isinstance(line, dict):
            raise Broken(path, number, 1, _("a line of a journal is an object in braces"))
        yield number, line


def _csv_lines(path: Path, file: Iterator[str]) -> Iterator[tuple[int, Line]]:
    first = next(file, "")
    if not first:
        raise Broken(path, 1, 1, _("the file is empty"))
    semicolons = first.count(";") > first.count(",")
    reader = csv.reader(
        itertools.chain([first], file), delimiter=";" if semicolons else ",", strict=True
    )
    header: list[str] = []
    begins = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            raise Broken(path, begins, 1, _("a quotation mark too many or too few")) from None
        if cells is None:
            break
        if not header:
            header = _header(path, cells)
        elif cells:
            yield begins, _line(path, begins, header, cells)
        begins = reader.line_num + 1


def _header(path: Path, cells: Sequence[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    for column, name in enumerate(names, 1):
        if name not in CSV_COLUMNS or name in names[: column - 1]:
            allowed = ", ".join(CSV_COLUMNS)
            shown = name[:40]
            raise Broken(
                path,
                1,
                column,
                _("{shown} is no column of a journal ({allowed})").format(
                    shown=repr(shown), allowed=allowed
                ),
            )
    for name in _NEEDED:
        if name not in names:
            raise Broken(
                path, 1, len(names) + 1, _("the column {name} is missing").format(name=name)
            )
    return names


def _line(path: Path, number: int, header: Sequence[str], cells: Sequence[str]) -> Line:
    if len(cells) != len(header):
        column = min(len(cells), len(header)) + 1
        told = _("{cells} cells, the first line has {header}").format(
            cells=len(cells), header=len(header)
        )
        raise Broken(path, number, column, told)
    found: dict[str, Any] = {}
    # In the order of a line, whatever that of the columns is.
    by_name = dict(zip(header, enumerate(cells, 1), strict=True))
    for name in CSV_COLUMNS:
        column, cell = by_name.get(name, (0, ""))
        if not cell:
            continue
        try:
            found[name] = _value(name, cell)
        except ValueError as error:
            raise Broken(path, number, column, f"{name}: {error}") from None
    return found


def _value(name: str, cell: str) -> object:
    """Return what stands in a cell; raises ValueError."""
    kind = list if name == "others" else DETAIL.get(name, str)
    if kind is bool:
        if cell.lower() not in _TRUTHS:
            raise ValueError(_("true or false is expected"))
        return _TRUTHS[cell.lower()]
    if kind is int:
        if not re.fullmatch(r"-?[0-9]{1,15}", cell):
            raise ValueError(_("a whole number is expected"))
        return int(cell)
    text = cell[1:] if cell.startswith(GUARD) and cell[1:].startswith(GUARDED) else cell
    return _names(text) if kind is list else text


def _names(text: str) -> list[str]:
    names = []
    at = 0
    while True:
        match = _NAME.match(text, at)
        name, at = (match[0], match.end()) if match else ("", at)
        names.append(re.sub(r"\\(.)", r"\1", name, flags=re.DOTALL))
        if text[at : at + 1] != BETWEEN:
            return names
        at += 1
