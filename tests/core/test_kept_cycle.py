"""When the next one comes, and how: after holds, in a changed config, for who types."""

from __future__ import annotations

import pytest

from ergobreak import notices
from ergobreak.core import events
from ergobreak.core.effects import Withdraw
from ergobreak.core.model import HOUR, MINUTE, Kind, Level, Reminder
from ergobreak.dataclass import replace
from tests.core.day import Day, complete
from tests.core.plans import (
    MEDICINE,
    ONLY_POSTURE,
    ONLY_STRETCH,
    ONLY_WALK,
    Daily,
    plan_of,
)

CALL = events.BusyBegan("call", "Meet")


def step_away(day: Day) -> None:
    """Be away for ten minutes: a natural break."""
    day.do(events.InputStopped(day.mono))
    day.run(10)
    day.do(events.InputSeen())


# ---------------------------------------------------------------- the next one


def test_a_changed_time_of_day_holds_at_once() -> None:
    """What is moved from noon to ten comes at ten, and not at noon."""
    plan = replace(plan_of(MEDICINE), calendars={"medicine": Daily(12 * HOUR)})
    day = Day(plan)
    day.run(10)
    day.plan = replace(plan, calendars={"medicine": Daily(10 * HOUR)})
    day.do(events.PlanChanged())
    day.run(4 * 60)

    assert day.lines("prompted") == ["60 prompted medicine"]


@pytest.mark.parametrize(("held_for", "comes_at"), [(89, "112 due"), (90, "202 due")])
def test_what_was_held_for_a_whole_cycle_is_not_due_again_at_once(
    held_for: int, comes_at: str
) -> None:
    """It counts from the due instant, or from now where that would be due by now."""
    day = Day(ONLY_POSTURE)
    day.run(20)
    day.do(CALL)
    day.run(2 + held_for)
    day.do(events.Done("posture"))
    day.run(95)

    assert day.lines("due") == ["22 due posture", f"{comes_at} posture"]


def test_texts_in_turn_come_in_the_order_of_the_list() -> None:
    """The first, the second, the third, and the first again."""
    texts = ("Stand.", "Walk.", "Sit.")
    rule = Reminder("position", Kind.CUSTOM, 30 * MINUTE, texts=texts, in_turn=True)
    day = Day(plan_of(rule), complete)
    day.run(125)

    said = [notices.of_prompt(show.prompt, day.state.active).body for _, show in day.shows]
    assert said == [*texts, texts[0]]


@pytest.mark.parametrize(("is_asked", "comes_after"), [(True, 90), (False, 45)])
def test_a_stretch_prompt_in_between_ends_a_row_of_breaks(is_asked: bool, comes_after: int) -> None:
    """Only where two breaks stand in a row is the next stretch asked for after half a cycle."""
    day = Day(ONLY_STRETCH)
    day.run(20)
    step_away(day)
    day.run(90 if is_asked else 20)
    if is_asked:
        day.do(events.Skipped())
        day.run(20)
    step_away(day)
    returned = day.mono
    day.run(91)

    assert day.shows[-1 if is_asked else 0][0] - returned == comes_after * MINUTE


# ---------------------------------------------------------------- on the screen


def test_a_call_takes_an_open_prompt_off_the_screen() -> None:
    """Nobody in the call reads it."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(CALL)

    assert Withdraw(day.shows[0][1].prompt.id) in day.effects


@pytest.mark.parametrize(("is_rested", "is_full"), [(False, True), (True, False)])
def test_what_was_held_is_full_after_an_hour_of_sitting(is_rested: bool, is_full: bool) -> None:
    """To the minute; the bout begins with the return from the last break."""
    day = Day(ONLY_WALK)
    if is_rested:
        day.run(40)
        step_away(day)
        day.run(41)
    else:
        day.run(44)
    day.do(CALL)
    day.run(14)
    day.do(events.BusyEnded("call"))
    day.run(2)

    (_, show), *_ = day.shows
    assert show.prompt.level == (Level.PANEL if is_full else Level.TOAST)


def test_what_is_asked_for_while_typing_comes_as_configured() -> None:
    """Only what has waited for a pause in typing comes quieter."""
    letters = Reminder("letters", Kind.CUSTOM, 60 * MINUTE, level=Level.PANEL)
    day = Day(plan_of(letters))
    day.run(5)
    day.do(events.TypingBegan())
    day.do(events.Taken("letters"))

    assert [show.prompt.level for _, show in day.shows] == [Level.PANEL]


def test_whoever_types_is_back() -> None:
    """Typing is input: it ends the absence, and the clocks run again."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(10)
    day.do(events.TypingBegan())
    day.run(20)

    assert day.lines("active", "away") == ["20 active", "20 away"]
    assert day.state.active == 32 * MINUTE
