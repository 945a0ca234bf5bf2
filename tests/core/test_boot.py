"""Starts, ends and jolts in every state: crash, quit, reboot, clock, zone, stall, a new plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.core import engine, events
from ergobreak.core.effects import AskEasy, CloseBreak, OpenBreak, Show, Withdraw
from ergobreak.core.model import DAY, HOUR, MINUTE, SECOND, Level, Plan
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, NINE, STRETCH, WALK, WATER, AllDay, Day, OfficeHours, complete
from tests.core.plans import (
    LID_CLOSED,
    MEDICINE,
    ONLY_POSTURE,
    ONLY_STRETCH,
    ONLY_WALK,
    ONLY_WATER,
    Daily,
    Once,
    plan_of,
)

if TYPE_CHECKING:
    from ergobreak.core.effects import Effect

AT_TEN = replace(plan_of(MEDICINE), calendars={"medicine": Daily(10 * HOUR)})


def crash(day: Day, down: int) -> None:
    """Kill the daemon and start it in the same boot."""
    day.mono += down
    day.do(events.StartedUp(day.boot))


def reboot(day: Day, down: int) -> None:
    """Start in another boot: the monotonic clock begins anew, the wall clock has gone on."""
    day.wall_offset += day.mono + down - 7 * SECOND
    day.mono = 7 * SECOND
    day.boot += "'"
    day.do(events.StartedUp(day.boot))


def since(day: Day, effect: type[Effect]) -> list[Effect]:
    """Return the effects of this sort since the last start."""
    starts = [n for n, e in enumerate(day.effects) if getattr(e, "event", "") == "started_up"]
    return [e for e in day.effects[starts[-1] :] if isinstance(e, effect)]


# ---------------------------------------------------------------- crash


def test_an_open_prompt_is_shown_again() -> None:
    """A crash may lose a pop-up for a moment, never the prompt."""
    day = Day(ONLY_WALK)
    day.run(46)
    crash(day, SECOND)

    (show,) = since(day, Show)
    assert show == day.shows[0][1]


@pytest.mark.parametrize(("down", "left"), [(MINUTE, MINUTE), (2 * MINUTE, None), (HOUR, None)])
@pytest.mark.parametrize("again", [crash, reboot])
def test_a_break_reopens_before_its_planned_end_only(
    again: object, down: int, left: int | None
) -> None:
    """Restarted in time a break goes on with the rest; later its end is unknown."""
    day = Day(ONLY_WALK, complete)
    day.run(46)
    (crash if again is crash else reboot)(day, down)

    assert [e.length for e in since(day, OpenBreak) if isinstance(e, OpenBreak)] == (
        [left] if left else []
    )
    assert len(since(day, CloseBreak)) == (left is None)
    day.run(3)
    assert day.lines("completed", "expired")[:1] == (
        ["48 completed walk"] if left else [f"{46 + down / MINUTE:g} expired walk crash"]
    )


def test_a_night_behind_a_lost_break_is_an_absence() -> None:
    """A new boot is absence, also when a break was open at the end of the last one."""
    day = Day(plan_of(WALK, WATER), complete)
    day.run(46)
    reboot(day, 8 * HOUR)

    assert day.lines("expired") == ["526 expired walk crash", "526 expired hydration crash"]
    assert day.lines("away") == ["526 away"]
    day.run(44)
    assert day.lines("prompted")[1:] == []


def test_a_postponed_prompt_survives_a_crash_and_a_quick_reboot() -> None:
    """Its countdown goes on, whatever became of the monotonic clock."""
    for again in (crash, reboot):
        day = Day(ONLY_WALK)
        day.run(45)
        day.do(events.Postponed(10 * MINUTE))
        again(day, MINUTE)
        day.run(10)

        assert day.lines("prompted") == ["45 prompted walk", "55 prompted walk"]


def test_a_pause_ends_in_time_over_a_crash_and_a_reboot() -> None:
    """A pause of half an hour is over half an hour later."""
    for again in (crash, reboot):
        day = Day(ONLY_WALK)
        day.run(10)
        day.do(events.Paused(30 * MINUTE))
        again(day, 10 * MINUTE)
        day.run(30)

        assert day.lines("resumed") == ["40 resumed pause"]


def test_no_work_is_counted_outside_the_hours_while_the_daemon_was_dead() -> None:
    """As if the daemon had lived: the hours ended without it."""
    day = Day(Plan((replace(STRETCH, every=20 * HOUR),), OfficeHours()))
    day.run(8 * 60 + 50)
    crash(day, 70 * MINUTE)

    assert day.state.active == 9 * HOUR


def test_a_prompt_does_not_outlive_a_night_in_which_the_daemon_was_dead() -> None:
    """What was open in the evening has expired with the hours, and at their end."""
    day = Day(Plan((replace(STRETCH, every=8 * HOUR + 40 * MINUTE),), OfficeHours()))
    day.run(8 * 60 + 41)
    assert day.state.shown is not None
    crash(day, 16 * HOUR)

    assert day.lines("expired") == ["540 expired stretch hours"]
    assert day.state.shown is None


def test_what_was_removed_while_the_daemon_was_down_is_gone() -> None:
    """A removed reminder ends as such, whenever it is noticed."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.plan = ONLY_STRETCH
    crash(day, SECOND)

    assert day.lines("expired") == ["45.0167 expired walk removed"]
    assert day.state.shown is None
    assert [track.name for track in day.state.tracks] == ["stretch"]


@pytest.mark.parametrize("down", [SECOND, 8 * HOUR])
def test_a_reminder_that_ran_and_was_removed_while_down_stops_no_start(down: int) -> None:
    """A start with another config and a new boot works, whatever ran before."""
    day = Day(DEFAULT)
    day.run(21)
    day.plan = ONLY_STRETCH
    reboot(day, down)
    day.run(95)

    assert {line.split()[2] for line in day.lines("prompted")[1:]} == {"stretch"}


def test_a_break_of_what_left_and_came_back_to_the_config_is_lost_in_peace() -> None:
    """A start finds a break of a reminder that has no track: it has one outcome and no crash."""
    day = Day(ONLY_WALK, complete)
    day.run(46)
    day.plan = ONLY_STRETCH
    day.do(events.PlanChanged())
    day.plan = ONLY_WALK
    crash(day, HOUR)
    day.run(1)

    assert day.lines("expired") == ["106 expired walk crash"]


def test_what_could_not_be_shown_is_tried_again_by_a_new_daemon() -> None:
    """Whether there is a display is found out anew at every start."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.NotShown("p1"))
    crash(day, SECOND)

    assert len(since(day, Show)) == 1


def test_a_new_daemon_is_awake() -> None:
    """Killed in a short sleep and started after it, it does not wait for a word of waking."""
    day = Day(ONLY_WALK)
    day.run(10)
    day.do(LID_CLOSED)
    day.wall_offset += MINUTE
    day.mono += SECOND
    day.do(events.StartedUp("boot", MINUTE))
    day.run(40)

    assert len(day.lines("prompted")) == 1


def test_the_question_after_easy_days_is_asked_again() -> None:
    """A start in between does not lose the one question."""
    day = Day(ONLY_WALK)
    day.do(events.Hurt("neck"))
    day.run(50 * 60)
    crash(day, SECOND)

    assert since(day, AskEasy) == [AskEasy("neck")]


def test_an_instant_that_went_by_while_the_daemon_was_dead_has_passed() -> None:
    """A calendar reminder whose instant nobody saw expires once, and comes tomorrow."""
    day = Day(AT_TEN)
    day.run(50)
    crash(day, 20 * MINUTE)
    day.run(24 * 60)

    assert day.lines("due", "expired")[:2] == ["70 due medicine", "70 expired medicine passed"]
    assert len(day.lines("prompted")) == 1


def test_a_crash_soon_after_a_return_does_not_shorten_the_settling() -> None:
    """The first minutes after a return stay free of prompts, with another daemon too."""
    day = Day(ONLY_POSTURE)
    day.run(21)
    day.do(events.Locked())
    day.run(1)
    day.do(events.Unlocked())
    crash(day, 4 * MINUTE)
    day.run(1)

    assert day.lines("held") == []
    assert day.lines("prompted") == ["26 prompted posture"]


# ---------------------------------------------------------------- clean quit


@pytest.mark.parametrize("leave", [events.Locked(), events.InputStopped(30 * MINUTE)])
def test_a_clean_quit_freezes_an_absence_too(leave: events.Event) -> None:
    """Who quits on the way out and starts two hours later has had no break on record."""
    day = Day(ONLY_STRETCH)
    day.run(30)
    day.do(leave)
    day.run(1)
    day.do(events.ShutDown())
    crash(day, 2 * HOUR)
    day.do(events.Unlocked())
    day.do(events.InputSeen())

    assert day.lines("natural", "away") == []
    assert day.state.active <= 31 * MINUTE


def test_a_clean_quit_ends_a_break_and_keeps_a_prompt() -> None:
    """A running break has its outcome at the quit; an open prompt comes again."""
    with_break, with_prompt = Day(ONLY_WALK, complete), Day(ONLY_WALK)
    for day in (with_break, with_prompt):
        day.run(46)
        day.do(events.ShutDown())
        crash(day, HOUR)
        day.run(20)

    assert with_break.lines("partial") == ["46 partial walk"]
    assert with_prompt.lines("held", "released") == ["46 held walk quit", "106 released walk quit"]


def test_a_quit_with_nothing_going_on_writes_one_line() -> None:
    """A clean quit is on record."""
    day = Day(ONLY_WALK)
    day.do(events.ShutDown())

    assert day.lines() == ["0 started_up", "0 shut_down"]


# ---------------------------------------------------------------- reboot


@pytest.mark.parametrize("wall", [0, NINE + 100 * 365 * DAY])
def test_an_unbelievable_gap_between_two_boots_is_a_break(wall: int) -> None:
    """A clock that nobody can believe after a reboot: an absence long enough for a break."""
    day = Day(ONLY_STRETCH)
    day.run(30)
    day.mono, day.wall_offset, day.boot = 0, wall, "other"
    day.do(events.StartedUp("other"))

    assert [(r.event, r.seconds) for r in day.records if r.event == "away"] == [("away", 300)]


def test_a_reboot_ends_what_only_the_old_boot_knew() -> None:
    """Locks and calls are read anew after a reboot."""
    day = Day(ONLY_STRETCH)
    day.do(events.Locked())
    day.do(events.BusyBegan("call"))
    reboot(day, MINUTE)

    assert (day.state.locked, day.state.busy) == (None, ())


# ---------------------------------------------------------------- clock and zone


def test_an_absurd_clock_that_is_set_right_moves_no_end() -> None:
    """A pause, a quiet time and easy days last as long as they were meant to."""
    day = Day(ONLY_STRETCH, wall_offset=0)
    day.do(events.Paused(until=HOUR))
    day.do(events.Quieted(until=2 * HOUR))
    day.do(events.Hurt(still=True))
    day.run(1)
    day.wall_offset = NINE
    day.do(events.ClockMoved(NINE))
    day.run(121)

    assert day.lines("resumed") == ["60 resumed pause", "120 resumed quiet"]
    assert day.state.easy is not None
    assert day.state.easy.until == NINE + 2 * DAY
    assert day.state.easy.still_until == NINE + DAY


def test_an_end_from_before_the_absurd_clock_stays() -> None:
    """Reboot with a dead clock battery: "until 10:00" still means the true 10:00."""
    day = Day(ONLY_STRETCH)
    day.do(events.Paused(until=NINE + HOUR))
    day.do(events.Hurt())
    day.run(5)
    day.mono, day.wall_offset, day.boot = 0, 0, "other"
    day.do(events.StartedUp("other"))
    day.mono, day.wall_offset = MINUTE, NINE
    day.do(events.ClockMoved(NINE))
    day.run(60)

    assert day.lines("resumed") == ["60 resumed pause"]
    assert day.state.easy is not None
    assert day.state.easy.until == NINE + 2 * DAY


def test_an_absurd_step_resolves_and_repeats_no_instant() -> None:
    """After a clock that had been wrong since boot the calendar begins afresh."""
    day = Day(AT_TEN, wall_offset=0)
    day.run(11 * 60)
    day.wall_offset = NINE - day.mono
    day.do(events.ClockMoved(day.wall_offset))
    day.run(61)

    assert day.lines("expired") == []
    assert len(day.lines("prompted")) == 2


@pytest.mark.parametrize(
    ("by", "lines"),
    [
        (-30 * MINUTE, []),
        (10 * MINUTE, []),
        (DAY, ["1510 expired medicine passed"]),
    ],
)
def test_an_instant_comes_once_whatever_the_clock_does(by: int, lines: list[str]) -> None:
    """Back over ten o'clock it does not come again; forward over it, it has passed."""
    day = Day(AT_TEN)
    day.run(70)
    day.wall_offset += by
    day.do(events.ClockMoved(by))
    day.run(60)

    assert day.lines("expired") == lines
    assert len(day.lines("prompted")) == 1


def test_a_zone_change_brings_an_instant_once_a_local_date() -> None:
    """Ten o'clock in another zone on the same date does not come a second time."""
    day = Day(AT_TEN)
    day.run(70)
    day.plan = replace(AT_TEN, calendars={"medicine": Daily(10 * HOUR, ahead=-3 * HOUR)})
    day.do(events.ZoneChanged("America/Sao_Paulo"))
    day.run(20 * 60)

    assert len(day.lines("prompted")) == 1


def test_a_step_of_the_clock_over_the_end_of_the_hours_closes_them() -> None:
    """The hours go by the wall clock, at once."""
    day = Day(Plan((WALK,), OfficeHours()))
    day.run(45)
    day.wall_offset += 9 * HOUR
    day.do(events.ClockMoved(9 * HOUR))

    assert day.lines("expired") == ["585 expired walk hours"]


# ---------------------------------------------------------------- calendar in other states


@pytest.mark.parametrize(
    ("begin", "end", "lines"),
    [
        (
            events.Paused(),
            events.Resumed(),
            ["60 due medicine", "60 held medicine pause", "72 prompted medicine"],
        ),
        (
            events.BusyBegan("call"),
            events.BusyEnded("call"),
            ["60 due medicine", "60 held medicine call", "72 prompted medicine"],
        ),
        (events.Locked(), events.Unlocked(), ["60 due medicine", "60 absent medicine"]),
    ],
)
def test_a_calendar_reminder_in_a_hold_and_in_an_absence(
    begin: events.Event, end: events.Event, lines: list[str]
) -> None:
    """Held it comes later; whose instant falls into an absence, was not there."""
    day = Day(AT_TEN)
    day.run(55)
    day.do(begin)
    day.run(15)
    day.do(end)
    day.run(5)

    assert day.lines("due", "held", "prompted", "absent") == lines


def test_instants_in_a_sleep_are_absent_but_not_outside_own_hours() -> None:
    """Each instant that was slept through is told, if it was one at all."""
    own = OfficeHours(9 * HOUR, 10 * HOUR)
    plan = replace(
        plan_of(MEDICINE, replace(MEDICINE, name="other")),
        calendars={"medicine": Daily(10 * HOUR), "other": Daily(10 * HOUR, own)},
    )
    day = Day(plan)
    day.run(30)
    day.do(LID_CLOSED)
    day.wall_offset += HOUR
    day.do(events.Woke(HOUR))

    assert day.lines("absent") == ["90 absent medicine"]


def test_an_instant_under_its_own_open_prompt_is_none() -> None:
    """A calendar reminder that is still open is not due a second time."""
    loud = replace(MEDICINE, level=Level.PANEL, postpone_by=(4 * HOUR,), postpone_at_most=9)
    day = Day(replace(plan_of(loud), calendars={"medicine": Daily(10 * HOUR)}))
    day.run(60)
    for _ in range(6):
        day.do(events.Postponed())
        day.run(4 * 60)

    assert len(day.lines("due")) == 1


def test_an_instant_outside_its_own_hours_is_none() -> None:
    """An instant in closed own hours, known from an older config, is passed over."""
    day = Day(AT_TEN)
    own = OfficeHours(11 * HOUR, 12 * HOUR)
    day.plan = replace(AT_TEN, calendars={"medicine": Daily(10 * HOUR, own)})
    day.run(100)

    assert day.lines("due") == []


# ---------------------------------------------------------------- stall


def test_a_break_over_a_stall_is_no_longer_than_planned() -> None:
    """A process that stood still cannot lengthen a break."""
    day = Day(ONLY_WALK, complete)
    day.run(46)
    stood_from = day.mono
    day.mono += 3 * HOUR
    day.do(events.Stalled(stood_from))

    assert [r.seconds for r in day.records if r.event == "completed"] == [180]


@pytest.mark.parametrize(
    "leave", [events.Ticked(), events.InputStopped(600 * SECOND), events.Locked()]
)
def test_a_stall_is_neither_work_nor_rest(leave: events.Event) -> None:
    """A frozen hour is not counted as work, and makes no absence longer."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(leave)
    day.run(1)
    active, stood_from = day.state.active, day.mono
    day.mono += HOUR
    day.do(events.Stalled(stood_from))

    assert day.state.active == active
    assert day.lines("natural") == []


def test_a_stall_of_no_length_changes_nothing() -> None:
    """A stall that the next look finds over already."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    before = day.state
    day.do(events.Stalled(day.mono))

    assert day.state == before


def test_an_instant_in_a_stall_has_passed() -> None:
    """A calendar instant in a frozen hour is told as passed, once."""
    day = Day(AT_TEN)
    day.run(30)
    stood_from = day.mono
    day.mono += HOUR
    day.do(events.Stalled(stood_from))

    assert day.lines("expired") == ["90 expired medicine passed"]


# ---------------------------------------------------------------- a new plan


def change(day: Day, plan: Plan) -> None:
    """Read the config anew."""
    day.plan = plan
    day.do(events.PlanChanged())


@pytest.mark.parametrize("answer", ["shown", "held", "postponed"])
def test_a_removed_reminder_ends_in_every_state(answer: str) -> None:
    """Shown, held or postponed: it is withdrawn, and expires as removed."""
    day = Day(ONLY_WALK)
    day.run(44)
    if answer == "held":
        day.do(events.BusyBegan("call"))
    day.run(1)
    if answer == "postponed":
        day.do(events.Postponed())
    day.effects.clear()
    change(day, ONLY_STRETCH)

    assert day.lines("expired") == ["45 expired walk removed"]
    assert [e for e in day.effects if isinstance(e, Withdraw)] == (
        [Withdraw("p1")] if answer == "shown" else []
    )
    assert (day.state.waiting, day.state.shown, day.state.postponed) == (None, None, ())


def test_a_running_break_keeps_its_rules_when_its_reminder_is_removed() -> None:
    """The break goes on and completes; then nothing is left of it."""
    day = Day(ONLY_WALK, complete)
    day.run(46)
    change(day, ONLY_STRETCH)
    day.run(60)

    assert day.lines("completed") == ["48 completed walk"]


def test_a_reminder_that_comes_back_during_its_break_is_not_due_twice() -> None:
    """Removed and restored in its own break, it stands until that has its outcome."""
    day = Day(ONLY_WALK, complete)
    day.run(46)
    change(day, ONLY_STRETCH)
    change(day, ONLY_WALK)
    assert day.state.tracks[0].leg is None
    day.run(3)

    assert day.state.tracks[0].leg == 45 * MINUTE


def test_a_calendar_reminder_that_becomes_an_interval_while_open_is_due_once() -> None:
    """From the calendar to active time, with a postponed prompt in between."""
    loud = replace(MEDICINE, level=Level.PANEL, postpone_by=(2 * HOUR,), postpone_at_most=1)
    day = Day(replace(plan_of(loud), calendars={"medicine": Daily(10 * HOUR)}))
    day.run(60)
    day.do(events.Postponed())
    change(day, plan_of(replace(loud, every=30 * MINUTE)))
    day.run(100)
    assert len(day.lines("due")) == 1
    day.run(60)

    assert len(day.lines("due")) == 2


def test_a_used_up_calendar_that_becomes_an_interval_runs() -> None:
    """A reminder without a further instant begins anew with its interval."""
    day = Day(replace(plan_of(MEDICINE), calendars={"medicine": Once(NINE + HOUR)}))
    day.run(70)
    change(day, plan_of(replace(MEDICINE, every=30 * MINUTE)))
    day.run(30)

    assert day.lines("due") == ["60 due medicine", "100 due medicine"]


def test_a_calendar_reminder_that_becomes_an_interval_is_let_alone_until_it_is_known() -> None:
    """An older instant of a reminder without a calendar does not stop the step that says so."""
    day = Day(replace(plan_of(MEDICINE), calendars={"medicine": Once(NINE + HOUR)}))
    day.run(59)
    day.mono += 2 * MINUTE
    change(day, plan_of(replace(MEDICINE, every=30 * MINUTE)))
    day.run(30)

    assert day.lines("due") == ["91 due medicine"]


def test_what_is_overdue_by_a_new_config_is_put_off_once() -> None:
    """Saving the config every minute does not keep a prompt away for ever."""
    day = Day(ONLY_STRETCH)
    day.run(60)
    for every in (40, 39, 38, 37, 36):
        change(day, plan_of(replace(STRETCH, every=every * MINUTE)))
        day.run(1)

    assert day.lines("prompted") == ["63 prompted stretch"]


def test_progress_carries_over_to_a_longer_interval() -> None:
    """What had been worked off stays worked off."""
    day = Day(ONLY_STRETCH)
    day.run(60)
    change(day, plan_of(replace(STRETCH, every=120 * MINUTE)))
    day.run(60)

    assert day.lines("prompted") == ["120 prompted stretch"]


def test_a_new_reminder_begins_with_its_config() -> None:
    """A new table is a new reminder, from now on."""
    day = Day(ONLY_WATER)
    day.run(10)
    change(day, replace(ONLY_POSTURE, reminders=(*ONLY_WATER.reminders, *ONLY_POSTURE.reminders)))
    day.run(30)

    assert day.lines("due")[0] == "32 due posture"


def test_a_clock_that_stands_still_for_the_engine_is_never_asked_twice() -> None:
    """Nothing is due, and nothing can be: there is no deadline at all."""
    state, _ = engine.start(Plan((), AlwaysAwake()), Day().now(), "boot")

    assert engine.next_deadline(state, Plan((), AlwaysAwake())) is None


class AlwaysAwake(AllDay):
    """Hours that are closed and never open."""

    def closes(self, wall: int) -> int | None:
        """Return None."""
        return None
