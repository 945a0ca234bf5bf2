"""What can happen: past tense, frozen. Sources and people make them, the engine alone reads them.

The counterpart of effects.py. An event carries what its source knows and nothing that the engine
can work out; spans and `mono` instants are microseconds. What the person tells stands in
commands.py, and is to be had here as well.
"""

from __future__ import annotations

from ergobreak.core.commands import (
    BreakPaused,
    BreakResumed,
    BusyIgnored,
    Command,
    Corrected,
    Done,
    Drank,
    EasyAnswered,
    Exercised,
    Hurt,
    HurtUndone,
    Paused,
    Postponed,
    Preferred,
    ProfileChosen,
    ProfileLeft,
    Quieted,
    Resumed,
    Skipped,
    Taken,
    WasSitting,
)
from ergobreak.dataclass import dataclass

# Whoever speaks of events means both files.
__all__ = [
    "BreakPaused",
    "BreakResumed",
    "BusyIgnored",
    "Command",
    "Corrected",
    "Done",
    "Drank",
    "EasyAnswered",
    "Exercised",
    "Hurt",
    "HurtUndone",
    "Paused",
    "Postponed",
    "Preferred",
    "ProfileChosen",
    "ProfileLeft",
    "Quieted",
    "Resumed",
    "Skipped",
    "Taken",
    "WasSitting",
]


@dataclass(frozen=True, slots=True)
class Ticked:
    """A deadline of the engine has come (or somebody looked at the clock)."""


@dataclass(frozen=True, slots=True)
class StartedUp:
    """The daemon has begun. `asleep_for`: how long this boot was suspended since the snapshot."""

    boot: str
    asleep_for: int = 0


@dataclass(frozen=True, slots=True)
class ShutDown:
    """The daemon ends cleanly."""


# ---------------------------------------------------------------- the person


@dataclass(frozen=True, slots=True)
class InputStopped:
    """The last input was at `since` (mono). May come at once or as late as `idle_after`."""

    since: int


@dataclass(frozen=True, slots=True)
class InputSeen:
    """The person is at it again."""


@dataclass(frozen=True, slots=True)
class TypingBegan:
    """Keys or pointer are in steady use: not a moment to interrupt."""


@dataclass(frozen=True, slots=True)
class Lulled:
    """No input for `lull`: a breakpoint."""


@dataclass(frozen=True, slots=True)
class WindowSwitched:
    """Another window or workspace came to the front: a breakpoint."""


@dataclass(frozen=True, slots=True)
class Locked:
    """The screen was locked, or another user took the seat."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The screen is open again."""


@dataclass(frozen=True, slots=True)
class BusyBegan:
    """A reason not to interrupt: call, sharing, fullscreen, dnd, calendar, app, inhibitor."""

    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class BusyEnded:
    """That reason is over."""

    reason: str


# ---------------------------------------------------------------- machine and clock


@dataclass(frozen=True, slots=True)
class FellAsleep:
    """The machine is about to suspend."""


@dataclass(frozen=True, slots=True)
class Woke:
    """The machine is back; the monotonic clock stood still for `asleep_for`."""

    asleep_for: int


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """The wall clock was set: it jumped by so much (negative: back)."""

    by: int


@dataclass(frozen=True, slots=True)
class ZoneChanged:
    """The time zone is another one; the plan that comes along is already built for it."""

    zone: str


@dataclass(frozen=True, slots=True)
class Stalled:
    """The process itself stood still from `since` (mono) until now: neither work nor rest."""

    since: int


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """The config was read anew; the plan that comes along is the new one.

    `by_profile`: it is the same config, in another profile.
    """

    by_profile: bool = False


@dataclass(frozen=True, slots=True)
class AgendaRead:
    """The calendars were read anew; the plan that comes along knows what they say."""


# ---------------------------------------------------------------- what became of a prompt


@dataclass(frozen=True, slots=True)
class ReaderTold:
    """A screen reader has begun or ended to read the screen aloud."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class NotShown:
    """No back-end could show this prompt."""

    prompt: str


@dataclass(frozen=True, slots=True)
class DisplayReturned:
    """Prompts can be shown again."""


Happening = (
    Ticked
    | StartedUp
    | ShutDown
    | InputStopped
    | InputSeen
    | TypingBegan
    | Lulled
    | WindowSwitched
    | Locked
    | Unlocked
    | BusyBegan
    | BusyEnded
    | FellAsleep
    | Woke
    | ClockMoved
    | ZoneChanged
    | Stalled
    | PlanChanged
    | AgendaRead
    | ReaderTold
    | NotShown
    | DisplayReturned
)
Event = Command | Happening
