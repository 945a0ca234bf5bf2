"""Verbs from inside the daemon: a line of the tray's menu, or of standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.control import verbs
from ergobreak.control.protocol import Reply, Request
from ergobreak.errors import ErgobreakError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ergobreak.control.daemon import Engine, Host


def do(words: Sequence[str], engine: Engine, host: Host, told: Callable[[Reply], None]) -> None:
    """Do what these words would do on the command line; `told` gets the reply, on any thread."""
    if not words:
        return
    # Commands have printed or drawn their lines already; only who asks for data gets data.
    request = Request(words[0], tuple(words[1:]), as_json=words[0] in ("status", "next", "ping"))
    try:
        verbs.handle(request, _Inside(told), engine, host)
    except ErgobreakError as error:
        told(Reply.refusal(error))


class _Inside:
    """A caller inside this process: takes one reply, follows nothing."""

    def __init__(self, told: Callable[[Reply], None]) -> None:
        self.reply = told
        self.open_stream = told

    def line(self, line: Mapping[str, object]) -> None:
        """Do nothing: headless output has every line already."""

    def when_gone(self, leaving: Callable[[], None]) -> None:
        """End what was begun, at once."""
        leaving()
