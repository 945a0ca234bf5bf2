"""Opens a file or a page in the program that the desktop has for it.

Rules of this file:
1. What is opened lives on without us, in a session of its own; nobody waits for it.
2. The openers of the desktop say only by an early end that they could not; those that stay are
   the program itself. `open_path` blocks for that moment, so it is no business of the engine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

REGRET_WITHIN: Final = 2.0  # seconds; xdg-open without a fitting program ends in a tenth of that


def open_path(path: Path, env: Mapping[str, str]) -> bool:
    """Open a file in the desktop's program for it, and tell whether that could be started.

    `env` is the environment of the person's session. Blocks for up to two seconds for each opener
    that cannot do it; never raises.
    """
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606  the person's own file
        except OSError:
            return False
        return True
    if sys.platform == "darwin":
        return start_detached(["open", str(path)], env)
    if not has_desktop(env):
        return False
    return any(start_detached([*opener, str(path)], env) for opener in (["xdg-open"], _GIO))


_GIO: Final = ["gio", "open"]


def has_desktop(env: Mapping[str, str]) -> bool:
    """Tell whether this environment names a screen on which something could open."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def start_detached(command: Sequence[str], env: Mapping[str, str]) -> bool:
    """Start a program in a session of its own; False: it is not there, or failed at once."""
    quiet = subprocess.DEVNULL
    try:
        child = subprocess.Popen(
            command,
            env=dict(env),
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            # Not where the person happens to be: that could be a stick to be pulled out.
            cwd="/",
            start_new_session=True,
        )
    except OSError:
        return False
    # A thread, because to wait with a deadline would be to look again and again.
    waiting = Thread(target=child.wait, name="opener", daemon=True)
    waiting.start()
    waiting.join(REGRET_WITHIN)
    return waiting.is_alive() or child.returncode == 0
