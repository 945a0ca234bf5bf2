"""The verb `config edit`: the person's editor, a check when it closes, and back to the line."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.cli import opening
from ergobreak.cli.consent import is_yes
from ergobreak.cli.settings import check
from ergobreak.errors import ErgobreakError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from ergobreak.config import Checked
    from ergobreak.paths import Paths

# How each editor is told a line; one that is not named here opens at the top.
_PLUS: Final = frozenset(
    {"ed", "emacs", "emacsclient", "ex", "gvim", "jed", "joe", "kak", "mcedit"}
    | {"micro", "mg", "nano", "ne", "nvim", "pico", "vi", "view", "vim"}
)
_COLON: Final = frozenset({"helix", "hx", "subl", "zed"})
_GOTO: Final = frozenset({"code", "codium", "vscodium"})


def edit(args: Namespace, places: Paths) -> int:
    """Open the file, check it when the editor closes, offer to go on at the first mistake."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        return opening.settings(args)
    from ergobreak.config import first_file

    first_file(places)  # where it cannot be made, the editor says so
    # Without a terminal the editor may be a program that needs none, but nobody could answer.
    is_live = sys.stdin.isatty() and sys.stdout.isatty()
    return edited(args, places, editor, input if is_live else None)


def edited(args: Namespace, places: Paths, editor: str, ask: Callable[[str], str] | None) -> int:
    """Run the editor until the file is sound, or the person has enough; return the exit code.

    Without `ask` once.
    """
    from ergobreak.adapters.time import calendar
    from ergobreak.config import current

    line = 0
    while True:
        try:
            ended = subprocess.call(at_line(shlex.split(editor), places.config, line))
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            what = _("The editor cannot be started: {editor}: {why}.").format(
                editor=editor, why=why
            )
            raise ErgobreakError(
                what, _("Edit it with any editor: {config}").format(config=places.config)
            ) from error
        code = check(args)
        if ended:
            # Its own exit codes mean something else than ours.
            print(
                _("The editor ended with exit code {ended}.").format(ended=ended), file=sys.stderr
            )
            return code or ErgobreakError.exit_code
        line = _first_mistake(current(places, calendar)) if ask else 0
        if (
            not code
            or not line
            or not _goes_on(_("Open it again at line {line}? [Y/n] ").format(line=line), ask)
        ):
            return code


def at_line(editor: Sequence[str], path: Path, line: int) -> list[str]:
    """Return the command that opens a file at a line; 0: wherever."""
    name = Path(editor[0]).name if editor else ""
    if line and name in _PLUS:
        return [*editor, f"+{line}", str(path)]
    if line and name in _COLON:
        return [*editor, f"{path}:{line}"]
    if line and name in _GOTO:
        return [*editor, "--goto", f"{path}:{line}"]
    return [*editor, str(path)]


def _first_mistake(found: Checked) -> int:
    return next((each.line for each in found.problems if each.is_error and not each.file), 0)


def _goes_on(question: str, ask: Callable[[str], str] | None) -> bool:
    try:
        said = ask(question).strip() if ask else "no"
    except EOFError:
        return False
    return not said or is_yes(said)
