"""The nouns of what is going on: one frozen State, saved and restored, and its parts.

Nothing here knows how a state changes; that is engine.py and the files it names. The scales of
time are those of model.py.
"""

from __future__ import annotations

from typing import Final

from ergobreak.core.model import MINUTE, Level, Now, Reminder
from ergobreak.dataclass import dataclass

PAUSE_AT_MOST: Final = 10 * MINUTE  # a break that stands still for longer has been left


@dataclass(frozen=True, slots=True)
class Track:
    """One reminder's own clock.

    Interval: it started at the reading `since` of the active clock and is due `leg` later; `leg`
    None means that it stands, because the reminder has a due without an outcome. `phase` says
    which length the leg is, so that a changed config keeps the progress. Calendar: `next_at` is
    the next instant (wall), `fired` the label of the last one.
    """

    name: str
    since: int = 0
    leg: int | None = None
    phase: str = "first"  # first | every | half
    next_at: int | None = None
    fired: str = ""
    warned: str = ""  # the id that the coming prompt was announced with
    times: int = 0  # how many prompts it has led, or of how many it was done: the texts take turns


@dataclass(frozen=True, slots=True)
class Member:
    """One due reminder inside a prompt: its copy of the rules, and when it fell due.

    `id` is the prompt id that its due was written down with; its outcome gets the same, also when
    two prompts have become one in between.
    """

    rule: Reminder
    id: str
    due_active: int  # reading of the active clock
    due_free: int  # reading of the free clock
    held: str = ""  # the first reason that held it


@dataclass(frozen=True, slots=True)
class Prompt:
    """What waits, is shown, or is postponed: one id, its members, the leader first."""

    id: str
    members: tuple[Member, ...]
    level: Level = Level.TOAST
    shown_mono: int = 0
    shown_free: int = 0
    postponed: int = 0  # how often
    back_mono: int = 0  # postponed: when it comes back
    returned: bool = False  # back from a postpone: free of gap and per_hour
    gentle: bool = False  # easy days: only walking and breathing
    brief: bool = False  # one minute: held and an appointment comes soon, or asked for
    number: int = 0  # how many prompts its leader had led before
    waits: str = ""  # what it waits for, as was last written down

    @property
    def leader(self) -> Reminder:
        """Return the rules of the member with the highest rank; once shown, of the loudest."""
        return self.members[0].rule

    @property
    def held(self) -> str:
        """Return the first reason that held any of it, or nothing."""
        return next((member.held for member in self.members if member.held), "")

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all members, the leader first."""
        return tuple(member.rule.name for member in self.members)


@dataclass(frozen=True, slots=True)
class Break:
    """A break that is going on; `walked`: with a walk of one's own."""

    prompt: Prompt
    started: int  # mono
    length: int
    walked: bool = False
    paused_at: int | None = None  # mono: the person has stopped it for a moment
    exercises: tuple[str, ...] = ()  # what has been done in it so far

    @property
    def ends_at(self) -> int:
        """Return when it ends by itself (mono): also one that is never resumed."""
        if self.paused_at is not None:
            return self.paused_at + PAUSE_AT_MOST
        return self.started + self.length

    def elapsed(self, now: int) -> int:
        """Return how much of it is over at `now` (mono)."""
        return min((now if self.paused_at is None else self.paused_at) - self.started, self.length)

    def left(self, now: int) -> int:
        """Return how much of it remains at `now` (mono)."""
        return self.length - self.elapsed(now)


@dataclass(frozen=True, slots=True)
class Busy:
    """One reason not to interrupt; `name` says who (a microphone's user, a program)."""

    reason: str
    since: int  # mono
    since_wall: int
    name: str = ""
    ignored: bool = False
    typed: bool = False  # full screen with typing in it is work, not a film


@dataclass(frozen=True, slots=True)
class Stop:
    """A pause or a quiet time: from `since` (mono), for a length or until a wall instant."""

    since: int
    length: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A visible prompt of the last hour: when (mono), and whether it counts for `per_hour`."""

    mono: int
    counts: bool


@dataclass(frozen=True, slots=True)
class Easy:
    """Easy days after "this hurts": until a wall instant; the area stays hidden.

    `asked`: the question at the end is open. `still_until` > 0: no movement prompts until then.
    `before`: the areas that these days have hidden, each with its taste before that. `prompt`
    is the one under which it was said.
    """

    until: int
    area: str = ""
    asked: bool = False
    still_until: int = 0
    before: tuple[tuple[str, str], ...] = ()
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """The profile that the person has chosen; empty: none. `until` (wall) None: until they say so.

    `is_span`: it was given as a length, so a step of the clock moves its end.
    """

    name: str
    until: int | None = None
    is_span: bool = False


@dataclass(frozen=True, slots=True)
class InForce:
    """The profile in force, empty: none; why: hand | schedule | calendar; since when (wall).

    `edge` is the wall instant at which that may change next by itself.
    """

    name: str = ""
    why: str = ""
    since: int = 0
    edge: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything the engine knows. Saved after each step that changed more than the time."""

    at: Now
    boot: str = ""
    running_clean: bool = False  # the last word was a clean quit
    serial: int = 0  # the last prompt id
    # stop watches
    active: int = 0
    free: int = 0
    # presence
    last_input: int | None = None  # mono; None: the person is at it
    idle_noted: bool = False
    locked: int | None = None  # mono
    asleep: int | None = None  # mono
    typing: bool = False
    rest_from: int | None = None  # mono: where the present absence began
    credited: int = 0  # 0 not yet, 1 natural break, 2 long away
    rest_in_break: bool = False  # the absence began in a break and belongs to it
    settle_from: int | None = None  # mono of the last return
    free_from: int | None = None  # mono at which the last holding reason ended
    busy: tuple[Busy, ...] = ()
    pause: Stop | None = None
    quiet: Stop | None = None
    aloud: bool = False  # a screen reader tells what is shown, and takes longer than a glance
    displayed: bool = True  # False: no back-end could show the last prompt
    # hours
    open: bool = True
    edge: int | None = None  # wall instant at which the hours open or close next
    # the calendar
    is_meeting_near: bool = False  # an appointment begins in a few minutes: nothing new comes
    quiet_edge: int | None = None  # wall instant at which the quiet hours begin or end next
    agenda_edge: int | None = None  # wall instant at which what the calendar holds changes next
    # reminders
    tracks: tuple[Track, ...] = ()
    waiting: Prompt | None = None
    shown: Prompt | None = None
    postponed: tuple[Prompt, ...] = ()
    dots: tuple[Prompt, ...] = ()  # level 0: in the tray only
    running: Break | None = None
    recent: tuple[Shown, ...] = ()
    # memory
    bout_from: int = 0  # active reading at which the present sitting bout began
    naturals: int = 0  # natural breaks in a row since the last stretch
    rested: tuple[str, ...] = ()  # what the last absence counted as a break for
    rested_since: int | None = None  # mono: where that absence began
    corrected: int = 0  # how often the person said "I was sitting"
    tip_day: str = ""
    day: str = ""  # the day of the last break
    day_from: int = 0  # active reading at which its first sitting bout began
    full_day: str = ""  # the last day that was told to be a full one
    drinks: tuple[tuple[int, int], ...] = ()  # (mono, ml) of the last hour or so
    water_day: str = ""
    water_ml: int = 0
    easy: Easy | None = None
    # what the person likes: (an exercise or an area, never | favourite | hurt)
    tastes: tuple[tuple[str, str], ...] = ()
    lately: tuple[str, ...] = ()  # the exercises of the last breaks, the last one last
    # profiles
    hand: Hand | None = None  # what the person has chosen
    profile: InForce = InForce()
