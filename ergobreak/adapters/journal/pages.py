"""The rows in the pages of a damaged SQLite file, read without SQLite: what it refuses to touch.

Each page says by itself what it is, so that one bad page costs its own rows and no others. The
format is that of sqlite.org/fileformat2.html.

Rules of this file:
1. Anything may stand anywhere: a number is believed only as far as the bytes reach.
2. What was deleted is not read: only cells that the page's own list names.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Value = None | int | float | bytes | str

_USUAL_SIZE: Final = 1024  # what the journal is made with, where the header does not tell
_SIZES: Final = {1 << power for power in range(9, 17)}
_TABLE_LEAF: Final = 13
_INDEX_PAGES: Final = {2: 12, 10: 8}  # type: length of its header
_TREE_PAGES: Final = (2, 5, 10, 13)
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # kind of a value: its bytes
_LONGEST: Final = 1 << 20  # bytes of a row


class Unreadable(Exception):
    """These bytes are none of what they should be."""


@dataclass(slots=True)
class Pages:
    """The pages of a file with those of its log over them; `doubtful` counts what is no page."""

    size: int = _USUAL_SIZE
    reserved: int = 0
    promised: int = 0  # how many pages the header speaks of
    contents: list[bytes] = field(default_factory=list)
    doubtful: int = 0

    @property
    def missing(self) -> int:
        """How many pages the file is short of."""
        return max(0, self.promised - len(self.contents))


def load(path: Path) -> Pages:
    """Return the pages of a file and its `-wal`. Raises OSError."""
    whole = path.read_bytes()
    found = Pages()
    if whole[:16] == b"SQLite format 3\0" and len(whole) >= 100:
        size = int.from_bytes(whole[16:18])
        size = 65536 if size == 1 else size
        found.size = size if size in _SIZES else _USUAL_SIZE
        found.reserved = whole[20] if whole[20] <= found.size // 2 else 0
        # Trusted up to what a cut file can have been; nonsense would be told as a great loss.
        promised = int.from_bytes(whole[28:32])
        found.promised = promised if promised * found.size <= 64 * max(len(whole), 1) else 0
    found.contents = [whole[at : at + found.size] for at in range(0, len(whole), found.size)]
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        _lay_over(found, log.read_bytes())
    return found


def table_rows(pages: Pages, known: frozenset[bytes]) -> Iterator[tuple[int, list[Value]]]:
    """Yield number and values of each table row, but those whose first text is `known`.

    Counts the pages that cannot be read as it goes.
    """
    for number, page in enumerate(pages.contents):
        start = 100 if number == 0 else 0
        kind = page[start] if len(page) > start else 0
        if kind not in _TREE_PAGES:
            # Nothing but zeros is what a hole is made of, and what was deleted; the rest of an
            # overlong row begins with a small page number.
            pages.doubtful += len(page) < pages.size or page[0] != 0 or not any(page)
            continue
        if kind != _TABLE_LEAF:
            continue
        is_sound = True
        for at in _cells(page, start, 8):
            try:
                row, payload = _cell(pages, page, at)
                if _first_text(payload) in known:
                    continue
                yield row, _values(payload)
            except (Unreadable, IndexError):
                is_sound = False
        pages.doubtful += not is_sound


def index_texts(pages: Pages, length: int) -> set[bytes]:
    """Return the first text, of this many bytes, of each entry of any index: what was there."""
    texts = set()
    for number, page in enumerate(pages.contents):
        start = 100 if number == 0 else 0
        kind = page[start] if len(page) > start else 0
        if kind not in _INDEX_PAGES:
            continue
        for at in _cells(page, start, _INDEX_PAGES[kind]):
            try:
                _, begin = _varint(page, at + (4 if kind == 2 else 0))
                text = _first_text(page[begin : begin + 64])
            except (Unreadable, IndexError):
                continue
            if len(text) == length:
                texts.add(text)
    return texts


def _lay_over(pages: Pages, log: bytes) -> None:
    """Put the pages of a log in their places, up to the last one that ends a transaction."""
    if len(log) < 32 or log[:3] != b"\x37\x7f\x06":
        return
    size, salt = int.from_bytes(log[8:12]), log[16:24]
    if size not in _SIZES or (pages.contents and size != pages.size):
        return
    pages.size = size
    waiting: dict[int, bytes] = {}
    for at in range(32, len(log) - 24 - size + 1, 24 + size):
        number, after = struct.unpack(">II", log[at : at + 8])
        if log[at + 8 : at + 16] != salt or not 0 < number < 1 << 24:
            return
        waiting[number] = log[at + 24 : at + 24 + size]
        if after:
            for place, content in waiting.items():
                blank = [b""] * (place - len(pages.contents))
                pages.contents.extend(blank)
                pages.contents[place - 1] = content
            waiting.clear()
            pages.promised = after


def _cells(page: bytes, start: int, header: int) -> Iterator[int]:
    """Yield where the cells begin, as far as they can."""
    count = int.from_bytes(page[start + 3 : start + 5])
    first = start + header
    for at in range(first, min(first + 2 * count, len(page) - 1), 2):
        yield int.from_bytes(page[at : at + 2])


def _cell(pages: Pages, page: bytes, at: int) -> tuple[int, bytes]:
    """Return the number of a table row, and its bytes."""
    length, at = _varint(page, at)
    row, at = _varint(page, at)
    if not 0 < length <= _LONGEST:
        raise Unreadable
    usable = pages.size - pages.reserved
    if length <= usable - 35:
        payload = page[at : at + length]
    else:
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        here = here if here <= usable - 35 else least
        payload = page[at : at + here] + _rest(
            pages, page[at + here : at + here + 4], length - here
        )
    if len(payload) != length:
        raise Unreadable
    return row, payload


def _rest(pages: Pages, number: bytes, length: int) -> bytes:
    """Return what does not fit on the page: a chain of others holds it."""
    found = bytearray()
    while len(found) < length:
        place = int.from_bytes(number)
        if not 0 < place <= len(pages.contents):
            raise Unreadable
        content = pages.contents[place - 1][: pages.size - pages.reserved]
        if len(content) <= 4:
            raise Unreadable
        number = content[:4]
        found += content[4 : 4 + length - len(found)]
    return bytes(found)


def _values(payload: bytes) -> list[Value]:
    end, at = _varint(payload, 0)
    place = end
    found = []
    while at < end:
        kind, at = _varint(payload, at)
        value, place = _value(payload, kind, place)
        found.append(value)
    return found


def _value(payload: bytes, kind: int, at: int) -> tuple[Value, int]:
    """Return one value and where the next begins."""
    if kind in {0, 8, 9}:
        return (None if kind == 0 else kind - 8), at
    if kind in {10, 11}:
        raise Unreadable
    length = _INTEGERS.get(kind, 8) if kind < 12 else (kind - 12) // 2
    piece = payload[at : at + length]
    if len(piece) != length:
        raise Unreadable
    at += length
    if kind == 7:
        return struct.unpack(">d", piece)[0], at
    if kind < 12:
        return int.from_bytes(piece, signed=True), at
    if kind % 2 == 0:
        return piece, at
    try:
        return piece.decode(), at
    except UnicodeDecodeError as error:
        raise Unreadable from error


def _first_text(payload: bytes) -> bytes:
    """Return the first value if it is a text, or the second if the first is nothing."""
    end, at = _varint(payload, 0)
    kind, at = _varint(payload, at)
    if kind == 0 and at < end:
        kind, at = _varint(payload, at)
    length = (kind - 13) // 2 if kind >= 13 and kind % 2 else 0
    return payload[end : end + length]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where the next one begins."""
    number = 0
    for place in range(at, at + 8):
        byte = data[place]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place + 1
    return number << 8 | data[at + 8], at + 9
