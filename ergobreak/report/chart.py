"""What one chart of the report shows: names and numbers, for the picture and for its table."""

from __future__ import annotations

from typing import Literal

from ergobreak.dataclass import dataclass
from ergobreak.language import N_
from ergobreak.report.words import with_capital


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that is shown at each place of the chart: its value, and how that is said.

    A value of None was not recorded: nothing is drawn, and the text says so.
    """

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Along:
    """What lies along the axis of a chart: its kind, its names in full, and those for the edge.

    There is not room for every name on the edge: the others are empty there.
    """

    kind: str
    names: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart and its table.

    `marks` are the figures on the other axis, with their words. `more` is a column that only the
    table has: its head and its cells. `empty` is said where there is nothing to draw.
    """

    id: str
    title: str
    lead: str
    form: Literal["bars", "line", "across"]
    along: Along
    series: tuple[Series, ...]
    marks: tuple[tuple[float, str], ...] = ()
    more: tuple[str, tuple[str, ...]] | None = None
    empty: str = N_("Nothing is recorded for this yet.")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for series in self.series for value in series.values)

    @property
    def head(self) -> tuple[str, ...]:
        """Return the head of the table."""
        names = (with_capital(series.name) for series in self.series)
        return (self.along.kind, *names, *((self.more[0],) if self.more else ()))

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows of the table."""
        columns = [self.along.names, *(series.texts for series in self.series)]
        columns += [self.more[1]] if self.more else []
        return list(zip(*columns, strict=True))
