"""Which files a calendar consists of, and what stands in them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_BYTES: Final = 10_000_000  # some 30,000 events; reading them takes 8 s
FOLDER_FILES: Final = 20_000
SUFFIX: Final = ".ics"


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and why, in words that say nothing of what stands there."""

    where: str
    what: str


def texts(path: Path) -> Iterator[tuple[Path, str] | Problem]:
    """Yield the text of a calendar file, or of each one in a folder; links are followed.

    A folder that holds folders of calendars, as synchronising programs lay them out, is walked one
    level deep. Whatever cannot be read is a Problem.
    """
    try:
        found = _files(path) if path.is_dir() else [path]
    except OSError as error:
        yield Problem(str(path), _("cannot be read: {error}").format(error=error.strerror or error))
        return
    if path.is_dir() and not found:
        yield Problem(str(path), _("no {suffix} file is in this folder").format(suffix=SUFFIX))
    if len(found) > FOLDER_FILES:
        yield Problem(
            str(path),
            _("more than {count} files; the rest is left out").format(count=FOLDER_FILES),
        )
    for file in found[:FOLDER_FILES]:
        try:
            yield file, _text(file)
        except OSError as error:
            yield Problem(
                str(file), _("cannot be read: {error}").format(error=error.strerror or error)
            )


def _files(folder: Path) -> list[Path]:
    """Return the calendar files of a folder and of the folders in it, in order of their names."""
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if _is_calendar(entry):
            found.append(entry)
        elif entry.is_dir() and not entry.name.startswith("."):
            found += sorted(inner for inner in entry.iterdir() if _is_calendar(inner))
    return found


def _is_calendar(path: Path) -> bool:
    """Tell by the name alone: what is wrong with it is told when it is read."""
    return path.suffix.lower() == SUFFIX and not path.name.startswith(".") and not path.is_dir()


def _text(path: Path) -> str:
    """Return the text of a file, with marks where it is no UTF-8. Raises OSError."""
    # Opening a pipe would wait for its other end.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, _("it is no ordinary file"))
        content = file.read(FILE_BYTES + 1)
    if len(content) > FILE_BYTES:
        raise OSError(0, _("it has more than {size} MB").format(size=FILE_BYTES // 1_000_000))
    return content.decode("utf-8-sig", "replace")
