"""On a real desktop, too: icon, notices, window and page make no socket of a network."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.desktop.card import Card
from tests.desktop.test_break_flow import LONG
from tests.desktop.test_main_job import SOON
from tests.services import network
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.desktop import Desktop

pytestmark = pytest.mark.desktop


def test_a_break_on_a_desktop_needs_no_network(office: Desktop, tmp_path: Path) -> None:
    """From the icon to the end of a break in its window, every socket is one of this machine."""
    if why := network.why_not(tmp_path / "probe"):
        pytest.skip(why)
    notes, home = tmp_path / "notes", tmp_path / "home"
    notes.mkdir()
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_text(f'{LONG}\n[window]\nuse = "auto"\n')
    env = {"ERGOBREAK_HOME": str(home), "PYTHONPATH": ":".join(filter(None, sys.path))}
    ours = [sys.executable, "-m", "ergobreak"]

    daemon = office.run("no-network", network.traced(notes, [*ours, "run"]), env)
    with Card(office) as card:
        card.press("take")
        card.press("finish")
        wait_for(lambda: "completed" in office.read([*ours, "events"], env), SOON, "the break")
    office.read([*ours, "preview", "hydration"], env)
    office.read([*ours, "stop"], env)
    daemon.wait(20)

    assert network.families(notes) == {"AF_UNIX"}
    assert "X11-unix" in network.said(notes)
    assert str(office.bus_socket) in network.said(notes)
    assert network.processes(notes) > 10
