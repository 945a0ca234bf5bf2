"""Texts in turn: what comes next follows what was done, as in sitting and standing."""

from __future__ import annotations

import pytest

from ergobreak import notices
from ergobreak.core import events
from ergobreak.core.model import MINUTE, Kind, Plan, Reminder
from ergobreak.dataclass import replace
from tests.core.day import AllDay, Day

STAND, SIT = "Raise the desk.", "Lower the desk."
POSITION = Reminder("position", Kind.CUSTOM, 30 * MINUTE, texts=(STAND, SIT), in_turn=True)


def day_of(rule: Reminder = POSITION) -> Day:
    """Return a day with this one reminder."""
    return Day(Plan((rule,), AllDay()))


def asked(day: Day) -> str:
    """Return what the last prompt says."""
    prompt = day.shows[-1][1].prompt
    return notices.of_prompt(prompt, day.state.active).body


def test_done_is_followed_by_the_other_position() -> None:
    """Stand, done; sit, done; stand again: in the order of the list, and round and round."""
    day, said = day_of(), []
    for _ in range(3):
        day.run(30)
        said.append(asked(day))
        day.do(events.Done())

    assert said == [STAND, SIT, STAND]


@pytest.mark.parametrize("answer", [events.Skipped(), None])
def test_what_was_not_done_is_asked_for_again(answer: events.Event | None) -> None:
    """Who skips it, or lets it fade, is still where they were."""
    day = day_of()
    day.run(30)
    if answer is not None:
        day.do(answer)
    day.run(40)

    assert [asked(day), len(day.shows)] == [STAND, 2]


def test_after_time_away_it_begins_anew() -> None:
    """Who comes back sits down first, whatever was last."""
    day = day_of()
    day.run(30)
    day.do(events.Done())
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(10)
    day.do(events.InputSeen())
    day.run(40)

    assert [asked(day), len(day.shows)] == [STAND, 2]


def test_a_change_that_nobody_had_asked_for_counts() -> None:
    """Who stands up unasked, and says so, is asked to sit next."""
    day = day_of()
    day.run(10)
    day.do(events.Done("position"))
    day.run(30)

    assert asked(day) == SIT


def test_without_it_the_texts_vary() -> None:
    """What is not in turn goes on counting prompts, answered or not."""
    day = day_of(replace(POSITION, in_turn=False))
    said = []
    for _ in range(2):
        day.run(31)
        said.append(asked(day))

    assert sorted(said) == sorted((STAND, SIT))
