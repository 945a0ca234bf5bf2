"""Where the config's text comes from: the person's file, the last one that was good, or nothing.

Rules of this file:
1. A file that cannot be used is never touched: it is the person's, and half a mistake is theirs.
2. Only `load_explicit` and `load_current` raise. The daemon always gets settings, and the problems
   beside them.
3. Files for everybody lie under the person's file, and under no other that is named.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from ergobreak import private
from ergobreak.config.checked import Checked, accept, defaults, layer_of, read
from ergobreak.config.layers import Layer
from ergobreak.config.problems import Problem
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import _, ngettext
from ergobreak.paths import CONTENT

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ergobreak.config.calendars import Calendars
    from ergobreak.config.settings import Settings
    from ergobreak.paths import Paths

# A long config has 10 kB; reading megabytes of something else would take seconds.
MAX_BYTES: Final = 256 * 1024

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")

_HERE: Final = Path(__file__).resolve().parent
# In a wheel the commented file lies beside this module, in a checkout in the folder `config`.
_SHIPPED: Final = (_HERE / "ergobreak.toml", _HERE.parents[1] / "config" / "ergobreak.toml")


Source = Literal["file", "last good", "defaults"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force, where they come from, and what is wrong with the files.

    `source` is "file" also where only a file for everybody had to be left out.
    """

    settings: Settings
    source: Source
    problems: tuple[Problem, ...] = ()
    is_missing: bool = False  # the person has no file


def load(paths: Paths, calendars: Calendars | None = None) -> Loaded:
    """Return the person's settings; if their file is broken, the last good ones or the defaults.

    A good file becomes the last good one. Never raises.
    """
    found, text = _look(paths, calendars)
    kept = () if text is None else _keep(text, paths.last_good)
    return replace(found, problems=(*found.problems, *kept))


def in_force(paths: Paths, calendars: Calendars | None = None) -> Loaded:
    """Return what `load` does. Never raises, writes nothing."""
    return _look(paths, calendars)[0]


def _look(paths: Paths, calendars: Calendars | None) -> tuple[Loaded, str | None]:
    """Return what is in force, and the text of the person's file if that is sound."""
    own = _own_ids(paths.content)
    under, broken = for_everybody(paths, calendars, own)
    is_missing = not os.path.lexists(paths.config)
    text = "" if is_missing else text_of(paths.config)
    checked = _checked(text, calendars, own, under)
    problems = (*checked.problems, *broken)
    if checked.settings is not None and is_missing:
        return Loaded(checked.settings, "defaults", problems, is_missing=True), None
    if checked.settings is not None and isinstance(text, str):
        return Loaded(checked.settings, "file", problems), text
    # It was good when it was kept; an exercise that is gone since must not cost all the rest. Nor
    # must what somebody else has changed since in a file for everybody.
    last = text_of(paths.last_good)
    found: tuple[tuple[Source, Checked], ...] = (
        ("last good", _checked(last, calendars, None, under)),
        ("file", _checked(text, calendars, own)),
        ("last good", _checked(last, calendars, None)),
        ("defaults", _checked("", calendars, own, under)),
    )
    source, settings = next(
        ((source, each.settings) for source, each in found if each.settings is not None),
        ("defaults", defaults()),
    )
    return Loaded(settings, source, problems), None


def for_everybody(
    paths: Paths, calendars: Calendars | None = None, own: Collection[str] | None = None
) -> tuple[tuple[Layer, ...], tuple[Problem, ...]]:
    """Return the files for everybody, the lowest first, and what is wrong with those left out.

    `own` as in `read`. Never raises.
    """
    layers: list[Layer] = []
    problems: list[Problem] = []
    for path in reversed(paths.for_everybody):
        if not os.path.lexists(path):
            continue
        text = text_of(path)
        checked = _checked(text, calendars, own, layers)
        layer = layer_of(text, str(path)) if isinstance(text, str) else text
        if checked.settings is not None and isinstance(layer, Layer):
            layers.append(layer)
        else:
            wrong = [each for each in checked.problems if each.is_error]
            problems += [replace(each, file=each.file or str(path)) for each in wrong]
    return tuple(layers), tuple(problems)


def current(paths: Paths, calendars: Calendars | None = None) -> Checked:
    """Return what the person's file makes, over those for everybody; without one, what these do.

    Never raises, writes nothing. The settings may be sound beside errors in a file left out.
    """
    text = text_of(paths.config) if os.path.lexists(paths.config) else ""
    return current_with(text, paths, calendars)


def current_with(text: str | Problem, paths: Paths, calendars: Calendars | None = None) -> Checked:
    """Return what this text would make in the place of the person's file. Never raises."""
    own = _own_ids(paths.content)
    under, broken = for_everybody(paths, calendars, own)
    checked = _checked(text, calendars, own, under)
    return Checked((*checked.problems, *broken), checked.settings)


def load_current(paths: Paths, calendars: Calendars | None = None) -> Settings:
    """Return the settings of the person's file over all below it. Raises ConfigError."""
    return accept(current(paths, calendars), paths.config.name)


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
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        except OSError:
            # A full disk: half a file would be in the way of the whole one for ever.
            paths.config.unlink()
            raise
    except OSError:
        return False
    return True


def first_text() -> str:
    """Return the commented file as it is shipped. Raises OSError where somebody took it away."""
    shipped = next((path for path in _SHIPPED if path.is_file()), _SHIPPED[0])
    return shipped.read_text(encoding="utf-8")


def _checked(
    text: str | Problem,
    calendars: Calendars | None,
    own: Collection[str] | None,
    under: Sequence[Layer] = (),
) -> Checked:
    if isinstance(text, Problem):
        return Checked((text,), None)
    return read(text, calendars, own, under)


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
            if stat.S_ISDIR(status.st_mode):
                return Problem(what=_("cannot be read: it is a folder"))
            return Problem(what=_("cannot be read: it is no ordinary file"))
        if status.st_size > MAX_BYTES:
            return Problem(
                what=ngettext(
                    "too large to be read: it has {count} byte",
                    "too large to be read: it has {count} bytes",
                    status.st_size,
                ).format(count=status.st_size),
                allowed=_("at most {max_bytes}").format(max_bytes=MAX_BYTES),
            )
        content = path.read_bytes()
    except OSError as error:
        return Problem(what=_("cannot be read: {value}").format(value=error.strerror or error))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf_8(content, error.start)


def _not_utf_8(content: bytes, at: int) -> Problem:
    """Return the problem of a file whose byte `at` belongs to no text in UTF-8."""
    lines = content[:at].decode("utf-8").split("\n")
    line = content[content.rfind(b"\n", 0, at) + 1 :].partition(b"\n")[0]
    is_wide = content.startswith(_UTF_16)
    what = _("not UTF-8: found the byte 0x{content} at offset {at}").format(
        content=f"{content[at]:02x}", at=at
    )
    return Problem(
        what=_("{what}; it is saved as UTF-16").format(what=what) if is_wide else what,
        found=f"0x{content[at]:02x}",
        allowed=_("a text that is saved as UTF-8"),
        line=len(lines),
        column=len(lines[-1]) + 1,
        source="" if is_wide else line.decode("utf-8", "replace"),
    )


def _keep(text: str, path: Path) -> tuple[Problem, ...]:
    """Keep a copy for the day on which the file is broken; return a warning if that fails.

    An empty file is none: many an editor, and many a full disk, leaves one behind for a while.
    """
    if not text.strip():
        return ()
    content = text.encode()
    try:
        if path.is_file() and path.read_bytes() == content:
            return ()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private.replaced(path, content)
    except OSError as error:
        what = _("no copy of this config could be kept: {value}").format(
            value=error.strerror or error
        )
        return (Problem(what=what, severity="warning"),)
    return ()
