"""The running break: how it begins and ends, stands still for a moment, and what is done in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import appointments, care, cycle, dues
from ergobreak.core.effects import CloseBreak, OpenBreak
from ergobreak.core.model import HOUR, MINUTE, SECOND, Kind, Level
from ergobreak.core.state import Break
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.core.events import BreakPaused, BreakResumed, Exercised
    from ergobreak.core.model import Reminder
    from ergobreak.core.state import Prompt
    from ergobreak.core.turn import Turn

A_SLIP: Final = 5 * SECOND  # a break left sooner than this was started by mistake
BOUT_BREAK: Final = 2 * MINUTE  # a break this long ends a sitting bout (evidence c.5)
FULL_DAY: Final = 8 * HOUR  # evidence a.2, S11
LATELY: Final = 24  # exercises to remember: some four breaks, so that none comes again too soon
IN_A_BREAK: Final = 60  # exercises noted of one break; nobody does more


def begin(
    t: Turn, prompt: Prompt, *, by_hand: bool = False, walked: bool = False, brief: bool = False
) -> None:
    """Open the break of a prompt; `brief`: its one-minute version."""
    gentle = prompt.gentle or dues.is_gentle(t, prompt.leader)
    prompt = replace(
        prompt,
        # What was asked for by hand has not been shown at any level yet.
        level=max(prompt.leader.level if by_hand else prompt.level, Level.TOAST),
        gentle=gentle,
        brief=prompt.brief or brief,
    )
    length = max(member.rule.length for member in prompt.members)
    if prompt.brief:
        length = min(length, appointments.BRIEF)
    t.record("started", prompt.leader.name, prompt=prompt.id, seconds=length)
    t.running = Break(prompt, t.at.mono, length, walked)
    since = t.tip_day
    tip = _tip_of_the_day(t, prompt)
    shown = opened(t.running, t.at.mono)
    is_full = _is_full_day(t)
    t.effects.append(replace(shown, tip=tip, tip_since=since if tip else "", full_day=is_full))


def opened(running: Break, now: int) -> OpenBreak:
    """Return what shows a break as it is at `now` (mono)."""
    return OpenBreak(
        running.prompt,
        running.left(now),
        walked=running.walked,
        paused=running.paused_at is not None,
    )


def _is_full_day(t: Turn) -> bool:
    """Tell, once, in the first break after eight active hours, that the day has been a full one."""
    today = t.plan.hours.day(t.at.wall)
    if t.day != today:
        t.day, t.day_from = today, t.bout_from
    if t.full_day == today or t.active - t.day_from < FULL_DAY:
        return False
    t.full_day = today
    return True


def _tip_of_the_day(t: Turn, prompt: Prompt) -> bool:
    """Tell whether the day's tip is shown inside this break, once a day."""
    rule = next((rule for rule in t.plan.reminders if rule.kind is Kind.TIP), None)
    today = t.plan.hours.day(t.at.wall)
    if rule is None or t.tip_day == today:
        return False
    t.tip_day = today
    t.record("seen", rule.name, prompt=prompt.id)
    return True


# ---------------------------------------------------------------- meanwhile


def pause(t: Turn, event: BreakPaused) -> None:
    """Let the running break stand still; it ends by itself if nobody comes back to it."""
    running = _running(t, event.prompt)
    if running.paused_at is not None:
        raise CommandRejected(_("The break is paused already."))
    t.running = replace(running, paused_at=t.at.mono)
    t.effects.append(opened(t.running, t.at.mono))


def go_on(t: Turn, event: BreakResumed) -> None:
    """Let the running break go on where it stood."""
    running = _running(t, event.prompt)
    if running.paused_at is None:
        raise CommandRejected(_("The break is not paused."))
    started = running.started + t.at.mono - running.paused_at
    t.running = replace(running, started=started, paused_at=None)
    t.effects.append(opened(t.running, t.at.mono))


def exercised(t: Turn, event: Exercised) -> None:
    """Note an exercise of the running break: for its record, and so that it does not come again."""
    running = _running(t, event.prompt)
    name = event.exercise
    if not dues.is_name(name) or len(running.exercises) >= IN_A_BREAK:
        told = repr(name[: dues.LONGEST_NAME])
        raise CommandRejected(_("{word} cannot be noted.").format(word=told))
    t.running = replace(running, exercises=(*running.exercises, name))
    t.lately = (*(other for other in t.lately if other != name), name)[-LATELY:]


def _running(t: Turn, prompt: str) -> Break:
    if t.running is None:
        raise CommandRejected(_("No break is going on."), _("ergobreak take begins one."))
    if prompt and t.running.prompt.id != prompt:
        raise CommandRejected(_("That break is over."))
    return t.running


# ---------------------------------------------------------------- the end


def end(
    t: Turn, running: Break, *, left_early: bool = False, why: str = "", asleep: bool = False
) -> None:
    """End the running break: each member is completed or partial by its own minimum.

    `asleep`: its end went by while the machine slept, so nobody says what became of the riders.
    """
    t.running = None
    # Who slept or stood still beyond the planned end has not rested for longer because of it.
    elapsed = running.elapsed(t.at.mono)
    if left_early and elapsed < A_SLIP:
        t.effects.append(CloseBreak(running.prompt.id, "skipped"))
        for member in running.prompt.members:
            dues.finish(t, member, "skipped", reason=why)
        return
    how = complete(
        t,
        running.prompt,
        elapsed,
        "walked" if running.walked else why,
        exercises=running.exercises,
        riders=not asleep,
    )
    t.effects.append(CloseBreak(running.prompt.id, how))


def complete(
    t: Turn,
    prompt: Prompt,
    elapsed: int | None,
    reason: str,
    *,
    found: str = "",
    exercises: tuple[str, ...] = (),
    riders: bool = True,
) -> str:
    """Give every member its outcome and return the leader's.

    `elapsed` None: the person says that it is done. `found`: what a posture check found. `riders`
    False: what has no length of its own was only seen.
    """
    # Half of a break that was cut short is a break, as it is where the config says nothing.
    most = appointments.BRIEF // 2 if prompt.brief else None
    whole = elapsed is None or elapsed >= _enough(prompt.leader, most)
    outcomes = []
    for member in prompt.members:
        rule = member.rule
        seconds = elapsed if rule.length else None
        if elapsed is None or (elapsed >= _enough(rule, most) if rule.length else whole and riders):
            outcome = "completed"
        else:
            # A glass that rode on a break left early has not been drunk as far as we know.
            outcome = "partial" if rule.length else "seen"
        outcomes.append(outcome)
        dues.finish(
            t,
            member,
            outcome,
            reason=found if found and rule.kind is Kind.POSTURE else reason,
            seconds=seconds,
            exercises=exercises if member is prompt.members[0] else (),
        )
    for member in prompt.members:
        if member.rule.length or (whole and riders):
            after_completion(t, member.rule, elapsed)
    return outcomes[0]


def _enough(rule: Reminder, most: int | None) -> int:
    """Return how much of a break is a whole one; `most` if it is a short one."""
    return rule.counts if most is None else min(rule.counts, most)


def after_completion(t: Turn, rule: Reminder, elapsed: int | None) -> None:
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
