"""Composition root of the break window, a process of its own: `-m ergobreak.guided [FOLDER]`.

Lines of JSON come in and go out, as ergobreak/guidance.py has them. It ends when its input ends.
FOLDER holds the person's own exercises. A `break` may name the `exercises` it consists of, by their
ids, and be a `preview`: then the window itself plays the daemon's part.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import sys
import tkinter as tk
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from ergobreak import spoken
from ergobreak.adapters.sound.sounds import Sounds
from ergobreak.exercising import Exercising
from ergobreak.window.breaks.figures import Pictures
from ergobreak.window.breaks.guide import Guide, World
from ergobreak.window.breaks.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.window.breaks.x_screen import XScreen

ENDS_WITHIN: Final = 2.0  # seconds after the input has ended
_NEWS: Final = "<<News>>"
# Below the folder for settings, and what in them says that nothing is to move.
_STILL: Final = (
    ("gtk-3.0/settings.ini", r"^gtk-enable-animations *= *(0|false)$"),
    ("kdeglobals", r"^AnimationDurationFactor=0(\.0*)?$"),
)
_log = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Be there until the input ends or all is said; return the exit code."""
    logging.basicConfig(format="%(name)s: %(message)s", stream=sys.stderr)
    spoken.settle()
    try:
        root = tk.Tk(className="Ergobreak-Break")
    except tk.TclError as error:
        tell({"told": "failed", "why": f"there is no screen for a window ({error})"})
        return 1
    root.withdraw()
    sounds = Sounds(os.environ)
    guide = _furnish(root, Path(arguments[0]) if arguments else None, sounds)
    _fail_aloud(root)
    Window(root, guide, sounds).run()
    return 0


class Window:
    """The main loop, and the thread that reads the input for it."""

    def __init__(self, root: tk.Tk, guide: Guide, sounds: Sounds) -> None:
        self._root = root
        self._guide = guide
        self._sounds = sounds
        self._news: SimpleQueue[Mapping[str, Any] | None] = SimpleQueue()
        self._has_ended = Event()

    def run(self) -> None:
        """Be there until the end."""
        self._root.bind(_NEWS, lambda _: self._read_news())
        self._root.after_idle(Thread(target=self._listen, daemon=True).start)
        self._root.mainloop()
        self._has_ended.set()
        with contextlib.suppress(tk.TclError):
            self._root.destroy()

    def _listen(self) -> None:
        """Pass on each line of the input; at its end see to it that this process ends."""
        for line in sys.stdin:
            with contextlib.suppress(ValueError):  # the next line may be a better one
                told = json.loads(line)
                if isinstance(told, dict):
                    self._post(told)
        self._post(None)
        if not self._has_ended.wait(ENDS_WITHIN):
            os._exit(1)  # Tk hangs, and nobody is there any more to end it

    def _post(self, news: Mapping[str, Any] | None) -> None:
        self._news.put(news)
        # The window may close at this very moment.
        with contextlib.suppress(tk.TclError, RuntimeError):
            self._root.event_generate(_NEWS, when="tail")

    def _read_news(self) -> None:
        while not self._news.empty():
            line = self._news.get()
            if line is None:
                self._root.quit()
                return
            self._sounds.follow(line.get("look") or {})
            self._guide.hear(line)


def tell(line: Mapping[str, Any]) -> None:
    """Write a line for the daemon; one that has died hears nothing."""
    with contextlib.suppress(OSError):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


# ---------------------------------------------------------------- what it is made of


def _furnish(root: tk.Tk, own: Path | None, sounds: Sounds) -> Guide:
    """Put the parts together."""
    from ergobreak.adapters.appearance import is_dark
    from ergobreak.adapters.time.clock import SystemClock

    clock = SystemClock()
    stage = Stage(
        root,
        _x_screen(),
        is_dark=is_dark(os.environ),
        is_still=_is_still(os.environ),
        is_wayland=bool(os.environ.get("WAYLAND_DISPLAY")),
    )

    world = World(lambda: clock.now().mono / 1e6, tell, Exercising(own).choose, sounds)
    guide = Guide(root, stage, Pictures(stage), world)
    if stage.x is not None:
        watch(root, stage.x, guide.monitors_changed)
    return guide


def watch(root: tk.Tk, x: XScreen, changed: Callable[[], None]) -> None:
    """Have the main loop call `changed` after the monitors have changed.

    It watches a descriptor of its own. Whoever finds the server gone closes the other one, and a
    closed one keeps Tk from seeing anything, also that its own server has gone: the process would
    stay, be busy, and never show a window again.
    """
    read = x.watch(changed)
    try:
        watched = os.dup(x.fileno())
    except OSError:
        return  # it has gone by now, and Tk ends

    def hear(*_unused: object) -> None:
        if not read():
            root.deletefilehandler(watched)
            os.close(watched)

    root.createfilehandler(watched, tk.READABLE, hear)


def _x_screen() -> XScreen | None:
    """Return the X server; None: there is none, or it talks to nobody but Tk."""
    try:
        from ergobreak.window.breaks.x_screen import XScreen

        return XScreen()
    except (ImportError, OSError) as failure:
        _log.warning("monitors cannot be told apart: %s", failure)
        return None


def _is_still(env: Mapping[str, str]) -> bool:
    """Tell whether the desktop's settings ask for reduced motion."""
    base = Path(env.get("XDG_CONFIG_HOME") or Path(env.get("HOME", "/"), ".config"))
    for name, pattern in _STILL:
        with contextlib.suppress(OSError):
            text = (base / name).read_text(encoding="utf-8", errors="replace")
            if re.search(pattern, text, re.MULTILINE | re.IGNORECASE):
                return True
    return False


def _fail_aloud(root: tk.Tk) -> None:
    """Have the daemon hear of a fault, so that it can ask by other means."""

    def report(kind: type[BaseException], fault: BaseException, *_: object) -> None:
        _log.error("%s: %s", kind.__name__, fault, exc_info=fault)
        tell({"told": "failed", "why": f"{kind.__name__}: {fault}"})
        root.quit()

    root.report_callback_exception = report


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
