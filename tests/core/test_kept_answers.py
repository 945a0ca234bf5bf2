"""What an answer leaves behind: an empty screen, one outcome for each due, a refusal in words."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.effects import Withdraw
from ergobreak.errors import CommandRejected
from tests.core.day import EYES, WALK, Day
from tests.core.plans import ONLY_POSTURE, ONLY_WALK, plan_of


@pytest.mark.parametrize(
    "answer",
    [
        events.Done(),
        events.Done("walk"),
        events.Postponed(),
        events.Skipped(),
        events.Taken(),
        events.Taken("walk"),
    ],
)
def test_an_answered_prompt_leaves_the_screen(answer: events.Event) -> None:
    """Whichever way it was answered, and whether or not it was named."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(answer)

    assert [e for e in day.effects if isinstance(e, Withdraw)] == [Withdraw("p1")]


@pytest.mark.parametrize("place", ["waiting", "postponed", "a dot"])
def test_what_is_taken_by_hand_is_the_due_that_was_there(place: str) -> None:
    """Held back, postponed or a dot in the tray: the break is the outcome of that very due."""
    rule = EYES if place == "a dot" else WALK
    day = Day(plan_of(rule))
    if place == "waiting":
        day.do(events.BusyBegan("call"))
    day.run(20.1 if place == "a dot" else 46)
    if place == "postponed":
        day.do(events.Postponed())
    due = [record.prompt for record in day.records if record.event == "due"]
    day.do(events.Taken(rule.name))
    day.run(4)

    found = [record.prompt for record in day.records if record.event == "completed"]
    assert found == due[-1:]


def test_a_break_by_hand_is_not_due_before_it_has_ended() -> None:
    """Taken a minute early, it does not fall due in the middle of itself."""
    day = Day(ONLY_WALK)
    day.run(44.9)
    day.do(events.Taken("walk"))
    day.run(30)

    assert day.lines("due") == []
    assert day.lines("completed") == ["47.9 completed walk"]


def test_a_check_that_was_asked_for_is_not_asked_for_again() -> None:
    """While its prompt is open its own time does not come as well."""
    day = Day(ONLY_POSTURE)
    day.run(21.9)
    day.do(events.Taken("posture"))
    day.run(0.2)

    assert day.lines("due") == []
    assert len(day.shows) == 1


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (events.Postponed(), "There is no open prompt"),
        (events.Skipped(), "There is no open prompt"),
        (events.Done(), "Nothing to be done: no prompt is open"),
    ],
)
def test_what_is_held_back_is_no_open_prompt(answer: events.Event, refusal: str) -> None:
    """Nobody has seen it yet, so nobody can mean it; it is shown after the call."""
    day = Day(ONLY_WALK)
    day.run(40)
    day.do(events.BusyBegan("call"))
    day.run(10)

    with pytest.raises(CommandRejected, match=refusal):
        day.do(answer)
    day.do(events.BusyEnded("call"))
    day.run(5)
    assert len(day.shows) == 1


def test_where_nothing_can_be_shown_what_waits_is_meant() -> None:
    """Without any screen the commands have to do, one prompt after the other."""
    day = Day(ONLY_WALK)
    day.run(44)
    day.do(events.NotShown("p0"))
    day.run(2)
    day.do(events.Done())

    assert [line.split()[1] for line in day.lines("completed")] == ["completed"]
    with pytest.raises(CommandRejected, match=r"Nothing to be done: no prompt is open"):
        day.do(events.Done())
