"""Weekdays, months and dates in words, in the language spoken: strftime knows English alone.

Each text has a context, for "May" is short and long, and "March" and "Sun" mean other things too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.language import _, pgettext

if TYPE_CHECKING:
    from datetime import date, datetime


def weekday(number: int) -> str:
    """Return the name of a weekday, 0 to 6 from Monday on: "Monday"."""
    return (
        pgettext("weekday", "Monday"),
        pgettext("weekday", "Tuesday"),
        pgettext("weekday", "Wednesday"),
        pgettext("weekday", "Thursday"),
        pgettext("weekday", "Friday"),
        pgettext("weekday", "Saturday"),
        pgettext("weekday", "Sunday"),
    )[number]


def weekday_short(number: int) -> str:
    """Return the short name of a weekday, 0 to 6 from Monday on: "Mon"."""
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )[number]


def month(number: int) -> str:
    """Return the name of a month, 1 to 12, as it stands behind a day: "January"."""
    # translators: as it stands behind the number of a day: "4 January"; Russian "4 января".
    return (
        pgettext("month", "January"),
        pgettext("month", "February"),
        pgettext("month", "March"),
        pgettext("month", "April"),
        pgettext("month", "May"),
        pgettext("month", "June"),
        pgettext("month", "July"),
        pgettext("month", "August"),
        pgettext("month", "September"),
        pgettext("month", "October"),
        pgettext("month", "November"),
        pgettext("month", "December"),
    )[number - 1]


def month_alone(number: int) -> str:
    """Return the name of a month, 1 to 12, where no day stands before it: "January"."""
    # translators: without the number of a day: "January 2027"; Russian "январь".
    return (
        pgettext("month alone", "January"),
        pgettext("month alone", "February"),
        pgettext("month alone", "March"),
        pgettext("month alone", "April"),
        pgettext("month alone", "May"),
        pgettext("month alone", "June"),
        pgettext("month alone", "July"),
        pgettext("month alone", "August"),
        pgettext("month alone", "September"),
        pgettext("month alone", "October"),
        pgettext("month alone", "November"),
        pgettext("month alone", "December"),
    )[number - 1]


def month_short(number: int) -> str:
    """Return the short name of a month, 1 to 12, as it stands behind a day: "Jan"."""
    # translators: as it stands behind the number of a day: "4 Jan".
    return (
        pgettext("short month", "Jan"),
        pgettext("short month", "Feb"),
        pgettext("short month", "Mar"),
        pgettext("short month", "Apr"),
        pgettext("short month", "May"),
        pgettext("short month", "Jun"),
        pgettext("short month", "Jul"),
        pgettext("short month", "Aug"),
        pgettext("short month", "Sep"),
        pgettext("short month", "Oct"),
        pgettext("short month", "Nov"),
        pgettext("short month", "Dec"),
    )[number - 1]


def month_short_alone(number: int) -> str:
    """Return the short name of a month, 1 to 12, where no day stands before it: "Jan"."""
    # translators: without the number of a day: "Jan 2027".
    return (
        pgettext("short month alone", "Jan"),
        pgettext("short month alone", "Feb"),
        pgettext("short month alone", "Mar"),
        pgettext("short month alone", "Apr"),
        pgettext("short month alone", "May"),
        pgettext("short month alone", "Jun"),
        pgettext("short month alone", "Jul"),
        pgettext("short month alone", "Aug"),
        pgettext("short month alone", "Sep"),
        pgettext("short month alone", "Oct"),
        pgettext("short month alone", "Nov"),
        pgettext("short month alone", "Dec"),
    )[number - 1]


def day_and_month(day: date) -> str:
    """Return a date without its year: "4 January"."""
    # translators: a date; {day} is a number, {month} a name, whole or short: "4 January", "4 Jan".
    return _("{day} {month}").format(day=day.day, month=month(day.month))


def day_and_month_short(day: date) -> str:
    """Return a date without its year, where there is little room: "4 Jan"."""
    # translators: a date; {day} is a number, {month} a name, whole or short: "4 January", "4 Jan".
    return _("{day} {month}").format(day=day.day, month=month_short(day.month))


def day_month_year(day: date) -> str:
    """Return a whole date: "4 January 2027"."""
    # translators: a date; {day} and {year} are numbers, {month} is a name: "4 January 2027".
    return _("{day} {month} {year}").format(day=day.day, month=month(day.month), year=day.year)


def day_and_time(moment: datetime) -> str:
    """Return a moment of the week: "Monday 14:30"."""
    return _("{day} {time}").format(day=weekday(moment.weekday()), time=f"{moment:%H:%M}")
