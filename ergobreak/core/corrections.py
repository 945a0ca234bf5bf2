"""The log put right afterwards: lines that count instead of others; no timer moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.core.model import DAY, HOUR, SECOND
from ergobreak.errors import CommandRejected
from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.core.events import Corrected
    from ergobreak.core.turn import Turn

OUTCOMES: Final = ("completed", "partial", "natural", "skipped", "seen", "missed")
EVENTS: Final = (*OUTCOMES, "drank", "undone")
BACK: Final = 366 * DAY  # farther back nobody remembers, and a slip of the year is likely
LONGEST: Final = 4 * HOUR
MOST_ML: Final = 5000
REASON: Final = "corrected"


def correct(t: Turn, event: Corrected) -> None:
    """Write the line that counts from now on; what is impossible is refused."""
    if event.event not in EVENTS:
        raise CommandRejected(
            _("{word} cannot be noted.").format(word=repr(event.event)),
            _("One of: {words}.").format(words=", ".join(EVENTS)),
        )
    if event.event == "undone" and not event.of:
        raise CommandRejected(_("Undo which line?"))
    if event.event in OUTCOMES and not event.reminder:
        raise CommandRejected(_("Which reminder was it?"), _("For example: stretch"))
    if not t.at.wall - BACK <= event.at <= t.at.wall + SECOND:
        raise CommandRejected(
            _("That is not within the last year."), _("It has to lie in the past.")
        )
    if event.seconds is not None and not 0 <= event.seconds <= LONGEST:
        raise CommandRejected(_("A break lasts up to 4 hours."))
    if event.event == "drank" and not 0 < (event.ml or 0) <= MOST_ML:
        raise CommandRejected(_("A drink is 1 ml to 5 l."), _("For example: 250ml"))
    t.record(
        event.event,
        event.reminder,
        reason=REASON,
        seconds=event.seconds,
        ml=None if event.event == "undone" else event.ml,
        of=event.of,
        at=event.at,
    )
    _pour(t, event)


def _pour(t: Turn, event: Corrected) -> None:
    """Let the day's total of water follow, for it is shown; what was drunk lately is not."""
    if not event.ml or t.plan.hours.day(event.at) != t.plan.hours.day(t.at.wall):
        return
    today = t.plan.hours.day(t.at.wall)
    before = t.water_ml if t.water_day == today else 0
    change = -event.ml if event.event == "undone" else event.ml
    t.water_ml = max(0, before + change)
    t.water_day = today
