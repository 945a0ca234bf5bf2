"""What the person does, in every state: take, done, skip, postpone, drink, "this hurts"."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.effects import AskEasy, OpenBreak, Withdraw
from ergobreak.core.model import DAY, HOUR, MINUTE, Kind, Level, Plan, Reminder
from ergobreak.dataclass import replace
from tests.core.day import (
    DEFAULT,
    EYES,
    NINE,
    POSTURE,
    STRETCH,
    TIP,
    WALK,
    WATER,
    AllDay,
    Day,
    OfficeHours,
    complete,
)
from tests.core.plans import (
    MEDICINE,
    ONLY_POSTURE,
    ONLY_STRETCH,
    ONLY_WALK,
    ONLY_WATER,
    Daily,
    plan_of,
)

COMMANDS = [
    events.Taken(prompt="p0"),
    events.Taken("juggling"),
    events.Done(),
    events.Done("juggling"),
    events.Done(prompt="p0"),
    events.Postponed(),
    events.Postponed(prompt="p0"),
    events.Skipped(),
    events.Skipped(prompt="p0"),
    events.Drank(-1),
    events.Drank(6000),
    events.Paused(0),
    events.Quieted(until=0),
    events.Resumed(),
    events.HurtUndone(),
    events.EasyAnswered("better"),
    events.BusyIgnored("call"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=repr)
def test_what_cannot_be_is_refused_and_changes_nothing(command: events.Command) -> None:
    """With nothing open every answer is refused, and the state is the very same one."""
    day = Day()
    day.run(10)

    assert not day.try_(command)


@pytest.mark.parametrize("command", COMMANDS[:2] + COMMANDS[3:5] + COMMANDS[6:7], ids=repr)
def test_an_old_answer_is_refused_under_another_prompt(command: events.Command) -> None:
    """An answer to a prompt that is gone never answers the one that is open now."""
    day = Day(ONLY_WALK)
    day.run(45)

    assert not day.try_(command)


@pytest.mark.parametrize("by", [MINUTE - 1, 4 * HOUR + 1, -MINUTE])
def test_a_postpone_is_between_a_minute_and_four_hours(by: int) -> None:
    """Other lengths are refused."""
    day = Day(ONLY_WALK)
    day.run(45)

    assert not day.try_(events.Postponed(by))
    assert day.try_(events.Postponed(MINUTE))


def test_what_cannot_be_postponed_says_so() -> None:
    """A reminder without `postpone` refuses it, and stays open."""
    day = Day(ONLY_POSTURE)
    day.run(22)

    assert not day.try_(events.Postponed())
    assert day.state.shown is not None


@pytest.mark.parametrize(
    "before",
    [events.Paused(), events.Quieted(), events.Locked(), events.BusyBegan("call"), events.Ticked()],
    ids=repr,
)
@pytest.mark.parametrize("hours", [AllDay(), OfficeHours(12 * HOUR)])
def test_take_opens_the_break_in_every_state(before: events.Event, hours: AllDay) -> None:
    """Who asks for a break gets it: paused, quiet, in a call, outside the hours."""
    day = Day(replace(ONLY_WALK, hours=hours))
    day.do(before)
    day.do(events.Taken("walk"))
    assert len([e for e in day.effects if isinstance(e, OpenBreak)]) == 1
    day.run(3)

    assert day.lines("completed") == ["3 completed walk"]


def test_take_in_a_break_is_refused() -> None:
    """One break at a time."""
    day = Day(ONLY_WALK)
    day.do(events.Taken("walk"))

    assert not day.try_(events.Taken("walk"))


def test_a_bare_take_opens_what_is_open_or_what_comes_next() -> None:
    """The open prompt, else what waits or is postponed, else the next break."""
    coming, held, postponed = Day(), Day(ONLY_WALK), Day(ONLY_WALK)
    coming.run(30)
    held.run(44)
    held.do(events.BusyBegan("call"))
    held.run(5)
    postponed.run(45)
    postponed.do(events.Postponed())
    for day in (coming, held, postponed):
        day.do(events.Taken())

    assert coming.lines("started") == ["30 started walk"]
    assert held.lines("started") == ["49 started walk"]
    assert postponed.lines("started") == ["45 started walk"]
    assert held.state.waiting is None
    assert postponed.state.postponed == ()


def test_a_bare_take_passes_over_what_has_no_break() -> None:
    """A posture check that waits is no break to take."""
    day = Day(plan_of(POSTURE, STRETCH))
    day.run(21)
    day.do(events.BusyBegan("call"))
    day.run(5)
    day.do(events.Taken())

    assert day.lines("started") == ["26 started stretch"]


def test_a_bare_take_without_any_break_is_refused() -> None:
    """There is nothing to take in a plan of toasts."""
    assert not Day(ONLY_POSTURE).try_(events.Taken())


def test_take_of_a_toast_shows_it_and_of_an_open_one_completes_it() -> None:
    """What has no length is shown by hand; taking an open one is doing it."""
    day = Day(ONLY_POSTURE)
    day.do(events.Taken("posture"))
    assert day.lines("prompted") == ["0 prompted posture"]
    day.do(events.Taken())

    assert day.lines("completed") == ["0 completed posture"]
    assert day.state.recent == ()


def test_take_of_a_toast_under_an_open_prompt_is_refused() -> None:
    """One prompt after the other."""
    day = Day(plan_of(POSTURE, WALK))
    day.run(45)

    assert not day.try_(events.Taken("posture"))


def test_take_of_another_break_takes_the_open_prompt_along() -> None:
    """The open prompt is withdrawn and joins the break that was asked for."""
    day = Day(plan_of(WATER, STRETCH))
    day.run(45)
    day.do(events.Taken("stretch"))
    day.run(5)

    assert [e for e in day.effects if isinstance(e, Withdraw)] == [Withdraw("p1")]
    assert day.lines("completed") == ["50 completed stretch", "50 completed hydration"]


def test_a_tip_cannot_be_taken() -> None:
    """A tip is shown inside a break, never by itself."""
    assert not Day(Plan((WALK, TIP), AllDay())).try_(events.Taken("tip"))


def test_a_glow_in_the_tray_can_be_taken() -> None:
    """The eye rest that glows is answered by taking it, with one outcome."""
    day = Day(plan_of(EYES))
    day.run(20)
    day.do(events.Taken("eyes"))
    assert day.state.dots == ()
    day.run(1)

    assert day.lines("completed", "seen") == ["20.3333 completed eyes"]


def test_the_tip_of_the_day_comes_once_a_day() -> None:
    """The first break of a day shows it."""
    day = Day(Plan((WALK, TIP), AllDay()), complete)
    day.run(26 * 60)

    days = [(record.at // DAY) - NINE // DAY for record in day.records if record.event == "seen"]
    assert days == [0, 1]


# ---------------------------------------------------------------- done, skip


def test_done_by_name_without_a_prompt_logs_a_break_each_time() -> None:
    """`done stretch` twice is two stretches, and the timer restarts at the second."""
    day = Day(ONLY_STRETCH)
    day.run(30)
    day.do(events.Done("stretch"))
    day.run(30)
    day.do(events.Done("stretch"))
    day.run(90)

    assert day.lines("completed") == ["30 completed stretch done", "60 completed stretch done"]
    assert day.lines("prompted") == ["150 prompted stretch"]


def test_done_by_name_answers_the_due_wherever_it_stands() -> None:
    """Held, postponed, glowing or riding in a bundle: one outcome, no new one."""
    held, postponed, glowing = Day(ONLY_WALK), Day(ONLY_WALK), Day(plan_of(EYES))
    held.run(44)
    held.do(events.BusyBegan("call"))
    held.run(2)
    postponed.run(45)
    postponed.do(events.Postponed())
    glowing.run(20)
    for day, name in ((held, "walk"), (postponed, "walk"), (glowing, "eyes")):
        day.do(events.Done(name))
        assert len(day.lines("completed")) == len(day.lines("due")) == 1


def test_done_of_the_leader_is_done_of_the_bundle_and_of_a_rider_its_own() -> None:
    """The leader's answer answers for all; a rider that is named answers for itself."""
    leader, rider = Day(plan_of(WALK, WATER)), Day(plan_of(WALK, WATER))
    for day in (leader, rider):
        day.run(45)
    leader.do(events.Done("walk"))
    rider.do(events.Done("hydration"))

    assert leader.lines("completed") == ["45 completed walk done", "45 completed hydration done"]
    assert rider.lines("completed") == ["45 completed hydration done"]
    assert rider.state.shown is not None
    assert rider.state.water_ml == leader.state.water_ml == 250


def test_done_ends_the_running_break() -> None:
    """In a break `done` ends it; less than `counts` is partial."""
    for minutes, event in ((1, "partial"), (2, "completed")):
        day = Day(ONLY_WALK)
        day.do(events.Taken("walk"))
        day.run(minutes)
        day.do(events.Done())

        assert day.lines(event) == [f"{minutes} {event} walk"]


def test_done_with_the_id_of_the_running_break_ends_it() -> None:
    """A button of the break's own prompt is good; another prompt's is refused."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Taken())
    assert not day.try_(events.Done(prompt="p0"))

    assert day.try_(events.Done(prompt="p1"))


def test_done_of_another_reminder_leaves_the_break_running() -> None:
    """Who names something else has done that as well."""
    day = Day(plan_of(WALK, POSTURE))
    day.do(events.Taken("walk"))
    day.do(events.Done("posture"))

    assert day.state.running is not None
    assert day.lines("completed") == ["0 completed posture done"]


@pytest.mark.parametrize("command", [events.Drank(200), events.Done("hydration")], ids=repr)
def test_water_that_rides_on_a_break_is_poured_once(command: events.Command) -> None:
    """A glass during the break answers the water of the bundle, and the break goes on."""
    day = Day(plan_of(WALK, WATER), complete)
    day.run(46)
    day.do(command)
    assert day.state.running is not None
    day.run(5)

    assert day.state.water_ml == (200 if command == events.Drank(200) else 250)
    assert [line.split(" ", 1)[1] for line in day.lines("completed")][-1] == "completed walk"
    assert len(day.lines("drank")) == 1


def test_each_member_completes_on_its_own_minimum() -> None:
    """Two minutes of a stretch that counts from three complete the walk beside it alone."""
    stretch = replace(STRETCH, first=45 * MINUTE, counts=3 * MINUTE)
    day = Day(plan_of(stretch, WALK, WATER))
    day.run(45)
    day.do(events.Taken())
    day.run(2)
    day.do(events.Skipped())

    assert day.lines("partial", "completed", "seen") == [
        "47 partial stretch",
        "47 completed walk",
        "47 seen hydration",
    ]
    assert day.state.water_ml == 0


def test_a_break_left_at_once_is_skipped() -> None:
    """A break of no length is none, and the timers start from there."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Taken())
    day.do(events.Skipped(prompt="p1"))

    assert day.lines("skipped") == ["45 skipped walk"]
    assert not day.try_(events.Skipped())


def test_skip_answers_every_member() -> None:
    """A skipped bundle is skipped as a whole."""
    day = Day(plan_of(WALK, WATER))
    day.run(45)
    day.do(events.Skipped())

    assert day.lines("skipped") == ["45 skipped walk", "45 skipped hydration"]


def test_a_stretch_that_was_taken_stands_for_a_postponed_walk() -> None:
    """A stretch restarts walk and posture, also when they had a due under way."""
    day = Day(plan_of(STRETCH, WALK))
    day.run(45)
    day.do(events.Postponed(15 * MINUTE))
    day.do(events.Done("stretch"))
    day.run(44)
    assert day.lines("expired") == ["45 expired walk stretch"]
    assert len(day.lines("prompted")) == 1
    day.run(1)

    assert len(day.lines("prompted")) == 2


# ---------------------------------------------------------------- water


def test_the_days_water_begins_anew_at_midnight() -> None:
    """The total is that of the local day."""
    day = Day(ONLY_WATER)
    day.do(events.Drank(300))
    day.do(events.Drank())
    assert day.state.water_ml == 550
    day.run(16 * 60)
    day.do(events.Drank(100))

    assert day.state.water_ml == 100


def test_a_litre_in_an_hour_is_enough() -> None:
    """Above the ceiling a due is let go without a prompt; an hour later it is not."""
    often = replace(WATER, every=30 * MINUTE, first=0)
    day = Day(plan_of(often))
    day.do(events.Drank(1000))
    day.run(61)

    assert day.lines("expired") == ["30 expired hydration ceiling"]
    day.run(90)
    assert day.lines("prompted") != []


def test_a_drink_answers_the_water_prompt() -> None:
    """The prompt is withdrawn, completed, and the day's total grows by what was drunk."""
    day = Day(ONLY_WATER)
    day.run(45)
    day.do(events.Drank(400))

    assert day.lines("completed") == ["45 completed hydration drink"]
    assert day.state.shown is None
    assert day.state.water_ml == 400


def test_a_drink_without_a_water_reminder_needs_an_amount() -> None:
    """Somebody may log water and not be reminded of it."""
    day = Day(ONLY_WALK)
    assert not day.try_(events.Drank())
    day.do(events.Drank(250))

    assert day.state.water_ml == 250


def test_a_water_reminder_without_an_amount_pours_nothing() -> None:
    """Done without an amount is done, and no total is invented."""
    day = Day(plan_of(replace(WATER, amount_ml=0)))
    day.do(events.Done("hydration"))

    assert day.lines("drank") == []


# ---------------------------------------------------------------- this hurts


@pytest.mark.parametrize(
    ("before", "outcome"),
    [
        ([], ["90 hurt stretch"]),
        ([events.Taken()], ["90 hurt stretch"]),
        ([events.Postponed()], ["90 hurt", "90 expired stretch easy"]),
        ([events.BusyBegan("call")], ["90 hurt", "90 expired stretch easy"]),
        ([events.Skipped()], ["90 hurt"]),
        ([events.Locked()], ["90 hurt"]),
    ],
    ids=["shown", "running", "postponed", "held", "nothing", "locked"],
)
def test_hurt_stops_what_runs_in_every_state(
    before: list[events.Event], outcome: list[str]
) -> None:
    """Whatever is going on ends, and no stretch comes back on easy days."""
    day = Day(ONLY_STRETCH)
    day.run(90)
    for event in before:
        day.do(event)
    day.do(events.Hurt())
    assert day.lines("hurt", "expired") == outcome
    assert (day.state.running, day.state.shown, day.state.waiting) == (None, None, None)
    day.run(200)

    assert len(day.lines("prompted")) == 1


def test_no_movement_today_holds_for_a_postponed_walk_too() -> None:
    """The choice is for all movement prompts, also for those under way, until tomorrow."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Postponed())
    day.do(events.Hurt(still=True))
    day.run(14 * 60)
    assert len(day.lines("prompted")) == 1
    day.run(3 * 60)

    assert len(day.lines("prompted")) > 1


def test_a_second_hurt_does_not_take_back_no_movement_today() -> None:
    """Naming the area afterwards leaves the choice as it was."""
    day = Day(ONLY_WALK)
    day.do(events.Hurt(still=True))
    day.do(events.Hurt("neck"))

    assert day.state.easy is not None
    assert (day.state.easy.area, day.state.easy.still_until) == ("neck", (NINE // DAY + 1) * DAY)


def test_an_old_hurt_button_leaves_the_open_prompt_alone() -> None:
    """It begins easy days; a walk that is open now stays."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Hurt(prompt="p0"))

    assert day.state.shown is not None
    assert day.state.easy is not None


def test_easy_days_have_walks_eyes_and_water_and_walks_are_gentle() -> None:
    """No stretch and no posture check for two days."""
    day = Day(DEFAULT, complete)
    day.do(events.Hurt("neck"))
    day.run(300)

    leaders = {show.prompt.leader.name for _, show in day.shows}
    assert leaders == {"walk"}
    assert {member.rule.name for _, show in day.shows for member in show.prompt.members} == {
        "walk",
        "hydration",
    }
    assert all(show.prompt.gentle for _, show in day.shows)


def test_a_stretch_by_hand_is_gentle_on_easy_days() -> None:
    """Who asks for a stretch that day gets breathing and walking."""
    day = Day(ONLY_STRETCH)
    day.do(events.Hurt())
    day.do(events.Taken("stretch"))

    assert day.state.running is not None
    assert day.state.running.prompt.gentle


def test_a_breakpoint_brings_no_stretch_on_easy_days_but_the_walk_behind_it() -> None:
    """What is let go anyway does not use up a breakpoint."""
    day = Day(plan_of(STRETCH, replace(WALK, first=91 * MINUTE)))
    day.do(events.Hurt())
    day.do(events.TypingBegan())
    day.run(89)
    day.do(events.WindowSwitched())

    assert day.lines("due") == ["89 due walk"]


@pytest.mark.parametrize(
    ("answer", "easy", "line"),
    [
        ("better", False, "undone better"),
        ("keep", True, "hurt keep"),
        ("still", True, "hurt still"),
    ],
)
def test_the_one_question_is_asked_when_it_suits(answer: str, easy: bool, line: str) -> None:
    """Two days later, not in a call, once; the answer ends the easy days or begins new ones."""
    day = Day(ONLY_WATER)
    day.do(events.Hurt("neck"))
    day.run(48 * 60 - 5)
    day.do(events.BusyBegan("call"))
    day.run(10)
    assert AskEasy("neck") not in day.effects
    day.do(events.BusyEnded("call"))
    day.run(60)
    assert day.effects.count(AskEasy("neck")) == 1
    day.do(events.EasyAnswered(answer))

    assert (day.state.easy is not None) is easy
    assert day.lines(line.split(maxsplit=1)[0])[-1].endswith(line)


def test_an_answer_that_is_none_is_refused() -> None:
    """Only better, keep and still."""
    day = Day(ONLY_WALK)
    day.do(events.Hurt())

    assert not day.try_(events.EasyAnswered("maybe"))


def test_hurt_can_be_undone_once() -> None:
    """After the undo the days are as before, and there is nothing more to undo."""
    day = Day(ONLY_STRETCH)
    day.do(events.Hurt())
    day.do(events.HurtUndone())
    assert not day.try_(events.HurtUndone())
    day.run(90)

    assert day.lines("prompted") == ["90 prompted stretch"]


def test_a_custom_break_in_a_bundle_of_what_has_no_break() -> None:
    """The longest member gives the length, whoever leads."""
    plants = Reminder(
        "plants", Kind.CUSTOM, 45 * MINUTE, length=MINUTE, counts=MINUTE // 2, level=Level.TOAST
    )
    day = Day(plan_of(WATER, plants))
    day.run(45)
    day.do(events.Taken())
    assert day.state.running is not None
    assert day.state.running.length == MINUTE
    day.run(1)

    assert day.lines("completed") == ["46 completed hydration", "46 completed plants"]


def test_done_by_name_of_a_calendar_reminder_leaves_its_instant() -> None:
    """Done early does not move what the calendar says."""
    day = Day(replace(plan_of(MEDICINE), calendars={"medicine": Daily(10 * HOUR)}))
    day.do(events.Done("medicine"))
    day.run(61)

    assert day.lines("completed", "prompted") == [
        "0 completed medicine done",
        "60 prompted medicine",
    ]


def test_each_of_several_under_way_can_be_taken_by_name() -> None:
    """Two postponed prompts and two glows: the one that is named is the one that is taken."""
    glow = replace(EYES, name="blink")
    day = Day(plan_of(replace(STRETCH, every=61 * MINUTE), WALK, glow, EYES))
    day.run(45)
    day.do(events.Postponed(3 * HOUR))
    day.run(15)
    assert [dot.names for dot in day.state.dots] == [("blink",), ("eyes",)]
    day.do(events.Taken("eyes"))
    day.run(1.5)
    assert day.state.shown is not None
    day.do(events.Postponed(3 * HOUR))
    day.do(events.Taken("stretch"))
    day.run(6)

    assert [line.split()[2] for line in day.lines("started")] == ["eyes", "stretch"]


def test_a_toast_by_hand_behind_a_lock_is_held_at_the_return() -> None:
    """What was asked for from elsewhere is not shown in the first minutes back."""
    day = Day(ONLY_POSTURE)
    day.do(events.Locked())
    day.do(events.Taken("posture"))
    day.do(events.Unlocked())

    assert day.lines("held") == ["0 held posture settle"]


def test_the_question_is_not_asked_to_an_empty_chair() -> None:
    """Easy days that end behind a locked screen are asked about after the return."""
    day = Day(ONLY_WATER)
    day.do(events.Hurt("neck"))
    day.run(48 * 60 - 5)
    day.do(events.Locked())
    day.run(10)
    assert AskEasy("neck") not in day.effects
    day.do(events.Unlocked())
    day.run(3)

    assert AskEasy("neck") in day.effects


def test_what_no_screen_showed_can_be_answered_by_command() -> None:
    """Without anything that shows prompts, `done` means the one that waits to be shown."""
    day = Day()
    day.run(22)
    assert day.state.shown is not None
    day.do(events.NotShown(day.state.shown.id))
    day.do(events.Done())

    assert day.lines("held", "completed") == [
        "22 held posture no_display",
        "22 completed posture done",
    ]
    assert day.state.waiting is None
