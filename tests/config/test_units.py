"""Spans, water, times and dates: what people write, and the one form that is written back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ergobreak.config import units

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

quick = settings(database=None, deadline=None, max_examples=50)
minutes = st.integers(0, 24 * 60 - 1)
dates = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("90m", 90 * MINUTE),
        ("30s", 30 * SECOND),
        ("1h 30m", 90 * MINUTE),
        ("1h30m", 90 * MINUTE),
        (" 2 H ", 2 * HOUR),
        ("1.5h", 90 * MINUTE),
        ("0.1s", 100_000),
        ("5 minutes", 5 * MINUTE),
        ("1hr 1min 1sec", HOUR + MINUTE + SECOND),
        ("0s", 0),
        ("1000h", 1000 * HOUR),
    ],
)
def test_span_is_read(text: str, micros: int) -> None:
    """A span may have spaces, capitals, several units and a decimal point."""
    assert units.span(text) == micros


@pytest.mark.parametrize(
    "text",
    ["", " ", "90", "m", "90 parsecs", "30m 1h", "1m 1m", "1 0m", "-5m", "1e3m", "5m x", "1001h"],
)
def test_bad_span_is_refused(text: str) -> None:
    """What is no span is refused with what was found and what is allowed."""
    with pytest.raises(ValueError, match="allowed: a span") as caught:
        units.span(text)

    assert str(caught.value).startswith(f'found "{text}"; allowed: a span such as "30s", "90m"')


def test_span_of_thousands_of_digits_is_refused() -> None:
    """A number that no computer should have to read is no span, and is not repeated in full."""
    with pytest.raises(units.BadUnit) as caught:
        units.span("9" * 5000 + "m")

    assert len(str(caught.value)) < 200


@quick
@given(st.integers(0, units.MAX_SPAN))
def test_written_span_is_read_back(micros: int) -> None:
    """Writing a span and reading it gives the same microseconds."""
    assert units.span(units.span_text(micros)) == micros


@pytest.mark.parametrize(
    ("micros", "text"), [(90 * MINUTE, "1h 30m"), (20 * SECOND, "20s"), (0, "0s"), (HOUR, "1h")]
)
def test_span_has_one_written_form(micros: int, text: str) -> None:
    """A span is written with hours, minutes and seconds, and without those that are none."""
    assert units.span_text(micros) == text


@pytest.mark.parametrize(
    ("text", "millilitres"),
    [
        ("250ml", 250),
        ("25 cl", 250),
        ("2L", 2000),
        ("1.5l", 1500),
        ("8oz", 237),
        ("1cup", 237),
        ("2 cups", 473),
    ],
)
def test_amount_is_read(text: str, millilitres: int) -> None:
    """Water may be given in metric or in US customary measures."""
    assert units.amount(text) == millilitres


@pytest.mark.parametrize("text", ["", "250", "0ml", "11l", "1 pint", "-1l", "1l 1m"])
def test_bad_amount_is_refused(text: str) -> None:
    """What is no amount, or no sensible one, is refused with what is allowed."""
    with pytest.raises(units.BadUnit, match='allowed: an amount such as "250ml"'):
        units.amount(text)


@quick
@given(st.integers(1, units.MAX_ML))
def test_written_amount_is_read_back(millilitres: int) -> None:
    """Writing an amount and reading it gives the same millilitres."""
    assert units.amount(units.amount_text(millilitres)) == millilitres


@quick
@given(st.integers(1, units.MAX_ML), st.integers(1, units.MAX_SPAN))
def test_written_ceiling_is_read_back(millilitres: int, micros: int) -> None:
    """Writing a ceiling and reading it gives the same amount and span."""
    assert units.ceiling(units.ceiling_text(millilitres, micros)) == (millilitres, micros)


@pytest.mark.parametrize("text", ["1l", "1l/", "/1h", "1l/0s", "1h/1l", "1l/1h/1h"])
def test_bad_ceiling_is_refused(text: str) -> None:
    """A ceiling needs both an amount and a span."""
    with pytest.raises(units.BadUnit, match='allowed: an amount and a span such as "1l/1h"'):
        units.ceiling(text)


@quick
@given(minutes, minutes)
def test_written_range_is_read_back(start: int, end: int) -> None:
    """Writing a time range and reading it gives the same minutes, across midnight too."""
    if start != end:
        assert units.time_range(units.time_range_text(start, end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("06:00-22:00", (360, 1320)),
        ("22:00 - 6:00", (1320, 360)),
        ("00:00-24:00", (0, 1440)),
        ("9\N{EN DASH}17", (540, 1020)),
    ],
)
def test_range_is_read(text: str, span: tuple[int, int]) -> None:
    """A range may cross midnight, reach up to 24:00, and leave out the minutes."""
    assert units.time_range(text) == span


@pytest.mark.parametrize("text", ["", "08:00", "08:00-08:00", "8:60-9:00", "08:00-24:01", "a-b"])
def test_bad_range_is_refused(text: str) -> None:
    """A range needs two different times of day."""
    with pytest.raises(units.BadUnit, match='allowed: a time range such as "06:00-22:00"'):
        units.time_range(text)


@quick
@given(minutes)
def test_written_clock_is_read_back(minute: int) -> None:
    """Writing a time of day and reading it gives the same minute."""
    assert units.clock(units.clock_text(minute)) == minute


@pytest.mark.parametrize("text", ["", "24:00", "25:00", "9:5", "09:30:00", "noon"])
def test_bad_clock_is_refused(text: str) -> None:
    """What is no minute of the day is refused."""
    with pytest.raises(units.BadUnit, match='allowed: a time of day such as "09:30"'):
        units.clock(text)


@quick
@given(dates, st.integers(0, units.MAX_DAYS))
def test_written_days_are_read_back(first: date, length: int) -> None:
    """Writing a range of dates and reading it gives the same first and last day."""
    last = date.fromordinal(first.toordinal() + length)

    assert units.days(units.days_text(first, last)) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "20261224", "2026-13-01", "2026-W01-1", "2026-12-24..", "2027-01-02..2026-12-24"],
)
def test_bad_days_are_refused(text: str) -> None:
    """A date has one form, exists, and a range of them goes forward."""
    with pytest.raises(units.BadUnit, match='allowed: a date such as "2026-12-24"'):
        units.days(text)


def test_range_of_centuries_is_refused() -> None:
    """A range of dates that would fill the memory is a mistake."""
    with pytest.raises(units.BadUnit, match="at most 1000 days"):
        units.days("2026-01-01..9999-12-31")


@pytest.mark.parametrize(("text", "number"), [("mon", 0), ("Sunday", 6), (" WED ", 2)])
def test_weekday_is_read(text: str, number: int) -> None:
    """A weekday has a short and a long name, in any case."""
    assert units.weekday(text) == number


@quick
@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes a reader fail in another way than by saying what is allowed."""
    readers = (units.span, units.amount, units.ceiling, units.clock, units.time_range, units.days)
    refusals = []
    for reader in (*readers, units.weekday):
        try:
            reader(text)
        except units.BadUnit as bad:
            refusals.append(bad)

    assert all(bad.found and bad.allowed for bad in refusals)
