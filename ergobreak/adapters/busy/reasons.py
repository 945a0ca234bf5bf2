"""Joins what several sources see of one busy reason into one beginning and one end of it.

A microphone and a camera both speak for "call": the call begins with the first of them, and is
over when neither sees anything any more.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ergobreak.core.events import BusyBegan, BusyEnded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ergobreak.core.events import Event


class Reasons:
    """Posts BusyBegan and BusyEnded; called from the threads of all sources.

    `ignored`: names that count for nothing, in any case of letters. "Firefox" also stands for
    "camera: Firefox", which alone stands for itself.
    """

    def __init__(self, post: Callable[[Event], None], ignored: Collection[str]) -> None:
        self._post = post
        self._ignored = {name.casefold() for name in ignored}
        self._seen: dict[str, set[str]] = {}  # reason: the sources that see something of it
        self._is_over = False
        self._lock = threading.Lock()

    def told(self, source: str, reason: str, names: tuple[str, ...]) -> None:
        """Take what a source sees of a reason now: all of it, each time; no names, nothing more.

        BusyBegan carries the first name that counts, and keeps it to the end: a hold that went
        over from one program to the next is one hold.
        """
        counting = [name for name in names if not self._is_ignored(name)]
        # Posted inside the lock: an end must not overtake its beginning.
        with self._lock:
            if self._is_over:
                return
            sources = self._seen.setdefault(reason, set())
            was = bool(sources)
            if counting:
                sources.add(source)
            else:
                sources.discard(source)
            if counting and not was:
                self._post(BusyBegan(reason, counting[0]))
            elif was and not sources:
                self._post(BusyEnded(reason))

    def end(self) -> None:
        """Take back all that holds; nothing is posted any more."""
        with self._lock:
            self._is_over = True
            for reason in (reason for reason, sources in self._seen.items() if sources):
                self._post(BusyEnded(reason))

    def _is_ignored(self, name: str) -> bool:
        folded = name.casefold()
        return folded in self._ignored or folded.rpartition(": ")[2] in self._ignored
