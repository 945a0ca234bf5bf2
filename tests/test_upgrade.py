"""Another version that is installed while this one runs: noticed without a poll, and offered."""

from __future__ import annotations

import json
import os
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.upgrade import Upgrade
from ergobreak.core import tray_view
from ergobreak.core.tray_entry import Entry
from ergobreak.core.tray_view import TrayView
from ergobreak.dataclass import replace
from tests.integration.daemon import Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
OFFER: Final = Entry("ergobreak 2.0 is installed: restart", "restart")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of packages with version 1.0 in it, and somebody else's."""
    (tmp_path / "ergobreak").mkdir()
    (tmp_path / "ergobreak-1.0.dist-info").mkdir()
    (tmp_path / "ergobreak_extras-7.0.dist-info").mkdir()
    return tmp_path


def test_version_is_that_of_the_start(folder: Path) -> None:
    """An upgrade changes what a restart would bring, and not what runs."""
    found = Upgrade(folder)
    assert (found.running, found.other()) == ("1.0", "")

    (folder / "ergobreak-1.0.dist-info").rename(folder / "ergobreak-2.0rc1.dist-info")

    assert (found.running, found.other()) == ("1.0", "2.0rc1")


def test_an_installer_at_work_is_no_news(folder: Path) -> None:
    """While both versions are there, or neither, nothing is offered; a way back takes it back."""
    found = Upgrade(folder)
    old, new = folder / "ergobreak-1.0.dist-info", folder / "ergobreak-2.0.dist-info"
    told = []

    new.mkdir()
    told.append(found.other())
    old.rename(folder / "~rgobreak-1.0.dist-info")
    told.append(found.other())
    new.rmdir()
    told.append(found.other())
    (folder / "~rgobreak-1.0.dist-info").rename(old)
    told.append(found.other())
    shutil.rmtree(folder)
    told.append(found.other())

    assert told == ["", "2.0", "", "", ""]


def test_a_checkout_is_left_in_peace(tmp_path: Path) -> None:
    """Where no installer keeps facts beside the package, nothing is ever offered."""
    found = Upgrade(tmp_path)
    (tmp_path / "ergobreak-2.0.dist-info").mkdir()

    assert (found.running, found.other()) == ("", "")


def test_it_is_told_at_once(folder: Path) -> None:
    """The kernel tells of the new version; nobody has to look round."""
    inotify, noticed = Inotify(), threading.Event()
    found = Upgrade(folder)
    found.follow(inotify, noticed.set)
    try:
        (folder / "something-3.0.dist-info").mkdir()
        (folder / "ergobreak-1.0.dist-info").rename(folder / "ergobreak-2.0.dist-info")
        assert noticed.wait(5)
    finally:
        inotify.stop()

    assert found.other() == "2.0"


def test_the_menu_offers_it_under_the_state() -> None:
    """The offer stands below the words of the state, only while there is one."""
    plain = TrayView("running", "Walk about 14:30", ("Water about 15:00",))

    offered = tray_view.entries(replace(plain, installed="2.0"))

    assert offered[2] == OFFER
    assert tuple(each for each in offered if each != OFFER) == tray_view.entries(plain)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[tuple[Daemon, Path]]:
    """Return a daemon whose package lies among others, as version 1.0, and the facts of that."""
    packages = tmp_path / "packages"
    shutil.copytree(
        ROOT / "ergobreak",
        packages / "ergobreak",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for each in (ROOT / "config").iterdir():
        if each.is_file():
            shutil.copy(each, packages / "ergobreak" / "config" / each.name)
    facts = packages / "ergobreak-1.0.dist-info"
    facts.mkdir()
    # Put first where the interpreter looks: else the checkout in the working folder is found.
    code = (
        "import sys; home = sys.argv[1]; sys.path[0] = " + repr(str(packages)) + "\n"
        "from ergobreak import cli\n"
        "sys.exit(cli.main(['--home', home, 'run', '--headless', '--ignore-hours']))"
    )
    with Daemon(tmp_path / "home", code=code, env={"PATH": os.environ["PATH"]}) as found:
        yield found, facts


@pytest.mark.slow
def test_daemon_says_that_it_was_upgraded(daemon: tuple[Daemon, Path]) -> None:
    """Status names both versions and the way to the new one, the stream of pictures at once."""
    running, facts = daemon
    assert running.ready()["version"] == "1.0"
    assert "installed" not in running.look()
    pictures = _pictures(running)

    facts.rename(facts.with_name("ergobreak-2.0.dist-info"))

    wait_for(lambda: any(one.get("installed") == "2.0" for one in pictures), what="a new picture")
    told = running.ask("status").text
    assert "ergobreak 2.0 is installed, and not running yet: ergobreak restart" in told
    assert (running.look()["version"], running.look()["installed"]) == ("1.0", "2.0")


def _pictures(running: Daemon) -> list[dict[str, object]]:
    """Return what the daemon sends to whoever shows its state, filled as it comes."""
    from ergobreak.control import client

    found: list[dict[str, object]] = []

    def listen() -> None:
        found.extend(map(json.loads, client.follow(str(running.home), "status")))

    threading.Thread(target=listen, daemon=True).start()
    wait_for(lambda: found, what="the first picture")
    return found
