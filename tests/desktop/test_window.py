"""The status window on a real desktop: opened by a second start, followed, clicked, typed into."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image, ImageChops

from ergobreak.window import look
from tests.desktop.test_main_job import CONFIG, SOON, Program
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.desktop import Desktop, Window

pytestmark = pytest.mark.desktop

KIND: Final = "Ergobreak"
WITHOUT_TK: Final = 'import sys\nsys.modules["_tkinter"] = None\n'
# A drink can only be noted where there is a reminder of it.
THIRSTY: Final = CONFIG.replace("[reminders.hydration]\nenabled = false", "[reminders.hydration]")
# Prints the answer line after each thing that the window is told; its place is that of its text.
ANSWERED: Final = """
from ergobreak.dataclass import replace
from pathlib import Path
from ergobreak.adapters.tray import icons
from ergobreak.cli.formats import STOPPED
from ergobreak.window import look, shown
from ergobreak.window.panel import Panel

def texts(widget):
    own = [widget.cget("text")] if widget.winfo_class() == "Label" else []
    return own + [text for child in widget.winfo_children() for text in texts(child)]

panel = Panel(look.LIGHT, print, lambda name: icons.picture("paused", 48))
state = shown.of(STOPPED, ())
panel.show(state)
panel.tell("Quiet until 10:00.", "Quiet")
for headline in ("ergobreak is not running", "Quiet", "Quiet", "Walk about 10:05"):
    panel.show(replace(state, headline=headline))
    panel.root.update()
    print(headline, "Quiet until 10:00." in texts(panel.root))
"""


class Person:
    """Somebody without a tray: starts ergobreak once more, and looks at the window."""

    def __init__(self, program: Program, home: Path) -> None:
        self.program = program
        self.desktop = program.desktop
        self.home = home
        self.started: list[subprocess.Popen[bytes]] = []

    def starts(self, *words: str, **env: str) -> subprocess.Popen[bytes]:
        """Start ergobreak as a menu of applications does: on a screen, not in a terminal."""
        # A button under the pointer has another colour.
        self.desktop.read(["xdotool", "mousemove", "2", "2"])
        self.name = f"window-{self.home.parent.name}-{len(self.started)}"
        path = ":".join(filter(None, (env.pop("FIRST", ""), *sys.path)))
        mine = {"ERGOBREAK_HOME": str(self.home), "PYTHONPATH": path}
        command = [sys.executable, "-m", "ergobreak", *words]
        self.started.append(self.desktop.run(self.name, command, {**mine, **env}))
        return self.started[-1]

    def errors(self) -> str:
        """Return what the last start has printed."""
        return (self.desktop.log / f"{self.name}.log").read_text()

    def window(self) -> Window:
        """Wait for the window and return it."""
        return wait_for(lambda: self.desktop.windows(KIND), SOON, "the window")[0]

    def types(self, *keys: str) -> None:
        """Give the window the keyboard and press keys."""
        self.desktop.read(["xdotool", "windowfocus", "--sync", str(self.window().id)])
        self.desktop.read(["xdotool", "key", "--delay", "30", *keys])

    def sees(self, colour: str) -> tuple[int, int] | None:
        """Return the middle of what has this colour in the window; None: nothing has."""
        windows = self.desktop.windows(KIND)
        if not windows:
            return None
        place = windows[0]
        edges = (place.x, place.y, place.x + place.width, place.y + place.height)
        part = self.desktop.picture().convert("RGB").crop(edges)
        off = ImageChops.difference(part, Image.new("RGB", part.size, colour))
        worst = ImageChops.lighter(ImageChops.lighter(*off.split()[:2]), off.split()[2])
        box = worst.point([255, *([0] * 255)]).getbbox()
        if box is None:
            return None
        return place.x + (box[0] + box[2]) // 2, place.y + (box[1] + box[3]) // 2

    def waits_for_button(self) -> tuple[int, int]:
        """Wait until a button stands out, and return where it is."""
        found = wait_for(lambda: self.sees(look.LIGHT.first), SOON, "the button in colour")
        assert found is not None
        return found


@pytest.fixture
def person(xfce: Desktop, tmp_path: Path) -> Iterator[Person]:
    """Yield somebody whose ergobreak runs and asks for a stretch."""
    with Program(xfce, tmp_path / "home", config=THIRSTY) as program:
        person = Person(program, tmp_path / "home")
        yield person
        for process in person.started:
            process.kill()
        wait_for(lambda: not xfce.windows(KIND), SOON, "the windows are gone")


def test_a_second_start_opens_one_window(person: Person) -> None:
    """`start` opens it, `run` only raises it, Escape closes it, and leaves the daemon alone."""
    first = person.starts("start")
    person.waits_for_button()
    second = person.starts("run")

    assert second.wait(SOON) == 0
    assert len(person.desktop.windows(KIND)) == 1
    person.types("Escape")
    assert first.wait(SOON) == 0
    assert person.program.process.poll() is None
    assert not (person.home / "window").exists()


@pytest.mark.skipif(shutil.which("gio") is None, reason="needs the package libglib2.0-bin")
def test_the_entry_of_the_menu_opens_it(person: Person) -> None:
    """The entry that `desktop install` has written opens the window, started by GLib itself."""
    mine = {"ERGOBREAK_HOME": str(person.home), "PYTHONPATH": ":".join(filter(None, sys.path))}
    person.desktop.read([sys.executable, "-m", "ergobreak", "desktop", "install"], mine)
    entry = Path(person.desktop.env["XDG_DATA_HOME"], "applications", "ergobreak.desktop")

    person.desktop.run("gio", ["gio", "launch", str(entry)])

    person.waits_for_button()
    person.types("Escape")
    wait_for(lambda: not person.desktop.windows(KIND), SOON, "the window is gone")


def test_in_a_terminal_a_second_start_is_refused(person: Person) -> None:
    """Who types it reads that it runs already, and gets exit code 4 and no window."""
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "ergobreak", "start"]
    env = {"ERGOBREAK_HOME": str(person.home), "PYTHONPATH": ":".join(filter(None, sys.path))}
    done = subprocess.run(
        command, env={**person.desktop.env, **env}, stdin=inside, timeout=SOON, check=False
    )
    os.close(terminal)
    os.close(inside)

    assert done.returncode == 4
    assert person.desktop.windows(KIND) == []


def test_done_is_clicked(person: Person) -> None:
    """The answer in colour is pressed with the mouse: it is logged, and the window shows it."""
    window = person.starts("window")
    person.desktop.click(*person.waits_for_button())

    wait_for(lambda: "completed" in person.program.events(), SOON, "the break is logged")
    wait_for(lambda: person.sees(look.LIGHT.first) is None, SOON, "the answers are gone")
    assert window.poll() is None
    person.types("Escape")
    assert window.wait(SOON) == 0


def test_an_answer_does_not_stay_for_ever(xfce: Desktop) -> None:
    """What became of a command stands until the state has changed once more, and no longer."""
    path = ":".join(filter(None, sys.path))
    told = xfce.read([sys.executable, "-c", ANSWERED], {"PYTHONPATH": path})

    assert told.splitlines() == [
        "ergobreak is not running True",
        "Quiet True",
        "Quiet True",
        "Walk about 10:05 False",
    ]


def test_everything_can_be_done_with_keys(person: Person) -> None:
    """Tab goes through the buttons as one reads them, Return presses; the last one ends it all."""
    window = person.starts("window")
    person.waits_for_button()
    person.types("Tab", "Tab", "Tab", "Tab", "Tab", "Return")  # done, later, skip, take, drink

    wait_for(lambda: "drank" in person.program.events(), SOON, "the drink is logged")
    person.types("Tab", "Return")
    wait_for(lambda: "quiet" in person.program.events(), SOON, "it is quiet")
    person.types("Tab", "Tab", "Tab", "space")  # settings, help, quit
    assert person.program.process.wait(SOON) == 0
    assert window.wait(SOON) == 0


def test_the_window_outlives_the_daemon(person: Person) -> None:
    """When ergobreak ends the window offers to start it, and does."""
    window = person.starts("window")
    person.waits_for_button()
    person.program.does("done")
    wait_for(lambda: person.sees(look.LIGHT.first) is None, SOON)
    person.program.does("stop")
    person.desktop.click(*person.waits_for_button())

    wait_for(person.program.is_answering, SOON, "a new daemon answers")
    wait_for(lambda: person.sees(look.LIGHT.first) is None, SOON, "the window has found it")
    person.types("Escape")
    assert window.wait(SOON) == 0


@pytest.mark.parametrize(
    ("theme", "colours"), [("Adwaita", look.LIGHT), ("Adwaita:dark", look.DARK)]
)
def test_it_is_as_dark_as_the_desktop(person: Person, theme: str, colours: look.Look) -> None:
    """The window takes the side of the desktop's theme."""
    window = person.starts("window", GTK_THEME=theme)
    wait_for(lambda: person.sees(colours.first), SOON, "the button in the theme's colour")

    assert person.sees(colours.ground) is not None
    person.types("Escape")
    assert window.wait(SOON) == 0


def test_without_tk_a_notice_does_it(person: Person, tmp_path: Path) -> None:
    """Where Tk is missing the daemon shows the state with buttons, and the package is named."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_TK)
    person.program.presses(0)
    person.program.waits_for_nothing()

    started = person.starts("start", FIRST=str(tmp_path))

    assert started.wait(SOON) == 0
    assert person.errors().startswith("The window needs Tk. ")
    assert person.desktop.windows(KIND) == []
    person.program.presses(1)
    wait_for(lambda: "drank" in person.program.events(), SOON, "the drink is logged")
    person.program.waits_for_nothing()
