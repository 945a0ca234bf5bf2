"""What comes next, and when, as far as that can be told. Part of the projection in view.py.

Rule of this file: nothing is promised for a time at which nothing may be shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import appointments, cycle, dues, presence
from ergobreak.core.calendar_words import day_and_month_short, weekday_short
from ergobreak.core.hours import local_of
from ergobreak.core.model import DAY, MINUTE, SECOND, Kind, Policy
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import ENGLISH, N_, _, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from ergobreak.core.model import Now, Plan, Reminder
    from ergobreak.core.state import Busy, State

TITLES: Final[dict[Kind, str]] = {
    Kind.STRETCH: N_("Stretch"),
    Kind.WALK: N_("Walk"),
    Kind.HYDRATION: N_("Water"),
    Kind.CUSTOM: N_("Reminder"),
    Kind.BREATHE: N_("Slow breaths"),
    Kind.POSTURE: N_("Posture check"),
    Kind.EYES: N_("Eye rest"),
    Kind.TIP: N_("Tip"),
}
"""In English; whoever shows one, translates it."""
_WITHIN: Final[dict[Kind, str]] = {
    Kind.STRETCH: N_("stretch"),
    Kind.WALK: N_("walk"),
    Kind.HYDRATION: N_("water"),
    Kind.CUSTOM: N_("reminder"),
    Kind.BREATHE: N_("slow breaths"),
    Kind.POSTURE: N_("posture check"),
    Kind.EYES: N_("eye rest"),
    Kind.TIP: N_("tip"),
}


def clock(wall: int, now: int, zone: ZoneInfo) -> str:
    """Return an instant as people say it: "14:30", "Mon 09:00", "4 Jan 09:00"."""
    there, here = local_of(wall, zone), local_of(now, zone)
    time = there.strftime("%H:%M")
    if there.date() == here.date():
        return time
    if 0 < wall - now < 6 * DAY:
        # translators: a weekday and a time: "Mon 09:00".
        return _("{day} {time}").format(day=weekday_short(there.weekday()), time=time)
    # translators: a date and a time: "4 Jan 09:00".
    return _("{date} {time}").format(date=day_and_month_short(there), time=time)


def title_of(rule: Reminder) -> str:
    """Return the name of a reminder as people read it."""
    if rule.title:
        return rule.title
    if rule.name == rule.kind or rule.kind is not Kind.CUSTOM:
        return _(TITLES[rule.kind])
    return rule.name[:1].upper() + rule.name[1:].replace("_", " ").replace("-", " ")


def title_within(rule: Reminder) -> str:
    """Return the name of a reminder as it stands within a line, behind others: "slow breaths"."""
    if not rule.title and (rule.name == rule.kind or rule.kind is not Kind.CUSTOM):
        return _(_WITHIN[rule.kind])
    # Elsewhere a word may need its capital.
    return title_of(rule).lower() if spoken() == ENGLISH else title_of(rule)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One reminder that comes: when, as far as that can be told.

    `at_wall` None: the clocks stand, so only the active time that is left is known.
    """

    name: str
    title: str
    at_wall: int | None
    about_seconds: int


def upcoming(state: State, plan: Plan, now: Now) -> tuple[Upcoming, ...]:
    """Return what comes, the next first; what only glows in the tray and tips are left out."""
    found = [
        *_in_flight(state, now),
        *_by_calendar(state, plan, now),
        *_by_interval(state, plan, now),
    ]
    silent_for = _silent_for(state, plan, now)
    found = [_not_before(one, now, silent_for) for one in found]
    found.sort(key=lambda one: (one.at_wall is None, one.about_seconds))
    return tuple(found)


def _in_flight(state: State, now: Now) -> Iterator[Upcoming]:
    if state.waiting is not None:
        yield _coming(state.waiting.leader, now, 0)
    for prompt in state.postponed:
        yield _coming(prompt.leader, now, max(0, prompt.back_mono - now.mono))


def _by_calendar(state: State, plan: Plan, now: Now) -> Iterator[Upcoming]:
    rules = cycle.rules(plan)
    for track in state.tracks:
        if track.next_at is not None and track.name in rules:
            yield _coming(rules[track.name], now, max(0, track.next_at - now.wall))


def _by_interval(state: State, plan: Plan, now: Now) -> Iterator[Upcoming]:
    working = state.open and presence.governing(state, plan) is Policy.CONTINUE
    running = state.running
    # In a break the clocks stand, but not for longer than it lasts.
    rest = 0 if running is None else running.left(now.mono)
    for rule, _track, to_work in cycle.upcoming_targets(state, plan):
        left = to_work + rest
        if not rule.level or dues.refusal(state, rule) == dues.EASY:
            continue
        ends = None if state.edge is None else state.edge - plan.no_prompt_before_end
        if working and (ends is None or now.wall + left < ends):
            yield _coming(rule, now, left)
        else:
            yield Upcoming(rule.name, title_of(rule), None, max(0, left) // SECOND)


def _not_before(one: Upcoming, now: Now, silent_for: int) -> Upcoming:
    """Put what would come into a pause or a quiet time at its end."""
    end = now.wall + silent_for
    if one.at_wall is None or one.at_wall >= end:
        return one
    # Rounded up: "about" must not name a time at which nothing may come.
    end = -(-end // (5 * MINUTE)) * (5 * MINUTE)
    return replace(one, at_wall=end, about_seconds=(end - now.wall) // SECOND)


def _silent_for(state: State, plan: Plan, now: Now) -> int:
    """Return for how long nothing is shown, as far as its end is known."""
    ends = (presence.stop_ends_at(state, state.pause), presence.stop_ends_at(state, state.quiet))
    spans = [end - now.mono for end in ends if end is not None]
    holding = presence.holding(state, plan)
    end = None if holding is None else known_end(state, plan, holding, now)
    if end is not None:
        spans.append(end - now.wall)
    return max(spans, default=0)


def known_end(state: State, plan: Plan, busy: Busy, now: Now) -> int | None:
    """Return when (wall) what holds prompts ends, where that can be known: by calendar and dial."""
    if busy.reason == appointments.REASON:
        meeting = appointments.current(plan.appointments or (), now.wall)
        return None if meeting is None else meeting.end
    return state.quiet_edge if busy.reason == presence.QUIET_HOURS else None


def _coming(rule: Reminder, now: Now, left: int) -> Upcoming:
    return Upcoming(rule.name, title_of(rule), now.wall + left, left // SECOND)
