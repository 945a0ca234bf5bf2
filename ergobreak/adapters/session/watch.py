"""Tells where the person's session is, and when it is elsewhere: at log-in, at log-out, by ssh.

Rules of this file:
1. Signs make it look: a display's socket that comes or goes, systemd's word that a session begins
   or ends, and a part of ours that has lost its display. Nothing else wakes it.
2. A session begins in steps: first the socket, then its key, then the variables. So after a sign
   it looks a few times more, each twice as late, until all is well; then it is silent.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from jeepney import MatchRule, new_method_call

from ergobreak.adapters.path_watch import PathWatch
from ergobreak.adapters.session.display_watch import EVERY, DisplayWatch
from ergobreak.adapters.session.facts import SYSTEMD, find_facts
from ergobreak.adapters.session.find import (
    NOWHERE,
    X_FOLDER,
    Session,
    find_session,
    runtime_folder,
    x_place,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.adapters.inotify import Inotify

LOOK_AGAIN: Final = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)  # s; 25 in all: a slow log-in
SESSION_UNIT: Final = "graphical-session.target"

log = logging.getLogger(__name__)


class SessionWatch:
    """Watches for the session of this person; `own` is the environment that we were started in."""

    def __init__(self, own: Mapping[str, str], inotify: Inotify, x_folder: Path = X_FOLDER) -> None:
        self._own = dict(own)
        self._inotify = inotify
        self._x_folder = x_folder
        self._watches: list[PathWatch] = []
        self._displays = DisplayWatch(inotify, x_folder, self._ring)
        self._changed = threading.Condition(threading.RLock())  # guards the next three
        self._is_rung = False
        self._is_doubted = False
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)
        self._is_content = True
        self.session = NOWHERE
        """Where the session was when it was last looked for."""

    def find(self) -> Session:
        """Look now, on this thread, and tell nobody. For before `start`."""
        self.session = self._found()
        return self.session

    def start(self, told: Callable[[Session], bool], bus: Bus | None = None) -> None:
        """Tell the session, and from now on each other one.

        `told` returns whether all works there; if not, it is told again as long as that may help.
        It is called first on this thread, later on one of our own. `bus` is the session's.
        """
        self._told = told
        runtime = runtime_folder(self._own)
        if runtime is not None:
            self._watch(runtime / "bus", is_pattern=False)
            self._watch(runtime / "wayland-*[0-9]", is_pattern=True)
            self._displays.follow(EVERY)
        if bus is not None:
            self._listen(bus)
        self._is_rung = not self._look(is_doubted=True)
        if runtime is not None or self.session.is_there:
            self._thread.start()

    def look(self) -> None:
        """Look, and tell: because a part has lost what it had. From any thread; returns at once."""
        with self._changed:
            self._is_doubted = True
            self._ring()

    def stop(self) -> None:
        """End; nothing more is told but what is being told. Returns within a second."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        self._displays.stop()
        for watch in self._watches:
            watch.stop()
        if self._thread.is_alive():
            self._thread.join(0.9)

    # ---------------------------------------------------------------- signs

    def _ring(self) -> None:
        with self._changed:
            self._is_rung = True
            self._changed.notify_all()

    def _watch(self, path: Path, *, is_pattern: bool) -> None:
        watch = PathWatch(self._inotify, path, self._ring, is_pattern=is_pattern)
        try:
            watch.start()
        except OSError as error:
            log.info("%s cannot be watched: %s", path.parent, error)
            return
        self._watches.append(watch)

    def _listen(self, bus: Bus) -> None:
        def came(owner: str) -> None:
            if owner:
                # It says nothing to anybody who has not asked for it.
                bus.send(new_method_call(SYSTEMD, "Subscribe"))
                self._ring()

        rule = MatchRule(type="signal", interface=SYSTEMD.interface, member="JobRemoved")
        rule.add_arg_condition(2, SESSION_UNIT)
        bus.on_signal(rule, lambda _: self._ring())
        bus.on_owner(SYSTEMD.bus_name, came)

    # ---------------------------------------------------------------- looking

    def _run(self) -> None:
        pauses: Iterator[float] = iter(())
        is_settled = True
        while True:
            pause = None if is_settled else next(pauses, None)
            with self._changed:
                self._changed.wait_for(lambda: self._is_rung or self._is_stopping, pause)
                if self._is_stopping:
                    return
                if self._is_rung:
                    pauses = iter(LOOK_AGAIN)
                is_doubted, self._is_doubted, self._is_rung = self._is_doubted, False, False
            is_settled = self._look(is_doubted=is_doubted)

    def _look(self, *, is_doubted: bool) -> bool:
        """Find the session, tell it if need be; return whether looking again is of no use."""
        session, before = self._found(), self.session
        self.session = session
        if is_doubted or session.env != before.env or not self._is_content:
            if session.env != before.env:
                log.info("the session is now %s", session)
            self._is_content = self._told_well(session)
        if self._watches:
            ours = x_place(self._own.get("DISPLAY", ""), self._x_folder)
            self._displays.follow(ours if session.found_by == "own" else EVERY)
        # What sockets say is a part of it only: the desktop is about to tell systemd the rest.
        return self._is_content and session.found_by in {"own", "systemd"}

    def _found(self) -> Session:
        try:
            return find_session(
                find_facts(self._own, self.session.env, self._x_folder), self.session
            )
        except Exception:
            # What belongs to other programs may be in any state; the next sign brings another look.
            log.exception("the session could not be looked for")
            return self.session

    def _told_well(self, session: Session) -> bool:
        try:
            return self._told(session)
        except Exception:
            # The fault of one part must not end the watch, on which the others rely.
            log.exception("a part could not follow the session")
            return False
