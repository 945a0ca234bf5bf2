"""Keeps up with calendars and public holidays: asks a short-lived child, and again when it must.

Rules of this file:
1. The libraries that read calendars are never imported here: `python -m ergobreak.agenda` does it.
2. There is a thread while somebody is asked, and none between. It is asked anew when a file has
   changed, when something else is wanted, and once a day, for what it said covers a few days.
3. What a child cannot tell, or not in time, leaves what was known, and is told as a problem.
"""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.agenda.child import Child, Failed
from ergobreak.adapters.path_watch import PathWatch
from ergobreak.core.appointments import Sources, Spans
from ergobreak.core.model import DAY, HOUR
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.adapters.inotify import Inotify

_log = logging.getLogger(__name__)

REST: Final = 2.0  # seconds between two questions: a calendar that is being fetched changes often
AGAIN: Final = DAY  # microseconds
AGAIN_AFTER_FAILURE: Final = HOUR
_KINDS: Final = ("made", "written", "gone")


class Agenda:
    """Calls `told`, on a thread of its own, with what the calendars say whenever that changes.

    `now` gives the wall clock in microseconds; `at(wall, call)` calls back once at that instant,
    on any thread, in the place of what it was asked for before.
    """

    def __init__(
        self,
        told: Callable[[Spans], None],
        inotify: Inotify,
        now: Callable[[], int],
        at: Callable[[int, Callable[[], None]], None],
        *,
        rest: float = REST,
    ) -> None:
        self._told = told
        self._inotify = inotify
        self._now = now
        self._at = at
        self._rest = rest
        self._lock = threading.Lock()  # guards what follows
        self._sources = Sources()
        self._zone = "UTC"
        self._is_wanted = False
        self._thread: threading.Thread | None = None
        self._child: Child | None = None
        self._stopping = threading.Event()
        # What follows belongs to the thread.
        self._known: Spans | None = None
        self._watches: list[Callable[[], None]] = []

    def follow(self, sources: Sources, zone: str) -> None:
        """Read these from now on, and times without a zone as times of this one (IANA name).

        From any thread; returns at once. While there is nothing to read, nothing is done or told.
        """
        with self._lock:
            was_idle = not self._sources
            self._sources, self._zone = sources, zone
        if sources or not was_idle:
            self.look()

    def look(self) -> None:
        """Read everything anew. From any thread; returns at once."""
        with self._lock:
            self._is_wanted = True
            if self._thread is None and not self._stopping.is_set():
                self._thread = threading.Thread(target=self._work, name="agenda", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Ask nobody any more, and end who is being asked. Returns within a second."""
        with self._lock:
            self._stopping.set()
            thread, child = self._thread, self._child
        if child is not None:
            child.end()
        if thread is not None and thread is not threading.current_thread():
            thread.join(1.0)

    # ---------------------------------------------------------------- the thread

    def _work(self) -> None:
        is_first = True
        while is_first or not self._stopping.wait(self._rest):
            is_first = False
            with self._lock:
                if not self._is_wanted or self._stopping.is_set():
                    self._thread = None
                    return
                self._is_wanted = False
                sources, zone = self._sources, self._zone
            # Watched first: what changes while it is read is read again.
            self._watch(sources)
            spans, again = self._ask(sources, zone)
            with self._lock:
                is_stale = self._stopping.is_set() or (sources, zone) != (self._sources, self._zone)
            if not is_stale:
                self._tell(spans, self._now() + again if sources else None)

    def _ask(self, sources: Sources, zone: str) -> tuple[Spans, int]:
        """Return what the child says, and after how long to ask again (microseconds)."""
        if not sources:
            return Spans(), AGAIN
        try:
            with self._lock:
                if self._stopping.is_set():
                    return Spans(), AGAIN
                child = self._child = Child(sources, zone, self._now())
            return child.answer(), AGAIN
        except Failed as failure:
            known = self._known or Spans()
            return replace(known, problems=(str(failure),)), AGAIN_AFTER_FAILURE
        finally:
            self._child = None

    def _tell(self, spans: Spans, again_at: int | None) -> None:
        if spans != self._known:
            for problem in (*spans.problems, *spans.omissions):
                _log.warning("%s", problem)
            self._known = spans
            try:
                self._told(spans)
            except Exception:  # noqa: BLE001 - the next change is to be told all the same
                _log.exception("what the calendars say could not be passed on")
        if again_at is not None:
            self._at(again_at, self.look)

    # ---------------------------------------------------------------- the files

    def _watch(self, sources: Sources) -> None:
        """Watch what is there now, in the place of what was there before."""
        before, self._watches = self._watches, []
        try:
            for source in sources.calendars:
                path = path_of(source.path)
                for name in {path, Path(os.path.realpath(path))}:
                    watch = PathWatch(self._inotify, name, self.look, _KINDS)
                    watch.start()
                    self._watches.append(watch.stop)
                for folder in _folders(path):
                    end = self._inotify.add(folder, *_KINDS, told=lambda *_: self.look())
                    self._watches.append(end)
        except OSError as error:
            _log.warning("changes of the calendars are noticed once a day only: %s", error)
        for end in before:
            end()


def path_of(text: str) -> Path:
    """Return the path that a config means: "~" is the person's home."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - pathlib raises where there is no home


def _folders(path: Path) -> Iterator[Path]:
    """Yield the folder of a calendar, and the folders in it, if it is one."""
    if path.is_dir():
        yield path
        yield from (entry for entry in path.iterdir() if entry.is_dir())
