"""The clocks: the machine's, and one that stands still until it is moved.

The only place that reads the time. `faults` compares three clocks and so tells a suspend from a
step of the wall clock; what wakes the daemon to ask is somebody else's duty.
"""

from __future__ import annotations

import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.core.model import SECOND, Now

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.events import Event

NOTICEABLE: Final = SECOND  # less than this is the clock being disciplined, not set


class SystemClock:
    """The machine's clocks. One thread at a time."""

    def __init__(self) -> None:
        self.boot = _boot_id()
        self._mono, self._with_sleep = _find_clocks()
        self._last = self._read()

    def now(self) -> Now:
        """Return the present instant."""
        return Now(self._mono(), time.time_ns() // 1000)

    def asleep(self) -> int:
        """Return how long this boot has been suspended, in microseconds; 0 where unknown."""
        mono, with_sleep, _ = self._read()
        return with_sleep - mono

    def faults(self) -> list[Event]:
        """Return what befell the clocks since the last call."""
        # Here, for who only wants to know the time: a command pays a fifth of its start for them.
        from ergobreak.core.events import ClockMoved, Woke

        mono, with_sleep, wall = self._read()
        last_mono, last_with_sleep, last_wall = self._last
        self._last = (mono, with_sleep, wall)
        asleep_for = (with_sleep - last_with_sleep) - (mono - last_mono)
        moved_by = (wall - last_wall) - (with_sleep - last_with_sleep)
        found: list[Event] = []
        if asleep_for >= NOTICEABLE:
            found.append(Woke(asleep_for))
        if abs(moved_by) >= NOTICEABLE:
            found.append(ClockMoved(moved_by))
        return found

    def _read(self) -> tuple[int, int, int]:
        return self._mono(), self._with_sleep(), time.time_ns() // 1000


class VirtualClock:
    """A clock that stands still and moves by `advance`; for testers and their scripts."""

    def __init__(self, start: Now) -> None:
        self.boot = "virtual"
        self._now = start

    def now(self) -> Now:
        """Return where the clock stands."""
        return self._now

    def asleep(self) -> int:
        """Return 0: this clock never sleeps."""
        return 0

    def faults(self) -> list[Event]:
        """Return nothing: nobody else can move this clock."""
        return []

    def go_on_from(self, last: Now) -> None:
        """Go on where a clock of this kind stood when the last daemon wrote its snapshot."""
        self._now = last

    def move_to(self, mono: int) -> None:
        """Move both clocks forward to this monotonic instant."""
        by = max(0, mono - self._now.mono)
        self._now = Now(self._now.mono + by, self._now.wall + by)


def _find_clocks() -> tuple[Callable[[], int], Callable[[], int]]:
    """Return what reads the clock that stands still in suspend, and the one that goes on (µs).

    Where a system has but one of them, it stands for both: a suspend then looks like a wall clock
    that was set.
    """
    if sys.platform in {"win32", "darwin"}:
        from ergobreak.adapters.time import system_clocks

        return system_clocks.find()
    boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is None:
        return _monotonic, _monotonic
    return _monotonic, lambda: time.clock_gettime_ns(boottime) // 1000


def _monotonic() -> int:
    return time.monotonic_ns() // 1000


def _boot_id() -> str:
    """Return what names this boot; without one every start counts as a new boot."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        pass
    if sys.platform == "darwin":
        from ergobreak.adapters.time import system_clocks

        if named := system_clocks.boot_of_macos():
            return named
    return uuid.uuid4().hex
