"""Spans, instants and names as people type them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ergobreak.control import words
from ergobreak.core.hours import Always, instant_of, local_of
from ergobreak.core.model import HOUR, MINUTE, Kind, Plan, Reminder
from ergobreak.core.state import Busy
from ergobreak.errors import UsageError

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> int:
    """Return a local time in Berlin as a wall instant."""
    return instant_of(datetime.fromisoformat(text), BERLIN)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("30m", 30 * MINUTE), ("30", 30 * MINUTE), ("1h 30m", 90 * MINUTE), ("2 h", 2 * HOUR)],
)
def test_duration(typed: str, expected: int) -> None:
    """A span may be written with or without spaces; a bare number is minutes."""
    assert words.duration(typed.split()) == expected


@pytest.mark.parametrize("typed", ["", "0", "soon", "-5m", "5m 5m", "9" * 30, "٣٠"])
def test_bad_duration_is_refused(typed: str) -> None:
    """What is no span of time, or none at all, is a usage error."""
    with pytest.raises(UsageError):
        words.duration(typed.split())


@pytest.mark.parametrize(
    ("now", "typed", "expected"),
    [
        ("2026-03-02 10:00", "14:00", "2026-03-02 14:00"),
        ("2026-03-02 15:00", "14:00", "2026-03-03 14:00"),
        ("2026-03-02 14:00", "14:00", "2026-03-03 14:00"),
        ("2026-03-02 15:00", "2027-01-04", "2027-01-04 00:00"),
        ("2026-03-02 15:00", "2027-01-04 09:00", "2027-01-04 09:00"),
        ("2026-03-02 15:00", "2027-01-04T09:00", "2027-01-04 09:00"),
        # 29 March: 02:00 to 03:00 does not exist.
        ("2026-03-28 23:00", "02:30", "2026-03-29 03:00"),
    ],
)
def test_until(now: str, typed: str, expected: str) -> None:
    """A time of day is the next one, a date its first instant; a gap ends at its end."""
    assert local_of(words.until(typed.split(), at(now), BERLIN), BERLIN) == datetime.fromisoformat(
        expected
    )


def test_until_finds_the_second_pass_of_the_hour_that_autumn_repeats() -> None:
    """Between the two 02:30 of the night, "until 02:30" is the second one and not tomorrow's."""
    first = at("2026-10-25 02:30")

    assert words.until(["02:30"], first + MINUTE, BERLIN) == first + HOUR


@pytest.mark.parametrize(
    "typed",
    ["", "later", "25:00", "2026-02-30", "2026-03-01", "2999-01-01", "1 2 3", "-", "10:00 -"],
)
def test_bad_until_is_refused(typed: str) -> None:
    """Nonsense, the past, and the far future are usage errors with examples."""
    with pytest.raises(UsageError) as refusal:
        words.until(typed.split(), at("2026-03-02 10:00"), BERLIN)

    assert "until tomorrow" in refusal.value.hint


@pytest.mark.parametrize("typed", ["", "tomorrow", "until tomorrow", "UNTIL Tomorrow"])
def test_bare_pause_leaves_the_end_to_the_engine(typed: str) -> None:
    """A bare pause and "until tomorrow" are the same: the engine knows when tomorrow begins."""
    assert words.stretch_of_time(typed.split(), at("2026-03-02 10:00"), BERLIN) == (None, None)


def test_stretch_of_time_is_a_length_or_an_instant() -> None:
    """A span, with "for" or without, is a length; "until 14:00" is an instant."""
    now = at("2026-03-02 10:00")

    assert words.stretch_of_time(["30m"], now, BERLIN) == (30 * MINUTE, None)
    assert words.stretch_of_time(["for", "30m"], now, BERLIN) == (30 * MINUTE, None)
    assert words.stretch_of_time(["until", "14:00"], now, BERLIN) == (None, at("2026-03-02 14:00"))


@pytest.mark.parametrize(
    ("typed", "millilitres"),
    [("20", 20), ("250", 250), ("2ml", 2), ("2 cups", 473), ("2dl", 200), ("1cup", 237)],
)
def test_amount(typed: str, millilitres: int) -> None:
    """With a unit any amount is believed; a bare number is millilitres."""
    assert words.amount(typed.split()) == millilitres


@pytest.mark.parametrize(("typed", "meant"), [("2", "2cups, 2dl"), ("1", "1cup, "), ("19", "19dl")])
def test_a_bare_number_that_is_no_drink_is_asked_about(typed: str, meant: str) -> None:
    """Nobody drinks two millilitres: what was meant has a unit, and each that is named works."""
    with pytest.raises(UsageError) as refusal:
        words.amount([typed])

    assert meant in refusal.value.title


@pytest.mark.parametrize(
    ("typed", "meant"), [("", "app"), ("zoom", "call"), ("app", "app"), ("dnd", "dnd")]
)
def test_reason(typed: str, meant: str) -> None:
    """A reason is known by its word or by who holds; none named: the first that still counts."""
    busy = (Busy("call", 0, 0, "Zoom", ignored=True), Busy("app", 0, 0, ""))

    assert words.reason(typed.split(), busy) == meant
    assert words.reason([], busy[:1]) == ""


PLAN = Plan(
    (
        Reminder("stretch", Kind.STRETCH),
        Reminder("hydration", Kind.HYDRATION),
        Reminder("tea", Kind.CUSTOM, title="Cup of tea"),
    ),
    Always(BERLIN),
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stretch", "stretch"),
        ("STRETCH", "stretch"),
        ("water", "hydration"),
        ("cup of tea", "tea"),
        ("", ""),
    ],
)
def test_name(typed: str, expected: str) -> None:
    """A reminder is known by its name, its title, and water by that word."""
    assert words.name(typed.split(), PLAN) == expected


def test_unknown_name_suggests_the_nearest() -> None:
    """A slip of the keys is answered with the name that was probably meant."""
    with pytest.raises(UsageError) as refusal:
        words.name(["strech"], PLAN)

    assert refusal.value.hint == "Did you mean stretch?"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("today", "2026-03-04"),
        ("Yesterday", "2026-03-03"),
        ("wed", "2026-03-04"),
        ("last thursday", "2026-02-26"),
        ("2 weeks", "2026-02-18"),
        ("3 days ago", "2026-03-01"),
        ("a month ago", "2026-02-02"),
        ("2026-02-27", "2026-02-27"),
        ("99999 years", "1971-01-01"),
    ],
)
def test_day(typed: str, expected: str) -> None:
    """A day that has been may be said in words; a weekday is the last one, perhaps today."""
    assert words.day(typed, date(2026, 3, 4)) == date.fromisoformat(expected)


@pytest.mark.parametrize("typed", ["", "someday", "monkey", "tomorrow", "2026-02-30", "-1 days"])
def test_bad_day_is_refused(typed: str) -> None:
    """What is no day, or none that has been, is a usage error with examples."""
    with pytest.raises(UsageError) as refusal:
        words.day(typed, date(2026, 3, 4))

    assert "2 weeks ago" in refusal.value.hint
