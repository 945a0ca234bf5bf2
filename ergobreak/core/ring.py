"""The ring around the tray's clock: twelve steps that fill towards the next break. Pure.

Rules of this file:
1. It goes by active time alone: while the person is away, in a break or paused it stands, and asks
   for nothing. Its deadlines change no state; only who draws the ring waits for them.
2. It begins anew where the sitting does, or where that reminder's own cycle does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import cycle, dues, presence

if TYPE_CHECKING:
    from ergobreak.core.model import Plan
    from ergobreak.core.state import State

STEPS: Final = 12


def filled(state: State, plan: Plan) -> int | None:
    """Return how many of the steps are filled; None: no break comes by active time."""
    open_ = (state.waiting, state.shown, *state.postponed)
    if any(prompt.leader.length for prompt in open_ if prompt):
        return STEPS
    span = _span(state, plan)
    if span is None:
        return None
    gone, whole = span
    return min(STEPS, gone * STEPS // whole) if whole > 0 else STEPS


def next_step_at(state: State, plan: Plan) -> int | None:
    """Return the instant (mono) at which the next step fills; None while nothing moves it."""
    if not presence.is_working(state, plan):
        return None
    span, now = _span(state, plan), filled(state, plan)
    if span is None or now is None or now >= STEPS:
        return None
    gone, whole = span
    return state.at.mono - gone - (-(now + 1) * whole // STEPS)


def _span(state: State, plan: Plan) -> tuple[int, int] | None:
    """Return the active time since the ring was empty, and that until it is full."""
    breaks = [
        (left, track.since)
        for rule, track, left in cycle.upcoming_targets(state, plan)
        if rule.length and rule.level and not dues.refusal(state, rule)
    ]
    if not breaks:
        return None
    left, since = min(breaks)
    gone = state.active - max(since, state.bout_from)
    return gone, gone + max(0, left)
