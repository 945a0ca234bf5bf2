"""When prompts come: bundles, breakpoints, distance, postpones."""

from __future__ import annotations

import itertools

import pytest

from ergobreak.core import events
from ergobreak.core.model import DAY, HOUR, MINUTE, SECOND, Kind, Level, Plan, Reminder
from ergobreak.dataclass import replace
from tests.core.day import (
    POSTURE,
    STRETCH,
    WALK,
    WATER,
    AllDay,
    Day,
    OfficeHours,
    complete,
)
from tests.core.plans import MEDICINE, ONLY_POSTURE, ONLY_STRETCH, ONLY_WALK, Daily, plan_of

PLANTS = Reminder("plants", Kind.CUSTOM, 85 * MINUTE, level=Level.TOAST)


def minutes(day: Day, event: str = "prompted") -> list[float]:
    """Return when this happened, in minutes of the monotonic clock."""
    return [
        round((record.at - day.wall_offset) / MINUTE, 4)
        for record in day.records
        if record.event == event
    ]


def test_five_ranks_come_as_one() -> None:
    """What falls due within `bundle` comes in one prompt: highest rank first, one id."""
    day = Day(
        plan_of(
            STRETCH,
            replace(WALK, first=92 * MINUTE),
            replace(WATER, first=100 * MINUTE),
            PLANTS,
            replace(POSTURE, first=88 * MINUTE),
        )
    )
    day.run(86)

    ((_, show),) = day.shows
    assert show.prompt.names == ("stretch", "walk", "hydration", "plants", "posture")
    assert {member.id for member in show.prompt.members} == {show.prompt.id}
    assert show.prompt.level == Level.PANEL


@pytest.mark.parametrize(("first", "rides"), [(55, True), (56, False)])
def test_the_bundle_ends_after_ten_minutes(first: int, rides: bool) -> None:
    """What is due in ten active minutes rides along, what is due later does not."""
    day = Day(plan_of(replace(WALK, first=45 * MINUTE), replace(POSTURE, first=first * MINUTE)))
    day.run(45)

    assert (day.shows[0][1].prompt.names == ("walk", "posture")) is rides


@pytest.mark.parametrize(("first", "rides"), [(60, True), (61, False)])
def test_water_rides_along_for_a_quarter_of_an_hour(first: int, rides: bool) -> None:
    """Water has a longer reach than the rest."""
    day = Day(plan_of(WALK, replace(WATER, first=first * MINUTE)))
    day.run(45)

    assert (day.shows[0][1].prompt.names == ("walk", "hydration")) is rides


def test_a_stretch_does_not_wait_for_a_postponed_glass() -> None:
    """A lower rank never delays a higher one, not even when it was postponed."""
    day = Day(plan_of(STRETCH, replace(WATER, first=64 * MINUTE)))
    day.run(64)
    day.do(events.Postponed(30 * MINUTE))
    day.run(26)

    assert minutes(day) == [64, 90]
    assert [show.prompt.leader.name for _, show in day.shows] == ["hydration", "stretch"]


def test_a_lower_rank_joins_a_postponed_prompt_that_is_soon_back() -> None:
    """What falls due shortly before a return comes with it."""
    day = Day(plan_of(WALK, replace(PLANTS, every=56 * MINUTE)))
    day.run(45)
    day.do(events.Postponed(14 * MINUTE))
    day.run(14)

    assert minutes(day) == [45, 59]
    assert day.shows[-1][1].prompt.names == ("walk", "plants")
    assert day.lines("due")[-1] == "56 due plants"


def test_what_waits_joins_a_prompt_that_comes_back() -> None:
    """A return takes along what was waiting for the gap."""
    day = Day(plan_of(replace(WALK, first=45 * MINUTE), replace(PLANTS, every=58 * MINUTE)))
    day.run(45)
    day.do(events.Postponed(5 * MINUTE))
    day.run(5)
    day.do(events.Postponed(5 * MINUTE))
    day.run(4)
    day.do(events.BusyBegan("call"))
    day.run(6)
    day.do(events.BusyEnded("call"))
    day.run(2)

    assert day.shows[-1][1].prompt.names == ("walk", "plants")
    assert sorted(day.lines("held")) == ["55 held plants call", "55 held walk call"]


def test_a_return_takes_along_what_waits_for_the_gap() -> None:
    """What waits for its distance comes with a return, under the id of the return."""
    walk = replace(WALK, first=40 * MINUTE)
    day = Day(plan_of(walk, replace(PLANTS, every=51 * MINUTE)))
    day.run(40)
    day.do(events.Postponed(HOUR))
    day.run(10.5)
    day.do(events.Taken("walk"))
    day.do(events.Skipped())
    day.run(4.5)

    assert minutes(day) == [40, 55]


def posture_at(minute: int) -> Reminder:
    """Return a posture check at a minute."""
    return replace(POSTURE, first=minute * MINUTE)


def test_the_last_return_is_a_toast_and_cannot_be_postponed() -> None:
    """After the last postpone it comes back as a toast, fades, and half a cycle follows."""
    day = Day(ONLY_WALK)
    day.run(45)
    for _ in range(3):
        day.do(events.Postponed())
        day.run(5)

    assert [show.prompt.level for _, show in day.shows] == [2, 2, 2, 1]
    assert [show.can_postpone for _, show in day.shows] == [True, True, True, False]
    assert not day.try_(events.Postponed())
    day.run(23)
    assert minutes(day, "seen") == [60.25]
    assert minutes(day)[-1] == 82.75


def test_a_natural_break_resolves_a_postponed_prompt() -> None:
    """Who leaves after "later" has taken it."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Postponed(15 * MINUTE))
    day.do(events.InputStopped(day.mono))
    day.run(10)

    assert day.lines("natural") == ["50 natural walk"]
    assert day.state.postponed == ()


def test_a_postponed_prompt_returns_under_a_toast_when_that_has_faded() -> None:
    """Two prompts are never on the screen at once."""
    day = Day(plan_of(WALK, replace(POSTURE, first=60 * MINUTE - 5 * SECOND)))
    day.run(45)
    day.do(events.Postponed(15 * MINUTE))
    day.run(16)

    assert day.shows[-1][1].prompt.names == ("walk", "posture")


def test_a_prompt_comes_back_behind_an_open_one() -> None:
    """A return waits for the prompt that is open."""
    day = Day(plan_of(STRETCH, replace(WATER, first=64 * MINUTE)))
    day.run(64)
    day.do(events.Postponed(30 * MINUTE))
    day.run(27)
    day.do(events.Skipped())
    day.run(3)
    assert minutes(day) == [64, 90, 94]


@pytest.mark.parametrize(("typing", "level"), [(False, Level.PANEL), (True, Level.TOAST)])
def test_who_types_on_gets_it_late_and_quieter(typing: bool, level: Level) -> None:
    """Without a breakpoint a prompt waits `late`, then comes one level quieter."""
    day = Day(ONLY_WALK)
    day.run(44)
    if typing:
        day.do(events.TypingBegan())
    day.run(12)

    assert minutes(day) == [55 if typing else 45]
    assert day.shows[0][1].prompt.level == level


def test_a_toast_never_comes_below_a_toast() -> None:
    """One level quieter than a toast is a toast: level 0 would be no prompt."""
    day = Day(ONLY_POSTURE)
    day.do(events.TypingBegan())
    day.run(32)

    assert day.shows[0][1].prompt.level == Level.TOAST


def test_a_switch_of_windows_is_a_breakpoint_for_its_own_instant() -> None:
    """A switch lets what waits come; what falls due afterwards meets a typing person."""
    day = Day(ONLY_WALK)
    day.do(events.TypingBegan())
    day.run(43)
    day.do(events.WindowSwitched())
    assert minutes(day) == [43]

    other = Day(ONLY_WALK)
    other.do(events.TypingBegan())
    other.run(40)
    other.do(events.WindowSwitched())
    other.run(8)
    assert minutes(other) == []


def test_a_breakpoint_brings_nothing_before_the_gap() -> None:
    """A prompt comes early only where it can be shown at once."""
    day = Day(plan_of(replace(STRETCH, first=30 * MINUTE), replace(WALK, first=44 * MINUTE)))
    day.run(30)
    day.do(events.Skipped())
    day.run(11.5)
    day.do(events.Lulled())

    assert minutes(day) == [30]
    day.run(3.5)
    assert minutes(day) == [30, 45]
    assert day.lines("due", "warned") == ["29.5 warned stretch", "30 due stretch", "44 due walk"]


def test_nothing_comes_early_while_something_waits() -> None:
    """A breakpoint in the middle of a wait changes nothing but the wait."""
    day = Day(plan_of(WALK, replace(PLANTS, every=48 * MINUTE)))
    day.do(events.TypingBegan())
    day.run(44)
    day.do(events.BusyBegan("call"))
    day.run(2)
    day.do(events.Lulled())

    assert day.lines("due") == ["45 due walk"]
    day.do(events.BusyEnded("call"))
    day.run(2)
    assert day.shows[0][1].prompt.names == ("walk", "plants")


def test_a_reminder_that_follows_the_calendar_is_not_bound_to_the_work_hours() -> None:
    """It comes in its own hours even when `[work]` is about to end, or is over."""
    plan = replace(plan_of(MEDICINE, hours=OfficeHours()), calendars={"medicine": Daily(19 * HOUR)})
    day = Day(plan)
    day.run(10 * 60)

    assert day.lines("prompted") == ["600 prompted medicine"]


def test_own_hours_end_what_they_have_not_delivered() -> None:
    """A calendar reminder held over the end of its own hours expires at that very instant."""
    own = OfficeHours(9 * HOUR, 10 * HOUR + 30 * MINUTE)
    day = Day(replace(plan_of(MEDICINE), calendars={"medicine": Daily(10 * HOUR, own)}))
    day.run(50)
    day.do(events.BusyBegan("call"))
    day.run(120)

    assert day.lines("expired") == ["90 expired medicine hours"]


def test_a_panel_that_came_late_stays_shorter_but_a_minute_at_least() -> None:
    """From due to outcome it takes no longer than `late` and ten minutes more."""
    delivery = replace(ONLY_STRETCH.delivery, late=0, bundle=MINUTE)
    ends = []
    for walk in (36, 32):
        rules = (replace(STRETCH, first=30 * MINUTE), replace(WALK, first=walk * MINUTE))
        day = Day(Plan(rules, AllDay(), delivery=replace(delivery, gap=(45 - 30) * MINUTE)))
        day.run(30)
        day.do(events.Skipped())
        day.run(20)
        ends.append((minutes(day)[1:2], minutes(day, "missed") or day.lines("expired")))

    assert ends == [([45], [46]), ([], ["41 expired walk gap"])]


def test_what_must_wait_too_long_for_its_distance_is_let_go() -> None:
    """A due that finds the hour's share used up ends as expired, and never as a backlog."""
    plan = Plan((STRETCH, replace(PLANTS, every=30 * MINUTE)), AllDay())
    plan = replace(plan, delivery=replace(plan.delivery, gap=50 * MINUTE))
    day = Day(plan, complete)
    day.run(8 * 60)

    assert any(line.endswith("plants gap") for line in day.lines("expired"))
    assert not any("stretch" in line for line in day.lines("expired"))


def test_the_warning_lies_inside_the_interval() -> None:
    """A panel is announced 30 s ahead under the id it will have; a toast is not."""
    day = Day(plan_of(WALK, posture_at(20)))
    day.run(45)

    assert day.lines("warned") == ["44.5 warned walk"]
    warned, prompted = (
        [r.prompt for r in day.records if r.event == event][-1] for event in ("warned", "prompted")
    )
    assert warned == prompted


def test_nothing_is_announced_at_a_bad_moment() -> None:
    """A warning for what will be held, or let go, would be a false one."""
    busy, easy = Day(ONLY_WALK), Day(ONLY_STRETCH)
    busy.do(events.BusyBegan("call"))
    easy.do(events.Hurt())
    for day in (busy, easy):
        day.run(95)

    assert busy.lines("warned") + easy.lines("warned") == []


def test_prompts_of_one_leader_are_counted_so_that_texts_take_turns() -> None:
    """Each prompt says how many its leader had before."""
    day = Day(ONLY_WALK, complete)
    day.run(200)

    assert [show.prompt.number for _, show in day.shows] == [0, 1, 2, 3]


def test_a_third_of_an_hour_without_a_lull_for_a_film_in_a_full_screen() -> None:
    """A prompt that returns into a full screen with typing in it is a toast as well."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Postponed())
    day.do(events.BusyBegan("fullscreen"))
    day.do(events.TypingBegan())
    day.run(8)

    assert [show.prompt.level for _, show in day.shows] == [Level.PANEL, Level.TOAST]


def test_a_call_over_an_open_prompt_and_a_waiting_one_leaves_one() -> None:
    """What was on the screen and what waited behind it are held as one prompt."""
    plan = plan_of(WALK, replace(PLANTS, every=50 * MINUTE))
    day = Day(replace(plan, delivery=replace(plan.delivery, bundle=MINUTE)))
    day.run(52)
    assert day.state.shown is not None
    day.do(events.BusyBegan("call"))

    assert day.state.waiting is not None
    assert day.state.waiting.names == ("walk", "plants")
    assert day.lines("held") == ["52 held walk call", "52 held plants call"]


def test_a_glass_that_comes_back_takes_along_the_stretch_that_waits() -> None:
    """A stretch that waits for a breakpoint comes with the return, and leads it."""
    day = Day(plan_of(replace(STRETCH, every=50 * MINUTE), replace(WATER, first=34 * MINUTE)))
    day.do(events.TypingBegan())
    day.run(34)
    day.do(events.WindowSwitched())
    day.run(0.1)
    day.do(events.Postponed(20 * MINUTE))
    day.run(20)

    assert [show.prompt.names for _, show in day.shows] == [
        ("hydration",),
        ("stretch", "hydration"),
    ]


def test_a_due_just_after_a_call_waits_for_a_breakpoint_in_free_time() -> None:
    """The two minutes after a call are no part of `late`."""
    day = Day(ONLY_WALK)
    day.run(30)
    day.do(events.BusyBegan("call"))
    day.run(14.5)
    day.do(events.BusyEnded("call"))
    day.do(events.TypingBegan())
    day.run(15)

    assert minutes(day) == [56.5]


def test_idleness_under_an_open_panel_does_not_use_up_its_ten_minutes() -> None:
    """Unanswered means ten active minutes: four of silence do not count beyond the first two."""
    day = Day(ONLY_WALK)
    day.run(46)
    day.do(events.InputStopped(day.mono))
    day.run(4)
    day.do(events.InputSeen())
    day.run(10)

    assert minutes(day, "missed") == [57]


def test_what_was_asked_for_outside_the_hours_comes_there_too() -> None:
    """A posture check by hand in the evening that could not be shown is shown when it can."""
    day = Day(replace(ONLY_POSTURE, hours=OfficeHours(10 * HOUR)))
    day.do(events.Taken("posture"))
    day.do(events.NotShown("p1"))
    day.do(events.DisplayReturned())

    assert len(day.shows) == 2


def test_an_instant_that_never_moves_on_is_a_bug_that_shows() -> None:
    """A calendar that answers the same instant for ever ends the step, not the machine."""
    day = Day(replace(plan_of(MEDICINE), calendars={"medicine": Stuck()}))
    with pytest.raises(AssertionError, match="does not come to rest"):
        day.run(61)


class Stuck(Daily):
    """A calendar without a next instant, which names the last one again and again."""

    def __init__(self) -> None:
        super().__init__(10 * HOUR)

    def after(self, wall: int) -> int | None:
        """Return ten o'clock, whatever the hour."""
        return wall // DAY * DAY + self.at

    def label(self, wall: int) -> str:
        """Return another text each time."""
        return f"{next(NUMBERS):09}"


NUMBERS = itertools.count()


def test_what_waits_for_a_breakpoint_does_not_come_on_a_lock_screen() -> None:
    """Locking ends the typing, but it is no moment for a prompt."""
    day = Day(ONLY_WALK)
    day.do(events.TypingBegan())
    day.run(46)
    day.do(events.Locked())
    day.run(1)
    assert day.shows == []
    day.do(events.Unlocked())
    day.run(3)

    assert minutes(day) == [50]


@pytest.mark.parametrize(
    ("first", "line"), [(44, "44 prompted walk"), (45, "60 expired walk hours")]
)
def test_nothing_new_comes_in_the_last_quarter_of_an_hour(first: int, line: str) -> None:
    """The last fifteen minutes of the hours are free of new prompts."""
    walk = replace(WALK, first=first * MINUTE)
    day = Day(plan_of(walk, hours=OfficeHours(end=10 * HOUR)))
    day.run(61)

    assert day.lines("prompted", "expired")[0] == line


def test_a_panel_that_was_held_at_its_end_is_back_for_a_minute() -> None:
    """What comes again with its time almost used up can still be read."""
    day = Day(plan_of(replace(WALK, level=Level.FULLSCREEN)))
    day.do(events.TypingBegan())
    day.run(64.5)
    day.do(events.BusyBegan("call"))
    day.run(10)
    day.do(events.BusyEnded("call"))
    day.run(4)

    assert minutes(day) == [55, 76.5]
    assert minutes(day, "missed") == [77.5]


def test_patience_ends_for_each_due_by_itself() -> None:
    """Of two that wait the younger one waits on when the older one is let go."""
    rules = (replace(STRETCH, first=30 * MINUTE), replace(WALK, first=32 * MINUTE))
    plan = Plan((*rules, replace(PLANTS, every=45 * MINUTE)), AllDay())
    plan = replace(plan, delivery=replace(plan.delivery, gap=50 * MINUTE, bundle=MINUTE))
    day = Day(plan)
    day.run(30)
    day.do(events.Skipped())
    day.run(40)

    assert day.lines("expired")[:2] == ["51 expired walk gap", "64 expired plants gap"]


@pytest.mark.parametrize("names", [("aa", "zz"), ("zz", "aa")])
def test_the_loudest_of_a_bundle_leads_what_is_shown(names: tuple[str, str]) -> None:
    """A break of one's own stays a break beside a glass of water, whatever it is called."""
    own = Reminder(
        names[0], Kind.CUSTOM, 45 * MINUTE, length=15 * MINUTE, level=Level.PANEL, postpone_by=()
    )
    dot = Reminder(names[1], Kind.CUSTOM, 45 * MINUTE, level=Level.TOAST)
    day = Day(Plan((dot, WATER, own), AllDay()))
    day.run(46)

    (shown,) = [show for _, show in day.shows]
    assert (shown.prompt.level, shown.prompt.leader) == (Level.PANEL, own)
    assert set(shown.prompt.names) == {"hydration", *names}
