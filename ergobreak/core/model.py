"""The nouns of the config: what a plan is made of. What is going on stands in state.py.

Rules of this file:
1. Everything is frozen and compares by value, so that a state can be saved, restored and compared.
2. Spans and instants are integer microseconds. Three scales, never mixed:
   `mono`  the monotonic clock: countdowns; means nothing after a reboot until it is rebased;
   `wall`  UTC since 1970: schedules and records;
   readings of a stop watch: `State.active` (work) and `State.free` (present and not held).
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.core.appointments import Appointment, Sources
    from ergobreak.core.hours import Hours, Instants
    from ergobreak.core.profiles import Profile

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


class Kind(StrEnum):
    """What a reminder is about, highest rank first: the leader of a bundle is the first here."""

    STRETCH = "stretch"
    WALK = "walk"
    HYDRATION = "hydration"
    CUSTOM = "custom"
    BREATHE = "breathe"
    POSTURE = "posture"
    EYES = "eyes"
    TIP = "tip"


RANK: Final[dict[Kind, int]] = {kind: place for place, kind in enumerate(Kind)}


class Level(IntEnum):
    """How loud a prompt is: `show` in the config."""

    TRAY = 0
    TOAST = 1
    PANEL = 2
    FULLSCREEN = 3


class Policy(StrEnum):
    """What a reason (idle, lock, call, pause) does to the clocks while it holds."""

    FREEZE = "freeze"  # they stand
    CONTINUE = "continue"  # it counts as work
    CREDIT = "credit"  # they stand, and after a threshold it counts as rest
    RESET = "reset"  # they stand, and all start at zero at its end


@dataclass(frozen=True, slots=True)
class Now:
    """One instant on both clocks: monotonic, and UTC since 1970, in microseconds."""

    mono: int
    wall: int


# ---------------------------------------------------------------- what is configured


@dataclass(frozen=True, slots=True)
class Reminder:
    """One configured reminder. An open prompt keeps its own copy of this.

    `every` 0 means that the reminder follows the calendar (`at` or cron). `length` 0 means that
    it opens no break. `first` is the active time after a stretch, a reset or the start.
    """

    name: str
    kind: Kind
    every: int = 0
    first: int = 0
    length: int = 0  # the key `for`
    counts: int = 0  # so much of it is "completed"
    level: Level = Level.TOAST
    postpone_by: tuple[int, ...] = ()
    postpone_at_most: int = 0
    strict: str = "off"  # off | hold | firm
    ask_reason: bool = False  # a skip may say why
    amount_ml: int = 0
    goal_ml: int = 0
    ceiling_ml: int = 0
    ceiling_per: int = 0
    title: str = ""  # the person's own words; empty: those of the kind
    texts: tuple[str, ...] = ()
    in_turn: bool = False  # one text after the other, the next once one was done
    icon: str = ""  # a name of the icon theme, or the path of a picture
    sound: str = ""  # of its prompt: none | rise | fall | the path of a file; empty: as all

    @property
    def rank(self) -> int:
        """Return the place of the kind; 0 is the highest."""
        return RANK[self.kind]


@dataclass(frozen=True, slots=True)
class Presence:
    """The table `[presence]`, spans in microseconds."""

    idle_after: int = 2 * MINUTE
    away_after: int = 5 * MINUTE
    lock_after: int = 2 * MINUTE
    long_away: int = 20 * MINUTE
    settle: int = 3 * MINUTE
    inhibitor: str = "hold"  # ignore | activity | hold


@dataclass(frozen=True, slots=True)
class Delivery:
    """The table `[delivery]`, spans in microseconds."""

    warning: int = 30 * SECOND
    early: int = 3 * MINUTE
    late: int = 10 * MINUTE
    lull: int = 8 * SECOND
    bundle: int = 10 * MINUTE
    bundle_water: int = 15 * MINUTE
    gap: int = 15 * MINUTE
    per_hour: int = 3
    after_busy: int = 2 * MINUTE
    held_full_after: int = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Watch:
    """The table `[busy]`: which signs of being busy the daemon looks for, by itself.

    `apps` and `ignore` name programs as the desktop does, whatever the case of the letters.
    """

    microphone: bool = True
    camera: bool = True
    sharing: bool = False
    fullscreen: bool = True
    dnd: bool = True
    apps: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """The table `[access]`. `screen_reader`: auto | yes | no; `sight`: checks that need it."""

    screen_reader: str = "auto"
    sight: bool = True


@dataclass(frozen=True, slots=True)
class Exercises:
    """The table `[exercises]`: which exercises suit the person and the place.

    `place`: office | home. `favourites` holds ids of exercises, `hide` areas and tags too.
    """

    place: str = "office"
    seated: bool = False
    discreet: bool = False
    hide: tuple[str, ...] = ()
    favourites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The table `[window]`: how the break window looks, and where it opens.

    `use`: auto | never. `theme`: auto | light | dark | contrast. `accent`: "#rrggbb" or empty.
    `text`: normal | large | larger. `motion`: auto | full | still. `monitors` (of the full screen):
    all | pointer | primary | the name of one. `avoid` names monitors that others look at. `focus`:
    the full screen takes the keyboard.
    """

    use: str = "auto"
    theme: str = "auto"
    accent: str = ""
    text: str = "normal"
    motion: str = "auto"
    monitors: str = "all"
    avoid: tuple[str, ...] = ()
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """The table `[sound]`. `end`: hands-free | always | never; `volume` in percent."""

    start: bool = False
    end: str = "hands-free"
    volume: int = 50
    speech: bool = False


DEFAULT_POLICIES: Final[dict[str, Policy]] = {
    "idle": Policy.CREDIT,
    "lock": Policy.CREDIT,
    "suspend": Policy.CREDIT,
    "pause": Policy.FREEZE,
    "call": Policy.CONTINUE,
    "sharing": Policy.CONTINUE,
    "fullscreen": Policy.CONTINUE,
    "dnd": Policy.CONTINUE,
    "calendar": Policy.CONTINUE,
    "app": Policy.CONTINUE,
    "quiet_hours": Policy.CONTINUE,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the config says, ready for the engine; reminders in rank order.

    `calendars` holds the instants of each reminder that follows the calendar. They and `hours`
    are questions about the wall clock; the engine never asks them for a time zone.
    """

    reminders: tuple[Reminder, ...]
    hours: Hours
    presence: Presence = Presence()
    delivery: Delivery = Delivery()
    policies: Mapping[str, Policy] = field(default_factory=lambda: dict(DEFAULT_POLICIES))
    calendars: Mapping[str, Instants] = field(default_factory=dict)
    no_prompt_before_end: int = 15 * MINUTE
    watch: Watch = Watch()
    access: Access = Access()
    exercises: Exercises = Exercises()
    window: Window = Window()
    sound: Sound = Sound()
    workplace_on: str = ""  # the day on which the workplace was looked over last, YYYY-MM-DD
    quiet_hours: Hours | None = None  # open while nothing may be shown, every day
    sources: Sources | None = None  # calendars and public holidays that have to be read
    appointments: tuple[Appointment, ...] | None = None  # what they say; None: not read yet
    profile: str = ""  # the profile that this is the plan of; empty: of none
    profiles: tuple[Profile, ...] = ()  # all there are, in the order of the file
    trouble: str = ""  # what is wrong with the config that this is not made of, in a sentence
