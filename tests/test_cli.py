"""The command line as people meet it: words in, words and exit codes out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.cli import manual
from ergobreak.control import client
from tests.control.daemon import Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
TRANSCRIPT: Final = ROOT / "tests" / "control" / "transcript.txt"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an instance's folder that all commands of a test share, themselves called in it."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Return a running daemon at 09:00."""
    found = Daemon(home)
    yield found
    found.close()


class Shell:
    """Runs commands as `python -m ergobreak` would, in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.code = 0
        self.out = ""
        self.err = ""

    def __call__(self, command: str) -> str:
        """Run a command line without its first word; return all that it printed."""
        words = command.split()
        code = client.quick(words)
        self.code = cli.main(words) if code is None else code
        self.out, self.err = self._capsys.readouterr()
        return self.out + self.err


@pytest.fixture
def ergobreak(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return what runs commands."""
    return Shell(capsys)


def process(*words: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command, or Python code, in a process of its own."""
    start = ["-c", code] if code else ["-m", "ergobreak"]
    return subprocess.run(
        [sys.executable, *start, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


# ---------------------------------------------------------------- a day in words


def played(script: str, ergobreak: Shell) -> Iterator[str]:
    """Yield the script again, with what its commands really print."""
    for line in script.splitlines():
        if line.startswith("#"):
            yield line
        elif line.startswith("$ ergobreak"):
            yield line
            yield from re.sub(r"process \d+", "process PID", ergobreak(line[12:])).splitlines()
            if ergobreak.code:
                yield f"[{ergobreak.code}]"


def test_transcript(daemon: Daemon, ergobreak: Shell) -> None:
    """A day's commands print what the transcript says, with the exit codes it says."""
    script = TRANSCRIPT.read_text(encoding="utf-8")

    told = list(played(script, ergobreak))

    assert told == [line for line in script.splitlines() if line]
    assert daemon.previewed == ["walk"]


def test_status_is_a_headline_and_what_comes_next(daemon: Daemon, ergobreak: Shell) -> None:
    """The state in words, then one reminder a line; `ergobreak` alone says the same."""
    ergobreak("pause 1h")
    lines = ergobreak("status").splitlines()

    assert lines[0] == "Paused until 10:00"
    assert ergobreak("") == ergobreak("status")
    assert ergobreak("next").splitlines() == lines[1:]
    ergobreak("resume")
    assert ergobreak("status").splitlines() == [
        "Walk about 09:45",
        "Water about 10:00",
        "Stretch about 10:30",
    ]


def test_status_for_programs(daemon: Daemon, ergobreak: Shell) -> None:
    """With --json, before or after --home, the same comes as one object."""
    found = json.loads(ergobreak(f"--home {daemon.paths.state_dir} status --json"))

    assert found["version"] == "0.0.test"
    walk = next(one for one in found["next"] if one["name"] == "walk")
    assert walk["at"] == "2026-03-02T09:45:00+01:00"
    assert json.loads(ergobreak(f"next --json --home {daemon.paths.state_dir}"))["next"][0] == walk


def test_break_is_taken_and_done(daemon: Daemon, ergobreak: Shell) -> None:
    """A break by hand says how long it is, and its end is noted with what comes next."""
    assert "5 min, until about 09:05" in ergobreak("take stretch")
    ergobreak("advance 3m")
    assert ergobreak("done").startswith("Stretch noted. Next: ")
    assert ergobreak("done") != ""
    assert ergobreak.code == 6


def test_pause_ends_by_itself_or_by_hand(daemon: Daemon, ergobreak: Shell) -> None:
    """A bare pause names its end; resume says what comes next; quiet leaves the timers alone."""
    assert ergobreak("pause") == "Paused until Tue 00:00.\n"
    assert ergobreak("resume").startswith("Running again. Next: ")
    assert ergobreak("quiet 45m") == "Quiet until 09:45: the timers run on.\n"


def test_hurt_can_be_answered_and_undone(daemon: Daemon, ergobreak: Shell) -> None:
    """Easy days begin without a question, and each answer to them has its own words."""
    assert "Easy days until Wed 09:00" in ergobreak("hurt lower back")
    assert "see a doctor" in ergobreak("hurt --still-hurts")
    assert ergobreak("hurt --keep").startswith("Easy days until")
    assert ergobreak("hurt --undo").startswith("Good.")
    assert "no movement prompts today" in ergobreak("hurt --no-movement-today")
    assert ergobreak("hurt --better").startswith("Good.")
    ergobreak("hurt --better")
    assert ergobreak.code == 6
    ergobreak("hurt --better --keep")
    assert ergobreak.code == 2


# ---------------------------------------------------------------- the journal


def test_log_needs_no_daemon(daemon: Daemon, ergobreak: Shell) -> None:
    """The log of a day is a table, by reminder and event if asked, also when nothing runs."""
    ergobreak("drink 300ml")
    daemon.close()

    table = ergobreak("log --day 2026-03-02").splitlines()
    assert table[-1].split()[:-1] == ["09:00", "drank", "300", "ml"]
    assert ergobreak("log --day 2026-03-03") == "Nothing is written down for that.\n"
    found = [json.loads(line) for line in ergobreak("log --last 1 --json").splitlines()]
    assert [(line["event"], line["ml"]) for line in found] == [("drank", 300)]
    assert "drank" not in ergobreak("log --last 9 --event started_up")
    ergobreak("log")
    assert ergobreak.code == 0
    ergobreak("log --last 0")
    assert ergobreak.code == 2


def test_events_follow_goes_on_where_the_journal_ends(daemon: Daemon, home: Path) -> None:
    """A follower gets the last lines, then each new one once, and ends with the daemon."""
    follower = subprocess.Popen(
        [sys.executable, "-m", "ergobreak", "events", "--follow", "--last", "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with follower:
        assert follower.stdout is not None
        assert json.loads(follower.stdout.readline())["event"] == "started_up"
        client.quick(["drink"])
        assert json.loads(follower.stdout.readline())["event"] == "drank"
        daemon.close()
        assert follower.stdout.read() == ""
    assert follower.returncode == 0


def test_events_tell_of_no_pain_unasked(daemon: Daemon, ergobreak: Shell) -> None:
    """A program that listens hears of a pain, and of what follows from it, only by name."""
    ergobreak("hurt neck")
    ergobreak("drink")
    told = ergobreak("events")

    assert "drank" in told
    assert "neck" not in told
    assert "hurt" not in told
    assert '"reason":"neck"' in ergobreak("events --with hurt")
    ergobreak("events --with toothache")
    assert ergobreak.code == 2


# ---------------------------------------------------------------- help and errors


def test_help_shows_the_daily_verbs_first(ergobreak: Shell) -> None:
    """The overview lists every verb, the daily ones first, and ends with the exit codes."""
    text = ergobreak("--help")

    places = [text.index(f"\n  {name} ") for name in manual.VERBS]
    assert places == sorted(places)
    assert "3 not running" in text.splitlines()[-2]
    assert max(map(len, text.splitlines())) <= 100
    assert ergobreak.code == 0


@pytest.mark.parametrize("name", manual.VERBS)
def test_every_verb_has_help_with_an_example(ergobreak: Shell, name: str) -> None:
    """Each verb explains itself, with an example that begins with its name."""
    text = " ".join(ergobreak(f"{name} --help").split())

    assert f"example: ergobreak {name}" in text
    assert "--home" in text
    assert ergobreak.code == 0


@pytest.mark.parametrize(
    ("command", "told", "code"),
    [
        ("help", "every day:", 0),
        ("help pause", "usage: ergobreak pause", 0),
        ("help quit", "usage: ergobreak stop", 0),
        ("help --home . pause", "usage: ergobreak pause", 0),
        ("help --home .", "every day:", 0),
        ("help --help", "usage: ergobreak help", 0),
        ("help nosuch", "There is no command 'nosuch'.", 2),
        ("help puase", "Did you mean pause?", 2),
    ],
)
def test_help_explains_what_was_asked_for(
    ergobreak: Shell, command: str, told: str, code: int
) -> None:
    """One command, or all of them; one that there is not is refused as it is without `help`."""
    assert told in ergobreak(command)
    assert ergobreak.code == code


@pytest.mark.parametrize("name", manual.VERBS)
def test_every_example_parses(name: str) -> None:
    """What the help gives as an example is something that the command line understands."""
    from ergobreak.cli import arguments

    words = manual.VERBS[name].example.split()[1:]
    _, verb, rest = arguments.head(words)

    assert arguments.parser(verb).parse_args(rest).verb == name


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("status extra", 3),
        ("status --bogus", 2),
        ("--bogus", 2),
        ("nonsense", 2),
        ("log --day someday", 2),
        ("preview --json", 2),
        ("simulate missing.toml", 2),
    ],
)
def test_errors_are_sentences(ergobreak: Shell, command: str, code: int) -> None:
    """Whatever is wrong, it is said on standard error in a few lines, with the right code."""
    ergobreak(command)

    assert ergobreak.code == code
    assert ergobreak.err
    assert "Traceback" not in ergobreak.err
    assert not ergobreak.out


def test_unexpected_error_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug is one line and exit code 1; its traceback comes with ERGOBREAK_DEBUG=1 only."""
    code = (
        "import sys; from ergobreak import cli; sys.exit(cli.main(['--home', 'a\\0b', 'status']))"
    )

    plain = process(code=code)
    monkeypatch.setenv("ERGOBREAK_DEBUG", "1")
    debugged = process(code=code)

    assert (plain.returncode, plain.stdout) == (1, "")
    assert plain.stderr == "unexpected: ValueError: embedded null byte\n"
    assert "Traceback" in debugged.stderr


def test_vanished_folder_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick command that meets a surprise is no traceback either."""
    monkeypatch.setenv("ERGOBREAK_HOME", "relative")
    code = (
        "import os, sys; os.rmdir(os.getcwd())\n"
        "from ergobreak.__main__ import main\n"
        "sys.exit(main())"
    )

    told = process("status", code=code)

    assert told.returncode == 1
    assert told.stderr.startswith("unexpected: FileNotFoundError")
    assert "Traceback" not in told.stderr


def test_config_verbs(ergobreak: Shell, home: Path) -> None:
    """The config's place is told; a broken file is refused with all its problems."""
    assert ergobreak("config path") == f"{home / 'ergobreak.toml'}\n"
    assert "defaults" in ergobreak("config check")
    assert "[reminders.stretch]" in ergobreak("config show")

    (home / "ergobreak.toml").write_text("version = 1\n[work]\ndayz = 1\nhours = 3\n")
    text = ergobreak("config check")

    assert ergobreak.code == 2
    assert "dayz" in text
    assert "hours" in text
    assert not json.loads(ergobreak("config check --json"))["ok"]


# ---------------------------------------------------------------- real processes


def test_quick_commands_import_next_to_nothing(daemon: Daemon) -> None:
    """A daily command loads our few small modules and two C modules, and nothing else."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from ergobreak.control import client\n"
        "assert client.quick(sys.argv[1:]) == 0\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    for words in (["status"], ["drink", "250ml"]):
        told = process(*words, code=code)

        assert told.stderr == ""
        loaded = set(told.stdout.splitlines()[-1].split())
        assert {name for name in loaded if not name.startswith("ergobreak")} <= {
            "__future__",
            "_json",
            "_socket",
            "_struct",
        }
        assert len(loaded) <= 12


def test_module_and_exit_codes(daemon: Daemon) -> None:
    """`python -m ergobreak` prints the state and exits with 0, and with 3 when nothing runs."""
    running = process()
    daemon.close()
    stopped = process("next")

    assert running.returncode == 0
    assert "Walk about 09:45" in running.stdout
    assert (stopped.returncode, stopped.stdout) == (3, "")
    assert stopped.stderr.splitlines()[1] == "Start it with: ergobreak start"


def test_reader_that_leaves_is_no_error() -> None:
    """When the reader of our output has seen enough, nothing is printed about it."""
    code = (
        "import os, sys\n"
        "read, write = os.pipe(); os.close(read); os.dup2(write, 1)\n"
        "from ergobreak import cli\n"
        "sys.exit(cli.main(['--help']))"
    )

    told = process(code=code)

    assert (told.returncode, told.stderr) == (0, "")


def test_interrupt_is_quiet(daemon: Daemon) -> None:
    """Ctrl-C ends a command with 130 and without a word."""
    follower = subprocess.Popen(
        [sys.executable, "-m", "ergobreak", "events", "--follow"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: daemon.server.client_count() == 1)
    wait_for(lambda: daemon.server.patience() is None)
    follower.send_signal(2)

    assert follower.communicate(timeout=10) == ("", "")
    assert follower.returncode == 130
