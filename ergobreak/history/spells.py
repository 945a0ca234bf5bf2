"""Work, breaks and absence: the whole time from the first line on, piece by piece.

Each machine is read by itself; where several tell of the same time, the one that tells of more
presence is believed: who works at one of them is not away. A machine is believed up to its last
line, the one that wrote last up to the present.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Final, Literal, cast

from ergobreak.dataclass import dataclass, replace
from ergobreak.history import machine
from ergobreak.history.breaks import breaks
from ergobreak.history.corrected import corrected
from ergobreak.history.line import MOVEMENT, text
from ergobreak.history.painting import Span, flatten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ergobreak.history.corrected import Lines
    from ergobreak.history.line import Line

Kind = Literal["working", "break", "away", "paused", "off", "unknown"]

# From what is believed least to what is believed most.
_BELIEVED: Final = ("off", "unknown", "away", "paused", "break", "working")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """A piece of time of one kind. Each begins where the one before it ends.

    `reason`: of work and breaks, why prompts were held then ("call" ...); of `paused`, what it
    was: idle, lock or suspend, too short to be an absence; empty, a pause by hand.
    """

    start: datetime
    end: datetime
    kind: Kind
    reason: str = ""

    @property
    def seconds(self) -> float:
        """How long it was."""
        return (self.end - self.start).total_seconds()


def spells(
    lines: Iterable[Line], until: datetime, movement: Collection[str] = MOVEMENT
) -> list[Spell]:
    """Return the time from the first line to `until` (with a zone) without gaps or overlaps.

    Working hours play no part: who works at night works. No lines, no spells.
    """
    told = corrected(lines)
    end = until.timestamp()
    machines = _by_machine(told, end)
    if not machines:
        return []
    taken = breaks(told, movement)
    newest = max(machines, key=lambda name: machines[name][-1][0])
    seen: list[Span] = []
    for name, dated in machines.items():
        own = [each for each in taken if each.machine == name]
        last = end if name == newest else dated[-1][0]
        seen += machine.read(dated, own, last)
    if len(machines) > 1:
        seen = flatten(
            (span._replace(layer=_BELIEVED.index(span.kind)) for span in seen), -math.inf, end
        )
    return _dated(seen, _Offsets(told), end)


def spells_by_day(found: Iterable[Spell]) -> dict[date, list[Spell]]:
    """Return the spells of each local date, those cut that cross midnight."""
    days: dict[date, list[Spell]] = {}
    for spell in found:
        for piece in _cut(spell):
            days.setdefault(piece.start.date(), []).append(piece)
    return days


def _by_machine(told: Lines, end: float) -> dict[str, list[machine.Dated]]:
    """Return the lines of each machine up to an instant, in the order of writing."""
    found: dict[str, list[machine.Dated]] = {}
    for instant, _, line in told.dated():
        if instant <= end:
            found.setdefault(text(line, "machine"), []).append((instant, line))
    ordered = {name: machine.in_written_order(dated) for name, dated in found.items()}
    return {name: dated for name, dated in ordered.items() if dated}


class _Offsets:
    """The offset from UTC that held at an instant, as the lines tell it."""

    def __init__(self, told: Lines) -> None:
        self._starts: list[float] = []
        self._zones: list[tzinfo | None] = []
        offset: timedelta | None = None
        for instant, at, _ in told.dated():
            if at.utcoffset() != offset:
                offset = at.utcoffset()
                self._starts.append(instant)
                self._zones.append(at.tzinfo)

    def local(self, instant: float) -> datetime:
        place = max(0, bisect_right(self._starts, instant) - 1)
        return datetime.fromtimestamp(instant, self._zones[place])


def _dated(seen: Sequence[Span], offsets: _Offsets, end: float) -> list[Spell]:
    """Return spans as spells; where no machine tells anything the programme did not run."""
    found: list[Spell] = []
    at = seen[0].start if seen else end
    for span in seen:
        if at < span.start:
            found.append(Spell(offsets.local(at), offsets.local(span.start), "off"))
        kind = cast("Kind", span.kind)
        found.append(Spell(offsets.local(span.start), offsets.local(span.end), kind, span.reason))
        at = span.end
    if at < end:
        found.append(Spell(offsets.local(at), offsets.local(end), "off"))
    return found


def _cut(spell: Spell) -> Iterable[Spell]:
    """Yield a spell in pieces that each lie in one local date.

    Where the offset changes within it, that of the start rules the first midnight, that of the
    end the others.
    """
    rest = spell
    first = spell.start.date()
    for ahead in range(1, (spell.end.date() - first).days + 1):
        zone = spell.start.tzinfo if ahead == 1 else spell.end.tzinfo
        midnight = datetime.combine(first + ahead * _DAY, time.min, zone)
        if rest.start < midnight < rest.end:
            yield replace(rest, end=midnight)
            rest = replace(rest, start=midnight)
    yield rest
