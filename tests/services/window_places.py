"""A break window whose process is a stand-in: what it was told, and what it says when asked to."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from ergobreak.adapters.window.break_window import Patience, ProcessWindow
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from ergobreak.core.events import Command

SCRIPT: Final = Path(__file__).with_name("stand_in_window.py")
READY: Final = '{"told": "ready"}'
PROMPTED: Final = '{"told": "painted", "prompt": "PROMPT", "phase": "prompt"}'
GUIDING: Final = '{"told": "painted", "prompt": "PROMPT", "phase": "break"}'
WELL: Final = {
    "prepare": [READY],
    "prompt": [PROMPTED],
    "break": [GUIDING],
    "close": ["exit"],
}
"""How a window in good order answers."""


class Stage:
    """The adapter with such a process, as a context manager; nothing of it is left behind."""

    def __init__(
        self, folder: Path, patience: Patience | None = None, **replies: list[str]
    ) -> None:
        """Let it answer as one in good order does, but for `replies`."""
        self._log = folder / "told"
        self._words = folder / "words"
        os.mkfifo(self._words)
        command = [sys.executable, "-I", "-S", str(SCRIPT), str(self._log), str(self._words)]
        self.window = ProcessWindow(
            [*command, json.dumps({**WELL, **replies})],
            lambda: {"LANG": "C.UTF-8"},
            patience=patience or Patience(),
        )
        self.events: list[tuple[str, Command]] = []
        self.shown: list[tuple[str, bool]] = []
        self.window.start(
            lambda prompt, event: self.events.append((prompt, event)),
            lambda prompt, ok: self.shown.append((prompt, ok)),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.window.stop()
        wait_for(lambda: not self.living(), what="the end of every process")

    def told(self) -> list[dict[str, Any]]:
        """Return what the processes have been told so far, in order."""
        return [entry["line"] for entry in self._entries()]

    def did(self) -> list[str]:
        """Return what they were told to do, a word each."""
        return [line["do"] for line in self.told()]

    def waits_for(self, *words: str) -> None:
        """Wait until they have been told to do exactly this."""
        wait_for(lambda: self.did() == list(words), what=f"{words}")

    def pids(self) -> list[int]:
        """Return the processes that there were, in order."""
        return list(dict.fromkeys(entry["pid"] for entry in self._entries()))

    def living(self) -> list[int]:
        """Return those that have not ended."""
        return [pid for pid in self.pids() if Path(f"/proc/{pid}").exists()]

    def says(self, *lines: dict[str, Any] | str) -> None:
        """Let the process say this."""
        text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        self._words.write_text("".join(f"{line}\n" for line in text), encoding="utf-8")

    def _entries(self) -> list[dict[str, Any]]:
        if not self._log.exists():
            return []
        text = self._log.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
