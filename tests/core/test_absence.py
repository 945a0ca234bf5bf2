"""The person leaves and returns: what counts as rest, as work, and as neither."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.effects import OfferLongerAway
from ergobreak.core.model import HOUR, MINUTE, Kind, Level, Policy, Reminder
from tests.core.day import DEFAULT, POSTURE, STRETCH, WALK, WATER, Day, complete
from tests.core.plans import LID_CLOSED, ONLY_POSTURE, ONLY_STRETCH, ONLY_WALK, plan_of

CREDITED = {
    "call": plan_of(STRETCH, WATER, call=Policy.CREDIT),
    "pause": plan_of(STRETCH, WATER, pause=Policy.CREDIT),
}


def suspend(day: Day, span: int) -> None:
    """Let the machine sleep, unheard by the monotonic clock."""
    day.do(LID_CLOSED)
    day.wall_offset += span
    day.do(events.Woke(span))


def active_minutes(day: Day) -> float:
    """Return the reading of the active clock."""
    return day.state.active / MINUTE


def test_sleep_in_a_break_is_that_break_and_then_a_long_absence() -> None:
    """A break that ended while the machine slept is as long as planned; the rest is absence."""
    day = Day(plan_of(WALK, WATER), complete)
    day.run(46)
    suspend(day, 2 * HOUR)
    day.run(1)

    ended = [(r.event, r.seconds) for r in day.records if r.event == "completed"]
    assert ended[0] == ("completed", 180)
    assert day.lines("natural", "away") == ["166 natural walk", "166 natural hydration", "166 away"]


def test_a_short_sleep_in_a_break_is_no_natural_break() -> None:
    """Absence that began in a break belongs to it up to `long_away`, asleep as well."""
    day = Day(ONLY_WALK, complete)
    day.run(46)
    suspend(day, 10 * MINUTE)
    day.run(1)

    assert day.lines("natural", "away") == []
    assert day.lines("completed") == ["56 completed walk"]


def test_a_call_that_covered_idleness_is_work_and_not_rest() -> None:
    """Who went idle, had a call and then touched the keys has worked through the call."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(3)
    day.do(events.BusyBegan("call"))
    day.run(30)
    day.do(events.BusyEnded("call"))
    day.run(1)
    day.do(events.InputSeen())

    assert day.lines("natural", "away") == []
    assert day.lines("idle", "active") == ["12 idle", "43 active"]
    assert active_minutes(day) == 43


def test_silence_after_a_call_is_counted_from_its_end() -> None:
    """Idleness that a call covered begins anew at its end, and is a break in its own time."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(3)
    day.do(events.BusyBegan("call"))
    day.run(30)
    day.do(events.BusyEnded("call"))
    day.run(10)

    assert day.lines("idle", "natural") == ["12 idle", "45 idle", "48 natural stretch"]


def test_an_absence_that_was_a_break_goes_on_under_a_call() -> None:
    """A call that rings in an empty room does not end the absence."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(10)
    day.do(events.BusyBegan("call"))
    day.run(1)
    day.do(events.BusyEnded("call"))
    day.run(9)
    day.do(events.InputSeen())

    assert [r.seconds for r in day.records if r.event == "away"] == [20 * 60]


def test_idleness_in_a_break_stays_untold_under_a_call() -> None:
    """Absence that began in a break is told by the break alone, a call in between or not."""
    day = Day(ONLY_WALK, complete)
    day.run(45.5)
    day.do(events.InputStopped(day.mono))
    day.run(3)
    day.do(events.BusyBegan("call"))
    day.run(1)
    day.do(events.BusyEnded("call"))
    day.do(events.InputSeen())

    assert day.lines("idle", "active") == []


def test_the_end_of_a_quiet_time_is_no_input() -> None:
    """Quiet covers no idleness: the clocks stop `idle_after` behind the last input all the same."""
    day = Day(ONLY_STRETCH)
    day.do(events.Quieted(11 * MINUTE))
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(5)

    assert day.lines("idle", "natural") == ["12 idle", "15 natural stretch"]


@pytest.mark.parametrize("leave", [events.Locked(), LID_CLOSED])
@pytest.mark.parametrize("level", [Level.TOAST, Level.PANEL])
def test_nothing_stands_on_a_lock_screen(leave: events.Event, level: Level) -> None:
    """A prompt that leaving does not answer is taken down, kept, and shown after the return."""
    plants = Reminder("plants", Kind.CUSTOM, 30 * MINUTE, level=level)
    day = Day(plan_of(plants))
    day.run(30)
    day.do(leave)
    assert day.state.shown is None
    day.run(1)
    day.do(events.Unlocked() if leave == events.Locked() else events.Woke(0))
    day.run(20)

    assert [line.split()[1] for line in day.lines("held", "prompted", "released")[:4]] == [
        "prompted",
        "held",
        "released",
        "prompted",
    ]


def test_a_longer_lock_resolves_what_was_taken_down() -> None:
    """After `lock_after` of absence the kept prompt is a natural break like any other."""
    plants = Reminder("plants", Kind.CUSTOM, 30 * MINUTE, level=Level.PANEL)
    day = Day(plan_of(plants))
    day.run(30)
    day.do(events.Locked())
    day.run(3)

    assert day.lines("held", "natural") == ["30 held plants lock", "32 natural plants"]


def test_an_absence_restarts_a_half_cycle_too() -> None:
    """Any natural break restarts all: after a missed prompt the next is a full first time away."""
    day = Day(ONLY_STRETCH)
    day.run(100)
    assert day.lines("missed") == ["100 missed stretch"]
    day.do(events.Locked())
    day.run(30)
    day.do(events.Unlocked())
    day.run(91)

    assert day.lines("prompted")[1:] == ["220 prompted stretch"]


def test_two_locks_in_a_row_without_work_leave_no_second_record() -> None:
    """A track without progress has nothing to restart, and no record says that it has."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    for _ in range(2):
        day.do(events.Locked())
        day.run(3)
        day.do(events.Unlocked())

    assert day.lines("natural") == ["12 natural stretch"]


@pytest.mark.parametrize(
    ("minutes", "credit"),
    [(70, False), (73, True), (89, True), (95, True), (103, True), (104, False)],
)
def test_credit_within_a_quarter_of_an_hour_either_way(minutes: int, credit: bool) -> None:
    """A natural break counts for what was due within 15 active minutes before or after it."""
    day = Day(ONLY_STRETCH)
    day.do(events.Quieted(10 * HOUR))
    day.run(minutes)
    day.do(events.InputStopped(day.mono))
    day.run(6)

    found = [record.credit for record in day.records if record.event == "natural"]
    assert found == [credit]


def test_a_stretch_between_two_absences_breaks_the_row() -> None:
    """Only natural breaks in a row shorten the way to the next stretch."""
    day = Day(ONLY_STRETCH, complete)
    for _ in range(2):
        day.run(20)
        day.do(events.Locked())
        day.run(3)
        day.do(events.Unlocked())
        day.do(events.Done("stretch"))
    day.run(60)

    assert day.lines("prompted") == []


def test_a_lock_and_sleep_are_one_absence() -> None:
    """However often the reasons change, one span of absence is one record."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.Locked())
    day.do(events.Locked())
    day.run(5)
    suspend(day, HOUR)
    day.run(5)
    day.do(events.Unlocked())
    day.do(events.Unlocked())

    assert [(r.event, r.seconds) for r in day.records if r.event == "away"] == [("away", 70 * 60)]
    assert day.lines("locked", "unlocked") == ["10 locked", "80 unlocked"]


def test_a_second_word_about_the_same_sleep_changes_nothing() -> None:
    """A source that says twice that the machine goes to sleep has said it once."""
    day = Day(ONLY_STRETCH)
    day.do(LID_CLOSED)
    before = day.state
    day.do(LID_CLOSED)

    assert day.state == before


def test_unlocking_before_the_machine_is_awake_is_no_return() -> None:
    """While the machine is said to sleep nobody has returned, unlocked or not."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.Locked())
    day.do(LID_CLOSED)
    day.do(events.Unlocked())
    day.wall_offset += HOUR
    day.do(events.Woke(HOUR))

    assert [(r.event, r.seconds) for r in day.records if r.event == "away"] == [("away", 3600)]


def test_input_behind_a_locked_screen_is_no_return() -> None:
    """Somebody at the password prompt is not back yet."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.Locked())
    day.run(5)
    day.do(events.InputSeen())

    assert day.lines("away") == []


def test_the_policy_reset_of_idleness_starts_everything_anew() -> None:
    """`idle = "reset"`: after idleness the timers are at zero, without a word of a break."""
    day = Day(plan_of(STRETCH, idle=Policy.RESET))
    day.run(60)
    day.do(events.InputStopped(day.mono))
    day.run(10)
    day.do(events.InputSeen())
    day.run(89)
    assert day.lines("natural", "prompted") == []
    day.run(1)

    assert day.lines("prompted") == ["160 prompted stretch"]


@pytest.mark.parametrize("reason", ["call", "pause"])
def test_the_policy_credit_makes_a_call_or_a_pause_rest(reason: str) -> None:
    """`call = "credit"` and `pause = "credit"`: the clocks stand, and it counts as a break."""
    day = Day(CREDITED[reason])
    day.run(10)
    day.do(events.BusyBegan("call") if reason == "call" else events.Paused())
    day.run(30)
    day.do(events.BusyEnded("call") if reason == "call" else events.Resumed())

    assert active_minutes(day) == 10
    assert day.lines("natural") == ["40 natural stretch", "40 natural hydration"]


def test_a_call_too_short_for_rest_is_none() -> None:
    """Below `away_after` the policy credit gives none."""
    day = Day(plan_of(STRETCH, call=Policy.CREDIT))
    day.run(10)
    day.do(events.BusyBegan("call"))
    day.run(4)
    day.do(events.BusyEnded("call"))

    assert day.lines("natural") == []


def test_a_credited_call_over_frozen_idleness_is_no_crash() -> None:
    """Every mix of policies is answered: idle = freeze under call = credit."""
    day = Day(plan_of(STRETCH, idle=Policy.FREEZE, call=Policy.CREDIT))
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(3)
    day.do(events.BusyBegan("call"))
    day.run(10)
    day.do(events.BusyEnded("call"))
    day.run(10)

    assert day.lines("natural") == ["23 natural stretch"]


def test_the_strictest_of_two_reasons_governs() -> None:
    """A frozen call beside a shared screen that counts as work: the clocks stand."""
    day = Day(plan_of(STRETCH, call=Policy.FREEZE))
    day.run(10)
    day.do(events.BusyBegan("sharing"))
    day.do(events.BusyBegan("call"))
    day.run(10)

    assert active_minutes(day) == 10


def test_a_postponed_prompt_waits_for_who_is_away() -> None:
    """A prompt whose return falls into a short lock comes after it, not before empty chairs."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Postponed())
    day.run(4)
    day.do(events.Locked())
    day.run(1.5)
    assert len(day.shows) == 1
    day.do(events.Unlocked())
    day.run(4)

    assert day.lines("held", "released") == ["50.5 held walk settle", "53.5 released walk settle"]


def test_a_posture_check_is_not_taken_by_leaving_but_resolved_by_it() -> None:
    """Only walk, stretch and water are answered by a lock at once."""
    day = Day(ONLY_POSTURE)
    day.run(22)
    day.do(events.Locked())
    assert day.lines("natural") == []
    day.run(2)

    assert day.lines("natural") == ["24 natural posture"]


def test_water_waits_for_a_long_absence() -> None:
    """A short natural break leaves the water clock alone, a long one restarts it."""
    day = Day(DEFAULT)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(19)
    assert "hydration" not in " ".join(day.lines("natural"))
    day.run(1)

    assert day.lines("natural")[-1] == "30 natural hydration"


def test_a_policy_of_reset_for_a_lock_alone() -> None:
    """`lock = "reset"`: unlocking starts the timers at zero."""
    day = Day(plan_of(STRETCH, POSTURE, lock=Policy.RESET))
    day.run(20)
    day.do(events.Locked())
    day.run(1)
    day.do(events.Unlocked())
    day.run(21)

    assert day.lines("prompted") == []


def test_a_long_absence_after_a_short_one_leaves_the_stretch_at_half_a_cycle() -> None:
    """After two in a row it comes 45 min after the return, however long the last one was."""
    day = Day(plan_of(STRETCH, WATER))
    for minutes in (5, 60):
        day.run(20)
        day.do(events.Locked())
        day.run(minutes)
        day.do(events.Unlocked())
    returned = day.mono
    day.run(45)

    assert [mono - returned for mono, show in day.shows if "stretch" in show.prompt.names] == [
        45 * MINUTE
    ]


def test_an_absence_in_a_long_break_counts_beyond_it_only_when_it_has_ended() -> None:
    """A break of half an hour is one break, though its absence is longer than `long_away`."""
    lunch = Reminder(
        "lunch", Kind.CUSTOM, HOUR, length=30 * MINUTE, counts=MINUTE, level=Level.PANEL
    )
    day = Day(plan_of(lunch, STRETCH), complete)
    day.run(61)
    day.do(events.Locked())
    day.run(40)

    assert day.lines("completed", "natural")[:2] == ["90 completed lunch", "90 natural stretch"]


def test_three_minutes_asleep_are_a_natural_break() -> None:
    """Asleep counts from `lock_after`, like locked."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    suspend(day, 3 * MINUTE)

    assert day.lines("natural") == ["13 natural stretch"]


def test_the_earlier_of_two_reasons_makes_the_break() -> None:
    """Idle for four minutes and then locked: a break five minutes behind the last input."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(4)
    day.do(events.Locked())
    day.run(10)

    assert day.lines("natural") == ["15 natural stretch"]


def test_a_locked_screen_is_not_idle_besides() -> None:
    """Lock goes before idleness: one reason on record."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(1)
    day.do(events.Locked())
    day.run(10)

    assert day.lines("idle", "locked") == ["11 locked"]


def test_the_third_correction_offers_a_longer_threshold() -> None:
    """Who says "I was sitting" three times is offered a longer `away_after`; not before."""
    day = Day(ONLY_STRETCH)
    offers = []
    for _ in range(4):
        day.run(10)
        day.do(events.InputStopped(day.mono))
        day.run(6)
        day.do(events.InputSeen())
        day.do(events.WasSitting())
        offers.append(sum(isinstance(each, OfferLongerAway) for each in day.effects))

    assert offers == [0, 0, 1, 1]


def test_a_correction_moves_no_timer() -> None:
    """The log is put right; what comes next comes as it would have."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(6)
    day.do(events.InputSeen())
    before = day.state.tracks
    day.do(events.WasSitting())

    assert day.state.tracks == before
    assert day.lines("undone") == ["16 undone stretch sitting"]
    assert not day.try_(events.WasSitting())


def test_a_break_can_be_corrected_after_a_short_pause() -> None:
    """A silence of two minutes, or a glance at the lock screen, does not take it away."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(6)
    day.do(events.InputSeen())
    day.do(events.InputStopped(day.mono))
    day.run(3)
    day.do(events.InputSeen())
    day.do(events.Locked())
    day.run(0.3)
    day.do(events.Unlocked())
    day.do(events.WasSitting())

    assert day.lines("undone") == ["19.3 undone stretch sitting"]


def test_time_asleep_cannot_be_taken_back() -> None:
    """Nobody sat at a computer that slept, also where the absence had begun before."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(6)
    day.do(events.Woke(30 * MINUTE))

    assert day.lines("natural") != []
    assert not day.try_(events.WasSitting())
    assert day.lines("undone") == []


def test_a_blink_of_sleep_does_not_stand_against_a_correction() -> None:
    """Who sat still for six minutes, of which the computer slept one, may say so."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(6)
    day.do(events.Woke(MINUTE))

    assert day.try_(events.WasSitting())
