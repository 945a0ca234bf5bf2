"""The sound of a reminder's own: one of our tones, or a file of the person's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.sound import player, tones

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Thread

TONES: Final[Mapping[str, tones.Notes]] = {"rise": tones.START, "fall": tones.END}


def play(wanted: str, volume: int, env: Mapping[str, str]) -> Thread | None:
    """Play a tone by its name, else the file of this path; return what plays it. Never raises.

    `volume` (percent) is that of the tones; a file is as loud as it was recorded.
    """
    if wanted in TONES:
        return player.play(tones.wav(TONES[wanted], volume), env)
    return player.play_file(Path(wanted), env)
