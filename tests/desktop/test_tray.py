"""The tray icon in a real panel: seen, changed, lost with its panel, back with the next."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from threading import Thread
from typing import IO, TYPE_CHECKING

import pytest
from PIL import Image

from ergobreak.adapters.tray.icons import TILE, picture
from tests.desktop.desktop import PANEL, Desktop, Window
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.desktop

# A line on standard input is a state to show; "?" asks for the reason, "flood" updates from all
# sides at once, without end.
CHILD = """
import signal, sys, threading
from ergobreak.adapters.tray.find import find_tray
from ergobreak.core.tray_view import TrayView

STATES = ("running", "due", "break", "held")
tray = find_tray(lambda command: print("answer", command, flush=True),
                 lambda: TrayView("due", "Time for a walk", answers=(("done", "Done"),)))
signal.signal(signal.SIGTERM, lambda *_: tray.stop())
signal.signal(signal.SIGINT, lambda *_: tray.stop())

def flood(number):
    while True:
        for place in range(number, number + 50):
            tray.update(TrayView(STATES[place % 4], f"{place}"))
        threading.Event().wait(0.001)

def listen():
    for line in sys.stdin:
        word = line.strip()
        if word == "?":
            print("reason", tray.reason, flush=True)
        elif word == "flood":
            for number in range(4):
                threading.Thread(target=flood, args=(number,), daemon=True).start()
        else:
            tray.update(TrayView(word, "Now " + word))

threading.Thread(target=listen, daemon=True).start()
print("ready", flush=True)
tray.run()
print("ended", flush=True)
"""


class Icon:
    """A process with a tray icon, and what it has printed."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        path = ":".join(filter(None, sys.path))
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD],
            env={**desktop.env, "PYTHONPATH": path, "PYSTRAY_BACKEND": "xorg"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self.complained: list[str] = []
        pipes = (self.process.stdout, self.said), (self.process.stderr, self.complained)
        self._readers = [Thread(target=self._read, args=pair) for pair in pipes]
        for reader in self._readers:
            reader.start()
        wait_for(lambda: "ready" in self.said, 10, "the child is up")

    def _read(self, pipe: IO[str], lines: list[str]) -> None:
        lines.extend(line.rstrip() for line in pipe)

    def tell(self, word: str) -> None:
        """Send a line to the child."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def reason(self) -> str:
        """Return why the icon is not seen, as the child says."""
        before = len(self.said)
        self.tell("?")
        wait_for(lambda: any(line.startswith("reason") for line in self.said[before:]))
        return self.said[-1].removeprefix("reason").strip()

    def window(self) -> Window | None:
        """Return the icon's window, if it can be seen."""
        found = self.desktop.windows("ergobreak")
        return found[0] if found else None

    def shows(self, state: str, shot: Path) -> bool:
        """Tell whether the panel shows the picture of a state, unstretched and on its tile."""
        window = self.window()
        if window is None or window.width < 16:
            return False
        self.desktop.screenshot(shot)
        side = min(window.width, window.height)
        with Image.open(picture(state, side)) as file:
            right = Image.new("RGBA", file.size, TILE)
            right.alpha_composite(file.convert("RGBA"))
        x = window.x + (window.width - side) // 2
        y = window.y + (window.height - side) // 2
        with Image.open(shot) as screen:
            seen = screen.convert("RGB").crop((x, y, x + side, y + side))
        pairs = zip(seen.tobytes(), right.convert("RGB").tobytes(), strict=True)
        return seen.size == right.size and all(abs(a - b) <= 2 for a, b in pairs)

    def end(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Ask the child to end by a signal; return after how many seconds it had."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(5)
        took = time.monotonic() - started
        self.close()
        return took

    def close(self) -> None:
        """Leave nothing behind."""
        self.process.kill()
        self.process.wait(5)
        for reader in self._readers:
            reader.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()


@pytest.fixture(scope="module")
def panel(packages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a desktop with a panel, which the tests of this module share."""
    with Desktop(tmp_path_factory.mktemp("panel"), [PANEL], size=(640, 300)) as desktop:
        yield desktop


@pytest.fixture
def icon(panel: Desktop) -> Iterator[Icon]:
    """Yield a process that has its icon in the panel."""
    icon = Icon(panel)
    try:
        yield icon
    finally:
        icon.close()


def test_the_icon_is_seen_and_changes(icon: Icon, tmp_path: Path) -> None:
    """The panel shows the very pixels of the state, and those of the next after an update."""
    wait_for(lambda: icon.shows("due", tmp_path / "a.png"), what="the icon of `due`")
    icon.tell("paused")
    wait_for(lambda: icon.shows("paused", tmp_path / "b.png"), what="the icon of `paused`")

    assert icon.reason() == "this desktop shows the icon without a menu"


def test_a_left_click_opens_the_window(icon: Icon) -> None:
    """Where the icon has no menu, a click with the real pointer asks for the small window."""
    wait_for(icon.window)
    window = icon.window()
    assert window is not None
    icon.desktop.click(window.x + 8, window.y + 8)

    wait_for(lambda: "answer window" in icon.said, what="the click is answered")
    assert icon.reason()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_takes_the_icon_away_at_once(icon: Icon, number: signal.Signals) -> None:
    """Our handler ends `run`, takes the icon away and leaves with 0 and without a complaint."""
    wait_for(icon.window)
    took = icon.end(number)

    assert icon.process.returncode == 0
    assert icon.said[-1] == "ended"
    assert icon.complained == []
    assert took < 2
    assert icon.window() is None


def test_stop_never_hangs_whatever_is_going_on(panel: Desktop) -> None:
    """SIGTERM between two of a thousand updates from four threads ends the process."""
    for _ in range(6):
        icon = Icon(panel)
        icon.tell("flood")
        wait_for(icon.window)
        icon.end()

        assert (icon.process.returncode, icon.complained) == (0, [])


def test_a_panel_may_go_and_come(icon: Icon, tmp_path: Path) -> None:
    """Without a panel nothing floats about and the reason says so; the next panel gets the icon."""
    wait_for(icon.window)
    icon.desktop.kill(PANEL)
    wait_for(lambda: icon.window() is None, what="the icon goes with its panel")
    wait_for(lambda: "no panel" in icon.reason())
    icon.tell("easy")
    icon.desktop.start(PANEL)

    wait_for(lambda: icon.shows("easy", tmp_path / "a.png"), what="the icon in the next panel")
    assert "no panel" not in icon.reason()
    assert icon.complained == []


def test_a_display_that_dies_costs_the_icon_only(
    packages: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """When the X server dies the process lives on, says so, and still heeds a signal."""
    with Desktop(tmp_path_factory.mktemp("short"), [PANEL], size=(640, 300)) as desktop:
        icon = Icon(desktop)
        wait_for(icon.window)
        desktop.kill("Xvfb")
        wait_for(lambda: icon.reason().startswith("the tray icon was lost"))
        icon.tell("paused")

        assert icon.process.poll() is None
        assert icon.end() < 4
        assert icon.process.returncode == 0
        assert not [line for line in icon.complained if "Traceback" in line], icon.complained
