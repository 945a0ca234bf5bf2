"""What time and absence answer: prompts that fade, and leaving the desk as the best answer.

Standing up is enough (behaviour 3.7, 3.8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import cycle, dues
from ergobreak.core.effects import Withdraw
from ergobreak.core.model import Kind, Level

if TYPE_CHECKING:
    from ergobreak.core.state import Prompt
    from ergobreak.core.turn import Turn

TAKEN_BY_LEAVING: Final = (Kind.STRETCH, Kind.WALK, Kind.HYDRATION)


def fade(t: Turn, prompt: Prompt) -> None:
    """Let the open prompt end unanswered: a toast was seen, a panel was missed."""
    t.shown = None
    t.effects.append(Withdraw(prompt.id))
    for member in prompt.members:
        loud = prompt.level > Level.TOAST and member.rule.length
        dues.finish(t, member, "missed" if loud else "seen")


def left_open(t: Turn) -> None:
    """Count an open walk, stretch or water prompt as taken: the person has gone."""
    prompt = t.shown
    if prompt is None or not any(m.rule.kind in TAKEN_BY_LEAVING for m in prompt.members):
        return
    dues.let_go(t, prompt.names, "natural")


def rested(t: Turn, span: int) -> None:
    """Count a pause or the like as rest, by its policy: a natural break, or a long one."""
    if span >= t.plan.presence.away_after:
        natural_break(t, long=False)
    if span >= t.plan.presence.long_away:
        natural_break(t, long=True)


def natural_break(t: Turn, *, long: bool) -> None:
    """Count the absence as a break: what is due is resolved, all active-time reminders restart."""
    left_open(t)
    prompts = [
        prompt for prompt in (t.waiting, t.shown, *t.postponed, *t.dots) if prompt is not None
    ]
    names = {
        member.rule.name
        for prompt in prompts
        for member in prompt.members
        if long or member.rule.kind is not Kind.HYDRATION or prompt in t.postponed
    }
    dues.let_go(t, names, "natural")
    for rule, near in cycle.after_absence(t, long=long):
        t.record("natural", rule.name, credit=near)
    if not long:
        t.bout_from = t.active
        t.naturals += 1
        if t.naturals >= 2:
            cycle.shorten_stretch(t)
