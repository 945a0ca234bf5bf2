"""Whose time it is: which clocks run, and whether a prompt is welcome.

Rules of this file:
1. When several reasons hold, lock or suspend governs, then pause, then busy, then idle.
2. Nothing is taken back: time that has been counted as work stays counted, however late a source
   reports that the person had gone.
3. The active clock runs while the person works inside the hours and no break is on. The free clock
   runs while a prompt would be welcome, whatever the hours; waiting times are measured on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import appointments
from ergobreak.core.model import HOUR, Now, Policy

if TYPE_CHECKING:
    from ergobreak.core.model import Plan
    from ergobreak.core.state import Busy, Stop
    from ergobreak.core.turn import Turn, View

QUIET_HOURS = "quiet_hours"  # the reason of the quiet hours of every day
NAMED_AFTER = 3 * HOUR  # a hold this long is named in tray and status (behaviour 3.10)


def governing(s: View, plan: Plan) -> Policy:
    """Return the policy of the reason that governs the clocks; CONTINUE while the person works."""
    if s.asleep is not None:
        return plan.policies["suspend"]
    if s.locked is not None:
        return plan.policies["lock"]
    if s.pause is not None:
        return plan.policies["pause"]
    if s.busy:
        found = _busy_policy(s, plan)
        if found is not None:
            return found
    if s.last_input is not None and s.at.mono >= s.last_input + plan.presence.idle_after:
        return plan.policies["idle"]
    return Policy.CONTINUE


def _busy_policy(s: View, plan: Plan) -> Policy | None:
    found = None
    for busy in s.busy:
        if busy.ignored or (busy.reason == "inhibitor" and plan.presence.inhibitor == "ignore"):
            continue
        # One that stops the clocks wins: a standing clock can only err to the quiet side.
        if found is None or found is Policy.CONTINUE:
            found = plan.policies.get(busy.reason, Policy.CONTINUE)
    return found


def is_covered(s: View, plan: Plan) -> bool:
    """Tell whether a pause or a call governs, so that silence of the input means nothing."""
    if s.asleep is not None or s.locked is not None:
        return False
    return s.pause is not None or (bool(s.busy) and _busy_policy(s, plan) is not None)


def is_working(s: View, plan: Plan) -> bool:
    """Tell whether the active clock runs."""
    return s.open and s.running is None and governing(s, plan) is Policy.CONTINUE


def is_free(s: View, plan: Plan) -> bool:
    """Tell whether the free clock runs."""
    return (
        s.running is None
        and governing(s, plan) is Policy.CONTINUE
        and not hold_reason(s, plan)
        and not is_cooling(s, plan)
    )


def is_absent(s: View) -> bool:
    """Tell whether nobody can see a prompt: away, locked, asleep."""
    return s.asleep is not None or s.locked is not None or s.credited > 0


def hold_reason(s: View, plan: Plan) -> str:
    """Return why no prompt may be shown now, or nothing."""
    if s.pause is not None:
        return "pause"
    busy = holding(s, plan)
    if busy is not None:
        return busy.reason
    if s.is_meeting_near:
        return appointments.REASON
    if s.quiet is not None:
        return "quiet"
    if not s.displayed:
        return "no_display"
    if s.settle_from is not None and s.at.mono < s.settle_from + plan.presence.settle:
        return "settle"
    return ""


def holding(s: View, plan: Plan) -> Busy | None:
    """Return the first of the reasons from outside that hold prompts now, if any does."""
    if s.pause is not None:
        return None
    return next((busy for busy in s.busy if _holds(busy, plan)), None)


def _holds(busy: Busy, plan: Plan) -> bool:
    if busy.ignored:
        return False
    if busy.reason == "inhibitor":
        return plan.presence.inhibitor == "hold"
    return not (busy.reason == "fullscreen" and busy.typed)


def is_cooling(s: View, plan: Plan) -> bool:
    """Tell whether a hold has ended so lately that what it held must still wait."""
    return s.free_from is not None and s.at.mono < s.free_from + plan.delivery.after_busy


def accrue(t: Turn, to: int) -> None:
    """Let the time run to `to` (mono); the mode must not change in between."""
    span = to - t.at.mono
    if span <= 0:
        return
    if is_working(t, t.plan):
        t.active += span
    if is_free(t, t.plan):
        t.free += span
    t.at = Now(to, t.at.wall + span)


# ---------------------------------------------------------------- when the mode changes


def credit_at(s: View, plan: Plan) -> int | None:
    """Return when the present absence becomes a natural break, then a long one; None: never."""
    if s.rest_from is None or s.credited == 2 or (s.rest_in_break and s.running is not None):
        return None
    if is_covered(s, plan) or governing(s, plan) is not Policy.CREDIT:
        return None
    if s.credited == 1 or s.rest_in_break:
        return s.rest_from + plan.presence.long_away
    starts = []
    if s.asleep is not None:
        starts.append(s.asleep + plan.presence.lock_after)
    if s.locked is not None:
        starts.append(s.locked + plan.presence.lock_after)
    if s.last_input is not None and plan.policies["idle"] is Policy.CREDIT:
        starts.append(s.last_input + plan.presence.away_after)
    return min(starts)


def idle_at(s: View, plan: Plan) -> int | None:
    """Return when the silence of the input becomes idleness; None while something else governs."""
    if s.last_input is None or s.idle_noted or s.asleep is not None or s.locked is not None:
        return None
    if is_covered(s, plan):
        return None
    return s.last_input + plan.presence.idle_after


def stop_ends_at(s: View, stop: Stop | None) -> int | None:
    """Return when a pause or quiet time ends by itself, on the monotonic clock."""
    if stop is None:
        return None
    if stop.length is not None:
        return stop.since + stop.length
    return None if stop.until is None else s.at.mono + stop.until - s.at.wall


def deadlines(s: View, plan: Plan) -> list[int]:
    """Return every instant at which presence, holds or hours change by themselves."""
    if s.asleep is not None:
        return []
    now = s.at.mono
    found = []
    if s.edge is not None:
        found.append(now + s.edge - s.at.wall)
    if s.quiet_edge is not None:
        found.append(now + s.quiet_edge - s.at.wall)
    if s.agenda_edge is not None:
        found.append(now + s.agenda_edge - s.at.wall)
    if s.profile.edge is not None:
        found.append(now + s.profile.edge - s.at.wall)
    if s.last_input is not None and (idle := idle_at(s, plan)) is not None:
        found.append(idle)
    if s.rest_from is not None and (credit := credit_at(s, plan)) is not None:
        found.append(credit)
    if s.pause is not None or s.quiet is not None:
        ends = (stop_ends_at(s, s.pause), stop_ends_at(s, s.quiet))
        found += [end for end in ends if end is not None]
    if s.settle_from is not None:
        found.append(s.settle_from + plan.presence.settle)
    if s.free_from is not None:
        found.append(s.free_from + plan.delivery.after_busy)
    found += [busy.since + NAMED_AFTER for busy in s.busy if busy.since + NAMED_AFTER > now]
    return found
