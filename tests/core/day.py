"""Tools for tests of the core: plans by hand, and a driver that leaps from deadline to deadline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ergobreak.core import engine, events
from ergobreak.core.effects import Effect, Record, Show
from ergobreak.core.model import DAY, HOUR, MINUTE, SECOND, Kind, Level, Now, Plan, Reminder
from ergobreak.errors import CommandRejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ergobreak.core.state import State

NINE = 20_000 * DAY + 9 * HOUR
LATER = (5 * MINUTE, 10 * MINUTE, 15 * MINUTE)

STRETCH = Reminder(
    "stretch", Kind.STRETCH, 90 * MINUTE, 0, 5 * MINUTE, 2 * MINUTE, Level.PANEL, LATER, 3
)
WALK = Reminder(
    "walk", Kind.WALK, 90 * MINUTE, 45 * MINUTE, 3 * MINUTE, 2 * MINUTE, Level.PANEL, LATER, 3
)
WATER = Reminder(
    "hydration",
    Kind.HYDRATION,
    90 * MINUTE,
    45 * MINUTE,
    level=Level.TOAST,
    postpone_by=(15 * MINUTE,),
    postpone_at_most=1,
    amount_ml=250,
    goal_ml=2000,
    ceiling_ml=1000,
    ceiling_per=HOUR,
)
POSTURE = Reminder("posture", Kind.POSTURE, 90 * MINUTE, 22 * MINUTE, level=Level.TOAST)
EYES = Reminder("eyes", Kind.EYES, 20 * MINUTE, 0, 20 * SECOND, level=Level.TRAY)
TIP = Reminder("tip", Kind.TIP)


@dataclass(frozen=True)
class AllDay:
    """Hours that never close; a day is 24 hours of UTC."""

    def closes(self, wall: int) -> int | None:
        """Return an instant that never comes."""
        return 10**17

    def opens(self, wall: int) -> int | None:
        """Return None."""
        return None

    def day(self, wall: int) -> str:
        """Return the number of the UTC day."""
        return str(wall // DAY)

    def tomorrow(self, wall: int) -> int:
        """Return the next UTC midnight."""
        return (wall // DAY + 1) * DAY


@dataclass(frozen=True)
class OfficeHours(AllDay):
    """Hours from `start` to `end` of every UTC day."""

    start: int = 8 * HOUR
    end: int = 18 * HOUR

    def closes(self, wall: int) -> int | None:
        """Return today's end if it is open."""
        of_day = wall % DAY
        return wall - of_day + self.end if self.start <= of_day < self.end else None

    def opens(self, wall: int) -> int | None:
        """Return the next start."""
        of_day = wall % DAY
        return wall - of_day + self.start + (0 if of_day < self.start else DAY)

    def tomorrow(self, wall: int) -> int:
        """Return the start of the next day's hours."""
        return (wall // DAY + 1) * DAY + self.start


DEFAULT = Plan((STRETCH, WALK, WATER, POSTURE, EYES, TIP), AllDay())

Answer = "Callable[[Show], events.Event | None]"


def ignore(show: Show) -> events.Event | None:
    """Answer nothing."""
    return None


def complete(show: Show) -> events.Event | None:
    """Take what has a length, and say done to the rest."""
    if show.prompt.leader.length:
        return events.Taken(prompt=show.prompt.id)
    return events.Done(prompt=show.prompt.id)


@dataclass
class Day:
    """A day in progress: steps the engine as the runtime does, and keeps what it asked for."""

    plan: Plan = DEFAULT
    answer: Callable[[Show], events.Event | None] = ignore
    wall_offset: int = NINE
    boot: str = "boot"
    records: list[Record] = field(default_factory=list)
    shows: list[tuple[int, Show]] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mono = 0
        self.state: State
        self.state, effects = engine.start(self.plan, self.now(), self.boot)
        self._take(effects)

    def now(self) -> Now:
        """Return the present instant."""
        return Now(self.mono, self.mono + self.wall_offset)

    def _take(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            self.effects.append(effect)
            if isinstance(effect, Record):
                self.records.append(effect)
            if isinstance(effect, Show):
                self.shows.append((self.mono, effect))
                answer = self.answer(effect)
                # The same step may have taken it down again: then there is nothing to answer.
                if answer is not None and effect.prompt == self.state.shown:
                    self.do(answer)

    def do(self, event: events.Event) -> None:
        """Feed one event now."""
        self.state, effects = engine.step(self.state, event, self.now(), self.plan)
        self._take(effects)

    def try_(self, event: events.Event) -> bool:
        """Feed one event; return whether it was accepted, having checked that a refusal is none."""
        before = self.state
        try:
            self.do(event)
        except CommandRejected:
            assert self.state is before
            return False
        return True

    def until(self, mono: int) -> None:
        """Let the time run to `mono`, leaping from deadline to deadline."""
        while True:
            deadline = engine.next_deadline(self.state, self.plan)
            if deadline is None or deadline > mono:
                break
            assert deadline > self.state.at.mono, "a deadline must be later than now"
            self.mono = deadline
            self.do(events.Ticked())
        self.mono = mono
        self.do(events.Ticked())

    def run(self, minutes: float) -> None:
        """Let so many minutes pass."""
        self.until(self.mono + round(minutes * MINUTE))

    def lines(self, *names: str) -> list[str]:
        """Return the records of these events as "minute event reminder reason"."""
        return [
            " ".join(
                part
                for part in (
                    f"{(record.at - NINE) / MINUTE:g}",
                    record.event,
                    record.reminder,
                    record.reason,
                )
                if part
            )
            for record in self.records
            if not names or record.event in names
        ]
