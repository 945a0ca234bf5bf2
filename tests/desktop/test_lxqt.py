"""The main job under LXQt: its panel, its notifications, a real mouse, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop.desktop import LXQT_NOTIFICATIOND, LXQT_PANEL, PANEL_HEIGHT, Desktop
from tests.desktop.menu import Tray
from tests.desktop.real_input import (
    CALM,
    WET,
    bus_may_go_and_come,
    menu_reaches_the_log,
    panel_may_go_and_come,
    prompt_is_seen_and_answered,
    server_may_go_and_come,
)
from tests.desktop.test_main_job import Program

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.desktop


@pytest.fixture
def tray(lxqt: Desktop) -> Tray:
    """Return the panel's corner with the icon."""
    return Tray(lxqt, PANEL_HEIGHT, side=22)


def test_a_click_in_the_menu_reaches_the_log(lxqt: Desktop, tray: Tray, tmp_path: Path) -> None:
    """The icon is seen; a line of its menu and one inside another are clicked, and logged."""
    with Program(lxqt, tmp_path / "home", config=WET, backend="") as program:
        menu_reaches_the_log(program, tray, "lxqt")


def test_a_prompt_is_seen_and_answered(lxqt: Desktop, tray: Tray, tmp_path: Path) -> None:
    """The icon says that something is due, the notice what; its button ends both."""
    options = "--clock", "virtual"
    with Program(lxqt, tmp_path / "home", *options, config=CALM, backend="") as program:
        prompt_is_seen_and_answered(program, tray)


def test_the_panel_may_go_and_come(lxqt: Desktop, tray: Tray, tmp_path: Path) -> None:
    """The next panel has the icon, as it is by then, with a menu that works."""
    with Program(lxqt, tmp_path / "home", config=CALM, backend="") as program:
        panel_may_go_and_come(program, tray, LXQT_PANEL)


def test_the_server_may_go_and_come(lxqt: Desktop, tmp_path: Path) -> None:
    """A prompt that dies with its server is shown by the next, and answered there."""
    with Program(lxqt, tmp_path / "home", backend="") as program:
        server_may_go_and_come(program, LXQT_NOTIFICATIOND)


def test_the_bus_may_go_and_come(lxqt: Desktop, tray: Tray, tmp_path: Path) -> None:
    """Icon and prompt outlive the session bus: the same daemon shows both on the next one."""
    with Program(lxqt, tmp_path / "home", backend="") as program:
        bus_may_go_and_come(program, tray, LXQT_PANEL, LXQT_NOTIFICATIOND)
