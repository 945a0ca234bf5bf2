"""The break window on real X servers: where it opens, what each press and key says, how it goes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak.window.breaks.guide import AGAIN, DEAF_FOR
from ergobreak.window.breaks.hold import HELD_FOR
from ergobreak.window.breaks.page import OVERDUE
from ergobreak.window.breaks.sheet import TYPED_ON
from tests.desktop.break_window import LEFT, PROMPT, RIGHT, SOON, BreakWindow, TwoMonitors
from tests.desktop.desktop import PANEL_HEIGHT, Desktop
from tests.desktop.test_windows import program
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.desktop import Window

pytestmark = pytest.mark.desktop

MARGIN: Final = 16  # pixels between the card and the edge
A_BLINK: Final = 1.5  # s; long enough for a press to have been heard


@pytest.fixture(scope="module")
def two(packages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a desktop with two monitors."""
    with TwoMonitors(tmp_path_factory.mktemp("two")) as desktop:
        yield desktop


@pytest.fixture
def window(office: Desktop) -> Iterator[BreakWindow]:
    """Yield the prepared window on a desktop with a panel."""
    with BreakWindow(office) as window:
        yield window


@pytest.fixture
def editor(office: Desktop, tmp_path: Path) -> Iterator[Path]:
    """Yield the file into which an editor in front writes what is typed, at the end of a line."""
    file = tmp_path / "typed"
    writes = f"cat > {file}"
    command = [program("xterm", "xterm"), "-e", "sh", "-c", writes]
    process = office.run("xterm", command, env={"LC_ALL": "C"})
    wait_for(lambda: office.windows("xterm"), SOON, "the editor")
    (window,) = office.windows("xterm")
    office.read(["xdotool", "windowfocus", "--sync", str(window.id)])
    wait_for(file.exists, SOON, "the editor is ready")
    yield file
    process.kill()
    process.wait()
    wait_for(lambda: not office.windows("xterm"), SOON, "the editor has gone")


def edges(window: Window) -> tuple[int, int, int, int]:
    """Return where a window is."""
    return window.x, window.y, window.width, window.height


def focus(desktop: Desktop) -> str:
    """Return the window that has the keyboard."""
    return desktop.read(["xdotool", "getwindowfocus"]).strip()


def is_soon(condition: object) -> bool:
    """Tell whether a condition comes true within a blink."""
    try:
        wait_for(condition, A_BLINK)  # type: ignore[arg-type]  # any function will do
    except AssertionError:
        return False
    return True


# ---------------------------------------------------------------- the card


def test_the_card_opens_near_the_tray(window: BreakWindow) -> None:
    """Top right, below the panel, about four hundred pixels wide."""
    window.prompts()

    (at,) = window.windows()
    assert at.x + at.width == 1280 - MARGIN
    assert PANEL_HEIGHT <= at.y <= PANEL_HEIGHT + 2 * MARGIN
    assert 380 <= at.width <= 420


@pytest.mark.parametrize(
    ("presses", "expected"),
    [
        (["take"], {"answer": "take"}),
        (["walked"], {"answer": "walked"}),
        (["brief"], {"answer": "brief"}),
        (["later", "postpone:600"], {"answer": "postpone", "seconds": 600}),
        (["later", "back", "skip"], {"answer": "skip", "why": ""}),
        (["done", "take"], {"answer": "take"}),
        (["done", "did"], {"answer": "done"}),
        (["hurt"], {"answer": "hurt", "area": ""}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_each_button_says_what_it_stands_for(
    window: BreakWindow, presses: list[str], expected: dict[str, Any]
) -> None:
    """A real click on each button of the prompt leads to its line."""
    window.prompts()
    for name in presses:
        window.presses(name)

    assert window.answer() == expected


def test_a_skip_may_have_a_reason(window: BreakWindow) -> None:
    """Where it is wanted, Skip opens the reasons in place."""
    window.prompts(ask_reason=True)
    window.presses("skip")
    window.presses("skip:In a meeting")

    assert window.answer() == {"answer": "skip", "why": "In a meeting"}


def test_an_answered_prompt_is_gone_at_once(window: BreakWindow) -> None:
    """It does not wait for the daemon; and the same window shows the next prompt."""
    window.prompts()
    window.presses("skip")
    wait_for(lambda: not window.windows(), SOON, "the window has gone")
    assert window.process.poll() is None
    window.prompts(prompt="p2")

    assert len(window.windows()) == 1


def test_typing_elsewhere_never_reaches_it(window: BreakWindow, editor: Path) -> None:
    """It opens while somebody types, a button is clicked: every letter stays in the editor."""
    office = window.desktop
    before = focus(office)
    window.types("h", "n")
    window.prompts()
    window.types("f", "l", "p", "space", "Return", "h")
    window.presses("take")
    window.breaks()
    window.types("n", "Return")

    wait_for(lambda: editor.read_text() == "hnflp \nhn\n", SOON, editor.read_text())
    assert focus(office) == before
    assert window.answer() == {"answer": "take"}
    assert not window.has_said("answer")


def test_a_press_at_the_very_moment_is_passed_over(window: BreakWindow) -> None:
    """Whoever clicks when the card appears has meant what was there before."""
    window.prompts()
    (at,) = window.windows()
    window.says(do="close", prompt="p1", how="")
    assert window.process.wait(SOON) == 0
    with BreakWindow(window.desktop) as again:
        middle = at.x + at.width // 4, at.y + at.height * 7 // 10
        hand = ["xdotool", "mousemove", *map(str, middle)]
        window.desktop.read(hand)
        again.says(do="prompt", **PROMPT)
        again.hears("painted")
        window.desktop.read(["xdotool", "click", "1"])

        assert not is_soon(lambda: again.has_said("answer"))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["Return"], {"answer": "take"}),
        (["space"], {"answer": "take"}),
        (["Escape"], {"answer": "skip", "why": ""}),
        (["Tab", "Tab", "Return"], {"answer": "skip", "why": ""}),
        (["h"], {"answer": "hurt", "area": ""}),
        (["l", "Return"], {"answer": "postpone", "seconds": 300}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_keys_work_once_the_person_has_clicked_into_it(
    window: BreakWindow, editor: Path, keys: list[str], expected: dict[str, Any]
) -> None:
    """A click beside the buttons fetches the keyboard; it goes back where it came from."""
    office = window.desktop
    before = focus(office)
    window.prompts()
    window.clicks_into_it()
    wait_for(lambda: focus(office) != before, SOON, "the keyboard")
    window.passes(TYPED_ON)
    window.types(*keys)

    assert window.answer() == expected
    if "hurt" not in expected.values():
        if "take" not in expected.values():
            wait_for(lambda: focus(office) == before, SOON, "the keyboard is back")
        assert editor.read_text() == ""


def test_a_letter_right_after_the_click_gives_the_keyboard_back(
    window: BreakWindow, editor: Path
) -> None:
    """Who clicks by accident and types on loses a letter, and starts or hurts nothing."""
    office = window.desktop
    before = focus(office)
    window.prompts()
    window.clicks_into_it()
    wait_for(lambda: focus(office) != before, SOON, "the keyboard")
    window.types("h")
    wait_for(lambda: focus(office) == before, SOON, "the keyboard is back")
    window.types("i", "Return")

    wait_for(lambda: editor.read_text() == "i\n", SOON, "the rest is in the editor")
    assert not window.has_said("answer")


# ---------------------------------------------------------------- the break


def test_the_break_is_guided_and_answers(window: BreakWindow) -> None:
    """Heart, menu, Pause and Next say what they stand for; Skip leaves it."""
    window.breaks()
    window.presses("favourite")
    liked = window.hears("taste", taste="favourite")["exercise"]
    window.presses("favourite")
    assert window.hears("taste", taste="nothing")["exercise"] == liked
    window.presses("pause")
    assert window.answer() == {"answer": "pause"}
    window.presses("continue")
    assert window.answer() == {"answer": "continue"}
    window.presses("more")
    window.presses("never")
    assert window.hears("taste", taste="never")["exercise"] == liked
    window.presses("favourite")
    assert window.hears("taste", taste="favourite")["exercise"] != liked
    window.presses("skip")

    assert window.answer() == {"answer": "skip", "why": ""}


def test_a_set_runs_without_a_hand(window: BreakWindow) -> None:
    """The figure moves, an exercise is told of as done; then nothing is left but to finish."""
    window.breaks(left=12, length=12, counts=0)
    figures = [window.figure()]
    wait_for(lambda: window.figure() != figures[0], SOON, "something moves")

    window.hears("exercise")
    window.presses("finish")
    assert window.answer() == {"answer": "done"}


def test_reduced_motion_stands_still(office: Desktop) -> None:
    """With `still` the figure does not move: between two steps it is the same."""
    with BreakWindow(office, motion="still") as window:
        window.breaks(left=50, length=50)
        first = window.figure()
        window.passes(3.0)

        assert window.figure() == first


def test_after_this_hurts_the_page_stays(window: BreakWindow) -> None:
    """It is said at once; the daemon's close does not take away the areas and the signs."""
    window.breaks()
    window.presses("hurt")
    assert window.answer()["answer"] == "hurt"
    window.says(do="close", prompt="p1", how="hurt")
    window.presses("area:lower back")
    assert window.answer() == {"answer": "hurt", "area": "lower back"}
    window.presses("still_today")
    assert window.answer() == {"answer": "still_today"}
    window.presses("urgent")
    window.presses("back")
    window.presses("undo")

    assert window.answer() == {"answer": "undo_hurt"}
    assert window.process.wait(SOON) == 0


def test_skip_may_have_to_be_held_down(window: BreakWindow) -> None:
    """With `hold` a click skips nothing; two seconds do."""
    window.breaks(strict="hold")
    window.presses("skip")
    assert not is_soon(lambda: window.has_said("answer"))
    window.presses_long("skip")
    since = time.monotonic()
    found = window.answer()
    window.lets_go()

    assert found == {"answer": "skip", "why": ""}
    assert time.monotonic() - since > HELD_FOR * 0.9


# ---------------------------------------------------------------- the full screen


def test_the_full_screen_covers_every_monitor(two: Desktop) -> None:
    """It starts by itself, on all monitors; Escape leaves it once it was clicked."""
    with BreakWindow(two) as window:
        window.prompts(level=3)
        assert window.answer() == {"answer": "take"}
        window.breaks(level=3)

        assert [edges(each) for each in window.windows()] == [LEFT, RIGHT]
        window.passes(DEAF_FOR)
        window.clicks_into_it()
        window.types("Escape")
        assert window.answer() == {"answer": "skip", "why": ""}


def test_the_full_screen_takes_keys_only_if_wanted(office: Desktop, editor: Path) -> None:
    """With `focus` it has the keyboard, deaf for a second; without, the editor keeps it."""
    before = focus(office)
    with BreakWindow(office) as window:
        window.prompts(level=3)
        window.breaks(level=3)
        assert focus(office) == before
    with BreakWindow(office, focus=True) as window:
        window.prompts(level=3)
        window.answer()
        wait_for(lambda: focus(office) != before, SOON, "it has the keyboard")
        window.types("Escape")
        window.breaks(level=3)
        assert not window.has_said("answer")
        window.passes(DEAF_FOR)
        window.types("Escape")
        assert window.answer() == {"answer": "skip", "why": ""}
        wait_for(lambda: focus(office) == before, SOON, "the keyboard is back")


def test_firm_comes_back_to_the_front(office: Desktop) -> None:
    """What is opened over it does not stay over it; Escape leaves it nevertheless."""
    with BreakWindow(office, focus=True) as window:
        window.prompts(strict="firm")
        window.answer()
        window.breaks(strict="firm")
        covering = office.run("cover", [sys.executable, "-c", COVER])
        wait_for(lambda: office.windows("Cover"), SOON, "the other window")
        wait_for(lambda: office.picture().getpixel((20, 20)) != (255, 0, 0), SOON, "in front")
        window.passes(DEAF_FOR)
        assert office.picture().getpixel((20, 20)) != (255, 0, 0)
        window.types("Escape")
        assert window.answer() == {"answer": "skip", "why": ""}
        covering.kill()
        covering.wait()


def test_firm_gives_way_to_a_screen_locker(office: Desktop) -> None:
    """What comes back to the front as often as it is covered stays there."""
    with BreakWindow(office) as window:
        window.breaks(strict="firm")
        locker = office.run("locker", [sys.executable, "-c", COVER, "stubborn"])
        wait_for(lambda: office.windows("Cover"), SOON, "the locker")
        window.passes(AGAIN)
        covered = office.picture().getpixel((20, 20))
        locker.kill()
        locker.wait()

        assert covered == (255, 0, 0)


COVER: Final = """
import sys
import tkinter as tk
top = tk.Tk(className="Cover")
top.configure(background="#ff0000")
top.overrideredirect(True)
top.geometry("1280x800+0+0")
if "stubborn" in sys.argv:
    top.bind("<Visibility>", lambda event: "Unobscured" in str(event.state) or top.lift())
top.mainloop()
"""


# ---------------------------------------------------------------- monitors


@pytest.mark.parametrize(
    ("pointer", "avoid", "expected"),
    [((100, 400), [], LEFT), ((1500, 400), [], RIGHT), ((1500, 400), ["R"], LEFT)],
    ids=["left", "right", "right, which others look at"],
)
def test_the_card_is_on_the_pointers_monitor(
    two: Desktop, pointer: tuple[int, int], avoid: list[str], expected: tuple[int, ...]
) -> None:
    """It opens where the person is, and never where others look on."""
    two.read(["xdotool", "mousemove", *map(str, pointer)])
    with BreakWindow(two, avoid=avoid) as window:
        window.prompts()
        (at,) = window.windows()

        assert at.x + at.width == expected[0] + expected[2] - MARGIN


def test_no_monitor_of_ones_own_is_told(two: Desktop) -> None:
    """With every monitor in view of others it opens nowhere, and says so."""
    with BreakWindow(two, avoid=["L", "R"]) as window:
        window.says(do="prompt", prompt="p1", title="Stretch", length=300)
        assert "monitor" in window.hears("failed")["why"]

        assert window.process.wait(SOON) == 0


def test_a_monitor_that_goes_takes_no_break_with_it(packages: None, tmp_path: Path) -> None:
    """During a full-screen break a monitor is unplugged, and plugged in: each is covered once."""
    with TwoMonitors(tmp_path / "desktop") as desktop, BreakWindow(desktop) as window:
        window.breaks(level=3)
        desktop.read(["xrandr", "--delmonitor", "R"])
        wait_for(lambda: [edges(each) for each in window.windows()] == [LEFT], SOON, "one left")
        desktop.read(["xrandr", "--setmonitor", "R", "1024/270x768/203+1280+0", "none"])
        both = [LEFT, RIGHT]
        wait_for(lambda: [edges(each) for each in window.windows()] == both, SOON, "both")


# ---------------------------------------------------------------- the end


def test_it_goes_when_nobody_is_there_any_more(office: Desktop) -> None:
    """The daemon dies: its end of the pipe closes, and the window ends with 0."""
    with BreakWindow(office) as window:
        window.breaks(level=3)
        assert window.process.stdin is not None
        window.process.stdin.close()

        assert window.process.wait(SOON) == 0
        assert window.windows() == []


# One of the two connections to the X server ends before the other.
FIRST = """
import os
import socket
import tkinter as tk
from ergobreak import guided
from ergobreak.window.breaks.x_screen import XScreen
root, x = tk.Tk(), XScreen()
guided.watch(root, x, lambda: None)
root.update()
with socket.socket(fileno=os.dup(x.fileno())) as connection:
    connection.shutdown(socket.SHUT_RDWR)
x.free_areas()
print("lost", flush=True)
root.mainloop()
"""


def test_it_goes_with_its_server_whoever_notices_first(
    packages: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The connection that finds the X server gone does not hide it from the other one."""
    with (
        Desktop(tmp_path_factory.mktemp("short")) as desktop,
        subprocess.Popen(
            [sys.executable, "-c", FIRST],
            env={**desktop.env, "PYTHONPATH": ":".join(filter(None, sys.path))},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"lost\n"
            desktop.kill("Xvfb")
            _, complaints = process.communicate(timeout=SOON)
        finally:
            process.kill()

    assert process.returncode == 1
    assert b"Traceback" not in complaints


def test_killed_it_leaves_nothing(office: Desktop, editor: Path) -> None:
    """`kill -9` in a firm break: no window, no grab, the keyboard works."""
    with BreakWindow(office, focus=True) as window:
        window.prompts(strict="firm")
        window.breaks(strict="firm")
        window.process.send_signal(signal.SIGKILL)
        assert window.process.wait(SOON) == -signal.SIGKILL
        wait_for(lambda: not window.windows(), SOON, "no window")
        (terminal,) = office.windows("xterm")
        office.read(["xdotool", "windowfocus", "--sync", str(terminal.id)])
        window.types("a", "Return")
        wait_for(lambda: editor.read_text() == "a\n", SOON, "typing works")


def test_it_ends_by_itself_soon_after_the_planned_end(window: BreakWindow) -> None:
    """A daemon that hangs leaves no window: five seconds later it is gone."""
    window.breaks(left=1, length=1)
    since = time.monotonic()

    assert window.process.wait(SOON) == 0
    assert time.monotonic() - since > OVERDUE * 0.9


def test_a_preview_needs_no_daemon(window: BreakWindow) -> None:
    """Tried out, Start begins a break, Skip closes it; nothing of it is told."""
    window.prompts(preview=True)
    window.presses("take")
    window.hears("painted", phase="break")
    window.presses("pause")
    window.presses("continue")
    window.presses("skip")

    assert window.process.wait(SOON) == 0
    assert not window.has_said("answer")


def test_without_a_screen_it_says_why(tmp_path: Path) -> None:
    """No X server: one line, and the end."""
    env = {"DISPLAY": ":999", "PYTHONPATH": ":".join(filter(None, sys.path))}
    command = [sys.executable, "-m", "ergobreak.guided"]
    done = subprocess.run(
        command, env=env, input="", capture_output=True, text=True, timeout=SOON, check=False
    )

    assert done.returncode == 1
    assert '"told": "failed"' in done.stdout
