"""Where the folders of one instance are, as plain text; `paths` makes `Path` objects of it.

Rules of this file:
1. It is the only place that knows the rule, so that the client and the daemon always meet.
2. It imports nothing but our errors and our language that a bare interpreter has not loaded:
   `ergobreak status` waits for it (pathlib alone costs half of what the whole command may take).
"""

from __future__ import annotations

import os
import sys

from ergobreak.errors import UsageError
from ergobreak.language import _

CONFIG = "ergobreak.toml"
LOCK = "lock"
SOCKET = "control"


def folders(home: str | None = None) -> tuple[str, str, str]:
    """Return the folders for config, state, and socket; all `home` (else `ERGOBREAK_HOME`) if set.

    A runtime folder that is missing from the session (cron, ssh, a container), or that belongs to
    somebody else, is replaced by the folder of the state, which is private too. Raises UsageError
    where nobody knows a home.
    """
    chosen = home or os.environ.get("ERGOBREAK_HOME")
    if chosen:
        root = os.path.expanduser(chosen)
        if not os.path.isabs(root):
            root = os.path.join(os.getcwd(), root)
        return root, root, root
    if sys.platform in {"win32", "darwin"}:
        # Imported late and only there: these systems have no variables that could be read instead.
        import platformdirs

        state = platformdirs.user_state_dir("ergobreak", appauthor=False)
        return platformdirs.user_config_dir("ergobreak", appauthor=False), state, state
    config = _base("XDG_CONFIG_HOME", "~/.config")
    state = _base("XDG_STATE_HOME", "~/.local/state")
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    runtime = os.path.join(session, "ergobreak") if _is_own(session) else state
    return config, state, runtime


def folders_for_everybody(home: str | None = None) -> list[str]:
    """Return our folders with settings for every user of this machine, the first goes first.

    With a `home` there are none: what is tried there depends on nothing else. Neither are there on
    systems that know no such folders.
    """
    is_apart = home or os.environ.get("ERGOBREAK_HOME")
    if is_apart or sys.platform in {"win32", "darwin"}:
        return []
    named = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    bases = dict.fromkeys(each for each in named.split(":") if os.path.isabs(each))
    return [os.path.join(each, "ergobreak") for each in bases]


def _is_own(folder: str) -> bool:
    """Tell whether a folder is there and ours; after `su`, a variable may still name another's."""
    try:
        found = os.stat(folder)
    except (OSError, ValueError):
        return False
    return found.st_uid == os.geteuid() and os.path.isdir(folder)


def _base(variable: str, default: str) -> str:
    """Return our folder under an XDG base; a relative one is ignored, as its rules demand."""
    base = os.environ.get(variable, "")
    if not os.path.isabs(base):
        base = os.path.expanduser(default)
    if not os.path.isabs(base):
        # A service or a container without HOME: else a folder called "~" would be made wherever
        # one happens to be, and the daemon, which is elsewhere, would never be found again.
        raise UsageError(
            _("There is no home folder: HOME is not set."), _("Name a folder: ergobreak --home DIR")
        )
    return os.path.join(base, "ergobreak")
