"""The main job under Sway: Waybar, Wayland notifications, a real mouse, the log."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import ImageColor

from tests.desktop.desktop import PANEL_HEIGHT, SWAYNC, WAYBAR, Desktop
from tests.desktop.menu import Tray, ink_of, keep
from tests.desktop.real_input import (
    CALM,
    WET,
    bus_may_go_and_come,
    menu_reaches_the_log,
    panel_may_go_and_come,
    prompt_is_seen_and_answered,
    server_may_go_and_come,
)
from tests.desktop.test_main_job import CONFIG, DONE, SOON, Program
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

pytestmark = pytest.mark.desktop


RECIPES = Path(__file__).resolve().parents[2] / "docs" / "recipes.md"
# A prompt is due a second after the start, and there is water to drink.
THIRSTY = CONFIG.replace("[reminders.hydration]\nenabled = false", "[reminders.hydration]")


@pytest.fixture
def tray(sway: Desktop) -> Tray:
    """Return the panel's corner with the icon."""
    return Tray(sway, PANEL_HEIGHT, side=22)


def test_a_click_in_the_menu_reaches_the_log(sway: Desktop, tray: Tray, tmp_path: Path) -> None:
    """The icon is seen; a line of its menu and one inside another are clicked, and logged."""
    with Program(sway, tmp_path / "home", config=WET, backend="") as program:
        menu_reaches_the_log(program, tray, "sway")


def test_a_prompt_is_seen_and_answered(sway: Desktop, tray: Tray, tmp_path: Path) -> None:
    """The icon says that something is due, the notice what; its button ends both."""
    options = "--clock", "virtual"
    with Program(sway, tmp_path / "home", *options, config=CALM, backend="") as program:
        prompt_is_seen_and_answered(program, tray)


def test_the_panel_may_go_and_come(sway: Desktop, tray: Tray, tmp_path: Path) -> None:
    """The next panel has the icon, as it is by then, with a menu that works."""
    with Program(sway, tmp_path / "home", config=CALM, backend="") as program:
        panel_may_go_and_come(program, tray, WAYBAR)


def test_the_server_may_go_and_come(sway: Desktop, tmp_path: Path) -> None:
    """A prompt that dies with its server is shown by the next, and answered there."""
    with Program(sway, tmp_path / "home", backend="") as program:
        server_may_go_and_come(program, SWAYNC)


def test_the_bus_may_go_and_come(sway: Desktop, tray: Tray, tmp_path: Path) -> None:
    """Icon and prompt outlive the session bus: the same daemon shows both on the next one."""
    with Program(sway, tmp_path / "home", backend="") as program:
        bus_may_go_and_come(program, tray, WAYBAR, SWAYNC)


class Bar:
    """A second waybar at the lower edge, with nothing but the module that the recipes describe."""

    def __init__(self, desktop: Desktop, folder: Path, home: Path) -> None:
        self._desktop = desktop
        recipes = RECIPES.read_text(encoding="utf-8")
        (module,) = re.findall(r"```json\n(\"custom/ergobreak\".*?)```", recipes, re.DOTALL)
        (self._style,) = re.findall(r"```css\n(#custom-ergobreak.*?)```", recipes, re.DOTALL)
        config = json.loads(f"{{{module}}}")
        config |= {"position": "bottom", "height": PANEL_HEIGHT}
        config["modules-right"] = ["custom/ergobreak"]
        (folder / "config").write_text(json.dumps(config))
        ours = Path(desktop.env["XDG_CONFIG_HOME"], "waybar/style.css").read_text()
        (folder / "style.css").write_text(ours + self._style)
        env = {
            "ERGOBREAK_HOME": str(home),
            "PATH": f"{Path(sys.executable).parent}:{desktop.env['PATH']}",
            "PYTHONPATH": ":".join(filter(None, sys.path)),
        }
        files = ["--config", str(folder / "config"), "--style", str(folder / "style.css")]
        desktop.run("bar", [WAYBAR, *files], env)

    def words(self) -> tuple[int, int, int, int] | None:
        """Return where it shows words, on the screen; None where it shows none."""
        screen = self._desktop.picture()
        top = screen.height - PANEL_HEIGHT
        found = ink_of(screen.crop((0, top, *screen.size))).getbbox()
        if found is None:
            return None
        return found[0], found[1] + top, found[2], found[3] + top

    def shows(self, state: str) -> bool:
        """Tell whether its words have the colour of a state."""
        found = re.search(rf"\.{state}\b[^{{]*{{ color: (#\w+)", self._style)
        assert found is not None
        colour = ImageColor.getrgb(found[1])
        box = self.words()
        return box is not None and has_colour(self._desktop.picture().crop(box), colour)

    def click(self, button: int) -> None:
        """Click on its words."""
        left, top, right, bottom = wait_for(self.words, SOON, "words in the bar") or (0, 0, 0, 0)
        self._desktop.click((left + right) // 2, (top + bottom) // 2, button)


def has_colour(picture: Image.Image, colour: tuple[int, ...]) -> bool:
    """Tell whether some pixel has about this colour; thin letters are paler."""
    data = picture.tobytes()
    pixels = zip(data[::3], data[1::3], data[2::3], strict=True)
    return any(max(abs(a - b) for a, b in zip(one, colour, strict=True)) < 24 for one in pixels)


@pytest.fixture
def bar(sway: Desktop, tmp_path: Path) -> Iterator[Bar]:
    """Yield the bar, started before any daemon."""
    yield Bar(sway, tmp_path, tmp_path / "home")
    sway.stop("bar")


def test_a_module_of_waybar_follows_the_day(sway: Desktop, bar: Bar, tmp_path: Path) -> None:
    """The recipe's module says that nothing runs, then what is due, then what comes; it drinks."""
    wait_for(bar.words, SOON, "words in the bar")
    assert not bar.shows("due")
    with Program(sway, tmp_path / "home", config=THIRSTY, backend="") as program:
        wait_for(lambda: bar.shows("due"), SOON, "the bar says what is due")
        screen = sway.picture()
        keep("waybar", screen, screen.height - 2 * PANEL_HEIGHT, screen.height)
        program.presses(DONE)
        wait_for(lambda: not bar.shows("due"), SOON, "the bar says what comes")
        program.does("pause")
        wait_for(lambda: bar.shows("paused"), SOON, "the bar says that it is paused")
        bar.click(2)
        wait_for(lambda: "drank" in program.events(), SOON, "a click in the bar is logged")
