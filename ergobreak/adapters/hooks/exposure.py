"""Tells whether somebody else may change a file that names commands.

A command in it runs as the person. Whoever can write the file, or put another one into its place,
could run anything in the person's name.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from ergobreak.language import _

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH
_ROOT: Final = 0


def exposure(path: Path) -> str:
    """Return what lets others change this file, as "others may write PATH"; nothing: all is well.

    Looks at the file, at its folder, and at the folder of the link if it is one. A file that is
    not there exposes nothing.
    """
    if os.name != "posix":
        return ""
    try:
        real = path.resolve(strict=True)
        folders = dict.fromkeys((real.parent, path.absolute().parent.resolve()))
        told = _told(real, real.stat(), is_folder=False)
        for folder in folders:
            told = told or _told(folder, folder.stat(), is_folder=True)
    except FileNotFoundError:
        return ""
    except (OSError, RuntimeError) as error:  # links in a ring, or no right to look
        return _("nobody can tell who may write {path}: {error}").format(
            path=path, error=getattr(error, "strerror", "") or error
        )
    return told


def _told(path: Path, status: os.stat_result, *, is_folder: bool) -> str:
    if status.st_uid not in {os.getuid(), _ROOT}:
        return _("{path} belongs to somebody else").format(path=path)
    # In a folder like /tmp nobody can replace what is somebody else's.
    is_kept = is_folder and bool(status.st_mode & stat.S_ISVTX)
    return (
        _("others may write {path}").format(path=path)
        if status.st_mode & _OTHERS and not is_kept
        else ""
    )
