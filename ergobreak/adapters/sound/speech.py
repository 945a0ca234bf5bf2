"""Reads short texts aloud through plyer, where the desktop has a voice (espeak, flite)."""

from __future__ import annotations

import logging
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from ergobreak.language import _

_log = logging.getLogger(__name__)

LONGEST: Final = 200  # letters


class Speech:
    """Speaks on a thread of its own; a newer text goes before those that have not begun.

    plyer waits for the end of each text, so whoever calls it has to be able to wait.
    """

    def __init__(self) -> None:
        self._texts: SimpleQueue[str] = SimpleQueue()
        self._thread: Thread | None = None
        self.reason = ""
        """Why nothing is heard; empty while nothing has failed."""

    def say(self, text: str) -> None:
        """Speak this soon; returns at once."""
        self._texts.put(text)
        if self._thread is None:
            self._thread = Thread(target=self._work, name="speech", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while not self.reason:
            text = self._latest()
            try:
                self._speak(text)
            except Exception as error:  # noqa: BLE001 - plyer raises what its back-ends raise
                self.reason = _("no voice: install espeak")
                _log.info("nothing is spoken: %r", error)

    def _latest(self) -> str:
        """Wait for a text; of several the last one counts."""
        text = self._texts.get()
        while True:
            try:
                text = self._texts.get_nowait()
            except Empty:
                return text

    def _speak(self, text: str) -> None:
        from plyer import tts

        # A leading hyphen would be taken for an option by the program that speaks.
        tts.speak(message=f" {' '.join(text.split())[:LONGEST]}")
