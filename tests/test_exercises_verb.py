"""The verb `exercises`: what there is, one in detail, how one is tried, and what a person likes."""

from __future__ import annotations

import io
import json
import os
import signal
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import cli
from ergobreak.adapters.journal.read import read
from ergobreak.cli import exercise_play, exercise_text, exercise_window
from ergobreak.content.catalogue import catalogue
from ergobreak.control import client
from ergobreak.control.protocol import Request
from ergobreak.core import engine, events
from ergobreak.core.model import Now
from ergobreak.core.state import Break
from ergobreak.guidance import of_break, of_preparation
from tests.control.daemon import PLAN, Daemon
from tests.test_setup import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWN: Final = """
[exercises.my-wave]
title = "My wave"
area = "shoulders"
steps = ["Lift one arm.", "Wave."]
view = "front"
base = "stand"
frames = [{ t = 1, hold = 2 }, { t = 1, hold = 2, neck = 5 }]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that all commands of a test share, on a machine without a screen."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ERGOBREAK_HOME", str(folder))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Return a running daemon."""
    found = Daemon(home)
    yield found
    found.close()


class Shell:
    """Runs the verb and keeps what it says."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        """Run it and return the exit code."""
        code = cli.main(["exercises", *words])
        self.out, self.err = self._capsys.readouterr()
        return code


@pytest.fixture
def exercises(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return what runs the verb."""
    return Shell(capsys)


# ---------------------------------------------------------------- what there is


def test_the_list_has_every_exercise(exercises: Shell) -> None:
    """Without a word all are listed, one a line, with area, position and length, and no colours."""
    assert exercises() == 0

    head, *lines = exercises.out.splitlines()
    assert head.split() == ["id", "title", "area", "position", "length"]
    assert [line.split()[0] for line in lines] == [each.id for each in catalogue().exercises]
    (turn,) = (line for line in lines if line.startswith("neck-turn "))
    assert turn.split("  ")[-1] == "48 s"
    assert "seated or standing" in turn
    assert exercises.out.isprintable() or set(exercises.out) - {"\n"} == {
        char for char in exercises.out if char.isprintable()
    }


def test_the_list_of_one_area(exercises: Shell) -> None:
    """--area, before or behind the word, lists that area alone; another is exit code 2."""
    assert exercises("list", "--area", "Lower back", "--json") == 0

    assert {each["area"] for each in json.loads(exercises.out)} == {"lower back"}
    assert exercises("--area", "elbow", "list") == 2
    assert "lower back" in exercises.err


def test_the_list_knows_what_is_liked_and_left_out(
    home: Path, daemon: Daemon, exercises: Shell
) -> None:
    """Marks come from the settings, from what was said, and from what hurt."""
    (home / "ergobreak.toml").write_text(
        '[exercises]\nhide = ["eyes", "dizziness"]\nfavourites = ["calf-raise"]\n'
    )
    exercises("never", "shoulder-roll")
    exercises("favourite", "wrist-drop")
    daemon.engine.post(events.Hurt("hips"))

    assert exercises("list", "--json") == 0
    marks = {each["id"]: each["mark"] for each in json.loads(exercises.out)}

    assert marks["shoulder-roll"] == "never"
    assert marks["wrist-drop"] == marks["calf-raise"] == "favourite"
    assert marks["figure-four"] == "hidden: hips"
    assert marks["far-look"].startswith("hidden: eyes")
    assert marks["neck-turn"] == "hidden: dizziness"
    assert marks["wrist-sway"] == ""
    exercises("list")
    assert any(line.endswith("  never") for line in exercises.out.splitlines())


def test_one_in_detail(exercises: Shell) -> None:
    """All its steps, what to take care of, for whom it is not, how long, and where it is from."""
    found = catalogue().find("neck-turn")
    assert found is not None

    assert exercises("show", "neck-turn") == 0

    for text in (*found.steps, found.care, found.source, found.title, "48 s", "dizziness"):
        assert text in exercises.out
    assert "If it hurts, do less or stop." in exercises.out
    assert exercises("show", "Slow", "head", "turn") == 0  # by its title


def test_one_for_programs(exercises: Shell) -> None:
    """--json gives everything, key frames too, wherever it stands."""
    assert exercises("show", "--json", "calf-raise") == 0

    found = json.loads(exercises.out)
    assert found["id"] == "calf-raise"
    assert found["motion"]["frames"]
    assert found["mark"] == ""


def test_ready_made_sets(exercises: Shell) -> None:
    """The sets are listed with their exercises and their length."""
    assert exercises("routines") == 0
    assert "eye-pause" in exercises.out
    assert exercises("routines", "--json") == 0

    (found,) = (each for each in json.loads(exercises.out) if each["id"] == "eye-pause")
    parts = [catalogue().find(name) for name in found["exercises"]]
    assert found["seconds"] == sum(part.seconds for part in parts if part) + exercise_text.BETWEEN


@pytest.mark.parametrize("word", ["show", "play", "never", "favourite", "allow"])
def test_a_slip_gets_the_nearest_names(daemon: Daemon, exercises: Shell, word: str) -> None:
    """A name that there is not is exit code 2, with those that may have been meant."""
    del daemon

    assert exercises(word, "nek-turn") == 2
    assert "neck-turn" in exercises.err
    assert exercises(word) == 2
    assert "Which one?" in exercises.err


def test_another_word_is_refused(exercises: Shell) -> None:
    """What is none of the words is exit code 2, with all that there are."""
    assert exercises("ban", "neck-turn") == 2
    assert "favourite" in exercises.err


def test_exercises_of_ones_own(home: Path, exercises: Shell) -> None:
    """A sound file beside the settings adds its exercises; a broken one is told, and no more."""
    (home / "content").mkdir()
    (home / "content" / "mine.toml").write_text(OWN)
    (home / "content" / "broken.toml").write_text("[exercises.x]\ntitle = 5\n")

    assert exercises("list") == 0

    assert exercises.out.splitlines()[-1].startswith("my-wave ")
    assert exercises.out.splitlines()[-1].endswith("your own")
    assert "broken.toml" in exercises.err
    assert exercises("play", "my-wave") == 0


# ---------------------------------------------------------------- what is liked


def test_never_and_back(daemon: Daemon, exercises: Shell) -> None:
    """What is never to come is kept by the daemon until it is allowed again, and logged."""
    assert exercises("never", "Neck-Turn") == 0
    assert exercises.out == "neck-turn: left out from now on.\n"
    assert exercises("never", "neck-turn") == 6
    assert exercises("allow", "neck-turn") == 0
    assert exercises.out == "neck-turn: it may come again.\n"

    assert tastes(daemon) == {}
    logged = [(line["reason"], line["exercises"]) for line in read(daemon.paths.journal)[-2:]]
    assert logged == [("never", ["neck-turn"]), ("allowed", ["neck-turn"])]


def test_an_area_that_hurt_is_brought_back(daemon: Daemon, exercises: Shell) -> None:
    """After "something hurts" the area stays away until it is allowed, whatever it was called."""
    daemon.engine.post(events.Hurt("lower back"))
    daemon.engine.post(events.Hurt("left knee"))
    assert tastes(daemon) == {"lower back": "hurt", "left knee": "hurt"}

    assert exercises("allow", "lower", "back") == 0
    assert exercises("allow", "left", "knee") == 0

    assert tastes(daemon) == {}


def test_an_area_can_stay_away(daemon: Daemon, exercises: Shell) -> None:
    """Never takes a whole area; favourite does not, for nothing would be left to prefer."""
    assert exercises("never", "eyes") == 0
    assert tastes(daemon) == {"eyes": "never"}
    assert exercises("favourite", "neck") == 2


def test_favourite(daemon: Daemon, exercises: Shell) -> None:
    """A favourite is kept, and can be taken back."""
    assert exercises("favourite", "far-look") == 0
    assert exercises.out == "far-look: it comes more often from now on.\n"
    assert tastes(daemon) == {"far-look": "favourite"}
    assert exercises("allow", "far-look") == 0
    assert tastes(daemon) == {}


def test_what_the_settings_leave_out_is_brought_back_there(
    home: Path, daemon: Daemon, exercises: Shell
) -> None:
    """Allow does not pretend: what the settings hide stays hidden until they are changed."""
    del daemon
    (home / "ergobreak.toml").write_text('[exercises]\nhide = ["hips"]\n')

    assert exercises("allow", "hips") == 2
    assert "[exercises]" in exercises.err


def test_without_a_daemon_nobody_remembers(exercises: Shell) -> None:
    """Nothing runs, so nothing can be kept: exit code 3, and how to start it."""
    assert exercises("never", "neck-turn") == 3
    assert "ergobreak start" in exercises.err


def tastes(daemon: Daemon) -> Any:
    """Return what the daemon keeps."""
    return client.ask(str(daemon.paths.state_dir), "exercises", as_json=True).data["tastes"]


@pytest.mark.parametrize("words", [("never",), ("love", "neck-turn"), ("neck-turn",)])
def test_the_daemon_refuses_nonsense(daemon: Daemon, words: tuple[str, ...]) -> None:
    """What says no taste of no exercise is exit code 2 and changes nothing."""
    request = Request("exercises", words)

    reply = client.ask(str(daemon.paths.state_dir), request.verb, request.words)

    assert reply.exit == 2
    assert tastes(daemon) == {}


# ---------------------------------------------------------------- trying one


def test_in_a_pipe_the_steps_are_all(exercises: Shell) -> None:
    """Where nobody looks on, a set is printed step by step and nothing is waited for."""
    assert exercises("play", "one-minute") == 0

    for name in ("shoulder-shrug", "far-look"):
        found = catalogue().find(name)
        assert found is not None
        assert exercise_play.steps(found) in exercises.out


def test_in_a_terminal_it_counts_down(home: Path) -> None:
    """Each exercise has its steps and a countdown; Return goes on, Ctrl-C leaves."""
    terminal = Terminal(home, "exercises", "play", "eye-pause")

    terminal.waits_for("Twenty seconds far away")
    terminal.waits_for("0:20  1.")
    terminal.types("")
    terminal.waits_for("1. Close")
    terminal.waits_for("0:")
    os.killpg(terminal.process.pid, signal.SIGINT)

    assert terminal.ends() == 130


def test_the_countdown_goes_through_the_steps() -> None:
    """The line tells what is left and which step it is, from the first to the last."""
    found = catalogue().find("neck-turn")
    assert found is not None

    lines = [exercise_play.line_at(found, second, 60) for second in range(found.seconds)]

    assert lines[0].startswith("  0:48  1. Sit tall")
    assert lines[-1].startswith("  0:01  ")
    assert {line[8] for line in lines} == {"1", "2", "3", "4"}
    assert {len(line) for line in lines} == {59}


def test_the_window_is_told_what_a_daemon_would_tell() -> None:
    """The lines have every key that the window gets of a daemon, and the exercises in order."""
    state, _ = engine.start(PLAN, Now(0, 0), "boot")
    state, _ = engine.step(state, events.Taken("stretch"), Now(1, 1), PLAN)
    assert isinstance(state.running, Break)
    prompt = state.running.prompt
    real = of_break(prompt, state, PLAN, left=1, tip="", walked=False, paused=False)
    chosen = catalogue().exercises[:2]
    look = of_preparation(PLAN)["look"]
    told = io.BytesIO()

    exercise_window.Showing(told, "Two", chosen, look, None)

    first, second = map(json.loads, told.getvalue().splitlines())
    assert first == {"do": "prepare", "look": look}
    assert second.keys() == {*real, "exercises"}
    assert second["exercises"] == [each.id for each in chosen]
    assert second["left"] == second["length"] == sum(each.seconds + 5 for each in chosen)
