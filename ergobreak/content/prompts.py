"""What a prompt says: short, warm, one concrete thing, never guilty, always with a choice.

The texts stand in prompts.txt. No word of body, pain or toilet is among them, for a colleague or a
projector may show it; and no length either, for that is the config's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ergobreak.content.cards import read
from ergobreak.content.posture import posture_check
from ergobreak.content.rotation import chosen
from ergobreak.content.translated import each_language
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.content.posture import PostureCheck

EASY: Final = "easy"
FULL_DAY: Final = "full day"

_UNKNOWN: Final = 10  # below so many minutes the figure says nothing worth reading


class PromptText(NamedTuple):
    """One text. `kind` is that of a reminder, or EASY or FULL_DAY.

    `advice` names the points of the article on prevention that it follows. `place`: office or home
    if it suits only one of them. `uncounted` says the same where `{minutes}` would mean nothing.
    """

    id: str
    kind: str
    text: str
    advice: tuple[str, ...] = ()
    place: str = ""
    uncounted: str = ""


@each_language
def prompt_texts() -> tuple[PromptText, ...]:
    """Return all texts; the file is read at the first call."""
    return tuple(
        PromptText(name, kind, _(text), tuple(advice.split()), place, *map(_, uncounted))
        for (name, kind, advice, place), (text, *uncounted) in read("prompts.txt")
    )


@each_language
def texts(kind: str, place: str = "office") -> tuple[str, ...]:
    """Return the texts of a kind that suit a place."""
    return tuple(
        each.text for each in prompt_texts() if each.kind == kind and each.place in {"", place}
    )


def prompt_text(
    kind: str,
    serial: int,
    minutes: int = 0,
    own: Sequence[str] = (),
    *,
    seed: str = "",
    sight: bool = True,
    place: str = "office",
    checks: Sequence[PostureCheck] = (),
) -> str:
    """Return what the prompt number `serial` of a reminder says (0, 1, 2, ... of its own prompts).

    `minutes`: active time since the last one; 0 if it means nothing. `own`: the person's own words,
    which replace ours; `{minutes}` is filled in there too. `sight` False: no check needs it.
    `checks`: the person's own ones, which join ours.
    """
    text = chosen(own or texts(kind, place), serial, f"{seed}/{kind}")
    if kind == "posture" and not own:
        return f"{text} {posture_check(serial, seed=seed, sight=sight, own=checks).glance}"
    # Not str.format: the person's own words may hold any brace.
    if minutes < _UNKNOWN and not own:
        text = next(each.uncounted or text for each in prompt_texts() if each.text == text)
    return text.replace("{minutes}", str(_rounded(minutes)))


def gentle_text(serial: int, *, seed: str = "") -> str:
    """Return what a prompt says on easy days: a slow walk or slow breaths, nothing else."""
    return chosen(texts(EASY), serial, f"{seed}/gentle")


def full_day_text(serial: int, *, seed: str = "") -> str:
    """Return what is said when a day's active time passes eight hours."""
    return chosen(texts(FULL_DAY), serial, f"{seed}/full-day")


def _rounded(minutes: int) -> int:
    """Round to five minutes: never a false precision."""
    return minutes if minutes < _UNKNOWN else 5 * round(minutes / 5)
