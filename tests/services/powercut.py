"""What a disk holds after a power cut: a replay of what brittledisk.c has noted.

Everything up to the last sync of a file is on the disk. Of what was written to it since, any
sector may have got there or not, in any order, and a new length as well. That a file was removed
is on the disk with the next sync of any file: file systems keep the order of such things.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

WRITE, TRUNCATE, SYNC, REMOVE, RENAME, MARK = range(1, 7)
SECTOR: Final = 512  # bytes that get to the disk together
_HEAD: Final = struct.Struct("=iiqi")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a process did to its disk; for a mark `offset` is its number."""

    kind: int
    path: str
    offset: int
    content: bytes


def entries(record: Path) -> list[Entry]:
    """Return what is on record, in order."""
    found, content, at = [], record.read_bytes(), 0
    while at < len(content):
        kind, named, offset, size = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        path = content[at : at + named].decode()
        found.append(Entry(kind, path, offset, content[at + named : at + named + size]))
        at += named + size
    return found


class Disk:
    """A disk and what is on the way to it; an index that SQLite only maps (`-shm`) is none."""

    def __init__(self) -> None:
        self._safe: dict[str, bytearray] = {}
        self._open: dict[str, list[Entry]] = {}

    def take(self, entry: Entry) -> int:
        """Take the next entry; return the number of a mark, else 0."""
        if entry.kind == MARK:
            return entry.offset
        if not entry.path.endswith("-shm"):
            self._open.setdefault(entry.path, []).append(entry)
            if entry.kind == SYNC:
                self._settle(entry.path)
                self._settle_removals()
        return 0

    def leave(self, to: Path, instead_of: Path, chance: Random) -> None:
        """Write to the folder `to` what a power cut now could leave of the folder `instead_of`."""
        to.mkdir()
        for path in self._safe.keys() | self._open.keys():
            content = self._cut(path, chance)
            if content is not None:
                (to / path.removeprefix(f"{instead_of}/")).write_bytes(content)

    def _settle(self, path: str) -> None:
        content = self._safe.get(path)
        for entry in self._open.pop(path):
            content = _applied(content, entry)
        if content is not None:
            self._safe[path] = content
        else:
            self._safe.pop(path, None)

    def _settle_removals(self) -> None:
        for path, waiting in self._open.items():
            removals = [place for place, entry in enumerate(waiting) if entry.kind == REMOVE]
            if removals:
                self._safe.pop(path, None)
                del waiting[: removals[-1] + 1]

    def _cut(self, path: str, chance: Random) -> bytearray | None:
        known = self._safe.get(path)
        content = None if known is None else bytearray(known)
        for entry in self._open.get(path, ()):
            if entry.kind != WRITE:
                content = _applied(content, entry) if chance.random() < 0.5 else content
                continue
            for at in range(0, len(entry.content), SECTOR):
                if chance.random() < 0.5:
                    piece = entry.content[at : at + SECTOR]
                    content = _applied(content, Entry(WRITE, path, entry.offset + at, piece))
        return content


def _applied(content: bytearray | None, entry: Entry) -> bytearray | None:
    """Return a file after this, None if there is none."""
    if entry.kind == REMOVE:
        return None
    content = bytearray() if content is None else content
    if entry.kind == WRITE:
        end = entry.offset + len(entry.content)
        content.extend(bytes(max(0, end - len(content))))
        content[entry.offset : end] = entry.content
    elif entry.kind == TRUNCATE:
        content.extend(bytes(max(0, entry.offset - len(content))))
        del content[entry.offset :]
    return content
