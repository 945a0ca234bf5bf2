"""Opening settings and pages in the desktop's own programs, which here are scripts of the test."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from ergobreak import cli, content
from ergobreak.adapters import opener
from tests.services.waiting import wait_for

ROOT: Final = Path(__file__).resolve().parents[1]
HELP: Final = Path(content.__file__).with_name("help.html")

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems have openers of their own"
)


@pytest.fixture
def screen(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a session with a screen and none of the desktop's programs."""
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin"), "DISPLAY": ":none", "TOLD": str(tmp_path / "told")}


def program(screen: dict[str, str], name: str, then: str = "exit 0") -> None:
    """Put a program into the session that notes what it was called with."""
    path = Path(screen["PATH"], name)
    path.write_text(f'#!/bin/sh\necho {name} "$@" >> "$TOLD"\n{then}\n')
    path.chmod(0o755)


def told(screen: dict[str, str]) -> list[str]:
    """Return the calls of the programs."""
    path = Path(screen["TOLD"])
    return path.read_text().splitlines() if path.exists() else []


def test_the_desktop_opens_it(screen: dict[str, str], tmp_path: Path) -> None:
    """The first opener that can is enough."""
    program(screen, "xdg-open")
    program(screen, "gio")

    assert opener.open_path(tmp_path / "a file.txt", screen)
    assert told(screen) == [f"xdg-open {tmp_path}/a file.txt"]


def test_the_next_one_is_tried(screen: dict[str, str], tmp_path: Path) -> None:
    """An opener that ends with an error at once is followed by the next one."""
    program(screen, "xdg-open", "exit 3")
    program(screen, "gio")

    assert opener.open_path(tmp_path, screen)
    assert told(screen) == [f"xdg-open {tmp_path}", f"gio open {tmp_path}"]


def test_it_says_when_nothing_can(screen: dict[str, str], tmp_path: Path) -> None:
    """Without an opener, or without a screen, the answer is no, and nothing is raised."""
    assert not opener.open_path(tmp_path, screen)

    program(screen, "xdg-open", "exit 4")
    assert not opener.open_path(tmp_path, screen)
    program(screen, "gio")
    assert not opener.open_path(tmp_path, screen | {"DISPLAY": ""})
    assert len(told(screen)) == 1


@pytest.mark.slow
def test_what_was_opened_lives_on(screen: dict[str, str], tmp_path: Path) -> None:
    """An opener that is the program itself counts as opened, in a session of its own."""
    program(screen, "xdg-open", 'echo $$ >> "$TOLD"; read _ < "$TOLD.wait"')
    os.mkfifo(f"{screen['TOLD']}.wait")

    assert opener.open_path(tmp_path, screen)

    process = int(told(screen)[1])
    assert os.getsid(process) == process
    Path(f"{screen['TOLD']}.wait").write_text("end\n")
    wait_for(lambda: not Path(f"/proc/{process}").exists())


# ---------------------------------------------------------------- the verbs


@pytest.fixture
def session(screen: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make this process one of that session; return the home of its commands."""
    for name in ("WAYLAND_DISPLAY", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in screen.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_settings_are_made_and_opened(session: Path, screen: dict[str, str]) -> None:
    """`settings` makes the commented file where there is none, and opens it."""
    program(screen, "xdg-open")

    assert cli.main(["settings"]) == 0

    config = session / "ergobreak.toml"
    assert told(screen) == [f"xdg-open {config}"]
    assert "version = 1" in config.read_text()
    config.write_text("version = 1\n")
    assert cli.main(["settings"]) == 0
    assert config.read_text() == "version = 1\n"


def test_settings_name_the_file_when_nothing_opens_it(
    session: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without any program the person reads where the file is."""
    assert cli.main(["settings"]) == 1
    assert str(session / "ergobreak.toml") in capsys.readouterr().err


def test_help_opens_its_page(session: Path, screen: dict[str, str]) -> None:
    """`help --open` opens the page that is shipped."""
    del session
    program(screen, "xdg-open")

    assert cli.main(["help", "--open"]) == 0
    assert told(screen) == [f"xdg-open {HELP}"]


def test_in_a_terminal_the_editor_is_used_and_the_file_checked(
    session: Path, screen: dict[str, str]
) -> None:
    """$EDITOR edits in the terminal; afterwards a mistake is named, and is the exit code."""
    program(screen, "my-editor", 'echo "[wrok]" > "$2"')
    program(screen, "xdg-open")
    terminal, inside = pty.openpty()
    os.write(terminal, b"n\n")  # to the question whether to open it again
    done = subprocess.run(
        [sys.executable, "-m", "ergobreak", "--home", str(session), "settings"],
        env={**os.environ, "EDITOR": "my-editor --wait", "PYTHONPATH": str(ROOT)},
        stdin=inside,
        stdout=inside,
        stderr=inside,
        timeout=30,
        check=False,
    )
    seen = os.read(terminal, 65536).decode()
    os.close(inside)
    os.close(terminal)

    assert told(screen) == [f"my-editor --wait {session / 'ergobreak.toml'}"]
    assert done.returncode == 2
    assert "wrok" in seen
