"""Notices at once, and without polling, that the machine is in another time zone.

Two tell of it: the files in /etc, whoever changes them, and the desktop's time service on the
system bus, where files lie elsewhere. Either only says "look". Rule of this file: where TZ is set
for this process its zone is what it says, and nothing is watched.
"""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.time.calendar import zone_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.adapters.inotify import Inotify, What

_log = logging.getLogger(__name__)

FILES: Final = ("localtime", "timezone")
SERVICE: Final = "/org/freedesktop/timedate1"


class ZoneWatch:
    """Calls `changed` with the new zone's IANA name, on a thread that is not to be held up."""

    def __init__(
        self,
        changed: Callable[[str], None],
        inotify: Inotify,
        system_bus: Bus | None = None,
        etc: Path = Path("/etc"),
    ) -> None:
        self._changed = changed
        self._inotify = inotify
        self._bus = system_bus
        self._etc = etc
        self._lock = threading.Lock()  # guards what follows: two threads may look at once
        self._zone = ""
        self._is_over = False
        self._end: Callable[[], None] | None = None

    def start(self, zone: str) -> None:
        """Begin; `zone` is the one in force. A change since it was found out is told at once."""
        if "TZ" in os.environ:
            return
        self._zone = zone
        try:
            # Not when one goes: a link that is replaced is missing for a moment, which is not UTC.
            self._end = self._inotify.add(self._etc, "made", "written", told=self._told)
        except OSError as error:
            _log.warning("a change of the time zone may be noticed late: %s", error)
        if self._bus is not None:
            self._listen(self._bus)
        self._look()

    def stop(self) -> None:
        """End; nothing more is told."""
        with self._lock:
            self._is_over = True
        if self._end is not None:
            self._end()

    def _listen(self, bus: Bus) -> None:
        from jeepney import MatchRule

        rule = MatchRule(
            type="signal",
            interface="org.freedesktop.DBus.Properties",
            member="PropertiesChanged",
            path=SERVICE,
        )
        bus.on_signal(rule, lambda _: self._look())

    def _told(self, what: What, name: str) -> None:
        if what == "missed" or name in FILES:
            self._look()

    def _look(self) -> None:
        with self._lock:
            zone = zone_name(self._etc)
            if self._is_over or zone == self._zone:
                return
            self._zone = zone
            self._changed(zone)
