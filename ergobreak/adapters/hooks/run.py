"""One run of a hook: its process, what it prints, and its end, also against its will.

Rules of this file:
1. Nothing here waits. Whoever owns a run watches `handles`, and looks again at `act_at`.
2. The event lies in a file in memory, and not in a pipe: a program that does not read it holds
   nobody up. What it prints is taken off it, and most of that thrown away.
3. Its number is not given back to the system before its whole group has been ended: a signal must
   not reach somebody who has the number next.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.hooks import telling
from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECOND: Final = 1_000_000  # instants and spans are microseconds of the monotonic clock
GRACE: Final = 5 * SECOND  # between SIGTERM and SIGKILL
KEPT: Final = 2000  # bytes of what one run prints; a year of logs stays readable
TAKEN: Final = 16_000_000  # bytes; who prints more finds its output closed
_AT_ONCE: Final = 65536
_GIVEN_UP: Final = 5 * SECOND  # after SIGKILL: it hangs in the kernel


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended. `code`: the exit code, below 0 a signal; None: it was never started.

    `took` is in microseconds. `problem` says in words what kept it from ending by itself.
    """

    code: int | None
    took: int
    said: str = ""
    problem: str = ""

    @property
    def is_well(self) -> bool:
        """Tell whether it did what it was asked for, by its own account."""
        return self.code == 0 and not self.problem

    @property
    def told(self) -> str:
        """Return the end in words: "exit code 1"."""
        if self.problem:
            return self.problem
        code = self.code or 0
        return (
            _("exit code {code}").format(code=code)
            if code >= 0
            else _("ended by {signal}").format(signal=_signal(-code))
        )


class Run:
    """A process that has been started. Use it from one thread."""

    def __init__(
        self, run: Sequence[str], line: Mapping[str, object], home: str, limit: int, now: int
    ) -> None:
        """Start it. Raises OSError, or ValueError for what the system cannot hand over."""
        self._began_at = now
        self._limit = limit
        self.act_at = now + limit
        self._stage = "running"  # then "asked to end", then "killed"
        self._has_ended = False
        self._problem = ""
        self._said = b""
        self._taken = 0
        event = os.memfd_create("event", os.MFD_CLOEXEC)
        try:
            os.write(event, telling.as_json(line))
            os.lseek(event, 0, os.SEEK_SET)
            self._process = subprocess.Popen(
                telling.words(run),
                env=telling.environment(line, os.environ, home),
                stdin=event,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=_folder(),
                # A group of its own: what is meant for it must not reach us, nor the reverse.
                start_new_session=True,
            )
        finally:
            os.close(event)
        assert self._process.stdout is not None  # noqa: S101 - as was asked for
        self._output: int | None = self._process.stdout.fileno()
        os.set_blocking(self._output, False)
        try:
            self._end = os.pidfd_open(self._process.pid)
        except OSError:
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process.stdout.close()
            raise

    @property
    def handles(self) -> tuple[int, ...]:
        """Return what tells of its output and of its end, as long as there is anything to tell."""
        end = () if self._has_ended else (self._end,)
        return end if self._output is None else (*end, self._output)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more comes: it has ended, and so has what must not outlive it."""
        return self._has_ended and (self._stage != "asked to end" or self._output is None)

    def look(self, now: int) -> None:
        """Take what there is to take, and do what is due. Never waits."""
        self._listen()
        self._has_ended = self._has_ended or _is_readable(self._end)
        if now < self.act_at or self.is_over:
            return
        if self._stage == "running":
            self.ask_to_end(
                now,
                _("ran longer than {seconds}, and was ended").format(seconds=_seconds(self._limit)),
            )
        else:
            self.kill(now)

    def ask_to_end(self, now: int, problem: str, grace: int = GRACE) -> None:
        """Ask it and all that it has started to end, SIGTERM; `problem` says why."""
        if self._stage == "running" and not self._has_ended:
            self._problem = problem
            self._stage = "asked to end"
            self.act_at = now + grace
            self._signal(signal.SIGTERM)

    def kill(self, now: int) -> None:
        """End it and all that it has started, SIGKILL; a second time: give it up."""
        self._has_ended = self._has_ended or self._stage == "killed"
        self._stage = "killed"
        self.act_at = now + _GIVEN_UP
        self._signal(signal.SIGKILL)

    def ended(self, now: int) -> Ended:
        """Let go of everything, once it is over, and return how it ended."""
        self._listen()
        if self._stage != "running":
            self._signal(signal.SIGKILL)  # what has closed its output and stayed
        code = self._process.poll()
        os.close(self._end)
        if self._process.stdout is not None:
            self._process.stdout.close()
        said = _printable(self._said)
        if self._taken > KEPT:
            said = _("{said} ... ({taken} bytes in all)").format(said=said, taken=self._taken)
        return Ended(code, now - self._began_at, said, self._problem)

    def _listen(self) -> None:
        while self._output is not None:
            try:
                more = os.read(self._output, _AT_ONCE)
            except BlockingIOError:
                return
            self._said += more[: KEPT - len(self._said)]
            self._taken += len(more)
            if not more or self._taken > TAKEN:
                self._output = None
                if self._process.stdout is not None:
                    self._process.stdout.close()
            if len(more) < _AT_ONCE:
                return  # let others have their turn

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


def why_not(program: str, error: OSError | ValueError) -> str:
    """Say why a program could not be started."""
    match error:
        case FileNotFoundError() if os.sep in program and Path(program).exists():
            return _("{program} begins with a line that names no program").format(program=program)
        case FileNotFoundError():
            return _("there is no program {program}").format(program=program)
        case PermissionError():
            return _("{program} is no program that may be run: chmod +x makes it one").format(
                program=program
            )
        case OSError():
            return _("{program} could not be started: {error}").format(
                program=program, error=error.strerror or error
            )
        case _:
            return _("{program} could not be started: {error}").format(program=program, error=error)


def _is_readable(handle: int) -> bool:
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return bool(poll.poll(0))


def _folder() -> Path:
    """Return where it runs: the person's home, whoever has started the daemon, and where."""
    try:
        home = Path.home()
    except RuntimeError:
        return Path("/")
    return home if os.access(home, os.X_OK) else Path("/")


def _printable(said: bytes) -> str:
    """Return what was printed as lines that cannot pass for lines of somebody else's."""
    lines = said.decode("utf-8", "replace").splitlines()
    clean = ("".join(char if char.isprintable() else " " for char in line) for line in lines)
    return "\n".join(line.rstrip() for line in clean if line.strip())


def _seconds(span: int) -> str:
    return f"{span / SECOND:g} s"


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return _("signal {number}").format(number=number)
