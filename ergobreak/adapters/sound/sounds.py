"""What is heard of a break, after `[sound]`: soft tones, and the titles read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.adapters.sound import player, tones
from ergobreak.adapters.sound.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Thread


class Sounds:
    """Each method returns at once. `end_with`: hands-free | always | never; `volume` in percent."""

    def __init__(
        self,
        env: Mapping[str, str],
        *,
        is_start_heard: bool,
        end_with: str,
        volume: int,
        is_spoken: bool,
    ) -> None:
        self._env = env
        self._is_start_heard = is_start_heard
        self._end_with = end_with
        self._volume = volume
        self._speech = Speech() if is_spoken else None

    def start(self) -> Thread | None:
        """Sound the beginning of a break, where that is wanted; return what plays it."""
        return self._play(tones.START) if self._is_start_heard else None

    def end(self, *, hands_free: bool) -> Thread | None:
        """Sound the end; `hands_free`: the person follows it away from keys and pointer."""
        is_wanted = self._end_with == "always" or (self._end_with == "hands-free" and hands_free)
        return self._play(tones.END) if is_wanted else None

    def say(self, text: str) -> None:
        """Read aloud what is to be done now, where that is wanted."""
        if self._speech is not None and text:
            self._speech.say(text)

    def _play(self, notes: tones.Notes) -> Thread | None:
        if self._volume <= 0:
            return None
        return player.play(tones.wav(notes, self._volume), self._env)
