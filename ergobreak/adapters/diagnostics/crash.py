"""A report for every crash: a file that says where in the program it was, and nothing of anybody.

Rules of this file:
1. It stays on this machine; nobody is told but the person, once, at the next start.
2. An exception's own words are left out: they may name a file, a calendar, a reminder. They are in
   the diagnostic log, which nobody sends unread. Lines of code are left out, too: where a program
   of the person's own is among the frames they are theirs.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import threading
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import private
from ergobreak.adapters.upgrade import Upgrade
from ergobreak.errors import ErgobreakError

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT: Final = 3
NAMES: Final = "crash-*.txt"
_UNTOLD: Final = ".new.txt"
_TOLD: Final = ".txt"
_HEAD: Final = """\
ergobreak ended unexpectedly. This file stays on this machine; nothing was sent to anybody.
The words of the error are left out here: they may name things of yours. They stand in the
diagnostic log: ergobreak log --diagnostic
"""

_OF_CODE: Final = (
    r".*/(?:site|dist)-packages/(.+)",
    r".*/(ergobreak/.+)",
    r".*/lib/python3[.\d]*/(.+)",
)

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def reported(folder: Path) -> Iterator[None]:
    """Write a report in `folder` about an error that ends the context, or one of its threads.

    An ErgobreakError is no crash: it has words for the person. What was raised is raised on.
    """
    before, program = threading.excepthook, Upgrade().running

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            name = args.thread.name if args.thread is not None else "unknown"
            write(folder, text(args.exc_value, program, name))
        before(args)

    threading.excepthook = of_thread
    try:
        yield
    except ErgobreakError:
        raise
    except Exception as error:
        _log.exception("ergobreak ends")
        write(folder, text(error, program, "main"))
        raise
    finally:
        threading.excepthook = before


def write(folder: Path, report: str) -> None:
    """Write a report that nobody has been told of. Never raises: worse has happened."""
    name = f"crash-{_now():%Y%m%d-%H%M%S}{_UNTOLD}"
    with contextlib.suppress(OSError):
        private.replaced(folder / name, report.encode())
        for old in _reports(folder)[:-KEPT]:
            old.unlink(missing_ok=True)


def waiting(folder: Path) -> Path | None:
    """Return where the newest report will be that the next start tells of, if there is one."""
    untold = [each for each in _reports(folder) if each.name.endswith(_UNTOLD)]
    return _as_told(untold[-1]) if untold else None


def take_up(folder: Path) -> Path | None:
    """Return the newest report that nobody has been told of; from now on all are told."""
    found = waiting(folder)
    with contextlib.suppress(OSError):
        for each in _reports(folder):
            if each.name.endswith(_UNTOLD):
                each.replace(_as_told(each))
    return found


def text(error: BaseException, version: str, thread: str) -> str:
    """Return the report on an error."""
    return "\n".join(
        [
            _HEAD,
            f"written    {_now():%Y-%m-%d %H:%M:%S} UTC",
            f"ergobreak  {version or 'from a checkout'}",
            *_surroundings(),
            f"thread     {thread}",
            "",
            *_chain(error),
            "",
        ]
    )


def place(file: str) -> str:
    """Return a file of code as anybody has it: from the package on, or its bare name."""
    path = Path(file).as_posix()
    found = (re.match(each, path) for each in _OF_CODE)
    return next((each[1] for each in found if each is not None), path.rpartition("/")[2])


def _surroundings() -> Iterator[str]:
    import platform
    from importlib.metadata import PackageNotFoundError, requires, version

    yield f"Python     {platform.python_version()}, {platform.python_implementation()}"
    yield f"system     {platform.system()} {platform.release()}, {platform.machine()}"
    kind = os.environ.get("XDG_SESSION_TYPE", ""), os.environ.get("XDG_CURRENT_DESKTOP", "")
    yield f"desktop    {', '.join(filter(None, kind)) or 'unknown'}"
    with contextlib.suppress(PackageNotFoundError):
        for each in requires("ergobreak") or ():
            name = re.split(r"[^\w.-]", each, maxsplit=1)[0]
            with contextlib.suppress(PackageNotFoundError):
                yield f"library    {name} {version(name)}"


def _chain(error: BaseException) -> Iterator[str]:
    """Yield the frames, what came first first, as Python does, but for the words of the errors."""
    before = error.__cause__
    if before is None and not error.__suppress_context__:
        before = error.__context__
    if before is not None:
        yield from _chain(before)
        yield ""
        yield "and then:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {place(frame.filename)}:{frame.lineno} in {frame.name}"
    number = (error.errno or 0) if isinstance(error, OSError) else 0
    named = f" {errno.errorcode.get(number, '')}".rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}{named}".removeprefix("builtins.")


def _reports(folder: Path) -> list[Path]:
    """Return all reports, the oldest first."""
    return sorted(folder.glob(NAMES))


def _as_told(untold: Path) -> Path:
    return untold.with_name(untold.name.removesuffix(_UNTOLD) + _TOLD)


def _now() -> datetime:
    from ergobreak.adapters.time.clock import SystemClock

    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=SystemClock().now().wall)
