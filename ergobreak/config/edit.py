"""Changes single values in the text of a config, and keeps all else as the person wrote it.

Rules of this file:
1. One line a key: a new value takes the place of the line that is commented out, where one is.
2. What comes out is read again: it says what was asked for, nothing else has changed, and it is
   a sound config; otherwise there is a refusal, and nothing is written.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from ergobreak.config import values
from ergobreak.config.checked import HINT, accept, read
from ergobreak.config.explain import shipped_line
from ergobreak.config.files import first_text, for_everybody, text_of
from ergobreak.config.positions import positions
from ergobreak.config.problems import Problem
from ergobreak.config.toml_text import key_text, written
from ergobreak.errors import ConfigError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ergobreak.config.calendars import Calendars
    from ergobreak.config.layers import Layer
    from ergobreak.paths import Paths

Key = tuple[str, ...]

_BOM: Final = "\N{BYTE ORDER MARK}"
_HEADER: Final = re.compile(r"[ \t]*\[")
_MINE: Final = N_(
    "Write the value into the file yourself; `ergobreak config path` says where it is."
)


def current(path: Path) -> str:
    """Return the text that a change begins with: the person's, or the commented file.

    Raises ConfigError if there is a file that is no text.
    """
    if not os.path.lexists(path):
        return first_text()
    text = text_of(path)
    if isinstance(text, Problem):
        raise ConfigError(text.text(path.name), HINT)
    return text


def with_values(
    text: str,
    changes: Mapping[Key, object],
    calendars: Calendars | None = None,
    under: Sequence[Layer] = (),
) -> str:
    """Return the text of a config with other values, by their paths; None takes a value away.

    A path names a single value: ("reminders", "stretch", "every"). Raises ConfigError where the
    text has an error already or would have one afterwards; `under` as in `read`.
    """
    accept(read(text, calendars, None, under), "config")
    new = unchecked(text, changes)
    accept(read(new, calendars, None, under), "config")
    return new


def write_values(paths: Paths, changes: Mapping[Key, object], calendars: Calendars) -> None:
    """Put values into the person's file, all or none. Raises ConfigError as `with_values` does."""
    under, _unused = for_everybody(paths, calendars)
    write(paths.config, with_values(current(paths.config), changes, calendars, under))


def unchecked(text: str, changes: Mapping[Key, object]) -> str:
    """Return the text with other values, which need not make a sound config.

    The text is valid TOML. Raises ConfigError where a value cannot be changed in its place.
    """
    clean = text.removeprefix(_BOM)
    new = clean
    for path, value in changes.items():
        new = _changed(new, path, _plain(value))
    return text[: len(text) - len(clean)] + new


def write(path: Path, text: str | bytes) -> None:
    """Put a text into a file, whole or not at all; a link stays one. Raises ConfigError.

    The file keeps its permissions; a new one is 0600, in a folder that is 0700.
    """
    target = Path(os.path.realpath(path))
    new = ""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, new = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            if target.exists() and hasattr(os, "fchmod"):  # Windows knows no such permissions
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            # Without this a power cut may leave the new name with nothing in it.
            os.fsync(file.fileno())
        Path(new).replace(target)
    except OSError as error:
        if new:
            Path(new).unlink(missing_ok=True)
        title = _("{path} cannot be written: {value}").format(
            path=path, value=error.strerror or error
        )
        raise ConfigError(title, _("Nothing has changed.")) from error


def _changed(text: str, path: Key, value: object) -> str:
    """Return the text with one value set, or taken away where `value` is None."""
    table = tomllib.loads(text)
    old = _leaves(table)
    wanted = {key: leaf for key, leaf in old.items() if key[: len(path)] != path}
    if value is not None:
        wanted |= _leaves(value, path)
    is_new = value is not None and _found(table, path) is None
    ways = (_placed, _replaced) if is_new else (_replaced,)
    for way in ways if value is not None else (_commented_out, _replaced):
        new = way(text, path, value)
        # What looked like a header, say, may have been a line of a longer text.
        if _is_toml(new) and _leaves(tomllib.loads(new)) == wanted:
            return new
    raise _refused(path)


def _replaced(text: str, path: Key, value: object) -> str:
    """Return the text with a value in the place that TOML gives it; what is not there, is made."""
    *outer, key = path
    try:
        document = tomlkit.parse(text)
        table: Any = document
        for name in outer:
            if name not in table:
                if value is None:
                    return text
                # Between two headers, the outer one would only be an empty line in the file.
                table[name] = tomlkit.table(is_super_table=name != outer[-1])
            table = table[name]
        if value is not None:
            table[key] = tomlkit.value(written(value))
        elif key in table:
            del table[key]
        return tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError) as error:
        raise _refused(path) from error


def _placed(text: str, path: Key, value: object) -> str:
    """Return the text with a new line for a value, under the header of its table."""
    *outer, key = path
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"{key_text(key)} = {written(value)}{end}"
    lines = [f"{each}\n" for each in text.split("\n")]
    headers = [at for at, each in enumerate(lines) if _HEADER.match(each)]
    first = next((at + 1 for at in headers if _names(lines[at], tuple(outer))), 0)
    if outer and not first:
        full = text if text.endswith("\n") or not text else f"{text}{end}"
        header = ".".join(map(key_text, outer))
        return f"{full}{end if full else ''}[{header}]{end}{line}"
    last = next((at for at in headers if at >= first), len(lines))
    # What is commented out has no space behind its sign; a sentence has one.
    waiting = re.compile(rf"[ \t]*#{re.escape(key)}[ \t]*=")
    at = next((at for at in range(first, last) if waiting.match(lines[at])), None)
    if at is None:
        lines.insert(first, line)
    else:
        lines[at] = line
    return "".join(lines)[:-1]


def _commented_out(text: str, path: Key, _unused: object) -> str:
    """Return the text with a value's line as it is shipped, if it stands where that one did."""
    spot, found = positions(text).get(path), shipped_line(path)
    if spot is None or found is None:
        return text
    line, neighbours = found
    lines = text.split("\n")
    at = spot.key[0] - 1
    beside = {each.rstrip("\r") for each in (*lines[at - 1 : at], *lines[at + 1 : at + 2])}
    # A file of the person's own making has no such neighbours, and gets no strange comments.
    if not beside & neighbours:
        return text
    end = "\r" if lines[at].endswith("\r") else ""
    return "\n".join((*lines[:at], f"{line}{end}", *lines[at + 1 :]))


def _names(line: str, path: Key) -> bool:
    """Tell whether a line is the header of this table."""
    return _is_toml(line) and _found(tomllib.loads(line), path) == {}


def _is_toml(text: str) -> bool:
    """Tell whether a text can be read at all."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _leaves(value: object, path: Key = ()) -> dict[Key, object]:
    """Return every value that is no table, by its path."""
    if not isinstance(value, dict):
        return {path: value}
    found: dict[Key, object] = {}
    for key, item in value.items():
        found |= _leaves(item, (*path, key))
    return found


def _found(table: object, path: Key) -> object:
    """Return what stands at a path, or None."""
    for name in path:
        table = table.get(name) if isinstance(table, dict) else None
    return table


def _plain(value: object) -> object:
    """Return a value as TOML has it: lists for tuples, texts for the types of the settings."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if hasattr(value, "read") or isinstance(value, str):
        return str(value)
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _refused(path: Key) -> ConfigError:
    key = Problem(path).key
    return ConfigError(
        _("{plain} cannot be changed where it stands").format(plain=values.plain(key)), _(_MINE)
    )
