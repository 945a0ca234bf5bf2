"""Tells when something appears under a path or goes from it, also where its folders come later.

A socket of the session for one: its folder may be made at log-in and removed at log-out. inotify
watches what is there; this follows the name.
"""

from __future__ import annotations

import logging
import threading
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ergobreak.adapters.inotify import Inotify, What

log = logging.getLogger(__name__)


class PathWatch:
    """Calls `changed` when it is time to look at an absolute path. One use: `start`, then `stop`.

    `changed` is called on the thread of `inotify` and returns at once; it may be called in vain.
    With `is_pattern` the last name of the path is one, as a shell's, for all names that fit.
    """

    def __init__(
        self,
        inotify: Inotify,
        path: Path,
        changed: Callable[[], None],
        kinds: tuple[What, ...] = ("made", "gone"),
        *,
        is_pattern: bool = False,
    ) -> None:
        self._inotify = inotify
        self._path = path
        self._changed = changed
        self._is_pattern = is_pattern
        self._kinds = tuple(dict.fromkeys((*kinds, "gone")))  # its end decides where to look next
        self._lock = threading.Lock()  # guards what follows
        self._end: Callable[[], None] | None = None
        self._is_stopping = False

    def start(self) -> None:
        """Begin: what happens from now on is told. Raises OSError: this system cannot watch."""
        with self._lock:
            self._aim()

    def stop(self) -> None:
        """End; nothing more is told. Any number of times."""
        with self._lock:
            self._is_stopping = True
            self._let_go()

    def _aim(self) -> None:
        """Watch the folder of the path, or the deepest one above it that is there."""
        self._let_go()
        while not self._is_stopping:
            folder, name = self._deepest()
            told = partial(self._told, folder, name)
            try:
                # Of a folder on the way only the next one's making matters, and its own end.
                kinds = self._kinds if folder == self._path.parent else ("made", "gone")
                self._end = self._inotify.add(folder, *kinds, told=told)
            except (FileNotFoundError, NotADirectoryError):
                continue  # it went meanwhile
            if folder == self._path.parent or not (folder / name).is_dir():
                return
            self._let_go()  # the next one came meanwhile

    def _deepest(self) -> tuple[Path, str]:
        """Return the deepest folder that is there, and the name in it that leads on."""
        path = self._path
        while not path.parent.is_dir() and path.parent != path.parent.parent:
            path = path.parent
        return path.parent, path.name

    def _let_go(self) -> None:
        if self._end is not None:
            self._end()
            self._end = None

    def _told(self, folder: Path, wanted: str, what: What, name: str) -> None:
        is_last = folder == self._path.parent
        is_wanted = fnmatchcase(name, wanted) if self._is_pattern and is_last else name == wanted
        if name and not is_wanted:
            return
        if not (is_last and name):
            try:
                with self._lock:
                    self._aim()
            except OSError as error:
                log.warning("%s cannot be watched any more: %s", self._path, error)
        del what
        self._changed()
