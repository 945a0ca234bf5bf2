"""What one calendar file says: the spans in which its owner is busy, and its whole days.

Rules of this file:
1. Each series of events is read by itself and for a limited time, so that a broken or endless one
   costs no other.
2. Times without a zone are meant in the zone that was asked for.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

import icalendar
import recurring_ical_events

from ergobreak.agenda import marks
from ergobreak.agenda.limits import TooLong, processor_time
from ergobreak.agenda.sieve import sieved
from ergobreak.core.hours import instant_of, local_of
from ergobreak.dataclass import dataclass, field
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from icalendar.cal import Component

SERIES_TIME: Final = 1.0  # seconds; a daily series since 2001 takes 0.02
_DAY: Final = timedelta(days=1)
_NIGHT: Final = (
    86_400_000_000  # microseconds: what is that long says where one is, not what one does
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for: a span for appointments (microseconds UTC), and dates for whole days.

    `events` is a span, too: for all that takes place, busy or not. None: that is not wanted of
    this calendar.
    """

    zone: ZoneInfo
    busy: tuple[int, int] | None
    days: tuple[date, date] | None
    events: tuple[int, int] | None = None


@dataclass(slots=True)
class Found:
    """What has been found so far, and what went wrong with how many series."""

    busy: list[tuple[int, int]] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    events: list[tuple[int, int]] = field(default_factory=list)
    broken: int = 0
    endless: int = 0


def read(text: str, asked: Asked) -> Found:
    """Return what a calendar's text says. Raises ValueError: it is no calendar."""
    found = Found()
    reach = _reach(asked)
    for calendar in _calendars(sieved(text, *reach)):
        owner = marks.owner_of(calendar)
        for series in _series(calendar):
            try:
                with processor_time(SERIES_TIME):
                    _add(found, series, owner, asked, reach)
            except TooLong:
                found.endless += 1
            except Exception:  # noqa: BLE001 - the libraries raise whatever a broken event leads to
                found.broken += 1
    return found


def _calendars(text: str) -> list[Component]:
    """Return the calendars of a text, or none if they have no events. Raises ValueError."""
    if "BEGIN:VEVENT" not in text and "BEGIN:VCALENDAR" in text:
        return []  # most files of a folder, when what is long over has been left out
    try:
        found: list[Component] = list(icalendar.Calendar.from_ical(text, multiple=True))
    except Exception:  # noqa: BLE001 - likewise, and their words repeat what stands in the file
        raise ValueError(_("it is no calendar")) from None
    calendars = [each for each in found if each.name == "VCALENDAR"]
    if not calendars:
        raise ValueError(_("it is no calendar"))
    return calendars


def _series(calendar: Component) -> Iterator[Component]:
    """Yield a calendar for each event, with all its recurrences and changed instances."""
    together: dict[str, list[Component]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        together[str(event.get("UID", number))].append(event)
    for events in together.values():
        alone = icalendar.Calendar()
        # It says in which zone times that are written in UTC recur.
        if "X-WR-TIMEZONE" in calendar:
            alone["X-WR-TIMEZONE"] = calendar["X-WR-TIMEZONE"]
        alone.subcomponents = events
        yield alone


def _add(
    found: Found, series: Component, owner: str, asked: Asked, reach: tuple[date, date]
) -> None:
    """Add what one series says; nothing is added if it breaks half way."""
    busy: list[tuple[int, int]] = []
    days: set[date] = set()
    events: list[tuple[int, int]] = []
    query = recurring_ical_events.of(series)
    for event in query.between(_start_of(reach[0]), _start_of(reach[1] + _DAY)):
        begin, end = event["DTSTART"].dt, event["DTEND"].dt
        whole = _whole_days(event, begin, end, asked.zone)
        if whole and asked.days is not None and not marks.is_off(event):
            days.update(_between(whole, asked.days))
        if whole or (asked.busy is None and asked.events is None):
            continue
        span = _instant(begin, asked.zone), _instant(end, asked.zone)
        if asked.events is not None and span[0] < span[1] and not marks.is_off(event):
            events += [span] if _meets(span, asked.events) else []
        if asked.busy is None or not marks.is_busy(event, owner):
            continue
        if span[0] < span[1] < span[0] + _NIGHT and _meets(span, asked.busy):
            busy.append(span)
    found.busy += busy
    found.days |= days
    found.events += events


def _reach(asked: Asked) -> tuple[date, date]:
    """Return the dates to ask for: a day more on either side, for zones differ by that much."""
    dates = list(asked.days or ())
    dates += [local_of(wall, asked.zone).date() for wall in asked.busy or asked.events or ()]
    return min(dates) - _DAY, max(dates) + _DAY


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _whole_days(event: Component, begin: Any, end: Any, zone: ZoneInfo) -> tuple[date, date] | None:
    """Return the first and the last day of an event without times of day; None: it has some."""
    if isinstance(begin, datetime):
        # Some programs write a whole day as midnight to midnight.
        start, stop = _local(begin, zone), _local(end, zone)
        outlook = str(event.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).upper() == "TRUE"
        is_whole = start.time() == stop.time() == time.min or outlook
        if not is_whole or stop - start < _DAY:
            return None
        begin, end = start.date(), stop.date()
    return begin, max(begin, end - _DAY)


def _between(days: tuple[date, date], bounds: tuple[date, date]) -> Iterable[date]:
    """Return the days that lie within the bounds."""
    first, last = max(days[0], bounds[0]), min(days[1], bounds[1])
    return (first + number * _DAY for number in range((last - first).days + 1))


def _meets(span: tuple[int, int], bounds: tuple[int, int]) -> bool:
    return span[0] < bounds[1] and span[1] > bounds[0]


def _instant(at: datetime, zone: ZoneInfo) -> int:
    """Return the microseconds since 1970; a time without a zone is meant in `zone`."""
    if at.tzinfo is None:
        return instant_of(at, zone)
    return (at.astimezone(UTC) - _EPOCH) // _MICROSECOND


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the time on the dial in `zone`."""
    return at if at.tzinfo is None else at.astimezone(zone).replace(tzinfo=None)
