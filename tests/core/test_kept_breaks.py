"""What counts of a break: how long it was, what rode on it, what of it is said once a day."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.effects import OpenBreak
from ergobreak.core.model import HOUR, MINUTE, SECOND, Kind, Level, Reminder
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from tests.core.day import NINE, POSTURE, STRETCH, TIP, WALK, WATER, Day, complete
from tests.core.plans import ONLY_WALK, plan_of


def opened(day: Day) -> list[tuple[int, OpenBreak]]:
    """Return the breaks that were opened, and when (mono)."""
    starts = [record.at - NINE for record in day.records if record.event == "started"]
    breaks = [effect for effect in day.effects if isinstance(effect, OpenBreak)]
    return list(zip(starts, breaks, strict=True))


# ---------------------------------------------------------------- how long it was


@pytest.mark.parametrize(("seconds", "is_over"), [(119, False), (120, True)])
def test_a_break_of_two_minutes_ends_the_sitting(seconds: int, is_over: bool) -> None:
    """Below that it is noted, and the time at the desk counts on."""
    day = Day(ONLY_WALK)
    day.run(30)
    day.do(events.Taken("walk"))
    day.run(seconds / 60)
    day.do(events.Done())

    assert (day.state.active == day.state.bout_from) is is_over


def test_a_look_at_the_posture_is_no_break_from_sitting() -> None:
    """What has no length ends no spell at the desk."""
    day = Day(plan_of(POSTURE))
    day.run(20)
    day.do(events.Done("posture"))

    assert day.state.bout_from == 0


@pytest.mark.parametrize(
    ("span", "outcome"), [(5 * SECOND - 1, "skipped"), (5 * SECOND, "partial")]
)
def test_a_break_left_within_five_seconds_was_a_slip(span: int, outcome: str) -> None:
    """From five seconds on what was done of it counts."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Taken())
    day.until(day.mono + span)
    day.do(events.Skipped())

    assert [line.split()[1] for line in day.lines("skipped", "partial")] == [outcome]


def test_done_is_no_slip_however_soon() -> None:
    """Whoever says that it is done has not started it by mistake."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Taken())
    day.run(0.05)
    day.do(events.Done())

    assert [line.split()[1] for line in day.lines("skipped", "partial")] == ["partial"]


@pytest.mark.parametrize(("seconds", "outcome"), [(119, "seen"), (120, "completed")])
def test_the_glass_that_rides_along_is_drunk_where_enough_is_done(
    seconds: int, outcome: str
) -> None:
    """`counts` itself is enough."""
    day = Day(plan_of(WALK, WATER))
    day.run(45)
    day.do(events.Taken())
    day.run(seconds / 60)
    day.do(events.Done())

    assert [line.split()[1] for line in day.lines("seen", "completed") if "hydration" in line] == [
        outcome
    ]


def test_sixty_exercises_are_noted_of_a_break() -> None:
    """Nobody does more: a program that notes on and on is refused."""
    day = Day(ONLY_WALK)
    day.do(events.Taken("walk"))
    for number in range(60):
        day.do(events.Exercised(f"turn-{number}"))

    with pytest.raises(CommandRejected):
        day.do(events.Exercised("one-more"))


# ---------------------------------------------------------------- what goes with it


def test_a_stretch_takes_nothing_of_the_persons_own_away() -> None:
    """It answers walk and posture check; a reminder of other things still comes."""
    plants = Reminder("plants", Kind.CUSTOM, 30 * MINUTE, level=Level.TOAST)
    walk = replace(WALK, first=30 * MINUTE)
    day = Day(plan_of(STRETCH, walk, plants))
    day.do(events.BusyBegan("call"))
    day.run(31)
    day.do(events.Done("stretch"))
    day.do(events.BusyEnded("call"))
    day.run(10)

    assert [show.prompt.names for _, show in day.shows] == [("plants",)]


# ---------------------------------------------------------------- once a day


def test_a_full_day_is_told_once_after_eight_hours_of_each_day() -> None:
    """Counted in active time from the first spell of that day."""
    day = Day(ONLY_WALK, complete)
    day.run(38 * 60)

    first, second = (at for at, effect in opened(day) if effect.full_day)
    midnight = 15 * HOUR
    assert 8 * HOUR <= first < 9.25 * HOUR
    assert midnight + 7 * HOUR <= second < midnight + 9.25 * HOUR


def test_the_tip_comes_in_the_first_break_of_a_day_alone() -> None:
    """One a day, and none without a reminder of that kind."""
    day = Day(plan_of(WALK, TIP), complete)
    day.run(24 * 60)
    without = Day(ONLY_WALK, complete)
    without.run(24 * 60)

    days = {(NINE + at) // (24 * HOUR): at for at, effect in opened(day) if effect.tip}
    assert len(days) == len([effect for _, effect in opened(day) if effect.tip]) == 2
    assert opened(day)[0][1].tip
    assert not any(effect.tip for _, effect in opened(without))
