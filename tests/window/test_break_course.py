"""The course of a set: exercises that follow each other by themselves."""

from __future__ import annotations

import pytest

from ergobreak.window.breaks import course as courses
from ergobreak.window.breaks.course import ANNOUNCED_FOR, Course
from tests.window.breaks import SET

LENGTH = ANNOUNCED_FOR + 20


@pytest.fixture
def course() -> Course:
    """Return a set that begins at 100."""
    return Course(SET, 100.0)


def test_each_exercise_is_announced_first(course: Course) -> None:
    """For five seconds one reads what comes; then it begins."""
    before, after = courses.spot(course, 104.9), courses.spot(course, 105.0)

    assert before is not None
    assert after is not None
    assert (before.is_announced, after.is_announced) == (True, False)
    assert after.seconds == 0


def test_one_follows_the_other_without_a_hand(course: Course) -> None:
    """Who looks only at the end finds the set done, and hears of each exercise in its turn."""
    middle, done = courses.moved(course, 100 + LENGTH + 1)
    end, rest = courses.moved(middle, 100 + 3 * LENGTH)

    assert middle.current is SET[1]
    assert done == ("turn",)
    assert end.current is None
    assert rest == ("twist", "look")
    assert courses.spot(end, 1000) is None


@pytest.mark.parametrize(("after", "counted"), [(6.0, ()), (16.0, ("turn",))])
def test_next_counts_what_was_mostly_done(
    course: Course, after: float, counted: tuple[str, ...]
) -> None:
    """An exercise that was left counts from its half on."""
    following, done = courses.on_to_next(course, 100 + after)

    assert following.current is SET[1]
    assert done == counted


def test_a_stop_shifts_everything(course: Course) -> None:
    """After a minute of standstill one is where one was."""
    before = courses.spot(course, 110)

    assert courses.spot(courses.shifted(course, 60), 170) == before
