"""A new table is a new reminder at the next save: in status, menu, prompt, log and figures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak.adapters.tray.icons import app_picture
from tests.integration.daemon import ROOT, VIRTUAL, Daemon, command
from tests.services.notification_server import NotificationServer
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for
from tests.services.watcher import MENU, Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.services.notification_server import Asked

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's inotify"),
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs dbus"),
]

WITHIN: Final = 20.0  # seconds
PLAYER: Final = '#!/bin/sh\necho "$1" >> "$HOME/played"\n'
PLANTS: Final = """
[reminders.plants]
title = "Water the plants"
every = "40m"
for = "1m"
texts = ["A little for each."]
show = "toast"
icon = "{icon}"
sound = "{sound}"
"""


class Desk:
    """A daemon on a bus with a panel, a server of notifications and a player of sounds."""

    def __init__(
        self, folder: Path, panel: Watcher, server: NotificationServer, env: dict[str, str]
    ) -> None:
        self.folder = folder
        self.panel = panel
        self.server = server
        self._env = env

    def run(self, *words: str) -> str:
        """Run a command, and return what it prints."""
        return command(self.folder / "home", *words, env=self._env)[1]

    def save(self, text: str) -> None:
        """Save settings, and wait until they are in force."""
        (self.folder / "home" / "ergobreak.toml").write_text(text)

    def asked(self, body: str) -> list[Asked]:
        """Return the notifications that had these words in them."""
        return [one for one in self.server.asked if body in one.body]

    def menu(self) -> dict[str, Any]:
        """Return the icon of each line of the menu, by its label."""
        self.panel.call(MENU, "AboutToShow", 0)
        _, root = self.panel.call(MENU, "GetLayout", 0, -1, [])
        found: dict[str, Any] = {}

        def read(line: Any) -> None:
            _, properties, inside = line
            plain = {name: value for name, (_, value) in properties.items()}
            found[plain.get("label", "")] = plain.get("icon-name")
            for _, value in inside:
                read(value)

        read(root)
        return found

    def played(self) -> list[str]:
        """Return the files that were played."""
        file = self.folder / "played"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield a daemon that runs there, on the defaults."""
    player = tmp_path / "bin" / "pw-play"
    player.parent.mkdir()
    player.write_text(PLAYER)
    player.chmod(0o755)
    (tmp_path / "home").mkdir(mode=0o700)
    with (
        PrivateBus(tmp_path) as bus,
        NotificationServer(bus.address) as server,
        Watcher(bus.address) as panel,
    ):
        env = {
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
            "DBUS_SYSTEM_BUS_ADDRESS": bus.address,
            "PATH": f"{player.parent}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(tmp_path),
        }
        run = ("--home", str(tmp_path / "home"), "run", "--ignore-hours")
        with (tmp_path / "stderr").open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "ergobreak", *run], cwd=ROOT, env=env, stderr=errors
            )
        try:
            found = Desk(tmp_path, panel, server, env)
            wait_for(lambda: "Walk" in found.run("status"), WITHIN, "the daemon answers")
            wait_for(lambda: panel.items, WITHIN, "the icon is there")
            yield found
        finally:
            process.terminate()
            process.wait(WITHIN)
        assert "Traceback" not in (tmp_path / "stderr").read_text()


def test_it_is_everywhere_at_the_next_save(desk: Desk) -> None:
    """In `next` and the menu, with its icon; in its prompt and break; in log and figures."""
    desk.save(PLANTS.format(icon="plant-symbolic", sound="rise"))
    wait_for(lambda: "Water the plants" in desk.run("next"), WITHIN)
    wait_for(lambda: desk.menu().get("Water the plants") == "plant-symbolic", WITHIN)

    desk.run("preview", "plants")
    wait_for(lambda: desk.asked("A little for each."), WITHIN)
    wait_for(lambda: len(desk.played()) == 1, WITHIN)
    desk.run("take", "plants")
    wait_for(lambda: desk.asked("For 60 s") or desk.asked("For 1 min"), WITHIN)
    desk.run("done")

    assert {one.icon for one in desk.server.asked if one.title == "Water the plants"} == {
        "plant-symbolic"
    }
    lines = json.loads(f"[{','.join(desk.run('log', '--json').splitlines())}]")
    assert [one["reminder"] for one in lines if one["event"] in {"completed", "partial"}] == [
        "plants"
    ]
    figures = json.loads(desk.run("stats", "--json"))["period"]["own"]["plants"]
    assert (figures["done"] + figures["partial"], figures["skipped"]) == (1, 0)
    assert "Reminders of your own\n  Water the plants  " in desk.run("stats")


def test_a_picture_and_a_sound_of_ones_own(desk: Desk) -> None:
    """Whole paths of files, below the home: shown and played; a picture that is gone is ours."""
    picture, sound = desk.folder / "leaf.png", desk.folder / "drop.wav"
    shutil.copy(app_picture(), picture)
    sound.write_bytes(b"RIFF")
    desk.save(PLANTS.format(icon="~/leaf.png", sound="~/drop.wav"))
    wait_for(lambda: "Water the plants" in desk.run("next"), WITHIN)

    desk.run("preview", "plants")
    wait_for(lambda: desk.asked("A little for each."), WITHIN)
    wait_for(lambda: desk.played() == [str(sound)], WITHIN)
    assert desk.asked("A little for each.")[-1].icon == str(picture)
    assert desk.menu()["Water the plants"] is None

    picture.unlink()
    desk.run("preview", "plants")
    wait_for(lambda: len(desk.asked("A little for each.")) == 2, WITHIN)
    assert desk.asked("A little for each.")[-1].icon == str(app_picture())


def test_it_falls_due_and_goes_with_its_table(tmp_path: Path) -> None:
    """After its active time its prompt comes; without the table it is gone, and nothing is lost."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with Daemon(home, *VIRTUAL) as daemon:
        daemon.ready()
        daemon.paths.config.write_text(PLANTS.format(icon="", sound=""))
        wait_for(lambda: "plants" in str(daemon.look()["next"]), WITHIN)
        daemon.type("advance 50m")
        daemon.catch_up()
        (due,) = [one for one in daemon.lines("due") if one["reminder"] == "plants"]
        # It may ride along with another.
        assert due["prompt"] in {one["prompt"] for one in daemon.lines("prompted")}

        daemon.paths.config.write_text("[reminders.walk]\nenabled = false\n")
        wait_for(lambda: "plants" not in str(daemon.look()["next"]), WITHIN)
        known = {one["reminder"] for one in daemon.lines("due")}
        daemon.type("advance 3h")
        daemon.catch_up()

        assert "walk" in known
        later = [one["reminder"] for one in daemon.lines("due")]
        assert (later.count("plants"), later.count("walk")) == (1, 1)
        assert "stretch" in later
