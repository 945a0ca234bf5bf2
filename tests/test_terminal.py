"""The width of the terminal: as the standard library has it."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import termios

import pytest

from ergobreak.cli import terminal

ASK = "from ergobreak.cli import terminal; open(3, 'w').write(str(terminal.columns()))"


@pytest.mark.parametrize("said", ["120", "0", "-1", "wide", "", None])
def test_the_variable_is_read_as_elsewhere(
    said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COLUMNS counts if it is a number above nothing."""
    monkeypatch.delenv("COLUMNS", raising=False)
    if said is not None:
        monkeypatch.setenv("COLUMNS", said)

    assert terminal.columns() == shutil.get_terminal_size().columns


@pytest.mark.parametrize(("wide", "columns"), [(57, 57), (0, 80)])
def test_a_terminal_is_asked(wide: int, columns: int) -> None:
    """A real terminal says how wide it is; one that does not know is as wide as most."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, wide))
    read, write = os.pipe()
    env = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    try:
        code = ASK.replace("open(3,", f"open({write},")
        command = [sys.executable, "-c", code]
        subprocess.run(command, stdout=theirs, env=env, check=True, pass_fds=[write])
        told = os.read(read, 10)
    finally:
        for each in (ours, theirs, read, write):
            os.close(each)

    assert int(told) == columns
