"""The settings window on a real desktop: keys and mouse, the file, and the daemon that takes it."""

from __future__ import annotations

import json
import sys
import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak.window import look
from tests.desktop.test_main_job import CONFIG, SOON, Program
from tests.desktop.test_welcome import pixels
from tests.desktop.test_window import KIND, WITHOUT_TK
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.desktop.desktop import Desktop, Window

pytestmark = pytest.mark.desktop

TITLE: Final = "Settings - ergobreak"
AT_ONCE: Final = 1.0  # s, from the file to the settings in force
FOOT: Final = 60  # pixels at the lower edge that only the buttons are in
HEAD: Final = 140  # pixels at the upper edge in which tabs and days are
OWN: Final = """\
# mine
[work]
hours = ["00:00-24:00"] # always

[reminders.posture]
cron = "0 9-17 * * mon-fri"
"""


class Person:
    """Somebody who wants things a little different."""

    def __init__(self, desktop: Desktop, home: Path) -> None:
        self.desktop = desktop
        self.file = home / "ergobreak.toml"
        self._home = home
        self._opened: list[subprocess.Popen[bytes]] = []

    def opens(self, *words: str, **env: str) -> subprocess.Popen[bytes]:
        """Open the settings, as the menu of the tray does."""
        # A button under the pointer has another colour.
        self.desktop.read(["xdotool", "mousemove", "2", "2"])
        path = ":".join(filter(None, (env.pop("FIRST", ""), *sys.path)))
        mine = {"ERGOBREAK_HOME": str(self._home), "PYTHONPATH": path}
        command = [sys.executable, "-m", "ergobreak", *(words or ("settings",))]
        self._name = f"settings-{self._home.parent.name}-{len(self._opened)}"
        self._opened.append(self.desktop.run(self._name, command, {**mine, **env}))
        return self._opened[-1]

    def leaves(self) -> None:
        """Close whatever is still open."""
        for process in self._opened:
            process.kill()
        wait_for(lambda: not self.desktop.windows(KIND), SOON, "the windows are gone")

    def printed(self) -> str:
        """Return what the last start has printed."""
        return (self.desktop.log / f"{self._name}.log").read_text()

    def window(self) -> Window:
        """Return the window, which has the keys from now on."""

        def found() -> Window | None:
            for window in self.desktop.windows(KIND):
                name = self.desktop.read(["xdotool", "getwindowname", str(window.id)])
                if name.strip() == TITLE:
                    return window
            return None

        window = wait_for(found, SOON, "the window")
        assert window is not None
        self.desktop.read(["xdotool", "windowfocus", "--sync", str(window.id)])
        return window

    def types(self, *keys: str) -> None:
        """Press keys."""
        self.window()
        self.desktop.read(["xdotool", "key", "--delay", "30", *keys])

    def clicks_save(self) -> None:
        """Click the button in colour at the lower edge."""
        left, upper, right, lower = self._sees(look.LIGHT.first, is_head=False)
        self.desktop.click((left + right) // 2, (upper + lower) // 2)

    def clicks_monday(self) -> None:
        """Click the first of what is chosen at the upper edge."""
        left, upper, _, lower = self._sees(look.LIGHT.first, is_head=True)
        self.desktop.click(left + 20, (upper + lower) // 2)

    def sees(self, colour: str) -> bool:
        """Tell whether this colour is in the window."""
        place = self.window()
        edges = (place.x, place.y, place.x + place.width, place.y + place.height)
        return pixels(self.desktop.picture().crop(edges), colour).getbbox() is not None

    def table(self) -> dict[str, Any]:
        """Return what the file says; nothing as long as there is none."""
        return tomllib.loads(self.file.read_text()) if self.file.exists() else {}

    def starts_at_login(self) -> bool:
        """Tell what `autostart` says."""
        mine = {"ERGOBREAK_HOME": str(self._home), "PYTHONPATH": ":".join(filter(None, sys.path))}
        command = [sys.executable, "-m", "ergobreak", "autostart", "status", "--json"]
        return json.loads(self.desktop.read(command, mine))["on"] is True

    def _sees(self, colour: str, *, is_head: bool) -> tuple[int, int, int, int]:
        place = self.window()
        top = place.y if is_head else place.y + place.height - FOOT
        height = HEAD if is_head else FOOT
        edges = (place.x, top, place.x + place.width, top + height)

        def seen() -> tuple[int, int, int, int] | None:
            return pixels(self.desktop.picture().crop(edges), colour).getbbox()

        left, upper, right, lower = wait_for(seen, SOON, "what is in colour") or edges
        return place.x + left, top + upper, place.x + right, top + lower


@pytest.fixture
def person(xfce: Desktop, tmp_path: Path) -> Iterator[Person]:
    """Yield somebody with a file of settings, for whom nothing runs."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_text(OWN)
    person = Person(xfce, home)
    yield person
    person.leaves()


def test_a_new_interval_is_in_force_at_once(xfce: Desktop, tmp_path: Path) -> None:
    """Typed and saved with keys alone: a second after the file has it the daemon goes by it."""
    calm = CONFIG.replace('first = "1s"\n', "")
    with Program(xfce, tmp_path / "home", config=calm) as program:
        person = Person(xfce, tmp_path / "home")
        opened = person.opens()
        # The next page; its tab, the tick, the time.
        person.types("ctrl+Tab", "Tab", "Tab", "Tab", "ctrl+a", "3", "0", "Return")

        wait_for(lambda: "config_changed" in program.events(), SOON, "the daemon has taken it")
        assert person.table()["reminders"]["stretch"]["every"] == "30m"
        (line,) = (line for line in program.log() if line["event"] == "config_changed")
        taken = datetime.fromisoformat(line["at"]).timestamp()
        assert taken - person.file.stat().st_mtime < AT_ONCE
        (due,) = json.loads(program.does("status", "--json"))["next"]
        assert (due["name"], due["about_seconds"] <= 30 * 60) == ("stretch", True)
        person.types("Escape")
        assert opened.wait(SOON) == 0


def test_the_mouse_does_it_too(person: Person) -> None:
    """A day is clicked away and saved; comments and all else in the file stay."""
    person.opens()
    person.clicks_monday()
    person.clicks_save()

    wait_for(lambda: "days" in person.table()["work"], SOON, "it is written")
    days = '["tue", "wed", "thu", "fri", "sat", "sun"]'
    assert person.file.read_text() == OWN.replace("[work]\n", f"[work]\ndays = {days}\n")


def test_escape_leaves_the_file_as_it_is(person: Person) -> None:
    """Whoever changes something and leaves has changed nothing, not even the time of the file."""
    before = person.file.stat()
    opened = person.opens()
    person.types("ctrl+Tab", "Tab", "Tab", "space", "Tab", "5", "Escape")

    assert opened.wait(SOON) == 0
    assert person.file.read_text() == OWN
    assert person.file.stat().st_mtime_ns == before.st_mtime_ns


def test_undo_brings_every_byte_back(person: Person) -> None:
    """Undo, which is there after a save, is reached with keys like all else."""
    person.opens()
    person.types("ctrl+Tab", "Tab", "Tab", "space", "Return")
    wait_for(lambda: "stretch" in person.table()["reminders"], SOON, "it is written")

    person.types("shift+Tab", "shift+Tab")  # the tab, and round: the last button
    person.types("shift+Tab", "shift+Tab", "space")

    wait_for(lambda: person.file.read_text() == OWN, SOON, "it is as it was")


def test_it_starts_at_login(person: Person) -> None:
    """Ticked and saved it starts at login, unticked it does not, and the file is left alone."""
    person.opens()
    days = 7  # between the tabs and the hours; with a cron in the file there is no rhythm
    person.types(*["Tab"] * (1 + days + 1), "Tab", "space", "Return")
    wait_for(person.starts_at_login, SOON, "it starts at login")

    person.types("space", "Return")
    wait_for(lambda: not person.starts_at_login(), SOON, "it does not any more")
    assert person.file.read_text() == OWN


def test_nonsense_is_not_written(person: Person) -> None:
    """With nonsense in one field nothing is written; when it is mended all of it is."""
    person.opens()
    person.types("ctrl+Tab", "Tab", "Tab", "space", "Tab", "ctrl+a", *"soon", "Return")
    person.types("ctrl+a", *"50", "Return")  # the field has the keys

    wait_for(lambda: "stretch" in person.table()["reminders"], SOON, "it is written")
    assert person.table()["reminders"]["stretch"] == {"enabled": False, "every": "50m"}
    assert person.file.read_text().startswith("# mine\n")


def test_a_file_saved_elsewhere_is_not_written_over(person: Person) -> None:
    """What an editor has saved meanwhile is still there after a change in the window."""
    person.opens()
    person.types("ctrl+Tab", "Tab", "Tab", "space")
    later = f"{OWN}\n[sound]\nstart = true # yes\n"
    person.file.write_text(later)

    def is_written() -> bool:
        person.types("Return")  # the first one only shows what is new
        return "stretch" in person.table()["reminders"]

    wait_for(is_written, SOON, "it is written")
    assert "start = true # yes" in person.file.read_text()
    assert person.table()["reminders"]["posture"] == {"cron": "0 9-17 * * mon-fri"}


def test_there_is_one_window(person: Person) -> None:
    """A second start brings the first window to the front and ends."""
    person.opens()
    person.window()

    assert person.opens().wait(SOON) == 0
    assert len(person.desktop.windows(KIND)) == 1


def test_the_status_window_opens_it(person: Person) -> None:
    """Settings in the status window opens this one; both can be closed in any order."""
    status = person.opens("window")
    first = wait_for(lambda: person.desktop.windows(KIND), SOON, "the status window")[0]
    person.desktop.read(["xdotool", "windowfocus", "--sync", str(first.id)])
    person.desktop.read(["xdotool", "key", "--delay", "30", "Tab", "Tab", "space"])

    person.types("Escape")
    wait_for(lambda: len(person.desktop.windows(KIND)) == 1, SOON, "it is closed")
    assert status.poll() is None


@pytest.mark.parametrize(
    ("text", "colours"),
    [("", look.LIGHT), ('theme = "dark"', look.DARK), ('theme = "contrast"', look.CONTRAST)],
)
def test_it_has_the_colours_and_sizes_of_the_settings(
    person: Person, text: str, colours: look.Look
) -> None:
    """Each theme is followed, and the largest words fit a small screen."""
    person.file.write_text(f'{OWN}\n[window]\ntext = "larger"\n{text}\n')
    person.opens()

    wait_for(lambda: person.sees(colours.first), SOON, "the theme's colour")
    assert person.sees(colours.ground)
    place = person.window()
    assert 850 < place.width < 1100
    assert place.height < 760


def test_without_tk_the_file_is_opened(person: Person, tmp_path: Path) -> None:
    """Where Tk is missing a line says what would help, and the desktop opens the file."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_TK)
    tools = tmp_path / "tools"
    tools.mkdir()
    told = tmp_path / "told"
    Path(tools, "xdg-open").write_text(f'#!/bin/sh\necho "$@" > {told}\n')
    Path(tools, "xdg-open").chmod(0o755)
    search = f"{tools}:{person.desktop.env['PATH']}"

    opened = person.opens(FIRST=str(tmp_path), PATH=search)

    assert opened.wait(SOON) == 0
    assert told.read_text() == f"{person.file}\n"
    assert person.printed().startswith("The window needs Tk. ")
