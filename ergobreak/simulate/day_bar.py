"""A played day as one line of block characters, the hours below. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ergobreak.simulate.day_story import Story

_WIDEST: Final = 72  # characters
_SLOTS: Final = (10, 15, 20, 30, 60)  # minutes; the first that fits
_LABEL: Final = 2  # characters of an hour


@dataclass(frozen=True, slots=True)
class Marks:
    """One character for each thing that fills a piece of the day."""

    rest: str
    note: str
    work: str
    held: str
    away: str


BLOCKS: Final = Marks(
    "\N{FULL BLOCK}",
    "\N{LOWER HALF BLOCK}",
    "\N{LOWER ONE EIGHTH BLOCK}",
    "\N{LIGHT SHADE}",
    "\N{MIDDLE DOT}",
)
ASCII: Final = Marks("#", "+", "_", "~", ".")
_MEANINGS: Final = (
    N_("a break"),
    N_("a short prompt"),
    N_("at work"),
    N_("held back"),
    N_("away"),
)


def bar(story: Story, marks: Marks) -> list[str]:
    """Return the bar, and below it the hours on the dial."""
    minutes = _minutes(story)
    first = story.start.replace(minute=0, second=0, microsecond=0)
    whole = -(-((story.end - first) // timedelta(minutes=1)) // 60) * 60
    slot = next((each for each in _SLOTS if whole / each <= _WIDEST), _SLOTS[-1])
    offset = (story.start - first) // timedelta(minutes=1)
    day = [" "] * offset + [minutes.get(minute, " ") for minute in range(whole - offset)]
    order = [marks.rest, marks.note, marks.held, marks.away, marks.work, " "]
    named = dict(zip(("rest", "note", "held", "away", "work", " "), order, strict=True))
    cells = [
        min((named[each] for each in day[at : at + slot]), key=order.index)
        for at in range(0, whole, slot)
    ]
    return ["".join(cells).rstrip(), _hours(first, whole // 60, 60 // slot)]


def legend(marks: Marks, drawn: str) -> str:
    """Return what the characters mean, as far as they are drawn."""
    order = (marks.rest, marks.note, marks.work, marks.held, marks.away)
    pairs = zip(order, _MEANINGS, strict=True)
    return "   ".join(f"{mark} {_(meaning)}" for mark, meaning in pairs if mark in drawn)


def _minutes(story: Story) -> dict[int, str]:
    """Return what fills each minute from the start on; the last named wins."""
    found: dict[int, str] = {}

    def fill(start: datetime, end: datetime, name: str) -> None:
        first = (start - story.start) // timedelta(minutes=1)
        last = -(-(end - story.start) // timedelta(minutes=1))
        found.update(dict.fromkeys(range(max(0, first), last), name))

    for spell in story.spells:
        fill(spell.start, spell.end, "away" if spell.kind in {"away", "paused"} else "work")
    for busy in story.busy:
        fill(busy.start, busy.end, "held")
    for name, level in (("note", False), ("rest", True)):
        for prompt in story.prompts:
            length = timedelta(seconds=max(prompt.seconds, 1))
            if bool(prompt.seconds) is level:
                fill(prompt.at, prompt.at + length, name)
    return found


def _hours(first: datetime, hours: int, width: int) -> str:
    """Return the hours at their places, as many of them as there is room for."""
    every = -(-(_LABEL + 1) // width)
    labels: Iterable[str] = (
        f"{(first.hour + hour) % 24:02}" if hour % every == 0 else "" for hour in range(hours + 1)
    )
    return "".join(label.ljust(width) for label in labels).rstrip()
