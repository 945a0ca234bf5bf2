"""The engine: every rule of ergobreak behind three functions.

Theory of operation
-------------------
`step` takes a state, an event and the present instant, and answers the next state and what is to
be done. `next_deadline` answers when to call again if nothing happens. There is no timer in here:
the deadline is a question to the state, so there is nothing to cancel and nothing to leak.

A step lets the time run from the state's instant to `now`, stopping at every deadline on the way,
in order, each at its own instant: so it does not matter how often, or how late, anybody calls.
Then it applies the event, and lets whatever that made ready happen at once.

    presence.py  whose time is it: which clock runs, is a prompt welcome
    dispatch.py  which event goes where
    absence.py   the person leaves and returns
    holds.py     calls, pause, quiet
    cycle.py     when a reminder falls due next
    dues.py      a due, what it joins, its one outcome
    moment.py    when a prompt can be shown
    appointments.py  what the calendar says
    profiles.py  which profile is in force
    delivery.py  prompts on the screen
    answers.py   what the person does with prompts
    unanswered.py  what time and absence answer
    care.py      water, and "this hurts"
    corrections.py  the log put right afterwards
    boot.py      starts, ends, jolts, hours

Rules of these files:
1. Values in, values out. No clock, thread, file, random number or log line.
2. A refused command raises CommandRejected; the state that was passed in is untouched.
3. Every due gets exactly one outcome; every outcome starts its reminder anew in one place
   (cycle.restart_after).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import (
    absence,
    boot,
    breaks,
    care,
    cycle,
    delivery,
    dispatch,
    dues,
    events,
    holds,
    moment,
    presence,
    profiles,
    unanswered,
)
from ergobreak.core.turn import Turn
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from ergobreak.core.effects import Effect
    from ergobreak.core.model import Now, Plan
    from ergobreak.core.state import State
    from ergobreak.core.turn import View

BUSY_LOOP: Final = 10_000  # more deadlines at one instant than this is a bug, not a plan


def start(plan: Plan, now: Now, boot_id: str) -> tuple[State, tuple[Effect, ...]]:
    """Return the state of somebody who begins now, and the record of it."""
    t = Turn(boot.first_state(plan, now, boot_id), plan)
    t.record("started_up")
    holds.keep_appointments(t)
    holds.keep_quiet_hours(t)
    profiles.keep(t)
    _catch_up(t, now.mono)
    return t.freeze(), tuple(t.effects)


def step(
    state: State, event: events.Event, now: Now, plan: Plan
) -> tuple[State, tuple[Effect, ...]]:
    """Return the state after this event, and what is to be done, records in order.

    Raises CommandRejected when the person asks for what cannot be. `now` never runs backwards on
    the monotonic clock, except over a reboot, which StartedUp announces.
    """
    t = Turn(state, plan)
    if isinstance(event, events.StartedUp | events.PlanChanged | events.ZoneChanged):
        cycle.lay_still(t)
    if isinstance(event, events.StartedUp):
        boot.start_up(t, event, now)
    elif isinstance(event, events.Stalled):
        _catch_up(t, min(max(event.since, t.at.mono), now.mono))
        boot.stall(t, now)
    else:
        _catch_up(t, max(now.mono, t.at.mono))
        boot.keep_wall(t, now)
        dispatch.apply(t, event)
    if isinstance(event, events.ShutDown):
        return t.freeze(), tuple(t.effects)  # what waits is for the next start to show
    if not isinstance(event, events.Ticked) or now.wall != state.at.wall + now.mono - state.at.mono:
        _catch_up(t, t.at.mono)
    if isinstance(event, events.WindowSwitched):
        t.typing = state.typing
    delivery.note_wait(t)
    return t.freeze(), tuple(t.effects)


def next_deadline(state: State, plan: Plan) -> int | None:
    """Return the next instant (mono) at which something happens by itself; None: never.

    Always later than the state's own instant.
    """
    return _next(state, plan)


def only_time_passed(before: State, after: State) -> bool:
    """Tell whether the states differ in nothing that a restart could not work out again."""
    return (
        replace(before, at=after.at, active=after.active, free=after.free, typing=after.typing)
        == after
    )


# ---------------------------------------------------------------- time


def _catch_up(t: Turn, to: int) -> None:
    """Let the time run to `to`, and everything on the way happen at its own instant."""
    for _ in range(BUSY_LOOP):
        instant = _next(t, t.plan)
        if instant is None or instant > to:
            presence.accrue(t, to)
            return
        presence.accrue(t, instant)
        _fire(t)
    raise AssertionError(f"the engine does not come to rest at {t.at}")


def _next(s: View, plan: Plan) -> int | None:
    """Return the soonest of all deadlines; asked three times a step, so it is kept flat."""
    found = presence.deadlines(s, plan)
    if s.asleep is None:
        found += moment.deadlines(s, plan)
        found += _track_deadlines(s, plan)
        if s.easy is not None and not s.easy.asked:
            left = s.easy.until - s.at.wall
            if left > 0:
                found.append(s.at.mono + left)
            elif moment.is_welcome(s, plan):
                found.append(s.at.mono)
    return min(found) if found else None


def _track_deadlines(s: View, plan: Plan) -> list[int]:
    """Return when each reminder is due, and when it is announced."""
    now, active, wall = s.at.mono, s.active, s.at.wall
    warning = plan.delivery.warning
    working = presence.is_working(s, plan)
    found = []
    for track in s.tracks:
        if track.next_at is not None:
            found.append(now + track.next_at - wall)
        elif track.leg is not None and working:
            left = track.since + track.leg - active
            found.append(now + left if track.warned or left <= warning else now + left - warning)
    return found


def _fire(t: Turn) -> None:
    """Let everything happen that is due at this instant, in an order that is always the same."""
    now = t.at.mono
    _fire_presence(t, now)
    if t.running is not None and t.running.ends_at <= now:
        breaks.end(t, t.running)
    _fire_unanswered(t, now)
    _fire_tracks(t)
    for prompt in t.postponed:
        unseen = t.running is None and t.shown is None and not presence.is_absent(t)
        if prompt.back_mono <= now and unseen:
            delivery.come_back(t, prompt)
    boot.close_own_hours(t)
    patience = moment.overdue_at(t, t.plan)
    ready = moment.ready_at(t, t.plan)
    if t.waiting is not None and ready is not None and ready <= now:
        prompt, t.waiting = t.waiting, None
        delivery.show(t, prompt)
    elif t.waiting is not None and patience is not None and patience <= now:
        dues.lose_patience(t, t.waiting)
    delivery.note_wait(t)
    easy = t.easy
    if (
        easy is not None
        and not easy.asked
        and easy.until <= t.at.wall
        and moment.is_welcome(t, t.plan)
    ):
        care.ask_easy(t, easy)


def _fire_presence(t: Turn, now: int) -> None:
    pause = presence.stop_ends_at(t, t.pause)
    quiet = presence.stop_ends_at(t, t.quiet)
    pause_over = pause is not None and pause <= now
    quiet_over = quiet is not None and quiet <= now
    if pause_over or quiet_over:
        holds.end_stops(t, pause=pause_over, quiet=quiet_over)
    boot.pass_edges(t)
    idle = presence.idle_at(t, t.plan)
    if idle is not None and idle <= now:
        absence.begin_idle(t)
    absence.credit(t)
    if t.settle_from is not None and t.settle_from + t.plan.presence.settle <= now:
        t.settle_from = None
    if t.free_from is not None and t.free_from + t.plan.delivery.after_busy <= now:
        t.free_from = None


def _fire_unanswered(t: Turn, now: int) -> None:
    for dot in t.dots:
        if dot.shown_mono + (dot.leader.length or moment.TOAST_FOR) <= now:
            dues.let_go(t, dot.names, "seen")
    over = moment.unanswered_at(t, t.plan)
    if t.shown is not None and over is not None and over <= now:
        unanswered.fade(t, t.shown)


def _fire_tracks(t: Turn) -> None:
    known = cycle.rules(t.plan)
    for track in t.tracks:
        if track.next_at is not None and track.next_at <= t.at.wall:
            _fire_calendar(t, track.name)
    if not presence.is_working(t, t.plan):
        return
    for track in t.tracks:
        rule = known.get(track.name)
        if rule is None or track.leg is None:
            continue
        left = track.since + track.leg - t.active
        if left <= 0:
            dues.fall_due(t, rule)
        elif not track.warned and left <= t.plan.delivery.warning:
            dues.warn(t, rule, left)


def _fire_calendar(t: Turn, name: str) -> None:
    """Let a calendar reminder be due at its instant; one that is in flight already is not again."""
    if t.credited:
        absence.missed_instants(t, "absent", only=name)
        return
    track = next(track for track in t.tracks if track.name == name)
    is_open = t.plan.calendars[name].closes(track.next_at or 0) is not None
    busy_with = moment.in_flight(t)
    cycle.pass_over(t, name)
    rule = cycle.rules(t.plan).get(name)
    if rule is not None and is_open and name not in busy_with:
        dues.fall_due(t, rule)
