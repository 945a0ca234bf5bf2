"""One child process that is told and tells lines: started, listened to, and never left behind.

Rules of this file:
1. One thread, blocked in a read, for as long as the process lives; a deadline is a timer armed
   once. Nothing looks round on a beat.
2. Nobody who talks to it ever waits: a process that takes nothing any more is ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LONGEST: Final = 4096  # bytes of a line that is listened to
COMPLAINTS: Final = 2000  # bytes; the end of its standard error, where a traceback says what it is


class Child:
    """A process. Raises OSError if it cannot be started.

    `heard` is called with each line, cut off at LONGEST, and `gone` once at its end with what it
    complained of; both on its own thread. `grace`: seconds between asking it to end and ending it.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        heard: Callable[[bytes], None],
        gone: Callable[[str], None],
        grace: float = 1.0,
    ) -> None:
        self._heard = heard
        self._gone = gone
        self._grace = grace
        self._lock = threading.Lock()  # guards what follows
        self._timer: threading.Timer | None = None
        self._is_open = True
        # Nobody reads what it complains of before its end: the pipe's size is the limit.
        self._complaints, stderr = os.pipe()
        try:
            if os.name == "posix":
                os.set_blocking(stderr, False)
                os.set_blocking(self._complaints, False)
            self._process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                # Not where the person happens to be: that could be a stick to be pulled out.
                cwd=os.sep,
                # Ctrl-C in the daemon's terminal is for the daemon, whose end ends this.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            os.close(self._complaints)
            raise
        finally:
            os.close(stderr)
        assert self._process.stdin is not None  # noqa: S101 - as was asked for
        self._stdin = self._process.stdin
        if os.name == "posix":
            os.set_blocking(self._stdin.fileno(), False)
        self._thread = threading.Thread(target=self._listen, name="window", daemon=True)
        self._thread.start()

    def say(self, line: Mapping[str, object]) -> None:
        """Tell it a line. From any thread; never waits."""
        data = json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n"
        with self._lock:
            if not self._is_open:
                return
            try:
                is_taken = os.write(self._stdin.fileno(), data) == len(data)
            except BlockingIOError:
                is_taken = False  # the pipe is full: it has not read for long
            except OSError:
                return  # it has ended, and its thread is about to learn that
        if not is_taken:
            self._process.kill()

    def end_in(self, seconds: float | None) -> None:
        """End it after so long, in the place of what was said before; None: not at all."""
        with self._lock:
            self._arm(seconds, self.end)

    def let_go(self) -> None:
        """Close its input, which a well-behaved one takes for the end. Never waits."""
        with self._lock:
            if self._is_open:
                self._is_open = False
                with contextlib.suppress(OSError):
                    self._stdin.close()

    def end(self) -> None:
        """End it, gently at first. From any thread; never waits."""
        self.let_go()
        self._process.terminate()
        with self._lock:
            self._arm(self._grace, self._process.kill)

    def end_within(self, seconds: float) -> None:
        """Give it so long to end by itself, then end it for good."""
        self._thread.join(seconds)
        if self._thread.is_alive():
            self._process.kill()
            self._thread.join(self._grace)

    def _arm(self, seconds: float | None, call: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None and self._process.returncode is None:
            self._timer = threading.Timer(seconds, call)
            self._timer.daemon = True
            self._timer.start()

    # ---------------------------------------------------------------- its thread

    def _listen(self) -> None:
        output = self._process.stdout
        assert output is not None  # noqa: S101 - as was asked for
        with output, contextlib.suppress(OSError):
            while line := output.readline(LONGEST):
                rest = line
                while rest and not rest.endswith(b"\n"):
                    rest = output.readline(LONGEST)  # the rest of what is too long is nothing
                self._heard(line)
        self.let_go()
        try:
            self._process.wait(self._grace)
        except subprocess.TimeoutExpired:
            self._process.kill()  # it has closed its output and lives on: nobody could answer in it
            self._process.wait()
        self.end_in(None)
        self._gone(self._read_complaints())

    def _read_complaints(self) -> str:
        said = b""
        with contextlib.suppress(OSError):
            while more := os.read(self._complaints, 65536):
                said = (said + more)[-COMPLAINTS:]
        os.close(self._complaints)
        return said.decode("utf-8", "replace").strip()
