"""Beginnings, ends and jolts: start, crash, quit, clock steps, zones, stalls, a new plan, hours.

Rules of this file:
1. Same boot after a crash: as if the daemon had lived, but nothing is shown or resolved in its
   absence. Same boot after a clean quit: frozen. New boot: absence.
2. The monotonic clock means nothing across boots: anchors are moved so that what had elapsed when
   the last snapshot was written has elapsed now.
3. A step of the wall clock moves no countdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import (
    absence,
    breaks,
    cycle,
    delivery,
    dues,
    holds,
    moment,
    presence,
    profiles,
)
from ergobreak.core.effects import AskEasy, CloseBreak, Show
from ergobreak.core.model import MINUTE, Now
from ergobreak.core.state import State
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from ergobreak.core.events import StartedUp
    from ergobreak.core.model import Plan
    from ergobreak.core.state import Break
    from ergobreak.core.turn import Turn

UNKNOWN_ABSENCE = 5 * MINUTE  # a boot whose clock cannot be believed: long enough for a break


def first_state(plan: Plan, now: Now, boot: str) -> State:
    """Return the state of a person who begins now, with every reminder at its first time."""
    tracks = tuple(cycle.fresh(rule, plan, 0, now.wall) for rule in plan.reminders)
    closes = plan.hours.closes(now.wall)
    edge = plan.hours.opens(now.wall) if closes is None else closes
    return State(at=now, boot=boot, open=closes is not None, edge=edge, tracks=tracks)


def start_up(t: Turn, event: StartedUp, now: Now) -> None:
    """Go on from a snapshot (rule 1). Who types, and what can be shown, is found out anew."""
    clean, t.running_clean = t.running_clean, False
    t.typing = False
    t.displayed = True
    before = t.boot
    if event.boot != before:
        t.boot = event.boot
        gap = now.wall - t.at.wall
        asleep_for = gap if 0 <= gap < cycle.ABSURD else UNKNOWN_ABSENCE
        absence.shift(t, now.mono - t.at.mono)
        t.locked = None
        t.busy = ()
    else:
        asleep_for = event.asleep_for
        if clean:
            _skip_presence(t, now.mono - t.at.mono)
        else:
            coast(t, now.mono)
    t.at = now
    t.record("started_up", reason="boot" if event.boot != before else "")
    # A daemon that begins is proof that the machine is awake.
    slept = event.boot != before or asleep_for >= t.plan.presence.lock_after or t.asleep is not None
    ended = now.mono + (asleep_for if slept else 0)
    if t.running is not None and t.running.ends_at <= ended:
        _lose_break(t, t.running)
    if slept:
        absence.wake(t, asleep_for, quietly=True)
    absence.missed_instants(t, "expired", "passed")
    _fit_to_plan(t)
    _show_again(t)


def _show_again(t: Turn) -> None:
    """Put on the screen again what was open when the last daemon ended."""
    if t.shown is not None:
        t.effects.append(Show(t.shown, moment.can_postpone(t.shown)))
    if t.easy is not None and t.easy.asked:
        t.effects.append(AskEasy(t.easy.area))
    running = t.running
    if running is not None and not presence.is_absent(t):
        t.effects.append(breaks.opened(running, t.at.mono))


def _lose_break(t: Turn, running: Break) -> None:
    """Let a break whose end went by without a daemon be what it is: unknown."""
    t.running = None
    t.effects.append(CloseBreak(running.prompt.id, "expired"))
    for member in running.prompt.members:
        dues.finish(t, member, "expired", reason="crash")


def coast(t: Turn, to: int) -> None:
    """Let the clocks run to `to` as they would have, showing nothing on the way.

    The hours alone begin and end: no work is counted outside, and no prompt outlives a night.
    """
    while True:
        due = [d for d in presence.deadlines(t, t.plan) if t.at.mono < d <= to]
        if not due:
            break
        presence.accrue(t, min(due))
        pass_edges(t)
    presence.accrue(t, to)


def shut_down(t: Turn) -> None:
    """End cleanly: a running break gets its outcome, an open prompt is kept for the next start."""
    if t.running is not None:
        breaks.end(t, t.running)
    if t.shown is not None:
        delivery.hold(t, "quit")
    t.running_clean = True
    t.record("shut_down")


def stall(t: Turn, now: Now) -> None:
    """Skip a span in which the process stood still: neither work nor rest, time for all else."""
    span = now.mono - t.at.mono
    if span <= 0:
        return
    t.at = now
    _skip_presence(t, span)
    absence.missed_instants(t, "expired", "passed")


def _skip_presence(t: Turn, span: int) -> None:
    """Let an absence be no longer by a span of which nothing is known."""
    t.last_input = None if t.last_input is None else t.last_input + span
    t.locked = None if t.locked is None else t.locked + span
    t.rest_from = None if t.rest_from is None else t.rest_from + span


def move_clock(t: Turn, by: int) -> None:
    """Note that the wall clock was set; instants that were jumped over expire, once each."""
    t.record("clock_moved", seconds=by)
    profiles.move_clock(t, by, is_absurd=abs(by) >= cycle.ABSURD)
    if by >= cycle.ABSURD or by <= -cycle.ABSURD:
        cycle.look_again(t, forget=True)
        _move_ends(t, by)
    elif by > 0:
        absence.missed_instants(t, "expired", "passed")
    else:
        cycle.look_again(t)
    sync_hours(t)


def _move_ends(t: Turn, by: int) -> None:
    """Move what was set by a clock that had been absurd; what is older than that was right."""

    def moved(until: int) -> int:
        return until + by if abs(until - (t.at.wall - by)) < cycle.ABSURD else until

    if t.pause is not None and t.pause.until is not None:
        t.pause = replace(t.pause, until=moved(t.pause.until))
    if t.quiet is not None and t.quiet.until is not None:
        t.quiet = replace(t.quiet, until=moved(t.quiet.until))
    if t.easy is not None:
        easy = replace(t.easy, until=moved(t.easy.until))
        t.easy = replace(easy, still_until=moved(easy.still_until))


def change_zone(t: Turn, zone: str) -> None:
    """Note the new zone; hours and calendar come from the plan that was built for it."""
    t.record("zone_changed", reason=zone)
    cycle.look_again(t)
    sync_hours(t)


def change_plan(t: Turn, *, by_profile: bool) -> None:
    """Take over a new plan; an open prompt or break keeps its copy of the rules."""
    if not by_profile:
        t.record("config_changed")
    _fit_to_plan(t, "profile" if by_profile else "removed")


def _fit_to_plan(t: Turn, reason: str = "removed") -> None:
    known = {rule.name for rule in t.plan.reminders}
    gone = {track.name for track in t.tracks} - known
    dues.let_go(t, gone, "expired", reason)
    cycle.carry_over(t, moment.in_flight(t))
    sync_hours(t)


# ---------------------------------------------------------------- hours


def pass_edges(t: Turn) -> None:
    """Look anew at the hours, or at the appointments, if the wall clock has reached their edge."""
    if t.edge is not None and t.edge <= t.at.wall:
        sync_hours(t)
    elif t.agenda_edge is not None and t.agenda_edge <= t.at.wall:
        holds.keep_appointments(t)
    if t.quiet_edge is not None and t.quiet_edge <= t.at.wall:
        holds.keep_quiet_hours(t)
    if t.profile.edge is not None and t.profile.edge <= t.at.wall:
        profiles.keep(t)


def sync_hours(t: Turn) -> None:
    """Ask whether the hours are open now, and when that changes next; likewise appointments."""
    closes = t.plan.hours.closes(t.at.wall)
    was_open, t.open = t.open, closes is not None
    t.edge = t.plan.hours.opens(t.at.wall) if closes is None else closes
    if was_open and not t.open:
        _close(t)
    holds.keep_appointments(t)
    holds.keep_quiet_hours(t)
    profiles.keep(t)


def _close(t: Turn) -> None:
    """Let what is undelivered expire with the hours; a started break may overrun."""
    prompts = [p for p in (t.waiting, t.shown, *t.postponed) if p is not None]
    names = {name for prompt in prompts for name in prompt.names}
    dues.let_go(t, names - set(t.plan.calendars), "expired", "hours")


def close_own_hours(t: Turn) -> None:
    """Let what waits expire when its reminder's own hours have ended."""
    if t.waiting is None:
        return
    calendars = t.plan.calendars
    over = [
        name
        for name in t.waiting.names
        if name in calendars and calendars[name].closes(t.at.wall) is None
    ]
    dues.let_go(t, over, "expired", "hours")


def keep_wall(t: Turn, now: Now) -> None:
    """Take over the wall clock as it is now; slewing is no step."""
    t.at = replace(t.at, wall=now.wall)
