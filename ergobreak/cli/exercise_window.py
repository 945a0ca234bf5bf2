"""Exercises in the break window without a break: what the daemon would be to it, for once."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import select
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Any, Final, cast

from ergobreak import paths
from ergobreak.adapters.time.clock import SystemClock
from ergobreak.cli.exercise_text import BETWEEN
from ergobreak.control import client, lifecycle
from ergobreak.errors import ErgobreakError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ergobreak.content.exercise import Exercise
    from ergobreak.paths import Paths

    Line = dict[str, Any]

GUIDE: Final = "ergobreak.guided"  # the process of the break window
PROMPT: Final = "play"  # the id of what is shown; no prompt of a daemon has it
ENDS_WITHIN: Final = 5  # seconds for a window whose input has ended

_SECOND: Final = 1_000_000
_TASTES: Final = {"never": "never", "favourite": "favourite", "nothing": "allow"}
_HURT: Final = {"undo_hurt": "--undo", "still_today": "--no-movement-today"}


def is_possible(env: Mapping[str, str]) -> bool:
    """Tell whether the break window may open here: there is Tk, and a screen."""
    has_screen = bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
    return has_screen and importlib.util.find_spec("_tkinter") is not None


def play(title: str, chosen: Sequence[Exercise], look: Line, home: str | None) -> bool:
    """Show them until they are done or the person leaves; tell whether the window could be seen."""
    child = subprocess.Popen(
        [sys.executable, "-m", GUIDE, str(paths.find(home).content)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=lifecycle.environment(),
        start_new_session=True,  # Ctrl-C is for us; the window ends with its input
    )
    window, told = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    try:
        return Showing(window, title, chosen, look, home).follow(told.fileno())
    except BrokenPipeError:
        return False  # it died before it was told anything
    finally:
        with contextlib.suppress(BrokenPipeError):
            window.close()  # a window whose input ends closes itself
        try:
            child.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        told.close()


class Showing:
    """One set of exercises in the window, and how much of its time is left."""

    def __init__(
        self,
        window: IO[bytes],
        title: str,
        chosen: Sequence[Exercise],
        look: Line,
        home: str | None,
    ) -> None:
        """Tell the window what to show."""
        self._window = window
        self._title = title
        self._chosen = chosen
        self._look = look
        self._home = home
        self._clock = SystemClock()
        self._length = sum(each.seconds + BETWEEN for each in chosen)
        self._left = float(self._length)
        self._since: float | None = None  # when the time went on last; None: it stands
        self.was_seen = False
        self._tell({"do": "prepare", "look": look})
        self._tell(self.as_break())

    def as_break(self) -> Line:
        """Return the line of a break of these exercises, as it stands."""
        return {
            "do": "break",
            "look": self._look,
            "prompt": PROMPT,
            "kind": "stretch",
            "title": self._title,
            "text": "",
            "level": 2,
            "strict": "off",
            "ask_reason": False,
            "length": self._length,
            "left": round(self.left()),
            "counts": 0,
            "brief": False,
            "easy": False,
            "postpone": [],
            "wishes": {},
            "tip": "",
            "walked": False,
            "paused": self.was_seen and self._since is None,
            "exercises": [each.id for each in self._chosen],
        }

    def left(self) -> float:
        """Return how many seconds are left."""
        return self._left - (0 if self._since is None else self._now() - self._since)

    def follow(self, output: int) -> bool:
        """Do what the window tells until it ends; tell whether it was seen."""
        for line in self._lines(output):
            if line.get("told") == "failed":
                break
            self._heard(line)
        return self.was_seen

    def _lines(self, output: int) -> Iterator[Line]:
        """Yield what the window tells; when the time is over it is told to close."""
        rest = b""
        while True:
            within = None if self._since is None else max(0.0, self.left())
            if not select.select([output], [], [], within)[0]:
                self._close("completed")
                continue
            chunk = os.read(output, 65536)
            *lines, rest = (rest + chunk).split(b"\n")
            for raw in lines:
                with contextlib.suppress(ValueError):
                    found = json.loads(raw)
                    yield found if isinstance(found, dict) else {}
            if not chunk:
                return

    def _heard(self, line: Line) -> None:
        match line.get("told"), line.get("answer"):
            case "painted", _:
                self._since = self._since if self.was_seen else self._now()
                self.was_seen = True
            case "answer", "pause":
                self._left, self._since = self.left(), None
                self._tell(self.as_break())
            case "answer", "continue":
                self._since = self._now()
                self._tell(self.as_break())
            case "answer", "done" | "skip":
                self._close("skipped")
            case "answer", "hurt":
                self._ask("hurt", str(line.get("area", "")))
                self._close("hurt")  # it stays until the person has read and closed it
            case "answer", ("undo_hurt" | "still_today") as said:
                self._ask("hurt", _HURT[said])
            case "taste", _ if line.get("taste") in _TASTES:
                self._ask("exercises", _TASTES[line["taste"]], str(line.get("exercise", "")))
            case _:
                pass

    def _ask(self, verb: str, *words: str) -> None:
        """Let a daemon that runs know, too; without one there is nobody to remember it."""
        with contextlib.suppress(ErgobreakError):
            client.ask(self._home, verb, [word for word in words if word])

    def _close(self, how: str) -> None:
        self._left, self._since = 0.0, None
        self._tell({"do": "close", "prompt": PROMPT, "how": how})

    def _tell(self, line: Line) -> None:
        self._window.write(json.dumps(line).encode() + b"\n")
        self._window.flush()

    def _now(self) -> float:
        return self._clock.now().mono / _SECOND


def look_of(places: Paths) -> Line:
    """Return how the settings want the window to look."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import compile_plan, current, defaults
    from ergobreak.guidance import of_preparation

    found = current(places, calendar).settings or defaults()
    look: Line = of_preparation(compile_plan(found, calendar, "UTC"))["look"]
    return look
