"""What the calendars say, as questions: is one on, does one come, when does that change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core.appointments import (
    NO_PROMPT_BEFORE,
    Appointment,
    begins_within,
    current,
    is_barred,
    joined,
    next_edge,
)
from ergobreak.core.model import MINUTE

TEN = 600 * MINUTE
KNOWN = joined(
    [
        Appointment(TEN, TEN + 30 * MINUTE, "a"),
        Appointment(TEN + 33 * MINUTE, TEN + 60 * MINUTE, "b"),
        Appointment(TEN + 120 * MINUTE, TEN + 150 * MINUTE, "c"),
    ]
)
MINUTES = st.integers(0, 300).map(lambda minutes: minutes * MINUTE)
SOME = st.lists(st.tuples(MINUTES, st.integers(1, 90)), max_size=6).map(
    lambda pairs: joined(Appointment(start, start + span * MINUTE) for start, span in pairs)
)


def test_an_appointment_is_half_open() -> None:
    """Its first instant belongs to it, its last one does not."""
    first = KNOWN[0]

    assert current(KNOWN, first.start - 1) is None
    assert current(KNOWN, first.start) is first
    assert current(KNOWN, first.end - 1) is first
    assert current(KNOWN, first.end) is None


def test_one_that_comes_is_seen_from_so_far_and_no_farther() -> None:
    """It begins within a span up to and with the last instant of it; then it has begun."""
    start = KNOWN[2].start

    assert not begins_within(KNOWN, start - 10 * MINUTE - 1, 10 * MINUTE)
    assert begins_within(KNOWN, start - 10 * MINUTE, 10 * MINUTE)
    assert not begins_within(KNOWN, start, 10 * MINUTE)


def test_no_prompt_comes_from_five_minutes_before_to_the_end() -> None:
    """The short gap between two appointments belongs to the second."""
    barred = [minute for minute in range(-20, 160) if is_barred(KNOWN, TEN + minute * MINUTE)]

    assert barred == [*range(-5, 60), *range(115, 150)]


def test_those_that_touch_are_one() -> None:
    """They are sorted and do not overlap, and are named by the first."""
    spans = [(5, 7, "b"), (1, 3, "a"), (3, 4, "b"), (2, 3, "c"), (9, 20, "a"), (10, 11, "b")]

    assert joined(Appointment(*span) for span in spans) == (
        *(Appointment(1, 4, "a"), Appointment(5, 7, "b"), Appointment(9, 20, "a")),
    )


@given(SOME, MINUTES)
def test_nothing_changes_before_the_next_edge(known: tuple[Appointment, ...], wall: int) -> None:
    """Between an instant and its next edge every answer stays, and at the edge one changes."""

    def answers(at: int) -> tuple[Appointment | None, bool]:
        return current(known, at), begins_within(known, at, NO_PROMPT_BEFORE)

    edge = next_edge(known, wall)

    if edge is None:
        assert wall >= max((each.end for each in known), default=0)
    else:
        assert wall < edge
        assert answers(wall) == answers(edge - 1)
        assert answers(edge) != answers(edge - 1)
