"""The icon over D-Bus in a real panel: seen, its menu opened and clicked by a mouse, back again."""

from __future__ import annotations

import signal
import subprocess
import sys
from threading import Thread
from typing import IO, TYPE_CHECKING, Final

import pytest
from PIL import Image, ImageChops, ImageStat

from ergobreak.adapters.tray.icons import STATES, TILE, picture
from ergobreak.adapters.tray.sni_item import NO_PANEL
from tests.desktop.desktop import PANEL, Desktop, Window
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.desktop

BUS: Final = "dbus-daemon"
SOON: Final = 15.0  # s; the machine may be busy
TRAY: Final = "wrapper-2.0"  # the class of the panel's tray, and of the menus that it opens
DRAWN: Final = 22  # pixels that this panel gives an icon

# A line on standard input is a state to show; "?" asks for the reason.
CHILD = """
import signal, sys, threading
from ergobreak.adapters.dbus.bus import Bus, session_address
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.core.tray_view import TrayView

VIEW = TrayView("due", "Time for a walk", ("Stretch about 10:30",), (("done", "Done"),),
                (("walk", "Walk"), ("r_d", "R_D & more")))
bus = Bus(session_address())
bus.start()
tray = SniTray(bus, lambda command: print("answer", command, flush=True), lambda: VIEW)
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: tray.stop())

def listen():
    global VIEW
    for line in sys.stdin:
        word = line.strip()
        if word == "?":
            print("reason", tray.reason, flush=True)
        else:
            VIEW = TrayView(word, "Now " + word, takes=VIEW.takes)
            tray.update(VIEW)

threading.Thread(target=listen, daemon=True).start()
print("ready", flush=True)
tray.run()
print("ended", flush=True)
"""
# What can be clicked in its menu, from the top, while it is due.
DONE, TAKE_NOW, DRINK, QUIET, WHY, HURTS, LOG, SETTINGS, MORE, QUIT = range(10)


def difference(seen: Image.Image, state: str) -> float:
    """Return by how much a state's picture differs from the middle of what is seen, 0 to 255."""
    with Image.open(picture(state, DRAWN)) as file:
        right = Image.new("RGBA", file.size, TILE)
        right.alpha_composite(file.convert("RGBA"))
    x, y = (seen.width - DRAWN) // 2, (seen.height - DRAWN) // 2
    return min(
        sum(ImageStat.Stat(ImageChops.difference(part, right.convert("RGB"))).mean) / 3
        for left in (x, x + 1)  # the middle may lie between two pixels
        for top in (y, y + 1)
        for part in [seen.crop((left, top, left + DRAWN, top + DRAWN))]
    )


class Icon:
    """A process with an icon in the panel, what it has printed, and what a person does with it."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        path = ":".join(filter(None, sys.path))
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD],
            env={**desktop.env, "PYTHONPATH": path},
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
        wait_for(lambda: "ready" in self.said, SOON, "the child is up")

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

    def answers(self) -> list[str]:
        """Return the commands that the menu has answered so far."""
        return [line.removeprefix("answer ") for line in self.said if line.startswith("answer")]

    # ---------------------------------------------------------------- on the screen

    def place(self) -> Window | None:
        """Return the icon's place in the panel; None while the panel has no icon."""
        found = [one for one in self.desktop.windows(TRAY) if one.y == 0 and one.width >= DRAWN]
        return found[0] if found else None

    def shows(self) -> str:
        """Return the state whose picture the panel shows, or "" if it shows none of them."""
        place = self.place()
        if place is None:
            return ""
        seen = self._seen(place)
        differing = {state: difference(seen, state) for state in STATES}
        best, second = sorted(differing.values())[:2]
        # The panel scales pictures itself, so that no pixel is quite the same.
        is_clear = best < 16 and second > 1.5 * best
        return min(differing, key=differing.__getitem__) if is_clear else ""

    def waits_for(self, state: str) -> None:
        """Wait until the panel shows the picture of a state."""
        wait_for(lambda: self.shows() == state, SOON, f"the icon of `{state}` in the panel")

    def click(self, button: int) -> None:
        """Click on the icon with the real pointer."""
        place = wait_for(self.place, SOON, "the icon in the panel")
        assert place is not None
        self.desktop.click(place.x + place.width // 2, place.y + place.height // 2, button)

    def menus(self) -> list[Window]:
        """Return the open menus, the first one first."""
        found = [one for one in self.desktop.windows(TRAY) if one.y > 0 and one.height > 40]
        return sorted(found, key=lambda window: window.id)

    def opens(self) -> Window:
        """Open the menu by a right click and return it."""
        self.click(3)
        return self.menu(1)

    def menu(self, depth: int) -> Window:
        """Wait until so many menus are open and drawn, and return the innermost."""
        wait_for(lambda: len(self.menus()) == depth and self.lines(self.menus()[-1]), SOON)
        return self.menus()[-1]

    def lines(self, menu: Window) -> list[int]:
        """Return the heights on the screen of all that can be clicked in a menu, as they are seen.

        Words that can be clicked are bright, and the others are grey.
        """
        seen = self._seen(menu).convert("L")
        bright = [
            y
            for y in range(seen.height)
            if max(seen.crop((0, y, seen.width, y + 1)).tobytes()) > 210
        ]
        # Letters of one line may have a gap, as in an i; lines are farther apart.
        starts = [y for y, last in zip(bright, [-99, *bright], strict=False) if y - last > 6]
        return [menu.y + y + 6 for y in starts]

    def press(self, menu: Window, line: int) -> None:
        """Click on a line of an open menu with the real pointer."""
        self.desktop.click(menu.x + 40, self.lines(menu)[line])

    def _seen(self, window: Window) -> Image.Image:
        shot = self.desktop.folder / "icon.png"
        self.desktop.screenshot(shot)
        edges = (window.x, window.y, window.x + window.width, window.y + window.height)
        with Image.open(shot) as screen:
            return screen.convert("RGB").crop(edges)

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
    with Desktop(tmp_path_factory.mktemp("panel"), [PANEL], size=(640, 600)) as desktop:
        yield desktop


@pytest.fixture
def icon(panel: Desktop) -> Iterator[Icon]:
    """Yield a process that has its icon in the panel, and complains at most once of having none."""
    icon = Icon(panel)
    try:
        icon.waits_for("due")
        yield icon
        if icon.process.poll() is None:
            icon.process.send_signal(signal.SIGTERM)
        assert icon.process.wait(5) == 0
    finally:
        icon.close()
    assert icon.complained in ([], [NO_PANEL])
    wait_for(lambda: icon.shows() == "", SOON, "the icon goes with its process")


def test_every_state_is_seen(icon: Icon) -> None:
    """The panel shows the picture of each state in turn, and there is nothing to complain of."""
    for state in STATES:
        icon.tell(state)
        icon.waits_for(state)

    assert icon.reason() == ""


def test_the_menu_is_opened_and_clicked(icon: Icon, tmp_path: Path) -> None:
    """A right click opens the menu, with all its lines; a click on one of them is its command."""
    menu = icon.opens()
    icon.desktop.screenshot(tmp_path / "menu.png")
    assert len(icon.lines(menu)) == QUIT + 1
    icon.press(menu, DRINK)
    wait_for(lambda: icon.answers() == ["drink"], SOON)
    wait_for(lambda: not icon.menus(), SOON)
    icon.press(icon.opens(), DONE)

    wait_for(lambda: icon.answers() == ["drink", "done"], SOON)


def test_what_is_inside_is_clicked_too(icon: Icon, tmp_path: Path) -> None:
    """A submenu opens, and a click in it is the command of its line."""
    icon.press(icon.opens(), TAKE_NOW)
    inside = icon.menu(2)
    icon.desktop.screenshot(tmp_path / "inside.png")
    icon.press(inside, 1)

    wait_for(lambda: icon.answers() == ["take r_d"], SOON)


def test_an_open_menu_follows_the_day(icon: Icon, tmp_path: Path) -> None:
    """What changes under an open menu is seen in it at once, and a click hits what is read."""
    menu = icon.opens()
    icon.tell("easy")
    wait_for(lambda: len(icon.lines(menu)) == QUIT, SOON, "one line less")
    icon.desktop.screenshot(tmp_path / "open.png")
    icon.press(menu, QUIET - 1)
    icon.press(icon.menu(2), 1)

    wait_for(lambda: icon.answers() == ["quiet 1h"], SOON)


def test_a_left_click_opens_the_small_window(icon: Icon) -> None:
    """A left click asks for the window, a middle click and the wheel for nothing."""
    for button in (2, 4, 5):
        icon.click(button)
    assert icon.reason() == ""  # what the clicks did would have been said before this
    assert (icon.answers(), icon.menus()) == ([], [])

    icon.click(1)

    wait_for(lambda: icon.answers() == ["window"], SOON, "the click is answered")
    assert icon.menus() == []


def test_a_panel_may_go_and_come(icon: Icon) -> None:
    """A killed panel is a reason; the next one has the icon, as it is by then, and its menu."""
    icon.desktop.kill(PANEL)
    wait_for(lambda: "no panel" in icon.reason(), SOON)
    icon.tell("paused")
    icon.desktop.start(PANEL)
    icon.waits_for("paused")
    assert icon.reason() == ""
    icon.press(icon.opens(), DRINK - 1)

    wait_for(lambda: icon.answers() == ["drink"], SOON)


def test_a_bus_may_go_and_come(icon: Icon) -> None:
    """The session bus dies and takes the panel along: with both the icon is back, no restart."""
    icon.desktop.kill(BUS)
    wait_for(lambda: "bus is away" in icon.reason(), SOON)
    icon.tell("held")
    icon.desktop.kill(PANEL)
    icon.desktop.start(BUS)
    icon.desktop.start(PANEL)

    icon.waits_for("held")
    assert icon.reason() == ""
