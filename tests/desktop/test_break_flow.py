"""From a due prompt to the journal by way of the real window: a daemon, a pointer, Tk."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.desktop.card import Card
from tests.desktop.test_main_job import CONFIG, SKIP, SOON, Program
from tests.desktop.test_right_moment import Login
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.desktop import Desktop

pytestmark = pytest.mark.desktop

LONG: Final = (
    CONFIG.replace('for = "1m"', 'for = "5m"').replace('["5m"]', '["5m", "10m"]')
    + "[reminders.tip]\nenabled = false\n"
)
CALM: Final = LONG.replace('first = "1s"', 'first = "1h"')
WARNED: Final = CALM.replace('warning = "0s"', 'warning = "30s"')
LOCKED: Final = "locked", "unlocked"
DBUSMOCK: Final = Login.PYTHON, "-c", "import dbusmock"
VIRTUAL: Final = "--clock", "virtual"


@pytest.fixture
def card(office: Desktop) -> Iterator[Card]:
    """Yield what is seen of the window."""
    with Card(office) as card:
        yield card


@pytest.fixture
def program(office: Desktop, tmp_path: Path) -> Iterator[Program]:
    """Yield an ergobreak that opens windows, and has one open at once."""
    with Program(office, tmp_path / "home", config=LONG, window="auto") as program:
        yield program


@pytest.fixture
def login(office: Desktop, tmp_path: Path) -> Iterator[Login]:
    """Yield a logind that programs on the desktop find."""
    if subprocess.run(DBUSMOCK, check=False, capture_output=True).returncode:
        pytest.skip("needs the package python3-dbusmock")
    folder = tmp_path / "system"
    folder.mkdir()
    with PrivateBus(folder) as bus:
        login = Login(office, bus.address)
        session = {"DBUS_SYSTEM_BUS_ADDRESS": bus.address, "XDG_SESSION_ID": "c1"}
        office.env |= session
        yield login
        for name in session:
            del office.env[name]
        login.stop()
        office.kill("logind")


def children(program: Program) -> list[int]:
    """Return the processes of windows that there are."""
    return [pid for pid in program.processes() if b"ergobreak.guided" in _command(pid)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def last(program: Program, event: str) -> dict[str, Any]:
    """Wait until this was written down last, and return the line."""
    wait_for(lambda: program.events()[-1:] == [event], SOON, f"{event} in the journal")
    return program.log()[-1]


def is_over(program: Program, card: Card) -> None:
    """Wait until the window has gone, and its process; no notification took its place."""
    card.waits_for_nothing()
    wait_for(lambda: not children(program), SOON, "the end of the window's process")
    assert not program.notices()


def test_a_due_break_opens_and_is_done(program: Program, card: Card) -> None:
    """The card comes by itself, Start leads into the break, Finish logs it; no notification."""
    card.press("take")
    last(program, "started")
    assert not program.notices()
    card.press("finish")
    assert last(program, "completed")["seconds"] < 60
    is_over(program, card)

    assert program.events() == ["due", "prompted", "started", "completed"]


@pytest.mark.parametrize(
    ("presses", "events", "holds"),
    [
        (["later", "postpone:600"], ["postponed"], {"seconds": 600}),
        (["skip"], ["skipped"], {}),
        (["walked", "finish"], ["started", "completed"], {"reason": "walked"}),
        (["done", "did"], ["completed"], {"reason": "done"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_each_answer_has_its_outcome(
    program: Program, card: Card, presses: list[str], events: list[str], holds: dict[str, object]
) -> None:
    """Later, Skip, Walk and Already did it: what was pressed is what the journal says."""
    for name in presses:
        card.press(name)
    line = last(program, events[-1])
    is_over(program, card)

    assert program.events() == ["due", "prompted", *events]
    assert {key: line.get(key) for key in holds} == holds


def test_one_minute(program: Program, card: Card) -> None:
    """The one-minute version is a break of one minute, and half of it would be a whole one."""
    card.press("brief")
    assert last(program, "started")["seconds"] == 60
    program.does("done")
    is_over(program, card)

    assert program.events()[-1] in {"completed", "partial"}  # as long as the click took


def test_this_hurts_and_can_be_undone(program: Program, card: Card) -> None:
    """After "This hurts", noted at once, the page stays, takes an area, and takes it all back."""
    card.press("hurt")
    last(program, "hurt")
    card.press("area:neck")
    wait_for(lambda: program.events().count("hurt") == 2, SOON)
    assert program.log()[-1]["reason"] == "neck"
    assert "Easy days" in program.does("status")
    card.press("undo")
    last(program, "undone")
    is_over(program, card)

    assert "Easy days" not in program.does("status")


def test_it_is_built_before_it_is_due(office: Desktop, card: Card, tmp_path: Path) -> None:
    """From the warning on there is a process, and nothing to see; when it is due, the card."""
    home = tmp_path / "home"
    with Program(office, home, *VIRTUAL, config=WARNED, window="auto") as program:
        program.does("advance", "59m")
        assert children(program) == []
        program.does("advance", "40s")
        (child,) = children(program)
        assert card.windows() == []
        program.does("advance", "20s")
        card.press("skip")
        last(program, "skipped")
        is_over(program, card)

        assert not Path(f"/proc/{child}").exists()


def test_killed_in_a_break_it_goes_on(program: Program, card: Card) -> None:
    """`kill -9` of the window in a break: a notification with its button, and the break goes on."""
    card.press("take")
    last(program, "started")
    card.offers("pause")
    (child,) = children(program)
    os.kill(child, signal.SIGKILL)
    program.notice()
    assert program.events()[-1] == "started"
    assert card.windows() == []
    program.presses(0, of=2)
    wait_for(
        lambda: program.events()[-1] in {"completed", "partial"}, SOON
    )  # how long the click took

    (complaint,) = program.complaints()
    assert "the break window is gone; a notification takes its place" in complaint
    program.expected = (complaint,)


def test_killed_with_its_daemon(program: Program, card: Card) -> None:
    """`kill -9` of the daemon in a break takes the window away."""
    card.press("take")
    card.offers("pause")
    program.process.kill()
    program.process.wait(5)
    card.waits_for_nothing()

    wait_for(lambda: program.processes() == [], SOON, "nothing is left")


def test_a_locked_screen_is_empty(
    office: Desktop, login: Login, card: Card, tmp_path: Path
) -> None:
    """A lock in a break takes the window away, an unlock brings the rest of the break."""
    with Program(office, tmp_path / "home", config=LONG, window="auto") as program:
        card.press("take")
        card.offers("pause")
        login.tell("Lock")
        card.waits_for_nothing()
        wait_for(lambda: not children(program), SOON, "no process behind the lock")
        login.tell("Unlock")
        card.press("finish")
        is_over(program, card)

        happened = [event for event in program.events() if event in {*LOCKED, "completed"}]
        assert happened == [*LOCKED, "completed"]
        assert "started" in program.events()


def test_quitting_in_a_break_leaves_nothing(program: Program, card: Card) -> None:
    """`stop` in a break: it has its outcome, and there is no window and no process."""
    card.press("take")
    card.offers("pause")
    assert program.does("stop") == "Stopped.\n"
    assert program.process.wait(5) == 0
    card.waits_for_nothing()

    assert program.processes() == []
    assert program.events()[-1] in {"completed", "partial"}


def test_a_second_take_opens_no_second_window(program: Program, card: Card) -> None:
    """A break is taken twice: the second is refused, and the one window stays."""
    card.offers("take")
    program.does("take")
    card.offers("pause")
    program.does("take")
    program.does("take", "stretch")

    assert len(card.windows()) == 1
    assert len(children(program)) == 1
    assert program.events() == ["due", "prompted", "started"]
    program.does("done")
    is_over(program, card)


def test_a_break_by_command_and_a_pause(office: Desktop, card: Card, tmp_path: Path) -> None:
    """`take` opens the window without a prompt; Pause stands still, Continue goes on."""
    with Program(office, tmp_path / "home", config=CALM, window="auto") as program:
        program.does("take", "stretch")
        card.press("pause")
        card.press("continue")
        card.press("favourite")
        wait_for(lambda: "preferred" in program.events(), SOON)
        card.press("finish")
        is_over(program, card)

        assert [line["event"] for line in program.log()] == ["started", "preferred", "completed"]


def test_a_preview_writes_nothing(office: Desktop, card: Card, tmp_path: Path) -> None:
    """`preview` opens the real card; its break and its end are tried out, and logged nowhere."""
    with Program(office, tmp_path / "home", config=CALM, window="auto") as program:
        program.does("preview", "stretch")
        card.press("take")
        card.press("skip")
        is_over(program, card)
        program.does("preview", "stretch")
        card.press("skip")
        is_over(program, card)

        assert program.events() == []


def test_no_monitor_left_is_a_notification(office: Desktop, card: Card, tmp_path: Path) -> None:
    """Where every monitor is to be left alone the prompt comes as a notification, in good order."""
    home = tmp_path / "home"
    with Program(office, home, config=LONG, window='auto"\navoid = ["screen"] #') as program:
        program.presses(SKIP)
        last(program, "skipped")
        assert card.windows() == []

        (complaint,) = program.complaints()
        assert "every monitor is to be left alone" in complaint
        program.expected = (complaint,)


def test_the_full_screen_begins_by_itself(office: Desktop, card: Card, tmp_path: Path) -> None:
    """A full screen covers the monitor and has begun when it is seen; Skip leaves it."""
    config = LONG.replace('for = "5m"', 'for = "5m"\nshow = "fullscreen"')
    with Program(office, tmp_path / "home", config=config, window="auto") as program:
        last(program, "started")
        card.press("finish")
        last(program, "completed")
        is_over(program, card)
