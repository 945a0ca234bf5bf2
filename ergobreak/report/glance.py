"""The report at a glance: the figures of the last two weeks, each with its words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ergobreak import history
from ergobreak.dataclass import dataclass, names
from ergobreak.history import Adherence, spoken
from ergobreak.history.days import ENOUGH
from ergobreak.history.outcomes import AT_LEAST
from ergobreak.language import _, ngettext
from ergobreak.report import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ergobreak.report.days import Day

LAST: Final = 14  # days (evidence c.5)
_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: what it is, the figure itself, and what to make of it.

    `is_known`: there is a figure; without one the value is a word.
    """

    name: str
    value: str
    text: str = ""
    is_known: bool = True


def summed(found: Iterable[Adherence]) -> Adherence:
    """Return the sum of several days."""
    each = list(found)
    return Adherence(**{name: sum(getattr(one, name) for one in each) for name in names(Adherence)})


def glance(days: Sequence[Day], today: date) -> list[Tile]:
    """Return the figures of the last two weeks; `today` is the last date of them."""
    lately = [day for day in days if day.date > today - timedelta(days=LAST)]
    return [_taken(lately), _movement(lately), *_sitting(lately), _rested(lately), _water(lately)]


def _taken(days: Sequence[Day]) -> Tile:
    name = _("Prompts to move, taken")
    total = summed(day.summary.adherence for day in days)
    words_ = words.with_capital(total.words)
    if total.share is None:
        so_far = _("{count} so far").format(count=spoken.count(total.opportunities, "prompt"))
        return Tile(
            name,
            words_,
            _("{so_far}; a figure comes from {at_least} on.").format(
                so_far=so_far, at_least=AT_LEAST
            ),
            is_known=False,
        )
    return Tile(
        name,
        _("{halves} of {opportunities}").format(
            halves=words.halves(total.taken), opportunities=total.opportunities
        ),
        _("{sentence}.").format(sentence=words_),
    )


def _movement(days: Sequence[Day]) -> Tile:
    name = _("Work days with two breaks or more")
    work_days = [day.summary for day in days if day.summary.is_work_day]
    if not work_days:
        return _unknown(name)
    enough = sum(day.movement >= ENOUGH for day in work_days)
    return Tile(
        name,
        _("{enough} of {work_days}").format(enough=enough, work_days=len(work_days)),
        _("Breaks to move, as recorded."),
    )


def _sitting(days: Sequence[Day]) -> list[Tile]:
    titles = (_("Time at the desk in spells up to an hour"), _("Longest spell without a break"))
    bouts = [bout for day in days for bout in day.summary.bouts]
    share, longest = history.exposure(bouts), history.longest(bouts)
    if share is None or longest is None:
        return [_unknown(name) for name in titles]
    whole = words.span(sum(bout.seconds for bout in bouts))
    return [
        Tile(titles[0], words.percent(share), _("Of {whole} in all.").format(whole=whole)),
        Tile(
            titles[1],
            words.span(longest.seconds),
            _("{sentence}.").format(sentence=words.sit(longest)),
        ),
    ]


def _rested(days: Sequence[Day]) -> Tile:
    name = _("Break in each hour of work")
    active = sum(day.summary.active for day in days)
    if active < _HOUR:
        return _unknown(name)
    rested = sum(day.summary.rested for day in days) / 60 / (active / _HOUR)
    return Tile(
        name,
        _("{minutes} min").format(minutes=f"{rested:.1f}"),
        _("Five to ten is what is often advised."),
    )


def _water(days: Sequence[Day]) -> Tile:
    name = _("Water a day")
    noted = [day.summary.water for day in days if day.summary.water is not None]
    if not noted:
        return _unknown(name)
    text = ngettext(
        "On {count} day with a note.", "On {count} days with a note.", len(noted)
    ).format(count=len(noted))
    return Tile(name, words.litres(round(sum(noted) / len(noted) / 10) * 10), text)


def _unknown(name: str) -> Tile:
    return Tile(name, words.with_capital(_(words.MISSING)), is_known=False)
