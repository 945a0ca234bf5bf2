"""The alarm: APScheduler rings at the engine's next deadline, and knows nothing else.

One permanent job, re-armed through the public interface. It runs on the scheduler's own thread and
only posts, so no pool of threads is needed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.model import Now

JOB: Final = "deadline"
CALL_BACK: Final = "call back"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ApschedulerAlarm:
    """Rings once at the armed instant. `scheduler`, there from `start` on, may be looked at."""

    scheduler: Any

    def __init__(self) -> None:
        self._armed: tuple[int, int] | None = None

    def start(self, ring: Callable[[], None]) -> None:
        """Begin; `ring` is called on the scheduler's thread."""
        from ergobreak.adapters.time import scheduler

        def rang() -> None:
            self._armed = None  # the job parks itself now; the same deadline must arm it again
            ring()

        self._parked = scheduler.PARKED
        self.scheduler = scheduler.new()
        self.scheduler.add_job(rang, scheduler.Parked(), id=JOB)
        self.scheduler.start()

    def arm(self, deadline: int | None, now: Now) -> None:
        """Ring at `deadline` (mono); None: not at all.

        A job that was taken away stays away: then nothing rings, and nothing raises.
        """
        instant = self._parked
        key: tuple[int, int] | None = None
        if deadline is not None:
            wall = now.wall + deadline - now.mono
            instant, key = (
                _EPOCH + timedelta(microseconds=wall),
                (deadline, (wall - deadline) // 10**6),
            )
        if key is not None and key == self._armed:
            return  # the same deadline by the same clocks: no reason to wake the scheduler
        self._armed = key
        if self.scheduler.get_job(JOB) is not None:
            self.scheduler.modify_job(JOB, next_run_time=instant)

    def at(self, wall: int, call: Callable[[], None]) -> None:
        """Call back once at that instant, in the place of what was asked for before."""
        from ergobreak.adapters.time import lean

        (date,) = lean.load("triggers.date")
        trigger = date.DateTrigger(_EPOCH + timedelta(microseconds=wall))
        self.scheduler.add_job(call, trigger, id=CALL_BACK, replace_existing=True)

    def stop(self) -> None:
        """Ring no more."""
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
