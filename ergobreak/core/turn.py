"""One step in progress: a thawed copy of the state that the rules work on, and what they ask for.

Rules of this file:
1. A Turn lives inside one call of engine.step and is never kept: when a rule raises, the Turn is
   dropped and the old state stands, so that a refused command cannot half happen.
2. Its fields are those of State, name for name. Code that only reads takes either of the two.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from ergobreak.core.effects import Effect, Record
from ergobreak.core.state import State
from ergobreak.dataclass import names

if TYPE_CHECKING:
    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import Break, Busy, Easy, Hand, InForce, Prompt, Shown, Stop, Track

FIELDS: Final = names(State)
_VALUES: Final = attrgetter(*FIELDS)


class Turn:
    """A state that may be changed, the plan it is judged by, and the effects so far."""

    at: Now
    boot: str
    running_clean: bool
    serial: int
    active: int
    free: int
    last_input: int | None
    idle_noted: bool
    locked: int | None
    asleep: int | None
    typing: bool
    rest_from: int | None
    credited: int
    rest_in_break: bool
    settle_from: int | None
    free_from: int | None
    busy: tuple[Busy, ...]
    pause: Stop | None
    quiet: Stop | None
    aloud: bool
    displayed: bool
    open: bool
    edge: int | None
    is_meeting_near: bool
    quiet_edge: int | None
    agenda_edge: int | None
    tracks: tuple[Track, ...]
    waiting: Prompt | None
    shown: Prompt | None
    postponed: tuple[Prompt, ...]
    dots: tuple[Prompt, ...]
    running: Break | None
    recent: tuple[Shown, ...]
    bout_from: int
    naturals: int
    rested: tuple[str, ...]
    rested_since: int | None
    corrected: int
    tip_day: str
    day: str
    day_from: int
    full_day: str
    drinks: tuple[tuple[int, int], ...]
    water_day: str
    water_ml: int
    easy: Easy | None
    tastes: tuple[tuple[str, str], ...]
    lately: tuple[str, ...]
    hand: Hand | None
    profile: InForce
    plan: Plan
    effects: list[Effect]

    def __init__(self, state: State, plan: Plan) -> None:
        # Not one by one: half of a simulated step would go by in setting attributes.
        vars(self).update(zip(FIELDS, _VALUES(state), strict=True))
        self.plan = plan
        self.effects = []

    def freeze(self) -> State:
        """Return what has become of the state."""
        return State(*_VALUES(self))

    def record(
        self,
        event: str,
        reminder: str = "",
        *,
        prompt: str = "",
        reason: str = "",
        until: int | None = None,
        seconds: int | None = None,
        ml: int | None = None,
        credit: bool = False,
        level: int | None = None,
        others: tuple[str, ...] = (),
        exercises: tuple[str, ...] = (),
        of: str = "",
        profile: str = "",
        at: int | None = None,
    ) -> None:
        """Ask for a journal line; `at` (wall) None: now. `seconds` is given in microseconds."""
        if event == "natural" and at is None:  # here every one that just happened comes by
            known = self.rested if self.rested_since == self.rest_from else ()
            self.rested, self.rested_since = (*known, reminder), self.rest_from
        whole = None if seconds is None else round(seconds / 1_000_000)
        self.effects.append(
            Record(
                self.at.wall if at is None else at,
                event,
                reminder,
                prompt,
                reason,
                until,
                whole,
                ml,
                credit,
                level,
                others,
                exercises,
                of,
                profile,
            )
        )

    def next_id(self) -> str:
        """Return a fresh prompt id."""
        self.serial += 1
        return f"p{self.serial}"

    def to_wall(self, mono: int) -> int:
        """Return the wall clock at a monotonic instant, as far as is known now."""
        return self.at.wall + mono - self.at.mono


View = State | Turn
