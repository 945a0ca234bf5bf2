"""APScheduler as the alarm wants it: one thread, no pool, no job that is dropped for being late.

Imported on the engine's thread when the alarm starts, for it takes longer than all the rest.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.time import lean

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

_debug, _background, _base = lean.load("executors.debug", "schedulers.background", "triggers.base")

_BaseTrigger: Any = _base.BaseTrigger

PARKED: Final = datetime(9000, 1, 1, tzinfo=UTC)  # None would delete the job


class Parked(_BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Never fires by itself: the next run is set from outside, and after it this one parks."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return an instant that never comes."""
        del previous, now
        return PARKED


def new() -> BackgroundScheduler:
    """Return a scheduler whose jobs run on its own thread.

    `misfire_grace_time=None`: an alarm that is found late, as after sleep, must ring all the same;
    the default drops it after one second.
    """
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    return _background.BackgroundScheduler(
        executors={"default": _debug.DebugExecutor()},
        job_defaults={"misfire_grace_time": None, "coalesce": True},
        timezone=UTC,
        daemon=True,
    )
