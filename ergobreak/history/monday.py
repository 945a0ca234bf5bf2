"""The line on Monday: last week in a sentence, and at most one offer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.history.corrected import corrected
from ergobreak.history.days import Week, between, week
from ergobreak.history.offers import Facts, Offer, Rule, offer
from ergobreak.history.spells import spells
from ergobreak.history.spoken import count, span, weekday, with_aside
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ergobreak.history.bouts import Bout
    from ergobreak.history.line import Line

__all__ = ["READS", "Facts", "MondayLine", "Offer", "Rule", "monday_line"]

READS: Final = 15  # days before the week of `today` that it is made of
_WORTH: Final = 3600  # seconds of work: below that, and without a prompt, there was no week


@dataclass(frozen=True, slots=True)
class MondayLine:
    """What is said about the week that began on `monday`, and what is asked, if anything."""

    monday: date
    text: str
    offer: Offer | None = None

    @property
    def whole(self) -> str:
        """The sentence with the question behind it."""
        return f"{self.text} {self.offer.text}" if self.offer else self.text


def monday_line(lines: Iterable[Line], facts: Facts, today: date) -> MondayLine | None:
    """Return the line for the week before the one that holds `today`; None if it says nothing.

    It is the same on each day of a week, unless the log or the settings are put right meanwhile.
    The lines should reach back `READS` days from this week's Monday.
    """
    told = corrected(lines)
    monday = today - timedelta(days=today.weekday() + 7)
    own = between(told, monday - timedelta(days=READS - 7), monday + timedelta(days=6))
    if not own:
        return None
    found = week(own, spells(own, own.moments[-1], facts.movement), monday, facts.movement)
    if found.active < _WORTH and not found.work_days:
        return None
    return MondayLine(monday, _sentence(found), offer(told, facts, monday))


def _sentence(found: Week) -> str:
    breaks = count(found.movement, "break") if found.movement else _("No breaks recorded")
    if found.longest is None:
        # translators: the whole line about a week; {breaks} is "3 breaks" or "No breaks recorded".
        return _("{breaks}.").format(breaks=breaks)
    # translators: {sat} is "1 h 52 on Thursday", and may go on with ", in calls".
    return _("{breaks}; longest sit {sat}.").format(breaks=breaks, sat=_sat(found.longest))


def _sat(bout: Bout) -> str:
    # translators: how long somebody sat, and on which weekday: "1 h 52 on Thursday".
    told = _("{span} on {weekday}").format(span=span(bout.seconds), weekday=weekday(bout.start))
    return with_aside(told, bout.reason)
