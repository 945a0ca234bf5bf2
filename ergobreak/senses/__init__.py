"""What tells the daemon about person and machine: input, lock, suspend, clock, zone, calls.

Rules of this file:
1. A sense that is missing costs what it would have told, never the start; `sources` says which.
2. Each source gives the whole picture when it begins, so that what a snapshot says about somebody
   who has long since come back does not last.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Final

from ergobreak.core import events
from ergobreak.core.model import SECOND
from ergobreak.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.adapters.notify.server import NoticeServer
    from ergobreak.adapters.presence.logind import Logind
    from ergobreak.adapters.presence.screensaver import ScreenSaver
    from ergobreak.adapters.screen_reader import ScreenReader
    from ergobreak.adapters.session.here import Here
    from ergobreak.adapters.session.idle import SessionIdle
    from ergobreak.adapters.time.zone_watch import ZoneWatch
    from ergobreak.core.model import Plan
    from ergobreak.ports import Idle
    from ergobreak.senses.busy import BusySenses

DOUBT: Final = 5.0  # seconds behind `idle_after` in which a lock by signal alone is believed
# What serves, and why nothing does, is English on the wire, for doctor tells some of it apart.
# Whoever shows it, translates it.
NO_DESKTOP: Final = N_("this run has no desktop")
STANDING: Final = N_("the clock of this run stands still")


class Senses:
    """Starts and stops the sources; what they tell is posted on their own threads.

    `here` is the person's session, None in a run without a desktop. `zone_changed` gets the name
    of another time zone, on a thread that is not to be held up.
    """

    def __init__(
        self,
        post: Callable[[events.Event], None],
        here: Here | None,
        zone_changed: Callable[[str], None],
    ) -> None:
        self._post = post
        self._here = here
        self._zone_changed = zone_changed
        self._idle: SessionIdle | None = None
        self._logind: Logind | None = None
        self._screensaver: ScreenSaver | None = None
        self._busy: BusySenses | None = None
        self._reader: ScreenReader | None = None
        self._zone: ZoneWatch | None = None
        self._server: NoticeServer | None = None
        self.clock = _source("", STANDING)
        """What tells that the clock was set, as in `sources`."""
        self._system_bus: Bus | None = None
        self._plan: Plan | None = None  # none before the start
        self._changing = threading.Lock()  # held while sources are exchanged for others

    def start(self, plan: Plan, zone: str) -> None:
        """Begin; input and windows are told once `follow` has named the session.

        On the engine's thread, before it runs.
        """
        from ergobreak.adapters.time.clock_watch import ClockWatch

        ClockWatch(self._look_anew).start()
        self.clock = _source(N_("the kernel"), "")
        self._plan = plan
        if self._here is None:
            return
        from ergobreak.adapters.dbus.address import system_address
        from ergobreak.adapters.dbus.bus import Bus
        from ergobreak.adapters.notify.server import NoticeServer
        from ergobreak.adapters.time.zone_watch import ZoneWatch
        from ergobreak.senses.busy import BusySenses

        here, bus = self._here, self._here.bus
        system_bus = self._system_bus = Bus(system_address(), here.inotify)
        system_bus.start()
        self._start_presence(plan, here, system_bus)
        self._busy = BusySenses(self._post, plan.watch, bus, system_bus, here.inotify)
        self._busy.start()
        self._start_reader(plan, bus)
        self._zone = ZoneWatch(self._zone_changed, here.inotify, system_bus)
        self._zone.start(zone)
        self._server = NoticeServer(bus)
        self._server.start()

    def follow(self, env: Mapping[str, str]) -> bool:
        """Listen to the person in this session; tell whether that works well."""
        with self._changing:
            is_well = self._idle is None or self._idle.follow(env)
            return (self._busy is None or self._busy.follow(env)) and is_well

    def follow_plan(self, plan: Plan) -> None:
        """Go by other settings from now on. May take seconds: not for the engine's thread."""
        with self._changing:
            before = self._plan
            if before is None or self._here is None:
                return
            self._plan = plan
            if _thresholds(plan) != _thresholds(before):
                self._follow_thresholds(plan)
            if self._busy is not None and plan.watch != before.watch:
                self._busy.turn(plan.watch)
            if plan.access.screen_reader != before.access.screen_reader:
                reader, self._reader = self._reader, None
                if reader is not None:
                    reader.stop()
                self._start_reader(plan, self._here.bus)

    def sources(self) -> dict[str, dict[str, str]]:
        """Return what serves as what: `by`, and the `reason` why it does not; one is empty."""
        if self._idle is None or self._logind is None:
            return {name: _source("", NO_DESKTOP) for name in ("idle", "lock", "suspend")}
        lock = self._logind.reason
        found = {
            "idle": _source(self._idle.name, self._idle.reason),
            "lock": _source("logind", lock),
            "suspend": _source("logind", lock),
        }
        if lock and self._screensaver is not None and not self._screensaver.reason:
            found["lock"] = _source(N_("screen saver"), "")
        for name, reason in (self._busy.sources() if self._busy else {}).items():
            found[name] = _source(name, reason)
        if self._server is not None:
            found["notifications"] = _source(self._server.name, self._server.reason)
        reads = N_("the desktop") if self._reader is not None else N_("the settings")
        return found | {"screen reader": _source(reads, "")}

    def stop(self) -> None:
        """End them all; nothing more is posted."""
        parts = (self._busy, self._logind, self._screensaver, self._reader, self._zone, self._idle)
        for source in (*parts, self._system_bus):
            if source is not None:
                source.stop()

    def _start_presence(self, plan: Plan, here: Here, system_bus: Bus) -> None:
        from ergobreak.adapters.presence.idle import find_idle
        from ergobreak.adapters.presence.logind import Logind
        from ergobreak.adapters.presence.screensaver import ScreenSaver
        from ergobreak.adapters.session.idle import SessionIdle

        def find(post: Callable[[events.Event], None], env: Mapping[str, str]) -> Idle:
            idle_after, lull = _thresholds(self._plan or plan)
            return find_idle(
                post,
                idle_after=idle_after,
                lull=lull,
                env=env,
                bus=here.bus,
                system_bus=system_bus,
            )

        idle = self._idle = SessionIdle(
            self._tell, find, here.look, lambda source: source.name.startswith("logind")
        )
        logind = self._logind = Logind(
            system_bus, self._tell, lambda: idle.is_idle, doubt_after=_doubt_after(plan)
        )
        logind.start()
        self._screensaver = ScreenSaver(here.bus, self._tell, lambda: bool(logind.reason))
        self._screensaver.start()

    def _follow_thresholds(self, plan: Plan) -> None:
        if self._logind is not None:
            self._logind.doubt_after = _doubt_after(plan)
        if self._idle is not None:
            self._idle.renew(os.environ)

    def _start_reader(self, plan: Plan, bus: Bus) -> None:
        """Find out about a screen reader, unless the settings say it."""
        if plan.access.screen_reader != "auto":
            self._post(events.ReaderTold(plan.access.screen_reader == "yes"))
            return
        from ergobreak.adapters.screen_reader import ScreenReader

        # A snapshot may speak of one that has long since ended.
        self._post(events.ReaderTold(is_on=False))
        self._reader = ScreenReader(bus, lambda is_on: self._post(events.ReaderTold(is_on)))
        self._reader.start()

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


def _thresholds(plan: Plan) -> tuple[int, int]:
    """Return without input for how long somebody is idle, or in a lull (microseconds)."""
    return plan.presence.idle_after, plan.delivery.lull


def _doubt_after(plan: Plan) -> float:
    return plan.presence.idle_after / SECOND + DOUBT


def _source(by: str, reason: str) -> dict[str, str]:
    return {"by": "" if reason else by, "reason": reason}
