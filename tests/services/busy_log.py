"""What a busy source tells, written down as it comes, beside the events that it posts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from ergobreak.core.events import Event


class BusyLog:
    """Takes the place of both `tell` and `post` of a source."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[str, ...]]] = []
        """Reasons and names, in order."""
        self.posted: list[Event] = []
        self.order: list[object] = []
        """Both, as they came."""
        self.last_ns = 0
        """When the latest came (monotonic)."""

    def tell(self, source: str, reason: str, names: tuple[str, ...]) -> None:
        """Note what a source sees of a reason."""
        assert source
        self.told.append((reason, names))
        self._note((reason, names))

    def post(self, event: Event) -> None:
        """Note an event."""
        self.posted.append(event)
        self._note(event)

    def now(self, reason: str) -> tuple[str, ...]:
        """Return what holds of a reason now."""
        return next((names for each, names in reversed(self.told) if each == reason), ())

    def _note(self, what: object) -> None:
        self.order.append(what)
        self.last_ns = time.monotonic_ns()


def wait_told(log: BusyLog, reason: str, *names: str) -> None:
    """Wait until exactly this holds of a reason."""
    wait_for(lambda: log.now(reason) == names, what=f"{reason} is told of {names}")
