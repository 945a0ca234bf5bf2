"""What is this person's alone: folders that others keep out of, files that lead nowhere else.

Rules of this file:
1. A folder of somebody else is refused, for its owner could put anything in the place of our files.
   One of our own that is open is closed, and whoever asked is handed a sentence to tell.
2. Nothing is opened through a link, and nothing is written under a name that one can guess: in a
   folder that was open a moment ago, a link may wait there.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

from ergobreak.errors import ErgobreakError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ELSEWHERE: Final = N_("Choose another folder: ergobreak --home DIR")
_OTHERS: Final = 0o077
# Windows has neither, and gives each person folders of their own. But there a file that is not
# opened for bytes would have each newline changed on the way.
_NO_LINK: Final = (
    getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


def made(folder: Path, *, may_be_link: bool = True) -> str:
    """Make sure that a folder is there, ours and closed to others; return what had to be mended.

    The sentence is empty where all was well. Raises OSError, and ErgobreakError for a folder of
    somebody else. A link to a folder of our own is one, unless it may not be.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat() if may_be_link else folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or not _is_own(found):
        told = _("{folder} is not a folder of your own, so it is not used.").format(folder=folder)
        raise ErgobreakError(told, _(ELSEWHERE))
    mode = stat.S_IMODE(found.st_mode)
    # With --home a person may name any folder: never lock others out of a home or of a disk.
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib raises where there is no home
    if os.name != "posix" or not mode & _OTHERS or str(folder) in (home, folder.anchor):
        return ""
    folder.chmod(mode & ~_OTHERS)
    words = _("{folder} was open to others (mode {mode}); it is closed now.")
    return words.format(folder=folder, mode=f"{mode:04o}")


def opened(path: Path, flags: int) -> int:
    """Open a file of ours by its name and return its number; raises OSError, also for a link.

    A new one is 0600. A pipe or a device is refused: it could keep us waiting for ever.
    """
    number = os.open(path, flags | _NO_LINK | getattr(os, "O_NONBLOCK", 0), 0o600)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError(errno.EINVAL, _("it is no ordinary file"), str(path))
    return number


def replaced(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Put a file in place, whole or not at all; raises OSError.

    What stood under the name, a link too, is replaced and not written through.
    """
    # As `tempfile` would, whose imports the daemon would pay for.
    new = path.with_name(f".{path.name}.{os.urandom(6).hex()}.new")
    number = opened(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with os.fdopen(number, "wb") as file:
            if mode != 0o600 and os.name == "posix":
                os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            # Without this a power cut may leave the new name with nothing in it.
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink()
        raise


def _is_own(found: os.stat_result) -> bool:
    """Tell whether a folder is ours and none that all share, like the one for passing files."""
    geteuid: Callable[[], int] | None = getattr(os, "geteuid", None)
    return geteuid is None or (found.st_uid == geteuid() and not found.st_mode & stat.S_ISVTX)
