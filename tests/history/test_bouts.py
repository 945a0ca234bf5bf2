"""How long somebody sat: what ends a bout, and what does not."""

from __future__ import annotations

import pytest

from ergobreak.history import Bout, bouts, exposure, longest, spells
from tests.history.logbook import at, log, played, transcript


def lengths(text: str, until: str = "12:00") -> list[int]:
    """Return the minutes of each bout."""
    return [bout.seconds // 60 for bout in bouts(spells(log(text), at(until)))]


@pytest.mark.parametrize(
    ("rows", "minutes"),
    [
        ("10:00 started walk p1 seconds=180\n10:02 partial walk p1 seconds=120", [60, 118]),
        ("10:00 started walk p1 seconds=180\n10:01 partial walk p1 seconds=60", [179]),
        ("10:02 idle\n10:06 active\n10:06 away seconds=360", [60, 114]),
        ("10:02 idle\n10:04 active", [178]),
        ("10:00 locked\n10:01 unlocked", [179]),
        ("10:00 paused\n10:04 resumed reason=pause", [176]),
        ("10:00 paused\n10:30 resumed reason=pause", [60, 90]),
        ("10:00 seen eyes p1\n10:02 started_up", [178]),
        ("10:00 seen eyes p1\n10:30 started_up", [60, 90]),
        ("10:00 shut_down\n10:01 started_up", [60, 119]),
    ],
)
def test_what_ends_a_bout(rows: str, minutes: list[int]) -> None:
    """A break of two minutes and absence end a bout; a short silence or riddle does not."""
    assert lengths(f"09:00 started_up\n{rows}") == minutes


def test_a_break_in_pieces_is_one_break() -> None:
    """A call that ends in the middle of a break does not make two short ones of it."""
    rows = """
        09:00 started_up
        09:50 busy reason=call
        10:00 started walk p1 seconds=180
        10:01 free reason=call seconds=660
        10:03 completed walk p1 seconds=180
    """

    assert lengths(rows) == [60, 117]


def test_exposure_is_a_share_of_active_time() -> None:
    """45 min of 165 lie in bouts up to an hour; exactly an hour is inside."""
    found = [
        Bout(at("08:00"), at("08:45"), 45 * 60),
        Bout(at("09:00"), at("11:00"), 120 * 60),
    ]

    assert exposure(found) == 45 / 165
    assert exposure([Bout(at("08:00"), at("09:00"), 3600)]) == 1.0
    assert exposure([Bout(at("08:00"), at("09:00"), 3601)]) == 0.0
    assert exposure([]) is None


def test_longest_tells_when_and_in_what() -> None:
    """The longest bout says that it was in a call if at least half of it was."""
    lines = log("""
        09:00 started_up
        09:10 busy reason=call
        10:10 free reason=call seconds=3600
        10:50 locked
        11:00 unlocked
        11:00 away seconds=600
    """)

    found = longest(bouts(spells(lines, at("12:00"))))

    assert found == Bout(at("09:00"), at("10:50"), 110 * 60, "call")


def test_a_film_is_a_long_time_of_sitting() -> None:
    """An hour and a half without a prompt is in the figures, with what held the prompts."""
    found = longest(bouts(spells(transcript("film"), at("21:00"))))

    assert found is not None
    assert (found.seconds // 60, found.reason) == (122, "inhibitor")


def test_sitting_joins_what_an_absence_would_have_parted() -> None:
    """Who was sitting all the time has one bout, not two."""
    (found,) = bouts(spells(played("3.8-i-was-sitting"), at("10:00")))

    assert found.seconds == 3600


def test_every_forty_five_minutes() -> None:
    """Who takes every break of the default plan never sits for longer than its distance."""
    lines = transcript("laptop-closed-overnight")
    found = bouts(spells(lines, at("11:40", days=1)))

    assert longest(found) is not None
    assert max(bout.seconds for bout in found) == 45 * 60
    assert exposure(found) == 1.0
