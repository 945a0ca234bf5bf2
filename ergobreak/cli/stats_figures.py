"""The figures of `stats`: today, this week, the last so many days, from the lines of the log. Pure.

Rules of this file:
1. What is true of a day or a week is worked out in history; here it is only put together.
2. A spell of time belongs to the date on which it began.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ergobreak import history
from ergobreak.dataclass import dataclass, field
from ergobreak.history import Spell
from ergobreak.history.days import ENOUGH
from ergobreak.history.offers import ASKED, RARELY

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from ergobreak.history import Adherence, Bout, DaySummary, Line, Week

_GONE: Final = ("away", "off", "unknown")


@dataclass(frozen=True, slots=True)
class Today:
    """The day so far. `sitting`: seconds of work since the last break; None: nobody is there."""

    summary: DaySummary
    per_hour: float | None
    sitting: int | None = None


@dataclass(frozen=True, slots=True)
class Hour:
    """What became of the prompts that fell due in one hour of the day."""

    taken: int = 0
    part: int = 0
    left: int = 0
    held: int = 0

    @property
    def asked(self) -> int:
        """How many could have been taken."""
        return self.taken + self.part + self.left

    @property
    def is_rare(self) -> bool:
        """Whether prompts rarely suit in this hour; fewer than five say nothing."""
        credit = self.taken + 0.5 * self.part
        return self.asked >= ASKED and credit / self.asked < RARELY


@dataclass(frozen=True, slots=True)
class Period:
    """Some days on end, both inside; `began` is the first of them with a line. Spans are seconds.

    `days` has the movement breaks of each work day, `water` the ml of each day with a note.
    """

    first: date
    last: date
    began: date | None
    adherence: Adherence
    bouts: tuple[Bout, ...]
    active: int
    per_hour: float | None
    days: dict[date, int] = field(default_factory=dict)
    water: dict[date, int] = field(default_factory=dict)
    hours: dict[int, Hour] = field(default_factory=dict)
    own: dict[str, Adherence] = field(default_factory=dict)  # of reminders of the person's making

    @property
    def days_with_enough(self) -> int:
        """How many work days had at least two movement breaks."""
        return sum(number >= ENOUGH for number in self.days.values())

    @property
    def exposure(self) -> float | None:
        """The share of active time in bouts up to an hour, 0 to 1."""
        return history.exposure(self.bouts)

    @property
    def longest(self) -> Bout | None:
        """The longest bout."""
        return history.longest(self.bouts)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was asked for, and the instant that it is true of."""

    now: datetime
    today: Today | None = None
    week: Week | None = None
    period: Period | None = None


class Book:
    """The lines of some days, read once for all figures. `is_running`: someone watches now."""

    def __init__(
        self,
        lines: Sequence[Line],
        now: datetime,
        movement: frozenset[str],
        *,
        is_running: bool,
        own: Iterable[str] = (),
    ) -> None:
        self._told = history.corrected(lines)
        self._now = now
        self._movement = movement
        self._is_running = is_running
        self._own = tuple(own)
        # Of the time since a daemon ended nothing is known.
        moments = self._told.moments
        until = now if is_running or not moments else min(now, moments[-1])
        self._until = until
        self._spells = history.spells(self._told, until, movement)
        self._bouts = history.bouts(self._spells)

    def today(self) -> Today:
        """Return the figures of the day so far."""
        day = self._now.date()
        summary = history.summary_of_day(self._told, self._spells, day, self._movement)
        return Today(summary, history.breaks_per_hour(self._on(day, day)), self._sitting())

    def week(self) -> Week:
        """Return the week that today is in."""
        return history.week(self._told, self._spells, self._now.date(), self._movement)

    def period(self, days: int) -> Period:
        """Return the last so many days, today as the last of them."""
        last = self._now.date()
        first = last - timedelta(days=days - 1)
        told = history.between(self._told, first, last)
        spells = self._on(first, last)
        hours = history.by_hour(told, self._movement)
        return Period(
            first,
            last,
            told.moments[0].date() if told else None,
            history.adherence(told, self._movement),
            tuple(bout for bout in self._bouts if first <= bout.start.date() <= last),
            round(sum(spell.seconds for spell in spells if spell.kind == "working")),
            history.breaks_per_hour(spells),
            history.movement_days(told, self._movement),
            history.water(told),
            {hour: found for hour, hows in hours.items() if (found := _hour(hows)) != Hour()},
            {name: history.adherence(told, {name}) for name in self._own},
        )

    def _on(self, first: date, last: date) -> list[Spell]:
        return [spell for spell in self._spells if first <= spell.start.date() <= last]

    def _sitting(self) -> int | None:
        if not self._is_running or not self._spells or self._spells[-1].kind in _GONE:
            return None
        # Work that would begin now goes on with the last bout, unless that one has ended.
        ahead = Spell(self._until, self._until, "working")
        return history.bouts([*self._spells, ahead])[-1].seconds


def _hour(hows: Counter[str]) -> Hour:
    return Hour(
        taken=hows["done"] + hows["natural"],
        part=hows["partial"],
        left=hows["skipped"] + hows["missed"],
        held=hows["held"],
    )
