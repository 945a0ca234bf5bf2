"""A program named notify-send that writes down how it was called, or hangs when told to."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
#!/bin/sh
printf '%s\\0' "$@" '--end--' >> '{folder}/calls'
if [ -e '{folder}/hang' ]; then
    echo $$ >> '{folder}/pids'
    exec sleep 60
fi
"""


class NotifySend:
    """A folder for the front of PATH, with the program in it, and what became of its calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = folder / "notify-send"
        program.write_text(SCRIPT.format(folder=folder), encoding="utf-8")
        program.chmod(0o755)

    def calls(self) -> list[list[str]]:
        """Return the arguments of each call so far."""
        log = self.folder / "calls"
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        calls = [call.split("\0") for call in text.split("\0--end--\0")]
        return calls[:-1]

    def hang(self) -> None:
        """Let each call from now on last for ever."""
        (self.folder / "hang").touch()

    def hanging(self) -> list[int]:
        """Return the process ids of the calls that hang or have hung."""
        pids = self.folder / "pids"
        return [int(word) for word in pids.read_text().split()] if pids.exists() else []

    def recover(self) -> None:
        """End the calls that hang, and let the next ones pass."""
        (self.folder / "hang").unlink(missing_ok=True)
        for pid in self.hanging():
            os.kill(pid, signal.SIGKILL)
        (self.folder / "pids").unlink(missing_ok=True)
