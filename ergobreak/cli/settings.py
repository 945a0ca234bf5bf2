"""The verb `config`: what its first word asks for, and `check` and `path` themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.control import client
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from ergobreak.config import Problem

# How many words may stand behind each, at least and at most.
WORDS: Final[Mapping[str, tuple[int, int]]] = {
    "check": (0, 1),
    "path": (0, 0),
    "show": (0, 1),
    "diff": (0, 1),
    "explain": (0, 1),
    "set": (2, 1000),
    "unset": (1, 1),
    "reset": (0, 1),
    "preset": (0, 1),
    "upgrade": (0, 0),
    "edit": (0, 0),
    "schema": (0, 0),
    "export": (0, 1),
    "import": (1, 1),
}
_FORMS: Final = {
    "set": "ergobreak config set reminders.stretch.every 60m",
    "unset": "ergobreak config unset reminders.stretch.every",
    "import": "ergobreak config import ergobreak-settings.zip",
}


def config(args: Namespace) -> int:
    """Look at the config, explain it, or change it."""
    if args.what not in WORDS:
        from ergobreak.config.problems import nearest

        close = nearest(args.what, WORDS)
        hint = (
            _("Did you mean {close}?").format(close=close)
            if close
            else _("There are: {words}.").format(words=", ".join(WORDS))
        )
        raise UsageError(_("There is no {what} here.").format(what=repr(args.what)), hint)
    low, high = WORDS[args.what]
    if not low <= len(args.words) <= high:
        what = _("Too many words") if len(args.words) > high else _("Something is missing")
        form = _FORMS.get(args.what, "ergobreak config --help")
        raise UsageError(
            _("{what}: config {value}.").format(
                what=what, value=" ".join((args.what, *args.words))
            ),
            # translators: {form} is a whole command, as an example.
            _("Form: {form}").format(form=form),
        )
    places = paths.find(args.home)
    match args.what:
        case "path":
            files = [str(each) for each in places.for_everybody if each.exists()]
            data = {"path": str(places.config), "under": files}
            say(args, data, "\n".join([str(places.config), *files]))
            return 0
        case "check":
            named = Path(args.words[0]) if args.words else None
            return check(args, named, is_played=args.simulate)
        case "show" | "diff" | "explain" | "schema":
            from ergobreak.cli import config_show

            return config_show.show(args, places)
        case "export" | "import":
            from ergobreak.cli import config_move

            return config_move.move(args, places)
        case "edit":
            from ergobreak.cli import config_edit

            return config_edit.edit(args, places)
        case _:
            from ergobreak.cli import config_change

            return config_change.change(args, places)


def check(args: Namespace, named: Path | None = None, *, is_played: bool = False) -> int:
    """Print every problem of a file; the exit code is 2 if it cannot be used.

    `is_played`: a week on sound settings is told as well, and what would annoy in it.
    """
    from ergobreak.adapters.time import calendar
    from ergobreak.config import check_text, current, own_content, own_text, read_file

    places = paths.find(args.home)
    path = named or places.config
    text = _("{path}: there is none, so the defaults hold.").format(path=path)
    data: dict[str, object] = {"ok": True, "problems": []}
    found = read_file(path, calendar) if named else current(places, calendar)
    if named or path.exists() or found.problems:
        problems = [_as_dict(problem) for problem in found.problems]
        is_fine = not any(problem.is_error for problem in found.problems)
        data = {"ok": is_fine, "path": str(path), "problems": problems}
        text = check_text(found, path.name)
    if is_played and found.settings is not None:
        from ergobreak.cli import config_week

        week = config_week.of(path if path.exists() else None, found.settings)
        data["week"] = {**week.data, "problems": [_as_dict(each) for each in week.problems]}
        text = f"{text}\n\n{week.text}"
    folder = path.parent / paths.CONTENT
    if folder.is_dir():
        own = own_content(folder)
        data["content"] = [
            {"file": name, **_as_dict(problem)} for name, wrong in own.problems for problem in wrong
        ]
        data["ok"] = data["ok"] and not own.problems
        text = f"{text}\n{own_text(own)}"
    say(args, data, text)
    return 0 if data["ok"] else 2


def say(args: Namespace, data: object, text: str) -> None:
    """Print the data for a program, or the text for a person."""
    if args.json:
        client.tell(0, json.dumps(data, ensure_ascii=False, default=str))
    else:
        client.tell(0, text.rstrip("\n"))


def _as_dict(problem: Problem) -> dict[str, object]:
    return {
        "key": problem.key,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "text": problem.sentence,
    } | ({"file": problem.file} if problem.file else {})
