"""The breaks that were taken, from when to when.

Rules of this file:
1. A break goes from `started` to the outcome of the reminder that led it. One that stood still for
   a while is longer on the clock than it says, by ten minutes at most; beyond that the machine
   slept or the clock was set, and what it says counts.
2. The instant of an outcome is its end. Noted without a start, a break lies before it, as long as
   it says; a movement break that says nothing counts as the least that is a whole one.
3. A break that was left in its first seconds, or lost in a crash, is none.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.history.corrected import corrected
from ergobreak.history.line import MOVEMENT, number, prompt_key, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ergobreak.history.line import Line

WHOLE: Final = 120  # seconds: so much of a break counts as one (evidence: two minutes)
_PAUSED: Final = 600  # seconds that a break can stand still
_ENDS: Final = frozenset({"completed", "partial", "skipped", "hurt", "expired"})
_TAKEN: Final = frozenset({"completed", "partial", "hurt"})
_TOO_LONG: Final = 86_400  # seconds: an imported line may say anything


@dataclass(frozen=True, slots=True)
class Break:
    """One break; `is_open`: no outcome has been noted, and `end` is the planned one."""

    start: datetime
    end: datetime
    reminder: str
    machine: str
    is_open: bool = False

    @property
    def seconds(self) -> float:
        """How long it was."""
        return (self.end - self.start).total_seconds()


def breaks(lines: Iterable[Line], movement: Collection[str] = MOVEMENT) -> list[Break]:
    """Return the breaks in order of their ends; members of a bundle are one break."""
    told = corrected(lines)
    running: dict[tuple[str, str], tuple[datetime, Line]] = {}
    over: dict[tuple[str, str, datetime], Break] = {}
    for _, at, line in told.dated():
        event = line["event"]
        if event != "started" and event not in _ENDS:
            continue
        key = prompt_key(line)
        if event == "started":
            running[key] = (at, line)
            continue
        began = running.get(key) if key[1] else None
        if began is not None and text(began[1], "reminder") == text(line, "reminder"):
            found = _begun(*running.pop(key), line, at)
        elif began is not None:
            continue  # a rider: the break is told by its leader
        else:
            found = _noted(line, at, movement)
        other = over.get((*key, at))
        if found is not None and (other is None or found.seconds > other.seconds):
            over[*key, at] = found
    return [*over.values(), *(_planned(at, line) for at, line in running.values())]


def _begun(start: datetime, began: Line, line: Line, at: datetime) -> Break | None:
    if line["event"] not in _TAKEN:
        return None
    said = number(line, "seconds")
    longest = _span(_planned_for(began) if said is None else said)
    end = at if start <= at <= start + longest + timedelta(seconds=_PAUSED) else start + longest
    return Break(start, end, text(line, "reminder"), text(line, "machine"))


def _noted(line: Line, at: datetime, movement: Collection[str]) -> Break | None:
    """Return a break that was noted without a start, if it was one."""
    said = number(line, "seconds")
    reminder = text(line, "reminder")
    if said is None and line["event"] == "completed" and reminder in movement:
        said = WHOLE
    if line["event"] not in {"completed", "partial"} or not said:
        return None
    return Break(at - _span(said), at, reminder, text(line, "machine"))


def _planned(at: datetime, line: Line) -> Break:
    end = at + _span(_planned_for(line))
    return Break(at, end, text(line, "reminder"), text(line, "machine"), is_open=True)


def _planned_for(line: Line) -> int:
    return number(line, "seconds") or 0


def _span(seconds: int) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0), _TOO_LONG))
