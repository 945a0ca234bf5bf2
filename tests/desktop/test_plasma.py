"""The main job under KDE Plasma: its panel, its notifications, a real mouse, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop.conftest import is_required
from tests.desktop.plasma import DAEMON, SHELL, Plasma, PlasmaTray, missing_packages
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
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.desktop


@pytest.fixture(scope="module")
def plasma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plasma]:
    """Yield a Plasma session, which the tests of this module share."""
    missing = missing_packages()
    if missing:
        words = f"Plasma needs the packages: {' '.join(missing)}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    with Plasma(tmp_path_factory.mktemp("plasma")) as plasma:
        yield plasma


@pytest.fixture
def tray(plasma: Plasma) -> PlasmaTray:
    """Return the panel's icon."""
    return PlasmaTray(plasma)


def test_a_click_in_the_menu_reaches_the_log(
    plasma: Plasma, tray: PlasmaTray, tmp_path: Path
) -> None:
    """The icon is seen; a line of its menu and one inside another are clicked, and logged."""
    with Program(plasma, tmp_path / "home", config=WET, backend="") as program:
        menu_reaches_the_log(program, tray, "plasma")


def test_a_prompt_is_seen_and_answered(plasma: Plasma, tray: PlasmaTray, tmp_path: Path) -> None:
    """The icon and a notice tell that a break is due; a click on Done is logged."""
    options = "--clock", "virtual"
    with Program(plasma, tmp_path / "home", *options, config=CALM, backend="") as program:
        prompt_is_seen_and_answered(program, tray)


def test_the_panel_may_go_and_come(plasma: Plasma, tray: PlasmaTray, tmp_path: Path) -> None:
    """The next shell has the icon, as it is by then, with a menu that works."""
    with Program(plasma, tmp_path / "home", config=CALM, backend="") as program:
        panel_may_go_and_come(program, tray, SHELL)


def test_the_list_of_icons_may_go_and_come(
    plasma: Plasma, tray: PlasmaTray, tmp_path: Path
) -> None:
    """Who keeps the list dies under a living panel: the icon registers with the next one."""
    with Program(plasma, tmp_path / "home", config=CALM, backend="") as program:
        panel_may_go_and_come(program, tray, DAEMON)


def test_the_server_may_go_and_come(plasma: Plasma, tmp_path: Path) -> None:
    """A prompt that dies with its server is shown by the next, and answered there."""
    with Program(plasma, tmp_path / "home", backend="") as program:
        server_may_go_and_come(program, SHELL)


def test_the_bus_may_go_and_come(plasma: Plasma, tray: PlasmaTray, tmp_path: Path) -> None:
    """Icon and prompt outlive the session bus: the same daemon shows both on the next one."""
    with Program(plasma, tmp_path / "home", backend="") as program:
        bus_may_go_and_come(program, tray, SHELL, DAEMON)
