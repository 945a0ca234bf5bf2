"""The welcome on a real desktop: its four pages, with keys and mouse, and what is written."""

from __future__ import annotations

import sys
import tomllib
from typing import TYPE_CHECKING, Any, Final

import pytest
from PIL import Image, ImageChops

from ergobreak.window import look
from tests.desktop.test_main_job import SOON, Program
from tests.desktop.test_window import KIND, WITHOUT_TK
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.desktop import Desktop, Window

pytestmark = pytest.mark.desktop

PAGES: Final = ("When and where", "How often", "Water and movements", "Before you begin")
SKIP: Final = 60  # pixels from the left edge to the middle of Skip
FOOT: Final = 140  # pixels at the lower edge that only the buttons are in


def pixels(picture: Image.Image, colour: str) -> Image.Image:
    """Return a picture that is white where another one has exactly this colour."""
    off = ImageChops.difference(picture.convert("RGB"), Image.new("RGB", picture.size, colour))
    red, green, blue = off.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue).point([255, *[0] * 255])


class Newcomer:
    """Somebody who has just installed ergobreak, and is asked a few things in a window."""

    def __init__(self, desktop: Desktop, home: Path) -> None:
        self.desktop = desktop
        self.home = home
        home.mkdir(exist_ok=True)

    def starts(self, **env: str) -> subprocess.Popen[bytes]:
        """Open the welcome, and wait for its first page unless there is to be none."""
        self.name = f"welcome-{self.home.parent.name}"
        path = ":".join(filter(None, (env.pop("FIRST", ""), *sys.path)))
        mine = {"ERGOBREAK_HOME": str(self.home), "PYTHONPATH": path}
        command = [sys.executable, "-m", "ergobreak", "setup", "--window"]
        return self.desktop.run(self.name, command, {**mine, **env})

    def waits_for(self, title: str) -> None:
        """Wait until the page with this title is shown."""

        def is_shown() -> bool:
            found = self.desktop.windows(KIND)
            told = (
                self.desktop.read(["xdotool", "getwindowname", str(found[0].id)]) if found else ""
            )
            return told.startswith(f"{title} - ")

        wait_for(is_shown, SOON, title)

    def window(self) -> Window:
        """Return the window, which has the keys from now on."""
        found = wait_for(lambda: self.desktop.windows(KIND), SOON, "the window")[0]
        self.desktop.read(["xdotool", "windowfocus", "--sync", str(found.id)])
        return found

    def types(self, *keys: str) -> None:
        """Press keys."""
        self.window()
        self.desktop.read(["xdotool", "key", "--delay", "30", *keys])

    def clicks_next(self) -> None:
        """Click the button in colour, at the lower right."""
        self.desktop.click(*self._button())

    def clicks_skip(self) -> None:
        """Click the button at the lower left."""
        self.desktop.click(self.window().x + SKIP, self._button()[1])

    def _button(self) -> tuple[int, int]:
        """Return the middle of the button in colour."""
        place = self.window()
        self.desktop.read(["xdotool", "mousemove", "2", "2"])  # under it the colour is another one
        top = place.y + place.height - FOOT
        edges = (place.x, top, place.x + place.width, place.y + place.height)

        def seen() -> tuple[int, int, int, int] | None:
            return pixels(self.desktop.picture().crop(edges), look.LIGHT.first).getbbox()

        left, upper, right, lower = wait_for(seen, SOON, "the button in colour") or edges
        return place.x + (left + right) // 2, top + (upper + lower) // 2

    def settings(self) -> dict[str, Any]:
        """Return what has been written, empty tables left out."""
        found = tomllib.loads((self.home / "ergobreak.toml").read_text(encoding="utf-8"))
        reminders = {name: each for name, each in found.pop("reminders", {}).items() if each}
        return {name: each for name, each in {**found, "reminders": reminders}.items() if each}

    def errors(self) -> str:
        """Return what the last start has printed."""
        return (self.desktop.log / f"{self.name}.log").read_text()


@pytest.fixture
def newcomer(xfce: Desktop, tmp_path: Path) -> Iterator[Newcomer]:
    """Yield somebody new to ergobreak."""
    yield Newcomer(xfce, tmp_path / "home")
    for window in xfce.windows(KIND):
        xfce.read(["xdotool", "windowkill", str(window.id)])
    wait_for(lambda: not xfce.windows(KIND), SOON, "the windows are gone")


def test_all_of_it_with_keys(newcomer: Newcomer) -> None:
    """Tab goes round, space chooses, arrows move, Return goes on; the answers are written."""
    window = newcomer.starts()
    newcomer.waits_for(PAGES[0])
    newcomer.types(*["Tab"] * 6, "space", "Tab", "space")  # neither Saturday nor Sunday
    newcomer.types("Tab", "ctrl+a", *"09", "colon", *"00", "minus", *"17", "Tab", "Right", "Return")
    newcomer.waits_for(PAGES[1])
    newcomer.types("Tab", "Down", "Return")
    newcomer.waits_for(PAGES[2])
    newcomer.types("Tab", "Right", "Tab", "space", "Return")
    newcomer.waits_for(PAGES[3])
    assert not (newcomer.home / "ergobreak.toml").exists()
    newcomer.types("Tab", "space", "Return")
    newcomer.waits_for("All set")

    found = newcomer.settings()
    assert found["work"] == {
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "hours": ["09:00-17:00"],
    }
    assert found["exercises"] == {"place": "home", "hide": ["neck"]}
    assert found["reminders"]["stretch"] == {"every": "2h", "for": "6m"}
    assert found["reminders"]["hydration"]["amount"] == "300ml"
    assert found["workplace"]["sorted"] == ["chair", "breaks", "hide", "safety"]
    assert "looked_over" in found["workplace"]
    newcomer.types("Return")
    assert window.wait(SOON) == 0


def test_every_page_can_be_skipped(newcomer: Newcomer) -> None:
    """Four clicks on Skip and one on Close: nothing has been written."""
    window = newcomer.starts()
    for title in PAGES:
        newcomer.waits_for(title)
        newcomer.clicks_skip()
    newcomer.waits_for("All set")
    newcomer.clicks_next()

    assert window.wait(SOON) == 0
    assert not (newcomer.home / "ergobreak.toml").exists()


def test_a_skipped_page_keeps_what_it_had(newcomer: Newcomer) -> None:
    """What was changed on a page and then skipped does not count; the other pages do."""
    newcomer.starts()
    newcomer.waits_for(PAGES[0])
    newcomer.types("Tab", "space")  # no Mondays
    newcomer.clicks_skip()
    newcomer.waits_for(PAGES[1])
    newcomer.types("Tab", "Up", "Return")  # round to the last one
    for title in PAGES[2:]:
        newcomer.waits_for(title)
        newcomer.clicks_skip()
    newcomer.waits_for("All set")

    found = newcomer.settings()
    assert found.keys() == {"reminders"}
    assert found["reminders"]["micro"]["for"] == "30s"


def test_escape_changes_nothing(newcomer: Newcomer) -> None:
    """Whoever leaves before the end has changed nothing."""
    window = newcomer.starts()
    newcomer.waits_for(PAGES[0])
    newcomer.types("Tab", "space", "Return")
    newcomer.waits_for(PAGES[1])
    newcomer.types("Escape")

    assert window.wait(SOON) == 0
    assert not (newcomer.home / "ergobreak.toml").exists()


def test_hours_without_sense_are_told_on_the_page(newcomer: Newcomer) -> None:
    """A slip keeps one on the page, which says what is wrong; when it is mended it goes on."""
    newcomer.starts()
    newcomer.waits_for(PAGES[0])
    newcomer.types(*["Tab"] * 8, "ctrl+a", *"25", "Return")
    newcomer.types("ctrl+a", *"8", "minus", *"16")

    newcomer.clicks_next()
    for title in PAGES[1:]:
        newcomer.waits_for(title)
        newcomer.clicks_skip()
    newcomer.waits_for("All set")

    assert newcomer.settings()["work"] == {"hours": ["08:00-16:00"]}


def test_a_running_ergobreak_goes_by_the_answers(xfce: Desktop, tmp_path: Path) -> None:
    """What was answered counts at once for the daemon that runs: nothing is started anew."""
    with Program(xfce, tmp_path / "home") as program:
        newcomer = Newcomer(xfce, tmp_path / "home")
        before = program.process
        window = newcomer.starts()
        for title in PAGES[:2]:
            newcomer.waits_for(title)
            newcomer.clicks_skip()
        newcomer.waits_for(PAGES[2])
        newcomer.types("Tab", "Right", "Return")
        newcomer.waits_for(PAGES[3])
        newcomer.clicks_skip()
        newcomer.waits_for("All set")
        newcomer.types("Escape")

        assert window.wait(SOON) == 0
        wait_for(lambda: "config_changed" in program.events(), SOON, "the answers count")
        assert before.poll() is None


@pytest.mark.parametrize(
    ("theme", "colours"), [("Adwaita", look.LIGHT), ("Adwaita:dark", look.DARK)]
)
def test_it_is_as_dark_as_the_desktop(newcomer: Newcomer, theme: str, colours: look.Look) -> None:
    """The welcome takes the side of the desktop's theme, and fits a small screen."""
    newcomer.starts(GTK_THEME=theme)
    newcomer.waits_for(PAGES[0])
    place = newcomer.window()

    def has(colour: str) -> bool:
        edges = (place.x, place.y, place.x + place.width, place.y + place.height)
        return pixels(newcomer.desktop.picture().crop(edges), colour).getbbox() is not None

    wait_for(lambda: has(colours.ground) and has(colours.first), SOON, "the theme's colours")
    assert place.height <= 700
    assert place.width <= 1000
    newcomer.types("Escape")


def test_without_tk_the_terminal_is_named(newcomer: Newcomer, tmp_path: Path) -> None:
    """Where Tk is missing, what would help and the command that asks the same are named."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_TK)

    assert newcomer.starts(FIRST=str(tmp_path)).wait(SOON) == 1
    assert newcomer.errors().startswith("The window needs Tk. ")
    assert "ergobreak setup" in newcomer.errors()
    assert "ergobreak setup" in newcomer.errors()
