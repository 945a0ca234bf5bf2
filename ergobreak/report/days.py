"""The days of a report: the sums of each, its outcomes by hour, and how its time went."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from ergobreak import history
from ergobreak.dataclass import dataclass, field
from ergobreak.history.corrected import Lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ergobreak.history import DaySummary, Line, Spell

Unit = Literal["day", "week", "month"]

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_AROUND: Final = timedelta(days=2)  # a bout or a break may end on a later date


@dataclass(frozen=True, slots=True)
class Day:
    """One local date. `spells` is empty where only its totals are left.

    `hours` holds the outcomes by the hour in which their prompt was due.
    """

    summary: DaySummary
    hours: Mapping[int, Counter[str]] = field(default_factory=dict)
    spells: tuple[Spell, ...] = ()

    @property
    def date(self) -> date:
        """Which date it is."""
        return self.summary.day


def days(
    lines: Iterable[Line],
    first: date,
    until: datetime,
    movement: Collection[str] = history.MOVEMENT,
) -> list[Day]:
    """Return the days from `first` to `until` of which something is recorded, in order.

    Lines may reach beyond both, and should begin a day earlier. `until` has a zone.
    """
    told = history.corrected(lines)
    spells = history.spells(told, until, movement)
    by_day = history.spells_by_day(spells)
    starts = [spell.start for spell in spells]
    found: list[Day] = []
    for monday in _mondays(first, until.date()):
        # Of a year only the week and a little around it: each sum would walk through all else.
        begin = datetime.combine(monday, time.min, until.tzinfo) - _AROUND
        end = begin + _WEEK + 2 * _AROUND
        near = spells[max(0, bisect_left(starts, begin) - 1) : bisect_right(starts, end)]
        own = _between(told, begin, end)
        hours = _hours(own, movement)
        for summary in history.week(own, near, monday, movement).days:
            if first <= summary.day <= until.date() and _is_recorded(summary):
                day = summary.day
                found.append(Day(summary, hours.get(day, {}), tuple(by_day.get(day, ()))))
    return found


def _mondays(first: date, last: date) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += _WEEK


def _between(told: Lines, begin: datetime, end: datetime) -> Lines:
    start = bisect_left(told.instants, begin.timestamp())
    return Lines(islice(told.dated(), start, bisect_right(told.instants, end.timestamp())))


def _hours(lines: Lines, movement: Collection[str]) -> dict[date, dict[int, Counter[str]]]:
    found: dict[date, dict[int, Counter[str]]] = {}
    for outcome in history.outcomes(lines, movement):
        day = found.setdefault(outcome.at.date(), {})
        day.setdefault(outcome.asked_at.hour, Counter())[outcome.how] += 1
    return found


def _is_recorded(summary: DaySummary) -> bool:
    return bool(
        summary.active
        or summary.rested
        or summary.movement
        or summary.is_work_day
        or summary.water is not None
        or summary.exercises
    )


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a week or a month of the report, with the days of it that are recorded."""

    unit: Unit
    first: date
    last: date
    days: tuple[Day, ...]


def periods(found: Sequence[Day], first: date, last: date, unit: Unit) -> list[Period]:
    """Return the time from `first` to `last` (inside), also the parts without a record.

    The first and the last may be shorter: a week begins on Monday, a month on its first.
    """
    by_date = {each.date: each for each in found}
    made: list[Period] = []
    at = first
    while at <= last:
        end = min(last, _end(at, unit))
        dates = (at + _DAY * ahead for ahead in range((end - at).days + 1))
        own = tuple(by_date[each] for each in dates if each in by_date)
        made.append(Period(unit, at, end, own))
        at = end + _DAY
    return made


def _end(at: date, unit: Unit) -> date:
    match unit:
        case "day":
            return at
        case "week":
            return at + _DAY * (6 - at.weekday())
        case "month":
            return at.replace(day=monthrange(at.year, at.month)[1])
