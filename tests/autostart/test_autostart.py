"""ergobreak at login: what is written, what starts from it, and that nothing stays behind."""

from __future__ import annotations

import json
import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from ergobreak import cli
from ergobreak.adapters.autostart import launch_agent, registry, systemd, ways, xdg
from ergobreak.adapters.autostart.entry import Start
from tests.integration.daemon import Daemon
from tests.services.waiting import wait_for

ENTRY: Final = "autostart/ergobreak.desktop"
UNIT: Final = "systemd/user/ergobreak.service"
LINK: Final = "systemd/user/graphical-session.target.wants/ergobreak.service"
ODD: Final = ["plain", "a b", 'q"uote', "back\\slash", "per%cent", "$HOME", "ü;&|", "it's"]

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="files of Linux desktops")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the person's folder of settings, with an entry of somebody else, and no manager."""
    folder = tmp_path / "config"
    (folder / "autostart").mkdir(parents=True)
    (folder / "autostart" / "other.desktop").write_text("[Desktop Entry]\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return folder


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a systemctl in front that knows a graphical session, and notes what it is told."""
    program = tmp_path / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/told\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "told"


def files(folder: Path) -> set[str]:
    """Return everything below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def status(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Return what the verb says for programs."""
    capsys.readouterr()
    assert cli.main(["autostart", "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


@linux
def test_without_a_manager_it_is_the_entry_that_every_desktop_reads(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On writes a valid entry, off leaves nothing, and both may be said twice."""
    before = files(config)
    for _ in range(2):
        assert cli.main(["autostart", "on"]) == 0
    assert "by your desktop" in capsys.readouterr().out
    assert files(config) - before == {ENTRY}
    if shutil.which("desktop-file-validate"):
        command = ["desktop-file-validate", str(config / ENTRY)]
        assert subprocess.run(command, capture_output=True, check=False).stdout == b""
    assert status(capsys)["on"] is True

    for _ in range(2):
        assert cli.main(["autostart", "off"]) == 0
    assert files(config) == before
    assert status(capsys) == {"on": False, "entries": []}


@linux
def test_with_a_session_it_is_a_unit_and_never_both(
    config: Path, told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where systemd knows the session the entry goes, and by a wish the unit goes again."""
    before = files(config)
    assert cli.main(["autostart", "on", "--by", "xdg"]) == 0
    assert files(config) - before == {ENTRY}

    assert cli.main(["autostart", "on"]) == 0
    assert "by systemd" in capsys.readouterr().out
    assert {UNIT, LINK} <= files(config)
    assert ENTRY not in files(config)
    assert (config / LINK).resolve() == (config / UNIT).resolve()
    assert told.read_text().splitlines()[-1] == "--user daemon-reload"

    assert cli.main(["autostart", "on", "--by", "xdg"]) == 0
    assert files(config) - before == {ENTRY}
    assert cli.main(["autostart", "off"]) == 0
    assert files(config) == before


@linux
@pytest.mark.usefixtures("config")
def test_an_unknown_way_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, and what there is, is named."""
    assert cli.main(["autostart", "on", "--by", "cron"]) == 2
    assert "systemd, xdg" in capsys.readouterr().err
    assert status(capsys)["entries"] == []


def complaints(unit: Path, runtime: Path) -> list[str]:
    """Return what the examiner of systemd says against a unit, once it has shown that it works."""

    def said(path: Path) -> list[str]:
        # Without a home of its own it would not even look.
        env = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "HOME": str(runtime)}
        command = ["systemd-analyze", "--user", "verify", "--recursive-errors=no", str(path)]
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=60, check=False
        )
        return [line for line in done.stderr.splitlines() if path.name in line]

    broken = runtime / "broken.service"
    broken.write_text("[Service]\nExecStart=relative\nRestart=maybe\n")
    assert said(broken) != []
    return said(unit)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
@pytest.mark.parametrize("word", ODD)
def test_the_unit_is_valid_whatever_a_folder_is_called(tmp_path: Path, word: str) -> None:
    """The examiner of systemd finds nothing, and reads the command that went in."""
    home = tmp_path / word
    home.mkdir()
    start = Start(sys.executable, ("-m", "ergobreak", "--home", str(home)), f"/opt/{word}")
    env = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "PATH": os.environ["PATH"]}

    systemd.turn_on(start, env)

    unit = systemd.unit_of(env)
    assert complaints(unit, tmp_path) == []
    found = systemd.look(env)
    assert found is not None
    assert (found.program, found.is_on) == (sys.executable, True)


@pytest.mark.posix("files of desktops")
@pytest.mark.parametrize("word", ODD)
def test_the_entry_starts_what_went_in(tmp_path: Path, word: str) -> None:
    """Whatever the program's folder is called, it is found again."""
    start = Start(f"/opt/{word}/python", ("--home", word), word)
    env = {"XDG_CONFIG_HOME": str(tmp_path)}

    xdg.turn_on(start, env)

    found = xdg.look(env)
    assert found is not None
    assert found.program == f"/opt/{word}/python"
    assert found.is_stale


@linux
def test_what_the_desktop_switched_off_is_off(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Settings of desktops write into the file itself; `on` turns it on again."""
    assert cli.main(["autostart", "on"]) == 0
    path = config / ENTRY
    path.write_text(path.read_text().replace("enabled=true", "enabled=false"))

    assert status(capsys)["on"] is False
    assert cli.main(["autostart"]) == 0
    assert "switched it off" in capsys.readouterr().out
    assert cli.main(["autostart", "on"]) == 0
    assert status(capsys)["on"] is True


@linux
def test_a_program_that_is_gone_is_told(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An environment that was removed starts nothing any more, and the way out is named."""
    xdg.turn_on(Start("/nowhere/python"), {"XDG_CONFIG_HOME": str(config)})

    assert cli.main(["autostart", "status"]) == 0

    said = capsys.readouterr().out
    assert "It would start /nowhere/python, which is not there any more." in said
    assert status(capsys)["on"] is False


@linux
@pytest.mark.slow
def test_the_entry_brings_up_a_daemon(config: Path, tmp_path: Path) -> None:
    """Its line, run as a desktop runs it, starts a daemon that answers."""
    home = tmp_path / "my home"
    assert cli.main(["--home", str(home), "autostart", "on"]) == 0
    lines = (config / ENTRY).read_text().splitlines()
    line = next(each for each in lines if each.startswith("Exec="))
    words = xdg._words(line.removeprefix("Exec="))  # noqa: SLF001 - read as desktops read it
    bare = {"PATH": os.defpath, "HOME": str(tmp_path)}

    done = subprocess.run(words, env=bare, cwd="/", timeout=30, check=False)

    try:
        assert done.returncode == 0
        assert cli.main(["--home", str(home), "ping"]) == 0
    finally:
        assert cli.main(["--home", str(home), "stop"]) == 0


@linux
@pytest.mark.slow
def test_the_unit_brings_up_a_daemon_once(config: Path, tmp_path: Path) -> None:
    """A second one ends with 4, which the unit does not try again."""
    home = tmp_path / "home"
    start = Start(sys.executable, ("-m", "ergobreak", "--home", str(home)))
    assert "RestartPreventExitStatus=2 4" in systemd.text(start)
    with Daemon(home) as daemon:
        daemon.ready()
        words = [start.program, *start.options, "run"]
        env = {**os.environ, "SYSTEMD_EXEC_PID": "1"}
        second = subprocess.run(words, env=env, capture_output=True, timeout=30, check=False)
        assert second.returncode == 4
        wait_for(lambda: daemon.process.poll() is None)


@pytest.mark.posix("users with numbers")
def test_macos_has_a_property_list(tmp_path: Path) -> None:
    """What is written is a property list with the command, found again and removed again."""
    start = Start(sys.executable, ("-m", "ergobreak"), "/opt/ergobreak")
    env = {"HOME": str(tmp_path)}

    made = launch_agent.turn_on(start, env)

    data = plistlib.loads(Path(made.place).read_bytes())
    assert data["ProgramArguments"] == [sys.executable, "-m", "ergobreak", "run"]
    assert data["RunAtLoad"] is True
    assert launch_agent.look(env) == made
    Path(made.place).write_text("broken")
    broken = launch_agent.look(env)
    assert broken is not None
    assert not broken.is_on
    assert launch_agent.turn_off(env)
    assert not launch_agent.turn_off(env)
    assert files(tmp_path) == {"Library"}


def test_windows_gets_a_command_line_that_survives_blanks() -> None:
    """The program without a console, quoted, and found again; the task manager's switch is read."""
    start = Start(r"C:\Program Files\Python\python.exe", ("-m", "ergobreak"))

    line = registry.command(start)

    assert line == r'"C:\Program Files\Python\pythonw.exe" -m ergobreak start'
    assert registry.program_of(line) == r"C:\Program Files\Python\pythonw.exe"
    assert registry.program_of(r"C:\py\pythonw.exe -m ergobreak") == r"C:\py\pythonw.exe"
    assert registry.is_switched_off(bytes([3, 0, 0, 0]))
    assert not registry.is_switched_off(bytes([2, 0, 0, 0]))
    assert not registry.is_switched_off(None)


def test_each_system_has_its_ways() -> None:
    """Linux has two, the others one; the last one needs nothing that might not run."""
    assert [way.WAY for way in ways.of("linux")] == ["systemd", "xdg"]
    assert [way.WAY for way in ways.of("darwin")] == ["launchd"]
    assert [way.WAY for way in ways.of("win32")] == ["registry"]
