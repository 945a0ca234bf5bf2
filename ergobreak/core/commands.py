"""What the person tells: commands, and answers to prompts. Past tense and frozen, as all events.

A `prompt` id names the prompt that an answer belongs to: an answer to a prompt that is no longer
there is refused and logs nothing. Empty, it means whichever is open.
"""

from __future__ import annotations

from ergobreak.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Start the break: of a prompt, of a reminder by name, or of whatever is open or next.

    `walked`: with a walk of one's own; `brief`: the one-minute version.
    """

    name: str = ""
    prompt: str = ""
    walked: bool = False
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """It is done: the open prompt, the running break, or a reminder by name.

    `found`: what a posture check found, fine | corrected.
    """

    name: str = ""
    prompt: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Postponed:
    """Later: by so much; 0 means the first length that the config allows."""

    by: int = 0
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not this one; or leave the running break. `why`: in the person's own words."""

    prompt: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class BreakPaused:
    """The running break stands still for a moment: its countdown waits."""

    prompt: str = ""


@dataclass(frozen=True, slots=True)
class BreakResumed:
    """The running break goes on."""

    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Exercised:
    """An exercise of the running break is done."""

    exercise: str
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Preferred:
    """An exercise or an area: never | favourite | nothing, which takes both back."""

    what: str
    taste: str = ""


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
class ProfileChosen:
    """This profile, empty: none: for a length, until a wall instant, or until they say so."""

    name: str
    length: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class ProfileLeft:
    """The profile may be chosen by itself again."""


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


@dataclass(frozen=True, slots=True)
class BusyIgnored:
    """The person says that this reason is none ("Ignore NAME")."""

    reason: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The log is put right: this line counts instead of the one with the id `of`, or in addition.

    `event` is an outcome, "drank", or "undone", which takes the other line away. `at` (wall) is
    when it was. For a drink that is undone `ml` says how much it had been.
    """

    event: str
    at: int
    reminder: str = ""
    of: str = ""
    seconds: int | None = None
    ml: int | None = None


Command = (
    Taken
    | Done
    | Postponed
    | Skipped
    | BreakPaused
    | BreakResumed
    | Exercised
    | Preferred
    | Drank
    | Paused
    | Quieted
    | Resumed
    | ProfileChosen
    | ProfileLeft
    | Hurt
    | HurtUndone
    | EasyAnswered
    | BusyIgnored
    | WasSitting
    | Corrected
)
