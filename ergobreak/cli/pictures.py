"""The state as it changes, for bars and the window: one picture after another, for ever.

Rules of this file:
1. Whoever iterates is asleep between two pictures: in a read of the socket, or until one appears
   while nothing runs.
2. A daemon that ends is no error: the picture says so, and the next daemon is found by itself.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

from ergobreak import paths, where
from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.path_watch import PathWatch
from ergobreak.cli.formats import stopped
from ergobreak.control import client
from ergobreak.errors import NotRunning, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Iterator


def pictures(home: str | None) -> Iterator[dict[str, Any]]:
    """Yield what `status --json` says, now and with each change; `stopped` while nothing runs.

    Ends where nobody can tell that a daemon has come (only Linux can). Raises ProtocolError for a
    daemon that is of another version from the beginning.
    """
    arrived = threading.Event()
    watched = Inotify()
    try:
        can_wait = _watch(watched, home, arrived)
        is_first = True
        while True:
            # In this order: a daemon that comes while we knock is noticed all the same.
            arrived.clear()
            try:
                for raw in client.follow(home, "status"):
                    is_first = False
                    yield json.loads(raw)
            except NotRunning:
                pass
            except (ProtocolError, OSError):
                # Later it is the end of a daemon, whose successor is told of.
                if is_first:
                    raise
            is_first = False
            yield stopped()
            if not can_wait:
                return
            arrived.wait()
    finally:
        watched.stop()


def _watch(watched: Inotify, home: str | None, arrived: threading.Event) -> bool:
    """Let the event be set when a socket appears; return whether this system can tell.

    A daemon of cron or ssh may have chosen the other one of the two folders.
    """
    places = paths.find(home)
    for folder in {places.runtime_dir, places.state_dir}:
        try:
            PathWatch(watched, folder / where.SOCKET, arrived.set, ("made",)).start()
        except OSError:
            return False
    return True
