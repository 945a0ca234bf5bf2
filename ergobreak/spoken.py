"""Settles which language this process speaks: what the settings say, else what the desktop does.

Rules of this file:
1. The wish is read off its line in the file of settings: the command line cannot wait for a parser
   of TOML before its first word. The daemon goes by the settings themselves.
2. It imports nothing that a bare interpreter has not loaded, as `where` does not.
"""

from __future__ import annotations

import os
import sys

from ergobreak import language, where
from ergobreak.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ergobreak.mo_file import MoFile

FOLDER = os.path.join(os.path.dirname(__file__), "locale")

_KEY = b"language"  # of [locale]; no other key of the settings has this name


def settle(home: str | None = None) -> str:
    """Speak the language of this person from now on; return which one it is."""
    return follow(wish(home))


def follow(asked: str) -> str:
    """Speak the language that the settings name, "auto" for that of the desktop; return which.

    One that there is no catalogue for, or none that can be read, is English.
    """
    name = language.chosen(asked, _environment(), _exists)
    if name != language.spoken():
        language.speak(name, _catalogue(name))
    return language.spoken()


def available() -> list[str]:
    """Return the languages that there are, English first."""
    names = (each.rpartition(".") for each in os.listdir(FOLDER))
    return [language.ENGLISH, *sorted(name for name, _dot, kind in names if kind == "mo")]


def _catalogue(name: str) -> MoFile | None:
    if name == language.ENGLISH:
        return None
    from ergobreak.mo_file import MoFile

    try:
        return MoFile.open(_path(name))
    except (OSError, ValueError):
        return None


def _exists(name: str) -> bool:
    return os.path.isfile(_path(name))


def _path(name: str) -> str:
    return os.path.join(FOLDER, f"{name}.mo")


def wish(home: str | None) -> str:
    """Return what the person's settings say, else those for everybody; "auto" if none does."""
    try:
        folders = (where.folders(home)[0], *where.folders_for_everybody(home))
    except UsageError:
        return "auto"  # whoever needs the folders will say so
    for folder in folders:
        try:
            with open(os.path.join(folder, where.CONFIG), "rb") as file:
                found = _read(file.read())
        except OSError:
            continue
        if found:
            return found
    return "auto"


def _read(settings: bytes) -> str:
    for line in settings.splitlines():
        key, sign, value = line.partition(b"=")
        if sign and key.strip() == _KEY:
            return value.partition(b"#")[0].strip(b" \t\"'").decode("utf-8", "replace")
    return ""


def _environment() -> dict[str, str]:
    """Return the variables of the session, and LANG where the system keeps it elsewhere."""
    if "LANG" in os.environ:
        return dict(os.environ)
    return {"LANG": _OF_SYSTEM.get(sys.platform, str)(), **os.environ}


def _of_windows() -> str:
    import ctypes
    import locale

    library = getattr(ctypes, "windll")  # noqa: B009  only there, and types are looked at here
    return locale.windows_locale.get(library.kernel32.GetUserDefaultUILanguage(), "")


def _of_macos() -> str:
    import subprocess

    asked = ("/usr/bin/defaults", "read", "-g", "AppleLocale")
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    return told.stdout.strip()


_OF_SYSTEM = {"win32": _of_windows, "darwin": _of_macos}
