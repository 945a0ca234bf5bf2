"""The break window on a real desktop: told what a daemon tells it, pressed as a person presses."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, Self

from Xlib import display, error

from ergobreak.window.breaks.sheet import CLASS, NOT_YET
from ergobreak.window.breaks.x_screen import PARTS
from tests.desktop.desktop import OPENBOX, Desktop
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from tests.desktop.desktop import Window

LONGEST: Final = 1 << 14  # words of four bytes; what is offered are a few hundred
SOON: Final = 15.0  # s; the machine may be busy
LOOK: Final[dict[str, Any]] = {
    "theme": "light",
    "accent": "",
    "text": "normal",
    "motion": "auto",
    "monitors": "all",
    "avoid": [],
    "focus": False,
    "sound_start": False,
    "sound_end": "never",
    "volume": 50,
    "speech": False,
}
PROMPT: Final[dict[str, Any]] = {
    "prompt": "p1",
    "kind": "stretch",
    "title": "Stretch",
    "text": "Time to loosen up. Two or three slow stretches will do.",
    "level": 2,
    "strict": "off",
    "ask_reason": False,
    "length": 300,
    "counts": 120,
    "brief": False,
    "easy": False,
    "postpone": [300, 600],
    "wishes": {"kind": "stretch", "seed": "p1"},
    "preview": False,
}
LEFT, RIGHT = (0, 0, 1280, 800), (1280, 0, 1024, 768)  # the two monitors of `TwoMonitors`


class TwoMonitors(Desktop):
    """A desktop with a second monitor at the right of the first."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, size=(2304, 800))

    def start(self, service: str) -> None:
        """Start a service; the window manager finds the monitors there."""
        if service == OPENBOX:
            self.read(["xrandr", "--setmonitor", "L", "1280/338x800/211+0+0", "screen"])
            self.read(["xrandr", "--setmonitor", "R", "1024/270x768/203+1280+0", "none"])
        super().start(service)


class BreakWindow:
    """The process of the window; this side of the pipe is the daemon's."""

    def __init__(self, desktop: Desktop, **look: Any) -> None:
        """Start it and have it prepared."""
        self.desktop = desktop
        self.look = {**LOOK, **look}
        self._told: list[dict[str, Any]] = []
        self.errors = desktop.log / "break_window.log"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ergobreak.guided"],
                env={**desktop.env, "PYTHONPATH": ":".join(filter(None, sys.path))},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        self.says(do="prepare")
        self.hears("ready")
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(SOON)
        finally:
            self.process.kill()
            self.process.wait()
            self._reader.join(SOON)
            assert self.process.stdout is not None
            self.process.stdout.close()
        if failed is None:
            assert self.errors.read_text() == ""

    # ---------------------------------------------------------------- the daemon's part

    def says(self, **line: Any) -> None:
        """Tell the window something."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"look": self.look, **line}).encode() + b"\n")
        self.process.stdin.flush()

    def prompts(self, **changes: Any) -> None:
        """Have it show a prompt, and wait until it can be pressed."""
        line = {**PROMPT, **changes}
        self.says(do="prompt", **line)
        self.hears("painted", prompt=line["prompt"], phase="prompt")
        self.passes(NOT_YET)

    def breaks(self, left: int = 300, **changes: Any) -> None:
        """Have it guide through a break, and wait until it can be pressed."""
        line = {**PROMPT, "tip": "", "walked": False, "paused": False, "left": left, **changes}
        self.says(do="break", **line)
        self.hears("painted", prompt=line["prompt"], phase="break")
        self.passes(NOT_YET)

    def hears(self, told: str, **values: Any) -> dict[str, Any]:
        """Wait for a line and return it; it counts once."""

        def found() -> dict[str, Any] | None:
            for line in list(self._told):
                if line["told"] == told and all(line.get(k) == v for k, v in values.items()):
                    self._told.remove(line)
                    return line
            return None

        line = wait_for(found, SOON, f"{told} {values} is heard, in {self._told}")
        assert line is not None
        return line

    def answer(self) -> dict[str, Any]:
        """Wait for the next answer and return it without what is the same in all of them."""
        line = self.hears("answer")
        return {key: value for key, value in line.items() if key not in {"told", "prompt"}}

    def passes(self, seconds: float) -> None:
        """Let a time pass in which the window hears nothing on purpose, and a little more."""
        since = time.monotonic()
        wait_for(lambda: time.monotonic() - since > seconds + 0.1, seconds + 5)

    def has_said(self, told: str) -> bool:
        """Tell whether a line of this kind has come that nobody has waited for."""
        return any(line["told"] == told for line in self._told)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._told.append(json.loads(line))

    # ---------------------------------------------------------------- the person's part

    def windows(self) -> list[Window]:
        """Return its windows on the screen, from top to bottom, from left to right."""
        return self.desktop.windows(CLASS)

    def parts(self) -> dict[str, tuple[int, int]]:
        """Return the middle of everything that can be pressed, by name."""
        return parts(self.desktop, self.windows())

    def figure(self) -> Image.Image:
        """Return a picture of what the figure of a card is seen on."""
        (at,) = self.windows()
        edges = (at.x + 40, at.y + 100, at.x + at.width - 120, at.y + 280)
        return self.desktop.picture().crop(edges)

    def presses(self, name: str) -> None:
        """Click on a button, as soon as it is there."""
        wait_for(lambda: name in self.parts(), SOON, f"{name} can be pressed")
        self.desktop.click(*self.parts()[name])

    def presses_long(self, name: str) -> None:
        """Press a button and do not let go."""
        wait_for(lambda: name in self.parts(), SOON, f"{name} can be pressed")
        x, y = self.parts()[name]
        move = ["mousemove", str(x - 2), str(y), "mousemove", "--sync", str(x), str(y)]
        self.desktop.read(["xdotool", *move, "mousedown", "1"])

    def lets_go(self) -> None:
        """Let go of what is pressed."""
        self.desktop.read(["xdotool", "mouseup", "1"])

    def clicks_into_it(self) -> None:
        """Click beside the buttons."""
        at = self.windows()[0]
        self.desktop.click(at.x + at.width // 2, at.y + 6)

    def types(self, *keys: str) -> None:
        """Press keys, wherever they go."""
        self.desktop.read(["xdotool", "key", "--delay", "30", *keys])


def parts(desktop: Desktop, windows: list[Window]) -> dict[str, tuple[int, int]]:
    """Return the middle of everything that can be pressed in these windows, by name."""
    found: dict[str, tuple[int, int]] = {}
    screen = display.Display(desktop.env["DISPLAY"])
    try:
        for window in windows:
            try:
                atom = screen.intern_atom(PARTS)
                kind = screen.intern_atom("UTF8_STRING")
                known = screen.create_resource_object("window", window.id)
                # In one reading: between two the window may tell something else.
                told = known.get_property(atom, kind, 0, LONGEST)
            except error.XError:
                continue  # it has gone meanwhile
            for line in (told.value if told else b"").decode().splitlines():
                name, *numbers = line.split("\t")
                x, y, width, height = map(int, numbers)
                found[name] = x + width // 2, y + height // 2
    finally:
        screen.close()
    return found
