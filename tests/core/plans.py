"""Plans for tests of the core: a few reminders, other tables, and a calendar without a zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ergobreak.core import events
from ergobreak.core.hours import NEVER
from ergobreak.core.model import (
    DAY,
    DEFAULT_POLICIES,
    MINUTE,
    Kind,
    Level,
    Plan,
    Policy,
    Reminder,
)
from ergobreak.dataclass import replace
from tests.core.day import POSTURE, STRETCH, WALK, WATER, AllDay, OfficeHours

if TYPE_CHECKING:
    from ergobreak.core.hours import Hours

LID_CLOSED = events.FellAsleep()
ONLY_WALK = Plan((replace(WALK, first=0, every=45 * MINUTE),), AllDay())
ONLY_STRETCH = Plan((STRETCH,), AllDay())
ONLY_POSTURE = Plan((POSTURE,), AllDay())
ONLY_WATER = Plan((WATER,), AllDay())
MEDICINE = Reminder("medicine", Kind.CUSTOM, level=Level.TOAST, title="Plants")


def plan_of(*reminders: Reminder, hours: Hours | None = None, **policies: Policy) -> Plan:
    """Return a plan of these reminders, and of these policies instead of the defaults."""
    return Plan(
        tuple(sorted(reminders, key=lambda rule: rule.rank)),
        hours or AllDay(),
        policies={**DEFAULT_POLICIES, **policies},
    )


@dataclass(frozen=True)
class Daily:
    """One instant a day at `at`, on the dial that is `ahead` of UTC (implements Instants)."""

    at: int
    own: OfficeHours | None = None
    ahead: int = 0

    def after(self, wall: int) -> int | None:
        """Return the first instant later than `wall`."""
        today = (wall + self.ahead) // DAY * DAY + self.at - self.ahead
        return today if today > wall else today + DAY

    def label(self, wall: int) -> str:
        """Return the number of the local day."""
        return f"{(wall + self.ahead) // DAY:08}"

    def closes(self, wall: int) -> int | None:
        """Return when the own hours end."""
        return NEVER if self.own is None else self.own.closes(wall)


@dataclass(frozen=True)
class Once:
    """One instant, and then no more (implements Instants)."""

    at: int

    def after(self, wall: int) -> int | None:
        """Return the instant, if it is to come."""
        return self.at if self.at > wall else None

    def label(self, wall: int) -> str:
        """Return the instant as a text."""
        return f"{wall:020}"

    def closes(self, wall: int) -> int | None:
        """Return NEVER: it has no hours of its own."""
        return NEVER
