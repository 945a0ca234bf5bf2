"""Lets a process of this machine believe that it runs on Windows or macOS, as far as that goes.

Python loads it first in every process whose PYTHONPATH names this folder, so also in those that
such a process starts. ERGOBREAK_PRETEND is `win32` or `darwin`.

What that shows: an import or an attribute that the other system lacks. What it cannot show: what
that system's own calls do. `os.name` stays, for pathlib would refuse to make a path, and with it
`os.set_blocking`, which is called where it says that it is there.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec

# The standard library looks where it is when it is loaded; it is to be that of this machine.
_BEFOREHAND: Final = (
    *("asyncio", "concurrent.futures", "ctypes.util", "getpass", "importlib.metadata", "logging"),
    *("mimetypes", "multiprocessing", "pathlib", "platform", "select", "selectors", "shutil"),
    *("signal", "socket", "socketserver", "sqlite3", "subprocess", "tempfile", "time", "uuid"),
    *("urllib.request", "webbrowser", "zoneinfo", "_socket", "dateutil.tz"),
)
_ELSEWHERE_UNKNOWN: Final = frozenset({"jeepney", "Xlib", "bidi", "arabic_reshaper", "spwd", "nis"})
_POSIX: Final = frozenset(
    {"fcntl", "pwd", "grp", "termios", "tty", "pty", "resource", "syslog", "readline", "curses"}
)
_LINUX_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "os": (
        *("eventfd", "eventfd_read", "eventfd_write", "memfd_create", "sched_getaffinity"),
        *("pidfd_open", "getrandom", "O_PATH", "splice", "copy_file_range"),
    ),
    "select": ("epoll",),
    "time": ("CLOCK_BOOTTIME", "CLOCK_TAI"),
    "socket": ("SO_PEERCRED", "AF_NETLINK", "AF_PACKET", "AF_VSOCK"),
    "_socket": ("SO_PEERCRED", "AF_NETLINK"),
    "signal": ("SIGPWR", "SIGRTMIN", "SIGRTMAX", "SIGSTKFLT"),
}
_POSIX_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "os": (
        *("fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getpgid"),
        *("setsid", "setuid", "killpg", "uname", "pwrite", "pread", "chown", "fchown", "lchown"),
        *("mkfifo", "mknod", "fchmod", "fchdir", "fdatasync", "sync", "sysconf", "nice", "wait"),
        *("O_NOFOLLOW", "O_CLOEXEC", "O_DIRECTORY", "O_NONBLOCK"),
        *("posix_spawn", "getpriority", "setpriority", "getloadavg", "ttyname"),
        *("WIFEXITED", "WIFSIGNALED", "openpty", "chroot", "initgroups", "getresuid"),
    ),
    "select": ("poll", "epoll"),
    "time": ("clock_gettime", "clock_gettime_ns", "clock_settime", "clock_getres", "tzset"),
    "socket": ("AF_UNIX", "CMSG_LEN", "SCM_RIGHTS", "send_fds", "recv_fds"),
    "_socket": ("AF_UNIX",),
    "signal": (
        *("SIGKILL", "SIGHUP", "SIGCONT", "SIGSTOP", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGCHLD"),
        *("SIGALRM", "SIGQUIT", "SIGTSTP", "alarm", "setitimer", "pthread_sigmask", "sigwait"),
        *("pthread_kill", "siginterrupt", "SIGWINCH"),
    ),
}


class _NotThere:
    """Finds no module that the other system does not have."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse such a module; leave all others to whoever comes next."""
        if name.partition(".")[0] in self._names:
            raise ModuleNotFoundError(f"no {name} on this system", name=name)
        return None


def _take_away(names: dict[str, tuple[str, ...]]) -> None:
    for module, attributes in names.items():
        for attribute in attributes:
            with contextlib.suppress(AttributeError):
                delattr(importlib.import_module(module), attribute)


def _msvcrt(fcntl: Any) -> ModuleType:
    """Return Microsoft's locks on bytes, by those of this kernel that belong to an open file."""
    import struct

    found: Any = ModuleType("msvcrt")
    found.LK_UNLCK, found.LK_LOCK, found.LK_NBLCK = 0, 1, 2

    def locking(number: int, mode: int, count: int) -> None:
        # Here only a file that is open for writing can be locked for writing.
        can_write = fcntl.fcntl(number, fcntl.F_GETFL) & (os.O_RDWR | os.O_WRONLY)
        wanted_kind = fcntl.F_WRLCK if can_write else fcntl.F_RDLCK
        kind = fcntl.F_UNLCK if mode == found.LK_UNLCK else wanted_kind
        at = os.lseek(number, 0, os.SEEK_CUR)
        wanted = struct.pack("hhqqi4x", kind, os.SEEK_SET, at, count, 0)
        try:
            fcntl.fcntl(number, fcntl.F_OFD_SETLK, wanted)
        except BlockingIOError as error:
            raise PermissionError(13, "Permission denied") from error

    found.locking = locking
    return found  # type: ignore[no-any-return]  # a module made of nothing


def _winreg() -> ModuleType:
    """Return a registry in which nothing is written down."""
    found: Any = ModuleType("winreg")
    found.HKEY_LOCAL_MACHINE, found.HKEY_CURRENT_USER = 1, 2

    def no_key(*_: object, **__: object) -> NoReturn:
        raise FileNotFoundError(2, "no such key")

    found.ConnectRegistry = found.OpenKey = found.QueryValueEx = no_key
    return found  # type: ignore[no-any-return]  # a module made of nothing


def _be_windows() -> None:
    """Take from the standard library what Windows lacks, and put there what it has instead."""
    import ctypes
    import fcntl
    import io
    import selectors
    import socket
    import subprocess

    pair, family = socket.socketpair, socket.AF_UNIX
    socket.socketpair = lambda *_: pair(family)
    sys.modules["msvcrt"], sys.modules["winreg"] = _msvcrt(fcntl), _winreg()
    selectors.DefaultSelector = selectors.SelectSelector  # type: ignore[misc,assignment]
    subprocess._PopenSelector = selectors.SelectSelector  # type: ignore[attr-defined]  # noqa: SLF001
    subprocess.Popen.kill = subprocess.Popen.terminate  # type: ignore[method-assign]

    def no_library(name: object, *_: object, **__: object) -> NoReturn:
        raise OSError(f"no library {name} here")

    wide: Any = ctypes
    wide.CDLL = wide.WinDLL = no_library
    subprocess.DETACHED_PROCESS = subprocess.CREATE_NEW_PROCESS_GROUP = 0  # type: ignore[attr-defined]
    subprocess.CREATE_NO_WINDOW = 0  # type: ignore[attr-defined]
    io._WindowsConsoleIO = type("Console", (), {})  # type: ignore[attr-defined]  # noqa: SLF001
    os.O_BINARY = 0  # type: ignore[attr-defined]
    _take_away(_POSIX_NAMES)
    for name in _POSIX:
        sys.modules.pop(name, None)


def _pretend(system: str) -> None:
    for name in _BEFOREHAND:
        importlib.import_module(name)
    _take_away(_LINUX_NAMES)
    missing = _ELSEWHERE_UNKNOWN
    if system == "win32":
        _be_windows()
        missing |= _POSIX
    sys.platform = system
    if system == "win32":
        # It would ask Windows itself; the variables say the same.
        windows: Any = importlib.import_module("platformdirs.windows")
        windows._RESOLVE_WIN_FOLDER = windows.get_win_folder_from_env_vars  # noqa: SLF001
    sys.meta_path.insert(0, _NotThere(missing))


if _system := os.environ.get("ERGOBREAK_PRETEND"):
    _pretend(_system)
