"""`status` for bars and scripts: a form with names, JSON for waybar, a line with each change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import cli
from ergobreak.cli import formats
from ergobreak.control import client
from ergobreak.errors import UsageError
from tests.control.daemon import Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]

RUNNING: Final[dict[str, Any]] = {
    "headline": "Walk about 14:30",
    "icon": "running",
    "lines": [],
    "next": [
        {
            "name": "walk",
            "title": "Walk",
            "at": "2026-03-02T14:30:00+01:00",
            "about_seconds": 65 * 60,
            "text": "Walk about 14:30",
        },
        {"name": "x", "title": "X", "at": None, "about_seconds": 60, "text": "X after a while"},
    ],
    "sitting_seconds": 25 * 60 + 59,
    "water_ml": 750,
    "paused": False,
    "quiet": True,
    "ring": 6,
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the home of all commands of a test; it does not exist yet."""
    folder = tmp_path / "deep" / "home"
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Return a running daemon at 09:00, on a clock that stands."""
    found = Daemon(home)
    yield found
    found.close()


# ---------------------------------------------------------------- the form


def test_each_field_says_what_it_is_for() -> None:
    """A form is filled in with every field that there is."""
    form = "|".join(f"{{{name}}}" for name in formats.FIELDS)

    assert formats.line(form, RUNNING).split("|") == [
        "Walk about 14:30",
        "running",
        "Walk about 14:30",
        "walk",
        "14:30",
        "1 h 5 min",
        "65",
        "25",
        "750",
        "no",
        "yes",
    ]
    assert formats.line("{minutes:>4}{{}}", RUNNING) == "  65{}"


def test_a_form_that_works_once_works_always() -> None:
    """Where a field has no value it is empty, whatever width it was given."""
    form = "{icon}:{next}{next_name}{next_at}{next_in}{minutes:>2}|{water_ml:4}"

    assert formats.line(form, formats.STOPPED) == "stopped:  |0   "
    standing = RUNNING | {"next": RUNNING["next"][1:]}
    assert formats.line("{next_at}|{minutes}", standing) == "|1"


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ("{headlin}", "Did you mean {headline}?"),
        ("{headline.__class__}", "no field"),
        ("{}", "no field"),
        ("{0}", "no field"),
        ("{minutes:{x}}", "no field {x}"),
        ("{water_ml:d}", "no form"),
        ("{water_ml:x}", 'behind {water_ml:...} a width is expected, not "x"'),
        ("{water_ml:=5}", "behind {water_ml:...}"),
        ("{next:{water_ml}}", "behind {next:...}"),
        ("{minutes:>9999999999}", "{minutes} can be 999 characters wide at most"),
        ("{minutes:.99999999}", "999 characters"),
        ("{icon!z}", "no form"),
        ("{icon", "no form"),
        ("icon}", "no form"),
    ],
)
def test_a_wrong_form_is_refused_at_once(form: str, named: str) -> None:
    """What could not be filled in is a sentence that names the mistake."""
    with pytest.raises(UsageError) as refused:
        formats.check(form)

    assert named in refused.value.title
    assert refused.value.hint


def test_a_line_stays_a_line() -> None:
    """A program's name in the state can neither steer a terminal nor break the line."""
    hostile = RUNNING | {"headline": "Silent: \x1b[2J\n<b>&"}

    assert formats.line("{headline}", hostile) == "Silent: ?[2J?<b>&"
    assert "\n" not in formats.line("waybar", hostile)


def test_waybar_gets_what_its_modules_read() -> None:
    """One JSON object: text and tooltip as markup, the state as class and alt, a percentage."""
    found = json.loads(formats.line("waybar", RUNNING | {"headline": "a<b>&c"}))

    assert found == {
        "text": "a&lt;b&gt;&amp;c",
        "alt": "running",
        "class": "running",
        "tooltip": "a&lt;b&gt;&amp;c\nWalk about 14:30\nX after a while\nWater today: 750 ml",
        "percentage": 50,
    }
    assert json.loads(formats.line("waybar", formats.STOPPED))["class"] == "stopped"


# ---------------------------------------------------------------- the command


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Return exit code, output and errors of a command."""
    code = cli.main(words)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_status_in_a_form(daemon: Daemon, capsys: pytest.CaptureFixture[str]) -> None:
    """The form is filled in by the daemon that runs; a wrong one is refused with exit code 2."""
    client.quick(["drink", "300ml"])
    capsys.readouterr()

    told = said(capsys, "status", "--format", "{next} in {next_in}, {water_ml} ml")

    assert told == (0, "Walk about 09:45 in 45 min, 300 ml\n", "")
    code, out, errors = said(capsys, "status", "--format", "{nxt}")
    assert (code, out) == (2, "")
    assert "Did you mean {next}?" in errors
    assert "water_ml" in errors
    assert said(capsys, "status", "--format", "{next}", "--json")[0] == 2


def test_a_width_that_fills_the_memory_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the keys prints no hundred megabytes, whether something runs or not."""
    del home
    code, out, errors = said(capsys, "status", "--format", "{minutes:>99999999}")

    assert (code, out) == (2, "")
    assert "999 characters" in errors
    assert len(said(capsys, "status", "--format", "{minutes:>999}")[1]) == 1000


def test_status_in_a_form_when_nothing_runs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bar gets its line also then, a script its exit code."""
    del home
    form = "{icon}: {headline}"

    assert said(capsys, "status", "--format", form) == (
        3,
        "stopped: ergobreak is not running\n",
        "",
    )


def test_programs_get_the_whole_picture(daemon: Daemon, capsys: pytest.CaptureFixture[str]) -> None:
    """`status --json` has what the forms, the window and other programs are made of."""
    said(capsys, "advance", "45m")

    found = json.loads(said(capsys, "status", "--json")[1])

    assert found["icon"] == "due"
    assert [one["answer"] for one in found["answers"]] == ["done", "postpone", "skip"]
    assert found["titles"]["hydration"] == "Water"
    assert found["next"][0]["text"] == "Stretch about 10:30"
    assert set(formats.STOPPED) <= set(found)


# ---------------------------------------------------------------- with each change


@contextmanager
def following(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Run `status --follow` in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ergobreak", "status", "--follow", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def next_line(process: subprocess.Popen[str]) -> str:
    """Return the next line; it is waited for."""
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def test_a_follower_sees_each_change_once(daemon: Daemon) -> None:
    """It gets the state at once, a line when the line would be another one, and no other."""
    with following("--format", "{water_ml} {paused}") as follower:
        assert next_line(follower) == "0 no"
        client.quick(["drink", "300ml"])
        assert next_line(follower) == "300 no"
        client.quick(["take", "walk"])  # changes nothing of what the form shows
        client.quick(["done"])
        client.quick(["pause"])
        assert next_line(follower) == "300 yes"


def test_a_follower_outlives_the_daemon(home: Path) -> None:
    """Without a daemon the line says so, before its home exists, too; the next one is found."""
    with following("--format", "{icon} {water_ml}") as follower:
        assert next_line(follower) == "stopped 0"
        for _ in range(2):
            daemon = Daemon(home)
            try:
                assert next_line(follower) == "running 0"
                client.quick(["drink", "250ml"])
                assert next_line(follower) == "running 250"
            finally:
                daemon.close()
            assert next_line(follower) == "stopped 0"


def test_json_can_be_followed(daemon: Daemon) -> None:
    """With --json each line is the whole picture."""
    with following("--json") as follower:
        assert json.loads(next_line(follower))["icon"] == "running"
        client.quick(["quiet", "1h"])
        assert json.loads(next_line(follower))["quiet"] is True


def test_a_follower_that_hangs_up_is_forgotten(daemon: Daemon) -> None:
    """When the reader has gone the daemon tells it nothing any more."""
    stream = client.follow(None, "status")
    assert json.loads(next(stream))["icon"] == "running"
    assert len(daemon.engine.watchers) == 1

    del stream
    wait_for(lambda: not daemon.engine.watchers)

    assert client.quick(["drink"]) == 0
