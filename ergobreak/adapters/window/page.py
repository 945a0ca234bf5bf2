"""Has the page of a break opened in the browser, by a short-lived process."""

from __future__ import annotations

import json
import logging
import subprocess
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_log = logging.getLogger(__name__)

WITHIN: Final = 20.0  # seconds; a browser that is started by it lives on without it


class BreakPage:
    """`command` writes and opens the file `page` for the line on its input.

    `env` is asked each time.
    """

    def __init__(
        self, page: Path, command: Sequence[str], env: Callable[[], Mapping[str, str]]
    ) -> None:
        self._page = page
        self._command = list(command)
        self._env = env

    def open(self, line: Mapping[str, Any]) -> Thread:
        """Open the page of a break, and return at once; what fails costs a line in the log."""
        thread = Thread(target=self._open, args=(json.dumps(line),), name="page", daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Remove the page from the disk; a browser that shows it goes on to."""
        self._page.unlink(missing_ok=True)

    def _open(self, line: str) -> None:
        try:
            done = subprocess.run(
                self._command,
                input=f"{line}\n",
                env=dict(self._env()),
                capture_output=True,
                text=True,
                check=False,
                timeout=WITHIN,
                cwd="/",
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.warning("the page of the break cannot be opened: %s", error)
            return
        if done.returncode:
            _log.warning("the page of the break cannot be opened: %s", done.stderr.strip()[-500:])
