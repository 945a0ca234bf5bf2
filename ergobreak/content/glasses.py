"""Water counted in glasses, as people do: which one of the day the next would be."""

from __future__ import annotations

from typing import Final

_WORDS: Final = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)


def which(drunk: int, amount: int) -> str:
    """Return which glass the next one is, "third"; empty if glasses have no size (in ml).

    What was drunk in other sizes counts as whole glasses of this one, rounded down.
    """
    if amount <= 0:
        return ""
    before = max(drunk, 0) // amount
    return _WORDS[before] if before < len(_WORDS) else _figure(before + 1)


def _figure(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def is_enough(drunk: int, goal: int) -> bool:
    """Tell whether the day's share is reached (both in ml); without a goal it never is."""
    return 0 < goal <= drunk
