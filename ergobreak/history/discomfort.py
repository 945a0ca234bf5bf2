"""Discomfort as the person rates it, once a week or so: what was told, and how it goes.

Rules of this file:
1. A rating is a number from 0 (none) to 10 for one area. Of several on one date the last counts.
2. It is for the person alone: `without` takes it out of lines that others may see.
3. Words say more or less than before, never better or worse than it should be.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.history.corrected import corrected
from ergobreak.history.line import day, number, text
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ergobreak.history.line import Line

EVENT: Final = "discomfort"
# As the journal has them; translated where they are shown (evidence c.5).
AREAS: Final = (N_("neck"), N_("shoulders"), N_("lower back"), N_("wrists"), N_("eyes"))
MOST: Final = 10
HIGH: Final = 7  # twice in a week: time for the note on seeing a doctor (evidence S1)
WEEK: Final = timedelta(days=7)

TOO_FEW: Final = N_("too few to compare")
SAME: Final = N_("about the same as before")
_ENOUGH: Final = 4  # answers: two lately, two before them
_AT_MOST: Final = 4  # answers on either side, four weeks of them
_CLEAR: Final = 2.0  # points; less is hard to tell from an ordinary week
_SLIGHT: Final = 1.0


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer: `level` is 0 (none) to 10."""

    day: date
    area: str
    level: int


def ratings(
    lines: Iterable[Line], kept: Iterable[tuple[date, Mapping[str, int]]] = ()
) -> list[Rating]:
    """Return the answers in order of their dates, those of one date in order of AREAS.

    `kept` is what is left of days whose lines are gone; where there are lines, they count.
    """
    found: dict[tuple[date, str], int] = {}
    for day_, levels in kept:
        found |= {(day_, area): level for area, level in levels.items()}
    for line in corrected(lines):
        if line["event"] == EVENT and (level := number(line, "level")) is not None:
            found[day(line), text(line, "reason")] = level
    known = [
        Rating(day_, area, level)
        for (day_, area), level in found.items()
        if area in AREAS and 0 <= level <= MOST
    ]
    return sorted(known, key=lambda each: (each.day, AREAS.index(each.area)))


def of_area(found: Iterable[Rating], area: str) -> list[Rating]:
    """Return the answers for one area."""
    return [each for each in found if each.area == area]


def trend(found: Iterable[Rating], area: str) -> str:
    """Return how the last answers for an area compare with those before, in words.

    Up to four of each are looked at; one of ten points of difference is slight, two are clear.
    """
    levels = [each.level for each in of_area(found, area)]
    if len(levels) < _ENOUGH:
        return _(TOO_FEW)
    size = min(_AT_MOST, len(levels) // 2)
    change = (sum(levels[-size:]) - sum(levels[-2 * size : -size])) / size
    if abs(change) < _SLIGHT:
        return _(SAME)
    if abs(change) >= _CLEAR:
        return _("more than before") if change > 0 else _("less than before")
    return _("a little more than before") if change > 0 else _("a little less than before")


def by_week(found: Iterable[Rating], until: date, weeks: int) -> list[tuple[date, dict[str, int]]]:
    """Return the last answers of each week, by its Monday; the last week is that of `until`."""
    monday = until - timedelta(days=until.weekday())
    table = {monday - WEEK * back: dict[str, int]() for back in reversed(range(weeks))}
    for each in found:
        own = table.get(each.day - timedelta(days=each.day.weekday()))
        if own is not None:
            own[each.area] = each.level
    return list(table.items())


def is_due(found: Sequence[Rating], today: date) -> bool:
    """Tell whether the last answer is a week old, or there has been none."""
    return not found or today - found[-1].day >= WEEK


def is_lasting(found: Iterable[Rating], today: date) -> bool:
    """Tell whether two of the last days that were high, in any area, lie within a week.

    Days seven apart are within it: who answers every Monday has said it twice. What ended more
    than a week ago is past.
    """
    high = sorted({each.day for each in found if each.level >= HIGH and each.day <= today})
    return any(
        second - first <= WEEK and today - second <= WEEK for first, second in pairwise(high)
    )


def without(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield all lines but those on discomfort and those that take one back; in order of writing."""
    gone: set[str] = set()
    for line in lines:
        if line.get("event") == EVENT or text(line, "of") in gone:
            gone.add(text(line, "id"))
            continue
        yield line
