"""How long somebody sat without a break: bouts, their exposure, the longest.

Rules of this file:
1. A bout ends with a break of two minutes or with absence. It is as long as the work in it; what
   is shorter than such a break interrupts it and is not counted.
2. Silence that never became absence is still sitting: it neither ends a bout nor adds to it.
   So is a pause by hand or a time of which nothing is known, below five minutes. A longer one ends
   the bout, for nobody can say that somebody sat.
3. Midnight ends no bout.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.history.breaks import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ergobreak.history.spells import Spell

UP_TO: Final = 3600.0  # seconds: bouts up to an hour (evidence c.5)
_UNSURE: Final = 300.0
_AT_HAND: Final = ("idle", "lock", "suspend")


@dataclass(frozen=True, slots=True)
class Bout:
    """A time of sitting; `seconds` of it were work. `reason` held for at least half of them."""

    start: datetime
    end: datetime
    seconds: int
    reason: str = ""


def bouts(spells: Iterable[Spell]) -> list[Bout]:
    """Return the bouts in order; spells come in order too."""
    found: list[Bout] = []
    sat: list[Spell] = []
    rested = unsure = 0.0
    for spell in spells:
        if spell.kind == "working":
            sat.append(spell)
            rested = unsure = 0.0
            continue
        if spell.kind == "break":
            rested += spell.seconds
        elif spell.kind in {"paused", "unknown"} and spell.reason not in _AT_HAND:
            unsure += spell.seconds
        is_over = spell.kind in {"away", "off"} or rested >= WHOLE or unsure >= _UNSURE
        if is_over and sat:
            found.append(_bout(sat))
            sat = []
    return [*found, _bout(sat)] if sat else found


def exposure(found: Iterable[Bout]) -> float | None:
    """Return the share of active time in bouts up to an hour, 0 to 1; None without any."""
    lengths = [bout.seconds for bout in found]
    whole = sum(lengths)
    return sum(length for length in lengths if length <= UP_TO) / whole if whole else None


def longest(found: Iterable[Bout]) -> Bout | None:
    """Return the longest bout, the first of several; None if there is none."""
    return max(found, key=lambda bout: bout.seconds, default=None)


def _bout(sat: list[Spell]) -> Bout:
    lengths: Counter[str] = Counter()
    for spell in sat:
        lengths[spell.reason] += round(spell.seconds * 1000)
    whole = lengths.total()
    reason, length = lengths.most_common(1)[0]
    return Bout(
        sat[0].start, sat[-1].end, round(whole / 1000), reason if 2 * length >= whole else ""
    )
