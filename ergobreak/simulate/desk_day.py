"""A day at the desk as somebody would live it: when they sit, lunch, calls. Pure.

Times are minutes since the midnight at which the day begins; beyond 1440 they are on the next date.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ergobreak.core.hours import instant_of
from ergobreak.dataclass import dataclass
from ergobreak.simulate.happenings import Happening
from ergobreak.simulate.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ergobreak.config.settings import Settings
    from ergobreak.core.appointments import Appointment

    Range = tuple[int, int]

MIDNIGHT: Final = 24 * 60
_USUAL: Final = (9 * 60, 17 * 60 + 30)
_LUNCH: Final = (12 * 60 + 30, 13 * 60 + 15)
# Hours that are open longer than this say when prompts may come, not when somebody sits.
_LONGEST: Final = 12 * 60
_SHORTEST: Final = 4 * 60
_NEEDS_LUNCH: Final = 6 * 60  # so long at the desk, and there is a meal
_ROOM: Final = 60  # at the desk before a meal, and after it
# Quiet hours that begin in this range and are so long are taken for lunch.
_LUNCHES: Final = range(11 * 60, 14 * 60 + 1)
_LUNCH_LENGTHS: Final = range(20, 121)


@dataclass(frozen=True, slots=True)
class DeskDay:
    """When somebody sits at the desk, and what keeps them from it."""

    desk: Range
    lunch: Range | None = None
    away: tuple[Range, ...] = ()
    calls: tuple[Range, ...] = ()
    answer: str = "complete"  # a word of person.ANSWERS


def usual(settings: Settings) -> DeskDay:
    """Return the day that the settings speak of: their hours, and the gap at noon as lunch.

    Hours that are open all day say little; then it is the ordinary day, as far as they allow it.
    """
    ranges = sorted((start, _behind(start, end)) for start, end in settings.work.hours)
    first, last = ranges[0][0], max(end for _, end in ranges)
    if last - first > _LONGEST:
        begin, end = max(first, _USUAL[0]), min(last, _USUAL[1])
        desk = (begin, end) if end - begin >= _SHORTEST else (first, first + 8 * 60)
        return DeskDay(desk, _lunch(desk, settings))
    gaps = [(end, start) for (_, end), (start, _) in pairwise(ranges) if start > end]
    if not gaps:
        return DeskDay((first, last), _lunch((first, last), settings))
    lunch = max(gaps, key=lambda gap: gap[1] - gap[0])
    return DeskDay((first, last), lunch, tuple(gap for gap in gaps if gap != lunch))


def absences(day: DeskDay) -> list[Range]:
    """Return when nobody is at the desk between its first and its last minute, in order."""
    found: list[Range] = []
    for start, end in sorted(_within([*day.away, *([day.lunch] if day.lunch else [])], day.desk)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def played(
    settings: Settings,
    days: Sequence[tuple[date, DeskDay]],
    zone: str,
    appointments: tuple[Appointment, ...] | None = None,
) -> Scenario:
    """Return these days, one after the other, as a scenario; the machine sleeps in between."""
    start = instant(*days[0], zone)
    happenings = sorted(
        (
            Happening(wall - start, do, reason="call" if do in {"busy", "free"} else "")
            for day, desk in days
            for wall, do in _happens(day, desk, zone)
        ),
        key=lambda each: each.at,
    )
    # The first day begins with the start itself, and the last one ends with the end.
    return Scenario(
        start,
        happenings[-1].at,
        zone,
        settings,
        days[0][1].answer,
        happenings=tuple(happenings[1:-1]),
        appointments=appointments,
    )


def instant(day: date, desk: DeskDay, zone: str, minute: int | None = None) -> int:
    """Return the wall instant of a minute of the day; without one, when it begins at the desk."""
    at = timedelta(minutes=desk.desk[0] if minute is None else minute)
    return instant_of(datetime.combine(day, time.min) + at, ZoneInfo(zone))


def on_the_day(desk: Range, part: Range) -> Range:
    """Return a part of the day whose desk is this; what is earlier belongs to the next date."""
    start, end = part[0], _behind(*part)
    later = MIDNIGHT if start < desk[0] and desk[1] > MIDNIGHT else 0
    return start + later, end + later


def _happens(day: date, desk: DeskDay, zone: str) -> Iterator[tuple[int, str]]:
    yield instant(day, desk, zone), "wake"
    for do, undo, parts in (
        ("lock", "unlock", absences(desk)),
        ("busy", "free", _within(desk.calls, desk.desk)),
    ):
        for start, end in parts:
            yield instant(day, desk, zone, start), do
            yield instant(day, desk, zone, end), undo
    yield instant(day, desk, zone, desk.desk[1]), "suspend"


def _within(parts: Iterable[Range], desk: Range) -> list[Range]:
    """Return the parts as far as they lie in the time at the desk."""
    cut = [(max(start, desk[0]), min(end, desk[1])) for start, end in parts]
    return [(start, end) for start, end in cut if start < end]


def _lunch(desk: Range, settings: Settings) -> Range | None:
    """Return the meal of a day that the hours do not divide; None: the day is too short for one."""
    if desk[1] - desk[0] < _NEEDS_LUNCH:
        return None
    for start, end in settings.busy.quiet_hours:
        if start in _LUNCHES and end - start in _LUNCH_LENGTHS:
            return start, end
    if desk[0] + _ROOM <= _LUNCH[0] and _LUNCH[1] + _ROOM <= desk[1]:
        return _LUNCH
    middle = (desk[0] + desk[1]) // 2 // 15 * 15
    return middle - 15, middle + 30


def _behind(start: int, end: int) -> int:
    return end if end > start else end + MIDNIGHT
