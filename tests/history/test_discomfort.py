"""Discomfort from lines: what counts, how it goes, when it is time for the note, who sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ergobreak.history import discomfort
from ergobreak.history.discomfort import AREAS, SAME, TOO_FEW, WEEK, Rating
from tests.history.logbook import DAY, log

TODAY = DAY


def weekly(*levels: int | None, area: str = "neck") -> list[Rating]:
    """Return an answer a week up to today, the last one last; None: that week has none."""
    days = [TODAY - WEEK * back for back in reversed(range(len(levels)))]
    return [
        Rating(day, area, level)
        for day, level in zip(days, levels, strict=True)
        if level is not None
    ]


def test_the_last_answer_of_a_date_counts() -> None:
    """Who answers again on the same day puts it right; another area and day stay as they are."""
    lines = log("""
        09:00 discomfort reason=neck level=8
        09:00 discomfort reason=eyes level=0
        17:00 discomfort reason=neck level=3
        +1 09:00 discomfort reason=neck level=5
    """)

    assert discomfort.ratings(lines) == [
        Rating(DAY, "neck", 3),
        Rating(DAY, "eyes", 0),
        Rating(DAY + timedelta(days=1), "neck", 5),
    ]


def test_what_was_taken_back_counts_no_more() -> None:
    """An answer that was undone leaves the one before it."""
    lines = log("""
        09:00 discomfort reason=neck level=8
        10:00 discomfort reason=neck level=3
        10:01 undone reason=corrected of=one0002
    """)

    assert discomfort.ratings(lines) == [Rating(DAY, "neck", 8)]


def test_nonsense_is_no_answer() -> None:
    """What an imported line says beyond the scale, or of no area, is left out."""
    lines = log("""
        09:00 discomfort reason=neck level=11
        09:00 discomfort reason=elbow level=3
        09:00 discomfort reason=eyes
        09:00 discomfort reason=wrists level=-1
    """)

    assert discomfort.ratings(lines) == []


def test_days_whose_lines_are_gone_still_count() -> None:
    """What was kept of a day counts, until there are lines of that date and area."""
    early = DAY - WEEK
    kept = [(early, {"neck": 6}), (DAY, {"neck": 9, "eyes": 2})]
    lines = log("09:00 discomfort reason=neck level=1")

    assert discomfort.ratings(lines, kept) == [
        Rating(early, "neck", 6),
        Rating(DAY, "neck", 1),
        Rating(DAY, "eyes", 2),
    ]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((), TOO_FEW),
        ((0, 10, 10), TOO_FEW),
        ((4, 4, 4, 4), SAME),
        ((4, 4, 5, 4), SAME),
        ((3, 4, 5, 4), "a little more than before"),
        ((2, 2, 4, 4), "more than before"),
        ((5, None, 5, 3, 4), "a little less than before"),
        ((9, 8, 2, 1), "less than before"),
        # Only the last four and the four before them: what was long ago is no measure.
        ((0, 0, 5, 5, 5, 5, 5, 5, 5, 5), SAME),
    ],
)
def test_the_trend_compares_the_last_with_those_before(
    levels: tuple[int | None, ...], words: str
) -> None:
    """One point of difference is slight, two are clear, below four answers nothing is said."""
    assert discomfort.trend(weekly(*levels), "neck") == words
    assert discomfort.trend(weekly(*levels), "eyes") == TOO_FEW


def test_a_week_without_an_answer_is_empty() -> None:
    """Every week has its place, by its Monday; what was not told is missing, not 0."""
    found = [*weekly(7, None, 0), Rating(TODAY + timedelta(days=2), "eyes", 1)]

    assert discomfort.by_week(found, TODAY + timedelta(days=3), 3) == [
        (TODAY - 2 * WEEK, {"neck": 7}),
        (TODAY - WEEK, {}),
        (TODAY, {"neck": 0, "eyes": 1}),
    ]


@pytest.mark.parametrize(("back", "is_due"), [(None, True), (0, False), (6, False), (7, True)])
def test_it_is_asked_once_a_week(back: int | None, is_due: bool) -> None:
    """A week after the last answer it is time again, and so it is at first."""
    found = [] if back is None else [Rating(TODAY - timedelta(days=back), "neck", 2)]

    assert discomfort.is_due(found, TODAY) == is_due


@pytest.mark.parametrize(
    ("back", "levels", "is_lasting"),
    [
        ((0,), (10,), False),
        ((0, 0), (8, 9), False),
        ((3, 0), (7, 7), True),
        ((7, 0), (7, 7), True),
        ((8, 0), (10, 10), False),
        ((3, 0), (7, 6), False),
        ((10, 7), (9, 9), True),
        ((11, 8), (9, 9), False),
    ],
)
def test_twice_high_in_a_week_is_lasting(
    back: tuple[int, ...], levels: tuple[int, ...], is_lasting: bool
) -> None:
    """Seven or more on two days of one week, whatever the area, up to a week ago."""
    found = [
        Rating(TODAY - timedelta(days=days), AREAS[number], level)
        for number, (days, level) in enumerate(zip(back, levels, strict=True))
    ]

    assert discomfort.is_lasting(found, TODAY) == is_lasting


def test_other_eyes_see_nothing_of_it() -> None:
    """Without it neither answers nor what takes them back are left, and all else is."""
    lines = log("""
        09:00 completed stretch p1
        09:01 discomfort reason=neck level=8
        09:02 undone reason=corrected of=one0002
        09:03 undone reason=corrected of=one0003
        09:04 undone reason=corrected of=one0001
    """)

    assert [line["id"] for line in discomfort.without(lines)] == ["one0001", "one0005"]
