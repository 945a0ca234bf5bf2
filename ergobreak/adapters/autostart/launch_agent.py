"""Autostart on macOS: a property list for launchd. Never tried on a real machine."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.autostart.entry import Found, program_of, remove, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.adapters.autostart.entry import Start

WAY: Final = "launchd"
LABEL: Final = "ergobreak"
_FILE: Final = f"LaunchAgents/{LABEL}.plist"


def content(start: Start) -> bytes:
    """Return the property list."""
    data: dict[str, object] = {
        "Label": LABEL,
        "ProgramArguments": [start.program, *start.options, "run"],
        "RunAtLoad": True,
        # Ended by the person it stays ended; after a crash it comes back.
        "KeepAlive": {"SuccessfulExit": False},
        "ProcessType": "Interactive",
        "WorkingDirectory": "/",
        "Umask": 0o077,
    }
    if start.package_path:
        data["EnvironmentVariables"] = {"PYTHONPATH": start.package_path}
    return plistlib.dumps(data)


def turn_on(start: Start, env: Mapping[str, str]) -> Found:
    """Write the property list; raises OSError."""
    write(_folder(env) / _FILE, content(start), _folder(env))
    return Found(WAY, str(_folder(env) / _FILE), program=start.program)


def turn_off(env: Mapping[str, str]) -> bool:
    """Remove it, and tell whether there was one; raises OSError."""
    return remove(_folder(env) / _FILE, _folder(env))


def look(env: Mapping[str, str]) -> Found | None:
    """Return what is there; a file that is no property list starts nothing."""
    path = _folder(env) / _FILE
    try:
        data = plistlib.loads(path.read_bytes())
    except OSError:
        return None
    except (plistlib.InvalidFileException, ValueError):
        return Found(WAY, str(path), is_on=False)
    is_on = isinstance(data, dict) and not data.get("Disabled", False)
    words = data.get("ProgramArguments", []) if isinstance(data, dict) else []
    return Found(WAY, str(path), is_on, program_of([str(word) for word in words]))


def _folder(env: Mapping[str, str]) -> Path:
    home = env.get("HOME", "")
    return (Path(home) if home else Path("~").expanduser()) / "Library"
