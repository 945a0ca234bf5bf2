"""Reasons not to interrupt: calls and the like, pause, quiet; how they begin and end.

Rules of this file:
1. What begins to hold takes an unanswered prompt off the screen and keeps it.
2. When the last holding reason has ended, `free_from` starts the wait of `after_busy`.
3. Idleness that another reason had covered begins at the end of that reason, never before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import appointments, cycle, delivery, presence, unanswered
from ergobreak.core.model import Policy
from ergobreak.core.state import Busy, Stop
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.core.turn import Turn


def begin_busy(t: Turn, reason: str, name: str) -> None:
    """Note a reason not to interrupt; a second report of the same one changes nothing."""
    if any(busy.reason == reason for busy in t.busy):
        return
    t.record("busy", reason=reason)
    t.busy = (*t.busy, Busy(reason, t.at.mono, t.at.wall, name))
    _began(t)


def end_busy(t: Turn, reason: str) -> None:
    """Note that this reason is over."""
    if all(busy.reason != reason for busy in t.busy):
        return
    before = _Before(t)
    over = next(busy for busy in t.busy if busy.reason == reason)
    t.record("free", reason=reason, seconds=t.at.mono - over.since)
    t.busy = tuple(busy for busy in t.busy if busy is not over)
    _uncover(t, before)
    if not over.ignored:
        _apply_policy(t, reason, over.since)


def keep_appointments(t: Turn) -> None:
    """Let the calendar hold what it holds now, and find out when that changes next.

    Until the calendars have been read, what was known of them holds to the end that was known.
    """
    known, wall = t.plan.appointments, t.at.wall
    if known is None and (t.agenda_edge is None or wall < t.agenda_edge):
        return
    known = known or ()
    before, was_near = _Before(t), t.is_meeting_near
    now = appointments.current(known, wall)
    t.agenda_edge = appointments.next_edge(known, wall)
    t.is_meeting_near = now is None and appointments.is_barred(known, wall)
    if now is not None:
        begin_busy(t, appointments.REASON, now.name)
    elif any(busy.reason == appointments.REASON for busy in t.busy):
        end_busy(t, appointments.REASON)
    elif t.is_meeting_near and not before.held:
        delivery.hold_waiting(t, appointments.REASON)
    elif was_near and not t.is_meeting_near:
        _uncover(t, before)  # it was called off


def keep_quiet_hours(t: Turn) -> None:
    """Hold in the quiet hours of every day, and find out when they begin or end next."""
    hours = t.plan.quiet_hours
    ends = None if hours is None else hours.closes(t.at.wall)
    opens = None if hours is None or ends is not None else hours.opens(t.at.wall)
    t.quiet_edge = ends if ends is not None else opens
    if ends is not None:
        begin_busy(t, presence.QUIET_HOURS, "")
    else:
        end_busy(t, presence.QUIET_HOURS)


def ignore_busy(t: Turn, reason: str) -> None:
    """Let this reason count for nothing until it is over."""
    if not reason and (t.pause or t.quiet):
        raise CommandRejected(_("Nothing but you holds prompts now."), _("See: ergobreak resume"))
    if all(busy.reason != reason for busy in t.busy):
        named = _("Nothing of that name holds prompts now.")
        raise CommandRejected(named if reason else _("Nothing holds prompts now."))
    if all(busy.ignored for busy in t.busy if busy.reason == reason):
        raise CommandRejected(_("It is ignored already."))
    before = _Before(t)
    t.record("ignored", reason=reason)
    t.busy = tuple(
        replace(busy, ignored=True) if busy.reason == reason else busy for busy in t.busy
    )
    _uncover(t, before)


def type_in_full_screen(t: Turn) -> None:
    """Let a full screen with typing in it be work: it holds no longer."""
    before = _Before(t)
    t.busy = tuple(replace(b, typed=b.reason == "fullscreen") for b in t.busy)
    _uncover(t, before)


def pause(t: Turn, length: int | None, until: int | None) -> None:
    """Stop the timers; a bare pause ends tomorrow at the start of the hours."""
    t.pause = _stop(t, length, until)
    t.record("paused", until=_end(t, t.pause))
    _began(t)


def quiet(t: Turn, length: int | None, until: int | None) -> None:
    """Show nothing while the timers run; a bare quiet ends tomorrow at the start of the hours."""
    t.quiet = _stop(t, length, until)
    t.record("quiet", until=_end(t, t.quiet))
    _began(t)


def resume(t: Turn) -> None:
    """End pause and quiet by hand."""
    if t.pause is None and t.quiet is None:
        raise CommandRejected(_("Nothing is paused and nothing is quiet."))
    end_stops(t, pause=t.pause is not None, quiet=t.quiet is not None)


def end_stops(t: Turn, *, pause: bool, quiet: bool) -> None:
    """End pause, quiet or both."""
    before, stopped = _Before(t), t.pause
    names = [name for name, over in (("pause", pause), ("quiet", quiet)) if over]
    t.pause = None if pause else t.pause
    t.quiet = None if quiet else t.quiet
    t.record("resumed", reason=" ".join(names))
    _uncover(t, before)
    if pause and stopped is not None:
        _apply_policy(t, "pause", stopped.since)


def no_display(t: Turn, prompt: str) -> None:
    """Keep a prompt that no back-end could show: it was never seen, so it does not count."""
    if t.shown is None or t.shown.id != prompt:
        return
    t.displayed = False
    t.recent = tuple(shown for shown in t.recent if shown.mono != t.shown.shown_mono)
    delivery.hold(t, "no_display")


def _stop(t: Turn, length: int | None, until: int | None) -> Stop:
    if length is None and until is None:
        until = t.plan.hours.tomorrow(t.at.wall)
    if (length is not None and length <= 0) or (until is not None and until <= t.at.wall):
        raise CommandRejected(_("That time is over already."))
    return Stop(t.at.mono, length, until)


def _end(t: Turn, stop: Stop) -> int | None:
    return stop.until if stop.length is None else t.at.wall + stop.length


def _began(t: Turn) -> None:
    reason = presence.hold_reason(t, t.plan)
    if reason:
        delivery.hold(t, reason)


class _Before:
    """What held and what governed before a reason ended."""

    def __init__(self, t: Turn) -> None:
        self.held = presence.hold_reason(t, t.plan)
        self.covered = presence.is_covered(t, t.plan)


def _uncover(t: Turn, before: _Before) -> None:
    """Let begin now what the reason had kept back: idleness, and the wait of what is held."""
    uncovered = before.covered and not presence.is_covered(t, t.plan)
    if uncovered and t.last_input is not None and not t.credited:
        # Unless it had become a break before the reason began, the silence counts from here.
        if t.idle_noted and not t.rest_in_break:
            t.record("active")
        t.last_input, t.rest_from = t.at.mono, None
        t.idle_noted = t.rest_in_break = False
    # The wait after a return ends by itself, and is no reason that was lifted here.
    if before.held not in ("", "settle") and presence.hold_reason(t, t.plan) in ("", "settle"):
        t.free_from = t.at.mono


def _apply_policy(t: Turn, reason: str, since: int) -> None:
    """Do what the policy of a reason says for its end."""
    policy = t.plan.policies.get(reason, Policy.CONTINUE)
    if policy is Policy.RESET:
        cycle.restart_all(t)
    elif policy is Policy.CREDIT:
        unanswered.rested(t, t.at.mono - since)
