"""One compiled catalogue of gettext (an .mo file), searched where it lies on the disk.

The standard library's reader makes a dict of it all, some megabytes for each process; the entries
are sorted, so that a dozen looks find one.
"""

from __future__ import annotations

import mmap
import struct
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MAGIC: Final = 0x950412DE
_CONTEXT: Final = b"\x04"  # between a context and its text
_FORMS: Final = b"\x00"  # between singular and plural


class MoFile:
    """The texts of one language."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Read the head; raises ValueError if this is no catalogue."""
        try:
            magic, _, count, ids, texts = struct.unpack_from("<5I", data)
        except struct.error as error:
            raise ValueError("too short for a catalogue") from error
        if magic != _MAGIC:
            raise ValueError("no catalogue")
        self._data, self._count, self._ids, self._texts = data, count, ids, texts

    @classmethod
    def open(cls, path: str) -> MoFile:
        """Return the catalogue of a file; raises OSError, or ValueError if it is none."""
        with Path(path).open("rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def find(self, text: str, context: str = "") -> str:
        """Return the translation of a text, else the text."""
        found = self._find(_key(text, context))
        return text if found is None else found.partition(_FORMS)[0].decode()

    def find_plural(self, one: str, many: str, number: int) -> str:
        """Return the form that goes with a number, else the English one."""
        found = self._find(_key(one, "") + _FORMS + many.encode())
        forms = [] if found is None else found.split(_FORMS)
        which = self._form(number)
        if which < len(forms):
            return forms[which].decode()
        return one if number == 1 else many

    @cached_property
    def _form(self) -> Callable[[int], int]:
        """Return what tells the number of a form; the rule stands in the catalogue's head."""
        from gettext import c2py

        head = (self._find(b"") or b"").decode()
        rule = head.partition("plural=")[2].partition("\n")[0].strip(" ;")
        form: Callable[[int], int] = c2py(rule or "n != 1")
        return form

    def _find(self, key: bytes) -> bytes | None:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            there = self._entry(self._ids, middle)
            if there == key:
                return self._entry(self._texts, middle) or None
            if there < key:
                low = middle + 1
            else:
                high = middle
        return None

    def _entry(self, table: int, number: int) -> bytes:
        length, start = struct.unpack_from("<2I", self._data, table + 8 * number)
        return self._data[start : start + length]


def _key(text: str, context: str) -> bytes:
    return (context.encode() + _CONTEXT if context else b"") + text.encode()
