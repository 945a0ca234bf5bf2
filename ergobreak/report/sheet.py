"""The page to take along: breaks, sitting and exercises of a few weeks on one sheet of A4. Pure.

Rules of this file:
1. It is printed by the person and for whom they choose. It names no person and no machine.
2. What tells of a pain is on it only if it was asked for: the ratings, and what is left out
   because it hurt.
3. Lists are cut, with a word on how much was, so that it stays one sheet.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ergobreak import history
from ergobreak.dataclass import dataclass, field
from ergobreak.history import discomfort
from ergobreak.history.days import ENOUGH
from ergobreak.language import N_, _
from ergobreak.report import words
from ergobreak.report.days import days
from ergobreak.report.glance import summed
from ergobreak.report.template import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from ergobreak.history import Bout, Line
    from ergobreak.history.discomfort import Rating
    from ergobreak.report.days import Day

    Row = tuple[str, ...]

_MINUTES: Final = (0, 30, 60, 90, 120)  # the classes of the stretches of sitting
_HOUR: Final = 3600
_REMINDERS: Final = 7
_KINDS: Final = 2  # exercises of an area that are named
_LEFT_OUT: Final = 10
_WEEKS: Final = 13
_OTHER: Final = N_("other")
_MOVEMENTS: Final = 3  # reminders to move; others are added up
# What became of a prompt, in the words of the figure and in those of the sheet.
_HOWS: Final = (
    ("done", N_("taken")),
    ("natural", N_("away near the time")),
    ("partial", N_("in part")),
    ("skipped", N_("left out")),
    ("missed", N_("without an answer")),
    ("held", N_("held back, as in a call")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the sheet is about: from `first` to `now`, which has a zone.

    `reminders`: what is asked for, how often, for how long. `movement` maps the names of those to
    move to their titles, `exercises` an exercise to its title and its area. `ratings` and `pains`
    (what is left out because it hurt) are None where they were not asked for.
    """

    first: date
    now: datetime
    reminders: tuple[Row, ...] = ()
    movement: Mapping[str, str] = field(default_factory=dict)
    exercises: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    pains: tuple[str, ...] | None = None
    ratings: tuple[Rating, ...] | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """Stretches of sitting of about one length: how many, and their share of the time, 0 to 1."""

    name: str
    count: int
    share: float

    @property
    def percent(self) -> str:
        """The share in words."""
        return words.percent(self.share)


def page(lines: Iterable[Line], asked: Asked, until: datetime) -> str:
    """Return the sheet; lines may reach beyond its days, and should begin a day earlier.

    Behind `until`, which has a zone, nothing is known.
    """
    told = history.corrected(lines)
    found = days(told, asked.first, until, asked.movement)
    bouts = [bout for day in found for bout in day.summary.bouts]
    own = history.between(told, asked.first, asked.now.date())
    return render(
        "sheet.html.j2",
        range=words.days(asked.first, asked.now.date()),
        made=words.long_day(asked.now.date()),
        reminders=_cut(asked.reminders, _REMINDERS),
        facts=facts(found, bouts, (asked.now.date() - asked.first).days + 1),
        outcomes=outcomes(own, asked.movement),
        classes=classes(bouts),
        exercises=exercises(found, asked.exercises),
        left_out=_listed(asked.left_out),
        pains=None if asked.pains is None else _listed(asked.pains),
        discomfort=None if asked.ratings is None else _discomfort(asked.ratings, asked),
        lines=range(6 if asked.ratings is None else 2),
    )


def facts(found: Sequence[Day], bouts: Sequence[Bout], length: int) -> list[Row]:
    """Return the figures of all days: what, how much, and what to make of it."""
    active = sum(day.summary.active for day in found)
    rested = sum(day.summary.rested for day in found)
    at_desk = sum(day.summary.active > 0 for day in found)
    work_days = [day.summary for day in found if day.summary.is_work_day]
    enough = sum(day.movement >= ENOUGH for day in work_days)
    total = summed(day.summary.adherence for day in found)
    share, longest = history.exposure(bouts), history.longest(bouts)
    taken = _("{halves} of {opportunities}").format(
        halves=words.halves(total.taken), opportunities=total.opportunities
    )
    hourly = (
        _("{minutes} min").format(minutes=f"{rested / 60 / (active / _HOUR):.1f}")
        if active >= _HOUR
        else _(words.MISSING)
    )
    return [
        (
            _("Days with a record"),
            _("{found} of {length}").format(found=len(found), length=length),
            "",
        ),
        (
            _("At the desk, on such a day"),
            words.span(active / at_desk) if at_desk else _(words.MISSING),
            "",
        ),
        (_("Break in each hour at the desk"), hourly, ""),
        (
            _("Prompts to move that were taken"),
            _("too few to say") if total.share is None else taken,
            "" if total.share is None else total.words,
        ),
        (
            _("Work days with two such breaks or more"),
            _("{enough} of {work_days}").format(enough=enough, work_days=len(work_days)),
            "",
        ),
        (_("Time in stretches of sitting up to an hour"), words.percent(share), ""),
        (
            _("Longest stretch of sitting"),
            words.span(longest.seconds) if longest else _(words.MISSING),
            words.sit(longest) if longest else "",
        ),
    ]


def classes(bouts: Sequence[Bout]) -> list[Class]:
    """Return the stretches of sitting by their length; none where nothing is recorded."""
    whole = sum(bout.seconds for bout in bouts)
    if not whole:
        return []
    named = [
        (_("{low} to {high} min").format(low=low, high=high), low, high)
        for low, high in pairwise(_MINUTES)
    ]
    named[0] = (_("up to {minutes} min").format(minutes=_MINUTES[1]), *named[0][1:])
    named.append((_("over {minutes} min").format(minutes=_MINUTES[-1]), _MINUTES[-1], 1 << 30))
    found = []
    for name, low, high in named:
        # An hour exactly is up to an hour, as in the figure beside it.
        inside = [bout.seconds for bout in bouts if low * 60 < bout.seconds <= high * 60]
        found.append(Class(name, len(inside), sum(inside) / whole))
    return found


def outcomes(lines: history.Lines, movement: Mapping[str, str]) -> list[Row]:
    """Return what became of the prompts to move: the titles, then a row for each outcome."""
    names = list(movement)
    columns = [(movement[name], [name]) for name in names[: _MOVEMENTS - 1]]
    if rest := names[_MOVEMENTS - 1 :]:
        columns.append((_("others") if len(rest) > 1 else movement[rest[0]], rest))
    found = [history.adherence(lines, each) for _unused, each in columns]
    return [
        ("", *(title for title, _unused in columns)),
        *((_(said), *(str(getattr(each, how)) for each in found)) for how, said in _HOWS),
    ]


def exercises(found: Sequence[Day], catalogue: Mapping[str, tuple[str, str]]) -> list[Row]:
    """Return the areas that were exercised, how often, and with what above all."""
    areas: dict[str, Counter[str]] = {}
    for name, count in sum((day.summary.exercises for day in found), Counter[str]()).items():
        title, area = catalogue.get(name, (name, _OTHER))
        areas.setdefault(area, Counter())[title] += count
    ordered = sorted(areas.items(), key=lambda each: (-each[1].total(), each[0]))
    return [(_(area), str(counted.total()), _above_all(counted)) for area, counted in ordered]


def _above_all(counted: Counter[str]) -> str:
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    named = [f"{title} {count}" for title, count in ordered[:_KINDS]]
    more = len(ordered) - len(named)
    return ", ".join([*named, *([_("{more} more").format(more=more)] if more else [])])


def _discomfort(found: Sequence[Rating], asked: Asked) -> dict[str, object]:
    """Return the last answer of each week, area by area, and how they compare."""
    today = asked.now.date()
    wanted = [each for each in found if each.day >= asked.first]
    weeks = min(_WEEKS, (today - asked.first).days // 7 + 1)
    table = discomfort.by_week(wanted, today, weeks)
    return {
        "weeks": [words.short_day(monday) for monday, _unused in table],
        "rows": [
            (_(area), [told.get(area) for _unused, told in table], discomfort.trend(wanted, area))
            for area in discomfort.AREAS
            if discomfort.of_area(wanted, area)
        ],
    }


def _listed(names: Sequence[str]) -> str:
    return ", ".join(each for (each,) in _cut([(name,) for name in names], _LEFT_OUT))


def _cut(rows: Sequence[Row], most: int) -> list[Row]:
    """Return at most so many rows, the last of them saying how many are not there."""
    if len(rows) <= most:
        return list(rows)
    left = len(rows) - most + 1
    return [*rows[: most - 1], (_("and {left} more").format(left=left), *[""] * (len(rows[0]) - 1))]
