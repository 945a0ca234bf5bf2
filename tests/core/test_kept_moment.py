"""What keeps a prompt waiting, and what does not: ranks, hours, empty seats, ends of holds."""

from __future__ import annotations

import pytest

from ergobreak.core import engine, events
from ergobreak.core.model import HOUR, MINUTE, Kind, Level, Policy, Presence, Reminder
from ergobreak.dataclass import replace
from tests.core.day import POSTURE, STRETCH, WALK, WATER, Day, OfficeHours
from tests.core.plans import MEDICINE, ONLY_POSTURE, ONLY_WALK, Daily, plan_of

PLANTS = Reminder("plants", Kind.CUSTOM, 80 * MINUTE, 10 * MINUTE)

# ---------------------------------------------------------------- the work hours


def test_what_has_its_own_times_comes_shortly_before_the_hours_end_too() -> None:
    """`no_prompt_before_end` is for what follows the work, not for what follows the calendar."""
    plan = replace(
        plan_of(MEDICINE, hours=OfficeHours()),
        calendars={"medicine": Daily(17 * HOUR + 50 * MINUTE)},
    )
    day = Day(plan)
    day.run(531)

    assert day.lines("prompted") == ["530 prompted medicine"]


@pytest.mark.parametrize(
    ("is_typing", "lines"),
    [
        (False, ["90 prompted medicine"]),
        (True, ["90 waits medicine typing", "100 prompted medicine"]),
    ],
)
def test_after_hours_nothing_waits_for_a_stretch_that_comes_tomorrow(
    is_typing: bool, lines: list[str]
) -> None:
    """Twelve minutes short of it the clocks stand; what has its own times waits for keys alone."""
    hours = OfficeHours(end=10 * HOUR + 18 * MINUTE)
    own = {"medicine": Daily(10 * HOUR + 30 * MINUTE)}
    day = Day(replace(plan_of(STRETCH, MEDICINE, hours=hours), calendars=own))
    day.run(85)
    if is_typing:
        day.do(events.TypingBegan())
    day.run(30)

    assert day.lines("waits", "prompted", "expired") == lines


def test_what_was_asked_for_before_the_hours_comes_before_them() -> None:
    """That they begin in ten minutes is no reason to keep it back: only their end is near a night.

    It could not be shown at once, so it waits for a screen.
    """
    day = Day(replace(ONLY_POSTURE, hours=OfficeHours(10 * HOUR)))
    day.run(50)
    day.do(events.Taken("posture"))
    day.do(events.NotShown("p1"))
    day.do(events.DisplayReturned())

    assert day.lines("prompted") == ["50 prompted posture"] * 2


# ---------------------------------------------------------------- a higher rank


@pytest.mark.parametrize(
    ("stretch", "line"), [(50, "20 prompted posture"), (51, "30 prompted walk")]
)
def test_what_rides_along_needs_no_share_of_the_hour(stretch: int, line: str) -> None:
    """A stretch ten minutes after the walk comes with it; one a minute later needs a prompt more.

    Where two are all there may be in an hour, the posture check then rides on the walk.
    """
    plan = plan_of(
        replace(STRETCH, first=stretch * MINUTE),
        replace(WALK, first=40 * MINUTE),
        replace(POSTURE, first=20 * MINUTE),
    )
    day = Day(replace(plan, delivery=replace(plan.delivery, per_hour=2)))
    day.run(35)

    assert day.lines("prompted") == [line]


@pytest.mark.parametrize(
    ("stretch", "line"), [(70, "30 prompted posture"), (69, "59 prompted stretch")]
)
def test_what_was_shown_an_hour_before_the_stretch_is_no_longer_counted(
    stretch: int, line: str
) -> None:
    """Whether the stretch finds its share of the hour is asked for its own instant, not for now.

    Where it would not, the posture check rides on it.
    """
    plan = plan_of(
        replace(STRETCH, first=stretch * MINUTE), PLANTS, replace(POSTURE, first=30 * MINUTE)
    )
    delivery = replace(plan.delivery, per_hour=2, late=30 * MINUTE)  # there is time to wait
    day = Day(replace(plan, delivery=delivery))
    day.run(65)

    assert day.lines("prompted")[:2] == ["10 prompted plants", line]


def test_what_is_waited_for_is_written_down_at_its_own_instant() -> None:
    """From an hour before the stretch on the only prompt of the hour is kept for it."""
    plan = plan_of(STRETCH, POSTURE)
    day = Day(replace(plan, delivery=replace(plan.delivery, per_hour=1)))
    day.run(21)
    day.do(events.TypingBegan())
    day.run(20)

    assert day.lines("waits") == ["22 waits posture typing", "30 waits posture rank"]


def test_without_bundles_a_prompt_comes_at_its_due() -> None:
    """`bundle = "0s"`: where no higher rank is near, there is nothing to wait for."""
    day = Day(replace(ONLY_POSTURE, delivery=replace(ONLY_POSTURE.delivery, bundle=0)))
    day.mono = 23 * MINUTE
    day.do(events.Ticked())

    assert day.lines("prompted") == ["22 prompted posture"]


@pytest.mark.parametrize(
    ("begun", "other", "next_at"),
    [
        (events.TypingBegan(), Reminder("neck", Kind.POSTURE, 90 * MINUTE), 32),
        (events.TypingBegan(), replace(STRETCH, level=Level.TRAY), 32),
        (events.BusyBegan("call"), STRETCH, 89.5),
    ],
)
def test_nobody_is_woken_for_a_rank_that_nothing_waits_for(
    begun: events.Event, other: Reminder, next_at: float
) -> None:
    """One of the same rank, one in the tray, and any while a call holds: they delay nothing."""
    day = Day(plan_of(POSTURE, other))
    day.run(20)
    day.do(begun)
    day.run(2)

    assert engine.next_deadline(day.state, day.plan) == next_at * MINUTE


def test_without_late_nothing_waits_for_a_breakpoint() -> None:
    """`late = "0s"`: not even where full screen stops the clocks, and there is typing in it."""
    plan = plan_of(MEDICINE, fullscreen=Policy.FREEZE)
    delivery = replace(plan.delivery, late=0)
    own = {"medicine": Daily(9 * HOUR + 10 * MINUTE)}
    day = Day(replace(plan, delivery=delivery, calendars=own))
    day.do(events.BusyBegan("fullscreen"))
    day.do(events.TypingBegan())
    day.run(15)

    assert day.lines("prompted") == ["10 prompted medicine"]


# ---------------------------------------------------------------- who is there to see it


def test_on_a_lock_screen_nothing_waits_for_anything_but_the_person() -> None:
    """Locking ends the typing; that the gap is not over yet is no news then, nor in `settle`."""
    day = Day(plan_of(replace(WALK, first=40 * MINUTE), replace(POSTURE, first=51 * MINUTE)))
    day.run(40)
    day.do(events.Skipped())
    day.run(10)
    day.do(events.TypingBegan())
    day.run(2)
    day.do(events.Locked())
    day.run(0.5)
    day.do(events.Unlocked())
    day.run(5)

    assert day.lines("waits") == ["51 waits posture typing"]
    assert day.lines("prompted")[-1] == "55.5 prompted posture"


def test_a_glass_of_water_is_not_offered_to_an_empty_seat() -> None:
    """It waits for the gap; five minutes of silence are an absence, and it comes after that."""
    water = replace(WATER, first=50 * MINUTE + MINUTE // 2)
    plan = plan_of(replace(WALK, first=40 * MINUTE), water)
    day = Day(replace(plan, delivery=replace(plan.delivery, bundle_water=10 * MINUTE)))
    day.run(40)
    day.do(events.Skipped())
    day.run(9.5)
    day.do(events.InputStopped(day.mono))
    day.run(8.5)
    assert day.lines("due", "away") == ["40 due walk", "50.5 due hydration"]
    day.do(events.InputSeen())
    day.run(4)

    assert day.lines("prompted") == ["40 prompted walk", "61 prompted hydration"]


def test_without_settle_a_return_keeps_nothing_back() -> None:
    """`settle = "0s"`: what is due a minute after the first key comes in that minute."""
    plan = replace(plan_of(MEDICINE), calendars={"medicine": Daily(9 * HOUR + 20 * MINUTE)})
    day = Day(replace(plan, presence=Presence(settle=0)))
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(9)
    day.do(events.TypingBegan())
    day.do(events.Lulled())
    day.run(5)

    assert day.lines("prompted") == ["20 prompted medicine"]


# ---------------------------------------------------------------- a hold and its end


def test_just_after_a_call_a_prompt_waits_for_nothing_that_has_a_name() -> None:
    """The two minutes of `after_busy` are neither typing nor gap nor rank."""
    day = Day(ONLY_WALK)
    day.run(40)
    day.do(events.BusyBegan("call"))
    day.run(4.5)
    day.do(events.BusyEnded("call"))
    day.run(3)

    assert day.lines("waits", "prompted") == ["46.5 prompted walk"]


@pytest.mark.parametrize(
    ("begins", "ends", "free"),
    [
        (events.BusyBegan("call"), events.BusyEnded("call"), 28),
        (events.Locked(), events.Unlocked(), 27),
    ],
)
@pytest.mark.parametrize("is_crash", [False, True])
def test_a_crash_as_a_hold_ends_costs_no_free_time(
    begins: events.Event, ends: events.Event, free: int, is_crash: bool
) -> None:
    """All waiting is measured by it: it runs again behind the hold as if the daemon had lived."""
    day = Day(plan_of())
    day.run(10)
    day.do(begins)
    day.do(ends)
    day.run(1)
    day.mono += 19 * MINUTE
    day.do(events.StartedUp(day.boot) if is_crash else events.Ticked())

    assert day.state.free == free * MINUTE


def test_a_hold_is_looked_at_again_after_three_hours() -> None:
    """Then the tray names it, though nothing else happens at that time."""
    day = Day(plan_of())
    day.run(2)
    day.do(events.BusyBegan("call", "Meet"))

    assert engine.next_deadline(day.state, day.plan) == 2 * MINUTE + 3 * HOUR


@pytest.mark.parametrize(("policy", "active"), [(Policy.CONTINUE, 30), (Policy.FREEZE, 10)])
def test_a_pause_may_count_as_work(policy: Policy, active: int) -> None:
    """`pause = "continue"`: nothing is shown, and the clocks run on."""
    day = Day(plan_of(STRETCH, pause=policy))
    day.run(10)
    day.do(events.Paused(HOUR))
    day.run(20)

    assert day.state.active == active * MINUTE
