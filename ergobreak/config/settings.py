"""The config as values: what each key of the file is called, its type and its default.

Rules of this file:
1. These are the names that people write; a renamed field is a broken config.
2. A default that the engine has as well is taken from there; those of the reminders are in
   default_reminders.py. None means that the key was not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import FieldInfo, fields

from ergobreak.config import signs
from ergobreak.config.hooks import Argument, HookEvent
from ergobreak.config.profile import Profile
from ergobreak.config.values import (
    Amount,
    Ceiling,
    Clock,
    Colour,
    Day,
    DayOff,
    Goal,
    Keep,
    Length,
    Monitors,
    Place,
    Range,
    Span,
    Weekday,
    Words,
)
from ergobreak.core import model
from ergobreak.core.model import DEFAULT_POLICIES, Kind, Policy

VERSION: Final = 1

_SOME: Final = Meta(min_length=1)
_PRESENCE: Final = model.Presence()
_DELIVERY: Final = model.Delivery()
_WATCH: Final = model.Watch()
_SOUND: Final = model.Sound()


class Work(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[work]`: when ergobreak works at all."""

    days: Annotated[tuple[Weekday, ...], _SOME] = tuple(Weekday(day) for day in range(7))
    hours: Annotated[tuple[Range, ...], _SOME] = (Range((6 * 60, 22 * 60)),)
    days_off: tuple[DayOff, ...] = ()
    no_prompt_before_end: Span = Span(15 * model.MINUTE)


class Presence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[presence]`: what counts as being away."""

    idle_after: Length = Length(_PRESENCE.idle_after)
    away_after: Length = Length(_PRESENCE.away_after)
    lock_after: Length = Length(_PRESENCE.lock_after)
    long_away: Length = Length(_PRESENCE.long_away)
    settle: Span = Span(_PRESENCE.settle)
    inhibitor: Literal["ignore", "activity", "hold"] = "hold"


class Delivery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[delivery]`: when and how often a prompt may come."""

    warning: Span = Span(_DELIVERY.warning)
    early: Span = Span(_DELIVERY.early)
    late: Span = Span(_DELIVERY.late)
    lull: Length = Length(_DELIVERY.lull)
    bundle: Span = Span(_DELIVERY.bundle)
    bundle_water: Span = Span(_DELIVERY.bundle_water)
    gap: Span = Span(_DELIVERY.gap)
    per_hour: Annotated[int, Meta(ge=1, le=60)] = _DELIVERY.per_hour
    after_busy: Span = Span(_DELIVERY.after_busy)
    held_full_after: Span = Span(_DELIVERY.held_full_after)


class Policies(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[policies]`: what each reason does to the clocks."""

    idle: Policy = DEFAULT_POLICIES["idle"]
    lock: Policy = DEFAULT_POLICIES["lock"]
    suspend: Policy = DEFAULT_POLICIES["suspend"]
    pause: Policy = DEFAULT_POLICIES["pause"]
    call: Policy = DEFAULT_POLICIES["call"]
    sharing: Policy = DEFAULT_POLICIES["sharing"]
    fullscreen: Policy = DEFAULT_POLICIES["fullscreen"]
    dnd: Policy = DEFAULT_POLICIES["dnd"]
    calendar: Policy = DEFAULT_POLICIES["calendar"]
    app: Policy = DEFAULT_POLICIES["app"]
    quiet_hours: Policy = DEFAULT_POLICIES["quiet_hours"]


class Busy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[busy]`: which signs of being busy hold prompts."""

    microphone: bool = _WATCH.microphone
    camera: bool = _WATCH.camera
    sharing: bool = _WATCH.sharing
    fullscreen: bool = _WATCH.fullscreen
    dnd: bool = _WATCH.dnd
    quiet_hours: tuple[Range, ...] = ()
    apps: tuple[Words, ...] = ()
    ignore: tuple[Words, ...] = ()


class Access(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[access]`: for people who hear the screen, or do not see it well."""

    screen_reader: Literal["auto", "yes", "no"] = "auto"
    sight: bool = True


class Exercises(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[exercises]`: which exercises suit the person and the place."""

    place: Literal["office", "home"] = "office"
    seated: bool = False
    discreet: bool = False
    hide: tuple[Words, ...] = ()
    favourites: tuple[Words, ...] = ()


class Window(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[window]`: how the break window looks, and where it opens."""

    use: Literal["auto", "never"] = "auto"
    theme: Literal["auto", "light", "dark", "contrast"] = "auto"
    accent: Colour = Colour()
    text: Literal["normal", "large", "larger"] = "normal"
    motion: Literal["auto", "full", "still"] = "auto"
    monitors: Monitors = Monitors("all")
    avoid: tuple[Words, ...] = ()
    focus: bool = False


class Sound(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[sound]`: what is heard of a break."""

    start: bool = _SOUND.start
    end: Literal["hands-free", "always", "never"] = "hands-free"
    volume: Annotated[int, Meta(ge=0, le=100)] = _SOUND.volume
    speech: bool = _SOUND.speech


class Workplace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[workplace]`: when desk, chair and screen were looked over, and what was sorted then."""

    looked_over: Day = Day()
    sorted: tuple[Words, ...] = ()


class Calendar(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[calendars.NAME]`: one calendar, a file or a folder of files (.ics)."""

    path: Place = Place()
    busy: bool = True


class Postpone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`postpone` of a reminder: the lengths on offer, and how often in a row."""

    by: Annotated[tuple[Length, ...], _SOME] | None = None
    at_most: Annotated[int, Meta(ge=0, le=20)] = 3


class Reminder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[reminders.NAME]`: one reminder."""

    enabled: bool = True
    kind: Kind = Kind.CUSTOM
    title: Words = Words()
    every: Length | None = None
    at: Annotated[tuple[Clock, ...], _SOME] | None = None
    cron: str | None = None
    hours: Annotated[tuple[Range, ...], _SOME] | None = None
    first: Length | None = None
    length: Length | None = field(name="for", default=None)
    counts: Length | None = None
    show: Literal["tray", "toast", "panel", "fullscreen"] = "toast"
    postpone: Postpone | None = None
    strict: Literal["off", "hold", "firm"] = "off"
    ask_reason: bool = False
    amount: Amount | None = None
    goal: Goal | None = None
    ceiling: Ceiling | None = None
    texts: tuple[Words, ...] = ()
    in_turn: bool | None = None
    icon: signs.Icon = signs.Icon()
    sound: signs.Sound = signs.Sound()


class Journal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[journal]`: how long each line is kept; afterwards the day is, in figures."""

    keep: Keep = Keep(90)


class Locale(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[locale]`: the language of everything that is said."""

    language: Literal["auto", "en", "de", "es", "fr", "ru"] = "auto"


class Monday(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[monday]`: one line about the week before, with at most one offer."""

    line: bool = True
    answered: tuple[Words, ...] = ()


class Discomfort(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[discomfort]`: whether to ask, once a week, how it feels."""

    ask: Literal["never", "weekly"] = "never"


class When(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[profiles.NAME.when]`: when the profile is in force by itself; all that is given counts."""

    days: Annotated[tuple[Weekday, ...], _SOME] | None = None
    hours: Annotated[tuple[Range, ...], _SOME] | None = None
    calendar: Words | None = None


# What is about all days alike is none of a profile: the log, the workplace, the weekly questions,
# and the calendars themselves, by which a profile may go.
CHANGEABLE: Final[Mapping[str, type[Struct]]] = {
    "work": Work,
    "presence": Presence,
    "delivery": Delivery,
    "policies": Policies,
    "busy": Busy,
    "access": Access,
    "exercises": Exercises,
    "window": Window,
    "sound": Sound,
}


class Hook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hooks.NAME]`: a program that is run on what happens."""

    on: tuple[HookEvent, ...] = ()
    run: tuple[Argument, ...] = ()
    reminders: tuple[Words, ...] = ()
    limit: Length = Length(30 * model.SECOND)


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole config, the file laid over the defaults; reminders in the order of the file."""

    version: int = VERSION
    work: Work = Work()
    presence: Presence = Presence()
    delivery: Delivery = Delivery()
    policies: Policies = Policies()
    busy: Busy = Busy()
    access: Access = Access()
    exercises: Exercises = Exercises()
    window: Window = Window()
    sound: Sound = Sound()
    workplace: Workplace = Workplace()
    journal: Journal = Journal()
    locale: Locale = Locale()
    monday: Monday = Monday()
    discomfort: Discomfort = Discomfort()
    calendars: Mapping[str, Calendar] = {}
    hooks: Mapping[str, Hook] = {}
    reminders: Mapping[str, Reminder] = {}
    profiles: Mapping[str, Profile] = {}
    in_profile: Mapping[str, Settings] = field(name="", default={})
    """Not in the file: what holds in each profile."""


@cache
def in_file(table: type[Struct]) -> tuple[FieldInfo, ...]:
    """Return the fields of a table that have a key in the file."""
    return tuple(each for each in fields(table) if each.encode_name)
