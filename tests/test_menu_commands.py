"""Every line of the tray's menu is a command: who has no tray loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.cli import arguments, manual
from ergobreak.control import client
from ergobreak.control.verbs import COMMANDS
from ergobreak.core import tray_view
from ergobreak.core.tray_view import TrayView
from ergobreak.dataclass import replace
from tests.control.daemon import Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ergobreak.core.tray_entry import Entry

RUNNING: Final = TrayView("running", "Walk about 14:30", ("Water about 15:00",))
TAKES: Final = (("stretch", "Stretch"), ("walk", "Walk"))
PROMPT: Final = (("done", "Done"), ("postpone", "In 5 min"), ("skip", "Skip"))

PROFILED: Final = replace(RUNNING, profiles=("home", "office"), profile="home")
BUSY: Final = replace(
    RUNNING,
    meeting="10:30",
    ignore=("call", "Meet"),
    sat=True,
    water="1 l today",
    installed="9.1",
)

# Each field that changes the menu, in each of its states.
STATES: Final = [
    replace(start, icon=icon, answers=answers, takes=takes, paused=paused)
    for icon in ("running", "due", "break", "held", "quiet", "paused", "easy", "error")
    for answers in ((), PROMPT)
    for takes in ((), TAKES)
    for paused in (False, True)
    for start in (RUNNING, BUSY, PROFILED)
]


def commands(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Yield the command of each line, those of the lines inside too."""
    for entry in entries:
        if entry.command:
            yield entry.command
        yield from commands(entry.inside)


MENU: Final = sorted({word for state in STATES for word in commands(tray_view.entries(state))})


@pytest.fixture
def daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    """Return a running daemon at 09:00 with an open prompt."""
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "home"))
    found = Daemon(tmp_path / "home")
    cli.main(["advance", "45m"])
    yield found
    found.close()


def test_the_menu_is_not_empty() -> None:
    """The walk through the menu has found what everybody looks for."""
    assert {"drink", "take walk", "done", "resume", "hurt", "quit"} <= set(MENU)
    assert any(word.startswith("quiet ") for word in MENU)
    assert {"profile use home", "profile use none", "profile auto"} <= set(MENU)


@pytest.mark.parametrize("command", MENU)
def test_each_line_is_a_command(command: str) -> None:
    """The command line knows the verb of each line, and the words behind it."""
    verb, *words = command.split()
    name = manual.ALIASES.get(verb, verb)

    assert name in manual.VERBS
    assert arguments.parser(name).parse_args(words).verb == name


@pytest.mark.parametrize("command", [word for word in MENU if word.split()[0] in COMMANDS])
def test_the_daemon_accepts_each_of_them(
    daemon: Daemon, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the daemon carries out makes sense to it: it is done, or does not fit at the moment."""
    del daemon

    code = client.quick(command.split())

    assert code in {0, 6}, capsys.readouterr().err
