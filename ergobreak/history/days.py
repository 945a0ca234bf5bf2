"""Sums of a day and of a week: breaks, water, exercises, time at the desk.

Rules of this file:
1. A movement break is a break that was done, or an absence near the time of one. A partial one is
   none.
2. A work day is one with a prompt to move that could be taken or was held. Other days are in no
   sum: holidays and sick days erase nothing.
3. Minutes of break are those of breaks and of absences below twenty minutes; a longer one is a
   meal, or a meeting elsewhere.
4. Water is what was noted. A day without a note is in no sum: it was not recorded, not 0.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, field
from ergobreak.history.bouts import Bout, bouts, exposure, longest
from ergobreak.history.corrected import Lines, corrected
from ergobreak.history.line import MOVEMENT, day, names, number
from ergobreak.history.outcomes import Adherence, adherence, outcomes
from ergobreak.history.spells import Spell, spells_by_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ergobreak.history.line import Line

LONG_AWAY: Final = 20 * 60.0  # seconds (evidence c.2)
ENOUGH: Final = 2  # movement breaks of a day (evidence c.5)
_TAKEN: Final = ("done", "natural")
_AT_WORK: Final = frozenset({"done", "natural", "partial", "skipped", "missed", "held"})


@dataclass(frozen=True, slots=True)
class DaySummary:
    """One local date. Spans are seconds; `water` is in ml, None if nothing was recorded.

    `bouts` are those that began on this date. `start` and `end` are those of work.
    """

    day: date
    movement: int = 0
    adherence: Adherence = field(default_factory=Adherence)
    water: int | None = None
    active: int = 0
    rested: int = 0
    bouts: tuple[Bout, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    exercises: Counter[str] = field(default_factory=Counter)

    @property
    def longest(self) -> Bout | None:
        """The longest time of sitting that began on this date."""
        return longest(self.bouts)

    @property
    def is_work_day(self) -> bool:
        """Whether a prompt to move came that could be taken, or was held."""
        return bool(self.adherence.opportunities or self.adherence.held)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on, also those that are still to come. Spans are seconds."""

    days: tuple[DaySummary, ...]
    adherence: Adherence

    @property
    def movement(self) -> int:
        """How many movement breaks there were."""
        return sum(each.movement for each in self.days)

    @property
    def active(self) -> int:
        """How long there was work."""
        return sum(each.active for each in self.days)

    @property
    def rested(self) -> int:
        """How long there were breaks."""
        return sum(each.rested for each in self.days)

    @property
    def work_days(self) -> int:
        """How many days count."""
        return sum(each.is_work_day for each in self.days)

    @property
    def days_with_enough(self) -> int:
        """How many work days had at least two movement breaks."""
        return sum(each.is_work_day and each.movement >= ENOUGH for each in self.days)

    @property
    def bouts(self) -> list[Bout]:
        """The times of sitting that began in this week."""
        return [bout for each in self.days for bout in each.bouts]

    @property
    def longest(self) -> Bout | None:
        """The longest of them."""
        return longest(self.bouts)

    @property
    def exposure(self) -> float | None:
        """The share of active time in bouts up to an hour, 0 to 1."""
        return exposure(self.bouts)


# ---------------------------------------------------------------- lines of some days


def day_of(lines: Iterable[Line], wanted: date) -> Lines:
    """Return the lines of a local date that count."""
    return between(lines, wanted, wanted)


def between(lines: Iterable[Line], first: date, last: date) -> Lines:
    """Return the lines that count, from one local date to another, both inside."""
    told = corrected(lines)
    start, end = first.isoformat(), last.isoformat()
    return Lines(each for each in told.dated() if start <= str(each[2]["at"])[:10] <= end)


# ---------------------------------------------------------------- sums


def water(lines: Iterable[Line]) -> dict[date, int]:
    """Return the ml that were noted on each date with a note."""
    found: Counter[date] = Counter()
    for line in corrected(lines):
        if line["event"] == "drank" and (ml := number(line, "ml")):
            found[day(line)] += ml
    return dict(found)


def movement_days(lines: Iterable[Line], movement: Collection[str] = MOVEMENT) -> dict[date, int]:
    """Return the number of movement breaks of each work day; some have none."""
    found: dict[date, int] = {}
    for outcome in outcomes(lines, movement):
        if outcome.how in _AT_WORK:
            date_ = outcome.at.date()
            found[date_] = found.get(date_, 0) + (outcome.how in _TAKEN)
    return found


def exercises(lines: Iterable[Line]) -> Counter[str]:
    """Return how often each exercise was done, by its name in the catalogue."""
    found: Counter[str] = Counter()
    for line in corrected(lines):
        if line["event"] in {"completed", "partial"}:
            found.update(names(line, "exercises"))
    return found


def break_minutes(spells: Iterable[Spell]) -> dict[date, float]:
    """Return the minutes of break of each date on which there was work or a break."""
    days = spells_by_day(_at_work(spells))
    return {date_: _rested(found) / 60 for date_, found in days.items()}


def breaks_per_hour(spells: Iterable[Spell]) -> float | None:
    """Return the minutes of break in an active hour; None below one hour of work."""
    found = _at_work(spells)
    hours = _active(found) / 3600
    return _rested(found) / 60 / hours if hours >= 1 else None


def _at_work(spells: Iterable[Spell]) -> list[Spell]:
    """Return work and breaks, and the absences that count as such."""
    return [
        spell
        for spell in spells
        if spell.kind in {"working", "break"}
        or (spell.kind == "away" and spell.seconds < LONG_AWAY)
    ]


def _active(spells: Iterable[Spell]) -> float:
    return sum(spell.seconds for spell in spells if spell.kind == "working")


def _rested(at_work: Iterable[Spell]) -> float:
    return sum(spell.seconds for spell in at_work if spell.kind != "working")


# ---------------------------------------------------------------- a day, a week


def summary_of_day(
    lines: Iterable[Line],
    spells: Iterable[Spell],
    wanted: date,
    movement: Collection[str] = MOVEMENT,
) -> DaySummary:
    """Return the sums of a local date; lines and spells may reach beyond it, and should.

    A bout is told whole only if the spells hold all of it.
    """
    told, found = corrected(lines), list(spells)
    pieces = spells_by_day(_at_work(found)).get(wanted, [])
    return _summary(day_of(told, wanted), pieces, bouts(found), wanted, movement)


def week(
    lines: Iterable[Line],
    spells: Iterable[Spell],
    within: date,
    movement: Collection[str] = MOVEMENT,
) -> Week:
    """Return the week from Monday to Sunday that holds this date."""
    told, found = corrected(lines), list(spells)
    monday = within - timedelta(days=within.weekday())
    pieces, sat = spells_by_day(_at_work(found)), bouts(found)
    lines_of_week = between(told, monday, monday + timedelta(days=6))
    days = []
    for ahead in range(7):
        date_ = monday + timedelta(days=ahead)
        own = day_of(lines_of_week, date_)
        days.append(_summary(own, pieces.get(date_, []), sat, date_, movement))
    return Week(tuple(days), adherence(lines_of_week, movement))


def _summary(
    own: Lines,
    pieces: Sequence[Spell],
    sat: Iterable[Bout],
    date_: date,
    movement: Collection[str],
) -> DaySummary:
    worked = [piece for piece in pieces if piece.kind == "working"]
    return DaySummary(
        day=date_,
        movement=movement_days(own, movement).get(date_, 0),
        adherence=adherence(own, movement),
        water=water(own).get(date_),
        active=round(_active(worked)),
        rested=round(_rested(pieces)),
        bouts=tuple(bout for bout in sat if bout.start.date() == date_),
        start=worked[0].start if worked else None,
        end=worked[-1].end if worked else None,
        exercises=exercises(own),
    )
