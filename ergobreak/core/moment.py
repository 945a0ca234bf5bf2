"""When a prompt can be shown, and how long it may stay: questions to the state, no changes.

Rules of this file:
1. `ready_at` is the only judge of when what waits is shown; everything else asks it.
2. A lower rank never delays a higher one: it rides along, or waits.
3. An answer that depends on the instant must not become earlier as time passes, or it would matter
   who looks when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import cycle, presence
from ergobreak.core.model import HOUR, MINUTE, SECOND, Level

if TYPE_CHECKING:
    from ergobreak.core.model import Plan
    from ergobreak.core.state import Prompt
    from ergobreak.core.turn import View

TOAST_FOR: Final = 15 * SECOND  # behaviour 3.5
UNANSWERED: Final = 10 * MINUTE  # behaviour 3.5
PATIENCE: Final = 10 * MINUTE  # behaviour 3.3: a due has its outcome within `late` and so much more
GLIMPSE: Final = MINUTE  # what comes at the end of that patience is on the screen at least so long


def ready_at(s: View, plan: Plan) -> int | None:
    """Return when the waiting prompt can be shown if nothing else happens; None: not by itself."""
    prompt = s.waiting
    if prompt is None or s.shown is not None or s.running is not None:
        return None
    if presence.is_absent(s) or presence.hold_reason(s, plan):
        return None
    ready = s.at.mono
    if s.free_from is not None:
        ready = max(ready, s.free_from + plan.delivery.after_busy)
    if prompt.returned:
        return ready
    if rank := _rides_along(s, plan, prompt):
        if not presence.is_working(s, plan):
            return None  # the higher one comes no nearer: who has just left is not asked
        ready = max(ready, s.at.mono + rank)
    if s.typing and not prompt.held:
        left = prompt.members[0].due_free + plan.delivery.late - s.free
        if left > 0 and not presence.is_free(s, plan):
            return None
        ready = max(ready, s.at.mono + left)
    ready = max(ready, spaced_at(s, plan))
    return None if (not is_calendar(plan, prompt) and is_too_late(s, plan, ready)) else ready


def waits_for(s: View, plan: Plan) -> str:
    """Return what keeps the waiting prompt off the screen for longest: typing, gap or rank.

    Nothing while it is held, or nothing keeps it. The answer changes with events and deadlines,
    never in between: each of the three ends at an instant of its own.
    """
    prompt = s.waiting
    if prompt is None or prompt.held or prompt.returned or s.shown or s.running:
        return ""
    if presence.is_absent(s) or presence.hold_reason(s, plan):
        return ""
    now = s.at.mono
    left = prompt.members[0].due_free + plan.delivery.late - s.free if s.typing else 0
    ends = {
        "typing": now + left,
        "gap": spaced_at(s, plan),
        "rank": now + _rides_along(s, plan, prompt),
    }
    reason = max(ends, key=ends.__getitem__)
    return reason if ends[reason] > now else ""


def spaced_at(s: View, plan: Plan) -> int:
    """Return the first instant that keeps `gap` and `per_hour`."""
    if not s.recent:
        return s.at.mono
    ready = s.recent[-1].mono + plan.delivery.gap
    counted = [shown.mono for shown in s.recent if shown.counts]
    if len(counted) >= plan.delivery.per_hour:
        ready = max(ready, counted[-plan.delivery.per_hour] + HOUR)
    return ready


def is_too_late(s: View, plan: Plan, instant: int) -> bool:
    """Tell whether the work hours end too soon after that instant (mono) for a new prompt."""
    if not s.open or s.edge is None:
        return False
    left = s.edge - (s.at.wall + instant - s.at.mono)
    return left <= plan.no_prompt_before_end


def is_calendar(plan: Plan, prompt: Prompt) -> bool:
    """Tell whether any member follows the calendar: then `[work]` does not bind the prompt."""
    return any(member.rule.name in plan.calendars for member in prompt.members)


def _rides_along(s: View, plan: Plan, prompt: Prompt) -> int:
    """Return how long this must wait so as not to delay a higher rank.

    A higher rank within `bundle` is no reason to wait: it comes along. One within `gap` is, until
    it is within `bundle`. So is one that would find `per_hour` used up by this prompt.
    """
    if not s.open or s.running is not None:
        return 0
    delivery, now = plan.delivery, s.at.mono
    higher = [
        left
        for rule, _, left in cycle.upcoming_targets(s, plan)
        if rule.rank < prompt.leader.rank and rule.level and 0 < left < HOUR
    ]
    nearest = min(higher, default=0)
    if nearest <= delivery.bundle:
        return 0
    for left in higher:
        before = sum(other < left - delivery.bundle for other in higher)
        seen = sum(shown.counts and shown.mono > now + left - HOUR for shown in s.recent)
        if seen + before + 2 > delivery.per_hour:
            return nearest - delivery.bundle
    return nearest - delivery.bundle if nearest <= delivery.gap else 0


def is_welcome(s: View, plan: Plan) -> bool:
    """Tell whether anything at all may be shown now, inside the work hours."""
    return (
        s.open
        and s.shown is None
        and s.running is None
        and not presence.is_absent(s)
        and not presence.hold_reason(s, plan)
    )


def in_flight(s: View) -> set[str]:
    """Return the names of the reminders that have a due without an outcome."""
    prompts = [p for p in (s.waiting, s.shown, *s.postponed, *s.dots) if p is not None]
    if s.running is not None:
        prompts.append(s.running.prompt)
    return {name for prompt in prompts for name in prompt.names}


def can_postpone(prompt: Prompt) -> bool:
    """Tell whether "later" may be offered."""
    return bool(prompt.leader.postpone_by) and prompt.postponed < prompt.leader.postpone_at_most


def overdue_at(s: View, plan: Plan) -> int | None:
    """Return when patience with what waits is over, if the free clock runs."""
    if s.waiting is None or s.waiting.returned or not presence.is_free(s, plan):
        return None
    oldest = min(member.due_free for member in s.waiting.members)
    return s.at.mono + oldest + plan.delivery.late + PATIENCE - GLIMPSE - s.free


def unanswered_at(s: View, plan: Plan) -> int | None:
    """Return when the open prompt has been open for long enough, if that can be told now.

    A toast fades, unless it is read aloud. A panel stays ten free minutes, or less when it came
    late: together that keeps rule 3.3, but for a prompt that the person postponed.
    """
    shown = s.shown
    if shown is None:
        return None
    if shown.level <= Level.TOAST and not s.aloud:
        return shown.shown_mono + TOAST_FOR
    if not presence.is_free(s, plan):
        return None
    end = shown.shown_free + UNANSWERED
    if not shown.postponed:
        oldest = min(member.due_free for member in shown.members)
        end = min(end, max(shown.shown_free + GLIMPSE, oldest + plan.delivery.late + PATIENCE))
    return s.at.mono + end - s.free


def deadlines(s: View, plan: Plan) -> list[int]:
    """Return every instant at which a prompt moves by itself."""
    found = [dot.shown_mono + (dot.leader.length or TOAST_FOR) for dot in s.dots]
    if s.running is not None:
        found.append(s.running.ends_at)
    elif s.shown is not None:
        over = unanswered_at(s, plan)
        if over is not None:
            found.append(over)
    elif not presence.is_absent(s):
        found += [prompt.back_mono for prompt in s.postponed]
    if s.waiting is not None:
        ready, patience = ready_at(s, plan), overdue_at(s, plan)
        found += [instant for instant in (ready, patience) if instant is not None]
        found += _rank_begins(s, plan, s.waiting)
        if plan.calendars:
            found += _own_ends(s, plan, s.waiting)
    return found


def _rank_begins(s: View, plan: Plan, prompt: Prompt) -> list[int]:
    """Return when a higher rank comes so near that what waits waits for it, too.

    Nothing moves then, but what it waits for is written down at its own instant.
    """
    if prompt.held or prompt.returned or not presence.is_working(s, plan):
        return []
    return [
        s.at.mono + left - edge
        for rule, _, left in cycle.upcoming_targets(s, plan)
        if rule.rank < prompt.leader.rank and rule.level
        for edge in (plan.delivery.gap, HOUR - 1)
        if left > edge
    ]


def _own_ends(s: View, plan: Plan, prompt: Prompt) -> list[int]:
    """Return when the own hours of those members end that have some."""
    calendars = [plan.calendars.get(name) for name in prompt.names]
    ends = [calendar.closes(s.at.wall) for calendar in calendars if calendar is not None]
    return [s.at.mono + end - s.at.wall for end in ends if end is not None]
