"""What leaving and time resolve, a break by hand, and local times at the edges of the dial."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.effects import OpenBreak, Withdraw
from ergobreak.core.hours import Calendar
from ergobreak.core.model import MINUTE, SECOND, Plan, Policy
from tests.core.day import STRETCH, WALK, WATER, Day
from tests.core.plans import ONLY_POSTURE, ONLY_WALK, ONLY_WATER, plan_of
from tests.core.test_hours import BERLIN, Times, at, utc
from tests.core.test_view import CALL

# ---------------------------------------------------------------- what time and absence answer


@pytest.mark.parametrize(
    ("plan", "due_at", "stays"), [(ONLY_POSTURE, 22, 15 * SECOND), (ONLY_WALK, 45, 10 * MINUTE)]
)
def test_a_prompt_without_an_answer_leaves_the_screen(plan: Plan, due_at: int, stays: int) -> None:
    """A toast after 15 seconds, a panel after ten minutes, and not before."""
    day = Day(plan)
    day.run(due_at)
    gone = Withdraw(day.shows[0][1].prompt.id)
    day.until(day.mono + stays - 1)
    assert gone not in day.effects
    day.until(day.mono + 1)

    assert gone in day.effects


@pytest.mark.parametrize(
    ("plan", "begin", "end"),
    [
        (plan_of(STRETCH, WATER, call=Policy.CREDIT), CALL, events.BusyEnded("call")),
        (plan_of(STRETCH, WATER, pause=Policy.CREDIT), events.Paused(), events.Resumed()),
    ],
)
@pytest.mark.parametrize(
    ("length", "rested"),
    [
        (5 * MINUTE - 1, []),
        (5 * MINUTE, ["stretch"]),
        (20 * MINUTE - 1, ["stretch"]),
        (20 * MINUTE, ["stretch", "hydration"]),
    ],
)
def test_what_counts_as_rest_is_as_long_as_an_absence(
    plan: Plan, begin: events.Event, end: events.Event, length: int, rested: list[str]
) -> None:
    """A break from `away_after` on, and from `long_away` on water starts afresh too."""
    day = Day(plan)
    day.run(10)
    day.do(begin)
    day.until(day.mono + length)
    day.do(end)

    assert [record.reminder for record in day.records if record.event == "natural"] == rested


def test_the_glass_that_was_asked_for_with_a_walk_is_taken_with_it() -> None:
    """Whoever stands up at the prompt has done all of it, and it closes itself."""
    day = Day(plan_of(WALK, WATER))
    day.run(45)
    assert day.shows[0][1].prompt.names == ("walk", "hydration")
    day.do(events.InputStopped(day.mono))
    day.run(5)

    assert day.lines("natural") == ["50 natural walk", "50 natural hydration"]
    assert day.state.shown is None


def test_a_break_meanwhile_resolves_water_that_was_postponed() -> None:
    """It does not come back to somebody who has been up since."""
    day = Day(ONLY_WATER)
    day.run(45)
    day.do(events.Postponed())
    day.do(events.InputStopped(day.mono))
    day.run(5)

    assert day.lines("natural") == ["50 natural hydration"]
    assert day.state.postponed == ()


def test_water_that_waits_outlasts_a_short_break() -> None:
    """Only a long absence starts water afresh, so what a call has held still comes."""
    day = Day(ONLY_WATER)
    day.run(40)
    day.do(CALL)
    day.run(10)
    day.do(events.Locked())
    day.run(5)
    assert day.lines("held", "natural") == ["45 held hydration call"]
    day.do(events.Unlocked())
    day.do(events.BusyEnded("call"))
    day.run(10)

    assert [line.split()[1] for line in day.lines("held", "natural", "prompted")] == [
        *("held", "prompted")
    ]


@pytest.mark.parametrize("is_easy", [False, True])
def test_a_break_by_hand_is_gentle_on_easy_days_alone(is_easy: bool) -> None:
    """Else it offers everything, as one that was asked for by a prompt."""
    day = Day(ONLY_WALK)
    if is_easy:
        day.do(events.Hurt())
    day.do(events.Taken("walk"))

    opened = [effect.prompt.gentle for effect in day.effects if isinstance(effect, OpenBreak)]
    assert opened == [is_easy]


# ---------------------------------------------------------------- local times


def test_every_minute_of_a_gap_comes_at_the_change_itself() -> None:
    """To the microsecond, wherever in the hour that spring leaves out it lies."""
    change = utc("2026-03-29 01:00")

    assert {at(f"2026-03-29 02:{minute:02}") for minute in range(60)} == {change}


def test_an_hourly_rule_may_have_an_end() -> None:
    """Where no local time follows there is no instant, and nothing breaks."""
    calendar = Calendar(Times(()), BERLIN, is_hourly=True)

    assert calendar.after(at("2026-03-02 12:00")) is None
