"""Names for journal records and machines: unique everywhere, in the order of writing.

A record's id is 26 characters that sort as text: 10 for the milliseconds of its wall clock, 16
of chance. An id is always greater than the one before it, so that a clock that was set back
changes nothing about the order; logs of several machines merge without asking anybody.
"""

from __future__ import annotations

import os
from typing import Final

_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread
_TO_PYTHON: Final = str.maketrans(_DIGITS, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
_CHANCE_BITS: Final = 80
_STEP_BITS: Final = 40
_LATEST_MS: Final = (1 << 48) - 1


class Ids:
    """Makes record ids; one per journal, used from one thread."""

    def __init__(self) -> None:
        self._last = 0

    def go_on_after(self, record_id: str) -> None:
        """Make every later id greater than this one."""
        self._last = max(self._last, int(record_id.translate(_TO_PYTHON), 32))

    def make(self, at: int) -> str:
        """Return the next id for a record of the wall instant `at` (microseconds)."""
        milliseconds = min(max(at // 1000, 0), _LATEST_MS)
        fresh = milliseconds << _CHANCE_BITS | _chance(_CHANCE_BITS)
        if fresh <= self._last:
            # A step of chance, not of one: two copies of a state folder must part here as well.
            fresh = self._last + 1 + _chance(_STEP_BITS)
        self._last = fresh
        return _text(fresh, 26)


def machine_id() -> str:
    """Return a new name for a machine: chance alone, it tells nothing about the machine."""
    return _text(_chance(50), 10)


def _chance(bits: int) -> int:
    return int.from_bytes(os.urandom(bits // 8 + 1)) >> (8 - bits % 8)


def _text(number: int, length: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in range(length - 1, -1, -1))
