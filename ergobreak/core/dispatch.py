"""One branch an event: which rule it goes to. No rule stands here.

The last branch of each `match` names no class: an event that has no branch is then a type error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.core import (
    absence,
    answers,
    boot,
    breaks,
    care,
    corrections,
    dues,
    events,
    holds,
    profiles,
)

if TYPE_CHECKING:
    from ergobreak.core.turn import Turn


def apply(t: Turn, event: events.Event) -> None:
    """Let an event have its effect. Raises CommandRejected."""
    if isinstance(event, events.Command):
        _obey(t, event)
    else:
        _learn(t, event)


def _learn(t: Turn, event: events.Happening) -> None:
    match event:
        case events.Ticked() | events.StartedUp() | events.Stalled():
            pass
        case events.ShutDown():
            boot.shut_down(t)
        case events.ClockMoved(by):
            boot.move_clock(t, by)
        case events.ZoneChanged(zone):
            boot.change_zone(t, zone)
        case events.PlanChanged(by_profile):
            boot.change_plan(t, by_profile=by_profile)
        case events.AgendaRead():
            boot.sync_hours(t)
        case events.ReaderTold(is_on):
            t.aloud = is_on
        case events.NotShown(prompt):
            holds.no_display(t, prompt)
        case events.DisplayReturned():
            t.displayed = True
        case events.BusyBegan(reason, name):
            holds.begin_busy(t, reason, name)
        case events.BusyEnded(reason):
            holds.end_busy(t, reason)
        case events.InputStopped(since):
            absence.input_stopped(t, since)
        case events.InputSeen():
            absence.input_seen(t)
        case events.TypingBegan():
            absence.input_seen(t)
            t.typing = True
            holds.type_in_full_screen(t)
        case events.Lulled() | events.WindowSwitched():
            # A switch counts for this step only: `step` puts `typing` back when what waited has
            # had its chance.
            t.typing = False
            dues.come_early(t)
        case events.Locked():
            absence.lock(t)
        case events.Unlocked():
            absence.unlock(t)
        case events.FellAsleep():
            absence.fall_asleep(t)
        case _:
            absence.wake(t, event.asleep_for)


def _obey(t: Turn, event: events.Command) -> None:
    match event:
        case events.BusyIgnored(reason):
            holds.ignore_busy(t, reason)
        case events.Paused(length, until):
            holds.pause(t, length, until)
        case events.Quieted(length, until):
            holds.quiet(t, length, until)
        case events.Resumed():
            holds.resume(t)
        case events.ProfileChosen(name, length, until):
            profiles.choose(t, name, length, until)
        case events.ProfileLeft():
            profiles.leave_to_itself(t)
        case events.Taken():
            answers.take(t, event)
        case events.Done():
            answers.done(t, event)
        case events.Postponed():
            answers.postpone(t, event)
        case events.Skipped():
            answers.skip(t, event)
        case events.BreakPaused():
            breaks.pause(t, event)
        case events.BreakResumed():
            breaks.go_on(t, event)
        case events.Exercised():
            breaks.exercised(t, event)
        case events.Preferred():
            care.prefer(t, event)
        case events.Drank():
            care.drink(t, event)
        case events.Hurt():
            care.hurt(t, event)
        case events.WasSitting():
            care.correct_absence(t)
        case events.Corrected():
            corrections.correct(t, event)
        case events.HurtUndone():
            care.undo_hurt(t)
        case _:
            care.answer_easy(t, event.answer)
