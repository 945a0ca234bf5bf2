"""The questions of `setup` in the welcome window; where there is none, in the terminal."""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.cli import setup, setup_answers
from ergobreak.cli.survey import needs_tk
from ergobreak.control import client
from ergobreak.errors import ErgobreakError
from ergobreak.language import N_, _
from ergobreak.window.welcome import questions

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from ergobreak.cli.setup import Setup
    from ergobreak.window.welcome.panel import Ending, Welcome
    from ergobreak.window.welcome.questions import Answers

_NOTHING: Final = N_("Nothing had to be changed: your settings say so already.")
_LATER: Final = N_(
    "All of this can be changed at any time: ergobreak setup, or ergobreak settings."
)


def show(args: Namespace) -> int:
    """Show the window until it is closed; where it is of no use the terminal asks, if any."""
    lack = _lack(args.home)
    if lack:
        if sys.stdin.isatty() and sys.stdout.isatty():
            client.tell(0, lack)
            args.window = False
            return setup.setup(args)
        raise ErgobreakError(lack, _("The same questions in a terminal: ergobreak setup"))
    found = setup.prepared(paths.find(args.home))
    window = _window(
        found,
        lambda answers, seen: _finish(found, answers, seen, args.home),
    )
    window.run()
    return 0


def _lack(home: str | None) -> str:
    """Return why the window would be of no use here, or nothing."""
    if importlib.util.find_spec("_tkinter") is None:
        return needs_tk()
    try:
        is_aloud = client.ask(home, "status", as_json=True).data.get("aloud") is True
    except ErgobreakError:
        return ""  # no daemon that could tell
    return _("A screen reader cannot read this window.") if is_aloud else ""


def _window(found: Setup, finish: Callable[[Answers, Sequence[str]], Ending]) -> Welcome:
    """Return the window at its first page; raises ErgobreakError where there is no screen."""
    import tkinter as tk

    from ergobreak.adapters.appearance import is_dark
    from ergobreak.adapters.tray import icons
    from ergobreak.window import look
    from ergobreak.window.welcome.panel import Welcome

    colours = look.DARK if is_dark(os.environ) else look.LIGHT
    try:
        return Welcome(
            colours,
            found.pages,
            found.given,
            setup_answers.read,
            finish,
            icons.app_picture(),
        )
    except tk.TclError as error:
        raise ErgobreakError(
            _("There is no screen for a window here."), _("In a terminal: ergobreak setup")
        ) from error


def _finish(found: Setup, answers: Answers, seen: Sequence[str], home: str | None) -> Ending:
    """Write what has changed, and say what that is."""
    from ergobreak.window.welcome.panel import Ending

    answers = setup.with_seen(found, answers, seen)
    if questions.WORKPLACE in seen:
        answers = {**answers, setup_answers.LOOKED_OVER: "yes"}
    changes = setup.changed(found, answers)
    if not changes:
        return Ending(_("All set"), lines=(_(_NOTHING), _(_LATER)))
    try:
        setup.written(found, changes)
    except ErgobreakError as error:
        return Ending(_("That could not be written"), lines=(error.title, error.hint))
    told = questions.told(found.pages, found.given, answers)
    if setup.is_running(home):
        return Ending(_("All set"), told, (_(setup.IN_FORCE), _(_LATER)))
    return Ending(_("All set"), told, (_(_LATER),))
