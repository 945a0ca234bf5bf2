"""Weekday and hour as a table with shades: when prompts suit, and when somebody is at the desk."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.core.calendar_words import weekday_short
from ergobreak.dataclass import dataclass
from ergobreak.history import Adherence, spoken
from ergobreak.language import _
from ergobreak.report import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from ergobreak.report.days import Day

SHADES: Final = 4  # above none: more are not told apart
_ENOUGH: Final = 5  # prompts of an hour before a word is said about it
_WORKING_DAYS: Final = 5

Key = tuple[int, int]  # hour, weekday


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one weekday: its figure, what it means in full, and its shade, 0 for none."""

    text: str = ""
    title: str = ""
    shade: int = 0


Row = tuple[str, tuple[Cell, ...]]  # the hour, a cell for each weekday


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of hours (down) and weekdays (across); without rows there is nothing to show."""

    id: str
    title: str
    lead: str
    weekdays: tuple[str, ...]
    rows: tuple[Row, ...]
    scale: tuple[str, ...]  # what each shade means, from the lightest on
    empty: str


def suiting(days: Sequence[Day]) -> Heat:
    """Return how many of the prompts to move were taken, by the hour in which they were due."""
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for day in days:
        for hour, hows in day.hours.items():
            found[hour, day.date.weekday()] += hows
    sums = {key: _adherence(hows) for key, hows in found.items()}
    sums = {key: total for key, total in sums.items() if total.opportunities}
    weekdays, rows = _table({key: _suited(key, total) for key, total in sums.items()})
    return Heat(
        id="suiting",
        title=_("When prompts suit you"),
        lead=_best_and_worst(sums),
        weekdays=weekdays,
        rows=rows,
        scale=(_("up to a quarter taken"), _("up to half"), _("up to three quarters"), _("more")),
        empty=_("No prompts to move are recorded for this time yet."),
    )


def at_desk(days: Sequence[Day]) -> Heat:
    """Return how long somebody is at the desk in each hour, on days with work in it."""
    seconds: dict[Key, float] = defaultdict(float)
    on_days: Counter[Key] = Counter()
    for day in days:
        worked = [spell for spell in day.spells if spell.kind == "working"]
        pieces = [piece for spell in worked for piece in _hours(spell.start, spell.end)]
        for hour, length in pieces:
            seconds[hour, day.date.weekday()] += length
        on_days.update((hour, day.date.weekday()) for hour in {hour for hour, _unused in pieces})
    minutes = {key: each / on_days[key] / 60 for key, each in seconds.items()}
    cells = {key: _sat(key, each, on_days[key]) for key, each in minutes.items() if each >= 1}
    weekdays, rows = _table(cells)
    return Heat(
        id="at-desk",
        title=_("When you are at the desk"),
        lead=_("Minutes of the hour, on days with work in it."),
        weekdays=weekdays,
        rows=rows,
        scale=(_("up to 15 min"), _("up to 30"), _("up to 45"), _("more")),
        empty=_("No time at the desk is recorded yet."),
    )


def _table(cells: Mapping[Key, Cell]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Return weekdays and rows, Saturday and Sunday only where something is recorded there."""
    hours = [hour for hour, _unused in cells]
    wide = max([_WORKING_DAYS, *(weekday + 1 for _unused, weekday in cells)])
    rows = (
        (f"{hour:02}:00", tuple(cells.get((hour, weekday), Cell()) for weekday in range(wide)))
        for hour in range(min(hours, default=0), max(hours, default=-1) + 1)
    )
    return tuple(map(weekday_short, range(wide))), tuple(rows)


def _adherence(hows: Counter[str]) -> Adherence:
    return Adherence(**hows)


def _suited(key: Key, total: Adherence) -> Cell:
    share = total.taken / total.opportunities
    text = f"{words.halves(total.taken)}/{total.opportunities}"
    title = _("{when}: {halves} of {opportunities} taken").format(
        when=_when(key), halves=words.halves(total.taken), opportunities=total.opportunities
    )
    return Cell(text, title, _shade(share))


def _sat(key: Key, minutes: float, on_days: int) -> Cell:
    # translators: {when} is "Mon, 09:00 to 10:00", {count} "3 days".
    title = _("{when}: {minutes} min on average, {count}").format(
        when=_when(key), minutes=f"{minutes:.0f}", count=spoken.count(on_days, "day")
    )
    return Cell(f"{minutes:.0f}", title, _shade(minutes / 60))


def _shade(share: float) -> int:
    """Return 1 to 4 for each quarter of a share; the upper end belongs to it."""
    return next((n for n in range(1, SHADES) if share <= n / SHADES), SHADES)


def _when(key: Key) -> str:
    hour, weekday = key
    return _("{weekdays}, {hour}:00 to {value}:00").format(
        weekdays=weekday_short(weekday), hour=f"{hour:02}", value=f"{hour + 1:02}"
    )


def _best_and_worst(sums: Mapping[Key, Adherence]) -> str:
    """Say which hour of the day suits best and which least, if there is enough to tell."""
    hours: dict[int, list[float]] = {}
    for (hour, _unused), total in sums.items():
        taken, of = hours.setdefault(hour, [0.0, 0.0])
        hours[hour] = [taken + total.taken, of + total.opportunities]
    shares = {hour: taken / of for hour, (taken, of) in hours.items() if of >= _ENOUGH}
    lead = _("Taken, of those that came in this hour.")
    if len(shares) < 2 or min(shares.values()) == max(shares.values()):
        return lead
    best, worst = max(shares, key=lambda h: shares[h]), min(shares, key=lambda h: shares[h])
    return _("{lead} They suit you best around {best}:00, least around {worst}:00.").format(
        lead=lead, best=f"{best:02}", worst=f"{worst:02}"
    )


def _hours(start: datetime, end: datetime) -> Iterator[tuple[int, float]]:
    """Yield the hours of the day that a time lies in, each with the seconds of it."""
    at = start
    while at < end:
        following = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        piece = min(end, following)
        yield at.hour, (piece - at).total_seconds()
        at = piece
