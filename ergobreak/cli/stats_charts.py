"""The figures of `stats` for a terminal: headings, bars, a chart of the hours. Loads rich, plotext.

Rules of this file:
1. A bar has its figure beside it, the chart an axis and shades: without colours nothing is lost.
2. It fits the terminal, and is 80 columns wide at most; a narrow one has the words alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ergobreak.cli import stats_words
from ergobreak.history.spoken import span
from ergobreak.language import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import TextIO

    from ergobreak.cli.stats_figures import Figures, Hour, Period
    from ergobreak.cli.stats_settings import Known
    from ergobreak.cli.stats_words import Section
    from ergobreak.history import Week

WIDEST: Final = 80
NARROW: Final = 60  # columns; below there is no room for a bar beside its words
_BAR: Final = 14
_BLOCK: Final = "\N{LOWER SEVEN EIGHTHS BLOCK}"
_ROWS: Final = 10  # of the chart
# Told apart without colour, from below to above.
_MARKS: Final = ("\N{FULL BLOCK}", "\N{MEDIUM SHADE}", "\N{LIGHT SHADE}")
_WORDS: Final = (N_("taken"), N_("not taken"), N_("held back"))
_ACCENT: Final = "green"


def show(found: Figures, known: Known, file: TextIO, *, width: int) -> None:
    """Print the figures on a terminal that is so many columns wide; NO_COLOR is heeded."""
    console = Console(file=file, width=min(width, WIDEST), highlight=False, force_terminal=True)
    for number, part in enumerate(_parts(found, known, console.width)):
        if number:
            console.print()
        for each in part:
            console.print(each)


def _parts(found: Figures, known: Known, width: int) -> Iterator[list[Text | Table]]:
    if found.today:
        yield _words(stats_words.today(found.today, known))
    if found.week:
        section = stats_words.week(found.week, found.now.date())
        is_narrow = width < NARROW
        yield _words(section) if is_narrow else _week(found.week, found.now.date(), section)
    if found.period:
        yield _words(stats_words.period(found.period, known))
        section = stats_words.hours(found.period)
        if section.rows:
            yield _words(section) if width < NARROW else _hours(found.period, section, width)
        own = stats_words.own(found.period, known)
        if own.rows:
            yield _words(own)


def _words(section: Section) -> list[Text | Table]:
    """Return a section as a heading and two columns, of which the second folds."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, text in section.rows:
        grid.add_row(Text(name), Text(text))
    return [Text(section.title, style="bold"), grid]


def _week(found: Week, until: date, section: Section) -> list[Text | Table]:
    grid = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "left", "right", "left", "right"):
        grid.add_column(justify=justify, no_wrap=True)
    days = [each for each in found.days if each.day <= until]
    most = max((each.movement for each in days), default=0)
    longest = max((each.active for each in days), default=0)
    # translators: "active" and "water" are heads of columns: time at the computer, and litres.
    head = ("", "", _("movement breaks"), "", pgettext("column", "active"), _("water"))
    grid.add_row(*(Text(each, style="dim") for each in head))
    for (name, text), each in zip(section.rows, days, strict=False):
        if text == _(stats_words.UNKNOWN):
            grid.add_row(Text(name, style="dim"), "", Text(text, style="dim"), "", "", "")
            continue
        grid.add_row(
            Text(name, style="dim"),
            str(each.movement),
            _bar(each.movement, most),
            span(each.active),
            _bar(each.active, longest),
            "" if each.water is None else stats_words.litres(each.water),
        )
    name, text = section.rows[-1]
    total = Text.assemble((name, "dim"), "  ", text)
    return [Text(section.title, style="bold"), grid, total]


def _bar(value: int, most: int) -> Text:
    length = max(1, round(_BAR * value / most)) if value else 0
    return Text(_BLOCK * length, style=_ACCENT)


def _hours(found: Period, section: Section, width: int) -> list[Text | Table]:
    hours = range(min(found.hours), max(found.hours) + 1)
    rows = [_stack(found.hours.get(hour)) for hour in hours]
    kinds = [number for number in range(3) if any(row[number] for row in rows)]
    chart = _chart(
        [f"{hour:02}" for hour in hours], [[row[k] for row in rows] for k in kinds], kinds, width
    )
    legend = "   ".join(f"{_MARKS[kind]} {_(_WORDS[kind])}" for kind in kinds)
    told = [Text(sentence) for sentence in stats_words.rare_hours(found)]
    return [Text(section.title, style="bold"), Text(legend, style="dim"), Text(chart), *told]


def _stack(found: Hour | None) -> tuple[int, int, int]:
    return (found.taken + found.part, found.left, found.held) if found else (0, 0, 0)


def _chart(labels: list[str], stacks: list[list[int]], kinds: list[int], width: int) -> str:
    import plotext

    plotext.clear_figure()
    plotext.plot_size(min(width, WIDEST, 8 + 7 * len(labels)), _ROWS)
    plotext.theme("clear")
    highest = max(map(sum, zip(*stacks, strict=True)))
    step = max(1, -(-highest // 4))
    plotext.yticks(range(0, highest + step, step))
    plotext.stacked_bar(labels, stacks, marker=[_MARKS[kind] for kind in kinds], width=0.6)
    drawn: str = plotext.uncolorize(plotext.build())
    return "\n".join(line.rstrip() for line in drawn.rstrip().splitlines())
