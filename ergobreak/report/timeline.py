"""A day as a band from morning to evening: work, breaks, absence. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.history import spoken
from ergobreak.language import N_, _
from ergobreak.report import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ergobreak.history import Spell
    from ergobreak.report.days import Day

LAST: Final = 28  # days: a longer list shows nothing more
HEAD: Final = (
    N_("Day"),
    N_("From"),
    N_("To"),
    N_("At the desk"),
    N_("Breaks"),
    N_("Longest spell"),
)
_SHORTEST: Final = 20.0  # seconds; what is shorter cannot be seen
_KINDS: Final = {
    "working": ("work", N_("at the desk")),
    "break": ("rest", N_("break")),
    "away": ("away", N_("away")),
    "paused": ("still", N_("paused")),
    "unknown": ("unknown", N_("not known")),
}
_STILL: Final = {"idle": N_("no input"), "lock": N_("locked"), "suspend": N_("asleep")}
_FEWEST_HOURS: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a band, in minutes from the band's begin."""

    at: float
    length: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Band:
    """One day: its pieces, what it says in one sentence, and its row in the table."""

    date: date
    title: str
    pieces: tuple[Piece, ...]
    sentence: str
    row: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Several days on one scale; `first` and `last` are full hours of the day, 0 to 24."""

    first: int
    last: int
    bands: tuple[Band, ...]

    @property
    def minutes(self) -> int:
        """Return how long the scale is."""
        return (self.last - self.first) * 60

    @property
    def hours(self) -> list[tuple[int, bool]]:
        """Return the hours on the scale, and whether each has room for its name on a phone."""
        every = 2 if self.last - self.first <= 14 else 3
        return [(hour, hour % every == 0) for hour in range(self.first, self.last + 1)]


def timeline(days: Sequence[Day]) -> Timeline:
    """Return the last days of which the course is known, the newest first."""
    shown = [day for day in days if any(map(_is_at_work, day.spells))][-LAST:]
    ends = [_within_work(day.spells) for day in shown]
    first = min((_hour(start) for start, _unused in ends), default=8)
    last = max((_hour(end, up=True) for _unused, end in ends), default=18)
    last = min(24, max(last, first + _FEWEST_HOURS))
    bands = [_band(day, start, end, first) for day, (start, end) in zip(shown, ends, strict=True)]
    return Timeline(first, last, tuple(reversed(bands)))


def _is_at_work(spell: Spell) -> bool:
    return spell.kind in {"working", "break"}


def _within_work(spells: Iterable[Spell]) -> tuple[datetime, datetime]:
    """Return when work or a break first began and last ended."""
    found = [spell for spell in spells if _is_at_work(spell)]
    return found[0].start, found[-1].end


def _band(day: Day, start: datetime, end: datetime, first: int) -> Band:
    pieces = []
    for spell in day.spells:
        # Before the first and behind the last work there is only the night.
        is_seen = spell.seconds >= _SHORTEST and start <= spell.start and spell.end <= end
        if is_seen and spell.kind in _KINDS:
            at = _minute(spell.start, day.date) - first * 60
            pieces.append(Piece(at, spell.seconds / 60, _class(spell), _title(spell)))
    summary = day.summary
    row = (
        words.day(day.date),
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        words.span(summary.active),
        words.span(summary.rested),
        words.span(summary.longest.seconds) if summary.longest else "",
    )
    sentence = (
        _("{day}: {start} to {end}, {active} at the desk, {rested} of breaks.")
        if summary.longest is None
        else _(
            "{day}: {start} to {end}, {active} at the desk, {rested} of breaks, longest spell "
            "{longest}."
        )
    )
    keys = ("day", "start", "end", "active", "rested", "longest")
    sentence = sentence.format(**dict(zip(keys, row, strict=True)))
    return Band(day.date, words.day(day.date), tuple(pieces), sentence, row)


def _class(spell: Spell) -> str:
    kind, _unused = _KINDS[spell.kind]
    return "held" if kind == "work" and spell.reason else kind


def _title(spell: Spell) -> str:
    """Return what a piece says: "9:45 to 9:48, break, 3 min"."""
    _unused, name = _KINDS[spell.kind]
    if spell.kind == "paused":
        name = _(_STILL.get(spell.reason, name))
    else:
        name = spoken.with_aside(_(name), spell.reason)
    # translators: a piece of a day: "9:45 to 9:48, break, 3 min"; {what} may be "at the desk".
    return _("{start} to {end}, {what}, {span}").format(
        start=f"{spell.start:%H:%M}",
        end=f"{spell.end:%H:%M}",
        what=name,
        span=words.span(spell.seconds),
    )


def _minute(at: datetime, day: date) -> float:
    """Return the minute of the day on the clock on the wall; of the next midnight 1440."""
    return (at.replace(tzinfo=None) - datetime.combine(day, time.min)) / timedelta(minutes=1)


def _hour(at: datetime, *, up: bool = False) -> int:
    if not up:
        return at.hour
    # A spell that was cut at midnight ends at 0:00 of the next date.
    if at.time() == time.min:
        return 24
    return at.hour + (at.minute > 0 or at.second > 0)
