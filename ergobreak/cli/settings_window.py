"""The verb `settings`: the window, or where there can be none the file itself."""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.cli import opening, setup
from ergobreak.cli.survey import needs_tk
from ergobreak.cli.window import answer_others, call_other, is_read_aloud
from ergobreak.control import client
from ergobreak.errors import ErgobreakError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.cli.settings_desk import Login
    from ergobreak.window.settings.panel import SettingsPanel

SOCKET: Final = "settings-window"
NO_SCREEN: Final = N_("There is no screen for a window here.")
READ_ALOUD: Final = N_("A screen reader cannot read this window.")


def show(args: Namespace) -> int:
    """Show the window until it is closed; one that is open already comes to the front."""
    if args.file:
        return opening.settings(args)
    lack = needs_tk() if importlib.util.find_spec("_tkinter") is None else ""
    if not lack and is_read_aloud(args.home):
        lack = _(READ_ALOUD)
    if lack:
        return _as_file(args, lack)
    place = paths.find(args.home).runtime_dir / SOCKET
    if call_other(place):
        return 0
    panel = _panel(args.home)
    if panel is None:
        return _as_file(args, _(NO_SCREEN))
    with answer_others(place, lambda: panel.post(panel.raise_)):
        panel.run()
    return 0


def _as_file(args: Namespace, lack: str) -> int:
    """Say in a line why there is no window, and open the file."""
    client.tell(2, lack)
    return opening.settings(args)


def _panel(home: str | None) -> SettingsPanel | None:
    """Return the window; None where there is no screen for one."""
    import tkinter as tk

    from ergobreak.adapters.appearance import is_dark
    from ergobreak.adapters.tray import icons
    from ergobreak.cli.settings_desk import SettingsDesk
    from ergobreak.window import look
    from ergobreak.window.settings.panel import SettingsPanel

    places = paths.find(home)
    running = partial(setup.is_running, home)
    desk = SettingsDesk(places, running, _login(home), partial(_profile, home))
    answers = desk.form.answers
    colours = look.of(str(answers.get("window.theme", "auto")), is_dark=is_dark(os.environ))
    size = str(answers.get("window.text", "normal"))
    try:
        return SettingsPanel(colours, size, desk, desk.form, icons.app_picture())
    except tk.TclError:
        return None


def _profile(home: str | None) -> str:
    """Return the name of the profile in force; nothing where there is none, or nobody to ask."""
    try:
        found = client.ask(home, "status", as_json=True).data.get("profile")
    except ErgobreakError:
        return ""
    return str(found["profile"] or "") if isinstance(found, dict) else ""


def _login(home: str | None) -> Login:
    """Return the start at login, as `autostart` has it."""
    from ergobreak.adapters.autostart import ways
    from ergobreak.cli import autostart
    from ergobreak.cli.settings_desk import Login

    known = ways.of(sys.platform)

    def is_on() -> bool:
        return any(each.is_on and not each.is_stale for each in ways.look(known, os.environ))

    def turn(on: bool) -> None:  # noqa: FBT001  it is the answer itself
        if on:
            ways.turn_on(known, autostart.start_of(home), os.environ)
        else:
            ways.turn_off(known, os.environ)

    return Login(is_on, turn)
