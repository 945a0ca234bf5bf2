"""The main job under GNOME: its panel, its notifications, a real mouse, the log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.desktop.conftest import is_required
from tests.desktop.desktop import BUS
from tests.desktop.gnome import SHELL, Gnome, GnomeTray, missing_packages
from tests.desktop.menu import rows
from tests.desktop.real_input import (
    CALM,
    WET,
    menu_reaches_the_log,
    panel_may_go_and_come,
    prompt_is_seen_and_answered,
)
from tests.desktop.test_main_job import SOON, Program
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.desktop


# Who looks for the person's input, and for windows, has reason to complain of a lost compositor.
SENSES: Final = re.compile(r" ergobreak\.adapters\.(session_idle|presence_\w+|windows_\w+): |^\)")


class Survivor(Program):
    """A program that outlives its compositor."""

    def complaints(self) -> list[str]:
        """Return what the daemon wrote to standard error, but for what its senses say of that."""
        return [line for line in super().complaints() if not SENSES.search(line)]


@pytest.fixture(scope="module")
def gnome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gnome]:
    """Yield a GNOME session, which the tests of this module share."""
    missing = missing_packages()
    if missing:
        words = f"GNOME needs the packages: {' '.join(missing)}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    with Gnome(tmp_path_factory.mktemp("gnome")) as gnome:
        yield gnome


@pytest.fixture
def tray(gnome: Gnome) -> GnomeTray:
    """Return the panel's icon."""
    return GnomeTray(gnome)


def test_a_click_in_the_menu_reaches_the_log(gnome: Gnome, tray: GnomeTray, tmp_path: Path) -> None:
    """The icon is seen; a line of its menu and one inside another are clicked, and logged."""
    with Program(gnome, tmp_path / "home", config=WET, backend="") as program:
        menu_reaches_the_log(program, tray, "gnome")


def test_the_menu_is_read_as_it_is(gnome: Gnome, tray: GnomeTray, tmp_path: Path) -> None:
    """Whatever comes, goes or is worded anew: GNOME has the same lines in the same order."""

    def is_read() -> bool:
        told = [row.label for row in rows(gnome.env["DBUS_SESSION_BUS_ADDRESS"]) if row.label]
        return bool(told) and gnome.labels() == told

    options = "--clock", "virtual"
    with Program(gnome, tmp_path / "home", *options, config=WET, backend="") as program:
        tray.waits_for("running")
        for step in ("drink", "advance 1h", "take", "done", "quiet 1h", "resume", "pause", "hurt"):
            wait_for(is_read, SOON, f"the menu before {step}")
            program.does(*step.split())
        wait_for(is_read, SOON, "the menu at the end")


def test_a_prompt_is_seen_and_answered(gnome: Gnome, tray: GnomeTray, tmp_path: Path) -> None:
    """The icon and a notice tell that a break is due; a click on Done is logged."""
    options = "--clock", "virtual"
    with Program(gnome, tmp_path / "home", *options, config=CALM, backend="") as program:
        prompt_is_seen_and_answered(program, tray)


def test_the_panel_may_go_and_come(gnome: Gnome, tray: GnomeTray, tmp_path: Path) -> None:
    """The next shell has the icon, as it is by then, with a menu that works."""
    with Survivor(gnome, tmp_path / "home", config=CALM, backend="") as program:
        panel_may_go_and_come(program, tray, SHELL)


def test_the_server_may_go_and_come(gnome: Gnome, tray: GnomeTray, tmp_path: Path) -> None:
    """After the shell was killed and started, the next prompt is shown, and answered there."""
    options = "--clock", "virtual"
    with Survivor(gnome, tmp_path / "home", *options, config=CALM, backend="") as program:
        tray.waits_for("running")
        gnome.kill(SHELL)
        gnome.start(SHELL)
        prompt_is_seen_and_answered(program, tray)


def test_the_bus_may_go_and_come(gnome: Gnome, tray: GnomeTray, tmp_path: Path) -> None:
    """The same daemon has icon, notice and log on the next session bus, and the next shell."""
    options = "--clock", "virtual"
    with Survivor(gnome, tmp_path / "home", *options, config=CALM, backend="") as program:
        tray.waits_for("running")
        for service in (BUS, SHELL):
            gnome.kill(service)
        for service in (BUS, SHELL):
            gnome.start(service)
        prompt_is_seen_and_answered(program, tray)
