"""`run --headless`: a daemon for programs, which needs neither display nor D-Bus nor a person."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.journal.read import read
from ergobreak.control import client
from tests.integration.daemon import ROOT, VIRTUAL, Daemon, command, seconds_of
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.daemon import Line

DISPLAY_LIBRARIES: Final = {"Xlib", "PIL", "pystray", "plyer", "jeepney", "tkinter", "gi"}
DAY: Final = timedelta(days=1)
BROKEN: Final = 'version = 1\n[work]\ndayz = 1\nhours = 3\n[reminders.walk]\nevery = "soon"\n'
PLANTS: Final = """
version = 1
[reminders.plants]
title = "Water the plants"
every = "40m"
"""


def imported(complaints: str) -> set[str]:
    """Return the packages that `-X importtime` names."""
    found = re.findall(r"^import time:\s+\d+ \|\s+\d+ \|\s+([\w.]+)$", complaints, re.MULTILINE)
    return {name.partition(".")[0] for name in found}


def due_names(look: Line) -> list[str]:
    """Return the names of what comes, the next first."""
    coming = look["next"]
    assert isinstance(coming, list)
    return [one["name"] for one in coming]


def test_headless_needs_nothing_and_obeys(tmp_path: Path) -> None:
    """In an empty environment it says where it is, obeys, and imports no display library."""
    with Daemon(tmp_path / "home", "--ignore-hours", python=("-X", "importtime")) as daemon:
        first = daemon.ready()
        assert first["event"] == "ready"
        assert first["pid"] == daemon.process.pid
        assert first["config"] == str(daemon.paths.config)
        assert first["journal"] == str(daemon.paths.journal)
        assert first["socket"] == str(daemon.paths.socket)
        sources = first["sources"]
        assert isinstance(sources, dict)
        assert set(sources) >= {"clock", "idle", "prompts", "tray"}
        assert sources["clock"] == "real"
        due = first["next"]
        assert isinstance(due, dict)
        assert due["reminder"] == "posture"
        (begun,) = wait_for(lambda: daemon.lines("started_up"))
        assert seconds_of(due) - seconds_of(begun) == pytest.approx(22 * 60, abs=1)

        daemon.type("drink 200ml")
        daemon.type("nonsense")
        daemon.type("skip")
        wait_for(lambda: len(daemon.replies()) == 3)
        by_socket = daemon.ask("drink 100ml", as_json=True)

        assert [one["exit"] for one in daemon.replies()] == [0, 2, 6]
        assert by_socket.text == "100 ml noted, 300 ml today."
        wait_for(lambda: len(daemon.lines("drank")) == 2)
        assert by_socket.data["lines"] == daemon.lines("drank")[1:]

        assert daemon.stop() == 0
        assert [line["event"] for line in daemon.lines()][-1] == "shut_down"
        assert daemon.lines() == daemon.journal()
        assert daemon.torn == b""
        found = imported(daemon.complaints)
        assert "apscheduler" in found, "the probe must see imports at all"
        assert found & DISPLAY_LIBRARIES == set()


def test_virtual_clock_moves_by_command(tmp_path: Path) -> None:
    """A clock that stands moves by `advance`, typed or sent, and prompts are answered meanwhile."""
    home = tmp_path / "home"
    with Daemon(home, *VIRTUAL, "--answer", "complete", env={"TZ": "Europe/Berlin"}) as daemon:
        daemon.ready()
        (begun,) = wait_for(lambda: daemon.lines("started_up"))
        daemon.type("advance 90m")
        wait_for(daemon.replies)
        walks = daemon.lines("completed")
        assert ("walk", 180) in [(one["reminder"], one.get("seconds")) for one in walks]
        # Before the answer to the command, so that a script may read up to it.
        assert daemon.heard[-1].line == daemon.replies()[-1]

        told = daemon.ask("advance 24h", as_json=True)
        daemon.catch_up()

        assert told.exit == 0
        stretches = [one for one in daemon.lines("completed") if one["reminder"] == "stretch"]
        assert len(stretches) > 12, "with --ignore-hours a night is a day"
        assert told.data["lines"] == daemon.lines()[-len(list_of(told.data["lines"])) :]
        assert daemon.ask("advance 1m").exit == 0
        assert daemon.stop() == 0
        (ended,) = daemon.lines("shut_down")
        assert seconds_of(ended) - seconds_of(begun) == (90 + 24 * 60 + 1) * 60


def list_of(value: object) -> list[Line]:
    """Return a list as what it is."""
    assert isinstance(value, list)
    return value


def test_named_config_that_is_broken_is_refused(tmp_path: Path) -> None:
    """With --config a broken file ends the start with 2 and with every problem that it has."""
    config = tmp_path / "broken.toml"
    config.write_text(BROKEN)

    code, out, complaints = command(tmp_path / "home", "run", "--headless", "--config", str(config))

    assert (code, out) == (2, "")
    assert all(word in complaints for word in ("dayz", "work.hours", "reminders.walk.every"))
    assert "Traceback" not in complaints


def test_broken_file_of_a_person_is_left_alone(tmp_path: Path) -> None:
    """On a broken file it runs with the last good one, says so in status, and touches nothing."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_text(BROKEN)
    (home / "last-good.toml").write_text(PLANTS)
    with Daemon(home, "--ignore-hours") as daemon:
        daemon.ready()
        look = daemon.look()

        assert "plants" in due_names(look)
        assert "last good" in str(look["trouble"])
        assert "ergobreak config check" in daemon.ask("status").text
        assert daemon.stop() == 0
        assert (home / "ergobreak.toml").read_text() == BROKEN
        assert (home / "last-good.toml").read_text() == PLANTS


@pytest.mark.slow
def test_broken_file_without_a_good_one_means_defaults(tmp_path: Path) -> None:
    """Where there never was a good file the defaults apply, which status says too."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_bytes(b"\xff not even text")
    with Daemon(home, "--ignore-hours") as daemon:
        daemon.ready()
        assert {"stretch", "walk", "hydration"} <= set(due_names(daemon.look()))
        assert "defaults" in daemon.ask("status").text
        daemon.kill()
        assert (home / "ergobreak.toml").read_bytes() == b"\xff not even text"
        assert not (home / "last-good.toml").exists()


@pytest.mark.slow
def test_hours_are_kept_unless_they_are_ignored(tmp_path: Path) -> None:
    """On a day off nothing comes; with --ignore-hours it is a day like any other."""
    config = tmp_path / "config.toml"
    today = datetime.now().astimezone().date()  # the virtual clock begins at the present time
    config.write_text(f'version = 1\n[work]\ndays_off = ["{today - DAY}..{today + 2 * DAY}"]\n')
    options = ("--clock", "virtual", "--config", str(config))
    with (
        Daemon(tmp_path / "off", *options) as off,
        Daemon(tmp_path / "on", *options, "--ignore-hours") as on,
    ):
        for daemon in (off, on):
            daemon.ready()
            assert daemon.ask("advance 95m").exit == 0
            daemon.catch_up()
        assert off.lines("due") == []
        assert {"walk", "stretch"} <= {str(one["reminder"]) for one in on.lines("prompted")}
        assert off.ask("status").text.startswith("Outside the working hours")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "outcome"), [("skip", "skipped"), ("postpone", "postponed"), ("hurt", "hurt")]
)
def test_answers_of_a_stand_in(tmp_path: Path, answer: str, outcome: str) -> None:
    """`--answer` answers the first walk as its word says, at once."""
    with Daemon(tmp_path / "home", *VIRTUAL, "--answer", answer) as daemon:
        daemon.ready()
        daemon.ask("advance 46m")
        daemon.catch_up()
        (walk,) = [one for one in daemon.lines("prompted") if one["reminder"] == "walk"]
        mine = [one for one in daemon.lines(outcome) if one.get("prompt") == walk["prompt"]]
        assert ("walk", walk["at"]) in [(one["reminder"], one["at"]) for one in mine]


@pytest.mark.slow
def test_an_answer_that_takes_time_is_refused(tmp_path: Path) -> None:
    """What a stand-in cannot do at once is no choice, rather than silently something else."""
    code, _, complaints = command(tmp_path, "run", "--headless", "--answer", "partial")

    assert code == 2
    assert "partial" in complaints


@pytest.mark.slow
def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    """Half a character, typed or sent, is written as a question mark, and it goes on."""
    strict = {"PYTHONIOENCODING": "ascii:strict"}
    with Daemon(tmp_path / "home", *VIRTUAL, env=strict) as daemon:
        daemon.ready()
        assert daemon.process.stdin is not None
        daemon.process.stdin.write(b"hurt k\xffnee\n")
        daemon.type("drink")
        assert daemon.ask("hurt \udcff").exit == 0
        assert daemon.ask("hurt r\u00fccken").exit == 0
        wait_for(lambda: len(daemon.replies()) == 2)
        assert [one["exit"] for one in daemon.replies()] == [0, 0]
        wait_for(lambda: len(daemon.lines("hurt")) == 3)
        reasons = {str(one["reason"]) for one in daemon.lines("hurt")}
        assert {"?", "r\u00fccken"} < reasons
        daemon.catch_up()
        assert daemon.lines() == daemon.journal()


@pytest.mark.slow
def test_a_reader_that_leaves_does_not_end_it(tmp_path: Path) -> None:
    """When nobody reads its lines or types any more, it goes on and still ends cleanly."""
    with Daemon(tmp_path / "home", *VIRTUAL) as daemon:
        daemon.ready()
        assert daemon.process.stdin is not None
        daemon.process.stdin.close()
        assert daemon.ask("drink").exit == 0
        assert daemon.stop() == 0
    assert [one["event"] for one in daemon.journal()][-2:] == ["drank", "shut_down"]


@pytest.mark.slow
def test_a_reader_that_does_not_read_holds_nothing_up(tmp_path: Path) -> None:
    """With a full pipe it still answers, ends within a few seconds, and has all on record."""
    with deaf(tmp_path / "home") as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        for _ in range(4):
            assert client.ask(str(tmp_path / "home"), "advance", ["24h"]).exit == 0
        process.terminate()
        assert process.wait(5) == 0
    journal = read(Path(first["journal"]))
    assert journal[-1]["event"] == "shut_down"
    assert sum(len(json.dumps(line)) for line in journal) > 2 * 64 * 1024, "more than a pipe holds"


@contextlib.contextmanager
def deaf(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a daemon on a virtual clock whose output nobody reads."""
    command = [sys.executable, "-m", "ergobreak", "--home", str(home), "run", "--headless"]
    pipe = subprocess.PIPE
    with subprocess.Popen([*command, *VIRTUAL], cwd=ROOT, stdin=pipe, stdout=pipe) as process:
        try:
            yield process
        finally:
            process.kill()
