"""The alarm of a virtual clock: nothing rings, because time is moved from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.model import Now


class StandingAlarm:
    """An alarm that never rings."""

    def start(self, ring: Callable[[], None]) -> None:
        """Begin; it will never ring."""

    def arm(self, deadline: int | None, now: Now) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""
