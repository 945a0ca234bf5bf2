"""A journal line as the row of the table, checked: the way back of what read.py does."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.journal_line import local
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = tuple[str | int, ...]

# The columns that a record comes with, in the order of a row; `seq` is given by the file.
COLUMNS: Final = "id, machine, at_us, utc_off_s, day, event, reminder, prompt, others, detail"
INSERT: Final = f"INSERT INTO record ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constant

# What a line may say between `prompt` and `others`, in its order, and of which type.
DETAIL: Final[dict[str, type]] = {
    "reason": str,
    "until": str,
    "seconds": int,
    "ml": int,
    "credit": bool,
    "level": int,
    "exercises": list,
    "of": str,
    "profile": str,
}
_HEAD: Final = ("id", "machine", "at", "event", "reminder", "prompt", "others")
_ID: Final = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_MACHINE: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")
_LONGEST: Final = 10_000  # characters of a line's texts together; a real one has some 200
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST: Final = 1 << 53  # of a number; what every program that reads JSON agrees on


class Unfit(ValueError):
    """The line cannot stand in a journal; the text says why."""


def row(line: Mapping[str, object]) -> Row:
    """Return the row of a line, whatever the order of its keys. Raises Unfit."""
    record_id, machine = _text(line, "id"), _text(line, "machine")
    if not _ID.fullmatch(record_id):
        raise Unfit(_("its id is none of a journal"))
    if not _MACHINE.fullmatch(machine):
        raise Unfit(_("its machine is none of a journal"))
    at = moment(_text(line, "at"))
    offset = at.utcoffset() or timedelta()
    at_us = (at - _EPOCH) // timedelta(microseconds=1)
    if local(at_us, at.tzinfo or UTC) != at:
        raise Unfit(_("its time is outside of what can be written down"))
    event = _text(line, "event")
    if not event:
        raise Unfit(_("it has no event"))
    others, rest = _names(line, "others"), _detail(line)
    found = (
        *(record_id, machine, at_us, round(offset.total_seconds()), at.date().isoformat()),
        *(event, _text(line, "reminder"), _text(line, "prompt")),
        _json(others) if others else "",
        _json(rest) if rest else "",
    )
    if sum(len(each) for each in found if isinstance(each, str)) > _LONGEST:
        raise Unfit(_("it is too long"))
    return found


def is_name(record_id: str, machine: str) -> bool:
    """Tell whether these can be the names of a record and of the machine that wrote it."""
    return bool(_ID.fullmatch(record_id) and _MACHINE.fullmatch(machine))


def moment(text: str) -> datetime:
    """Return an instant with its offset, in whole milliseconds. Raises Unfit."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Unfit(_("its time is none, such as 2026-03-02T09:00:00+01:00")) from None
    if found.tzinfo is None:
        raise Unfit(_("its time has no offset, such as +01:00"))
    return found.replace(microsecond=found.microsecond // 1000 * 1000)


def _detail(line: Mapping[str, object]) -> dict[str, object]:
    """Return the rest of the line; what a later version may add is kept as it is."""
    found: dict[str, object] = {}
    for key in (*DETAIL, *(key for key in line if key not in DETAIL and key not in _HEAD)):
        value = line.get(key)
        kind = DETAIL.get(key)
        if value is None:
            continue
        if kind is list:
            value = _names(line, key)
        elif not _is_fit(value, kind):
            raise Unfit(_("its {key} makes no sense").format(key=key))
        found[key] = value
    return found


def _is_fit(value: object, kind: type | None) -> bool:
    if isinstance(value, str):
        return kind in {str, None} and _is_writable(value)
    # To Python a truth value is a number.
    if isinstance(value, bool):
        return kind in {bool, None}
    if isinstance(value, int):
        return kind in {int, None} and abs(value) <= _LARGEST
    return kind is None or isinstance(value, kind)


def _json(value: object) -> str:
    """Return a value as it is stored. Raises Unfit for what no program could read again."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        text = ""
    if not _is_writable(text) or not text:
        raise Unfit(_("it holds what cannot be written down"))
    return text


def _is_writable(text: str) -> bool:
    try:
        return "\0" not in text and bool(text.encode()) == bool(text)
    except UnicodeEncodeError:  # half a character, as JSON can spell it
        return False


def _text(line: Mapping[str, object], key: str) -> str:
    value = line.get(key, "")
    if not isinstance(value, str) or not _is_writable(value):
        raise Unfit(_("its {key} is no text").format(key=key))
    return value


def _names(line: Mapping[str, object], key: str) -> list[str]:
    value = line.get(key, [])
    if not isinstance(value, list) or not all(
        isinstance(each, str) and _is_writable(each) for each in value
    ):
        raise Unfit(_("its {key} are no names").format(key=key))
    return value
