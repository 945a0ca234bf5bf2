"""The verb `setup`: questions with defaults, one change at a time, nothing before the last yes."""

from __future__ import annotations

import copy
import itertools
import os
import pty
import signal
import stat
import subprocess
import sys
import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import cli, config
from ergobreak.adapters.time import calendar
from ergobreak.cli import setup_answers, setup_presets, setup_terminal
from ergobreak.config import edit
from ergobreak.content.exercise import AVOID
from ergobreak.core import events
from ergobreak.window.welcome import questions, words
from tests.control.daemon import Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
TODAY: Final = date(2026, 3, 2)
SOON: Final = 15.0  # s; the machine may be busy


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of an instance that has never been started."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


def setup(home: Path, *words: str) -> int:
    """Run the verb in this process, which is no terminal; return its exit code."""
    return cli.main(["--home", str(home), "setup", *words])


def table(home: Path) -> dict[str, Any]:
    """Return what stands in the file of settings, empty tables left out."""
    found = tomllib.loads((home / "ergobreak.toml").read_text(encoding="utf-8"))
    reminders = {name: each for name, each in found.pop("reminders", {}).items() if each}
    return {name: each for name, each in {**found, "reminders": reminders}.items() if each}


def settings(text: str = "") -> dict[str, Any]:
    """Return the settings in force with this text, as tables."""
    return as_tables(tomllib.loads(text))


def as_tables(table: dict[str, Any]) -> dict[str, Any]:
    """Return the settings in force with this table over the defaults."""
    return config.as_dict(config.from_table(table, calendars=calendar))


def laid_over(table: dict[str, Any], changes: dict[tuple[str, ...], Any]) -> dict[str, Any]:
    """Return a table with these values at their paths."""
    new = copy.deepcopy(table)
    for (*path, key), value in changes.items():
        inner = new
        for part in path:
            inner = inner.setdefault(part, {})
        inner[key] = value
    return new


class Terminal:
    """Somebody at a terminal: sees what the command prints, types lines, presses Ctrl-C."""

    def __init__(self, home: Path, *words: str) -> None:
        self._near, far = pty.openpty()
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
        command = [sys.executable, "-m", "ergobreak", "--home", str(home), *words]
        self.process = subprocess.Popen(
            command, stdin=far, stdout=far, stderr=far, env=env, start_new_session=True
        )
        os.close(far)
        os.set_blocking(self._near, False)
        self.seen = ""

    def waits_for(self, text: str) -> None:
        """Read on until this stands there, behind all that was waited for before."""

        def is_there() -> bool:
            with suppress(BlockingIOError, OSError):  # nothing new, or it has ended
                self.seen += os.read(self._near, 65536).decode(errors="replace")
            return text in self.seen

        wait_for(is_there, SOON, f"{text!r} in {self.seen!r}")
        self.seen = self.seen.partition(text)[2]

    def types(self, *lines: str) -> None:
        """Type lines."""
        os.write(self._near, "".join(f"{line}\n" for line in lines).encode())

    def ends(self) -> int:
        """Wait for the end and return the exit code."""
        code = self.process.wait(SOON)
        with suppress(OSError):
            self.seen += os.read(self._near, 65536).decode(errors="replace")
        os.close(self._near)
        return code


# ---------------------------------------------------------------- what is written


def test_only_what_differs_is_written(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Answers become values of the settings; what is as it was stays a comment."""
    assert setup(home, "--hours", "9-17:30", "--place", "home", "--glass", "300") == 0

    assert table(home) == {
        "work": {"hours": ["09:00-17:30"]},
        "exercises": {"place": "home"},
        "reminders": {"hydration": {"amount": "300ml"}},
    }
    assert stat.S_IMODE((home / "ergobreak.toml").stat().st_mode) == 0o600
    told = capsys.readouterr().out
    assert 'work.hours                  ["06:00-22:00"] -> ["09:00-17:30"]' in told
    assert cli.main(["--home", str(home), "config", "check"]) == 0
    assert "fine, 6 reminders\n" in capsys.readouterr().out


def test_what_the_person_wrote_is_kept(home: Path) -> None:
    """Comments, and what is left out by its name, outlive the questions."""
    file = home / "ergobreak.toml"
    file.write_text('# mine\n[exercises]\nhide = ["neck-turn", "hips"]  # for now\n')

    assert setup(home, "--hide", "knee pain, eyes") == 0

    text = file.read_text(encoding="utf-8")
    assert tomllib.loads(text)["exercises"]["hide"] == ["neck-turn", "eyes", "knee-pain"]
    assert "# mine\n" in text
    assert "# for now" in text


def test_defaults_change_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever takes all defaults has them already, and no file is made."""
    assert setup(home, "--defaults") == 0

    assert "Nothing to change" in capsys.readouterr().out
    assert not (home / "ergobreak.toml").exists()


def test_without_a_terminal_answers_are_needed(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a script nobody can be asked: exit code 2, and a sentence that says what to do."""
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert setup(home) == 2

    assert "ergobreak setup --defaults" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--hours", "9-9-9"),
        ("--days", "someday"),
        ("--place", "moon"),
        ("--preset", "every-5"),
        ("--glass", "9l"),
        ("--hide", "neck, xyz"),
    ],
)
def test_answers_without_sense_are_refused(home: Path, words: tuple[str, str]) -> None:
    """A wrong answer is exit code 2, and not even the right ones beside it are written."""
    assert setup(home, "--days", "mon-fri", *words) == 2
    assert not (home / "ergobreak.toml").exists()


def test_a_broken_file_is_left_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Settings with a mistake are the person's to mend first."""
    file = home / "ergobreak.toml"
    file.write_text("[work]\nhours = 9\n")

    assert setup(home, "--place", "home") == 2

    assert file.read_text() == "[work]\nhours = 9\n"
    assert "work.hours" in capsys.readouterr().err


def test_a_running_ergobreak_is_thought_of(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where one runs it is said that the answers count already."""
    daemon = Daemon(home)
    try:
        assert setup(home, "--place", "home") == 0
    finally:
        daemon.close()

    assert "from now on" in capsys.readouterr().out


def test_read_aloud_it_is_no_window(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a screen reader runs no mute window opens: the command in a terminal is named."""
    daemon = Daemon(home)
    try:
        daemon.engine.post(events.ReaderTold(is_on=True))
        assert setup(home, "--window") == 1
    finally:
        daemon.close()

    assert "in a terminal: ergobreak setup" in capsys.readouterr().err


# ---------------------------------------------------------------- in a terminal


def test_questions_in_a_terminal(home: Path) -> None:
    """Return keeps, a wrong answer is asked for again, and the changes are shown before a yes."""
    terminal = Terminal(home, "setup")

    terminal.waits_for("Days [every day]:")
    terminal.types("mon-fri")
    terminal.waits_for("Hours [06:00-22:00]:")
    terminal.types("25-3")
    terminal.waits_for("For example: 09:00-17:30")
    terminal.types("9-17:30", "2", "light", "", "neck, 15")
    terminal.waits_for("Move slowly")  # the safety note has been shown
    terminal.waits_for("Look over the workplace")
    terminal.types("n")
    terminal.waits_for('-> ["neck", "disc-or-sciatica"]')
    terminal.waits_for("Write it? [yes]")
    assert not (home / "ergobreak.toml").exists()
    terminal.types("")

    assert terminal.ends() == 0
    assert "Written to" in terminal.seen
    found = table(home)
    assert found["work"] == {
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "hours": ["09:00-17:30"],
    }
    assert found["exercises"] == {"place": "home", "hide": ["neck", "disc-or-sciatica"]}
    assert found["reminders"]["stretch"] == {"every": "2h", "for": "4m"}
    assert found["workplace"] == {"sorted": ["breaks", "hide", "safety"]}


def test_ctrl_c_changes_nothing(home: Path) -> None:
    """Whoever leaves in the middle has changed nothing and reads so."""
    terminal = Terminal(home, "setup")
    terminal.waits_for("Days [every day]:")
    terminal.types("mon-fri")
    terminal.waits_for("Hours")
    os.killpg(terminal.process.pid, signal.SIGINT)
    terminal.waits_for("Nothing was changed.")

    assert terminal.ends() == 130
    assert not (home / "ergobreak.toml").exists()


def test_the_workplace_alone(home: Path) -> None:
    """`setup workplace` asks for nothing else, keeps what is sorted, and notes the day."""
    (home / "ergobreak.toml").write_text('[workplace]\nsorted = ["chair", "bag"]\n')
    terminal = Terminal(home, "setup", "workplace")

    terminal.waits_for("Sorted? [sorted]")
    terminal.types("n", "y", *[""] * 12)
    terminal.waits_for("Raise or lower it")  # what to do about it, where it is not sorted
    terminal.waits_for("Write it?")
    terminal.types("yes")

    assert terminal.ends() == 0
    found = table(home)["workplace"]
    assert found["sorted"] == ["bag", "lumbar"]
    assert isinstance(found["looked_over"], date)


# ---------------------------------------------------------------- presets


@pytest.mark.parametrize("name", setup_presets.NAMES)
def test_a_preset_is_what_it_says(name: str) -> None:
    """After a preset was written the settings are sound, have it, and it changes nothing more."""
    wanted = setup_presets.changes(name, settings())

    text = edit.with_values(edit.current(Path("there is none")), wanted, calendar)

    assert config.read(text, calendar).problems == ()
    assert setup_presets.of(settings(text)) == name


def test_one_preset_can_follow_upon_another() -> None:
    """From any preset to any other: nothing of the first is left."""
    for first, second in itertools.permutations(setup_presets.NAMES, 2):
        before = laid_over({}, setup_presets.changes(first, settings()))
        then = setup_presets.changes(second, as_tables(before))
        assert setup_presets.of(as_tables(laid_over(before, then))) == second


def test_times_of_ones_own_are_offered_and_kept() -> None:
    """Whoever has set other times sees them as the first choice, and keeps them with Return."""
    now = settings('[reminders.stretch]\nevery = "50m"\n')
    given = setup_answers.given(now)

    asked = questions.preset(str(given["preset"]))

    assert asked.options[0].value == given["preset"] == questions.OWN
    assert setup_answers.changes(now, given, TODAY) == {}


def test_every_preset_is_described() -> None:
    """The question offers exactly the presets that there are."""
    assert [one.value for one in questions.preset("light").options] == list(setup_presets.NAMES)


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("key", "typed", "answer"),
    [
        ("days", "mon-fri", ("mon", "tue", "wed", "thu", "fri")),
        ("days", "Saturday to Monday", ("mon", "sat", "sun")),
        ("days", "fri, mon and wed", ("mon", "wed", "fri")),
        ("hours", "9-12:30, 13:15 - 17", "09:00-12:30, 13:15-17:00"),
        ("hours", "22:00 to 6:00", "22:00-06:00"),
        ("glass", "300", "300ml"),
        ("glass", "3dl", "300ml"),
        ("glass", "no water", questions.NONE),
    ],
)
def test_answers_are_read_as_people_type_them(
    key: str, typed: str, answer: str | tuple[str, ...]
) -> None:
    """Days, hours and amounts are taken in the forms that come to mind."""
    assert setup_answers.read(key, typed) == answer


def test_what_is_shown_as_default_can_be_typed() -> None:
    """The text in brackets leads to the same answer when somebody types it."""
    for days in (("mon",), ("mon", "wed"), ("tue", "wed", "thu"), questions.DAYS.options):
        known = tuple(one if isinstance(one, str) else one.value for one in days)
        assert setup_answers.read("days", setup_answers.days_text(known)) == known


def test_no_water_and_back() -> None:
    """Who wants no reminder to drink has none; a glass brings it back."""
    none = setup_answers.changes(settings(), {"glass": questions.NONE}, TODAY)
    assert none == {("reminders", "hydration", "enabled"): False}

    dry = settings("[reminders.hydration]\nenabled = false\n")
    assert setup_answers.given(dry)["glass"] == questions.NONE
    assert setup_answers.changes(dry, {"glass": "250ml"}, TODAY) == {
        ("reminders", "hydration", "enabled"): True
    }


def test_a_quiet_place_is_an_office_with_discreet_movements() -> None:
    """What `study` writes is read as `study` again, and home takes it back."""
    study = setup_answers.changes(settings(), {"place": "study"}, TODAY)
    assert study == {("exercises", "discreet"): True}

    now = settings("[exercises]\ndiscreet = true\n")
    assert setup_answers.given(now)["place"] == "study"
    assert setup_answers.changes(now, {"place": "home"}, TODAY) == {
        ("exercises", "place"): "home",
        ("exercises", "discreet"): False,
    }


@pytest.mark.parametrize("typed", ["", "0", "99", "x", "a"])
def test_an_option_that_is_not_there_is_told(typed: str) -> None:
    """Neither a number beyond the list nor an ambiguous beginning is guessed."""
    with pytest.raises(ValueError, match="A number from 1 to"):
        setup_terminal.option_of(questions.HIDE, typed)


def test_each_tag_has_words() -> None:
    """No tag of the exercises is without words for people, and none is made up."""
    assert tuple(words.TAGS) == AVOID


@pytest.fixture(autouse=True)
def away(tmp_path: Path) -> Iterator[None]:
    """Let nobody's own settings take part."""
    before = os.environ.pop("ERGOBREAK_HOME", None)
    yield
    if before is not None:
        os.environ["ERGOBREAK_HOME"] = before
