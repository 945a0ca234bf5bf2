"""Real headless daemons for tests: each a process with a home of its own, none of which is left."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from ergobreak.adapters.journal.read import read
from ergobreak.control import client
from ergobreak.paths import Paths, find
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from ergobreak.control.protocol import Reply

ROOT: Final = Path(__file__).resolve().parents[2]
START: Final = 20.0  # seconds; a loaded machine starts eight daemons one after the other
VIRTUAL: Final = ("--clock", "virtual", "--ignore-hours")

Line = dict[str, object]


@dataclass(frozen=True, slots=True)
class Heard:
    """A line of a daemon's standard output, and when it came (wall, seconds)."""

    came_at: float
    line: Line


class Daemon:
    """One daemon; it begins at once, and `ready` waits for its first line.

    Its environment is empty but for `env`. `python` are options of the interpreter; with `code`
    that code runs instead of `run --headless`, with the home as its argument.
    """

    def __init__(
        self,
        home: Path,
        *options: str,
        env: Mapping[str, str] | None = None,
        python: tuple[str, ...] = (),
        code: str = "",
    ) -> None:
        self.home = home
        self.heard: list[Heard] = []
        self.torn = b""  # what stood behind the last newline when the output ended
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._complaints = home.with_name(f"{home.name}.stderr")
        run = ("-m", "ergobreak", "--home", str(home), "run", "--headless", *options)
        command = [sys.executable, *python, *(("-c", code, str(home)) if code else run)]
        with self._complaints.open("ab") as stderr:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(env or {}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                # So that whatever it may leave behind is known by the session's number.
                start_new_session=True,
            )
        self._listener = threading.Thread(target=self._listen, name="listener")
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    # ------------------------------------------------------------ looking

    @property
    def paths(self) -> Paths:
        """Return the places of its home."""
        return find(str(self.home))

    @property
    def complaints(self) -> str:
        """Return what it has written to standard error, in this life and those before."""
        return self._complaints.read_text(encoding="utf-8", errors="replace")

    def ready(self) -> Line:
        """Wait until it serves, and return its first line."""
        wait_for(lambda: self.heard or self.process.poll() is not None, START, "the first line")
        assert self.heard, f"ended with {self.process.returncode}: {self.complaints}"
        return self.heard[0].line

    def lines(self, event: str = "") -> list[Line]:
        """Return the journal lines it has printed, all or those of one event."""
        found = (heard.line for heard in tuple(self.heard))
        return [one for one in found if "id" in one and event in ("", one["event"])]

    def replies(self) -> list[Line]:
        """Return its answers to what was typed, but for those to `catch_up`."""
        found = (heard.line for heard in tuple(self.heard))
        return [one for one in found if "reply" in one and "pid" not in one]

    def journal(self) -> list[Line]:
        """Return the journal as it is on the disk."""
        return read(self.paths.journal)

    def session(self) -> list[int]:
        """Return the processes of its session that are alive, itself among them."""
        return [
            int(folder.name)
            for folder in Path("/proc").iterdir()
            if folder.name.isdigit() and _session(folder) == self.process.pid
        ]

    # ------------------------------------------------------------ acting

    def ask(self, command: str, *, as_json: bool = False) -> Reply:
        """Ask over the socket; raises NotRunning and ProtocolError."""
        verb, *words = command.split()
        return client.ask(str(self.home), verb, words, as_json=as_json)

    def look(self) -> Line:
        """Return `status --json` and `next --json` in one."""
        return dict(self.ask("status", as_json=True).data)

    def type(self, line: str) -> None:
        """Type a line on its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def catch_up(self) -> None:
        """Wait until all is heard that it has printed so far: its answers come in order."""
        known = len(self.heard)
        self.type("ping")
        wait_for(lambda: any("pid" in one.line for one in self.heard[known:]))

    def kill(self) -> None:
        """End it with SIGKILL and wait until it has gone."""
        self.process.kill()
        self.wait()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it with a signal and return its exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self, within: float = 30.0) -> int:
        """Wait until it has ended and all its lines are heard; return its exit code."""
        code = self.process.wait(within)
        self._listener.join(within)
        return code

    def end(self) -> None:
        """Leave nothing of it; safe to call twice."""
        if self.process.poll() is None:
            # A stopped process takes SIGKILL, but nothing milder.
            self.process.kill()
        self.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            came_at = time.time()
            if line.endswith(b"\n"):
                self.heard.append(Heard(came_at, json.loads(line)))
            else:
                self.torn = line


def command(home: Path, *words: str, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Run `ergobreak --home HOME WORDS` in a process of its own; return code, output, errors."""
    done = subprocess.run(
        [sys.executable, "-m", "ergobreak", "--home", str(home), *words],
        cwd=ROOT,
        env=dict(env or {}),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stdout, done.stderr


def report(text: str) -> None:
    """Tell a figure to whoever runs the tests with `-s`."""
    sys.stdout.write(f"\n{text}\n")


def seconds_of(line: Line) -> float:
    """Return a journal line's instant as wall seconds."""
    return datetime.fromisoformat(str(line["at"])).timestamp()


def plain(lines: list[Line]) -> list[Line]:
    """Return lines without what differs between two daemons that live through the same."""
    return [{key: one[key] for key in one if key not in ("id", "machine")} for one in lines]


def _session(folder: Path) -> int | None:
    """Return the session of a process that is alive, or None."""
    try:
        state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
    except OSError:
        return None
    return None if state == "Z" else int(session)


if os.name != "posix":  # pragma: no cover
    import pytest

    pytest.skip("these daemons are ended by signals of POSIX", allow_module_level=True)
