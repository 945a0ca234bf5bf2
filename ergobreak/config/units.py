"""Amounts of time and water as people write them, and back: pure, tolerant in, canonical out.

Rules of this file:
1. Reading ignores case and spaces and raises BadUnit, which says what is allowed.
2. Writing gives one form, and reading that form gives the same value again.
3. Nothing heavy is imported: the command line reads `pause 30m` with this.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NoReturn

from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

# The same microseconds as in core.model, whose import would cost every command 20 ms.
_SECOND: Final = 1_000_000
_MINUTE: Final = 60 * _SECOND
_HOUR: Final = 60 * _MINUTE

MAX_SPAN: Final = 1000 * _HOUR
MAX_ML: Final = 10_000
MAX_DAYS: Final = 1000
LAST_MINUTE: Final = 24 * 60
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

SPAN: Final = N_('a span such as "30s", "90m" or "1h 30m"')
AMOUNT: Final = N_('an amount such as "250ml", "25cl", "2l", "8oz" or "1cup"')
CEILING: Final = N_('an amount and a span such as "1l/1h"')
CLOCK: Final = N_('a time of day such as "09:30"')
RANGE: Final = N_('a time range such as "06:00-22:00"')
DATE: Final = N_('a date such as "2026-12-24"')
DATES: Final = N_('a date such as "2026-12-24" or a range such as "2026-12-24..2027-01-02"')
DAY: Final = ", ".join(WEEKDAYS)

_FULL_WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_SPAN_UNITS: Final = {
    unit: size
    for size, units in {
        _SECOND: ("s", "sec", "secs", "second", "seconds"),
        _MINUTE: ("m", "min", "mins", "minute", "minutes"),
        _HOUR: ("h", "hr", "hrs", "hour", "hours"),
    }.items()
    for unit in units
}
# US customary measures in microlitres: an ounce is 29.5735 ml, a cup is eight of them.
_AMOUNT_UNITS: Final = {
    "ml": 1000,
    "cl": 10_000,
    "dl": 100_000,
    "l": 1_000_000,
    "oz": 29_574,
    "floz": 29_574,
    "cup": 236_588,
    "cups": 236_588,
}
# Long runs of digits would only be read to be refused.
_PART: Final = re.compile(r"\s*([0-9]{1,9})(?:\.([0-9]{1,6}))?\s*([a-z]+)\s*")
_CLOCK: Final = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MILLION: Final = 1_000_000
_SHOWN: Final = 60


class BadUnit(ValueError):
    """A text that is no such thing: `found` as it was written, and what is `allowed`."""

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(
            _("found {found}; allowed: {allowed}").format(found=found, allowed=_(allowed))
        )
        self.found = found
        self.allowed = allowed


def quoted(text: str) -> str:
    """Return a text in quotes, fit for one line of a terminal: printable and not too long."""
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return f'"{clean}"' if len(clean) <= _SHOWN else f'"{clean[:_SHOWN]}..."'


def span(text: str) -> int:
    """Read a span ("90m", "1h 30m", "1.5h") and return microseconds, at most 1000 hours."""
    micros = _sum(text, _SPAN_UNITS, _(SPAN))
    if micros > MAX_SPAN:
        _refuse(text, _("{span}, at most 1000h").format(span=_(SPAN)))
    return micros


def span_text(micros: int) -> str:
    """Write a span that is not negative: "1h 30m", "20s", "0s"."""
    hours, rest = divmod(micros, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds, rest = divmod(rest, _SECOND)
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    parts = [f"{hours}h"] * bool(hours) + [f"{minutes}m"] * bool(minutes)
    if seconds or rest or not parts:
        parts.append(f"{seconds}{fraction}s")
    return " ".join(parts)


def amount(text: str) -> int:
    """Read an amount of water ("250ml", "8oz", "1cup") and return millilitres, 1 to 10000."""
    millilitres = (_sum(text, _AMOUNT_UNITS, _(AMOUNT)) + 500) // 1000
    if not 0 < millilitres <= MAX_ML:
        _refuse(text, _("{amount}, more than nothing and at most 10l").format(amount=_(AMOUNT)))
    return millilitres


def amount_text(millilitres: int) -> str:
    """Write an amount of water: "250ml", "2l", "1.5l"."""
    litres, rest = divmod(millilitres, 1000)
    if not litres or rest % 100:
        return f"{millilitres}ml"
    return f"{litres}.{rest // 100}l" if rest else f"{litres}l"


def ceiling(text: str) -> tuple[int, int]:
    """Read a ceiling ("1l/1h") and return millilitres and the microseconds that they are for."""
    water, slash, time = text.partition("/")
    try:
        millilitres, micros = amount(water), span(time)
    except BadUnit:
        _refuse(text, _(CEILING))
    if not slash or not micros:
        _refuse(text, _(CEILING))
    return millilitres, micros


def ceiling_text(millilitres: int, micros: int) -> str:
    """Write a ceiling: "1l/1h"."""
    return f"{amount_text(millilitres)}/{span_text(micros)}"


def clock(text: str) -> int:
    """Read a time of day ("9:30", "14") and return the minute of the day, 0 to 1439."""
    minutes = _minute(text, text, _(CLOCK))
    if minutes == LAST_MINUTE:
        _refuse(text, _("{clock} (midnight is 00:00)").format(clock=_(CLOCK)))
    return minutes


def clock_text(minutes: int) -> str:
    """Write a minute of the day as a time of day: "09:30"; 1440 is "24:00"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def time_range(text: str) -> tuple[int, int]:
    """Read a time range ("06:00-22:00") and return two minutes of the day.

    An end that lies before the start is on the next day. The end may be 24:00.
    """
    first, dash, last = text.replace("\N{EN DASH}", "-").partition("-")
    if not dash:
        _refuse(text, _(RANGE))
    start, end = _minute(first, text, _(RANGE)), _minute(last, text, _(RANGE))
    if start == LAST_MINUTE:
        start = 0
    if start == end:
        _refuse(
            text,
            _('{range} that is not empty (a whole day is "00:00-24:00")').format(range=_(RANGE)),
        )
    return start, end


def time_range_text(start: int, end: int) -> str:
    """Write a time range: "06:00-22:00"."""
    return f"{clock_text(start)}-{clock_text(end)}"


def day(text: str) -> date:
    """Read a date ("2026-12-24")."""
    clean = text.strip()
    try:
        # fromisoformat alone would take "20261224" and week dates as well.
        return date.fromisoformat(clean if _DATE.fullmatch(clean) else "")
    except ValueError:
        _refuse(text, _(DATE))


def days(text: str) -> tuple[date, date]:
    """Read a date or a range of dates and return the first and the last day of it."""
    first, dots, last = text.partition("..")
    try:
        start = day(first)
        end = day(last) if dots else start
    except BadUnit:
        _refuse(text, _(DATES))
    if end < start:
        _refuse(text, _("{dates}, the earlier date first").format(dates=_(DATES)))
    if (end - start).days > MAX_DAYS:
        _refuse(
            text, _("{dates}, at most {max_days} days").format(dates=_(DATES), max_days=MAX_DAYS)
        )
    return start, end


def days_text(first: date, last: date) -> str:
    """Write a date or a range of dates: "2026-12-24..2027-01-02"."""
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"


def weekday(text: str) -> int:
    """Read the name of a weekday ("mon", "Monday") and return 0 for Monday to 6 for Sunday."""
    clean = text.strip().lower()
    if clean in _FULL_WEEKDAYS:
        return _FULL_WEEKDAYS.index(clean)
    if clean not in WEEKDAYS:
        _refuse(text, DAY)
    return WEEKDAYS.index(clean)


def _refuse(text: str, allowed: str) -> NoReturn:
    raise BadUnit(quoted(text), allowed)


def _minute(part: str, text: str, allowed: str) -> int:
    """Return the minute of the day, 0 to 1440; `text` is what the refusal quotes."""
    match = _CLOCK.fullmatch(part.strip())
    if match is None:
        _refuse(text, allowed)
    hours, minutes = int(match[1]), int(match[2] or 0)
    if minutes >= 60 or hours * 60 + minutes > LAST_MINUTE:
        _refuse(text, allowed)
    return hours * 60 + minutes


def _sum(text: str, units: Mapping[str, int], allowed: str) -> int:
    """Add up parts such as "1h30m"; each unit at most once, the largest first."""
    clean = text.lower()
    total, at, smaller_than = 0, 0, max(units.values()) + 1
    while match := _PART.match(clean, at):
        size = units.get(match[3], smaller_than)
        if size >= smaller_than:
            _refuse(text, allowed)
        # Whole numbers throughout: a float would make 0.1 s something else.
        fraction = int((match[2] or "").ljust(6, "0"))
        total += int(match[1]) * size + fraction * size // _MILLION
        smaller_than, at = size, match.end()
    if not clean or at < len(clean):
        _refuse(text, allowed)
    return total
