"""One daemon for one home: the lock that says who runs, and the private socket of its holder.

Rules of this file:
1. The lock is the truth about "running", and the kernel takes it back whatever way its holder dies.
   The file is never deleted: two processes could otherwise hold two files of one name.
2. What is written in the file (process and host, socket, options) is a hint, good as long as the
   lock is held. The host is there because a home on a network is locked from other machines too.
3. A left-over socket is removed only while the lock is held, so nobody's living socket is.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import stat
import struct
from typing import TYPE_CHECKING

from ergobreak import private
from ergobreak.control import door, locks, loopback, wire
from ergobreak.control.patience import wait_until
from ergobreak.errors import AlreadyRunning, ErgobreakError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ergobreak.paths import Paths

# A waiting `stop` touches the lock for an instant, which must not keep a new daemon out.
LOCK_PATIENCE = 0.5  # seconds
WRITER_PATIENCE = 5.0
_HINT_LIMIT = 300  # bytes: a number and the name of a host
_FILE_LIMIT = 32 * 1024  # bytes: two paths, each of which the kernel bounds
BACKLOG = 512  # callers that wait to be let in; a few more than the server has places

_log = logging.getLogger(__name__)


class Endpoint:
    """The held lock of one home, and its socket if one was opened. Made by `claim`."""

    def __init__(self, paths: Paths, lock: int, options: Sequence[str] = ()) -> None:
        self._paths = paths
        self._lock = lock
        self._options = json.dumps(options)
        self._listener: socket.socket | None = None
        self._secret = b""  # none: a socket needs none
        self._note(f"{_ourselves()}\n{self._options}\n")

    def listen(self, *, by_port: bool | None = None) -> socket.socket:
        """Open the control socket and return it, listening; it is closed by `release`.

        `by_port`: a port of this machine instead; None: where no socket can be had.
        """
        path = self._paths.socket
        try:
            # No link here: socket and lock must not end up in a folder that nobody has in mind.
            _tell(private.made(self._paths.runtime_dir, may_be_link=False))
            if loopback.is_needed(path) if by_port is None else by_port:
                listener, self._secret = loopback.opened(path, BACKLOG)
            else:
                listener = _socket_at(path)
        except OSError as error:
            raise ErgobreakError(
                _("The control socket cannot be opened: {error}.").format(error=error),
                _(private.ELSEWHERE),
            ) from error
        listener.setblocking(False)
        self._listener = listener
        self._note(f"{_ourselves()}{path}\n{self._options}\n")
        return listener

    def new_door(self) -> door.Door | None:
        """Return what the next caller has to pass; None: the kernel tells whose he is."""
        return door.Door(self._secret) if self._secret else None

    def release(self) -> None:
        """Remove the socket, then let the lock go. Safe to call twice."""
        if self._listener is not None:
            self._listener.close()
            with contextlib.suppress(PermissionError):  # on Windows, of a file that is being read
                self._paths.socket.unlink(missing_ok=True)
            self._listener = None
        if self._lock >= 0:
            self._note("")
            os.close(self._lock)
            self._lock = -1

    def _note(self, hint: str) -> None:
        # A full disk costs the hint, not the daemon.
        with contextlib.suppress(OSError):
            os.ftruncate(self._lock, 0)
            os.lseek(self._lock, 0, os.SEEK_SET)  # Windows cannot write elsewhere than it stands
            os.write(self._lock, os.fsencode(hint))


def claim(
    paths: Paths, patience: float = LOCK_PATIENCE, *, options: Sequence[str] = ()
) -> Endpoint:
    """Take the lock of this home, or raise AlreadyRunning.

    `options`: what the next daemon has to be started with to be like this one.
    """
    try:
        # Before anything is put there: what others own, they can take away and replace.
        has_own_socket_folder = paths.runtime_dir != paths.state_dir
        _tell(private.made(paths.state_dir, may_be_link=has_own_socket_folder))
        lock = private.opened(paths.lock, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise ErgobreakError(
            _("The folder for the state cannot be used: {error}.").format(error=error),
            _(private.ELSEWHERE),
        ) from error
    if not wait_until(lambda: locks.take(lock), patience):
        os.close(lock)
        raise taken(paths)
    return Endpoint(paths, lock, options)


def taken(paths: Paths) -> AlreadyRunning:
    """Return what to say to a second daemon: who holds the lock, as far as that is known."""
    if host := other_host(paths):
        return AlreadyRunning(
            _("ergobreak is already running for this home, on {host}.").format(host=host),
            _("End it there with: ergobreak stop"),
        )
    by = holder(paths)
    title = _("ergobreak is already running for this home.")
    if by:
        title = _("ergobreak is already running for this home (process {by}).").format(by=by)
    return AlreadyRunning(title, _("See it with: ergobreak status"))


@contextlib.contextmanager
def with_writer_lock(paths: Paths) -> Iterator[None]:
    """Keep daemons away while something else writes their files; raises AlreadyRunning."""
    endpoint = claim(paths, WRITER_PATIENCE)
    try:
        yield
    finally:
        endpoint.release()


def is_free(paths: Paths) -> bool:
    """Tell whether nobody holds the lock of this home."""
    try:
        lock = private.opened(paths.lock, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        return not locks.is_taken(lock)
    finally:
        os.close(lock)


def holder(paths: Paths) -> int | None:
    """Return the process of this machine that says it holds the lock, if it is held at all."""
    process, host = _hint(paths)
    return process if host in {"", socket.gethostname()} else None


def other_host(paths: Paths) -> str:
    """Return the other machine that holds the lock of this home, or nothing."""
    _unused, host = _hint(paths)
    return "" if host == socket.gethostname() else host


def options_of(paths: Paths) -> list[str]:
    """Return what a daemon like the present one has to be started with, as far as it is known."""
    if is_free(paths):
        return []
    with paths.lock.open("rb") as file:
        lines = file.read(_FILE_LIMIT).split(b"\n")
    try:
        found = json.loads(lines[2])
    except (IndexError, ValueError):  # it opens its socket just now, or is of an older version
        return []
    is_good = isinstance(found, list) and all(isinstance(word, str) for word in found)
    return found if is_good else []


def is_ours(client: socket.socket) -> bool:
    """Tell whether the process at the other end belongs to this user."""
    if not hasattr(socket, "SO_PEERCRED") or client.family is not socket.AF_UNIX:
        return True  # no such question here: the private folder is the guard, or the door
    form = struct.Struct("3i")  # process, user, group
    peer = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, form.size)
    return bool(form.unpack(peer)[1] == os.geteuid())


def _ourselves() -> str:
    """Return the first line of the lock: a number means something on its own machine alone."""
    return f"{os.getpid()} {socket.gethostname()}\n"


def _hint(paths: Paths) -> tuple[int | None, str]:
    """Return process and host as the lock names them; neither if it is free or says nonsense."""
    if is_free(paths):
        return None, ""
    with paths.lock.open("rb") as file:
        first = file.readline(_HINT_LIMIT).decode("utf-8", "replace")
    process, _unused, host = first.rstrip("\n").partition(" ")
    if not (process.isascii() and process.isdigit() and len(process) < 10):
        return None, ""
    return int(process), host


def _tell(mended: str) -> None:
    if mended:
        _log.warning("%s", mended)


def _socket_at(path: Path) -> socket.socket:
    """Return a socket that listens at this place; the caller holds the lock. Raises OSError."""
    new = path.with_name(f"{path.name}.new")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        _remove_stale(path)
        _remove_stale(new)
        wire.reach(str(new), listener.bind)
        # Not by umask, which is the whole process's; the folder keeps others out meanwhile.
        new.chmod(0o600)
        listener.listen(BACKLOG)
        # Last: who waits for the name to appear must not be refused.
        new.rename(path)
    except BaseException:
        listener.close()
        raise
    return listener


def _remove_stale(path: Path) -> None:
    """Remove the socket that a dead daemon has left; the caller holds the lock."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode) and door.read(str(path)) is None:
        raise ErgobreakError(
            _("{path} is in the way: it is no socket.").format(path=path),
            _("Move it, and start again."),
        )
    path.unlink()
