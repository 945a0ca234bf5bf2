"""What the person does with prompts: take, done, postpone, skip, and the breaks they open.

Rules of this file:
1. An answer that names a prompt is for that prompt only; if it is gone the answer is refused, so
   that an old button never logs a new break.
2. The leader's answer answers for the whole bundle; each member completes on its own minimum.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ergobreak.core import appointments, care, cycle, delivery, dues, moment
from ergobreak.core.effects import CloseBreak, OpenBreak, Withdraw
from ergobreak.core.model import HOUR, MINUTE, SECOND, Kind, Level
from ergobreak.core.state import Break, Member, Prompt
from ergobreak.errors import CommandRejected

if TYPE_CHECKING:
    from ergobreak.core.events import Done, Postponed, Skipped, Taken
    from ergobreak.core.model import Reminder
    from ergobreak.core.turn import Turn

A_SLIP = 5 * SECOND  # a break left sooner than this was started by mistake
BOUT_BREAK = 2 * MINUTE  # a break this long ends a sitting bout (evidence c.5)
LONGEST_POSTPONE = 4 * HOUR


# ---------------------------------------------------------------- finding what is meant


def _shown(t: Turn, id_: str) -> Prompt:
    """Return the open prompt that an answer belongs to; refuse the answer if there is none.

    One that nothing could show counts as open: the commands must do where no screen does.
    """
    if t.shown is None and not t.displayed:
        t.shown, t.waiting = t.waiting, None
    if t.shown is None:
        raise CommandRejected("There is no open prompt.", "ergobreak next shows what comes.")
    if id_ and t.shown.id != id_:
        raise CommandRejected("That prompt has been answered already.")
    return t.shown


def _rule(t: Turn, name: str) -> Reminder:
    rule = cycle.rules(t.plan).get(name)
    if rule is None:
        raise CommandRejected(f"There is no reminder {name!r}.")
    return rule


def _pick_up(t: Turn, name: str) -> Prompt | None:
    """Take the prompt that holds this reminder's due out of wherever it stands."""
    if t.shown is not None and name in t.shown.names:
        prompt, t.shown = t.shown, None
        t.effects.append(Withdraw(prompt.id))
        return prompt
    if t.waiting is not None and name in t.waiting.names:
        prompt, t.waiting = t.waiting, None
        return prompt
    for prompt in t.postponed:
        if name in prompt.names:
            t.postponed = tuple(other for other in t.postponed if other is not prompt)
            return prompt
    for prompt in t.dots:
        if name in prompt.names:
            t.dots = tuple(other for other in t.dots if other is not prompt)
            return prompt
    return None


# ---------------------------------------------------------------- take


def take(t: Turn, event: Taken) -> None:
    """Open the break now: of a prompt, of a reminder by name, or of what is open or next."""
    if event.prompt:
        _shown(t, event.prompt)
    if t.running is not None:
        raise CommandRejected("A break is going on already.", "ergobreak done ends it.")
    name = event.name or _what_to_take(t)
    rule = _rule(t, name)
    by_hand = t.shown is None or name not in t.shown.names
    if rule.kind is Kind.TIP and rule.name not in t.plan.calendars:
        raise CommandRejected("A tip comes by itself, inside a break.", "ergobreak take")
    if by_hand and t.shown is not None and not rule.length:
        raise CommandRejected("A prompt is open: answer that one first.", "ergobreak done")
    prompt = _pick_up(t, name)
    if prompt is None:
        dues.stand(t, name)
        id_ = t.next_id()
        prompt = Prompt(id_, (Member(rule, id_, t.active, t.free),))
    if t.shown is not None:
        other, t.shown = t.shown, None
        t.effects.append(Withdraw(other.id))
        prompt = dues.with_members(prompt, *other.members)
    if any(member.rule.length for member in prompt.members):
        _start(t, prompt, by_hand=by_hand, walked=event.walked)
    elif by_hand:
        delivery.show(t, prompt, by_hand=True)
    else:
        _complete_all(t, prompt, None, "")


def _what_to_take(t: Turn) -> str:
    if t.shown is not None:
        return t.shown.leader.name
    for prompt in (t.waiting, *t.postponed):
        if prompt is not None and prompt.leader.length:
            return prompt.leader.name
    coming = [
        (left, rule.name)
        for rule, _, left in cycle.upcoming_targets(t, t.plan)
        if rule.length and rule.level
    ]
    if not coming:
        raise CommandRejected("No reminder has a break to take.", "Name one: ergobreak take NAME")
    return min(coming)[1]


def _start(t: Turn, prompt: Prompt, *, by_hand: bool, walked: bool) -> None:
    gentle = prompt.gentle or dues.is_gentle(t, prompt.leader)
    prompt = replace(prompt, level=max(prompt.level, Level.TOAST), gentle=gentle)
    length = max(member.rule.length for member in prompt.members)
    if prompt.brief:
        length = min(length, appointments.BRIEF)
    t.record("started", prompt.leader.name, prompt=prompt.id, seconds=length)
    t.running = Break(prompt, t.at.mono, length, by_hand, walked)
    tip = _tip_of_the_day(t, prompt)
    t.effects.append(OpenBreak(prompt, length, tip=tip))


def _tip_of_the_day(t: Turn, prompt: Prompt) -> bool:
    """Tell whether the day's tip is shown inside this break, once a day."""
    rule = next((rule for rule in t.plan.reminders if rule.kind is Kind.TIP), None)
    today = t.plan.hours.day(t.at.wall)
    if rule is None or t.tip_day == today:
        return False
    t.tip_day = today
    t.record("seen", rule.name, prompt=prompt.id)
    return True


# ---------------------------------------------------------------- done, skip, postpone


def done(t: Turn, event: Done) -> None:
    """Log what is done: the open prompt, the running break, or a reminder by name."""
    running = t.running
    if event.prompt and (running is None or running.prompt.id != event.prompt):
        _shown(t, event.prompt)
    if dues.complete_rider(t, event.name, "done"):
        _after_completion(t, _rule(t, event.name), None)
    elif running is not None and event.name in ("", *running.prompt.names):
        end_break(t, running)
    elif event.name:
        _done_by_name(t, _rule(t, event.name))
    else:
        if t.shown is None and (t.displayed or t.waiting is None):
            raise CommandRejected(
                "Nothing to be done: no prompt is open.", "Name one: ergobreak done stretch"
            )
        prompt = _shown(t, event.prompt)
        t.shown = None
        t.effects.append(Withdraw(prompt.id))
        _complete_all(t, prompt, None, "done")


def _done_by_name(t: Turn, rule: Reminder) -> None:
    if t.shown is not None and t.shown.leader.name == rule.name:
        prompt, t.shown = t.shown, None
        t.effects.append(Withdraw(prompt.id))
        _complete_all(t, prompt, None, "done")
        return
    if rule.name in moment.in_flight(t):
        dues.let_go(t, [rule.name], "completed", "done")
    else:
        t.record("completed", rule.name, reason="done")
        cycle.restart(t, rule, "every")
    _after_completion(t, rule, None)


def end_break(t: Turn, running: Break, *, left_early: bool = False) -> None:
    """End the running break: each member is completed or partial by its own minimum."""
    t.running = None
    t.effects.append(CloseBreak(running.prompt.id))
    # Who slept or stood still beyond the planned end has not rested for longer because of it.
    elapsed = min(t.at.mono - running.started, running.length)
    if left_early and elapsed < A_SLIP:
        for member in running.prompt.members:
            dues.finish(t, member, "skipped")
        return
    _complete_all(t, running.prompt, elapsed, "walked" if running.walked else "")


def _complete_all(t: Turn, prompt: Prompt, elapsed: int | None, reason: str) -> None:
    """Give every member its outcome; `elapsed` None: the person says that it is done."""
    # Half of a break that was cut short is a break, as it is where the config says nothing.
    most = appointments.BRIEF // 2 if prompt.brief else None
    whole = elapsed is None or elapsed >= _enough(prompt.leader, most)
    for member in prompt.members:
        rule = member.rule
        seconds = elapsed if rule.length else None
        if elapsed is None or (elapsed >= _enough(rule, most) if rule.length else whole):
            outcome = "completed"
        else:
            # A glass that rode on a break left early has not been drunk as far as we know.
            outcome = "partial" if rule.length else "seen"
        dues.finish(t, member, outcome, reason=reason, seconds=seconds)
    for member in prompt.members:
        if member.rule.length or whole:
            _after_completion(t, member.rule, elapsed)


def _enough(rule: Reminder, most: int | None) -> int:
    """Return how much of a break is a whole one; `most` if it is a short one."""
    return rule.counts if most is None else min(rule.counts, most)


def _after_completion(t: Turn, rule: Reminder, elapsed: int | None) -> None:
    """Draw the consequences of a break or drink that was taken."""
    if rule.kind is Kind.HYDRATION:
        care.pour(t, rule.amount_ml)
    if rule.kind is Kind.STRETCH:
        t.naturals = 0
        away = [
            other.name
            for other in t.plan.reminders
            if other.kind in (Kind.WALK, Kind.POSTURE) and other.every
        ]
        dues.let_go(t, away, "expired", "stretch")
        cycle.after_stretch(t)
    if rule.length and (elapsed is None or elapsed >= BOUT_BREAK):
        t.bout_from = t.active


def skip(t: Turn, event: Skipped) -> None:
    """Skip the open prompt, or leave the running break."""
    if t.running is not None and event.prompt in ("", t.running.prompt.id):
        end_break(t, t.running, left_early=True)
        return
    prompt = _shown(t, event.prompt)
    t.shown = None
    t.effects.append(Withdraw(prompt.id))
    for member in prompt.members:
        dues.finish(t, member, "skipped")


def postpone(t: Turn, event: Postponed) -> None:
    """Let the open prompt come back later; refused when the postpones are used up."""
    prompt = _shown(t, event.prompt)
    leader = prompt.leader
    if not leader.postpone_by:
        raise CommandRejected("This one cannot be postponed.", "ergobreak skip leaves it out.")
    if not moment.can_postpone(prompt):
        raise CommandRejected(
            f"Postponed {prompt.postponed} times already; that is as often as the config allows."
        )
    by = event.by or leader.postpone_by[0]
    if event.by and not MINUTE <= by <= LONGEST_POSTPONE:
        raise CommandRejected("Postpone by 1 minute to 4 hours.")
    t.shown = None
    t.effects.append(Withdraw(prompt.id))
    back = t.at.mono + by
    t.record("postponed", leader.name, prompt=prompt.id, until=t.to_wall(back), seconds=by)
    later = replace(prompt, postponed=prompt.postponed + 1, back_mono=back, returned=False)
    t.postponed = (*t.postponed, later)
