"""Spans, dates and counts as people say them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import calendar_words
from ergobreak.history import spoken
from ergobreak.language import N_, _, pgettext

if TYPE_CHECKING:
    from datetime import date

    from ergobreak.history import Bout

MISSING: Final = N_("not recorded")

_NBSP: Final = "\N{NO-BREAK SPACE}"  # between a figure and its unit


def span(seconds: float) -> str:
    """Return a length to the minute: "6 h 05", "40 min"; below a minute "20 s"."""
    if 0 < seconds < 60:
        return _unbroken(_("{seconds} s").format(seconds=round(seconds)))
    return _unbroken(spoken.span(seconds))


def short_day(found: date) -> str:
    """Return a date for the edge of a chart: "4 Mar"."""
    return calendar_words.day_and_month_short(found)


def month(found: date) -> str:
    """Return a month: "March 2026"."""
    # translators: a month with its year, alone in a table: "March 2026".
    return pgettext("month", "{month} {year}").format(
        month=calendar_words.month_alone(found.month), year=found.year
    )


def short_month(found: date) -> str:
    """Return a month for the edge of a chart: "Mar 2026"."""
    # translators: a short month with its year, at the edge of a chart: "Mar 2026".
    return pgettext("short month", "{month} {year}").format(
        month=calendar_words.month_short_alone(found.month), year=found.year
    )


def day(found: date) -> str:
    """Return a date with its weekday: "Wed 4 Mar"."""
    # translators: a short date: "Wed 4 Mar".
    return pgettext("short date", "{weekday} {date}").format(
        weekday=calendar_words.weekday_short(found.weekday()), date=short_day(found)
    )


def long_day(found: date) -> str:
    """Return a date in full: "4 March 2026"."""
    return calendar_words.day_month_year(found)


def days(first: date, last: date) -> str:
    """Return a range of dates, nothing said twice: "5 to 11 January 2026"."""
    if first == last:
        return long_day(last)
    if (first.month, first.year) == (last.month, last.year):
        # translators: days of one month; {first} is a number, {last} a date: "5 to 11 March 2026".
        return _("{first} to {last}").format(first=first.day, last=long_day(last))
    start = calendar_words.day_and_month(first) if first.year == last.year else long_day(first)
    # translators: two dates: "28 March to 3 April 2026".
    return _("{start} to {long_day}").format(start=start, long_day=long_day(last))


def halves(number: float) -> str:
    """Return a number of breaks, of which a partial one is half: "11", "11½", "½"."""
    whole, rest = divmod(round(number * 2), 2)
    return (str(whole) if whole or not rest else "") + "½" * rest


def litres(ml: float) -> str:
    """Return an amount: "1.25 l", below a litre "750 ml"."""
    if ml < 1000:
        return _unbroken(_("{ml} ml").format(ml=round(ml)))
    found = f"{ml / 1000:.2f}".rstrip("0").rstrip(".")
    return _unbroken(_("{litres} l").format(litres=found))


def percent(share: float | None) -> str:
    """Return a share (0 to 1) in percent."""
    return _(MISSING) if share is None else f"{round(share * 100)}{_NBSP}%"


def sit(bout: Bout) -> str:
    """Return when somebody sat, and for what: "Wed 4 Mar from 09:05, in calls"."""
    when = _("{day} from {start}").format(day=day(bout.start), start=f"{bout.start:%H:%M}")
    return spoken.with_aside(when, bout.reason)


def with_capital(text: str) -> str:
    """Return a text that begins as a sentence does; the rest of it stays as it is."""
    return text[:1].upper() + text[1:]


def _unbroken(text: str) -> str:
    return text.replace(" ", _NBSP)
