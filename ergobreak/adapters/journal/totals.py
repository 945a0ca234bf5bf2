"""What is kept of a day when its lines are gone: its sums, as history tells them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ergobreak.adapters.journal.file import failure, opened_for_reading
from ergobreak.adapters.journal.schema import INDEXED, version
from ergobreak.dataclass import asdict, dataclass, field
from ergobreak.history import Adherence, Bout, DaySummary

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A local date at one machine: its sums, the outcomes by hour, and the answers on discomfort.

    `hours` holds the outcomes by the hour in which their prompt was due; `discomfort` the last
    figure of the date for each area.
    """

    machine: str
    summary: DaySummary
    hours: dict[int, Counter[str]] = field(default_factory=dict)
    discomfort: dict[str, int] = field(default_factory=dict)


def totals(path: Path, *, since: date | None = None, until: date | None = None) -> list[DayTotal]:
    """Return the totals of days (both inside), in order of date. Raises StoreFailed."""
    if not path.exists():
        return []
    first = "" if since is None else since.isoformat()
    last = "9" if until is None else until.isoformat()
    query = """
        SELECT day, machine, figures FROM day_total WHERE day >= ? AND day <= ?
        ORDER BY day, machine
    """
    try:
        with closing(opened_for_reading(path)) as connection:
            if version(connection) < INDEXED:
                return []
            return [decode(*each) for each in connection.execute(query, (first, last))]
    except sqlite3.Error as error:
        raise failure(path, error) from error


def added(one: DayTotal, other: DayTotal) -> DayTotal:
    """Return the sum of two totals of the same date and machine."""
    day, more = one.summary, other.summary
    waters = [each for each in (day.water, more.water) if each is not None]
    hours = {hour: Counter(hows) for hour, hows in one.hours.items()}
    for hour, hows in other.hours.items():
        hours[hour] = hours.get(hour, Counter()) + hows
    counts = Counter(asdict(day.adherence)) + Counter(asdict(more.adherence))
    return DayTotal(
        one.machine,
        DaySummary(
            day=day.day,
            movement=day.movement + more.movement,
            adherence=Adherence(**counts),
            water=sum(waters) if waters else None,
            active=day.active + more.active,
            rested=day.rested + more.rested,
            bouts=(*day.bouts, *more.bouts),
            start=min(filter(None, (day.start, more.start)), default=None),
            end=max(filter(None, (day.end, more.end)), default=None),
            exercises=day.exercises + more.exercises,
        ),
        dict(sorted(hours.items())),
        one.discomfort | other.discomfort,
    )


def encode(total: DayTotal) -> str:
    """Return the figures of a total as JSON; what is 0 or empty is left out."""
    day = total.summary
    found: dict[str, Any] = {
        "adherence": {how: count for how, count in asdict(day.adherence).items() if count},
        "movement": day.movement,
        "water": day.water,
        "active": day.active,
        "rested": day.rested,
        "bouts": [_bout(each) for each in day.bouts],
        "start": _stamp(day.start),
        "end": _stamp(day.end),
        "exercises": day.exercises,
        "hours": total.hours,
        "discomfort": total.discomfort,
    }
    # No water was noted is not the same as none was drunk.
    kept = {key: value for key, value in found.items() if value or (key == "water" and value == 0)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def decode(day: str, machine: str, figures: str) -> DayTotal:
    """Return what `encode` wrote."""
    found: dict[str, Any] = json.loads(figures)
    summary = DaySummary(
        day=date.fromisoformat(day),
        movement=found.get("movement", 0),
        adherence=Adherence(**found.get("adherence", {})),
        water=found.get("water"),
        active=found.get("active", 0),
        rested=found.get("rested", 0),
        bouts=tuple(_sat(*each) for each in found.get("bouts", ())),
        start=_moment(found.get("start")),
        end=_moment(found.get("end")),
        exercises=Counter(found.get("exercises", {})),
    )
    hours = {int(hour): Counter(hows) for hour, hows in found.get("hours", {}).items()}
    return DayTotal(machine, summary, hours, found.get("discomfort", {}))


def _bout(bout: Bout) -> list[object]:
    length = round((bout.end - bout.start).total_seconds())
    return [bout.start.isoformat(), length, bout.seconds, *([bout.reason] if bout.reason else [])]


def _sat(start: str, length: int, seconds: int, reason: str = "") -> Bout:
    begun = datetime.fromisoformat(start)
    return Bout(begun, begun + timedelta(seconds=length), seconds, reason)


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
