"""What the person does with prompts: take, done, postpone, skip, each for the prompt it names.

Rules of this file:
1. An answer that names a prompt is for that prompt only; if it is gone the answer is refused, so
   that an old button never logs a new break.
2. The leader's answer answers for the whole bundle; each member completes on its own minimum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import breaks, cycle, delivery, dues, moment
from ergobreak.core.effects import Withdraw
from ergobreak.core.model import HOUR, MINUTE, Kind
from ergobreak.core.state import Member, Prompt
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from ergobreak.language import _, ngettext

if TYPE_CHECKING:
    from ergobreak.core.events import Done, Postponed, Skipped, Taken
    from ergobreak.core.model import Reminder
    from ergobreak.core.turn import Turn

FOUND = ("", "fine", "corrected")
LONGEST_POSTPONE = 4 * HOUR


# ---------------------------------------------------------------- finding what is meant


def _shown(t: Turn, id_: str) -> Prompt:
    """Return the open prompt that an answer belongs to; refuse the answer if there is none.

    One that nothing could show counts as open: the commands must do where no screen does.
    """
    if t.shown is None and not t.displayed:
        t.shown, t.waiting = t.waiting, None
    if t.shown is None:
        raise CommandRejected(_("There is no open prompt."), _("ergobreak next shows what comes."))
    if id_ and t.shown.id != id_:
        raise CommandRejected(_("That prompt has been answered already."))
    return t.shown


def _rule(t: Turn, name: str) -> Reminder:
    rule = cycle.rules(t.plan).get(name)
    if rule is None:
        raise CommandRejected(_("There is no reminder {name}.").format(name=repr(name)))
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
        raise CommandRejected(_("A break is going on already."), _("ergobreak done ends it."))
    name = event.name or _what_to_take(t)
    rule = _rule(t, name)
    by_hand = t.shown is None or name not in t.shown.names
    if rule.kind is Kind.TIP and rule.name not in t.plan.calendars:
        raise CommandRejected(_("A tip comes by itself, inside a break."), "ergobreak take")
    if by_hand and t.shown is not None and not rule.length:
        raise CommandRejected(_("A prompt is open: answer that one first."), "ergobreak done")
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
        breaks.begin(t, prompt, by_hand=by_hand, walked=event.walked, brief=event.brief)
    elif by_hand:
        delivery.show(t, prompt, by_hand=True)
    else:
        breaks.complete(t, prompt, None, "")


def _what_to_take(t: Turn) -> str:
    if t.shown is not None:
        return t.shown.leader.name
    for prompt in (t.waiting, *t.postponed):
        if prompt is not None and prompt.leader.length:
            return prompt.leader.name
    coming = [
        (left, rule.name)
        for rule, _track, left in cycle.upcoming_targets(t, t.plan)
        if rule.length and rule.level
    ]
    if not coming:
        raise CommandRejected(
            _("No reminder has a break to take."), _("Name one: ergobreak take NAME")
        )
    return min(coming)[1]


# ---------------------------------------------------------------- done, skip, postpone


def done(t: Turn, event: Done) -> None:
    """Log what is done: the open prompt, the running break, or a reminder by name."""
    running = t.running
    if event.prompt and (running is None or running.prompt.id != event.prompt):
        _shown(t, event.prompt)
    if event.found not in FOUND:
        raise CommandRejected(
            _("{word} is nothing that a check finds.").format(word=repr(event.found)),
            # translators: the two words are typed as they stand here.
            _("fine or corrected"),
        )
    if dues.complete_rider(t, event.name, "done"):
        breaks.after_completion(t, _rule(t, event.name), None)
    elif running is not None and event.name in ("", *running.prompt.names):
        breaks.end(t, running)
    elif event.name:
        _done_by_name(t, _rule(t, event.name))
    else:
        if t.shown is None and (t.displayed or t.waiting is None):
            raise CommandRejected(
                _("Nothing to be done: no prompt is open."),
                _("Name one: ergobreak done stretch"),
            )
        prompt = _shown(t, event.prompt)
        t.shown = None
        t.effects.append(Withdraw(prompt.id))
        breaks.complete(t, prompt, None, "done", found=event.found)


def _done_by_name(t: Turn, rule: Reminder) -> None:
    if t.shown is not None and t.shown.leader.name == rule.name:
        prompt, t.shown = t.shown, None
        t.effects.append(Withdraw(prompt.id))
        breaks.complete(t, prompt, None, "done")
        return
    if rule.name in moment.in_flight(t):
        dues.let_go(t, [rule.name], "completed", "done")
    else:
        t.record("completed", rule.name, reason="done")
        cycle.take_turn(t, rule, "completed")
        cycle.restart(t, rule, "every")
    breaks.after_completion(t, rule, None)


def skip(t: Turn, event: Skipped) -> None:
    """Skip the open prompt, or leave the running break."""
    event = replace(event, why=dues.one_line(event.why))
    if t.running is not None and event.prompt in ("", t.running.prompt.id):
        breaks.end(t, t.running, left_early=True, why=event.why)
        return
    prompt = _shown(t, event.prompt)
    t.shown = None
    t.effects.append(Withdraw(prompt.id))
    for member in prompt.members:
        dues.finish(t, member, "skipped", reason=event.why)


def postpone(t: Turn, event: Postponed) -> None:
    """Let the open prompt come back later; refused when the postpones are used up."""
    prompt = _shown(t, event.prompt)
    leader = prompt.leader
    if not leader.postpone_by:
        raise CommandRejected(
            _("This one cannot be postponed."), _("ergobreak skip leaves it out.")
        )
    if not moment.can_postpone(prompt):
        often = ngettext(
            "Postponed {count} times already; that is as often as the config allows.",
            "Postponed {count} times already; that is as often as the config allows.",
            prompt.postponed,
        )
        raise CommandRejected(often.format(count=prompt.postponed))
    by = event.by or leader.postpone_by[0]
    if event.by and not MINUTE <= by <= LONGEST_POSTPONE:
        raise CommandRejected(_("Postpone by 1 minute to 4 hours."))
    t.shown = None
    t.effects.append(Withdraw(prompt.id))
    back = t.at.mono + by
    t.record("postponed", leader.name, prompt=prompt.id, until=t.to_wall(back), seconds=by)
    later = replace(prompt, postponed=prompt.postponed + 1, back_mono=back)
    t.postponed = (*t.postponed, later)
