"""The alarm: APScheduler rings at the engine's next deadline, and knows nothing else.

One permanent job, re-armed through the public interface. It runs on the scheduler's own thread and
only posts, so no pool of threads is needed. `misfire_grace_time=None`: an alarm that is found late,
as after sleep, must ring all the same; the default drops it after one second.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

# At the top, for its class needs the base: only a daemon with a real clock imports this module.
from apscheduler.executors.debug import DebugExecutor  # noqa: TID253
from apscheduler.schedulers.background import BackgroundScheduler  # noqa: TID253
from apscheduler.triggers.base import BaseTrigger  # noqa: TID253

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.model import Now

JOB: Final = "deadline"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PARKED: Final = datetime(9000, 1, 1, tzinfo=UTC)  # None would delete the job


class _Parked(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Never fires by itself: the next run is set from outside, and after it this one parks."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return an instant that never comes."""
        del previous, now
        return _PARKED


class ApschedulerAlarm:
    """Rings once at the armed instant. `scheduler` is public so that it can be looked at."""

    def __init__(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self.scheduler = BackgroundScheduler(
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True},
            timezone=UTC,
            daemon=True,
        )
        self._armed: tuple[int, int] | None = None

    def start(self, ring: Callable[[], None]) -> None:
        """Begin; `ring` is called on the scheduler's thread."""

        def rang() -> None:
            self._armed = None  # the job parks itself now; the same deadline must arm it again
            ring()

        self.scheduler.add_job(rang, _Parked(), id=JOB)
        self.scheduler.start()

    def arm(self, deadline: int | None, now: Now) -> None:
        """Ring at `deadline` (mono); None: not at all.

        A job that was taken away stays away: then nothing rings, and nothing raises.
        """
        wall = None if deadline is None else now.wall + deadline - now.mono
        key = (
            None if wall is None or deadline is None else (deadline, (wall - deadline) // 1_000_000)
        )
        if key == self._armed and key is not None:
            return  # the same deadline by the same clocks: no reason to wake the scheduler
        self._armed = key
        instant = _PARKED if wall is None else _EPOCH + timedelta(microseconds=wall)
        if self.scheduler.get_job(JOB) is not None:
            self.scheduler.modify_job(JOB, next_run_time=instant)

    def stop(self) -> None:
        """Ring no more."""
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
