"""What is heard of a break, after `[sound]`: soft tones, and what is to be done, read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Thread

    from ergobreak.adapters.sound.speech import Speech


class Sounds:
    """Silent until `follow` says what is wanted. Each method returns at once, and none fails."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._is_start_heard = False
        self._end_with = "never"
        self._volume = 0
        self._speech: Speech | None = None

    def follow(self, look: Mapping[str, Any]) -> None:
        """Take over the table `[sound]`, as guidance.py passes it on; absent: as it was."""
        self._is_start_heard = look.get("sound_start", self._is_start_heard)
        self._end_with = look.get("sound_end", self._end_with)
        self._volume = look.get("volume", self._volume)
        if look.get("speech") and self._speech is None:
            from ergobreak.adapters.sound.speech import Speech

            self._speech = Speech()

    def start(self) -> Thread | None:
        """Sound the beginning of a break, where that is wanted; return what plays it."""
        return self._play("START") if self._is_start_heard else None

    def end(self) -> Thread | None:
        """Sound the end of a break that has run to it: who followed it has not looked at it."""
        return None if self._end_with == "never" else self._play("END")

    def say(self, text: str) -> None:
        """Read aloud what is to be done now, where that is wanted."""
        if self._speech is not None and text:
            self._speech.say(text)

    def _play(self, name: Literal["START", "END"]) -> Thread | None:
        if self._volume <= 0:
            return None
        # Most windows are silent, and what starts a player loads a third of what they need.
        from ergobreak.adapters.sound import player, tones

        return player.play(tones.wav(getattr(tones, name), self._volume), self._env)
