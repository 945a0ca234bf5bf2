"""Water counted in glasses, as people do: which one of the day the next would be."""

from __future__ import annotations

from typing import Final

from ergobreak.language import ENGLISH, _, spoken

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
    number = _number(drunk, amount)
    return _WORDS[number - 1] if number <= len(_WORDS) else _figure(number)


def today(drunk: int, amount: int) -> str:
    """Return which glass of the day the next one is, as a sentence; empty as in `which`."""
    told = which(drunk, amount)
    if told and spoken() != ENGLISH:
        # An ordinal in words would need another ending in every sentence.
        return _("Glass {number} today.").format(number=_number(drunk, amount))
    return told and f"{told[:1].upper()}{told[1:]} glass today."


def noted(glass: str, drunk: int, amount: int) -> str:
    """Return "a glass of water", and behind it which one of the day it is, as in `which`."""
    told = which(drunk, amount)
    if told and spoken() != ENGLISH:
        # translators: {glass} is "a glass of water"; {number} says which one of the day it is.
        words = _("{glass} (number {number} today)")
        return words.format(glass=glass, number=_number(drunk, amount))
    return f"{glass} (the {told} today)" if told else glass


def _number(drunk: int, amount: int) -> int:
    return max(drunk, 0) // amount + 1


def _figure(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def is_enough(drunk: int, goal: int) -> bool:
    """Tell whether the day's share is reached (both in ml); without a goal it never is."""
    return 0 < goal <= drunk
