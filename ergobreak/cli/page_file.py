"""A page about the person as a file: whole, private, and opened in the browser if asked for."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from ergobreak.adapters import opener
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from pathlib import Path


def write(html: str, path: Path) -> None:
    """Put a page there, readable by this person alone; an older one is replaced when it is whole.

    Raises UsageError where the name is a folder, OSError where nothing can be written.
    """
    if path.is_dir():
        raise UsageError(
            _("{path} is a folder.").format(path=path),
            _("For example: -o {value}").format(value=path / "report.html"),
        )
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    handle = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(html)
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def show(path: Path) -> str:
    """Open a page in the browser and return what to say; raises ErgobreakError if nothing can."""
    if not opener.open_path(path, os.environ):
        raise ErgobreakError(
            _("Nothing here can open the page."), _("It is this file: {path}").format(path=path)
        )
    return _("Opened {path}.").format(path=path)
