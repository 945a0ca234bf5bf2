"""Figures in words: lengths, days, and what somebody was at while they sat. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core import calendar_words
from ergobreak.core.counted import count
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from datetime import date

__all__ = ["amid", "clock", "count", "span", "weekday", "with_aside"]


# By the reason of a bout: why prompts were held for at least half of it.
_AMID: Final = {
    "call": N_("in calls"),
    "sharing": N_("with a shared screen"),
    "calendar": N_("in appointments"),
    "fullscreen": N_("in full screen"),
    "app": N_("in a program that is not disturbed"),
    "inhibitor": N_("with a film"),
    "dnd": N_("with notices off"),
    "quiet_hours": N_("in quiet hours"),
}


def span(seconds: float) -> str:
    """Return a length to the minute: "1 h 52", "2 h", "52 min"."""
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return _("{minutes} min").format(minutes=minutes)
    if not minutes:
        return _("{hours} h").format(hours=hours)
    # translators: a length of hours and minutes, the latter with two digits: "1 h 05".
    return _("{hours} h {minutes}").format(hours=hours, minutes=f"{minutes:02}")


def weekday(day: date) -> str:
    """Return the name of a day of the week."""
    return calendar_words.weekday(day.weekday())


def clock(minutes: int) -> str:
    """Return a time of day, given in minutes since midnight: "14:00"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def amid(reason: str) -> str:
    """Return what held prompts during a bout, as an aside: "in calls"; empty for none."""
    return _(_AMID.get(reason, ""))


def with_aside(text: str, reason: str) -> str:
    """Return a text, and behind it what held prompts meanwhile, if anything did."""
    aside = amid(reason)
    # translators: {text} tells of a time of sitting, {aside} what it was: "in calls".
    return _("{text}, {aside}").format(text=text, aside=aside) if aside else text
