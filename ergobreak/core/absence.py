"""The person leaves and returns: idle, lock, suspend, and the break that this counts as.

Rules of this file:
1. One absence is one span: it begins with the first thing that says so (last input, lock, suspend)
   and ends when nothing says so any more, however often the reasons change in between.
2. An absence that began in a break belongs to the break, up to `long_away`.
3. Time asleep is real time that the monotonic clock did not see: on waking, every anchor moves
   back by it, and the stop watches do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import breaks, cycle, delivery, moment, presence, unanswered
from ergobreak.core.model import Policy
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from ergobreak.core.state import Prompt, Stop
    from ergobreak.core.turn import Turn


def input_stopped(t: Turn, since: int) -> None:
    """Note that the last input was at `since`; idleness itself begins later, at a deadline."""
    if t.last_input is None:
        t.last_input = min(since, t.at.mono)
    t.typing = False


def input_seen(t: Turn) -> None:
    """End idleness; input is also proof that the machine is awake and the screen is open."""
    noted, in_break = t.idle_noted, t.rest_in_break
    t.last_input = None
    t.idle_noted = False
    t.asleep = None
    if noted and not in_break:
        t.record("active")
    if t.locked is None:
        _returned(t, "idle", settle=t.credited > 0)


def begin_idle(t: Turn) -> None:
    """Note the idleness that has lasted `idle_after` by now."""
    t.idle_noted = True
    _leave(t, t.at.mono if t.last_input is None else t.last_input)
    if not t.rest_in_break:
        t.record("idle")


def lock(t: Turn) -> None:
    """Note that the screen was locked; an open prompt counts as taken."""
    if t.locked is not None:
        return
    t.record("locked")
    t.locked = t.at.mono
    _leave(t, t.at.mono)
    unanswered.left_open(t)
    _clear_screen(t, "lock")


def unlock(t: Turn) -> None:
    """Note that the screen is open again."""
    if t.locked is None:
        return
    t.record("unlocked")
    t.locked = None
    t.last_input = None
    t.idle_noted = False
    if t.asleep is None:
        _returned(t, "lock", settle=True)


def fall_asleep(t: Turn) -> None:
    """Note that the machine is about to suspend."""
    if t.asleep is not None:
        return
    t.record("suspended")
    t.asleep = t.at.mono
    _leave(t, t.at.mono)
    unanswered.left_open(t)
    _clear_screen(t, "suspend")


def wake(t: Turn, asleep_for: int, *, quietly: bool = False) -> None:
    """Count the time asleep as absence; instants that went by meanwhile are `absent`."""
    if t.asleep is None and not asleep_for and not quietly:
        return  # logind says "awake" too, when the clocks have told the span already
    if t.asleep is None:
        t.asleep = t.at.mono
        _leave(t, t.at.mono)
        unanswered.left_open(t)
    shift(t, -max(0, asleep_for))
    if not quietly:
        t.record("woke", seconds=asleep_for)
    if t.running is not None and t.running.ends_at <= t.at.mono:
        breaks.end(t, t.running, asleep=True)
    credit(t)
    if asleep_for >= t.plan.presence.lock_after:
        t.rested = ()  # nobody sat at a sleeping computer: this break cannot be taken back
    missed_instants(t, "absent")
    t.asleep = None
    t.last_input = None
    t.idle_noted = False
    if t.locked is None:
        _returned(t, "suspend", settle=True)


def missed_instants(t: Turn, outcome: str, reason: str = "", *, only: str = "") -> None:
    """Give the calendar reminders whose instant went by unseen their due and its outcome.

    One that has a due in flight already, or whose own hours were closed, gets none.
    """
    busy_with = moment.in_flight(t)
    for track in cycle.pass_over(t, only):
        closes = t.plan.calendars[track.name].closes(track.next_at or 0)
        if track.name in busy_with or closes is None:
            continue
        id_ = t.next_id()
        t.record("due", track.name, prompt=id_)
        t.record(outcome, track.name, prompt=id_, reason=reason)


def credit(t: Turn) -> None:
    """Turn the absence into a natural break, and into a long one, when it has lasted enough."""
    while (instant := presence.credit_at(t, t.plan)) is not None and instant <= t.at.mono:
        if t.credited == 0:
            unanswered.natural_break(t, long=False)
        if t.credited == 1 or t.rest_in_break:
            unanswered.natural_break(t, long=True)
            t.credited = 2
        else:
            t.credited = 1


def _leave(t: Turn, since: int) -> None:
    if t.rest_from is None:
        t.rest_from = since
        t.rest_in_break = t.running is not None
    t.typing = False


def _clear_screen(t: Turn, reason: str) -> None:
    """Keep an open prompt that leaving does not answer: nothing stands on a lock screen."""
    if t.shown is not None:
        delivery.hold(t, reason)


def _returned(t: Turn, reason: str, *, settle: bool) -> None:
    """End the absence: one record for its span, and a while in which nothing is shown."""
    if t.rest_from is None:
        return
    if t.credited:
        t.record("away", seconds=t.at.mono - t.rest_from)
    if t.plan.policies[reason] is Policy.RESET:
        cycle.restart_all(t)
    t.rest_from = None
    t.credited = 0
    if settle:
        t.settle_from = t.at.mono
        if t.shown is not None:
            delivery.hold(t, "settle")


def shift(t: Turn, by: int) -> None:
    """Move every monotonic anchor; the present instant and the stop watches stay."""

    def moved(instant: int | None) -> int | None:
        return None if instant is None else instant + by

    def stop(old: Stop | None) -> Stop | None:
        return None if old is None else replace(old, since=old.since + by)

    def prompt(old: Prompt) -> Prompt:
        return replace(old, shown_mono=old.shown_mono + by, back_mono=old.back_mono + by)

    t.last_input = moved(t.last_input)
    t.locked = moved(t.locked)
    t.asleep = moved(t.asleep)
    t.rest_from = moved(t.rest_from)
    t.rested_since = moved(t.rested_since)
    t.settle_from = moved(t.settle_from)
    t.free_from = moved(t.free_from)
    t.busy = tuple(replace(busy, since=busy.since + by) for busy in t.busy)
    t.pause, t.quiet = stop(t.pause), stop(t.quiet)
    t.waiting = None if t.waiting is None else prompt(t.waiting)
    t.shown = None if t.shown is None else prompt(t.shown)
    t.postponed = tuple(prompt(old) for old in t.postponed)
    t.dots = tuple(prompt(old) for old in t.dots)
    t.recent = tuple(replace(shown, mono=shown.mono + by) for shown in t.recent)
    t.drinks = tuple((mono + by, ml) for mono, ml in t.drinks)
    if t.running is not None:
        paused_at = moved(t.running.paused_at)
        t.running = replace(t.running, started=t.running.started + by, paused_at=paused_at)
