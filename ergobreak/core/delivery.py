"""Prompts on the screen: shown with what falls due soon, held back, brought back.

Rules of this file:
1. A prompt may come quieter than configured, never louder.
2. What begins to hold takes an unanswered prompt off the screen and keeps it, under its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import appointments, cycle, dues, moment, presence
from ergobreak.core.effects import Show, Withdraw
from ergobreak.core.model import HOUR, Kind, Level
from ergobreak.core.state import Member, Shown
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from ergobreak.core.model import Reminder
    from ergobreak.core.state import Prompt
    from ergobreak.core.turn import Turn


def show(t: Turn, prompt: Prompt, *, by_hand: bool = False) -> None:
    """Put a prompt on the screen, with all that falls due soon."""
    if not by_hand:
        prompt = dues.with_members(prompt, *_bundled(t, prompt))
    released = prompt.held
    level = _level(t, prompt)
    prompt = dues.loudest_first(prompt)
    if released:
        t.record("released", prompt.leader.name, prompt=prompt.id, reason=released)
    t.record(
        "prompted", prompt.leader.name, prompt=prompt.id, level=int(level), others=prompt.names[1:]
    )
    prompt = replace(
        prompt,
        members=tuple(replace(member, held="") for member in prompt.members),
        level=level,
        shown_mono=t.at.mono,
        shown_free=t.free,
        gentle=dues.is_gentle(t, prompt.leader),
        brief=bool(released)
        and appointments.begins_within(
            t.plan.appointments or (), t.at.wall, appointments.BRIEF_BEFORE
        ),
        number=_count(t, prompt.leader),
    )
    if any(member.rule.kind is Kind.STRETCH for member in prompt.members):
        t.naturals = 0
    t.shown = prompt
    if not by_hand:
        # What was asked for, by hand or by postponing it, must not use up the share of the rest.
        lately = (shown for shown in t.recent if shown.mono > t.at.mono - HOUR)
        t.recent = (*lately, Shown(t.at.mono, counts=not prompt.returned))
    t.effects.append(Show(prompt, moment.can_postpone(prompt)))


def note_wait(t: Turn) -> None:
    """Write down what a prompt waits for, when it begins to or waits for something else."""
    waiting = t.waiting
    if waiting is None:
        return
    reason = moment.waits_for(t, t.plan)
    if reason and reason != waiting.waits:
        t.record("waits", waiting.leader.name, prompt=waiting.id, reason=reason)
        t.waiting = replace(waiting, waits=reason)


def _count(t: Turn, rule: Reminder) -> int:
    """Return how many prompts this reminder has led, and count one more.

    Of one whose texts come in turn only what was done counts, and that is counted there.
    """
    track = next(track for track in t.tracks if track.name == rule.name)
    if not rule.in_turn:
        cycle.put(t, replace(track, times=track.times + 1))
    return track.times


def _bundled(t: Turn, prompt: Prompt) -> list[Member]:
    """Let everything that falls due within `bundle` be due now, and return it."""
    delivery = t.plan.delivery
    joined = []
    for rule, _, left in list(cycle.upcoming_targets(t, t.plan)):
        span = delivery.bundle_water if rule.kind is Kind.HYDRATION else delivery.bundle
        if rule.level and left <= span and t.open and not dues.refusal(t, rule):
            dues.stand(t, rule.name)
            t.record("due", rule.name, prompt=prompt.id)
            joined.append(Member(rule, prompt.id, t.active, t.free))
    return joined


def _level(t: Turn, prompt: Prompt) -> Level:
    """Return how loud the prompt comes; it may only become quieter than configured."""
    level = max(member.rule.level for member in prompt.members)
    delivery = t.plan.delivery
    if prompt.returned and prompt.postponed >= prompt.leader.postpone_at_most:
        return min(level, Level.TOAST)
    if any(busy.reason == "fullscreen" and not busy.ignored for busy in t.busy):
        return min(level, Level.TOAST)
    if prompt.members[0].held:
        full = (
            t.active - t.bout_from >= delivery.held_full_after and prompt.members[0].held != "quiet"
        )
        return level if full else min(level, Level.TOAST)
    if t.typing and not prompt.returned and t.free >= prompt.members[0].due_free + delivery.late:
        return max(Level.TOAST, Level(level - 1))
    return level


def hold(t: Turn, reason: str) -> None:
    """Take an unanswered prompt off the screen and keep it; what waits is held from now on."""
    shown, t.shown = t.shown, None
    if shown is not None:
        t.effects.append(Withdraw(shown.id))
        if t.waiting is not None:
            shown = dues.with_members(shown, *t.waiting.members)
        t.waiting = shown
    hold_waiting(t, reason)


def hold_waiting(t: Turn, reason: str) -> None:
    """Keep what waits; what is on the screen stays there."""
    if t.waiting is None:
        return
    members = []
    for member in t.waiting.members:
        if not member.held:
            t.record("held", member.rule.name, prompt=member.id, reason=reason)
        members.append(member if member.held else replace(member, held=reason))
    t.waiting = replace(t.waiting, members=tuple(members))


def come_back(t: Turn, prompt: Prompt) -> None:
    """Let a postponed prompt wait for its return, which nothing but a hold can delay."""
    t.postponed = tuple(other for other in t.postponed if other is not prompt)
    if t.waiting is not None:
        prompt = dues.with_members(prompt, *t.waiting.members)
    t.waiting = replace(prompt, returned=True)
    reason = presence.hold_reason(t, t.plan)
    if reason:
        hold(t, reason)
