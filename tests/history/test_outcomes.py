"""The fair figure: what counts as an opportunity, what as taken, in what words."""

from __future__ import annotations

from itertools import count

import pytest

from ergobreak.history import Adherence, Line, adherence, by_hour, corrected, outcomes
from tests.history.logbook import log, ordinary_days, transcript


def several(**numbers: int) -> list[Line]:
    """Return so many prompts of each outcome, ten minutes apart."""
    rows = []
    serial = count(1)
    for how, number in numbers.items():
        for _ in range(number):
            place = next(serial)
            clock = f"{8 + place // 6:02}:{place % 6}0"
            rows.append(f"{clock} due walk p{place}")
            match how:
                case "held":
                    rows.append(f"{clock} held walk p{place} reason=call")
                    rows.append(f"{clock} expired walk p{place} reason=hours")
                case "natural":
                    rows.append(f"{clock} natural walk p{place} credit=yes")
                case _:
                    rows.append(f"{clock} {how} walk p{place}")
    return log("\n".join(rows))


def test_worked_example() -> None:
    """5 done, 2 natural, 2 partial, 2 skipped, 1 missed, 3 held, 1 absent: 8 of 12, 67 %."""
    lines = several(completed=5, natural=2, partial=2, skipped=2, missed=1, held=3, absent=1)

    found = adherence(lines)

    assert found == Adherence(done=5, natural=2, partial=2, skipped=2, missed=1, held=3, absent=1)
    assert (found.taken, found.opportunities) == (8, 12)
    assert found.share == 8 / 12
    assert f"{found.share:.0%}" == "67%"
    assert found.words == "strong"


def test_below_ten_opportunities_there_is_no_figure() -> None:
    """Nine opportunities are chance, ten are a figure; held ones do not make up the number."""
    nine = adherence(several(completed=9, held=5))
    ten = adherence(several(completed=10))

    assert (nine.share, nine.words) == (None, "still learning your rhythm")
    assert (ten.share, ten.words) == (1.0, "remarkable")


@pytest.mark.parametrize(
    ("done", "skipped", "words"),
    [
        (0, 100, "just starting"),
        (24, 76, "just starting"),
        (25, 75, "usual for most people"),
        (49, 51, "usual for most people"),
        (50, 50, "strong"),
        (75, 25, "strong"),
        (76, 24, "remarkable"),
        (100, 0, "remarkable"),
    ],
)
def test_bands(done: int, skipped: int, words: str) -> None:
    """Words for the bands of the trials: 25, 50 and 75 %."""
    assert Adherence(done=done, skipped=skipped).words == words


@pytest.mark.parametrize(
    ("rows", "how"),
    [
        ("10:00 completed walk p1 reason=walked", "done"),
        ("10:00 completed walk reason=done", "done"),
        ("10:00 natural walk credit=yes", "natural"),
        ("10:00 natural walk p1", "absent"),
        ("10:00 natural walk reason=corrected", "natural"),
        ("10:00 expired walk p1 reason=call", "held"),
        ("10:00 held walk p1 reason=quiet\n10:30 seen walk p1", "held"),
        ("10:00 held walk p1 reason=quiet\n10:30 skipped walk p1", "skipped"),
        ("10:00 expired walk p1 reason=gap", "expired"),
        ("10:00 expired walk p1 reason=stretch", "expired"),
        ("10:00 seen walk p1", "seen"),
        ("10:00 hurt walk p1 reason=shoulder", "hurt"),
    ],
)
def test_what_an_outcome_is_called(rows: str, how: str) -> None:
    """Each line of the journal has its place in the figure."""
    assert [outcome.how for outcome in outcomes(log(rows))] == [how]


def test_an_absence_without_a_prompt_is_no_opportunity() -> None:
    """A natural break far from any due time counts neither way."""
    assert outcomes(log("10:00 natural walk\n10:00 natural stretch")) == []


def test_only_movement_counts() -> None:
    """Posture, eyes, water and tips are no prompts to move; a reminder with another name may be."""
    lines = log("""
        10:00 seen posture p1
        10:00 completed hydration p2
        10:00 missed lunges p3
    """)

    assert outcomes(lines) == []
    assert adherence(lines, movement=("lunges",)).missed == 1


def test_one_decision_counts_once() -> None:
    """A bundle of stretch and walk is one opportunity, with the better of its two outcomes."""
    lines = log("""
        10:00 skipped stretch p1
        10:00 skipped walk p1
        11:00 partial stretch p2 seconds=125
        11:00 completed walk p2 seconds=125
        12:00 natural stretch credit=yes
        12:00 natural walk credit=yes
    """)

    assert [outcome.how for outcome in outcomes(lines)] == ["skipped", "done", "natural"]


def test_a_postponement_is_no_outcome() -> None:
    """Only what became of the prompt in the end counts."""
    lines = log("""
        10:00 due walk p1
        10:00 postponed walk p1
        10:05 postponed walk p1
        10:15 completed walk p1 seconds=180
    """)

    assert [outcome.how for outcome in outcomes(lines)] == ["done"]


def test_hours_are_those_of_the_prompt() -> None:
    """An outcome belongs to the hour in which its prompt was due, by the clock on the wall."""
    lines = log("""
        13:58 due walk p1
        14:08 missed walk p1
        14:40 due walk p2
        14:41 skipped walk p2
    """)

    assert by_hour(lines) == {13: {"missed": 1}, 14: {"skipped": 1}}


def test_prompts_of_two_machines_are_two() -> None:
    """Prompt ids count up on each machine; the same id elsewhere is another prompt."""
    lines = log("10:00 skipped walk p1", machine="one") + log("10:00 missed walk p1", machine="two")

    assert adherence(lines) == Adherence(skipped=1, missed=1)


def test_prompt_ids_may_begin_anew() -> None:
    """After a new start from nothing an old prompt of the same id has no say."""
    lines = log("""
        10:00 due walk p1
        10:00 held walk p1 reason=call
        10:30 expired walk p1 reason=hours
        +1 14:00 due walk p1
        +1 14:15 seen walk p1
        +1 15:00 completed walk p1 seconds=180
    """)

    found = outcomes(lines)

    assert [outcome.how for outcome in found] == ["held", "seen", "done"]
    assert [outcome.asked_at.hour for outcome in found] == [10, 14, 15]


def test_a_natural_break_that_is_moved_stays_what_it_was() -> None:
    """To amend when an absence was takes no credit away and gives none."""
    lines = log("""
        10:00 natural walk p1 credit=yes
        10:10 natural walk reason=corrected of=one0001
    """)

    assert corrected(lines)[0]["credit"] is True
    assert adherence(lines).natural == 1


def test_the_simulated_person_who_takes_all_has_all() -> None:
    """In ordinary days that answer every prompt with yes, each opportunity is taken."""
    found = adherence(ordinary_days(30))

    assert found.share == 1.0
    assert found.done > 150


def test_a_meeting_is_held_against_nobody() -> None:
    """A day with a meeting of three hours has the same share as one without."""
    found = adherence(transcript("three-hour-meeting"))

    assert found.skipped == found.missed == 0
    assert found.taken == found.opportunities
