"""Which profile is in force: questions to conditions and an instant, and how a change is noted.

Rules of this file:
1. What the person chose by hand holds until its time is over or they choose anew; otherwise the
   first profile of the file whose conditions all hold; otherwise none.
2. The engine says which one is to be in force and asks for it (UseProfile); whoever makes plans
   makes another one. Until that is there the old plan goes on.
3. Instants are `wall`. A calendar that has not been read yet leaves things as they are.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from ergobreak.core import appointments
from ergobreak.core.effects import UseProfile
from ergobreak.core.hours import NEVER
from ergobreak.core.state import Hand, InForce
from ergobreak.dataclass import dataclass, replace
from ergobreak.errors import CommandRejected
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.core.appointments import Appointment
    from ergobreak.core.hours import Hours
    from ergobreak.core.turn import Turn, View

NONE: Final = "none"  # how a record, and a person, call no profile
# How many instants ahead a change is looked for. Beyond that one wakes up in vain, once in weeks.
_TRIES: Final = 60


@dataclass(frozen=True, slots=True)
class Profile:
    """When one profile is in force by itself; without a condition never.

    `hours`: days and times. `calendar` names the one it goes by, whose events, whole days too, are
    `events`: sorted, without overlap; None: not read yet. `about`: all of it in words.
    """

    name: str
    hours: Hours | None = None
    calendar: str = ""
    events: tuple[Appointment, ...] | None = None
    about: str = ""


def is_fit(one: Profile, wall: int, in_force: str) -> bool:
    """Tell whether all its conditions hold; `in_force` is the profile that was until now."""
    if one.hours is None and not one.calendar:
        return False
    if one.hours is not None and one.hours.closes(wall) is None:
        return False
    if one.calendar and one.events is None:
        return one.name == in_force
    return not one.calendar or appointments.current(one.events or (), wall) is not None


def by_itself(known: Sequence[Profile], wall: int, in_force: str) -> tuple[str, str]:
    """Return the profile that conditions choose, and why: schedule | calendar; nothing: none."""
    for one in known:
        if is_fit(one, wall, in_force):
            return one.name, "calendar" if one.calendar else "schedule"
    return "", ""


def next_change(known: Sequence[Profile], wall: int, in_force: str) -> int | None:
    """Return the first instant later than `wall` at which conditions choose another profile.

    None: never, as far as is known. Where the next change is far away it may be an instant
    before it at which nothing changes.
    """
    name, _why = by_itself(known, wall, in_force)
    at = wall
    for _try in range(_TRIES):
        edges = [edge for one in known for edge in _edges(one, at)]
        later = min((edge for edge in edges if at < edge < NEVER), default=None)
        if later is None:
            return None
        at = later
        if by_itself(known, at, name)[0] != name:
            return at
    return at


def _edges(one: Profile, wall: int) -> list[int]:
    """Return the next instants at which a condition of this profile begins or ceases to hold."""
    found = []
    if one.hours is not None:
        closes = one.hours.closes(wall)
        found.append(one.hours.opens(wall) if closes is None else closes)
    if one.calendar and one.events:
        started = bisect_right(one.events, wall, key=attrgetter("start"))
        near = one.events[max(0, started - 1) : started + 1]
        found += [edge for each in near for edge in (each.start, each.end)]
    return [edge for edge in found if edge is not None]


def is_valid(hand: Hand | None, known: Sequence[Profile], wall: int) -> bool:
    """Tell whether a choice by hand still holds."""
    if hand is None or (hand.until is not None and hand.until <= wall):
        return False
    return not hand.name or any(one.name == hand.name for one in known)


def wanted(s: View, known: Sequence[Profile], wall: int) -> tuple[str, str]:
    """Return the profile that is to be in force, and why: hand, schedule, calendar, or nothing."""
    if s.hand is not None and is_valid(s.hand, known, wall):
        return s.hand.name, "hand"
    return by_itself(known, wall, s.profile.name)


# ---------------------------------------------------------------- in a step


def keep(t: Turn) -> None:
    """Let that profile be in force which is to be now, and find out when that changes next."""
    known, wall = t.plan.profiles, t.at.wall
    before, hand = t.profile, t.hand
    if not known and hand is None and not before.name:
        return  # most people have none, and pay for none
    name, why = wanted(t, known, wall)
    reason = why or "nothing_fits"
    if hand is not None and why != "hand":
        t.hand = None
        reason = "removed" if hand.until is None or wall < hand.until else "over"
    elif before.name and all(one.name != before.name for one in known):
        reason = "removed"
    t.profile = replace(before, edge=_edge(t, wall, name))
    if (name, why) != (before.name, before.why):
        until = t.hand.until if t.hand is not None else None
        t.record("profile_changed", profile=name or NONE, reason=reason, until=until)
        t.profile = InForce(name, why, wall, t.profile.edge)
    if name != t.plan.profile:
        t.effects.append(UseProfile(name))


def choose(t: Turn, name: str, length: int | None, until: int | None) -> None:
    """Take over a choice by hand: for a length, until a wall instant, or for good."""
    if name and all(one.name != name for one in t.plan.profiles):
        raise CommandRejected(
            _("There is no profile {name}.").format(name=name), _("See: ergobreak profile")
        )
    if (length is not None and length <= 0) or (until is not None and until <= t.at.wall):
        raise CommandRejected(_("That time is over already."))
    end = until if length is None else t.at.wall + length
    t.hand = Hand(name, end, is_span=length is not None)
    t.profile = replace(t.profile, why="")  # chosen anew: noted, also where the name is the same
    keep(t)


def leave_to_itself(t: Turn) -> None:
    """End a choice by hand, if there is one."""
    t.hand = None
    keep(t)


def move_clock(t: Turn, by: int, *, is_absurd: bool) -> None:
    """Let "for 2h" end as much later as the clock was set; "until 17:00" is what the clock says."""
    hand = t.hand
    if hand is not None and hand.until is not None and (hand.is_span or is_absurd):
        t.hand = replace(hand, until=hand.until + by)


def _edge(t: Turn, wall: int, name: str) -> int | None:
    if t.hand is not None:
        return t.hand.until
    return next_change(t.plan.profiles, wall, name)
