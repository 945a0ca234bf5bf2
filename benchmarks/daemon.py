"""A daemon of one's own for a measurement: started in a temporary home, ended afterwards."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START_SECONDS = 20
STOP_SECONDS = 10


@contextlib.contextmanager
def running(*options: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Run `ergobreak run` with these options; give its pid and the environment of its clients."""
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as home:
        environment = {**os.environ, "ERGOBREAK_HOME": home}
        command = [sys.executable, "-m", "ergobreak", "run", "--ignore-hours", *options]
        with started(command, environment) as process:
            wait_for_answer(process, environment)
            yield process.pid, environment


@contextlib.contextmanager
def started(
    command: list[str], environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process with nothing to read and nobody listening, and end it afterwards."""
    # Its input stays open: headless, its end would mean "quit".
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_answer(process: subprocess.Popen[bytes], environment: Mapping[str, str]) -> None:
    """Return as soon as the daemon answers its clients."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if process.poll() is not None:
            sys.exit(f"the daemon ended with {process.returncode}")
        if subprocess.run(status(), env=environment, check=False, capture_output=True).returncode:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"the daemon did not answer within {START_SECONDS} s")


def status() -> list[str]:
    """Return the command that asks a daemon how it is."""
    return [sys.executable, "-m", "ergobreak", "status"]


def console_script() -> Path:
    """Return the installed `ergobreak` beside this interpreter."""
    return Path(sys.executable).parent / "ergobreak"
