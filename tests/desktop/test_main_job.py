"""The main job on a real desktop: `ergobreak run`, its icon, its prompts, a real mouse, the log.

A prompt is due a second after the start, and then not for an hour: what appears later appears
because of what the test did.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
from PIL import Image, ImageChops

from ergobreak.adapters.journal.read import read
from ergobreak.adapters.tray.icons import RINGS, TILE
from ergobreak.adapters.tray.icons.pixmaps import image
from ergobreak.adapters.tray.sni_item import NO_PANEL
from tests.desktop.desktop import PANEL, XFCE4_NOTIFYD, Desktop, Window
from tests.services.asked import asked
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

pytestmark = pytest.mark.desktop

BUS = "dbus-daemon"
SOON = 15.0  # s; the machine may be busy
DONE, LATER, SKIP = 0, 1, 2  # the buttons from left to right
# What a desktop may lack without a fault of the program, as the program says it.
LACKING = " menu is a command too", NO_PANEL, "counts as work", "until it returns"
BESIDE = {"started_up", "shut_down", "waits"}  # what no test of this folder has a say in

# Half a second without a key is a pause in which a prompt may come.
CONFIG = """
[work]
hours = ["00:00-24:00"]
no_prompt_before_end = "0s"
[delivery]
lull = "0.5s"
warning = "0s"
bundle = "0s"
bundle_water = "0s"
[reminders.stretch]
every = "1h"
first = "1s"
for = "1m"
counts = "1s"
postpone = { by = ["5m"], at_most = 3 }
[reminders.walk]
enabled = false
[reminders.hydration]
enabled = false
[reminders.posture]
enabled = false
[reminders.eyes]
enabled = false
"""


class Program:
    """One `ergobreak run` on a desktop, with a home of its own, and what a person does with it."""

    expected: tuple[str, ...] = ()
    """What it may complain of, once each, because the test gives it reason to."""

    def __init__(
        self,
        desktop: Desktop,
        home: Path,
        *options: str,
        config: str = CONFIG,
        backend: str = "xorg",
        window: str = "never",
    ) -> None:
        """Start it. `backend`: the tray that the person has chosen; "" leaves it to the program.

        `window`: whether breaks open in a window of their own; these tests are about notices.
        """
        self.desktop = desktop
        home.mkdir(mode=0o700)
        if config:
            (home / "ergobreak.toml").write_text(f'{config}\n[window]\nuse = "{window}"\n')
        self._env = {
            "ERGOBREAK_HOME": str(home),
            "PYTHONPATH": ":".join(filter(None, sys.path)),
            **({"PYSTRAY_BACKEND": backend} if backend else {}),
        }
        self._name = f"ergobreak-{home.parent.name}"
        self.process: subprocess.Popen[bytes] = desktop.run(
            self._name, [sys.executable, "-m", "ergobreak", "run", *options], self._env
        )

    def __enter__(self) -> Self:
        wait_for(self.is_answering, SOON, "the daemon answers")
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        """End it, gently if possible; a clean screen and a clean log are part of every test."""
        asked(self._home, "stop")
        self.process.kill()
        self.process.wait(5)
        if failed is None:
            self.waits_for_nothing()
            assert self.complaints() == []

    @property
    def _home(self) -> Path:
        return Path(self._env["ERGOBREAK_HOME"])

    def does(self, *words: str) -> str:
        """Return what a command prints."""
        return self.desktop.read([sys.executable, "-m", "ergobreak", *words], self._env)

    def journal(self) -> list[dict[str, Any]]:
        """Return all that was written down: what `log --all --raw --json` prints.

        Whoever waits for a record would keep a core busy with starting `log`.
        """
        return read(self._home / "journal.db")

    def log(self) -> list[dict[str, Any]]:
        """Return the journal without start and end, and without who had just moved the pointer."""
        return [line for line in self.journal() if line["event"] not in BESIDE]

    def events(self) -> list[str]:
        """Return what happened, a word each."""
        return [line["event"] for line in self.log()]

    def complaints(self) -> list[str]:
        """Return what the daemon wrote to standard error, but for words on what the desktop lacks.

        Those are said once; a second time they are complaints.
        """
        lines = (self.desktop.log / f"{self._name}.log").read_text().splitlines()
        for lack in (*LACKING, *self.expected):
            for line in [line for line in lines if lack in line][:1]:
                lines.remove(line)
        return lines

    def is_answering(self) -> bool:
        """Tell whether the daemon answers its clients."""
        return bool(asked(self._home, "status"))

    def processes(self) -> list[int]:
        """Return every process that works on this home."""
        mark = f"ERGOBREAK_HOME={self._env['ERGOBREAK_HOME']}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in entry.read_bytes().split(b"\0"):
                    found.append(int(entry.parent.name))
            except OSError:
                continue  # it has ended meanwhile, or belongs to somebody else
        return found

    # ---------------------------------------------------------------- on the screen

    def notices(self) -> list[Window]:
        """Return the notices on the screen, the uppermost first."""
        return self.desktop.notices()

    def notice(self) -> Window:
        """Wait for the one notice on the screen and return it, at its final place and size."""

        def at_rest() -> Window | None:
            before, after = self.notices(), self.notices()
            # Xfce maps it small and gives it its size a moment later.
            same = before == after and len(after) == 1 and after[0].width > 200
            return after[0] if same else None

        window = wait_for(at_rest, SOON, "one notice at rest")
        assert window is not None
        return window

    def presses(self, button: int, of: int = 3) -> None:
        """Click on a button of the one notice with the real pointer."""
        window = self.notice()
        buttons = wait_for(
            lambda: [found for found in [self.desktop.buttons(window)] if len(found) == of],
            what=f"{of} buttons on the notice",
        )
        self.desktop.click(*buttons[0][button])

    def waits_for_nothing(self) -> None:
        """Wait until no notice is on the screen."""
        wait_for(lambda: not self.notices(), SOON, "the screen is empty")

    def waits_for_icon(self, state: str) -> None:
        """Wait until the panel shows the very picture of a state."""
        wait_for(lambda: self._shows(state), SOON, f"the icon of `{state}` in the panel")

    def icon(self) -> Window | None:
        """Return the icon's window, if it can be seen."""
        found = self.desktop.windows("ergobreak")
        return found[0] if found else None

    def _shows(self, state: str) -> bool:
        window = self.icon()
        if window is None or window.width < 16:
            return False
        side = min(window.width, window.height)
        x, y = window.x + (window.width - side) // 2, window.y + (window.height - side) // 2
        seen = self.desktop.picture().crop((x, y, x + side, y + side))
        # How full the ring is says the clock, not the test.
        rings = [ring for ring in RINGS if ring.partition("-")[0] == state]
        return any(_is_drawn(name, seen) for name in (state, *rings))


def _is_drawn(name: str, seen: Image.Image) -> bool:
    file = image(name, seen.width)
    if file.size != seen.size:
        return False
    right = Image.new("RGBA", file.size, TILE)
    right.alpha_composite(file)
    return max(ImageChops.difference(seen, right.convert("RGB")).tobytes()) <= 2


@pytest.fixture
def program(office: Desktop, tmp_path: Path) -> Iterator[Program]:
    """Yield a started ergobreak; a clean screen is part of every test's end."""
    with Program(office, tmp_path / "home") as program:
        yield program


def test_from_the_icon_to_the_log(program: Program) -> None:
    """The icon is seen, the prompt comes, Done is clicked, the break is logged, stop ends all."""
    program.waits_for_icon("due")
    program.presses(DONE)
    program.waits_for_nothing()
    program.waits_for_icon("running")

    assert program.events() == ["due", "prompted", "completed"]
    assert {line["reminder"] for line in program.log()} == {"stretch"}
    assert program.does("stop") == "Stopped.\n"
    assert program.process.wait(5) == 0
    assert program.processes() == []
    assert program.icon() is None


def test_what_is_postponed_comes_back(office: Desktop, tmp_path: Path) -> None:
    """A click on "In 5 min" takes the prompt off the screen; in five minutes it is there again."""
    with Program(office, tmp_path / "home", "--clock", "virtual") as program:
        program.does("advance", "1s")
        program.presses(LATER)
        program.waits_for_nothing()
        program.does("advance", "4m")
        assert program.events() == ["due", "prompted", "postponed"]
        assert not program.notices()
        program.does("advance", "1m")
        program.presses(SKIP)
        program.waits_for_nothing()

        assert program.events() == ["due", "prompted", "postponed", "prompted", "skipped"]
        assert len({line["prompt"] for line in program.log()}) == 1


def test_an_answer_on_the_command_line_clears_the_screen(program: Program) -> None:
    """What is answered in a terminal leaves the screen, and is answered once."""
    program.notice()
    program.does("skip")
    program.waits_for_nothing()

    assert program.events() == ["due", "prompted", "skipped"]


def test_a_break_has_its_own_notice(program: Program) -> None:
    """`take` replaces the prompt by the break, whose Done ends it; the icon tells both."""
    program.notice()
    program.does("take")
    program.waits_for_icon("break")
    assert program.does("status").startswith("Stretch until about ")
    wait_for(lambda: "started" in program.events(), SOON)
    program.presses(DONE, of=2)
    program.waits_for_nothing()
    program.waits_for_icon("running")

    assert program.events()[-1] in {"completed", "partial"}  # as long as the click took


def test_a_terminated_daemon_leaves_no_notice(program: Program) -> None:
    """SIGTERM under an open prompt takes prompt and icon away, and ends with 0."""
    program.notice()
    program.process.send_signal(signal.SIGTERM)

    assert program.process.wait(5) == 0
    program.waits_for_nothing()
    assert program.icon() is None
    assert program.processes() == []


def test_a_lost_server_loses_no_prompt(program: Program) -> None:
    """The server dies under a prompt: the next one shows it, it can be answered, none is missed."""
    program.notice()
    program.desktop.kill(XFCE4_NOTIFYD)
    wait_for(lambda: "held" in program.events(), SOON)
    assert "no_display" in {line.get("reason") for line in program.log()}
    program.desktop.start(XFCE4_NOTIFYD)
    wait_for(lambda: program.events().count("prompted") == 2, SOON, "the prompt is back")
    program.presses(DONE)
    program.waits_for_nothing()

    told = ["due", "prompted", "held", "released", "prompted", "completed"]
    assert program.events() == told


def test_the_next_panel_gets_the_icon(program: Program) -> None:
    """The panel dies and comes back: so does the icon, with what has changed meanwhile."""
    program.waits_for_icon("due")
    program.desktop.kill(PANEL)
    wait_for(lambda: program.icon() is None, SOON, "the icon goes with its panel")
    program.does("skip")
    program.does("pause")
    program.desktop.start(PANEL)

    program.waits_for_icon("paused")


def test_a_preview_is_real_and_logged_nowhere(office: Desktop, tmp_path: Path) -> None:
    """`preview` shows the prompt with its buttons; none of them writes a line.

    The first start shows the window, which writes none either.
    """
    with Program(office, tmp_path / "home", config="") as program:
        # The first start says hello, and offers a preview, questions and the settings.
        program.presses(0)
        for button in (DONE, LATER, SKIP):
            program.does("preview", "hydration")
            program.presses(button)
            program.waits_for_nothing()

        assert program.events() == []


def test_nothing_there_is_needed(packages: None, tmp_path: Path) -> None:
    """No panel, no server: it runs on and holds. A server comes: the prompt. The bus dies: on."""
    bare = Desktop(tmp_path / "desktop")
    with bare as desktop, Program(desktop, tmp_path / "home") as program:
        wait_for(lambda: "held" in program.events(), SOON)
        assert program.does("status").startswith("Nothing on this desktop can show prompts")

        desktop.start(XFCE4_NOTIFYD)
        program.presses(SKIP)
        wait_for(lambda: program.events()[-1] == "skipped", SOON)

        desktop.kill(BUS)
        program.waits_for_nothing()
        assert program.is_answering()
        desktop.start(BUS)
        desktop.start(XFCE4_NOTIFYD)
        program.does("preview", "stretch")
        program.presses(DONE)

        assert program.events() == ["due", "prompted", "held", "released", "prompted", "skipped"]
