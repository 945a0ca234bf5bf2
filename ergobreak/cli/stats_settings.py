"""What the figures need to know of the settings: what means movement, and the share of water."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core.model import MINUTE, Kind
from ergobreak.dataclass import dataclass
from ergobreak.history import MOVEMENT
from ergobreak.history.offers import Facts, Rule
from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.config.settings import Reminder, Settings
    from ergobreak.paths import Paths

AT_WORK: Final = 0.6  # of a day's water falls into the hours at work (evidence c.1)
_STEP: Final = 50  # ml: a share is no exact figure
_QUIETER: Final = {"fullscreen": "panel", "panel": "toast", "toast": "tray"}
# These start anew with each stretch: another interval would hardly change when they come.
_RESTARTED: Final = frozenset({Kind.WALK, Kind.POSTURE})


@dataclass(frozen=True, slots=True)
class Known:
    """The reminders that mean movement; a day's share of water at work and a glass, both in ml.

    0: there is no reminder to drink. `wants_plain`: somebody has the screen read to them.
    """

    movement: frozenset[str]
    water_share: int = 0
    glass: int = 0
    wants_plain: bool = False
    own: tuple[tuple[str, str], ...] = ()  # (name, title) of reminders of the person's making


def load(places: Paths) -> Settings:
    """Return the settings in force: those of the file, or the defaults where it has a mistake."""
    from ergobreak import config

    return config.current(places).settings or config.defaults()


def known(settings: Settings) -> Known:
    """Return what the figures go by."""
    rules = settings.reminders.items()
    others = (each.reminders.items() for each in settings.in_profile.values())
    every = [*rules, *(one for found in others for one in found)]
    moving = {name for name, rule in every if rule.kind in {Kind.STRETCH, Kind.WALK}}
    water = [rule for _unused, rule in rules if rule.kind is Kind.HYDRATION and rule.enabled]
    goal = max((int(rule.goal or 0) for rule in water), default=0)
    return Known(
        # What the settings no longer have still stands in the log.
        frozenset({*moving, *MOVEMENT}),
        round(goal * AT_WORK / _STEP) * _STEP,
        next((int(rule.amount or 0) for rule in water), 0),
        settings.access.screen_reader == "yes",
        tuple((name, str(rule.title)) for name, rule in rules if rule.kind is Kind.CUSTOM),
    )


def facts(settings: Settings) -> Facts:
    """Return what an offer goes by; only reminders that are on."""
    rules = {name: rule for name, rule in settings.reminders.items() if rule.enabled}
    has_stretch = any(rule.kind is Kind.STRETCH for rule in rules.values())
    return Facts(
        tuple(_rule(name, rule, has_stretch=has_stretch) for name, rule in rules.items()),
        known(settings).movement,
        tuple((first, last) for first, last in settings.busy.quiet_hours),
        answered(settings),
    )


def answered(settings: Settings) -> tuple[str, ...]:
    """Return the ids of the offers that had an answer."""
    return tuple(map(str, settings.monday.answered))


def _rule(name: str, rule: Reminder, *, has_stretch: bool) -> Rule:
    # The words of the tray bring half the engine along; the figures do without.
    from ergobreak.core.view import TITLES

    is_restarted = has_stretch and rule.kind in _RESTARTED
    return Rule(
        name,
        str(rule.title) or _(TITLES[rule.kind]),
        at=tuple(int(clock) for clock in rule.at or ()),
        hours=tuple((first, last) for first, last in rule.hours or ()),
        every=0 if is_restarted else int(rule.every or 0) // MINUTE,
        # Firm is full screen, whatever `show` says.
        quieter="" if rule.strict == "firm" else _QUIETER.get(rule.show, ""),
    )
