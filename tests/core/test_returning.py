"""What is forgotten as the person leaves and returns: the keys, the silence, the sleep."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.effects import Withdraw
from ergobreak.core.model import HOUR, MINUTE
from ergobreak.dataclass import replace
from tests.core.day import STRETCH, WALK, Day, OfficeHours, complete
from tests.core.plans import LID_CLOSED, MEDICINE, ONLY_STRETCH, ONLY_WALK, Daily, plan_of


def test_silence_ends_the_typing_that_a_prompt_waits_for() -> None:
    """No input is a pause in typing, though no source had told of a lull before."""
    day = Day(ONLY_STRETCH)
    day.run(89.5)
    day.do(events.TypingBegan())
    day.run(1)
    assert day.lines("prompted") == []
    day.do(events.InputStopped(day.mono))

    assert day.lines("prompted") == ["90.5 prompted stretch"]


def test_whoever_touches_the_keys_is_awake() -> None:
    """Input after the word of a sleep that never came lets the clocks run again."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(LID_CLOSED)
    day.run(1)
    day.do(events.InputSeen())
    day.run(20)

    assert day.state.active == 30 * MINUTE


def test_no_time_counts_between_the_word_of_a_sleep_and_its_end() -> None:
    """What the clock still ticks until the machine really sleeps is no work."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(LID_CLOSED)
    day.run(1)

    assert day.state.active == 10 * MINUTE


@pytest.mark.parametrize("way", ["lock", "sleep", "sleep unheard"])
def test_coming_back_ends_the_silence_before_it(way: str) -> None:
    """Whoever went idle and comes back through the lock screen works, and may go idle again."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(2.5)
    if way == "lock":
        day.do(events.Locked())
        day.do(events.Unlocked())
    else:
        if way == "sleep":
            day.do(LID_CLOSED)
        day.wall_offset += MINUTE
        day.do(events.Woke(MINUTE))
    day.run(20)
    assert day.state.active == 32 * MINUTE
    day.do(events.InputStopped(day.mono))
    day.run(2)

    assert [line.split()[1] for line in day.lines("idle")] == ["idle", "idle"]


@pytest.mark.parametrize("is_told", [True, False])
def test_an_open_break_is_taken_by_closing_the_lid(is_told: bool) -> None:
    """However short the sleep is, and whether or not its beginning was told."""
    day = Day(ONLY_STRETCH)
    day.run(90)
    if is_told:
        day.do(LID_CLOSED)
        assert day.lines("natural") == ["90 natural stretch"]
    day.wall_offset += MINUTE // 2
    day.do(events.Woke(MINUTE // 2))

    assert [line.split()[1] for line in day.lines("natural", "held")] == ["natural"]
    assert Withdraw(day.shows[0][1].prompt.id) in day.effects


@pytest.mark.parametrize(("asleep_for", "is_refused"), [(2 * MINUTE, True), (MINUTE, False)])
def test_a_sleep_of_the_length_of_a_lock_was_no_sitting(asleep_for: int, is_refused: bool) -> None:
    """From `lock_after` on nobody can have sat there, to the microsecond."""
    day = Day(plan_of(STRETCH, WALK))
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(6)
    day.do(LID_CLOSED)
    day.wall_offset += asleep_for
    day.do(events.Woke(asleep_for))

    assert day.try_(events.WasSitting()) is not is_refused


def test_a_break_that_ends_as_the_machine_wakes_is_over() -> None:
    """The instant of its end belongs to the sleep, so it ends there and once."""
    day = Day(ONLY_WALK, complete)
    day.run(46)
    day.do(LID_CLOSED)
    left = (day.state.running.ends_at if day.state.running else 0) - day.mono
    day.wall_offset += left
    day.do(events.Woke(left))

    assert day.state.running is None
    assert day.lines("completed") == ["48 completed walk"]


def test_nothing_comes_in_the_first_minute_after_a_sleep() -> None:
    """Whoever opens the lid finds the desk first, and then the prompt."""
    day = Day(ONLY_WALK)
    day.run(44.9)
    day.do(LID_CLOSED)
    day.wall_offset += MINUTE
    day.do(events.Woke(MINUTE))
    day.run(2.9)
    assert day.shows == []
    day.run(0.2)

    assert len(day.shows) == 1


def test_a_time_of_day_that_was_slept_through_is_told_within_its_own_hours() -> None:
    """The instant itself decides, not the one at which the machine wakes."""
    own = OfficeHours(start=9 * HOUR, end=13 * HOUR)
    plan = replace(plan_of(MEDICINE), calendars={"medicine": Daily(12 * HOUR, own)})
    day = Day(plan)
    day.run(10)
    day.do(LID_CLOSED)
    day.wall_offset += 6 * HOUR
    day.do(events.Woke(6 * HOUR))

    assert day.lines("absent") == ["370 absent medicine"]
