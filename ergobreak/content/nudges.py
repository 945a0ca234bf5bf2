"""The line of the day: a tip, or once a week a nudge in its place, read inside a break."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from ergobreak.content import workplace
from ergobreak.content.cards import read
from ergobreak.content.rotation import chosen
from ergobreak.content.tips import tip
from ergobreak.content.translated import each_language
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.content.tips import Tip

CHAIR: Final = "week-chair"
FIRST_LOOK: Final = N_("Two minutes for the desk: ergobreak setup workplace looks it over.")


class Nudge(NamedTuple):
    """One nudge. `advice` and `private` mean what they mean for a tip."""

    id: str
    text: str
    advice: tuple[str, ...] = ()
    private: bool = False


@each_language
def nudges() -> tuple[Nudge, ...]:
    """Return all nudges; the file is read at the first call."""
    return tuple(
        Nudge(name, _(text), tuple(advice.split()), "private" in marks)
        for (name, advice, *marks), (text,) in read("nudges.txt")
    )


def nudge(day: str, *, discreet: bool = True, seed: str = "") -> Nudge:
    """Return the nudge of the week that a local date (YYYY-MM-DD) lies in; `discreet` as in tip."""
    deck = [each for each in nudges() if not (discreet and each.private)]
    return chosen(deck, _week(day), f"{seed}/nudge")


def line_of_the_day(
    day: str,
    since: str = "",
    looked_over: str = "",
    *,
    discreet: bool = True,
    own: Sequence[Tip] = (),
    seed: str = "",
) -> str:
    """Return what is read in the first break of a local date; all dates are YYYY-MM-DD.

    `since` is the day of the line before this one, empty if there was none: the first of a week is
    a nudge, all others are tips. `looked_over`: when the workplace was; half a year later the line
    offers it again, and to who never did the nudge about the chair does. `own`: the person's tips.
    """
    if workplace.is_offered(day, since, looked_over):
        return _(workplace.OFFER)
    if since and _week(since) != _week(day):
        found = nudge(day, discreet=discreet, seed=seed)
        is_first_look = found.id == CHAIR and not looked_over
        return _(FIRST_LOOK) if is_first_look else _("This week: {nudge}").format(nudge=found.text)
    text = tip(day, discreet=discreet, own=own, seed=seed).text
    return _("Tip: {tip}").format(tip=text)


def _week(day: str) -> int:
    """Return the number of a date's week since the year 1; a week begins on Monday."""
    return (date.fromisoformat(day).toordinal() - 1) // 7
