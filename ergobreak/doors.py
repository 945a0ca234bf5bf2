"""What the menu opens outside the daemon: the status window, the settings, the help, and why.

Each is a command in a short-lived child: a window must not cost the daemon its memory, and one
that hangs must not hold up the tray.
"""

from __future__ import annotations

import logging
import subprocess
from threading import Thread
from typing import TYPE_CHECKING, Final

from ergobreak.control import lifecycle

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.paths import Paths

_log = logging.getLogger(__name__)

# A line of the menu, and the command that is behind it.
COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "log": ("window",),
    "window": ("window",),
    "settings": ("settings",),
    "help": ("help", "--open"),
    "hurts": ("help", "--open"),
    "setup": ("setup", "--window"),
    "why": ("why",),
    "restart": ("restart",),
}
SPOKEN: Final = frozenset({"why"})  # what it prints is the answer; the others open something
WITHIN: Final = 20.0  # seconds for what is to say something


class Doors:
    """Opens things for the person, each for this instance, in the session as it is by then.

    `told` gets what a child says or complains of; it is called on a thread of its own.
    """

    def __init__(self, paths: Paths, told: Callable[[str, str], None]) -> None:
        self._paths = paths
        self._told = told

    def has(self, command: str) -> bool:
        """Tell whether a line of the menu is a door."""
        return command in COMMANDS

    def open(self, command: str) -> None:
        """Open one, and return at once."""
        Thread(target=self._open, args=(command,), name="door", daemon=True).start()

    def _open(self, command: str) -> None:
        try:
            done = subprocess.run(
                lifecycle.command(self._paths, *COMMANDS[command]),
                env=lifecycle.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=WITHIN if command in SPOKEN else None,
                cwd="/",
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.warning("%s cannot be opened: %s", command, error)
            return
        if command in SPOKEN and not done.returncode:
            self._told(command, done.stdout.strip())
        elif done.returncode:
            self._told(command, done.stderr.strip() or done.stdout.strip())
