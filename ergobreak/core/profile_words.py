"""Which profile is in force and why, in words: for the status, the tray and the verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import profiles
from ergobreak.core.coming import clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now, Plan
    from ergobreak.core.profiles import Profile
    from ergobreak.core.state import State

_WHY: Final = {
    "hand": "by hand",
    "schedule": "by its days and hours",
    "calendar": "by its calendar",
}


def line(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> str:
    """Return "Profile home, by hand until 17:00"; nothing where there is nothing to say."""
    name, why = state.profile.name, state.profile.why
    if not plan.profiles or not why:
        return ""
    return f"{f'Profile {name}' if name else 'No profile'}, {_why(state, now, zone)}"


def in_full(state: State, plan: Plan, now: Now, zone: ZoneInfo) -> str:
    """Return what is in force, since when and why, in a sentence."""
    found = state.profile
    if not plan.profiles:
        return "There are no profiles in the settings."
    if not found.why:
        return "No profile is in force: none fits now."
    what = f"Profile {found.name} is" if found.name else "No profile is"
    since = clock(found.since, now.wall, zone)
    return f"{what} in force since {since}, {_why(state, now, zone)}."


def about(one: Profile, state: State, now: Now) -> str:
    """Return when a profile is in force by itself, and whether that is so now."""
    if not one.about:
        return "by hand only"
    if one.calendar and one.events is None:
        return f"{one.about} (not read yet)"
    is_passed_over = one.name != state.profile.name and profiles.is_fit(one, now.wall, "")
    return f"{one.about} (fits now, too)" if is_passed_over else one.about


def _why(state: State, now: Now, zone: ZoneInfo) -> str:
    why = _WHY[state.profile.why]
    if state.hand is not None and state.hand.until is not None:
        return f"{why} until {clock(state.hand.until, now.wall, zone)}"
    return why
