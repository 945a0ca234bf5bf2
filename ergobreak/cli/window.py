"""The verb `window`: joins the status window to the daemon and to the journal."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import subprocess
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.cli import journal, opening
from ergobreak.cli.formats import stopped
from ergobreak.cli.pictures import pictures
from ergobreak.cli.survey import needs_tk
from ergobreak.control import client, lifecycle, wire
from ergobreak.errors import ErgobreakError
from ergobreak.language import _
from ergobreak.window import shown, words

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ergobreak.paths import Paths
    from ergobreak.window.panel import Panel

SOCKET: Final = "window"
_LINES_IN_NOTICE: Final = 4


def window(args: Namespace) -> int:
    """Show the status window until it is closed; one that is open already comes to the front."""
    if importlib.util.find_spec("_tkinter") is None:
        client.tell(2, needs_tk())
        return _as_notice(args.home)
    if is_read_aloud(args.home):
        return _as_notice(args.home)
    place = paths.find(args.home).runtime_dir / SOCKET
    if call_other(place):
        return 0
    panel = _panel(lambda command: _begin(command, args.home, panel))
    with answer_others(place, lambda: panel.post(panel.raise_)):
        panel.run(lambda: _start(_feed, args.home, panel))
    return 0


def _panel(act: Callable[[str], None]) -> Panel:
    """Return the window, still empty; raises ErgobreakError where there is no screen."""
    import tkinter as tk

    from ergobreak.adapters.appearance import is_dark
    from ergobreak.window import look
    from ergobreak.window.panel import Panel

    try:
        return Panel(look.DARK if is_dark(os.environ) else look.LIGHT, act, _picture)
    except tk.TclError as error:
        raise ErgobreakError(
            _("There is no screen for a window here."), _("The same in words: ergobreak status")
        ) from error


def _picture(state: str) -> Path:
    from ergobreak.adapters.tray import icons

    if state == "app":
        return icons.app_picture()
    return icons.picture("paused" if state == "stopped" else state, 48)


def _start(work: Callable[..., None], *given: object) -> None:
    Thread(target=work, args=given, daemon=True).start()


# ---------------------------------------------------------------- what it shows


def _feed(home: str | None, panel: Panel) -> None:
    """Give the window each new picture, for as long as it lives."""
    try:
        for data in pictures(home):
            panel.post(partial(panel.show, shown.of(data, _today(home))))
    except (ErgobreakError, OSError) as error:
        panel.post(partial(panel.show, shown.of(stopped(), ())))
        panel.post(partial(panel.tell, str(error), stopped()["headline"]))


def _today(home: str | None) -> list[dict[str, object]]:
    """Return the journal lines of today; a journal that cannot be read costs only these."""
    try:
        return journal.today(home)
    except ErgobreakError:
        return []


# ---------------------------------------------------------------- what is pressed


def _begin(command: str, home: str | None, panel: Panel) -> None:
    """Carry out a command beside the window, which goes on meanwhile."""
    _start(_do, command, home, panel)


def _do(command: str, home: str | None, panel: Panel) -> None:
    try:
        told = _done(command, home)
    except (ErgobreakError, OSError) as error:
        told = str(error)
    if command == "stop":
        panel.post(panel.close)
    else:
        panel.post(partial(panel.tell, told, _headline(home)))


def _headline(home: str | None) -> str:
    """Return the headline of the state that a command has led to."""
    try:
        return str(client.ask(home, "status", as_json=True).data["headline"])
    except (ErgobreakError, OSError, KeyError):
        return str(stopped()["headline"])


def _done(command: str, home: str | None) -> str:
    """Do what the command says and return what to say about it."""
    places = paths.find(home)
    match command.split():
        case ["start"]:
            return lifecycle.start(places, home)
        case ["stop"]:
            lifecycle.stop(places, home)
            return ""
        case ["settings"]:
            return _settings(places)
        case ["help"]:
            return opening.open_help()
        case [verb, *rest]:
            return client.ask(home, verb, rest).text
        case _:
            return ""


def _settings(places: Paths) -> str:
    """Open the settings, in a process of their own, and return what they leave to say."""
    done = subprocess.run(
        lifecycle.command(places, "settings"),
        env=lifecycle.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    return done.stderr.strip() if done.returncode else done.stdout.strip()


# ---------------------------------------------------------------- one window at a time


def call_other(place: Path) -> bool:
    """Tell whether there is a window already; to be called is enough to bring it to the front."""
    if not hasattr(socket, "AF_UNIX"):  # Windows: there may be two
        return False
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as caller:
        try:
            wire.reach(str(place), caller.connect)
        except OSError:
            return False
    return True


@contextlib.contextmanager
def answer_others(place: Path, called: Callable[[], None]) -> Iterator[None]:
    """Tell of each caller while the window is open; without a folder for it nobody can call."""
    if not hasattr(socket, "AF_UNIX"):
        yield
        return
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        place.unlink(missing_ok=True)  # of a window that was killed
        wire.reach(str(place), listener.bind)
        place.chmod(0o600)  # before anybody can be heard, and not by umask
        listener.listen()
    except OSError:
        listener.close()
        yield
        return

    def answer() -> None:
        with contextlib.suppress(OSError):  # the end of the window
            while True:
                listener.accept()[0].close()
                called()

    _start(answer)
    try:
        yield
    finally:
        place.unlink(missing_ok=True)
        # Closing alone would leave the thread in `accept`.
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


# ---------------------------------------------------------------- without a window


def is_read_aloud(home: str | None) -> bool:
    """Tell whether a screen reader runs: Tk's windows are mute, notifications are read."""
    try:
        return client.ask(home, "status", as_json=True).data.get("aloud") is True
    except ErgobreakError:
        return False  # nobody could show a notification


def _as_notice(home: str | None) -> int:
    """Show the same as a notification, by the daemon."""
    lines = words.of_log(_today(home), {}, _LINES_IN_NOTICE)
    reply = client.ask(home, "overview", [f"{time}  {text}" for time, text in lines])
    client.tell(reply.exit, reply.text)
    return reply.exit
