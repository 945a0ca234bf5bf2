"""`exercises play` on a real desktop: the window of a break without a break, and its end."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.desktop.card import Card
from tests.desktop.test_main_job import CONFIG, SOON, Program
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.desktop import Desktop

pytestmark = pytest.mark.desktop

LATER: Final = CONFIG.replace('first = "1s"', 'first = "1h"')
SHORT: Final = """
[exercises.my-nod]
title = "My nod"
area = "neck"
steps = ["Look up.", "Look down."]
view = "front"
base = "sit"
frames = [{ t = 1, hold = 2 }, { t = 1, hold = 1, nod = 10 }]
"""


class Player:
    """Somebody who tries exercises while the daemon runs."""

    def __init__(self, program: Program, home: Path, card: Card) -> None:
        self.program = program
        self.desktop = program.desktop
        self.home = home
        self.card = card

    def plays(self, name: str) -> subprocess.Popen[bytes]:
        """Start one or a set, and wait until the window is there."""
        env = {"ERGOBREAK_HOME": str(self.home), "PYTHONPATH": ":".join(filter(None, sys.path))}
        command = [sys.executable, "-m", "ergobreak", "exercises", "play", name]
        self.name = f"play-{self.home.parent.name}"
        started = self.desktop.run(self.name, command, env)
        self.card.offers("finish")
        return started

    def tastes(self) -> str:
        """Return the marked lines of the list."""
        lines = self.program.does("exercises", "list").splitlines()
        return "\n".join(line for line in lines if line.endswith(("favourite", "never")))


@pytest.fixture
def player(xfce: Desktop, tmp_path: Path) -> Iterator[Player]:
    """Yield somebody on a desktop where nothing else asks for anything."""
    with Program(xfce, tmp_path / "home", config=LATER) as program, Card(xfce) as card:
        yield Player(program, tmp_path / "home", card)


def test_a_favourite_is_remembered_and_nothing_is_logged_as_a_break(player: Player) -> None:
    """The heart reaches the daemon; leaving ends the command, and the log knows of no break."""
    started = player.plays("far-look")

    player.card.press("favourite")
    wait_for(lambda: player.tastes().startswith("far-look "), SOON, "it is a favourite")
    player.card.press("finish")

    assert started.wait(SOON) == 0
    player.card.waits_for_nothing()
    assert player.program.events() == ["preferred"]


def test_it_ends_by_itself(player: Player) -> None:
    """An exercise of one's own is shown, and when its time is over the window goes."""
    (player.home / "content").mkdir()
    (player.home / "content" / "mine.toml").write_text(SHORT)

    started = player.plays("my-nod")

    assert started.wait(SOON + 10) == 0
    player.card.waits_for_nothing()
    assert (player.desktop.log / f"{player.name}.log").read_text() == ""


def test_ctrl_c_takes_the_window_away(player: Player) -> None:
    """Who interrupts the command has no window left, and no complaint."""
    started = player.plays("eye-pause")

    os.killpg(started.pid, signal.SIGINT)

    assert started.wait(SOON) == 130
    player.card.waits_for_nothing()
    assert (player.desktop.log / f"{player.name}.log").read_text() == ""


def test_what_hurts_is_heard(player: Player) -> None:
    """This hurts begins easy days as in a break, and the note stays until it is closed."""
    started = player.plays("neck-turn")

    player.card.press("hurt")
    wait_for(lambda: "hurt" in player.program.events(), SOON, "it is written down")
    assert "hidden: neck" in player.program.does("exercises", "list", "--area", "neck")
    assert started.poll() is None
    player.card.press("close")

    assert started.wait(SOON) == 0
    player.card.waits_for_nothing()
