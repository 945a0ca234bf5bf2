"""Which profile is in force and why, in words: for the status, the tray and the verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import profiles
from ergobreak.core.coming import clock
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now, Plan
    from ergobreak.core.profiles import Profile
    from ergobreak.core.state import State

_WHY: Final = {
    "hand": N_("by hand"),
    "schedule": N_("by its days and hours"),
    "calendar": N_("by its calendar"),
}


def line(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> str:
    """Return "Profile home, by hand until 17:00"; nothing where there is nothing to say."""
    name, why = state.profile.name, state.profile.why
    if not plan.profiles or not why:
        return ""
    # translators: {why} is "by hand until 17:00", "by its days and hours" or "by its calendar".
    words = _("Profile {name}, {why}") if name else _("No profile, {why}")
    return words.format(name=name, why=_why(state, now, zone))


def in_full(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> str:
    """Return what is in force, since when and why, in a sentence."""
    found = state.profile
    if not plan.profiles:
        return _("There are no profiles in the settings.")
    if not found.why:
        return _("No profile is in force: none fits now.")
    words = _("No profile is in force since {since}, {why}.")
    if found.name:
        words = _("Profile {name} is in force since {since}, {why}.")
    since = clock(found.since, now.wall, zone)
    return words.format(name=found.name, since=since, why=_why(state, now, zone))


def about(one: Profile, state: State, now: Now) -> str:
    """Return when a profile is in force by itself, and whether that is so now."""
    if not one.about:
        return _("by hand only")
    if one.calendar and one.events is None:
        # translators: {calendar} tells when a profile holds, as in "calendar travel".
        return _("{calendar} (not read yet)").format(calendar=one.about)
    is_passed_over = one.name != state.profile.name and profiles.is_fit(one, now.wall, "")
    if not is_passed_over:
        return one.about
    # translators: {times} tells when a profile holds, as in "mon-fri, 09:00-17:00".
    return _("{times} (fits now, too)").format(times=one.about)


def _why(state: State, now: Now, zone: ZoneInfo) -> str:
    why = _(_WHY[state.profile.why])
    if state.hand is not None and state.hand.until is not None:
        until = clock(state.hand.until, now.wall, zone)
        # translators: {why} is "by hand".
        return _("{why} until {clock}").format(why=why, clock=until)
    return why
