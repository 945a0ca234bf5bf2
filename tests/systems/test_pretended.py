"""Windows and macOS, as far as a process can be made to believe in them: import, start, ask, stop.

Nothing here ran on such a machine. What is seen is whether something is asked for that it lacks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

pytestmark = pytest.mark.linux("it pretends to be the others")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Command = Callable[..., subprocess.CompletedProcess[str]]

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
SYSTEMS: Final = ("win32", "darwin")

# Says which of our modules cannot be imported, and why.
IMPORT_ALL: Final = """
import importlib, json, pkgutil, sys
import ergobreak
failed = {}
for found in pkgutil.walk_packages(ergobreak.__path__, "ergobreak."):
    if not found.name.endswith("__main__"):
        try:
            importlib.import_module(found.name)
        except Exception as error:
            failed[found.name] = f"{type(error).__name__}: {error}"
json.dump([sys.platform, failed], sys.stdout)
"""

# They speak D-Bus, X11 or Wayland, which a desktop of Linux alone has.
OF_LINUX: Final = (
    "ergobreak.adapters.busy.",
    "ergobreak.adapters.dbus.",
    "ergobreak.adapters.notify.by_dbus",
    "ergobreak.adapters.notify.left",
    "ergobreak.adapters.notify.server",
    "ergobreak.adapters.notify.wire",
    "ergobreak.adapters.presence.",
    "ergobreak.adapters.screen_reader",
    "ergobreak.adapters.session.",
    "ergobreak.adapters.tray.dbusmenu",
    "ergobreak.adapters.tray.sni",
    "ergobreak.window.breaks.x_screen",
)
# On Windows a library of the calendars asks for libraries of the system, which are not here.
OF_WINDOWS: Final = ("ergobreak.agenda.occurrences",)
MISSING_HERE: Final = ("jeepney", "Xlib", "windll")


def environment(system: str, home: Path) -> dict[str, str]:
    """Return the environment of a process that believes to be on this system."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    return kept | {
        "ERGOBREAK_PRETEND": system,
        "PYTHONPATH": os.pathsep.join((str(HERE / "pretended"), str(ROOT))),
        "HOME": str(home),
        "LOCALAPPDATA": str(home / "AppData"),
        "TZ": "Europe/Berlin",
    }


@pytest.mark.slow
@pytest.mark.parametrize("system", SYSTEMS)
def test_each_module_can_be_imported(system: str, tmp_path: Path) -> None:
    """No module but those of Linux's own desktops needs what this system lacks."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        env=environment(system, tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )

    believed, failed = json.loads(done.stdout)

    assert believed == system
    allowed = OF_LINUX + OF_WINDOWS * (system == "win32")
    assert {name: why for name, why in failed.items() if not name.startswith(allowed)} == {}
    assert all(any(each in why for each in MISSING_HERE) for why in failed.values())


@pytest.fixture(params=SYSTEMS)
def command(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Command]:
    """Return what runs a command on such a system; its daemon is stopped at the end."""
    env = environment(request.param, tmp_path)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "ergobreak", *words]
        return subprocess.run(
            line, env=env, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )

    yield run
    run("stop")


@pytest.mark.slow
def test_a_daemon_lives_and_answers(command: Command, tmp_path: Path) -> None:
    """It starts where this system keeps such things, is asked, takes a break, and ends."""
    started = command("start")
    taken = command("take", "walk")
    asked = command("status", "--json")
    second = command("run", "--headless")
    log = command("log", "--json")
    stopped = command("stop")
    after = command("status")

    assert (started.returncode, started.stdout[:8]) == (0, "Running.")
    assert (taken.returncode, taken.stdout[:5]) == (0, "Walk:")
    assert json.loads(asked.stdout)["icon"]
    assert (second.returncode, stopped.returncode, after.returncode) == (4, 0, 3)
    told = [json.loads(line)["event"] for line in log.stdout.splitlines()]
    assert told[:2] == ["started_up", "started"]
    assert not list(tmp_path.glob("**/.local")), "not where Linux would keep it"
    assert not [path for path in tmp_path.glob("**/crash-*") if path.stat().st_size]


@pytest.mark.slow
@pytest.mark.parametrize("words", ["config check", "config show", "doctor", "next", "exercises"])
def test_a_command_ends_in_words(command: Command, words: str) -> None:
    """Without a daemon each command says what there is to say, and none breaks off."""
    done = command(*words.split())

    assert done.returncode in {0, 3}
    assert "unexpected" not in done.stdout + done.stderr
    assert done.stdout + done.stderr


@pytest.mark.slow
def test_a_killed_daemon_leaves_nothing_in_the_way(command: Command, tmp_path: Path) -> None:
    """After a kill the lock is free, and whatever it listened on is replaced by the next one."""
    command("start")
    lock = next(tmp_path.glob("**/lock"))
    os.kill(int(lock.read_text(encoding="utf-8").split()[0]), 9)

    between = command("status")
    again = command("start")
    asked = command("status")

    assert between.returncode == 3
    assert (again.returncode, asked.returncode) == (0, 0)
