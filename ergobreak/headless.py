"""A run without a screen: JSON lines on standard output, verbs on standard input."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from io import TextIOWrapper
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from ergobreak.core import view
from ergobreak.journal_line import local, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from ergobreak.control.daemon import Engine, Host
    from ergobreak.control.protocol import Reply
    from ergobreak.runtime import Stepped


STDOUT: Final = 1
PARTING: Final = 1.0  # seconds in which the last lines may leave when the daemon ends


class Console:
    """Standard output, one JSON object a line; any thread may print, and none waits for it."""

    def __init__(self) -> None:
        self._printing = threading.Lock()
        self._early: list[Mapping[str, object]] | None = []  # lines before the first one
        self._lines: SimpleQueue[Mapping[str, object] | None] = SimpleQueue()
        # A reader that does not read fills the pipe: that may hold up this thread, not the engine.
        self._writer = threading.Thread(target=self._write_on, name="stdout", daemon=True)

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
                self._lines.put(line)
        self._writer.start()

    def print(self, line: Mapping[str, object]) -> None:
        """Print one line; a reader that has gone away does not stop the daemon."""
        with self._printing:
            if self._early is None:
                self._lines.put(line)
            else:
                self._early.append(line)

    def end(self) -> None:
        """Let the last lines leave, as far as somebody reads them."""
        self._lines.put(None)
        if self._writer.is_alive():
            self._writer.join(PARTING)

    def _write_on(self) -> None:
        while (line := self._lines.get()) is not None:
            # ASCII, whatever the locale; past Python's own buffer, whose lock would outlive us.
            rest = json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n"
            with contextlib.suppress(OSError):  # nobody listens any more
                while rest:
                    rest = rest[os.write(STDOUT, rest) :]

    def obey(self, engine: Engine, host: Host) -> None:
        """Do what standard input says, a verb a line, on its own thread; its end is nothing.

        One after the other: what is refused at once must not be answered before what is done.
        """

        def read() -> None:
            if isinstance(sys.stdin, TextIOWrapper):
                sys.stdin.reconfigure(errors="replace")  # one wrong byte would end the obedience
            for line in sys.stdin:
                answered = threading.Event()

                def answer(reply: Reply, answered: threading.Event = answered) -> None:
                    self._reply(reply)
                    answered.set()

                if words := line.split():
                    from ergobreak.control import inside  # as in `host`

                    inside.do(words, engine, host, answer)
                    answered.wait()

        threading.Thread(target=read, name="stdin", daemon=True).start()

    def _reply(self, reply: Reply) -> None:
        self.print({"reply": reply.text, "exit": reply.exit, **reply.data})
