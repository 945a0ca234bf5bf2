"""Tells, without polling, when the settings or the person's own content may have been saved.

Rules of this file:
1. Editors save in several steps: it is told once, `rest` after the last one, on a thread that is
   there only from the first step until whoever was told is done.
2. Every link on the way is watched, and what it leads to. Watches follow real names, so that a
   folder which is replaced behind a link is seen as well.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.path_watch import PathWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ergobreak.adapters.inotify import Inotify, What

_log = logging.getLogger(__name__)

REST: Final = 0.3  # seconds; the steps of an editor lie some milliseconds apart
LINKS_AT_MOST: Final = 40  # as in the kernel; more are a ring
_SAVED: Final[tuple[What, ...]] = ("made", "written", "gone")
_MOVED: Final[tuple[What, ...]] = ("made", "gone")

_Wanted = tuple[Path, bool]  # a name, and whether it is a pattern


class SettingsWatch:
    """Calls `changed` when it is time to look at a file and a folder's *.toml; also in vain.

    It is called on a thread of its own, once at the start as well: what was saved since they were
    read first is not lost. `file` and `folder` are absolute, and so are `others`, files that matter
    as much as the first.
    """

    def __init__(
        self,
        file: Path,
        folder: Path,
        changed: Callable[[], None],
        inotify: Inotify,
        *,
        others: Sequence[Path] = (),
        rest: float = REST,
    ) -> None:
        self._files = (file, *others)
        self._folder = folder
        self._changed = changed
        self._inotify = inotify
        self._rest = rest
        self._lock = threading.Lock()  # guards what follows
        self._is_wanted = False
        self._is_stopping = False
        self._thread: threading.Thread | None = None
        self._again = threading.Event()  # something has happened while the thread waits
        # What follows belongs to `start`, then to the thread.
        self._watches: dict[_Wanted, PathWatch] = {}
        self._has_complained = False

    def start(self) -> None:
        """Begin."""
        self._aim()
        self._look()

    def stop(self) -> None:
        """End; nothing more is told. Returns within a second, unless `changed` takes longer."""
        with self._lock:
            self._is_stopping = True
            thread = self._thread
        self._again.set()
        if thread is not None:
            thread.join(1.0)
        for watch in tuple(self._watches.values()):
            watch.stop()

    def _look(self) -> None:
        """Have the thread look, once no more happens. From any thread; returns at once."""
        with self._lock:
            self._is_wanted = True
            if self._thread is None and not self._is_stopping:
                self._thread = threading.Thread(target=self._work, name="settings", daemon=True)
                self._thread.start()
        self._again.set()

    # ---------------------------------------------------------------- the thread

    def _work(self) -> None:
        while self._has_come_to_rest():
            # Watched first: what changes while it is read is read again.
            self._aim()
            try:
                self._changed()
            except Exception:  # noqa: BLE001 - the next change is to be told all the same
                _log.exception("changed settings could not be looked at")

    def _has_come_to_rest(self) -> bool:
        """Wait until nothing more happens; tell whether anything did, and it is to be told."""
        with self._lock:
            if not self._is_wanted:
                self._thread = None
                return False
        self._again.clear()
        while not self._is_stopping and self._again.wait(self._rest):
            self._again.clear()
        with self._lock:
            self._is_wanted = False
            return not self._is_stopping

    def _aim(self) -> None:
        """Watch what matters now, and no longer what did before."""
        wanted = dict(self._wanted())
        for old in self._watches.keys() - wanted.keys():
            self._watches.pop(old).stop()
        for name, is_pattern in wanted.keys() - self._watches.keys():
            kinds = wanted[name, is_pattern]
            watch = PathWatch(self._inotify, name, self._look, kinds, is_pattern=is_pattern)
            try:
                watch.start()
            except OSError as error:
                self._complain(error)
            else:
                self._watches[name, is_pattern] = watch

    def _wanted(self) -> Iterator[tuple[_Wanted, tuple[What, ...]]]:
        *folder_links, folder = on_the_way(self._folder)
        # No folder is watched for what is written in it before it is there: its parents are busy.
        yield (folder / "*.toml", True), _SAVED
        links = folder_links
        for each in _links_in(folder):
            *more, target = on_the_way(each)
            links += more
            yield (target, False), _SAVED
        for each in self._files:
            *more, file = on_the_way(each)
            links += more
            yield (file, False), _SAVED
        for link in links:
            yield (link, False), _MOVED

    def _complain(self, error: OSError) -> None:
        if not self._has_complained:
            self._has_complained = True
            _log.warning("changed settings are noticed by `ergobreak restart` only: %s", error)


def on_the_way(path: Path) -> list[Path]:
    """Return the links that lead from an absolute path to a file, and the file, as real names.

    The file need not be there. Where the links form a ring, what has been met so far.
    """
    met: list[Path] = []
    parts = list(reversed(path.parts[1:]))
    here = Path(path.anchor)
    while parts and len(met) < LINKS_AT_MOST:
        part = parts.pop()
        if part == "..":
            here = here.parent
            continue
        try:
            target = (here / part).readlink()
        except OSError:  # no link, or not there
            here /= part
            continue
        met.append(here / part)
        if target.is_absolute():
            here = Path(target.anchor)
        parts += reversed(target.parts[1:] if target.is_absolute() else target.parts)
    return [*met, here]


def _links_in(folder: Path) -> list[Path]:
    """Return the files of a folder that are links to others."""
    try:
        return [each for each in folder.glob("*.toml") if each.is_symlink()]
    except OSError:  # it cannot be read, and so holds nothing for us
        return []
