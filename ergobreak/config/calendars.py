"""What makes the calendar rules of a plan; adapters/time/calendar.py is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from ergobreak.core.hours import Hours, Instants


class Calendars(Protocol):
    """Makes hours and instants for a time zone. Each method raises ValueError."""

    def hours(
        self,
        days: Sequence[str],
        ranges: Sequence[tuple[int, int]],
        days_off: Collection[date],
        zone: str,
    ) -> Hours:
        """Return hours: weekdays such as "mon", and minutes of the day from which to which."""

    def at(self, times: Sequence[int], own: Hours | None, zone: str) -> Instants:
        """Return the instants at these minutes of the day, inside `own` hours if it has any."""

    def cron(self, text: str, own: Hours | None, zone: str) -> Instants:
        """Return the instants of a cron expression, inside `own` hours if it has any."""
