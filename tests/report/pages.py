"""Reports of a few weeks for the tests: a varied log, and the page that comes of it."""

from __future__ import annotations

import functools
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak import history
from ergobreak.report import Asked, Day, days, page
from tests.history.logbook import log

if TYPE_CHECKING:
    from ergobreak.history import Line

FIRST: Final = date(2026, 2, 2)  # a Monday
NOW: Final = datetime.fromisoformat("2026-03-13T17:00:00+01:00")  # a Friday
EXERCISES: Final = {
    "neck-turn": ("Neck turn", "neck"),
    "long-nod": ("Long nod", "neck"),
    "calf-raise": ("Calf raise", "legs"),
}

_DAY: Final = """
09:00 started_up
09:45 due walk p1
09:45 started walk p1 seconds=180
09:48 completed walk p1 seconds=180
09:48 drank ml=250
10:30 due stretch p2
10:30 started stretch p2 seconds=300
10:35 {stretch} stretch p2 seconds=300 exercises=neck-turn,calf-raise
11:00 busy reason=call
11:40 free reason=call seconds=2400
12:30 locked
13:15 unlocked
13:15 away seconds=2700
14:00 due walk p3
14:12 {walk} walk p3
15:30 due stretch p4
15:30 started stretch p4 seconds=300
15:35 completed stretch p4 seconds=300 exercises=neck-turn,long-nod
{drink}
17:00 shut_down
"""
_LEFT: Final = ("skipped", "missed", "partial", "completed")


@functools.cache
def lines() -> list[Line]:
    """Return a log of six weeks, the third of them free, some days without a note of water."""
    found: list[Line] = []
    for number in range(40):
        day = FIRST + timedelta(days=number)
        if day.weekday() > 4 or 14 <= number < 21:
            continue
        text = _DAY.format(
            stretch="completed" if number % 3 else "partial",
            walk=_LEFT[number % 4],
            drink="16:00 drank ml=500"
            if number % 2
            else "16:00 paused\n16:10 resumed reason=pause",
        )
        if number % 5 == 0:
            text = "\n".join(row for row in text.splitlines() if "drank" not in row)
        found += [{**line, "id": f"{number:02}{line['id']}"} for line in log(text, day=day)]
    return found


@functools.cache
def recorded(first: date = FIRST) -> list[Day]:
    """Return the days of that log, from a date on."""
    return days(history.corrected(lines()), first, NOW)


@functools.cache
def report(first: date = FIRST) -> str:
    """Return the page of that log, from a date on."""
    return page(recorded(first), Asked(first, NOW, EXERCISES, 1200))
