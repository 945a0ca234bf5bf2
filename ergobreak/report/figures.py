"""The charts of the report as names and numbers: breaks, trends, exercises, water."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Final

from ergobreak import history
from ergobreak.history import spoken
from ergobreak.language import N_, _
from ergobreak.report import words
from ergobreak.report.chart import Along, Chart, Series
from ergobreak.report.glance import summed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.report.days import Day, Period, Unit

_PLACES: Final = 7  # as many dates stand legibly on the edge of a chart
_HALVES: Final = ((0.0, "0"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %"))
_OTHER: Final = N_("other")
# By the unit of the periods: heads and sentences that name it.
_HEADS: Final = {"day": N_("Day"), "week": N_("Week"), "month": N_("Month")}
_BREAKS: Final = {
    "day": N_("Breaks to move, day by day"),
    "week": N_("Breaks to move, week by week"),
    "month": N_("Breaks to move, month by month"),
}
_FROM_TEN: Final = {
    "day": N_("A day counts here from ten prompts on."),
    "week": N_("A week counts here from ten prompts on."),
    "month": N_("A month counts here from ten prompts on."),
}
_NAMED: Final = 5  # exercises of an area; the rest are counted
_TAKEN: Final = (
    ("done", N_("done")),
    ("natural", N_("away near the time")),
    ("partial", N_("in part")),
)


def breaks(periods: Sequence[Period]) -> Chart:
    """Return the breaks to move of each day, week or month."""
    totals = [summed(day.summary.adherence for day in each.days) for each in periods]
    series = []
    for key, name in _TAKEN:
        values = [
            float(getattr(total, key)) if each.days else None
            for each, total in zip(periods, totals, strict=True)
        ]
        series.append(Series(_(name), tuple(values), tuple(_counted(value) for value in values)))
    whole = sum(total.done + total.natural for total in totals)
    return Chart(
        id="breaks",
        title=_(_BREAKS[_unit(periods)]),
        lead=_("{count} in all. Time away near a prompt counts as one.").format(
            count=spoken.count(whole, "break")
        ),
        form="bars",
        along=_along(periods),
        series=tuple(series),
        marks=_counts(max((sum(filter(None, each)) for each in _stacks(series)), default=0)),
    )


def taken(periods: Sequence[Period]) -> Chart:
    """Return the share of the prompts to move that was taken in each week or month."""
    totals = [summed(day.summary.adherence for day in each.days) for each in periods]
    shares = tuple(total.share for total in totals)
    texts = tuple(
        _("{halves} of {opportunities}").format(
            halves=words.halves(total.taken), opportunities=total.opportunities
        )
        if total.share is not None
        else _("too few to say")
        if total.opportunities
        else _(words.MISSING)
        for total in totals
    )
    return Chart(
        id="taken",
        title=_("Prompts taken"),
        lead=_("Most people take about half. Calls and absence never count against you."),
        form="line",
        along=_along(periods),
        series=(Series(_("prompts taken"), shares, texts),),
        marks=_HALVES,
        more=(_("In words"), tuple("" if each.share is None else each.words for each in totals)),
        empty=_(_FROM_TEN[_unit(periods)]),
    )


def sitting(periods: Sequence[Period]) -> Chart:
    """Return the share of the time at the desk in spells up to an hour, in each week or month."""
    bouts = [[bout for day in each.days for bout in day.summary.bouts] for each in periods]
    shares = tuple(history.exposure(each) for each in bouts)
    longest = (history.longest(each) for each in bouts)
    return Chart(
        id="sitting",
        title=_("Sitting for up to an hour at a time"),
        lead=_("The share of the time at the desk. A break of two minutes ends a spell."),
        form="line",
        along=_along(periods),
        series=(Series(_("of the time at the desk"), shares, tuple(map(words.percent, shares))),),
        marks=_HALVES,
        more=(
            _("Longest spell"),
            tuple("" if b is None else words.span(b.seconds) for b in longest),
        ),
    )


def exercises(days: Sequence[Day], catalogue: Mapping[str, tuple[str, str]]) -> Chart:
    """Return how often each area of the body was exercised.

    `catalogue` maps an exercise to its title and its area.
    """
    areas: dict[str, Counter[str]] = {}
    for name, count in sum((day.summary.exercises for day in days), Counter[str]()).items():
        title, area = catalogue.get(name, (name, _OTHER))
        areas.setdefault(area, Counter())[title] += count
    ordered = sorted(areas.items(), key=lambda each: (-each[1].total(), each[0]))
    counts = tuple(float(found.total()) for _unused, found in ordered)
    places = tuple(_(area) for area, _unused in ordered)  # as the catalogue names them
    return Chart(
        id="exercises",
        title=_("Exercises, by area"),
        # translators: {exercises} is "12 exercises", {kinds} "4 kinds".
        lead=_("{exercises}, {kinds} of them.").format(
            exercises=spoken.count(int(sum(counts)), "exercise"),
            kinds=spoken.count(sum(map(len, areas.values())), "kind"),
        ),
        form="across",
        along=Along(_("Area"), places, places),
        series=(Series(_("exercises"), counts, tuple(map(_counted, counts))),),
        marks=_counts(max(counts, default=0)),
        more=(_("Which"), tuple(_listed(found) for _unused, found in ordered)),
        empty=_("No exercises are recorded for this time. The window of a break notes them."),
    )


def water(periods: Sequence[Period], share_ml: int) -> Chart:
    """Return the water of each day, or of a day of each week or month.

    `share_ml`: how much of a day's water falls into the hours at work; 0: nothing reminds of it.
    """
    values: list[float | None] = []
    noted_on: list[str] = []
    for each in periods:
        noted = [day.summary.water for day in each.days if day.summary.water is not None]
        values.append(sum(noted) / len(noted) if noted else None)
        noted_on.append(spoken.count(len(noted), "day") if noted else "")
    is_mean = _unit(periods) != "day"
    texts = tuple(_(words.MISSING) if value is None else words.litres(value) for value in values)
    lead = _("A day, on days with a note.") if is_mean else _("As you noted it.")
    if share_ml:
        lead += _(" A day's share at work is about {litres}; needs vary.").format(
            litres=words.litres(share_ml)
        )
    return Chart(
        id="water",
        title=_("Water, as noted"),
        lead=lead,
        form="bars",
        along=_along(periods),
        series=(Series(_("water a day") if is_mean else _("water"), tuple(values), texts),),
        marks=_amounts(max([*filter(None, values), share_ml])),
        more=(_("Noted on"), tuple(noted_on)) if is_mean else None,
        empty=_("No water is noted for this time. To note a glass: ergobreak drink"),
    )


# ---------------------------------------------------------------- the edges of a chart


def _along(found: Sequence[Period]) -> Along:
    """Return days, weeks or months by their names."""
    every = max(1, ceil(len(found) / _PLACES))
    # Counted from the end: the last one is the one that is looked for.
    short = (
        "" if (len(found) - 1 - number) % every else _short(each)
        for number, each in enumerate(found)
    )
    return Along(_(_HEADS[_unit(found)]), tuple(map(_named, found)), tuple(short))


def _unit(found: Sequence[Period]) -> Unit:
    return found[0].unit


def _named(found: Period) -> str:
    match found.unit:
        case "day":
            return words.day(found.first)
        case "week":
            return words.days(found.first, found.last)
        case "month":
            return words.month(found.first)


def _short(found: Period) -> str:
    return words.short_month(found.first) if found.unit == "month" else words.short_day(found.first)


def _stacks(series: Sequence[Series]) -> list[tuple[float | None, ...]]:
    return list(zip(*(each.values for each in series), strict=True))


def _counts(highest: float) -> tuple[tuple[float, str], ...]:
    """Return up to six round figures from 0 to above the highest count."""
    step = _round_step(highest, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000))
    return tuple((float(at), str(at)) for at in range(0, ceil(highest / step) * step + 1, step))


def _amounts(highest: float) -> tuple[tuple[float, str], ...]:
    step = _round_step(highest, (250, 500, 1000, 2000, 5000))
    ends = range(0, ceil(highest / step) * step + 1, step)
    return tuple((float(at), words.litres(at) if at else "0") for at in ends)


def _round_step(highest: float, steps: tuple[int, ...]) -> int:
    return next((step for step in steps if highest <= 5 * step), steps[-1])


# ---------------------------------------------------------------- words


def _counted(value: float | None) -> str:
    return _(words.MISSING) if value is None else f"{value:.0f}"


def _listed(found: Counter[str]) -> str:
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    named = [f"{title} {count}" for title, count in ordered[:_NAMED]]
    if len(ordered) > _NAMED:
        named.append(spoken.count(len(ordered) - _NAMED, "other kind"))
    return ", ".join(named)
