"""Plays a sound by Windows itself. Written from Python's documentation, never run on Windows."""

from __future__ import annotations

import importlib
import logging
import threading
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)

NAME: Final = "winsound"
FORMATS: Final = frozenset({".wav"})  # it takes no other


def play(sound: bytes, library: Any = None) -> None:
    """Play a WAV file's bytes to its end, on the calling thread; a failure costs a line of log."""
    try:
        heard = library or importlib.import_module(NAME)
        heard.PlaySound(sound, heard.SND_MEMORY)
    except (ImportError, RuntimeError) as error:
        _log.info("no sound from Windows: %s", error)


def play_file(file: Path, within: float, library: Any = None) -> None:
    """Play a file, the first seconds (`within`) of a long one, on the calling thread."""
    if file.suffix.lower() not in FORMATS:
        _log.info("no sound: Windows plays WAV files alone, and %s is none", file)
        return
    try:
        heard = library or importlib.import_module(NAME)
        # Without SND_NODEFAULT a file that is missing would be the bell of the system.
        heard.PlaySound(str(file), heard.SND_FILENAME | heard.SND_ASYNC | heard.SND_NODEFAULT)
        threading.Event().wait(within)
        heard.PlaySound(None, 0)
    except (ImportError, RuntimeError) as error:
        _log.info("no sound from Windows: %s", error)
