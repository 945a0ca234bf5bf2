"""How one of several texts is chosen: without chance, so that a day can be played again.

Rules of this file:
1. The same (seed, serial) gives the same choice in every process and on every machine.
2. `serial` counts the choices from one list: 0, 1, 2, ... A round uses up the whole list.
3. The last two choices do not come again (of three or more).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = TypeVar("Item")

_MASK = 0xFFFF_FFFF_FFFF_FFFF


def shuffled(items: Sequence[Item], seed: str) -> list[Item]:
    """Return the items in an order that depends on the seed alone."""
    start = crc32(seed.encode())
    places = sorted(range(len(items)), key=lambda place: _mixed(start << 16 | place))
    return [items[place] for place in places]


def chosen(items: Sequence[Item], serial: int, seed: str = "") -> Item:
    """Return the choice number `serial` from a list that is not empty.

    Each half of the list is shuffled anew in each round and the halves keep their order, so the
    end of one round and the beginning of the next have nothing in common.
    """
    number, place = divmod(serial, len(items))
    if len(items) < 4:  # too few for that: the order stays, or a neighbour would repeat
        return shuffled(items, seed)[place]
    middle = len(items) // 2
    fixed = shuffled(items, seed)
    if place < middle:
        return shuffled(fixed[:middle], f"{seed}/{number}/a")[place]
    return shuffled(fixed[middle:], f"{seed}/{number}/b")[place - middle]


def _mixed(value: int) -> int:
    """Scatter a number over 64 bits; the constants are those of SplitMix64."""
    value = (value + 0x9E37_79B9_7F4A_7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB) & _MASK
    return value ^ (value >> 31)
