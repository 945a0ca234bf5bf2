"""The one line about the week before, with at most one offer: asked for, shown, and answered.

The figures are worked out by a command in a short-lived child: the daemon does not read the log.
"""

from __future__ import annotations

import json
import logging
import subprocess
from datetime import date
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from ergobreak import notices
from ergobreak.control import lifecycle

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.view import Notice
    from ergobreak.paths import Paths

_log = logging.getLogger(__name__)

WITHIN: Final = 30.0  # seconds; a year of log takes a third of one
ANSWERS: Final = ("yes", "keep", "never")


def is_new_week(day: str, since: str) -> bool:
    """Tell whether a day is the first of its week, after a day of an earlier one (YYYY-MM-DD)."""
    if not since:
        return False
    return date.fromisoformat(day).isocalendar()[:2] > date.fromisoformat(since).isocalendar()[:2]


class Monday:
    """One for a daemon. `show` gets the notice, on a thread of its own; `asks` adds a question."""

    def __init__(self, paths: Paths, show: Callable[[Notice], None], *, asks: bool = False) -> None:
        self._paths = paths
        self._show = show
        self.asks = asks
        self._offer = ""

    def tell(self) -> Thread:
        """Work out the line and show it, if there is one; returns at once."""
        return _started(self._tell)

    def answer(self, answer: str) -> Thread | None:
        """Take an answer to the offer, or to the line itself; returns at once."""
        if answer not in ANSWERS:
            return None
        words = ["--monday", answer]
        if answer != "never":
            words += ["--offer", self._offer]
        return _started(lambda: self._answer(words))

    def _tell(self) -> None:
        said = self._asked(["--monday", "--json"])
        line: dict[str, Any] = json.loads(said) if said else {}
        if not line:
            return
        offer = line.get("offer") or {}
        self._offer = str(offer.get("id", ""))
        told = str(offer.get("text", ""))
        self._show(notices.of_monday(str(line["text"]), told, asks=self.asks))

    def _answer(self, words: list[str]) -> None:
        said = self._asked(words)
        if said:
            self._show(notices.of_words(notices.MONDAY_TOLD, said))

    def _asked(self, words: list[str]) -> str:
        try:
            done = subprocess.run(
                lifecycle.command(self._paths, "stats", *words),
                env=lifecycle.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=WITHIN,
                cwd="/",
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.warning("the line about the week cannot be had: %s", error)
            return ""
        if done.returncode:
            _log.warning("the line about the week cannot be had: %s", done.stderr.strip()[-500:])
            return ""
        return done.stdout.strip()


def _started(work: Callable[[], None]) -> Thread:
    thread = Thread(target=work, name="monday", daemon=True)
    thread.start()
    return thread
