"""Compiles when each profile is in force into what the engine asks: hours, and events as spans."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ergobreak.config.units import WEEKDAYS
from ergobreak.core.appointments import Appointment, joined
from ergobreak.core.hours import instant_of
from ergobreak.core.profiles import Profile
from ergobreak.language import _

if TYPE_CHECKING:
    from datetime import date

    from ergobreak.config.calendars import Calendars
    from ergobreak.config.settings import Settings, When
    from ergobreak.core.appointments import Spans
    from ergobreak.core.hours import Hours

_WHOLE_DAY: Final = ((0, 24 * 60),)
_DAY: Final = timedelta(days=1)


def conditions(
    settings: Settings, calendars: Calendars, zone: str, spans: Spans | None
) -> tuple[Profile, ...]:
    """Return the profiles in the order of the file, for a time zone (IANA name).

    `spans` is what the calendars say; None: they have not been read yet.
    """
    return tuple(
        Profile(
            name,
            _hours(profile.when, calendars, zone),
            calendar := str((profile.when and profile.when.calendar) or ""),
            _events(calendar, zone, spans),
            _about(profile.when),
        )
        for name, profile in settings.profiles.items()
    )


def _hours(when: When | None, calendars: Calendars, zone: str) -> Hours | None:
    if when is None or (when.days is None and when.hours is None):
        return None
    days = WEEKDAYS if when.days is None else [WEEKDAYS[day] for day in sorted(set(when.days))]
    return calendars.hours(days, when.hours or _WHOLE_DAY, (), zone)


def _about(when: When | None) -> str:
    if when is None:
        return ""
    days = _("on {map}").format(map=", ".join(map(str, when.days))) if when.days else ""
    hours = ", ".join(map(str, when.hours or ()))
    return "; ".join(
        filter(
            None,
            (
                days,
                hours,
                _("calendar {calendar}").format(calendar=when.calendar) * bool(when.calendar),
            ),
        )
    )


def _events(calendar: str, zone: str, spans: Spans | None) -> tuple[Appointment, ...] | None:
    """Return the events and the whole days of a calendar as spans."""
    if not calendar or spans is None:
        return None
    days = spans.days_off.get(calendar, frozenset())
    return joined([*spans.events.get(calendar, ()), *(_whole(day, zone) for day in days)])


def _whole(day: date, zone: str) -> Appointment:
    """Return a local date as a span; where the clock is changed it has 23 or 25 hours."""
    start = datetime.combine(day, time.min)
    where = ZoneInfo(zone)
    return Appointment(instant_of(start, where), instant_of(start + _DAY, where))
