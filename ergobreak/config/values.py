"""The types of the values in the file: what a TOML value becomes, and how it is written back.

Rules of this file:
1. Each type is a number, a pair or a text of its own, so that settings compare by value.
2. `read` takes what TOML gave and raises BadUnit; `str()` writes the canonical text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, Final, Self

from ergobreak.config import units
from ergobreak.language import N_, _

FOREVER: Final = "forever"
KEEP: Final = N_('14 days or more, such as "90d", or "forever"')
TEXT: Final = N_("a text in quotes")
PLACE: Final = N_('a file or a folder with its whole path, such as "~/calendars/work.ics"')
COLOUR: Final = N_('a colour such as "#1f6f5c", or "" for that of the theme')
MONITORS: Final = N_('all, pointer, primary, or the name of a monitor such as "DP-1"')
DAY_OFF: Final = N_(
    'a date such as "2026-12-24" or a range such as "2026-12-24..2027-01-02", "holidays:" and a '
    'country such as "holidays:DE-BE", or the name of a calendar'
)

_PUBLIC: Final = "holidays:"
_HOLIDAYS: Final = re.compile(r"holidays:([a-z]{2}(?:-[a-z0-9]{1,3})?)", re.IGNORECASE)
_COLOUR: Final = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_WHOLE_PATH: Final = re.compile(r"/|~(?:/|$)|[A-Za-z]:[\\/]")
# Without these two, words of some scripts and some emoji fall apart; they cannot hide anything.
_JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
# Python refuses to write out an integer of several thousand digits.
_LONG: Final = 10**15


class Span(int):
    """Microseconds, 0 or more."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a span with its unit."""
        return cls(units.span(_text(value, _(units.SPAN))))

    def __str__(self) -> str:
        return units.span_text(int(self))


class Length(Span):
    """Microseconds, more than 0."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a span with its unit that is not 0."""
        span = super().read(value)
        if not span:
            allowed = _("{span}, longer than nothing").format(span=_(units.SPAN))
            raise units.BadUnit(found(value), allowed)
        return span


class Amount(int):
    """Millilitres, more than 0."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read an amount of water with its unit."""
        return cls(units.amount(_text(value, _(units.AMOUNT))))

    def __str__(self) -> str:
        return units.amount_text(int(self))


class Goal(Amount):
    """Millilitres a day, 1 l to 3 l."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a day's amount of water: outside 1 l to 3 l nothing general can be said."""
        goal = super().read(value)
        if not 1000 <= goal <= 3000:
            raise units.BadUnit(found(value), _("{low} to {high}").format(low="1l", high="3l"))
        return goal


class Ceiling(tuple[int, int]):
    """Millilitres in so many microseconds."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a ceiling such as "1l/1h"."""
        return cls(units.ceiling(_text(value, _(units.CEILING))))

    def __str__(self) -> str:
        return units.ceiling_text(*self)


class Keep(int):
    """So many days; 0: for ever."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read how long something is kept: "90d" or "forever"."""
        text = _text(value, _(KEEP)).strip().lower()
        if text == FOREVER:
            return cls(0)
        number = text.removesuffix("d").strip()
        if not (text.endswith("d") and number.isdecimal() and 14 <= int(number) <= 36_500):
            raise units.BadUnit(found(value), _(KEEP))
        return cls(int(number))

    def __str__(self) -> str:
        return f"{int(self)}d" if self else FOREVER


class Clock(int):
    """A minute of the day, 0 to 1439."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a time of day, also one that TOML itself knows (10:30:00)."""
        if isinstance(value, time) and value.second == 0 and value.microsecond == 0:
            return cls(value.hour * 60 + value.minute)
        return cls(units.clock(_text(value, _(units.CLOCK))))

    def __str__(self) -> str:
        return units.clock_text(int(self))


class Range(tuple[int, int]):
    """Two minutes of the day; the end may be on the next day."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a time range."""
        return cls(units.time_range(_text(value, _(units.RANGE))))

    def __str__(self) -> str:
        return units.time_range_text(*self)


class Weekday(int):
    """A day of the week, 0 for Monday to 6 for Sunday."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read the name of a weekday."""
        return cls(units.weekday(_text(value, units.DAY)))

    def __str__(self) -> str:
        return units.WEEKDAYS[self]


class DayOff(str):
    """Days without work: dates, or the name of something that knows dates."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a date (also one of TOML's own), a range, public holidays or a calendar's name."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return cls(value.isoformat())
        text = _text(value, _(DAY_OFF)).strip()
        # What begins like a date is one, or a mistake in one; it is never a calendar's name.
        if text[:1].isdigit():
            return cls(units.days_text(*units.days(text)))
        if text.lower().startswith(_PUBLIC):
            match = _HOLIDAYS.fullmatch(text)
            if match is None:
                raise units.BadUnit(units.quoted(text), _(DAY_OFF))
            return cls(f"{_PUBLIC}{match[1].upper()}")
        name = plain(text)
        if not name:
            raise units.BadUnit(units.quoted(text), _(DAY_OFF))
        return cls(name)

    @property
    def holidays(self) -> str:
        """Return whose public holidays are meant, such as "DE-BE", or nothing."""
        return self[len(_PUBLIC) :] if self.startswith(_PUBLIC) else ""

    @property
    def dates(self) -> tuple[date, date] | None:
        """Return the first and the last day; None if this is a name."""
        return units.days(self) if self[:1].isdigit() else None


class Day(str):
    """One date, YYYY-MM-DD, or nothing: it never was."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a date, also one of TOML's own."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return cls(value.isoformat())
        text = _text(value, _(units.DATE)).strip()
        return cls(units.day(text).isoformat() if text else "")


class Colour(str):
    """A colour as "#rrggbb", or nothing: that of the theme."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a colour with three or six digits."""
        text = _text(value, _(COLOUR)).strip().lower()
        if text and not _COLOUR.fullmatch(text):
            raise units.BadUnit(found(value), _(COLOUR))
        short = len(text) == len("#abc")
        return cls("#" + "".join(2 * digit for digit in text[1:]) if short else text)


class Monitors(str):
    """Which monitors: all, pointer, primary, or the name of one."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a word or a name; names of monitors are known only where one is plugged in."""
        text = plain(_text(value, _(MONITORS)))
        if not text:
            raise units.BadUnit(found(value), _(MONITORS))
        return cls(text)


class Place(str):
    """The whole path of a file or a folder; "~" stands for the person's home."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a path that does not depend on where anything was started."""
        text = _text(value, _(PLACE)).strip()
        if "://" in text:
            allowed = _("{place}; what is on the web has to be fetched by another program")
            raise units.BadUnit(units.quoted(text), allowed.format(place=_(PLACE)))
        if not text.isprintable() or not _WHOLE_PATH.match(text):
            raise units.BadUnit(units.quoted(text), _(PLACE))
        return cls(text)


class Words(str):
    """The person's own words, on one line."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """Read free text."""
        return cls(plain(_text(value, _(TEXT))))


def plain(text: str) -> str:
    """Return a text on one line without control characters, which could disguise what it says."""
    kept = (char if char.isprintable() or char in _JOINERS else " " for char in text)
    return " ".join("".join(kept).split())


def found(value: object) -> str:
    """Return what was found, on one short line, as the file would say it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return units.quoted(value)
        case int() if abs(value) > _LONG:
            return _("a number that is far too large")
        case int() | float():
            return str(value)
        case list() | tuple():
            return _("a list")
        case dict():
            return _("a table")
        case date() | time():
            return value.isoformat()
        case _:
            return units.quoted(str(value))


def read(kind: Any, value: object) -> object:
    """Read one value as one of the types above; the hook that msgspec calls."""
    return kind.read(value)


def _text(value: object, allowed: str) -> str:
    if not isinstance(value, str):
        raise units.BadUnit(found(value), allowed)
    return value
