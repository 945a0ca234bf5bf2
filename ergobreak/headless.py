"""A run without a screen: JSON lines on standard output, verbs on standard input."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING

from ergobreak.control import inside
from ergobreak.core import view
from ergobreak.journal_line import local, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Engine, Host
    from ergobreak.control.protocol import Reply
    from ergobreak.runtime import Stepped


class Console:
    """Standard output, one JSON object a line; any thread may print."""

    def __init__(self) -> None:
        self._printing = threading.RLock()
        self._early: list[Mapping[str, object]] | None = []  # lines before the first one

    def begin(self, about: Mapping[str, object], stepped: Stepped, zone: ZoneInfo) -> None:
        """Print the first line: where things are, what serves as what, and what comes next."""
        coming = view.upcoming(stepped.state, stepped.plan, stepped.now)
        first = next((one for one in coming if one.at_wall is not None), None)
        due = None
        if first is not None and first.at_wall is not None:
            due = {"reminder": first.name, "at": stamp(local(first.at_wall, zone))}
        with self._printing:
            early, self._early = self._early, None
            for line in ({"event": "ready", **about, "next": due}, *(early or ())):
                self.print(line)

    def print(self, line: Mapping[str, object]) -> None:
        """Print one line; a reader that has gone away does not stop the daemon."""
        with self._printing:
            if self._early is not None:
                self._early.append(line)
                return
            try:
                text = json.dumps(line, separators=(",", ":"), ensure_ascii=False)
                sys.stdout.write(f"{text}\n")
                sys.stdout.flush()
            except (BrokenPipeError, ValueError):
                # Not again at exit, when the interpreter flushes what is left.
                sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115

    def obey(self, engine: Engine, host: Host) -> None:
        """Do what standard input says, a verb a line, on its own thread; its end is nothing."""

        def read() -> None:
            for line in sys.stdin:
                inside.do(line.split(), engine, host, self._reply)

        threading.Thread(target=read, name="stdin", daemon=True).start()

    def _reply(self, reply: Reply) -> None:
        self.print({"reply": reply.text, "exit": reply.exit, **reply.data})
