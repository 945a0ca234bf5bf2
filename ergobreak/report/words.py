"""Spans, dates and counts as people say them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import calendar_words
from ergobreak.history import spoken
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from datetime import date

    from ergobreak.history import Bout

MISSING: Final = N_("not recorded")

_NBSP: Final = "\N{NO-BREAK SPACE}"  # between a figure and its unit

WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def span(seconds: float) -> str:
    """Return a length to the minute: "6 h 05", "40 min"; below a minute "20 s"."""
    said = f"{round(seconds)} s" if 0 < seconds < 60 else spoken.span(seconds)
    return said.replace(" ", _NBSP)


def short_day(found: date) -> str:
    """Return a date for the edge of a chart: "4 Mar"."""
    return f"{found.day} {calendar_words.month_short(found.month)}"


def month(found: date) -> str:
    """Return a month: "March 2026"."""
    return f"{calendar_words.month(found.month)} {found.year}"


def short_month(found: date) -> str:
    """Return a month for the edge of a chart: "Mar 2026"."""
    return f"{calendar_words.month_short(found.month)} {found.year}"


def day(found: date) -> str:
    """Return a date with its weekday: "Wed 4 Mar"."""
    return f"{WEEKDAYS[found.weekday()]} {short_day(found)}"


def long_day(found: date) -> str:
    """Return a date in full: "4 March 2026"."""
    return f"{found.day} {calendar_words.month(found.month)} {found.year}"


def days(first: date, last: date) -> str:
    """Return a range of dates, nothing said twice: "5 to 11 January 2026"."""
    if first == last:
        return long_day(last)
    start = str(first.day)
    if (first.month, first.year) != (last.month, last.year):
        start += f" {calendar_words.month(first.month)}"
    if first.year != last.year:
        start += f" {first.year}"
    return _("{start} to {long_day}").format(start=start, long_day=long_day(last))


def halves(number: float) -> str:
    """Return a number of breaks, of which a partial one is half: "11", "11½", "½"."""
    whole, rest = divmod(round(number * 2), 2)
    return (str(whole) if whole or not rest else "") + "½" * rest


def litres(ml: float) -> str:
    """Return an amount: "1.25 l", below a litre "750 ml"."""
    if ml < 1000:
        return f"{round(ml)}{_NBSP}ml"
    return f"{ml / 1000:.2f}".rstrip("0").rstrip(".") + f"{_NBSP}l"


def percent(share: float | None) -> str:
    """Return a share (0 to 1) in percent."""
    return _(MISSING) if share is None else f"{round(share * 100)}{_NBSP}%"


def sit(bout: Bout) -> str:
    """Return when somebody sat, and for what: "Wed 4 Mar from 09:05, in calls"."""
    when = _("{day} from {start}").format(day=day(bout.start), start=f"{bout.start:%H:%M}")
    return ", ".join(filter(None, (when, spoken.amid(bout.reason))))
