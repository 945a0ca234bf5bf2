"""Rings when an X display comes or goes; while our own is there, for that one alone.

The folder of the sockets belongs to everybody: whoever starts a server on this machine, for a test
or for somebody else, would wake a daemon that could not care less.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.adapters.path_watch import PathWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.inotify import Inotify

log = logging.getLogger(__name__)

EVERY = ""  # no display of our own: any may become ours


class DisplayWatch:
    """Calls `ring`, on any thread, when there is reason to look. From `follow` until `stop`."""

    def __init__(self, inotify: Inotify, folder: Path, ring: Callable[[], None]) -> None:
        self._inotify = inotify
        self._folder = folder
        self._ring = ring
        self._lock = threading.Lock()  # guards what follows
        self._place: str | None = None  # what is watched; None: nothing
        self._end: Callable[[], None] = lambda: None
        self._is_stopping = False

    def follow(self, place: str) -> None:
        """Watch this socket from now on, or EVERY; that one too if the socket is not there."""
        with self._lock:
            before = self._place
            if self._is_stopping or place == before:
                return
            self._end()
            self._place, self._end = self._begun(place)
            has_missed = before is not None and self._place == EVERY != before
        if has_missed:  # what happened while nothing was watched
            self._ring()

    def stop(self) -> None:
        """End; nothing more is told."""
        with self._lock:
            self._is_stopping = True
            self._end()

    def _begun(self, place: str) -> tuple[str | None, Callable[[], None]]:
        try:
            if place:
                return place, self._inotify.add(Path(place), "gone", told=lambda *_: self._gone())
        except OSError:
            log.debug("%s has gone meanwhile", place)
        every = PathWatch(self._inotify, self._folder / "X*", self._ring, is_pattern=True)
        try:
            every.start()
        except OSError as error:
            log.info("%s cannot be watched: %s", self._folder, error)
            return None, lambda: None
        return EVERY, every.stop

    def _gone(self) -> None:
        with self._lock:
            self._place = None
        self._ring()
