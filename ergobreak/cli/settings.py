"""The verb `config`: where it is, whether it is right, and what is in force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.control import client

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.config import Problem


def config(args: Namespace) -> int:
    """Check, show, or name a config file."""
    path = Path(args.file) if args.file else paths.find(args.home).config
    match args.what:
        case "path":
            _say(args, {"path": str(path)}, str(path))
            return 0
        case "show":
            return _show(args, path)
        case _:
            return _check(args, path)


def _check(args: Namespace, path: Path) -> int:
    """Print every problem of a file; the exit code is 2 if it cannot be used."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import check_text, own_content, own_text, read_file

    text = f"{path}: there is none, so the defaults hold."
    data: dict[str, object] = {"ok": True, "problems": []}
    if args.file or path.exists():
        found = read_file(path, calendar)
        problems = [_as_dict(problem) for problem in found.problems]
        data = {"ok": found.settings is not None, "path": str(path), "problems": problems}
        text = check_text(found, path.name)
    folder = path.parent / paths.CONTENT
    if folder.is_dir():
        own = own_content(folder)
        data["content"] = [
            {"file": name, **_as_dict(problem)} for name, wrong in own.problems for problem in wrong
        ]
        data["ok"] = data["ok"] and not own.problems
        text = f"{text}\n{own_text(own)}"
    _say(args, data, text)
    return 0 if data["ok"] else 2


def _show(args: Namespace, path: Path) -> int:
    """Print the settings that a file leads to, the defaults among them."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import as_dict, defaults, load_explicit, show

    missing = not (args.file or path.exists())
    settings = defaults() if missing else load_explicit(path, calendar)
    _say(args, as_dict(settings), show(settings))
    return 0


def _as_dict(problem: Problem) -> dict[str, object]:
    return {
        "key": problem.key,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "text": problem.sentence,
    }


def _say(args: Namespace, data: object, text: str) -> None:
    if args.json:
        client.tell(0, json.dumps(data, ensure_ascii=False))
    else:
        client.tell(0, text.rstrip("\n"))
