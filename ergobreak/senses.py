"""What tells the daemon about person and machine: input, lock, suspend, the clock being set.

Rules of this file:
1. A sense that is missing costs what it would have told, never the start; `reasons` says which.
2. Each source gives the whole picture when it begins, so that what a snapshot says about somebody
   who has long since come back does not last.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Final

from ergobreak.core import events
from ergobreak.core.model import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.bus import Bus
    from ergobreak.adapters.logind import Logind
    from ergobreak.adapters.presence_x11 import X11Idle

_log = logging.getLogger(__name__)

DOUBT: Final = 5.0  # seconds behind `idle_after` in which a lock by signal alone is believed


class Senses:
    """Starts and stops the sources; what they tell is posted on their own threads."""

    def __init__(self, post: Callable[[events.Event], None], *, with_desktop: bool) -> None:
        self._post = post
        self._with_desktop = with_desktop and sys.platform.startswith("linux")
        self._idle: X11Idle | None = None
        self._logind: Logind | None = None
        self._system_bus: Bus | None = None

    def start(self, idle_after: int) -> None:
        """Begin; `idle_after` in microseconds. On the engine's thread, before it runs."""
        from ergobreak.adapters.clock_watch import ClockWatch

        ClockWatch(self._look_anew).start()
        if not self._with_desktop:
            return
        from ergobreak.adapters.bus import Bus, system_address
        from ergobreak.adapters.logind import Logind
        from ergobreak.adapters.presence_x11 import X11Idle

        idle = self._idle = X11Idle(self._tell, idle_after)
        self._system_bus = Bus(system_address())
        self._system_bus.start()
        self._logind = Logind(
            self._system_bus,
            self._tell,
            lambda: idle.is_idle,
            doubt_after=idle_after / SECOND + DOUBT,
        )
        if not idle.start():
            _log.warning("%s: every minute inside the hours counts as work", idle.reason)
            self._post(events.InputSeen())
        self._logind.start()

    def reasons(self) -> dict[str, str]:
        """Return what serves as what; a missing one says why."""
        if self._idle is None or self._logind is None:
            return {"idle": "none", "lock": "none"}
        return {"idle": self._idle.reason or "X11", "lock": self._logind.reason or "logind"}

    def stop(self) -> None:
        """End them all; nothing more is posted."""
        for source in (self._logind, self._idle, self._system_bus):
            if source is not None:
                source.stop()

    def _look_anew(self) -> None:
        """Let the runtime look at its clocks, and the input be asked for: the engine forgets it."""
        self._post(events.Ticked())
        if self._idle is not None:
            self._idle.report()

    def _tell(self, event: events.Event) -> None:
        self._post(event)
        if isinstance(event, events.InputSeen) and self._logind is not None:
            self._logind.input_seen()
        elif isinstance(event, events.Unlocked | events.Woke) and self._idle is not None:
            self._idle.report()
