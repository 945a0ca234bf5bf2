"""The hooks of the recipes do what they say, with the real programs."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import config
from tests.hooks.kit import begun, settle, told
from tests.integration.daemon import command
from tests.services.player import Player
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
RECIPES: Final = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
BLOCKS: Final[list[str]] = re.findall(
    r"^```toml\n(\[hooks.*?)^```", RECIPES, re.DOTALL | re.MULTILINE
)
WITHIN: Final = 20.0


def recipe(name: str) -> str:
    """Return the block of the recipes that begins with a hook of this name."""
    return next(block for block in BLOCKS if block.startswith(f"[hooks.{name}]\n"))


def needs(*programs: str) -> pytest.MarkDecorator:
    """Return a mark that says which programs a test needs."""
    lost = [each for each in programs if shutil.which(each) is None]
    return pytest.mark.skipif(bool(lost), reason=f"needs {', '.join(lost)}")


def test_every_recipe_is_sound() -> None:
    """Each block is taken by the check without a word."""
    assert len(BLOCKS) == 5
    assert [config.read(block).problems for block in BLOCKS] == [()] * 5


@pytest.mark.slow
@needs("playerctl", "dbus-daemon")
def test_music_stops_for_a_break(home: Path, tmp_path: Path) -> None:
    """A player on the session's bus is paused when a stretch begins, and plays when it is over."""
    settle(home, recipe("music"))
    with PrivateBus(tmp_path) as bus, Player(bus.address) as player:
        env = {"DBUS_SESSION_BUS_ADDRESS": bus.address}
        with begun(home, "--answer", "complete", env=env) as daemon:
            daemon.ask("advance 100m")
            daemon.ask("take stretch")
            wait_for(lambda: "Pause" in player.heard, WITHIN, daemon.complaints)
            daemon.ask("advance 10m")
            wait_for(lambda: player.heard[-1] == "Play", WITHIN, daemon.complaints)

            wait_for(lambda: told(daemon)["music-again"]["last"], WITHIN)
            assert told(daemon)["music"]["last"]["result"] == "exit code 0"
            assert told(daemon)["music-again"]["last"]["result"] == "exit code 0"


@pytest.fixture
def display() -> Iterator[str]:
    """Yield a display of an X server that is there for the test alone."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-noreset"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told_by:
        number = told_by.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10.0)


def brightness(display: str) -> str:
    """Return how bright the X server shows its screen."""
    env = {**os.environ, "DISPLAY": display}
    done = subprocess.run(
        ["xrandr", "--verbose"], env=env, capture_output=True, text=True, check=True
    )
    found = re.search(r"Brightness: (\S+)", done.stdout)
    assert found is not None
    return found[1]


@pytest.mark.slow
@needs("Xvfb", "xrandr")
def test_the_screen_is_dimmed(home: Path, display: str) -> None:
    """A real X server becomes darker by the one hook, and bright again by the other."""
    settle(home, recipe("dim").replace("DP-1", "screen"))
    env = {"DISPLAY": display, "PATH": os.environ["PATH"]}
    seen = []
    for name in ("dim", "bright"):
        code, _, err = command(home, "hooks", "test", name, env=env)
        assert (code, err) == (0, "")
        seen.append(brightness(display))

    assert seen == ["0.50", "1.0"]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[int]:
    """Yield the port of an MQTT broker."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    settings = tmp_path / "mosquitto.conf"
    settings.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nuser root\n")
    server = subprocess.Popen(
        [_broker(), "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(lambda: _answers(port), WITHIN, "the broker answers")
    yield port
    server.terminate()
    server.wait(10.0)


def _broker() -> str:
    return shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin") or ""


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1.0).close()
    except OSError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.skipif(not _broker(), reason="needs mosquitto (Debian package of this name)")
@needs("mosquitto_pub", "mosquitto_sub")
def test_a_broker_has_the_event(home: Path, broker: int) -> None:
    """What a real broker passes on is the event as JSON."""
    options = ["-h", "127.0.0.1", "-p", str(broker)]
    block = recipe("home").replace('"homeassistant.local"', f'"127.0.0.1", "-p", "{broker}"')
    settle(home, block)
    listener = subprocess.Popen(
        # It says at once that it listens, and not when it has said enough for a block.
        ["stdbuf", "-oL", "mosquitto_sub", *options, "-t", "ergobreak/event", "-d"],
        stdout=subprocess.PIPE,
    )
    assert listener.stdout is not None
    with begun(home) as daemon, listener.stdout as output:
        while b"Subscribed" not in output.readline():
            assert listener.poll() is None
        daemon.ask("pause")
        line = next(each for each in output if each.startswith(b"{"))
        listener.terminate()
        written = wait_for(lambda: daemon.lines("paused"), WITHIN)
    listener.wait(10.0)

    assert json.loads(line) == written[0]


@pytest.mark.slow
def test_a_script_of_ones_own(home: Path, tmp_path: Path) -> None:
    """The script of the recipe, where the recipe puts it, notes what it says."""
    text = re.search(r"^```sh\n(#!/bin/sh\n# ~/bin.*?)^```", RECIPES, re.DOTALL | re.MULTILINE)
    assert text is not None
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "on-break"
    script.write_text(text[1])
    script.chmod(0o700)
    settle(home, recipe("own"))
    with begun(home, env={"HOME": str(tmp_path)}) as daemon:
        daemon.ask("take walk")
        (line,) = wait_for(lambda: daemon.lines("started"), WITHIN)
        notes = tmp_path / "breaks.txt"
        wait_for(notes.exists, WITHIN, daemon.complaints)

        assert wait_for(notes.read_text) == f"{line['at']} walk\n"
