"""`restart`: the same daemon anew, in the charge of whoever had it in charge; real processes."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.control import client, endpoint, lifecycle
from ergobreak.errors import NotRunning
from ergobreak.paths import Paths, find
from tests.integration.daemon import command
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
WALKS: Final = '[reminders.walk]\nfirst = "41m"\n'
BROKEN: Final = '[reminders.walk]\nfirst = "41 apples"\n'

# What the manager of a session does with a unit whose main process is noted in a file.
MANAGER: Final = """\
#!/bin/sh
echo "$@" >> {notes}/told
case "$2" in
show) cat {notes}/main ;;
restart)
    kill "$(cat {notes}/main)"
    while [ -s {home}/lock ]; do :; done
    cd {root} && {python} -m ergobreak --home {home} run </dev/null >/dev/null 2>&1 &
    echo $! > {notes}/main ;;
esac
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Return a home whose daemon is ended after the test."""
    found = tmp_path / "home"
    yield found
    if not endpoint.is_free(find(str(found))):
        lifecycle.stop(find(str(found)), str(found))


def has_other_walks(home: Path) -> bool:
    """Tell whether the daemon lives by WALKS."""
    coming = json.loads(command(home, "next", "--json")[1])["next"]
    walk = next(one for one in coming if one["name"] == "walk")
    return bool(40 * 60 < walk["about_seconds"] <= 41 * 60)


def test_options_stand_in_the_lock(tmp_path: Path) -> None:
    """They can be read while the lock is held, whatever bytes stand there, and not after."""
    paths = find(str(tmp_path / "home"))
    options = ["--config", "/some where/mit Umlaut ü.toml"]
    assert endpoint.options_of(paths) == []

    held = endpoint.claim(paths, options=options)
    early = endpoint.options_of(paths)
    held.listen()
    late = endpoint.options_of(paths)
    found = []
    for text in (
        "1 host\n/socket\n",
        "1 host\n\n{}\n",
        "1 h\n\n[1]\n",
        "1 h\n\n[\n",
        "\xff\n\n\xff",
    ):
        paths.lock.write_text(text, encoding="latin-1")
        found.append(endpoint.options_of(paths))
    held.release()

    assert (early, late) == (options, options)
    assert found == [[]] * 5
    assert endpoint.options_of(paths) == []


@pytest.mark.slow
def test_restart_keeps_the_settings_that_were_named(home: Path, tmp_path: Path) -> None:
    """`start --config` holds over a restart; a mistake there leaves the old daemon at work."""
    file = tmp_path / "my walks.toml"
    file.write_text(WALKS)
    assert command(home, "start", "--config", str(file))[0] == 0
    first = endpoint.holder(find(str(home)))

    assert command(home, "restart")[0] == 0

    second = endpoint.holder(find(str(home)))
    assert second not in {first, None}
    assert endpoint.options_of(find(str(home))) == ["--config", str(file)]
    file.write_text(BROKEN)
    code, _, told = command(home, "restart")
    assert code == 2
    assert "my walks.toml:2" in told
    assert endpoint.holder(find(str(home))) == second
    assert client.ask(str(home), "ping").exit == 0


def manager(folder: Path, paths: Paths) -> dict[str, str]:
    """Put a service manager in front, and return the environment that finds it."""
    program = folder / "bin" / "systemctl"
    program.parent.mkdir()
    python, root, home = sys.executable, ROOT, paths.state_dir
    program.write_text(MANAGER.format(notes=folder, home=home, root=root, python=python))
    program.chmod(stat.S_IRWXU)
    return {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="systemd is a Linux matter")
def test_a_daemon_of_systemd_is_restarted_by_systemd(home: Path, tmp_path: Path) -> None:
    """The unit stays in charge: systemctl is told, and its new process is the one that answers."""
    paths = find(str(home))
    env = manager(tmp_path, paths)
    assert command(home, "start")[0] == 0
    first = endpoint.holder(paths)
    (tmp_path / "main").write_text(f"{first}\n")

    code, told, _ = command(home, "restart", env=env)

    assert code == 0
    assert told.startswith("Running.")
    by_manager = int((tmp_path / "main").read_text())
    assert endpoint.holder(paths) == by_manager != first
    asked = (tmp_path / "told").read_text().splitlines()
    assert [line.split()[1] for line in asked] == ["show", "restart"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="systemd is a Linux matter")
def test_another_daemon_than_that_of_systemd_is_left_to_us(home: Path, tmp_path: Path) -> None:
    """A unit whose process is another one is not touched."""
    paths = find(str(home))
    env = manager(tmp_path, paths)
    (tmp_path / "main").write_text("1\n")
    assert command(home, "start")[0] == 0
    first = endpoint.holder(paths)

    assert command(home, "restart", env=env)[0] == 0

    assert endpoint.holder(paths) not in {first, None}
    assert "restart" not in (tmp_path / "told").read_text()


@pytest.mark.slow
def test_restart_of_none_starts_one(home: Path) -> None:
    """Where none runs, restart starts one, as it always did."""
    with pytest.raises(NotRunning):
        client.ask(str(home), "ping")

    assert command(home, "restart")[0] == 0

    wait_for(lambda: client.ask(str(home), "ping").exit == 0)
