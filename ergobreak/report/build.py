"""The report as a whole: days in, one page of HTML out. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass, field
from ergobreak.history import spoken
from ergobreak.language import _
from ergobreak.report import figures, heat, words
from ergobreak.report.days import periods
from ergobreak.report.glance import glance
from ergobreak.report.template import render
from ergobreak.report.timeline import HEAD, timeline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ergobreak.report.chart import Chart
    from ergobreak.report.days import Day

_BY_DAY: Final = 31  # days: a bar for each; a longer time has one for each week,
_BY_WEEK: Final = 400  # and a still longer one for each month


@dataclass(frozen=True, slots=True)
class Asked:
    """What the report is about: from `first` to `now`, which has a zone.

    `exercises` maps an exercise to its title and its area; `share_ml` is how
    much of a day's water falls into the hours at work, 0 where nothing reminds of it.
    """

    first: date
    now: datetime
    exercises: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    share_ml: int = 0


def page(days: Sequence[Day], asked: Asked) -> str:
    """Return the page; without days a kind one that says how they come about."""
    today = asked.now.date()
    about = {
        "range": words.days(asked.first, today),
        "made": f"{words.long_day(today)}, {asked.now:%H:%M}",
    }
    if not days:
        return render("empty.html.j2", **about)
    return render(
        "page.html.j2",
        **about,
        recorded=spoken.count(len(days), "day"),
        tiles=glance(days, today),
        timeline=timeline(days),
        timeline_head=tuple(map(_, HEAD)),
        heats=(heat.suiting(days), heat.at_desk(days)),
        charts=[(chart, _drawn(chart)) for chart in _charts(days, asked)],
    )


def _charts(days: Sequence[Day], asked: Asked) -> list[Chart]:
    # Nothing was recorded before the first day: the weeks before it are no gap.
    first, last = max(asked.first, days[0].date), asked.now.date()
    length = (last - first).days + 1
    # Of a single day a share would be chance.
    coarse = periods(days, first, last, "week" if length <= _BY_WEEK else "month")
    fine = periods(days, first, last, "day") if length <= _BY_DAY else coarse
    return [
        figures.breaks(fine),
        figures.water(fine, asked.share_ml),
        figures.taken(coarse),
        figures.sitting(coarse),
        figures.exercises(days, asked.exercises),
    ]


def _drawn(chart: Chart) -> object:
    """Return the picture of a chart, nothing if there is nothing to draw."""
    from markupsafe import Markup

    from ergobreak.report.charts import svg

    # Made as a tree, which escapes what stands in it.
    return None if chart.is_empty else Markup(svg(chart))  # noqa: S704
