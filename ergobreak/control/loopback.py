"""A port of the machine itself in the place of the socket, and the file that says which."""

from __future__ import annotations

import os
import socket
import threading
from typing import TYPE_CHECKING, Final

from ergobreak import private
from ergobreak.control import door, wire

if TYPE_CHECKING:
    from pathlib import Path

_AGAIN: Final = 0.1  # seconds


def is_needed(path: Path) -> bool:
    """Tell whether no socket can be had at this place.

    Windows has none. A place with a long name has none on systems without /proc, by which it could
    be named shortly.
    """
    is_short = len(os.fsencode(path)) <= wire.PATH_LIMIT
    return not hasattr(socket, "AF_UNIX") or not (is_short or os.path.isdir("/proc/self/fd"))  # noqa: PTH112 - as in wire


def opened(path: Path, backlog: int) -> tuple[socket.socket, bytes]:
    """Listen, write the file, and return the listener and the secret. Raises OSError.

    The caller holds the lock of the home: what stood at `path` is a dead daemon's.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Else another user of Windows could listen on the same port.
        if alone := getattr(socket, "SO_EXCLUSIVEADDRUSE", 0):
            listener.setsockopt(socket.SOL_SOCKET, alone, 1)
        door.at_once(listener)  # whoever is let in has it from here
        listener.bind((door.HOST, 0))
        listener.listen(backlog)
        secret = door.new_secret()
        # Last: whoever sees the file is let in.
        _put(path, door.written(listener.getsockname()[1], secret))
    except BaseException:
        listener.close()
        raise
    return listener, secret


def _put(path: Path, content: bytes) -> None:
    try:
        private.replaced(path, content)
    except PermissionError:
        # On Windows a command that reads the file at this very moment keeps it from being replaced.
        threading.Event().wait(_AGAIN)
        private.replaced(path, content)
