"""Runs hooks: in the order of the events, a few at once, and never at the expense of the engine.

Rules of this file:
1. One thread, there only while something runs or waits. It sleeps in a poll until a process ends,
   prints, or has to be ended.
2. One hook never runs twice at once: its events come to it one after the other, in order.
3. What waits is bounded, in number and in time: a hook that hangs costs its own events alone.
"""

from __future__ import annotations

import logging
import os
import select
import threading
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.hooks.run import SECOND, Ended, Run, why_not
from ergobreak.adapters.time.clock import SystemClock
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

_log = logging.getLogger(__name__)

AT_ONCE: Final = 4  # of different hooks
WAITING: Final = 256  # events of one hook; a busy day has some hundred
STALE: Final = 60 * SECOND  # after so long an event is no news, and acting on it would surprise
PARTING: Final = 1 * SECOND  # for what runs when the daemon ends, and as much again in all
_CAN_RUN: Final = hasattr(os, "pidfd_open") and hasattr(os, "memfd_create")
PARTED: Final = SECOND // 2  # between SIGTERM and SIGKILL then


@dataclass(frozen=True, slots=True)
class Job:
    """One event for one hook. `limit` and `asked_at` are microseconds, `home` as in telling.py."""

    name: str
    run: Sequence[str]
    line: Mapping[str, object]
    limit: int
    home: str
    asked_at: int = 0


class Runner:
    """Call `add` from any thread. `ended` and `dropped` are called on the runner's own."""

    def __init__(
        self, ended: Callable[[Job, Ended], None], dropped: Callable[[Job, str], None]
    ) -> None:
        self._ended = ended
        self._dropped = dropped
        self._clock = SystemClock()
        self._lock = threading.Lock()  # guards what follows
        self._waiting: list[Job] = []
        self._thread: threading.Thread | None = None
        self._wake = -1  # the writing end of a pipe, while there is a thread
        self._stop_at: int | None = None
        # What follows belongs to the thread.
        self._running: list[tuple[Job, Run]] = []
        self._is_parting = False

    def add(self, job: Job) -> None:
        """Run this when its turn comes. Returns at once."""
        if not _CAN_RUN:
            self._dropped(job, _("hooks run on Linux only, so far"))
            return
        job = replace(job, asked_at=self._now())
        with self._lock:
            if self._stop_at is not None and job.asked_at > self._stop_at:
                return
            is_full = sum(each.name == job.name for each in self._waiting) >= WAITING
            if not is_full:
                self._waiting.append(job)
                self._rouse()
        if is_full:
            self._dropped(job, _("{waiting} events wait already").format(waiting=WAITING))

    def forget(self, names: Collection[str]) -> None:
        """Drop what waits for hooks of these names; what runs goes on."""
        with self._lock:
            self._waiting = [job for job in self._waiting if job.name not in names]

    def stop(self) -> None:
        """End: what runs or waits has PARTING to end by itself. Returns within two seconds."""
        with self._lock:
            self._stop_at = self._now() + PARTING
            thread = self._thread
            if thread is not None:
                self._rouse()
        if thread is not None:
            thread.join(2 * PARTING / SECOND)

    def _rouse(self) -> None:
        """Have the thread look; under the lock."""
        if self._thread is None:
            reading, self._wake = os.pipe()
            os.set_blocking(self._wake, False)
            os.set_blocking(reading, False)
            self._thread = threading.Thread(
                target=self._work, args=(reading,), name="hooks", daemon=True
            )
            self._thread.start()
        else:
            try:
                os.write(self._wake, b".")
            except BlockingIOError:
                return  # it has been told often enough

    def _now(self) -> int:
        return self._clock.now().mono

    # ---------------------------------------------------------------- the thread

    def _work(self, woken: int) -> None:
        try:
            while not self._is_done():
                self._begin()
                self._wait(woken)
                self._look()
        except Exception:  # noqa: BLE001 - a hook may fail, the daemon may not
            _log.exception("what ran and waited of the hooks is lost")
            self._give_up()
        finally:
            os.close(woken)

    def _give_up(self) -> None:
        """Leave nothing behind that the next thread could stumble over."""
        for _unused, run in self._running:
            run.kill(self._now())
        self._running = []
        with self._lock:
            self._waiting = []
            self._thread = None
            os.close(self._wake)

    def _is_done(self) -> bool:
        with self._lock:
            if self._running or self._waiting:
                return False
            self._thread = None
            os.close(self._wake)
            return True

    def _begin(self) -> None:
        """Start what can be started."""
        while len(self._running) < AT_ONCE and (job := self._next()) is not None:
            now = self._now()
            if now - job.asked_at > STALE:
                self._dropped(
                    job, _("it waited longer than {seconds} s").format(seconds=STALE // SECOND)
                )
                continue
            try:
                run = Run(job.run, job.line, job.home, job.limit, now)
            except (OSError, ValueError) as error:
                self._ended(job, Ended(None, 0, problem=why_not(job.run[0], error)))
            else:
                self._running.append((job, run))

    def _next(self) -> Job | None:
        """Take the first that waits and whose hook does not run."""
        busy = {job.name for job, _unused in self._running}
        with self._lock:
            for place, job in enumerate(self._waiting):
                if job.name not in busy:
                    return self._waiting.pop(place)
        return None

    def _wait(self, woken: int) -> None:
        """Sleep until something happens, or is due."""
        if not self._running:
            return  # all failed to start: what is new is looked for at once
        poll = select.poll()
        poll.register(woken, select.POLLIN)
        instants = [run.act_at for _unused, run in self._running]
        for _unused, run in self._running:
            for handle in run.handles:
                poll.register(handle, select.POLLIN)
        if self._stop_at is not None and not self._is_parting:
            instants.append(self._stop_at)
        left = min(instants) - self._now()
        # Rounded up: one millisecond too early would be a turn in vain.
        poll.poll(max(0, left) // 1000 + 1)
        try:
            while os.read(woken, 4096):
                pass
        except BlockingIOError:
            pass

    def _look(self) -> None:
        now = self._now()
        if self._stop_at is not None and now >= self._stop_at and not self._is_parting:
            self._is_parting = True
            with self._lock:
                self._waiting = []
            for _unused, run in self._running:
                run.ask_to_end(now, _("still ran when ergobreak ended, and was ended"), PARTED)
        for job, run in tuple(self._running):
            run.look(now)
            if run.is_over:
                self._running.remove((job, run))
                self._ended(job, run.ended(now))
