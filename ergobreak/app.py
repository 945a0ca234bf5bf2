"""The composition root of the daemon: names the real adapters, starts and stops them.

Order of start: what `arrival` brings (lock, session, first icon), config, tray; on the engine's
thread store, engine, socket. Stop: reversed.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import TYPE_CHECKING, Final

from ergobreak import notices, parts
from ergobreak.adapters import ending, heap
from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.time import calendar
from ergobreak.core.view import Notice
from ergobreak.doors import Doors
from ergobreak.headless import Console
from ergobreak.host import Host
from ergobreak.in_force import choose as settings_in_force
from ergobreak.language import N_, _
from ergobreak.reload import Reload
from ergobreak.runtime import Runtime
from ergobreak.screen import Screen
from ergobreak.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.journal.store import SqliteStore
    from ergobreak.control.endpoint import Endpoint
    from ergobreak.control.server import Server
    from ergobreak.core.state import State
    from ergobreak.options import RunOptions
    from ergobreak.paths import Paths
    from ergobreak.ports import Alarm, Clock

_log = logging.getLogger(__name__)

UNWRITTEN: Final = N_("Reminders go on, and nothing is written down.")
GOODBYE: Final = 5.0  # seconds for the engine to write its last line


class Daemon:
    """The parts of one daemon, wired together, and their life."""

    def __init__(self, paths: Paths, options: RunOptions, seen: parts.Seen) -> None:
        self._paths = paths
        self._options = options
        zone = self._zone = calendar.zone_name()
        self.host = Host(calendar.zone_of(zone), parts.find_hooks(paths))
        chosen = settings_in_force(paths, options.config, ignore_hours=options.ignore_hours)
        self.plan = chosen.plan_for(zone)
        self._surroundings = Surroundings(self.host, chosen, zone)
        self.host.agenda = self._surroundings.agenda
        self.store = self._open_store()
        self.console = Console()
        headless = options.headless
        self._here = seen.session
        self._inotify = Inotify() if self._here is None else self._here.inotify
        self.notifier = parts.find_notifier(self._here, paths, headless=headless)
        self.window = parts.find_window(paths, headless=headless)
        self.host.doors = Doors(paths, self.host.told)
        self.host.monday = parts.find_monday(paths, self.host)
        self._tray = parts.find_session_tray(self._here, self.host, seen.icon)
        self.host.tray = self._tray or parts.find_tray(self.host, headless=headless)
        self.host.screen = Screen(
            self.notifier,
            self.window,
            lambda: self.host.zone,
            self.host.draw,
            parts.find_answer(options.answer, self.host.post),
        )
        self.host.screen.has_ring = not headless
        self.host.screen.chime = parts.find_chime(headless=headless)
        self.host.screen.use_profile = self._surroundings.use_profile
        self._reload = Reload(paths, options.config, self.host, self._surroundings)
        self.host.screen.page = parts.find_page(paths, headless=headless)
        self.host.runtime = self._build_runtime()
        self._senses = parts.find_senses(
            self.host.post, self._here, self._surroundings.zone_changed, headless=headless
        )
        self.host.senses = self._senses
        self._server: Server | None = None
        self._failure: Exception | None = None
        self._ready = threading.Event()  # the runtime is there, or will never be

    # ------------------------------------------------------------ the parts

    def _open_store(self) -> SqliteStore:
        from ergobreak.adapters.journal.store import SqliteStore

        # A virtual clock runs ahead of what is old: nothing is folded by it.
        each_day = None if self._options.clock == "virtual" else self._keep_up
        return SqliteStore(self._paths.journal, lambda: self.host.zone, each_day=each_day)

    def _keep_up(self, day: str) -> None:
        """Have old days folded and a copy made, once a day, by a process of its own."""
        from ergobreak.adapters.journal import upkeep
        from ergobreak.control import lifecycle

        chosen = self._surroundings.in_force
        keep = int(chosen.settings.journal.keep)
        upkeep.start(self._paths.journal, day, keep, chosen.moving, lifecycle.environment())

    def _build_runtime(self) -> Runtime:
        clock, alarm, move = self._find_clock()
        self._clock = clock
        return Runtime(
            plan=self.plan,
            clock=clock,
            store=self.store,
            alarm=alarm,
            performer=self.host.screen,
            move_clock=move,
            followers=[self.host.hooks.written, *[self.console.print] * self._options.headless],
        )

    def _find_clock(self) -> tuple[Clock, Alarm, Callable[[int], None] | None]:
        from ergobreak.adapters.time.clock import SystemClock, VirtualClock

        if self._options.clock == "virtual":
            from ergobreak.adapters.time.alarm_standing import StandingAlarm

            virtual = VirtualClock(SystemClock().now())
            self._go_on_from = virtual.go_on_from
            return virtual, StandingAlarm(), virtual.move_to
        from ergobreak.adapters.time.alarm import ApschedulerAlarm

        self.alarm = ApschedulerAlarm()
        return SystemClock(), self.alarm, None

    # ------------------------------------------------------------ life

    def live(self, held: Endpoint) -> None:
        """Start everything, be there until `stop`, and end everything.

        The engine wakes up once the icon has been asked for: imports and journal would hold it up.
        """
        ending.listen(self.host.stop)
        engine = threading.Thread(target=self._work, args=(held,), name="engine", daemon=True)

        def begin() -> None:
            if engine.ident is None:
                engine.start()

        try:
            self.host.tray.run(begin)
        finally:
            begin()  # a stop that came first is written down all the same
            self._end(engine)
        if self._failure is not None:
            raise self._failure

    def _work(self, held: Endpoint) -> None:
        """Be the engine thread: begin, let the others in, and run."""
        try:
            saved = self._load_state()
            self._surroundings.begin(saved, self._clock.now().wall)
            self.notifier.start(self.host.answered, self.host.shown)
            self.window.start(self.host.done_in_window, self.host.seen_in_window)
            self.host.runtime.begin(saved)
            if self._options.clock != "virtual":
                self._senses.start(self.host.runtime.plan, self._zone)
                wall, has_zone = lambda: self._clock.now().wall, not self._options.headless
                self._surroundings.start(self._inotify, wall, self.alarm.at, has_zone=has_zone)
            if self._here is not None and self._tray is not None:
                tray = self._tray
                self._here.start(self._senses.follow, lambda _env: tray.follow())
            self._reload.start(self._inotify, self._senses)
            self.host.follow_installed(self._inotify)
            self._server = self._serve(held)
            self._greet(is_new=saved is None)
            self.host.tell_of_crash(self._paths.state_dir)
            heap.settle()
        except Exception as error:  # noqa: BLE001 - the main thread raises it again
            self._failure = error
            self.host.stop()
            return
        finally:
            self._ready.set()
        self.host.runtime.run()

    def _load_state(self) -> State | None:
        from ergobreak.adapters.journal.file import StoreFailed, StoreRefused

        try:
            saved = self.store.load()
        except StoreFailed as error:
            _log.warning("%s", error.title)
            if isinstance(error, StoreRefused):  # nobody will mend it by waiting
                self._surroundings.complain(f"{error.title} {_(UNWRITTEN)}")
                return None
            return self.store.peek()
        for note in self.store.notes:
            _log.warning("%s", note)
            self._surroundings.complain(note)
        if saved is not None and self._options.clock == "virtual":
            self._go_on_from(saved.at)
        return saved

    def _serve(self, held: Endpoint) -> Server:
        from ergobreak.control import endpoint, verbs
        from ergobreak.control.server import Server

        server = Server(
            held.listen(),
            lambda request, caller: verbs.handle(request, caller, self.host.runtime, self.host),
            endpoint.is_ours,
            held.new_door,
        )
        server.start()
        return server

    def _greet(self, *, is_new: bool) -> None:
        """Say that it runs: a line for programs, or one notification at the very first start."""
        from ergobreak.adapters.tray.find import NoTray

        runtime, host = self.host.runtime, self.host
        if self._options.headless:
            runtime.look(lambda stepped: self.console.begin(self._about(), stepped, host.zone))
            self.console.obey(runtime, host)
            return
        # Where there is no session yet, one line has said so.
        tray = self._tray.present if self._here and self._here.is_there and self._tray else None
        if isinstance(tray, NoTray):
            _log.warning("%s; every line of its menu is a command too", tray.reason)
        if runtime.plan.trouble:
            host.screen.say(Notice(notices.TROUBLE, _("ergobreak runs"), runtime.plan.trouble))
        elif is_new and self._surroundings.in_force.is_first_start:
            runtime.look(host.welcome)

    def _about(self) -> dict[str, object]:
        """Return what the first line of a headless run says about this daemon."""
        return {
            "version": self.host.version,
            "pid": os.getpid(),
            "config": str(self._options.config or self._paths.config),
            "journal": str(self._paths.journal),
            "socket": str(self._paths.socket),
            "sources": {
                "clock": self._options.clock,
                **{name: one["by"] or "none" for name, one in self._senses.sources().items()},
                "prompts": "standard output",
                "tray": self.host.tray.reason,
            },
        }

    def _end(self, engine: threading.Thread) -> None:
        self._ready.wait(GOODBYE)
        if self._failure is None:
            self.host.runtime.stop()
        engine.join(GOODBYE)
        if self._server is not None:
            self._server.stop()
        self._reload.stop()
        self._senses.stop()
        self._surroundings.stop()
        self.console.end()
        self.window.stop()
        self.notifier.stop()
        if self._here is not None:
            self._here.stop()
        self._inotify.stop()
        self.host.hooks.stop()  # last: they may end by themselves meanwhile
