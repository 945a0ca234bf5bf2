"""Weekdays, months and dates in words."""

from __future__ import annotations

import calendar
from datetime import date

from ergobreak import language
from ergobreak.core import calendar_words as words


class Marked:
    """A language in which every text stands in brackets, behind its context."""

    def find(self, text: str, context: str = "") -> str:
        """Return the text in brackets."""
        return f"[{context}:{text}]"

    def find_plural(self, one: str, many: str, number: int) -> str:
        """Return the English form in brackets."""
        return f"[{one if number == 1 else many}]"


def test_english_names_are_those_of_the_calendar() -> None:
    """Days count from Monday as 0, months from January as 1; the short ones have three letters."""
    days, months = range(7), range(1, 13)

    assert [words.weekday(day) for day in days] == list(calendar.day_name)
    assert [words.weekday_short(day) for day in days] == list(calendar.day_abbr)
    assert [words.month(month) for month in months] == list(calendar.month_name)[1:]
    assert [words.month_alone(month) for month in months] == list(calendar.month_name)[1:]
    assert [words.month_short_alone(month) for month in months] == list(calendar.month_abbr)[1:]
    assert [words.month_short(month) for month in months] == list(calendar.month_abbr)[1:]


def test_a_date_in_words() -> None:
    """The day goes first and has no nought before it."""
    day = date(2027, 5, 4)

    assert words.day_and_month(day) == "4 May"
    assert words.day_and_month_short(date(2027, 1, 4)) == "4 Jan"
    assert words.day_month_year(day) == "4 May 2027"


def test_names_are_in_the_language_that_is_spoken_now() -> None:
    """Names and the order of a date come from the catalogue; both "May" have a context each."""
    language.speak("xx", Marked())
    try:
        found = words.month(5), words.month_short(5), words.weekday(0)
    finally:
        language.speak(language.ENGLISH)

    assert found == ("[month:May]", "[short month:May]", "[weekday:Monday]")
