"""The verb `discomfort`: noted, asked for, taken back, shown to this person and to nobody else."""

from __future__ import annotations

import json
import queue
import signal
import stat
from contextlib import closing
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from ergobreak import cli
from ergobreak.adapters.journal import beside
from ergobreak.adapters.journal.file import opened
from ergobreak.adapters.journal.read import read
from ergobreak.cli import discomfort, discomfort_text, journal
from ergobreak.content import safety
from ergobreak.control import client
from ergobreak.core.effects import Record
from ergobreak.history.discomfort import AREAS
from ergobreak.paths import find
from tests.control.daemon import Daemon
from tests.test_setup import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCTOR = safety.note("see-a-doctor").split()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an instance that has never been started."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Return a running daemon."""
    found = Daemon(home)
    yield found
    found.close()


class Shell:
    """Runs commands and keeps what they say."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        """Run one and return its exit code."""
        code = cli.main([*words])
        self.out, self.err = self._capsys.readouterr()
        return code


@pytest.fixture
def ergobreak(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return what runs commands."""
    return Shell(capsys)


def answered(home: Path, **levels: int) -> None:
    """Note answers that were given some days ago: `neck_3=8` was three days ago."""
    now = journal.present()
    records = []
    for name, level in levels.items():
        area, _, back = name.rpartition("_")
        at = (now - timedelta(days=int(back))).timestamp()
        records.append(
            Record(int(at) * 1_000_000, "discomfort", reason=area.replace("_", " "), level=level)
        )
    with closing(opened(find(str(home)).journal, 1)) as connection:
        beside.write(connection, records, now.astimezone().tzinfo or UTC)


# ---------------------------------------------------------------- noted


def test_words_become_answers(home: Path, ergobreak: Shell) -> None:
    """Areas by their names, a last word or with commas; each is a private line of its own."""
    assert ergobreak("discomfort", "back=5,", "neck=3", "eye=0") == 0

    assert ergobreak.out == "Noted: neck 3, lower back 5, eyes 0.\n"
    lines = [(line["event"], line["reason"], line["level"]) for line in read(home / "journal.db")]
    assert lines == [
        ("discomfort", "neck", 3),
        ("discomfort", "lower back", 5),
        ("discomfort", "eyes", 0),
    ]
    assert stat.S_IMODE((home / "journal.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "words", ["neck=11", "neck=-1", "neck=x", "neck=3.5", "neck=²", "elbow=3", "neck 3", "neck=3 x"]
)
def test_what_makes_no_sense_notes_nothing(home: Path, ergobreak: Shell, words: str) -> None:
    """A slip is refused with what could be said instead, and the good ones beside it wait, too."""
    assert ergobreak("discomfort", "eyes=1", *words.split()) == 2

    assert "0 (none) to 10" in ergobreak.err or "neck" in ergobreak.err
    assert not (home / "journal.db").exists()


def test_without_a_terminal_nobody_is_asked(ergobreak: Shell) -> None:
    """A script that says nothing is told how to say it."""
    assert ergobreak("discomfort") == 2
    assert "ergobreak discomfort neck=3" in ergobreak.err


def test_questions_take_return_and_ask_again() -> None:
    """Five questions; Return skips one, what makes no sense is asked anew."""
    typed = iter(["3", "", "eleven", "11", "8", "0", ""])
    asked: list[str] = []
    said: list[str] = []

    def ask(question: str) -> str:
        asked.append(question.strip())
        return next(typed)

    assert discomfort_text.asked(ask, said.append) == {"neck": 3, "lower back": 8, "wrists": 0}
    areas = ("neck:", "shoulders:", "lower back:", "lower back:", "lower back:", "wrists:", "eyes:")
    assert asked == list(areas)
    assert "nothing shows or exports them" in " ".join(said)


def test_the_terminal_asks(home: Path) -> None:
    """In a terminal each area is asked for; Ctrl-C instead of an answer notes nothing at all."""
    terminal = Terminal(home, "discomfort")
    terminal.waits_for("neck: ")
    terminal.types("4")
    terminal.waits_for("shoulders: ")
    terminal.types("", "", "", "2")
    terminal.waits_for("Noted: neck 4, eyes 2.")
    assert terminal.ends() == 0

    left = Terminal(home, "discomfort")
    left.waits_for("neck: ")
    left.types("9")
    left.waits_for("shoulders: ")
    left.process.send_signal(signal.SIGINT)
    assert left.ends() == 130
    assert "Nothing was noted." in left.seen
    assert [line["level"] for line in read(home / "journal.db")] == [4, 2]


# ---------------------------------------------------------------- taken back


def test_the_last_answers_are_taken_back(home: Path, ergobreak: Shell) -> None:
    """--undo takes all of the last time, told again those before, and then there are none."""
    answered(home, neck_7=8, eyes_7=2)
    ergobreak("discomfort", "neck=1")

    assert ergobreak("discomfort", "--undo") == 0
    assert ergobreak.out.startswith("Taken back: neck, of ")
    assert ergobreak("discomfort", "--undo") == 0
    assert ergobreak.out.startswith("Taken back: neck, eyes, of ")
    assert ergobreak("discomfort", "--undo") == 6
    assert len(read(home / "journal.db")) == 6, "nothing is overwritten"
    ergobreak("discomfort", "--show")
    assert ergobreak.out.startswith("Nothing is noted yet.")


# ---------------------------------------------------------------- shown


def test_the_chart_fits_and_says_the_trend(home: Path, ergobreak: Shell) -> None:
    """A row for each area that was told, a figure a week, a dot where there is none, in words."""
    answered(home, neck_28=8, neck_21=8, neck_14=2, neck_0=10, eyes_0=0)

    assert ergobreak("discomfort", "--show") == 0

    head, _, _, neck, eyes = ergobreak.out.splitlines()
    assert head == "Discomfort as you noted it, 0 (none) to 10; the last answer of each week."
    figures = (*["."] * 7, "8", "8", "2", ".", "10")
    assert neck.split() == ["neck", *figures, "less", "than", "before"]
    assert eyes.split() == ["eyes", *["."] * 11, "0", "too", "few", "to", "compare"]
    assert max(map(len, ergobreak.out.splitlines())) <= 80
    assert ergobreak.out.isascii()


def test_bars_stand_above_the_figures(home: Path) -> None:
    """Where a terminal shows them, a bar stands above each figure, none where nothing was told."""
    answered(home, neck_7=10, neck_0=0)
    found, today = discomfort.told(str(home)), journal.present().date()
    *_, bars, figures = discomfort_text.shown(found, today, has_bars=True).splitlines()

    assert bars.split() == ["█", "▁"]
    assert figures.split()[-6:-4] == ["10", "0"]
    assert [figures[at] for at, bar in enumerate(bars) if bar != " "] == ["0", "0"]


def test_programs_get_every_answer(home: Path, ergobreak: Shell) -> None:
    """--json has all answers, the trends, and whether it is time to ask, or for the note."""
    answered(home, neck_10=3)
    assert ergobreak("discomfort", "--json") == 0

    found = json.loads(ergobreak.out)
    assert list(found["areas"]) == list(AREAS)
    assert [one["level"] for one in found["areas"]["neck"]["ratings"]] == [3]
    assert (found["due"], found["see_a_doctor"]) == (True, False)
    assert ergobreak("discomfort", "neck=4", "--json") == 0
    assert json.loads(ergobreak.out)["due"] is False


def test_twice_high_in_a_week_shows_the_note(home: Path, ergobreak: Shell) -> None:
    """The second day of seven or more within a week brings the note; the first one does not."""
    assert ergobreak("discomfort", "neck=9", "back=8") == 0
    assert "doctor" not in ergobreak.out

    answered(home, shoulders_5=7)
    assert ergobreak("discomfort", "neck=9") == 0
    assert ergobreak.out.split()[-len(DOCTOR) :] == DOCTOR
    ergobreak("discomfort", "--show")
    assert ergobreak.out.split()[-len(DOCTOR) :] == DOCTOR
    assert ergobreak("discomfort", "neck=2", "back=2") == 0
    assert "doctor" not in ergobreak.out


# ---------------------------------------------------------------- for nobody else


def test_a_running_daemon_never_hears_of_it(daemon: Daemon, ergobreak: Shell) -> None:
    """Written while a daemon runs, an answer is in no stream, no status, and no export."""
    heard: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
    daemon.engine.follow(heard.put)

    assert ergobreak("discomfort", "neck=9", "--home", str(daemon.paths.state_dir)) == 0
    home = str(daemon.paths.state_dir)
    client.ask(home, "drink", ["250ml"])

    assert heard.get(timeout=5)["event"] == "drank"
    assert "discomfort" not in json.dumps(client.ask(home, "status", as_json=True).data)
    ergobreak("export")
    assert "discomfort" not in ergobreak.out
    assert "drank" in ergobreak.out
    ergobreak("export", "--with", "discomfort")
    assert '"reason":"neck","level":9' in ergobreak.out


def test_the_log_tells_of_it_only_by_name(home: Path, ergobreak: Shell) -> None:
    """Neither `log` nor `events` show an answer, or its taking back, unless it is named."""
    answered(home, neck_0=9, eyes_0=0)
    ergobreak("discomfort", "wrists=2")
    ergobreak("discomfort", "--undo")

    for words in ("log", "log --all --raw", "log --json", "log --last 9", "events --last 9"):
        assert ergobreak(*words.split()) == 0
        assert not {"discomfort", "undone"} & set(ergobreak.out.replace('"', " ").split()), words
    assert ergobreak("log", "--event", "discomfort") == 0
    assert "neck, 9 of 10" in ergobreak.out
    assert "eyes, 0 of 10" in ergobreak.out
