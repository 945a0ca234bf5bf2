"""Dues: how a reminder becomes due, what it joins, and the one outcome that it ends with.

Rules of this file:
1. From due to outcome the reminder's own clock stands; `finish` starts it anew, and nothing else.
2. Dues that wait stand together in one unshown prompt, `waiting`, with one id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import appointments, cycle, moment, presence
from ergobreak.core.effects import Prepare, Withdraw
from ergobreak.core.model import Kind, Level
from ergobreak.core.state import Member, Prompt
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ergobreak.core.model import Reminder
    from ergobreak.core.turn import Turn, View

MOVEMENT: Final = (Kind.STRETCH, Kind.WALK)
EASY: Final = "easy"  # the reason of what is let go on easy days
LONGEST_NAME: Final = 60  # letters in the name of an exercise or an area
LONGEST_REASON: Final = 80


def fall_due(t: Turn, rule: Reminder) -> None:
    """Let a reminder be due now: it joins what waits, glows in the tray, or is let go at once."""
    id_ = _id_for(t, rule)
    member = Member(rule, id_, t.active, t.free)
    stand(t, rule.name)
    t.record("due", rule.name, prompt=id_)
    reason = presence.hold_reason(t, t.plan)
    if (refused := refusal(t, rule)) or (not rule.level and reason):
        finish(t, member, "expired", reason=refused or reason)
    elif not rule.level:
        t.record("prompted", rule.name, prompt=id_, level=0)
        t.dots = (*t.dots, Prompt(id_, (member,), Level.TRAY, shown_mono=t.at.mono))
    else:
        if reason:
            member = replace(member, held=reason)
            t.record("held", rule.name, prompt=id_, reason=reason)
        _join(t, id_, member)


def refusal(t: View, rule: Reminder) -> str:
    """Return why this due is let go without a prompt, or nothing."""
    if t.easy is not None and t.at.wall < t.easy.until:
        still = t.at.wall < t.easy.still_until and rule.kind in MOVEMENT
        if still or rule.kind in (Kind.STRETCH, Kind.POSTURE):
            return EASY
    if rule.ceiling_ml:
        since = t.at.mono - rule.ceiling_per
        if sum(ml for mono, ml in t.drinks if mono > since) >= rule.ceiling_ml:
            return "ceiling"
    return ""


def is_gentle(t: View, rule: Reminder) -> bool:
    """Tell whether only walking and breathing are to be offered."""
    return t.easy is not None and rule.kind in MOVEMENT


def _id_for(t: Turn, rule: Reminder) -> str:
    track = next((track for track in t.tracks if track.name == rule.name), None)
    if rule.level:
        host = _host(t, rule)
        if host is not None:
            return host.id
        if track is not None and track.warned not in ("", cycle.UNANNOUNCED):
            return track.warned
    return t.next_id()


def _host(t: Turn, rule: Reminder) -> Prompt | None:
    """Return the unshown prompt that a new due joins: what waits, or what comes back soon.

    It does not wait for the return of what has a lower rank than its own.
    """
    if t.waiting is not None:
        return t.waiting
    soon = t.at.mono + t.plan.delivery.bundle
    hosts = (prompt for prompt in t.postponed if prompt.leader.rank <= rule.rank)
    return next((prompt for prompt in hosts if prompt.back_mono <= soon), None)


def _join(t: Turn, id_: str, member: Member) -> None:
    host = _host(t, member.rule)
    if host is None:
        t.waiting = Prompt(id_, (member,))
    elif host is t.waiting:
        t.waiting = with_members(host, member)
    else:
        joined = with_members(host, member)
        t.postponed = tuple(joined if prompt is host else prompt for prompt in t.postponed)


def with_members(prompt: Prompt, *more: Member) -> Prompt:
    """Return the prompt with more members, the highest rank first."""
    members = sorted((*prompt.members, *more), key=lambda member: member.rule.rank)
    return replace(prompt, members=tuple(members))


def loudest_first(prompt: Prompt) -> Prompt:
    """Return the prompt as it is shown: the loudest leads, of several the highest rank.

    Or a glass of water, whose rank is above that of a break of one's own, would make a notification
    of the break, without its text and its start.
    """
    members = sorted(prompt.members, key=lambda m: (-m.rule.level, m.rule.rank))
    return replace(prompt, members=tuple(members))


def stand(t: Turn, name: str) -> None:
    """Stop the reminder's own clock: it has a due without an outcome now."""
    for track in t.tracks:
        if track.name == name and track.next_at is None:
            cycle.put(t, replace(track, leg=None, warned=""))


def warn(t: Turn, rule: Reminder, left: int) -> None:
    """Announce, in the tray, a panel that comes in `left`; at a bad moment announce nothing."""
    track = next(track for track in t.tracks if track.name == rule.name)
    quiet_about_it = (
        t.waiting is not None
        or bool(refusal(t, rule))
        or not moment.is_welcome(t, t.plan)
        or moment.spaced_at(t, t.plan) > t.at.mono + left
        or any(other.warned not in ("", cycle.UNANNOUNCED) for other in t.tracks)
        or moment.is_too_late(t, t.plan, t.at.mono + left)
        or appointments.is_barred(t.plan.appointments or (), t.at.wall + left)
    )
    id_ = cycle.UNANNOUNCED if quiet_about_it else t.next_id()
    cycle.put(t, replace(track, warned=id_))
    if not quiet_about_it:
        t.record("warned", rule.name, prompt=id_, until=t.at.wall + left)
        t.effects.append(Prepare(rule))


def come_early(t: Turn) -> None:
    """Use a breakpoint: let what is due within `early` be due now, if it can be shown now."""
    if t.waiting is not None or not presence.is_working(t, t.plan):
        return
    for rule, _, left in list(cycle.upcoming_targets(t, t.plan)):
        if not rule.level or left > t.plan.delivery.early or refusal(t, rule):
            continue
        t.waiting = Prompt("", (Member(rule, "", t.active, t.free),))
        ready = moment.ready_at(t, t.plan)
        t.waiting = None
        if ready == t.at.mono:
            fall_due(t, rule)
            return


# ---------------------------------------------------------------- outcome


def finish(
    t: Turn,
    member: Member,
    outcome: str,
    *,
    reason: str = "",
    seconds: int | None = None,
    credit: bool = False,
    exercises: tuple[str, ...] = (),
) -> None:
    """Give a due its one outcome and start its reminder anew."""
    t.record(
        outcome,
        member.rule.name,
        prompt=member.id,
        reason=reason,
        seconds=seconds,
        credit=credit,
        exercises=exercises,
    )
    cycle.restart_after(t, member, outcome)


def is_name(text: str) -> bool:
    """Tell whether this can be the name of an exercise or an area, known or not."""
    return 0 < len(text) <= LONGEST_NAME and text.isprintable() and text == text.strip()


def one_line(text: str) -> str:
    """Return the person's own words as the journal keeps them: one short line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_REASON]


def let_go(t: Turn, gone: Iterable[str], outcome: str, reason: str = "") -> None:
    """Give these reminders' dues an outcome wherever they stand, except in a running break."""
    names = set(gone)
    t.waiting = _without(t, t.waiting, names, outcome, reason)
    before = t.shown
    t.shown = _without(t, t.shown, names, outcome, reason)
    if before is not None and t.shown is None:
        t.effects.append(Withdraw(before.id))
    kept = (_without(t, prompt, names, outcome, reason) for prompt in t.postponed)
    t.postponed = tuple(prompt for prompt in kept if prompt is not None)
    dots = (_without(t, prompt, names, outcome, reason) for prompt in t.dots)
    t.dots = tuple(prompt for prompt in dots if prompt is not None)


def _without(
    t: Turn, prompt: Prompt | None, names: set[str], outcome: str, reason: str
) -> Prompt | None:
    if prompt is None or names.isdisjoint(prompt.names):
        return prompt
    kept = []
    for member in prompt.members:
        if member.rule.name not in names:
            kept.append(member)
            continue
        near = abs(t.active - member.due_active) <= cycle.CREDIT_SPAN
        finish(t, member, outcome, reason=reason, credit=outcome == "natural" and near)
    return replace(prompt, members=tuple(kept)) if kept else None


def complete_rider(t: Turn, name: str, reason: str) -> bool:
    """Complete what rides on the running break without a length of its own; the break goes on."""
    running = t.running
    if running is None:
        return False
    members = running.prompt.members
    rider = next((m for m in members if m.rule.name == name and not m.rule.length), None)
    if rider is None:
        return False
    others = tuple(member for member in members if member is not rider)
    t.running = replace(running, prompt=replace(running.prompt, members=others))
    finish(t, rider, "completed", reason=reason)
    return True


def lose_patience(t: Turn, waiting: Prompt) -> None:
    """Let go what could not be shown in time: too many, or too loud, prompts stood before it."""
    limit = t.free - t.plan.delivery.late - moment.PATIENCE + moment.GLIMPSE
    old = [member.rule.name for member in waiting.members if member.due_free <= limit]
    let_go(t, old, "expired", "gap")
