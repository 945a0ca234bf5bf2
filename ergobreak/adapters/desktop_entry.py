"""ergobreak in the desktop's menu of applications: the entry and its icon, put there and removed.

Rules of this file:
1. It is the person's own folder, as `XDG_DATA_HOME` says; nothing needs a password.
2. What was made is removed again, and with it each folder that is empty then.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import private
from ergobreak.adapters.tray import icons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ENTRY: Final = "applications/ergobreak.desktop"
_THEME: Final = "icons/hicolor"
_ICON: Final = f"{_THEME}/128x128/apps/ergobreak.png"

_HERE: Final = Path(__file__).resolve().parents[1]
# In a wheel the file lies beside the package's own settings, in a checkout in the folder `config`.
_SHIPPED: Final = (
    _HERE / "config" / "ergobreak.desktop",
    _HERE.parent / "config" / "ergobreak.desktop",
)
# What the rules for these files want quoted, and what they want escaped inside the quotes.
_RESERVED: Final = re.compile(r"[\s\"'\\><~|&;$*?#()`=%]")
_ESCAPED: Final = re.compile(r"([\"`$\\])")


def folder(env: Mapping[str, str]) -> Path:
    """Return the person's folder for what desktops show."""
    named = env.get("XDG_DATA_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path("~/.local/share").expanduser()


def install(data: Path, command: Sequence[str], program: str) -> list[Path]:
    """Write entry and icon below `data` and return both; raises OSError.

    `command` is how `ergobreak` is called from anywhere. `program` is what has to be there for the
    entry to be shown: with its virtual environment the entry vanishes, too.
    """
    template = next(path for path in _SHIPPED if path.is_file()).read_text(encoding="utf-8")
    entry, icon = data / _ENTRY, data / _ICON
    for path in (entry, icon):
        path.parent.mkdir(parents=True, exist_ok=True)
    # The icon first, and both whole: desktops read the entry the moment it appears.
    private.replaced(icon, icons.app_picture().read_bytes(), 0o644)
    private.replaced(entry, text(template, command, program).encode(), 0o644)
    _renew(data)
    return [entry, icon]


def remove(data: Path) -> list[Path]:
    """Remove what `install` wrote, and empty folders, and return what was there; raises OSError."""
    found = [path for path in (data / _ENTRY, data / _ICON) if path.exists()]
    for path in found:
        path.unlink()
        for parent in path.parents:
            if parent == data:
                break
            with contextlib.suppress(OSError):  # something else lives there
                parent.rmdir()
    _renew(data)
    return found


def text(template: str, command: Sequence[str], program: str) -> str:
    """Return the entry with `command` in the place of every `ergobreak` that is called."""
    called = " ".join(map(quoted, command))
    entry = re.sub(r"^Exec=ergobreak\b", lambda _: f"Exec={called}", template, flags=re.MULTILINE)
    needed = f"TryExec={as_value(program)}"
    return re.sub(r"^TryExec=.*$", lambda _: needed, entry, flags=re.MULTILINE)


def quoted(word: str) -> str:
    """Return one word of a command as an Exec line wants it."""
    if _RESERVED.search(word) or not word:
        word = '"' + _ESCAPED.sub(r"\\\1", word) + '"'
    # First the rule for commands, then the one for all values of such a file.
    return as_value(word.replace("%", "%%"))


def as_value(word: str) -> str:
    """Return a text as such a file holds it: a line end in it must not begin another key."""
    for char, written in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        word = word.replace(char, written)
    return word


def _renew(data: Path) -> None:
    """Let a cache of icons count as old: it knows nothing of what is new below it."""
    theme = data / _THEME
    if (theme / "icon-theme.cache").exists():
        with contextlib.suppress(OSError):
            os.utime(theme)
