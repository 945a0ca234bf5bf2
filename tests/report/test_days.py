"""The days of a report: each the same as history tells it, none from outside the asked time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from ergobreak import history
from ergobreak.report import days
from ergobreak.report.days import periods
from tests.history.logbook import at, log
from tests.report.pages import FIRST, NOW, lines, recorded


def test_a_day_has_the_figures_of_history() -> None:
    """Each day says what history says of it, though it is worked out from a part of the log."""
    spells = history.spells(lines(), NOW)

    found = [day.summary for day in recorded()]

    assert found == [history.summary_of_day(lines(), spells, each.day) for each in found]
    assert len(found) == 25


def test_only_days_with_a_record_come() -> None:
    """Weekends and the free week are not there: they erase nothing."""
    dates = {day.date for day in recorded()}

    assert all(each.weekday() < 5 for each in dates)
    assert not any(FIRST + timedelta(days=14 + n) in dates for n in range(7))


def test_days_before_the_first_are_left_out() -> None:
    """The lines of the day before are only there to know how the first one began."""
    found = days(lines(), date(2026, 3, 10), NOW)

    assert [day.date.day for day in found] == [10, 11, 12, 13]


def test_outcomes_by_hour_are_those_of_the_day() -> None:
    """The outcomes of all hours of a day add up to its own; each is where it fell due."""
    for day in recorded():
        total: Counter[str] = sum(day.hours.values(), Counter[str]())
        assert total["done"] == day.summary.adherence.done
    assert set(recorded()[0].hours) == {9, 10, 14, 15}


def test_a_bout_over_a_week_end_is_whole() -> None:
    """Who works through the night from Sunday to Monday has one bout, that of Sunday."""
    night = log(
        """
        22:00 started_up
        +1 00:10 suspended
        +1 00:11 woke
        +1 00:30 due eyes p1
        +1 02:00 shut_down
        """,
        day=date(2026, 3, 8),
    )

    (sunday, monday) = days(night, date(2026, 3, 1), at("23:00:00", days=7))

    assert [bout.seconds for bout in sunday.summary.bouts] == [4 * 3600 - 60]
    assert (monday.summary.bouts, monday.summary.active) == ((), 2 * 3600 - 60)


def test_weeks_are_without_gaps() -> None:
    """A week without a record has its place; the first and the last may be shorter."""
    found = periods(recorded(), date(2026, 2, 4), date(2026, 3, 13), "week")

    assert [each.first.day for each in found] == [4, 9, 16, 23, 2, 9]
    assert [len(each.days) for each in found] == [3, 5, 0, 5, 5, 5]
    assert found[-1].last == date(2026, 3, 13)


def test_months_end_where_they_do() -> None:
    """By month each begins on its first; the days of all of them are all days."""
    found = periods(recorded(), date(2026, 2, 2), date(2026, 3, 13), "month")

    assert [(each.first, each.last) for each in found] == [
        (date(2026, 2, 2), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 13)),
    ]
    assert sum((each.days for each in found), ()) == tuple(recorded())
