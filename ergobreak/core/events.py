"""What can happen: past tense, frozen. Sources and people make them, the engine alone reads them.

The counterpart of effects.py. An event carries what its source knows and nothing that the engine
can work out; spans and `mono` instants are microseconds. A `prompt` id names the prompt that an
answer belongs to: an answer to a prompt that is no longer there is refused and logs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class BusyIgnored:
    """The person says that this reason is none ("Ignore NAME")."""

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
    """The config was read anew; the plan that comes along is the new one."""


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


# ---------------------------------------------------------------- commands and answers


@dataclass(frozen=True, slots=True)
class Taken:
    """Start the break: of a prompt, of a reminder by name, or of whatever is open or next."""

    name: str = ""
    prompt: str = ""
    walked: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """It is done: the open prompt, the running break, or a reminder by name."""

    name: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Postponed:
    """Later: by so much; 0 means the first length that the config allows."""

    by: int = 0
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not this one; or leave the running break."""

    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Drank:
    """A drink; 0 means the configured amount."""

    ml: int = 0


@dataclass(frozen=True, slots=True)
class Paused:
    """The timers stop: for a length, until a wall instant, or until tomorrow's hours."""

    length: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Quieted:
    """Nothing is shown, the timers run: for a length, until a wall instant, or until tomorrow."""

    length: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """Pause and quiet are over."""


@dataclass(frozen=True, slots=True)
class Hurt:
    """Something hurts: stop, and easy days. `still`: no movement prompts today."""

    area: str = ""
    prompt: str = ""
    still: bool = False


@dataclass(frozen=True, slots=True)
class HurtUndone:
    """It was pressed by mistake."""


@dataclass(frozen=True, slots=True)
class EasyAnswered:
    """The answer at the end of the easy days: better | keep | still."""

    answer: str


@dataclass(frozen=True, slots=True)
class WasSitting:
    """The time away that counted as a break was none: the person had been at the desk."""


Command = (
    Taken
    | Done
    | Postponed
    | Skipped
    | Drank
    | Paused
    | Quieted
    | Resumed
    | Hurt
    | HurtUndone
    | EasyAnswered
    | BusyIgnored
    | WasSitting
)
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
