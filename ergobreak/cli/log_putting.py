"""How corrected lines get into the log: the daemon writes them, or we do where none runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.cli import log_undo
from ergobreak.control import client
from ergobreak.errors import AlreadyRunning, ErgobreakError, NotRunning

if TYPE_CHECKING:
    from argparse import Namespace

    Line = dict[str, object]


def put_right(args: Namespace, put: list[str]) -> tuple[list[Line], str]:
    """Let the daemon write, or write where none runs; return the lines and what to say of them."""
    from ergobreak.cli import log_offline
    from ergobreak.control import say_corrected

    if args.dry_run:
        return log_offline.tried(paths.find(args.home), put, now(args.home)), ""
    try:
        return _by_daemon(args, put)
    except NotRunning:
        pass
    try:
        written, zone = log_offline.put(paths.find(args.home), put)
    except AlreadyRunning:  # it was just about to listen
        return _by_daemon(args, put)
    return [dict(line) for line in written.lines], say_corrected.put_right(written, zone)


def now(home: str | None) -> int | None:
    """Return the daemon's wall clock, which may be a virtual one; None if none runs."""
    try:
        told = client.ask(home, "status", as_json=True).data.get("now")
    except NotRunning:
        return None
    return None if told is None else log_undo.wall({"at": told})


def _by_daemon(args: Namespace, put: list[str]) -> tuple[list[Line], str]:
    reply = client.ask(args.home, "log", put, as_json=True)
    if reply.exit:
        raise _Told(reply.exit, reply.text)
    lines: Any = reply.data.get("lines", [])
    return list(lines), reply.text


class _Told(ErgobreakError):
    """What the daemon answered, with its own exit code."""

    def __init__(self, code: int, text: str) -> None:
        title, _unused, hint = text.partition("\n")
        super().__init__(title, hint)
        self.exit_code = code
