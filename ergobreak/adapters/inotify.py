"""Tells at once, and without polling, what happens to folders and files (Linux's inotify).

Rules of this file:
1. One thread, begun with the first watch, serves all watches. It is blocked until the kernel has
   something to tell. Handlers run on it: they look or post, and return at once.
2. A change only says "look": several may come as one, and one of our own making comes as well.
3. A watch holds on to what was found at its path when it was added. Once that is gone the watch is
   over, even if another one takes the same name; `path_watch` follows a name.
"""

from __future__ import annotations

import ctypes
import logging
import os
import select
import struct
import sys
import threading
from typing import TYPE_CHECKING, Final, Literal

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

What = Literal["made", "written", "opened", "closed", "gone", "missed"]
"""What has happened: to an entry of the folder, or (name "") to the watched path itself.

`made`: it is there under this name, new or moved there. `written`: closed by somebody who could
write. `opened`, `closed`: by anybody. `gone`: deleted or moved away. `missed`: told to every
handler, asked for or not, when there was too much to tell: look at everything.
"""

# The bits of <sys/inotify.h>.
_CLOSE_WRITE: Final = 0x8
_CLOSE_NOWRITE: Final = 0x10
_OPEN: Final = 0x20
_MOVED_FROM: Final = 0x40
_MOVED_TO: Final = 0x80
_CREATE: Final = 0x100
_DELETE: Final = 0x200
_DELETE_SELF: Final = 0x400
_MOVE_SELF: Final = 0x800
_UNMOUNT: Final = 0x2000
_OVERFLOW: Final = 0x4000
_IGNORED: Final = 0x8000
_MASK_ADD: Final = 0x2000_0000

_SELF: Final = _DELETE_SELF | _MOVE_SELF
_OVER: Final = _SELF | _UNMOUNT | _IGNORED
_BITS: Final[dict[What, int]] = {
    "made": _CREATE | _MOVED_TO,
    "written": _CLOSE_WRITE,
    "opened": _OPEN,
    "closed": _CLOSE_WRITE | _CLOSE_NOWRITE,
    "gone": _DELETE | _MOVED_FROM | _OVER,
}
_HEAD: Final = struct.Struct("=iIII")  # watch, bits, cookie, length of the name
_ENOUGH: Final = 65536  # bytes; an event takes 16 and its name

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Watch:
    """One handler's interest in one watched path."""

    number: int
    kinds: tuple[What, ...]
    told: Callable[[What, str], None]


class Inotify:
    """Watches paths for whoever asks. Without a watch it is neither a thread nor a descriptor."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards what follows
        self._watches: dict[int, list[_Watch]] = {}
        self._kernel: _Kernel | None = None
        self._is_stopping = False

    def add(
        self, path: Path, *kinds: What, told: Callable[[What, str], None]
    ) -> Callable[[], None]:
        """Call `told` with what happens to a folder's entries, or to a file; return how to end it.

        `told` gets the kind and the name of the entry; the name is empty for the path itself.
        Raises OSError: the path is not there, or this system cannot watch (any more).
        """
        bits = 0
        for kind in kinds:
            bits |= _BITS[kind]
        with self._lock:
            if self._is_stopping:
                raise OSError("the watch on files has ended")
            kernel = self._begun()
            watch = _Watch(kernel.add(path, bits | _SELF | _MASK_ADD), kinds, told)
            self._watches.setdefault(watch.number, []).append(watch)
        return lambda: self._end(watch)

    def stop(self) -> None:
        """End all watches; nothing more is told. Returns within a second."""
        with self._lock:
            self._is_stopping = True
            self._watches.clear()
            kernel, self._kernel = self._kernel, None
        if kernel is not None:
            kernel.end()
            if kernel.thread is not threading.current_thread():
                kernel.thread.join(1.0)

    def _begun(self) -> _Kernel:
        if self._kernel is None:
            self._kernel = _Kernel(self._happened)
            self._kernel.thread.start()
        return self._kernel

    def _end(self, watch: _Watch) -> None:
        with self._lock:
            others = self._watches.get(watch.number, [])
            if watch in others:
                others.remove(watch)
            if not others and self._watches.pop(watch.number, None) is not None and self._kernel:
                self._kernel.remove(watch.number)

    # ---------------------------------------------------------------- the thread

    def _happened(self, number: int, bits: int, name: str) -> None:
        """Tell each handler whose watch it is, in the words that it asked for."""
        for watch, kind in self._concerned(number, bits):
            try:
                watch.told(kind, name)
            except Exception:
                # The fault of one handler must not blind all others.
                log.exception("a watch on files failed")

    def _concerned(self, number: int, bits: int) -> list[tuple[_Watch, What]]:
        with self._lock:
            if bits & _OVERFLOW:
                return [(watch, "missed") for all_of in self._watches.values() for watch in all_of]
            watches = list(self._watches.get(number, ()))
            if bits & _OVER and self._watches.pop(number, None) is not None and self._kernel:
                self._kernel.remove(number)  # a moved one would live on under another name
        return [(watch, kind) for watch in watches for kind in watch.kinds if bits & _BITS[kind]]


class _Kernel:
    """One inotify instance of the kernel, and the thread that waits for what it tells."""

    def __init__(self, happened: Callable[[int, int, str], None]) -> None:
        """Open it. Raises OSError, also where the system has no such thing."""
        if not sys.platform.startswith("linux"):
            raise OSError("this system does not tell what happens to files")
        self._happened = happened
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._file = self._checked(self._libc.inotify_init1(os.O_CLOEXEC))
        self._bell = os.eventfd(0)
        self.thread = threading.Thread(target=self._run, name="inotify", daemon=True)

    def add(self, path: Path, bits: int) -> int:
        """Watch a path and return the number of the watch: the same for the same path. OSError."""
        return self._checked(self._libc.inotify_add_watch(self._file, os.fsencode(path), bits))

    def remove(self, number: int) -> None:
        """Forget a watch; the kernel may have done so already."""
        self._libc.inotify_rm_watch(self._file, number)

    def end(self) -> None:
        """Let the thread end."""
        os.eventfd_write(self._bell, 1)

    @staticmethod
    def _checked(result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result

    def _run(self) -> None:
        waiting = select.poll()
        waiting.register(self._file, select.POLLIN)
        waiting.register(self._bell, select.POLLIN)
        while self._bell not in dict(waiting.poll()):
            self._pass_on(os.read(self._file, _ENOUGH))
        os.close(self._file)
        os.close(self._bell)

    def _pass_on(self, data: bytes) -> None:
        place = 0
        while place < len(data):
            number, bits, _, length = _HEAD.unpack_from(data, place)
            place += _HEAD.size + length
            name = data[place - length : place].rstrip(b"\0")
            self._happened(number, bits, os.fsdecode(name))
