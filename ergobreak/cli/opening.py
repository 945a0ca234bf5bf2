"""The verbs that open something for the person: `settings`, and the page behind `help --open`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import content, paths
from ergobreak.adapters import opener
from ergobreak.control import client
from ergobreak.errors import ErgobreakError
from ergobreak.language import _, spoken

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.paths import Paths

_CONTENT: Final = Path(content.__file__).parent


def settings(args: Namespace) -> int:
    """Open the settings: in a terminal with the person's editor, else with the desktop's."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and sys.stdin.isatty() and sys.stdout.isatty():
        return _edit(editor, args)
    client.tell(0, open_settings(paths.find(args.home)))
    return 0


def _edit(editor: str, args: Namespace) -> int:
    """Let the person edit until it can be used, or they have enough."""
    from ergobreak.cli import config_edit

    places = paths.find(args.home)
    _made(places)
    return config_edit.edited(args, places, editor, input)


def open_settings(places: Paths) -> str:
    """Open the file of settings on the desktop and return what to say; raises ErgobreakError."""
    _made(places)
    if not opener.open_path(places.config, os.environ):
        raise ErgobreakError(_("Nothing here can open the settings."), _by_hand(places))
    return _("Opened {config}. What you change is in force as soon as you save it.").format(
        config=places.config
    )


def help_page(args: Namespace) -> int:
    """Open the page of help on the desktop."""
    del args
    client.tell(0, open_help())
    return 0


def open_help() -> str:
    """Open the page of help and return what to say; raises ErgobreakError."""
    page = of_language("help")
    if not opener.open_path(page, os.environ):
        raise ErgobreakError(
            _("Nothing here can open the page."),
            _("It is this file: {help_page}. Or: ergobreak --help").format(help_page=page),
        )
    return _("Opened {path}.").format(path=page)


def of_language(name: str) -> Path:
    """Return a page of the content in the language that is spoken, else in English."""
    translated = _CONTENT / f"{name}.{spoken()}.html"
    return translated if translated.is_file() else _CONTENT / f"{name}.html"


def _made(places: Paths) -> None:
    """Make sure that there is a file to edit."""
    from ergobreak.config import first_file

    if not first_file(places) and not places.config.exists():
        raise ErgobreakError(
            _("{config} cannot be written.").format(config=places.config), _("Is the folder yours?")
        )


def _by_hand(places: Paths) -> str:
    return _("Edit it with any editor: {config}").format(config=places.config)
