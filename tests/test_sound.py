"""The tones of a break, played on a real sound server; and what is spoken."""

from __future__ import annotations

import io
import os
import wave
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.sound import chime, on_windows, player, tones
from ergobreak.adapters.sound.sounds import Sounds
from tests.services.sound import PULSEAUDIO, SoundServer, missing_packages
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path


def samples(sound: bytes) -> array[int]:
    """Return the samples of a WAV file."""
    with wave.open(io.BytesIO(sound)) as file:
        return array("h", file.readframes(file.getnframes()))


def sounds(env: dict[str, str], **look: object) -> Sounds:
    """Return the sounds as the config has them by default, but for `look`."""
    found = Sounds(env)
    usual = {"sound_start": False, "sound_end": "hands-free", "volume": 50, "speech": False}
    found.follow({**usual, **look})
    return found


@pytest.mark.parametrize("notes", [tones.START, tones.END])
def test_a_tone_begins_and_ends_without_a_click(notes: tones.Notes) -> None:
    """The first and the last samples are silence, and no step between two is loud."""
    heard = samples(tones.wav(notes, 100))

    assert heard[0] == 0
    assert abs(heard[-1]) < 50
    assert max(abs(a - b) for a, b in pairwise(heard)) < 6000


def test_the_volume_is_that_of_the_settings() -> None:
    """A hundred percent is half of full scale, half of it a quarter of that, nought is silence."""
    loud, half, mute = (max(samples(tones.wav(tones.END, at))) for at in (100, 50, 0))

    assert 15_000 < loud <= 16_384
    assert abs(half - loud / 4) < 20
    assert mute == 0


def test_only_what_is_wanted_is_heard() -> None:
    """By default a break begins in silence; without volume, or if never wanted, it ends so too."""
    nowhere = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PULSE_SERVER": "none"}

    assert sounds(nowhere).start() is None
    assert Sounds(nowhere).end() is None
    assert sounds(nowhere, volume=0).end() is None
    assert sounds(nowhere, sound_end="never").end() is None


@pytest.mark.posix("players that are programs")
def test_without_a_player_there_is_no_sound_and_no_error() -> None:
    """A desktop without any of the programs stays silent."""
    assert player.find_players({"PATH": "/nonexistent"}, "linux") == []
    assert player.play(tones.wav(tones.END, 50), {"PATH": "/nonexistent"}) is None


@pytest.mark.desktop
def test_the_end_reaches_the_loudspeaker(tmp_path: Path) -> None:
    """A real sound server gets it though a player of another one comes first; no file is left."""
    if missing := missing_packages():
        pytest.skip(f"needs the Debian packages {', '.join(missing)}")
    with SoundServer(tmp_path, PULSEAUDIO) as server:
        env = {**server.env, "PULSE_SERVER": f"unix:{server.socket}"}
        thread = sounds(env, volume=1).end()
        assert thread is not None
        wait_for(lambda: server.pactl("list", "short", "sink-inputs"), 5.0, "it is played")
        thread.join(10.0)
        assert not thread.is_alive()
        assert not list((tmp_path / "run").glob("ergobreak-*"))


@pytest.mark.posix("scripts with a first line")
def test_speech_takes_the_newest_text(tmp_path: Path) -> None:
    """A real program is given the words; what a newer text has overtaken is not spoken."""
    voice = tmp_path / "espeak"
    said = tmp_path / "said"
    voice.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {said}\n', encoding="utf-8")
    voice.chmod(0o755)
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{tmp_path}:{path}"
    try:
        spoken = sounds({}, sound_end="never", volume=0, speech=True)
        spoken.say("- Slow head turn")
        wait_for(lambda: said.exists() and said.read_text(encoding="utf-8"), 10.0, "it speaks")
        assert said.read_text(encoding="utf-8") == " - Slow head turn\n"
    finally:
        os.environ["PATH"] = path


@pytest.mark.linux("its players")
def test_a_file_of_ones_own_is_played_and_nothing_else(tmp_path: Path) -> None:
    """A tone by its name or a file by its path; a pipe, or what is not there, plays nothing."""
    player_file, played = tmp_path / "pw-play", tmp_path / "played"
    player_file.write_text(f'#!/bin/sh\necho "$1" >> {played}\n')
    player_file.chmod(0o755)
    (tmp_path / "drop.wav").write_bytes(b"RIFF")
    os.mkfifo(tmp_path / "pipe")
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "XDG_RUNTIME_DIR": str(tmp_path)}

    for wanted in ("pipe", "gone.wav", "drop.wav"):
        thread = chime.play(str(tmp_path / wanted), 50, env)
        assert thread is not None
        thread.join(10.0)
    assert played.read_text().splitlines() == [str(tmp_path / "drop.wav")]

    thread = chime.play("rise", 50, env)
    assert thread is not None
    thread.join(10.0)
    assert played.read_text().splitlines()[1].endswith(".wav")
    assert chime.play("rise", 50, {"PATH": ""}) is None


class WindowsSound:
    """Stands in for Python's module, which is on Windows alone."""

    SND_MEMORY, SND_FILENAME, SND_ASYNC, SND_NODEFAULT = 4, 0x20000, 1, 2

    def __init__(self, fault: str = "") -> None:
        self.heard: list[tuple[object, int]] = []
        self._fault = fault

    def PlaySound(self, sound: object, flags: int) -> None:  # noqa: N802 - Microsoft's name
        """Note what is to be heard, or fail as the module does."""
        if self._fault:
            raise RuntimeError(self._fault)
        self.heard.append((sound, flags))


def test_windows_plays_by_itself(tmp_path: Path) -> None:
    """Bytes are heard to their end; a file is ended in time, and never rings the system's bell."""
    system = WindowsSound()

    on_windows.play(b"RIFF", system)
    on_windows.play_file(tmp_path / "gong.WAV", 0.01, system)
    on_windows.play_file(tmp_path / "gong.ogg", 0.01, system)

    file = str(tmp_path / "gong.WAV")
    assert system.heard == [(b"RIFF", 4), (file, 0x20003), (None, 0)]


def test_windows_without_a_sound_costs_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A machine without a loudspeaker, and one that is no Windows, cost a line of the log each."""
    caplog.set_level("INFO")
    on_windows.play(b"RIFF", WindowsSound("no device"))
    on_windows.play_file(tmp_path / "gong.wav", 0.01, WindowsSound("no device"))
    on_windows.play(b"RIFF")

    assert [record.message[:21] for record in caplog.records] == ["no sound from Windows"] * 3


@pytest.mark.posix("programs without a suffix")
@pytest.mark.parametrize(("platform", "name"), [("win32", "winsound"), ("darwin", "afplay")])
def test_each_system_has_its_own_player(tmp_path: Path, platform: str, name: str) -> None:
    """What plays there is named, so that nobody is told to install what is no part of it."""
    player_ = tmp_path / "afplay"
    player_.write_text("", encoding="utf-8")
    player_.chmod(0o755)

    assert player.serves({"PATH": str(tmp_path)}, platform) == name
