"""The process of the break window, as the daemon keeps it: a real child stands in for Tk."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak.adapters.window.break_window import Patience, ProcessWindow
from ergobreak.adapters.window.child import LONGEST, Child
from ergobreak.adapters.window.heard import Failed, Nonsense, Painted, Ready, Told, read
from ergobreak.core import events
from ergobreak.core.model import SECOND
from tests.services.waiting import wait_for
from tests.services.window_places import GUIDING, PROMPTED, READY, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

PREPARE: Final = {"do": "prepare", "look": {"theme": "dark"}}
HASTY: Final = Patience(built=0.05, painted=0.05)
STRICT: Final = Patience(overtime=0.05, parting=0.05, grace=0.05)
STUBBORN: Final = ["stubborn"]


def prompt(name: str = "p1", *, preview: bool = False) -> dict[str, Any]:
    """Return the line that shows a prompt."""
    return {"do": "prompt", "look": {}, "prompt": name, "length": 0, "preview": preview}


def guide(name: str = "p1", *, left: float = 300, paused: bool = False) -> dict[str, Any]:
    """Return the line that guides through a break."""
    return {"do": "break", "look": {}, "prompt": name, "left": left, "paused": paused}


def close(name: str = "p1", how: str = "") -> dict[str, Any]:
    """Return the line that ends it."""
    return {"do": "close", "prompt": name, "how": how}


def answer(word: str, **more: object) -> dict[str, object]:
    """Return an answer to the first prompt."""
    return {"told": "answer", "prompt": "p1", "answer": word, **more}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Yield a window whose process is in good order."""
    with Stage(tmp_path) as stage:
        yield stage


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (answer("take"), events.Taken(prompt="p1")),
        (answer("walked"), events.Taken(prompt="p1", walked=True)),
        (answer("brief"), events.Taken(prompt="p1", brief=True)),
        (answer("done"), events.Done(prompt="p1")),
        (answer("done", found="corrected"), events.Done(prompt="p1", found="corrected")),
        (answer("postpone", seconds=600), events.Postponed(600 * SECOND, "p1")),
        (answer("postpone"), events.Postponed(0, "p1")),
        (answer("skip"), events.Skipped("p1")),
        (answer("skip", why="In a meeting"), events.Skipped("p1", "In a meeting")),
        (answer("hurt"), events.Hurt("", "p1")),
        (answer("hurt", area="neck"), events.Hurt("neck", "p1")),
        (answer("undo_hurt"), events.HurtUndone()),
        (answer("still_today"), events.Hurt(still=True)),
        (answer("pause"), events.BreakPaused("p1")),
        (answer("continue"), events.BreakResumed("p1")),
        (
            {"told": "exercise", "prompt": "p1", "exercise": "chin-tuck"},
            events.Exercised("chin-tuck", "p1"),
        ),
    ],
)
def test_each_answer_is_an_event(line: dict[str, object], event: events.Command) -> None:
    """What the person does in the window is the event that means it, for that prompt."""
    assert read(json.dumps(line).encode()) == Told("p1", event)


def test_a_taste_and_what_is_said_of_itself() -> None:
    """Never, favourite and neither are tastes; ready, painted and failed are words of its own."""
    for said, taste in (("never", "never"), ("favourite", "favourite"), ("nothing", "")):
        line = {"told": "taste", "exercise": "chin-tuck", "taste": said}
        assert read(json.dumps(line).encode()) == Told("", events.Preferred("chin-tuck", taste))
    assert read(READY.encode()) == Ready()
    assert read(PROMPTED.encode()) == Painted("PROMPT", "prompt")
    assert read(b'{"told": "failed", "why": "no display"}') == Failed("no display")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * LONGEST,
        b'{"told": "answer"}',
        b'{"told": "answer", "prompt": "", "answer": "take"}',
        b'{"told": "answer", "prompt": "p1", "answer": "quit"}',
        b'{"told": "answer", "prompt": 1, "answer": "take"}',
        b'{"told": "answer", "prompt": "p1", "answer": "postpone", "seconds": "5"}',
        b'{"told": "answer", "prompt": "p1", "answer": "postpone", "seconds": -5}',
        b'{"told": "answer", "prompt": "p1", "answer": "postpone", "seconds": 1e9}',
        b'{"told": "answer", "prompt": "p1", "answer": "postpone", "seconds": true}',
        b'{"told": "answer", "prompt": "p1", "answer": "skip", "why": ["x"]}',
        b'{"told": "taste", "exercise": "chin-tuck", "taste": "bitter"}',
        b'{"told": "exercise", "prompt": "p1"}',
        b'{"told": "stop the daemon"}',
    ],
)
def test_nonsense_is_no_event(line: bytes) -> None:
    """A line that is not in the contract is refused as a whole, whatever it is."""
    with pytest.raises(Nonsense):
        read(line)


# ---------------------------------------------------------------- from the warning to the end


def test_built_at_the_warning_shown_on_time(stage: Stage) -> None:
    """One process: built hidden, shown, led through the break, told how it ended, and gone."""
    stage.window.prepare(PREPARE)
    stage.waits_for("prepare")
    assert stage.told() == [PREPARE]
    assert stage.shown == []

    stage.window.show(prompt())
    wait_for(lambda: stage.shown == [("p1", True)])
    assert stage.window.holds("p1")
    stage.window.show(guide())
    wait_for(lambda: len(stage.shown) == 2)
    stage.window.close(close(how="completed"))
    wait_for(lambda: not stage.living())

    assert stage.told() == [PREPARE, prompt(), guide(), close(how="completed")]
    assert len(stage.pids()) == 1
    assert stage.shown == [("p1", True)] * 2
    assert not stage.window.holds("p1")


def test_without_a_warning_it_is_built_when_it_is_needed(stage: Stage) -> None:
    """A break by hand had no warning: the same window comes, first told how it is to look."""
    stage.window.show(guide())
    wait_for(lambda: stage.shown == [("p1", True)])

    stage.waits_for("prepare", "break")
    assert stage.told()[0]["look"] == guide()["look"]


def test_what_the_person_does_is_told(stage: Stage) -> None:
    """Lines become events in their order; a taste belongs to the prompt whose window it is."""
    stage.window.show(prompt())
    taste = {"told": "taste", "exercise": "chin-tuck", "taste": "never"}
    stage.says(answer("take"), taste)
    wait_for(lambda: len(stage.events) == 2)

    assert stage.events == [
        ("p1", events.Taken(prompt="p1")),
        ("p1", events.Preferred("chin-tuck", "never")),
    ]


def test_never_two_windows(stage: Stage) -> None:
    """Another prompt and another break take the place of what is there, in the same process."""
    stage.window.show(prompt("p1"))
    stage.window.prepare(PREPARE)
    stage.window.show(guide("p2"))
    stage.window.show(guide("p3"))
    wait_for(lambda: ("p3", True) in stage.shown)

    stage.waits_for("prepare", "prompt", "break", "break")
    assert len(stage.living()) == 1
    stage.window.close(close("p1"))
    assert stage.window.holds("p3"), "the end of what is there no longer ends nothing"


def test_a_window_that_goes_makes_room(tmp_path: Path) -> None:
    """What comes while the last window says goodbye has one of its own, and the last one ends."""
    with Stage(tmp_path, close=[]) as stage:
        stage.window.show(prompt("p1"))
        wait_for(lambda: stage.shown)
        stage.window.close(close("p1"))
        stage.window.show(prompt("p2"))
        wait_for(lambda: ("p2", True) in stage.shown and len(stage.living()) == 1)

        assert len(stage.pids()) == 2
        assert ("p1", False) not in stage.shown


# ---------------------------------------------------------------- what goes wrong


def test_killed_in_a_break(stage: Stage) -> None:
    """`kill -9` under a break is told as not shown, once, with the reason."""
    stage.window.show(guide())
    wait_for(lambda: stage.shown)
    os.kill(stage.pids()[0], signal.SIGKILL)
    wait_for(lambda: len(stage.shown) == 2)

    assert stage.shown == [("p1", True), ("p1", False)]
    assert stage.window.reason == "the break window is gone"
    assert not stage.window.holds("p1")


def test_what_fails_says_why(stage: Stage) -> None:
    """A window that cannot go on says why, and is not shown."""
    stage.window.show(guide())
    wait_for(lambda: stage.shown)
    stage.says({"told": "failed", "why": "no\ndisplay"}, answer("done"))
    wait_for(lambda: stage.events)
    os.kill(stage.pids()[0], signal.SIGKILL)
    wait_for(lambda: len(stage.shown) == 2)

    assert stage.window.reason == "the break window is gone (no display)"


@pytest.mark.parametrize("replies", [{}, {"prepare": [READY]}])
def test_late_is_not_shown(tmp_path: Path, replies: dict[str, list[str]]) -> None:
    """What is not painted in time is ended and told as not shown, whether it was built or not."""
    silent: dict[str, list[str]] = {"prepare": [], "prompt": [], **replies}
    with Stage(tmp_path, HASTY, **silent) as stage:
        stage.window.show(prompt())
        wait_for(lambda: stage.shown == [("p1", False)])

        assert stage.window.reason == "the break window did not open"
        assert stage.living() == []


def test_no_program_is_not_shown() -> None:
    """Where no process can be started, that is told at once, and nothing is raised."""
    window = ProcessWindow(["/nonexistent"], dict)
    shown: list[tuple[str, bool]] = []
    window.start(lambda *_: None, lambda prompt, ok: shown.append((prompt, ok)))
    window.prepare(PREPARE)
    window.show(prompt())

    assert shown == [("p1", False)]
    assert window.reason.startswith("the break window cannot be started")


def test_a_break_is_over_when_it_should_be(tmp_path: Path) -> None:
    """A break that nobody ends is ended after its time; one that stands still is not."""
    with Stage(tmp_path, STRICT, close=[]) as stage:
        stage.window.show(guide(left=0.05, paused=True))
        wait_for(lambda: stage.shown == [("p1", True)])
        stage.window.show(guide(left=0.0))
        wait_for(lambda: stage.shown == [("p1", True), ("p1", False)])

        assert stage.did().count("break") == 2
        assert stage.living() == []


def test_who_does_not_go_is_made_to(tmp_path: Path) -> None:
    """A process that hangs at the end, deaf to signals too, is gone all the same."""
    with Stage(tmp_path, STRICT, prepare=[READY, "stubborn"], close=[], end=STUBBORN) as stage:
        stage.window.show(prompt())
        wait_for(lambda: stage.shown)
        stage.window.close(close())
        wait_for(lambda: not stage.living())

        assert stage.shown == [("p1", True)]


def test_a_preview_goes_by_itself(stage: Stage) -> None:
    """Who has seen enough of a preview closes it; that is no window that was lost."""
    stage.window.show(prompt("preview", preview=True))
    wait_for(lambda: stage.shown)
    os.kill(stage.pids()[0], signal.SIGKILL)
    wait_for(lambda: not stage.window.holds("preview"))

    assert stage.shown == [("preview", True)]


def test_after_a_hurt_there_is_time(tmp_path: Path) -> None:
    """After "This hurts" the window stays for its page, is told so, and its answers count."""
    patience = Patience(parting=0.0)
    with Stage(tmp_path, patience, close=[]) as stage:
        stage.window.show(prompt())
        wait_for(lambda: stage.shown)
        stage.says(answer("hurt"))
        wait_for(lambda: stage.events)
        stage.window.close(close())
        stage.says(answer("hurt", area="neck"), answer("undo_hurt"))
        wait_for(lambda: len(stage.events) == 3)

        assert stage.told()[-1] == close(how="hurt")
        assert [event for _, event in stage.events[1:]] == [
            events.Hurt("neck", "p1"),
            events.HurtUndone(),
        ]


def test_the_end_of_the_daemon_ends_all(tmp_path: Path) -> None:
    """`stop` leaves no process, however it behaves, and is not held up by it."""
    patience = Patience(goodbye=0.05)
    with Stage(tmp_path, patience, prepare=[READY, "stubborn"], close=[], end=STUBBORN) as stage:
        stage.window.show(prompt())
        wait_for(lambda: stage.shown)
        stage.window.stop()

        assert stage.living() == []
        assert stage.shown == [("p1", True)]


def test_nonsense_is_borne_for_a_while(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """Lines without sense, or without end, cost a word in the log; too many end the process."""
    stage.window.show(prompt())
    wait_for(lambda: stage.shown)
    stage.says("{", "x" * (3 * LONGEST), "", answer("take"))
    wait_for(lambda: stage.events == [("p1", events.Taken(prompt="p1"))])
    stage.says(*["?"] * 20)
    wait_for(lambda: stage.shown[-1] == ("p1", False))

    assert caplog.text.count("talks nonsense") == 1


def test_a_flood_ends_it(stage: Stage) -> None:
    """A process that answers without end is ended."""
    stage.window.show(prompt())
    wait_for(lambda: stage.shown)
    stage.says(*[READY] * 2100)
    wait_for(lambda: stage.shown[-1] == ("p1", False))

    assert stage.living() == []


def test_who_does_not_listen_holds_nobody_up(stage: Stage) -> None:
    """A process that stands still is told no more than it takes, and ended: nobody waits for it."""
    stage.window.show(guide())
    wait_for(lambda: stage.shown)
    os.kill(stage.pids()[0], signal.SIGSTOP)
    stage.window.show({**guide(), "text": "x" * 200_000})
    wait_for(lambda: ("p1", False) in stage.shown)

    assert stage.living() == []


def test_what_it_complains_of_is_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The end of its standard error is logged, where the reason is, and not much more."""
    with Stage(tmp_path, prompt=["die"]) as stage:
        stage.window.show(prompt())
        wait_for(lambda: stage.shown == [("p1", False)])

    assert "no more colours" in caplog.text
    assert len(caplog.text) < 3000


def test_too_many_complaints_hold_nobody_up(tmp_path: Path) -> None:
    """Nobody reads what it complains of before its end, and it can still work."""
    code = (
        "import sys\n"
        "try:\n"
        "    for _ in range(100): sys.stderr.write('x' * 10000)\n"
        "except BlockingIOError: print('full', flush=True)\n"
        "sys.stdin.read()\n"
    )
    heard: list[bytes] = []
    ended: list[str] = []
    child = Child([sys.executable, "-I", "-S", "-c", code], {}, heard.append, ended.append)
    wait_for(lambda: heard == [b"full\n"])
    child.let_go()
    wait_for(lambda: ended)

    assert 0 < len(ended[0]) <= 2000


def test_it_costs_nothing_while_there_is_none(stage: Stage) -> None:
    """There is a thread while there is a window, and none before and after; Tk is not loaded."""

    def ours() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name == "window"]

    assert ours() == []
    stage.window.prepare(PREPARE)
    assert ours() == ["window"]
    stage.window.show(prompt())
    wait_for(lambda: stage.shown)
    stage.window.close(close())
    wait_for(lambda: not ours())

    code = "import sys, ergobreak.adapters.window.break_window; print(*sys.modules)"
    env = {"PYTHONPATH": os.pathsep.join(sys.path)}
    heard: list[bytes] = []
    Child([sys.executable, "-c", code], env, heard.append, lambda _: None)
    wait_for(lambda: heard)
    assert not {"tkinter", "_tkinter", "PIL"} & set(heard[0].decode().split())


def test_the_fixture_is_like_a_window() -> None:
    """The stand-in answers in the words of the contract."""
    assert read(GUIDING.encode()) == Painted("PROMPT", "break")
    assert Path(__file__).with_name("services").joinpath("stand_in_window.py").exists()
