"""The verb `status` for bars and scripts: in a form of their own, and again with each change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ergobreak.cli import formats
from ergobreak.control import client
from ergobreak.errors import NotRunning, UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping

    Shown = Callable[[Mapping[str, object]], str]


def status(args: Namespace) -> int:
    """Print the state as text, as JSON or in a form; with --follow whenever it changes."""
    if args.format and args.json:
        raise UsageError(_("--format and --json exclude each other."))
    if args.format:
        formats.check(args.format)
    show = _as_json if args.json else lambda data: formats.line(args.format or "{headline}", data)
    if args.follow:
        return _follow(args, show)
    if args.format:
        return _once(args, show)
    from ergobreak.cli.verbs import ask

    return ask(args)


def _once(args: Namespace, show: Shown) -> int:
    """Print one line; when nothing runs it says so, and so does the exit code."""
    try:
        reply = client.ask(args.home, "status", as_json=True)
    except NotRunning as error:
        print(show(formats.stopped()), flush=True)
        return error.exit_code
    if reply.exit:
        client.tell(reply.exit, reply.text)
    else:
        client.tell(0, show(reply.data))
    return reply.exit


def _follow(args: Namespace, show: Shown) -> int:
    """Print a line, and another one when it would be a different one, until told to end."""
    from ergobreak.cli.pictures import pictures

    last = ""
    for data in pictures(args.home):
        line = show(data)
        if line != last:
            client.tell(0, line)
        last = line
    return NotRunning.exit_code


def _as_json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
