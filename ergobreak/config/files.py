"""Where the config's text comes from: the person's file, the last one that was good, or nothing.

Rules of this file:
1. A file that cannot be used is never touched: it is the person's, and half a mistake is theirs.
2. Only `load_explicit` raises. The daemon always gets settings, and the problems beside them.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from ergobreak.config.checked import Checked, accept, defaults, read
from ergobreak.config.problems import Problem
from ergobreak.paths import CONTENT

if TYPE_CHECKING:
    from collections.abc import Collection

    from ergobreak.config.calendars import Calendars
    from ergobreak.config.settings import Settings
    from ergobreak.paths import Paths

# A long config has 10 kB; reading megabytes of something else would take seconds.
MAX_BYTES: Final = 256 * 1024

_HERE: Final = Path(__file__).resolve().parent
# In a wheel the commented file lies beside this module, in a checkout in the folder `config`.
_SHIPPED: Final = (_HERE / "ergobreak.toml", _HERE.parents[1] / "config" / "ergobreak.toml")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force, where they come from, and what is wrong with the person's file."""

    settings: Settings
    source: Literal["file", "last good", "defaults"]
    problems: tuple[Problem, ...] = ()


def load(paths: Paths, calendars: Calendars | None = None) -> Loaded:
    """Return the person's settings; if their file is broken, the last good ones or the defaults.

    A good file becomes the last good one. Never raises.
    """
    if not os.path.lexists(paths.config):
        return Loaded(defaults(), "defaults")
    text = text_of(paths.config)
    checked = _checked(text, calendars, _own_ids(paths.content))
    if checked.settings is not None and isinstance(text, str):
        problems = (*checked.problems, *_keep(text, paths.last_good))
        return Loaded(checked.settings, "file", problems)
    # It was good when it was kept; an exercise that is gone since must not cost all the rest.
    last = _checked(text_of(paths.last_good), calendars, None).settings
    if last is not None:
        return Loaded(last, "last good", checked.problems)
    return Loaded(defaults(), "defaults", checked.problems)


def load_explicit(path: Path, calendars: Calendars | None = None) -> Settings:
    """Return the settings of a file that was named. Raises ConfigError with all problems."""
    return accept(read_file(path, calendars), path.name)


def read_file(path: Path, calendars: Calendars | None = None) -> Checked:
    """Read and check one file, whatever it is. Never raises, writes nothing."""
    return _checked(text_of(path), calendars, _own_ids(path.parent / CONTENT))


def first_file(paths: Paths) -> bool:
    """Write the commented file, all values commented out, if there is none; tell whether it did.

    The folder is made 0700, the file 0600. False as well where nothing can be written: the
    defaults need no file.
    """
    try:
        content = first_text().encode()
        paths.config.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # O_EXCL: of two first starts one writes, and a link to nowhere is left alone.
        handle = os.open(paths.config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError:
        return False
    return True


def first_text() -> str:
    """Return the commented file as it is shipped. Raises OSError where somebody took it away."""
    shipped = next((path for path in _SHIPPED if path.is_file()), _SHIPPED[0])
    return shipped.read_text(encoding="utf-8")


def _checked(
    text: str | Problem, calendars: Calendars | None, own: Collection[str] | None
) -> Checked:
    return Checked((text,), None) if isinstance(text, Problem) else read(text, calendars, own)


def _own_ids(folder: Path) -> Collection[str] | None:
    """Return the ids of the person's own exercises; most people have none, and pay nothing."""
    if not folder.is_dir():
        return ()
    from ergobreak.config.own import exercise_ids

    return exercise_ids(folder)


def text_of(path: Path) -> str | Problem:
    """Return what stands in a file, or why that cannot be said."""
    try:
        status = path.stat()
        # Reading a pipe or a device might never end.
        if not stat.S_ISREG(status.st_mode):
            noun = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
            return Problem(what=f"cannot be read: it is {noun}")
        if status.st_size > MAX_BYTES:
            return Problem(
                what=f"cannot be a config: it has {status.st_size} bytes",
                allowed=f"at most {MAX_BYTES}",
            )
        content = path.read_bytes()
    except OSError as error:
        return Problem(what=f"cannot be read: {error.strerror or error}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        lines = content[: error.start].decode("utf-8").split("\n")
        return Problem(
            what=f"not UTF-8: found the byte 0x{content[error.start]:02x}",
            found=f"0x{content[error.start]:02x}",
            allowed="a text that is saved as UTF-8",
            line=len(lines),
            column=len(lines[-1]) + 1,
        )


def _keep(text: str, path: Path) -> tuple[Problem, ...]:
    """Keep a copy for the day on which the file is broken; return a warning if that fails."""
    content = text.encode()
    try:
        if path.is_file() and path.read_bytes() == content:
            return ()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.new")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            # Without this a power cut may leave the new name with nothing in it.
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        what = f"no copy of this config could be kept: {error.strerror or error}"
        return (Problem(what=what, severity="warning"),)
    return ()
