"""The plain values of a scenario file: each reader returns what is meant or raises Unfit."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ergobreak.config import units
from ergobreak.core.model import DAY
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable


class Unfit(ValueError):
    """A value that the file may not hold: what was found, what is allowed."""

    def __init__(self, value: object, allowed: str) -> None:
        super().__init__(
            _("found {shown}; allowed: {allowed}").format(shown=shown(value), allowed=allowed)
        )


def shown(value: object) -> str:
    """Return a value of the file as the file would write it, as far as that helps to find it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _("a table")
    return units.quoted(value) if isinstance(value, str) else str(value)


def with_nearest(told: str, word: object, words: Iterable[str]) -> str:
    """Return a text, and behind it which of the allowed words this one resembles, if any."""
    found = difflib.get_close_matches(str(word), list(words), n=1)
    if not found:
        return told
    # translators: {told} is what is wrong, and may be a list of what is allowed.
    return _('{told}; did you mean "{found}"?').format(told=told, found=found[0])


def span(value: object) -> int:
    """Return a span that is longer than nothing, in microseconds."""
    found = units.span(value) if isinstance(value, str) else 0
    if not found:
        raise Unfit(value, _("{span}, longer than nothing").format(span=_(units.SPAN)))
    return found


def clock_step(value: object) -> int:
    """Return how far a clock is set, negative for back, in microseconds.

    Whole days may be given as well ("+20459d"): a clock that was at 1970 is set by half a century.
    """
    if not isinstance(value, str):
        raise Unfit(value, _('{span}, with "-" for back').format(span=_(units.SPAN)))
    text = value.strip()
    back = text.startswith("-")
    text = text.removeprefix("-" if back else "+")
    days = re.fullmatch(r"(\d{1,5})d", text)
    found = int(days[1]) * DAY if days else span(text)
    return -found if back else found


def amount(value: object) -> int:
    """Return a drink in millilitres, given as a number of them or with a unit."""
    if isinstance(value, str):
        return units.amount(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= units.MAX_ML:
        raise Unfit(value, _("millilitres such as 250, or {amount}").format(amount=_(units.AMOUNT)))
    return value


def count(value: object) -> int:
    """Return a whole number, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unfit(value, _("a whole number, 0 or more"))
    return value


def flag(value: object) -> bool:
    """Return a truth value."""
    if not isinstance(value, bool):
        raise Unfit(value, _("true or false"))
    return value


def text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise Unfit(value, _("a text in quotes"))
    return value


def one_of(value: object, words: Iterable[str]) -> str:
    """Return a value that is one of these words."""
    allowed = list(words)
    if not isinstance(value, str) or value not in allowed:
        raise Unfit(value, with_nearest(", ".join(allowed), value, allowed))
    return value


def zone(value: object) -> str:
    """Return the name of a time zone that exists on this machine."""
    try:
        return ZoneInfo(text(value)).key
    except (KeyError, ValueError, OSError):
        # Imported late: only a mistake needs the list of some 600 names.
        from zoneinfo import available_timezones

        allowed = _('a time zone such as "Europe/Berlin"')
        names = sorted(available_timezones())
        raise Unfit(value, with_nearest(allowed, value, names)) from None


def config(value: object) -> dict[str, object] | str:
    """Return a config: a table, or the path of a file."""
    if not isinstance(value, dict | str):
        raise Unfit(value, _("a table, or the path of a file"))
    return value
