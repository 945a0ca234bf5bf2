"""Work hours and calendar instants: the only code of the core that knows time zones.

Rules of this file:
1. Everywhere else an instant is UTC in microseconds. Here, and on the screen, there is local time.
2. Hours are half-open: the opening instant is inside, the closing instant is not.
3. In a spring gap a local time comes at the first instant that exists; in autumn once.
4. A Rule says which local times there are and sees no zone; what they mean in UTC is decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

NEVER: Final = 32_503_680_000_000_000  # the year 3000: hours that close then do not close

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1)
_SOME_DAY: Final = datetime.combine(date(2024, 1, 1), time.min)
_TRIES: Final = 100  # a Friday the 13th needs 14 at most, a Monday the 29th of February 10


class Rule(Protocol):
    """Local times, one after the other: a cron, or fixed times of the day."""

    def next_after(self, local: datetime) -> datetime | None:
        """Return the first local time later than `local`, both without a zone; None: no more."""


class Instants(Protocol):
    """The calendar instants of one reminder."""

    def after(self, wall: int) -> int | None:
        """Return the first instant later than `wall`, or None if there is none."""

    def label(self, wall: int) -> str:
        """Return a text that sorts like the instants and names one of them once.

        For fixed local times it is the local date and time, so that an instant that comes round
        again after a clock or zone step is known. For a cron that runs every hour it is UTC.
        """

    def closes(self, wall: int) -> int | None:
        """Return when the own hours around `wall` end, perhaps NEVER; None if they are closed."""


class Hours(Protocol):
    """The hours in which the engine works."""

    def closes(self, wall: int) -> int | None:
        """Return when the hours around `wall` end, perhaps NEVER; None if they are closed."""

    def opens(self, wall: int) -> int | None:
        """Return the first opening later than `wall`; None if the hours never open again."""

    def day(self, wall: int) -> str:
        """Return the local date at `wall` as YYYY-MM-DD."""

    def tomorrow(self, wall: int) -> int:
        """Return the next opening on a later local date than that of `wall`.

        Between midnight and the end of a night shift the date is that on which the shift began.
        If the whole next date is open, or the hours never open again: the next local midnight.
        """


def local_of(wall: int, zone: ZoneInfo) -> datetime:
    """Return the local time at `wall`, without zone; `fold` is 1 in a repeated hour."""
    return (_EPOCH + timedelta(microseconds=wall)).astimezone(zone).replace(tzinfo=None)


def instant_of(local: datetime, zone: ZoneInfo, fold: int = 0) -> int:
    """Return the instant of a local time that carries no zone.

    In a spring gap: the first instant that exists. In autumn: the first pass, or with `fold` 1
    the second.
    """
    wall = _labelled(local, zone, fold)
    if local_of(wall, zone) == local:
        return wall
    # With the offset from before the gap the time lies behind the change, with the later offset
    # ahead of it: halve the span between them until the change itself is left.
    before, after = sorted((_labelled(local, zone, 0), _labelled(local, zone, 1)))
    shifted = _offset(after, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(middle, zone) == shifted:
            after = middle
        else:
            before = middle
    return after


def _labelled(local: datetime, zone: ZoneInfo, fold: int) -> int:
    """Return what Python makes of a local time in a zone, in a gap too."""
    return (local.replace(tzinfo=zone, fold=fold) - _EPOCH) // _MICROSECOND


def _offset(wall: int, zone: ZoneInfo) -> timedelta | None:
    """Return how far local time is ahead of UTC at `wall`."""
    return (_EPOCH + timedelta(microseconds=wall)).astimezone(zone).utcoffset()


def _midnight(day: date) -> datetime:
    """Return the start of a local date."""
    return datetime.combine(day, time.min)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The instants of a rule, inside its own hours if it has any (implements Instants).

    `is_hourly`: the rule names no hour, so it runs through the hour that autumn repeats too.
    """

    rule: Rule
    zone: ZoneInfo
    own: Hours | None = None
    is_hourly: bool = False

    def after(self, wall: int) -> int | None:
        """Return the first instant later than `wall`, or None if there is none.

        None as well if instants and own hours look as if they never met.
        """
        found = self._next(wall)
        for _ in range(_TRIES):
            if found is None or self.own is None or self.closes(found) is not None:
                return found
            opening = self.own.opens(found)
            if opening is None:
                return None
            found = self._next(opening - 1)
        return None

    def label(self, wall: int) -> str:
        """Return "2026-03-02 10:30" in local time, or hourly "2026-03-02T09:30Z" in UTC."""
        if self.is_hourly:
            utc = _EPOCH + timedelta(microseconds=wall)
            return utc.replace(tzinfo=None).isoformat(timespec="minutes") + "Z"
        return local_of(wall, self.zone).isoformat(sep=" ", timespec="minutes")

    def closes(self, wall: int) -> int | None:
        """Return when the own hours around `wall` end, perhaps NEVER; None if they are closed."""
        return NEVER if self.own is None else self.own.closes(wall)

    def _next(self, wall: int) -> int | None:
        """Return the first instant later than `wall`, at whatever hour."""
        local = local_of(wall, self.zone)
        found = self._first(local, wall)
        second_pass = instant_of(local, self.zone, fold=1)
        if self.is_hourly and found is not None and second_pass > wall:
            # In the first pass of a repeated hour: what is over on the dial comes once more.
            dial = timedelta(microseconds=second_pass - wall)
            return min(found, self._first(local - dial, wall) or found)
        return found

    def _first(self, local: datetime, wall: int) -> int | None:
        """Return the first instant behind `wall` among the local times from `local` on."""
        following = self.rule.next_after(local)
        while following is not None:
            for fold in (0, 1) if self.is_hourly else (0,):
                instant = instant_of(following, self.zone, fold)
                if instant > wall:
                    return instant
            following = self.rule.next_after(following)
        return None


@dataclass(frozen=True, slots=True)
class Always:
    """Hours that never close (implements Hours)."""

    zone: ZoneInfo

    def closes(self, wall: int) -> int | None:  # noqa: ARG002 - the answer is always the same
        """Return NEVER."""
        return NEVER

    def opens(self, wall: int) -> int | None:  # noqa: ARG002 - the answer is always the same
        """Return None: what is always open does not open."""
        return None

    def day(self, wall: int) -> str:
        """Return the local date at `wall` as YYYY-MM-DD."""
        return local_of(wall, self.zone).date().isoformat()

    def tomorrow(self, wall: int) -> int:
        """Return the next local midnight."""
        return instant_of(_midnight(local_of(wall, self.zone).date() + _DAY), self.zone)


@dataclass(frozen=True)
class Windows:
    """Hours that open on some weekdays and close some minutes later (implements Hours).

    `openings` gives the local openings of all weeks; `lengths` says how many minutes a window is
    long (at most a day), by the minute of the day at which it opens. Windows
    that touch or overlap are one stretch. Weekday and day off are those of the opening.
    """

    openings: Rule
    lengths: Mapping[int, int]
    zone: ZoneInfo
    days_off: frozenset[date] = frozenset()

    def closes(self, wall: int) -> int | None:
        """Return the instant at which the hours around `wall` end; None if they are closed."""
        for opening, closing in self._stretches(local_of(wall, self.zone).date() - _DAY):
            if wall < closing:
                return closing if opening <= wall else None
        return None

    def opens(self, wall: int) -> int | None:
        """Return the first opening later than `wall`; None if the hours never open again."""
        for opening, _ in self._stretches(local_of(wall, self.zone).date() - _DAY):
            if opening > wall:
                return opening
        return None

    def day(self, wall: int) -> str:
        """Return the local date at `wall` as YYYY-MM-DD."""
        return local_of(wall, self.zone).date().isoformat()

    def tomorrow(self, wall: int) -> int:
        """Return the next opening on a later local date; see Hours."""
        today = local_of(wall, self.zone).date()
        midnight, next_midnight = (
            instant_of(_midnight(today + ahead * _DAY), self.zone) for ahead in (1, 2)
        )
        if (self.closes(midnight) or 0) >= next_midnight:
            return midnight
        for opening, closing in self._stretches(today - _DAY):
            opened = local_of(opening, self.zone).date()
            if opening <= wall < closing:
                today = opened
            elif opening > wall and opened > today:
                return opening
        return midnight

    def _stretches(self, first: date) -> Iterator[tuple[int, int]]:
        """Yield opening and closing of each stretch, from the first window on `first`."""
        stretch: tuple[int, int] | None = None
        following = self.openings.next_after(_midnight(first) - _MICROSECOND)
        while following is not None:
            local, following = following, self.openings.next_after(following)
            opening = instant_of(local, self.zone)
            closing = instant_of(local + self._length(local), self.zone)
            if local.date() in self.days_off or opening == closing:
                continue  # a window that lies in a spring gap as a whole is none
            if stretch is not None and opening > stretch[1]:
                yield stretch
                stretch = None
            begin, end = stretch or (opening, closing)
            stretch = begin, max(end, closing)
            if self._is_full_week and local.date() - _DAY not in self.days_off:
                # Only a day off can end this stretch: walking there window by window would take
                # a year of steps, or have no end.
                day_off = self._day_off_after(local.date())
                if day_off is None:
                    stretch = begin, NEVER
                    break
                if day_off - _DAY > local.date():
                    stretch = begin, instant_of(_midnight(day_off), self.zone)
                    following = self.openings.next_after(_midnight(day_off - _DAY) - _MICROSECOND)
        if stretch is not None:
            yield stretch

    def _length(self, local: datetime) -> timedelta:
        """Return how long the window is that opens at a local time, on the dial."""
        return timedelta(minutes=self.lengths[local.hour * 60 + local.minute])

    def _day_off_after(self, day: date) -> date | None:
        """Return the first day off later than `day`; None: there is none."""
        later = bisect_right(self._sorted_days_off, day)
        return next(iter(self._sorted_days_off[later:]), None)

    @cached_property
    def _is_full_week(self) -> bool:
        """Whether the windows leave no minute of the week out, days off aside."""
        reach = _SOME_DAY + 2 * _DAY  # two days to get under way
        week_later = reach + 7 * _DAY
        local = self.openings.next_after(_SOME_DAY)
        while local is not None and local <= reach < week_later:
            reach = max(reach, local + self._length(local))
            local = self.openings.next_after(local)
        return reach >= week_later

    @cached_property
    def _sorted_days_off(self) -> tuple[date, ...]:
        return tuple(sorted(self.days_off))
