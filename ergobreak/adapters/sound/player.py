"""Plays a short sound by a program of the desktop, without waiting for its end."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_log = logging.getLogger(__name__)

# The first of these that is there; each takes the file as its last word.
PLAYERS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "linux": (("pw-play",), ("paplay",), ("aplay", "-q"), ("ffplay", "-nodisp", "-autoexit")),
    "darwin": (("afplay",),),
}
WITHIN: Final = 10.0  # seconds; a sound server that hangs must leave no process behind


def find_players(env: Mapping[str, str], platform: str = sys.platform) -> list[list[str]]:
    """Return the commands that may play a file, best first; none: nothing here can."""
    path = env.get("PATH")
    found = ((shutil.which(name, path=path), rest) for name, *rest in PLAYERS.get(platform, ()))
    return [[name, *rest] for name, rest in found if name]


def serves(env: Mapping[str, str], platform: str = sys.platform) -> str:
    """Return the name of what plays here, or nothing."""
    if platform == "win32":
        from ergobreak.adapters.sound import on_windows

        return on_windows.NAME
    return next((Path(command[0]).name for command in find_players(env, platform)), "")


def play(sound: bytes, env: Mapping[str, str]) -> Thread | None:
    """Play a WAV file's bytes; return the thread that sees it through, None: nothing can play it.

    Whatever goes wrong costs the sound and a line in the log.
    """
    if sys.platform == "win32":
        from ergobreak.adapters.sound import on_windows

        return _started(lambda: on_windows.play(sound))
    players = find_players(env)
    if not players:
        return None
    return _started(lambda: _play(players, sound, env))


def play_file(file: Path, env: Mapping[str, str]) -> Thread | None:
    """Play a sound file, the first seconds (WITHIN) of a long one; otherwise as `play`."""
    if sys.platform == "win32":
        from ergobreak.adapters.sound import on_windows

        return _started(lambda: on_windows.play_file(file, WITHIN))
    players = find_players(env)
    if not players:
        return None

    def work() -> None:
        # Reading a pipe or a device might never end.
        if file.is_file():
            _first(players, str(file), env)
        else:
            _log.info("no sound: %s is no file", file)

    return _started(work)


def _started(work: object) -> Thread:
    thread = Thread(target=work, name="sound", daemon=True)  # type: ignore[arg-type]  # a callable
    thread.start()
    return thread


def _play(players: Sequence[Sequence[str]], sound: bytes, env: Mapping[str, str]) -> None:
    """Let the first play it that can: one may be there while its server is not."""
    number, name = tempfile.mkstemp(".wav", "ergobreak-", env.get("XDG_RUNTIME_DIR"))
    try:
        with os.fdopen(number, "wb") as file:
            file.write(sound)
        _first(players, name, env)
    except OSError as error:
        _log.info("no sound: %s", error)
    finally:
        Path(name).unlink(missing_ok=True)


def _first(players: Sequence[Sequence[str]], name: str, env: Mapping[str, str]) -> None:
    next((command for command in players if _is_played([*command, name], env)), None)


def _is_played(command: Sequence[str], env: Mapping[str, str]) -> bool:
    try:
        subprocess.run(
            command,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=WITHIN,
        )
    except subprocess.SubprocessError as error:
        _log.info("no sound from %s: %s", command[0], error)
        return False
    return True
