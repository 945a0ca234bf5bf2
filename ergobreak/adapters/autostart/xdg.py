"""Autostart as freedesktop.org has it: an entry that every desktop reads at login."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.autostart.entry import Found, program_of, remove, write
from ergobreak.adapters.desktop_entry import as_value, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.adapters.autostart.entry import Start

WAY: Final = "xdg"
_FILE: Final = "autostart/ergobreak.desktop"
_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')

_TEXT: Final = """\
[Desktop Entry]
Version=1.4
Type=Application
Name=ergobreak
GenericName=Break reminder
Comment=Stretch breaks, short walks, posture and water, at a moment that suits
Exec={command}
TryExec={program}
Path=/
Icon=ergobreak
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
"""


def turn_on(start: Start, env: Mapping[str, str]) -> Found:
    """Write the entry; raises OSError."""
    config = folder(env)
    command = " ".join(map(quoted, start.words("start")))
    write(config / _FILE, _TEXT.format(command=command, program=as_value(start.program)), config)
    return Found(WAY, str(config / _FILE), program=start.program)


def turn_off(env: Mapping[str, str]) -> bool:
    """Remove the entry, and tell whether there was one; raises OSError."""
    return remove(folder(env) / _FILE, folder(env))


def look(env: Mapping[str, str]) -> Found | None:
    """Return what is there; a desktop's own settings switch it off in the file itself."""
    path = folder(env) / _FILE
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    keys = dict(line.partition("=")[::2] for line in text.splitlines() if "=" in line)
    is_off = keys.get("Hidden") == "true" or keys.get("X-GNOME-Autostart-enabled") == "false"
    return Found(WAY, str(path), is_on=not is_off, program=program_of(_words(keys.get("Exec", ""))))


def folder(env: Mapping[str, str]) -> Path:
    """Return the person's folder of settings."""
    named = env.get("XDG_CONFIG_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path("~/.config").expanduser()


def _words(line: str) -> list[str]:
    """Return the words of an Exec line, as the rules for such files read them."""
    found = _WORD.findall(line.replace("\\\\", "\\"))
    words = [re.sub(r"\\(.)", r"\1", quoted_) if quoted_ else bare for quoted_, bare in found]
    return [word.replace("%%", "%") for word in words]
