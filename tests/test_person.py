"""The simulated person: each answer is what somebody would do, and lists are used up in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak import person
from ergobreak.core.events import Done, Hurt, Postponed, Skipped, Taken
from ergobreak.core.model import MINUTE, Kind, Reminder
from ergobreak.core.state import Member, Prompt

if TYPE_CHECKING:
    from ergobreak.core.events import Event


def prompt(*rules: Reminder) -> Prompt:
    """Return an open prompt of these reminders."""
    return Prompt("p1", tuple(Member(rule, "p1", 0, 0) for rule in rules))


WALK = Reminder("walk", Kind.WALK, length=3 * MINUTE, counts=2 * MINUTE)
WATER = Reminder("hydration", Kind.HYDRATION)


@pytest.mark.parametrize(
    ("answer", "open_prompt", "acts"),
    [
        ("complete", prompt(WALK), [(Taken(prompt="p1"), 0)]),
        ("complete", prompt(WATER), [(Done(prompt="p1"), 0)]),
        ("complete", prompt(WATER, WALK), [(Taken(prompt="p1"), 0)]),
        ("partial", prompt(WALK), [(Taken(prompt="p1"), 0), (Skipped(prompt="p1"), MINUTE)]),
        ("partial", prompt(WATER), [(Done(prompt="p1"), 0)]),
        ("walked", prompt(WALK), [(Taken(prompt="p1", walked=True), 0)]),
        ("walked", prompt(WATER), [(Done(prompt="p1"), 0)]),
        ("skip", prompt(WALK), [(Skipped(prompt="p1"), 0)]),
        ("postpone", prompt(WALK), [(Postponed(prompt="p1"), 0)]),
        ("hurt", prompt(WALK), [(Hurt(prompt="p1"), 0)]),
        ("ignore", prompt(WALK), []),
    ],
)
def test_answers(answer: str, open_prompt: Prompt, acts: list[tuple[Event, int]]) -> None:
    """Each answer is what a person would do: start the break, leave it halfway, say it is done."""
    assert [(act.event, act.after) for act in person.acts(answer, open_prompt)] == acts


def test_every_answer_is_known() -> None:
    """No word of the format means nothing by accident."""
    assert [word for word in person.ANSWERS if not person.acts(word, prompt(WALK))] == ["ignore"]


def test_answers_are_used_up_in_turn() -> None:
    """A list is used up in turn and its last entry repeats; the leader's list answers for all."""
    somebody = person.Person("ignore", {"walk": ["skip", "postpone"], "hydration": ["hurt"]})

    given = [somebody.answer(prompt(WALK, WATER)) for _ in range(3)]

    assert [act.event for acts in given for act in acts] == [
        Skipped(prompt="p1"),
        Postponed(prompt="p1"),
        Postponed(prompt="p1"),
    ]
    assert somebody.answer(prompt(Reminder("eyes", Kind.EYES))) == ()
