"""What is kept for a bug report: a log that stays small, and reports that hold nothing private."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.adapters.diagnostics import crash, log
from ergobreak.errors import CommandRejected
from tests.integration.daemon import command

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[2]
SECRET: Final = "Dr. Who, room 12"

# Logs as the daemon does, so many lines.
TALKER: Final = """
import logging, sys
from pathlib import Path
from ergobreak.adapters.diagnostics import log
log.begin(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    logging.getLogger("talker").warning("line %d of many", number)
print("a library's own words", file=sys.stderr)
"""


def talk(path: Path, lines: int, **env: str) -> None:
    """Let a process log so many lines to the file."""
    with path.open("ab") as stderr:
        subprocess.run(
            [sys.executable, "-c", TALKER, str(path), str(lines)],
            cwd=ROOT,
            env=env,
            stderr=stderr,
            check=True,
        )


@pytest.mark.slow
def test_the_log_stays_small(tmp_path: Path) -> None:
    """However much is logged there are two parts, each bounded, private, and the end is kept."""
    path = tmp_path / "daemon.log"
    path.touch(mode=0o600)

    talk(path, 12_000)

    parts = sorted(tmp_path.iterdir())
    assert parts == [path, log.older(path)]
    assert all(part.stat().st_size <= log.LIMIT + 200 for part in parts)
    assert [part.stat().st_mode & 0o777 for part in parts] == [0o600, 0o600]
    *_, last, word = path.read_text().splitlines()
    assert last.endswith("talker: line 11999 of many")
    assert word == "a library's own words"


def test_a_log_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """In a terminal or a pipe nothing is moved, and a small log goes on in place."""
    path = tmp_path / "daemon.log"
    path.write_bytes(b"x" * 1000)
    with (tmp_path / "elsewhere").open("ab") as other, path.open("ab") as ours:
        log.make_room(path, limit=100, streams=(other.fileno(),))
        log.make_room(path, limit=1000, streams=(ours.fileno(),))
        assert [each.name for each in sorted(tmp_path.iterdir())] == ["daemon.log", "elsewhere"]

        log.make_room(path, limit=999, streams=(ours.fileno(), other.fileno()))
        os.write(ours.fileno(), b"new")

    assert (path.read_bytes(), log.older(path).stat().st_size) == (b"new", 1000)


def test_the_journal_is_told_how_grave_a_line_is(tmp_path: Path) -> None:
    """Where systemd reads, a line has its priority and no time, which the journal adds."""
    path = tmp_path / "stream"
    path.touch()
    found = path.stat()

    talk(path, 1, JOURNAL_STREAM=f"{found.st_dev}:{found.st_ino}")

    assert path.read_text().splitlines()[0] == "<4>talker: line 0 of many"


# ---------------------------------------------------------------- crashes


def fall(folder: Path, error: Callable[[], None]) -> str:
    """Let something end by an error, and return the report on it, or nothing."""
    with contextlib.suppress(Exception), crash.reported(folder):
        error()
    found = list(folder.glob(crash.NAMES))
    return found[0].read_text() if found else ""


def read_a_calendar() -> None:
    """Fail as code does that was given something private."""
    try:
        _ = os.environ[SECRET]
    except KeyError as error:
        raise FileNotFoundError(2, SECRET, f"/srv/{SECRET}.ics") from error


def test_a_report_says_where_and_names_nothing(tmp_path: Path) -> None:
    """Kinds of errors, files of code, lines and versions are in it, and no word of the errors."""
    told = fall(tmp_path, read_a_calendar)

    assert SECRET not in told
    assert str(ROOT) not in told
    assert f"Python     {sys.version.split()[0]}" in told
    assert told.index("KeyError") < told.index("and then:") < told.index("FileNotFoundError ENOENT")
    assert "test_diagnostics.py:" in told
    assert "in read_a_calendar" in told
    (report,) = tmp_path.iterdir()
    assert report.stat().st_mode & 0o777 == 0o600


def refuse() -> None:
    """End with words for the person."""
    raise CommandRejected(SECRET)


def test_what_has_words_for_the_person_is_no_crash(tmp_path: Path) -> None:
    """An error that says what to do leaves no report."""
    assert fall(tmp_path, refuse) == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_dies_is_reported(tmp_path: Path) -> None:
    """A part of the daemon that ends by an error has a report, too, under its name."""
    with crash.reported(tmp_path):
        thread = threading.Thread(target=read_a_calendar, name="bus")
        thread.start()
        thread.join()

    (report,) = tmp_path.glob(crash.NAMES)
    assert "thread     bus" in report.read_text()


def test_a_crash_is_told_of_once(tmp_path: Path) -> None:
    """The first start afterwards has the place of the newest report, the second one nothing."""
    for day in ("01", "02", "03", "04"):
        (tmp_path / f"crash-202603{day}-120000.new.txt").touch()
    crash.write(tmp_path, "the newest")
    expected = crash.waiting(tmp_path)

    found = crash.take_up(tmp_path)

    assert found is not None
    assert found == expected
    assert found.read_text() == "the newest"
    assert len(list(tmp_path.iterdir())) == crash.KEPT
    assert crash.waiting(tmp_path) is None
    assert crash.take_up(tmp_path) is None


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("/srv/x/lib/python3.11/site-packages/ergobreak/app.py", "ergobreak/app.py"),
        ("/usr/lib/python3.13/threading.py", "threading.py"),
        ("/usr/lib/python3/dist-packages/jeepney/low.py", "jeepney/low.py"),
        ("/srv/somebody/ergobreak/ergobreak/core/engine.py", "ergobreak/core/engine.py"),
        ("/srv/somebody/own.py", "own.py"),
    ],
)
def test_files_of_code_are_named_as_anybody_has_them(file: str, named: str) -> None:
    """Nothing stands in front of the package that could name a person."""
    assert crash.place(file) == named


@pytest.mark.slow
def test_a_daemon_that_crashes_is_told_of_at_the_next_start(tmp_path: Path) -> None:
    """A library that breaks ends it with a report; the next start says where, once."""
    home, broken = tmp_path / "home", tmp_path / "broken"
    (broken / "apscheduler").mkdir(parents=True)
    (broken / "apscheduler/__init__.py").write_text(f'raise RuntimeError("{SECRET}")\n')
    code, _, told = command(home, "start", env={"PYTHONPATH": f"{ROOT}{os.pathsep}{broken}"})
    assert code == 1
    assert f"unexpected: RuntimeError: {SECRET}" in told

    starts = [command(home, *words)[1] for words in (["start"], ["stop"], ["start"], ["stop"])]

    (report,) = home.glob(crash.NAMES)
    logged = (home / "daemon.log").read_text()

    assert f"ended unexpectedly; the report stays here: {report}" in starts[0]
    assert "unexpectedly" not in "".join(starts[1:])
    assert SECRET not in report.read_text()
    assert "\nRuntimeError\n" in report.read_text()
    assert SECRET in logged
    assert logged.count(f"the report on it: {report}") == 1


# ---------------------------------------------------------------- the verb


def test_log_diagnostic_prints_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last lines come in order, over both parts; an empty log says so."""
    words = ["--home", str(tmp_path), "log", "--diagnostic"]
    path = tmp_path / "daemon.log"
    assert cli.main(words) == 0
    assert capsys.readouterr().out == f"Nothing is in {path}.\n"
    log.older(path).write_text("one\ntwo\n")
    path.write_text("three\n\x1b[31mfour\n")

    assert cli.main([*words, "--last", "3"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["two", "three"]
    assert cli.main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert found["file"] == str(path)
    assert found["lines"] == ["one", "two", "three", "\x1b[31mfour"]
