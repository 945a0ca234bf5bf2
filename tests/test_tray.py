"""The tray without a desktop: its menu, its pictures, and what stands in where there is none."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
from itertools import combinations, pairwise
from threading import Thread

import pytest
from PIL import Image

from ergobreak.adapters.tray.find import NoTray, find_tray
from ergobreak.adapters.tray.icons import SIZES, STATES, app_picture, draw, picture
from ergobreak.core.tray_entry import RULE, Entry
from ergobreak.core.tray_view import TrayView, entries
from ergobreak.dataclass import replace

VIEW = TrayView(
    icon="due",
    headline="Time for a walk",
    lines=("Walk now", "Stretch about 10:30"),
    answers=(("done", "Done"), ("postpone", "In 5 min"), ("skip", "Skip")),
    takes=(("walk", "Walk"), ("stretch", "Stretch")),
    tomorrow="Mon 09:00",
)

WAITING = """
import os, signal
from ergobreak.adapters.tray.find import NoTray
tray = NoTray("")
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: (os.write(1, b"heard\\n"), tray.stop()))
print("ready", flush=True)
tray.run()
print("ended", flush=True)
"""

FINDING = """
import sys
from ergobreak.adapters.tray.find import NoTray, find_tray
print("pystray" in sys.modules, "PIL" in sys.modules)
tray = find_tray(print, lambda: None)
assert isinstance(tray, NoTray)
tray.update(None)
tray.stop()
tray.run()
print(tray.reason)
"""

PROFILES = """
from ergobreak.adapters.tray.pystray_icon import menu
from ergobreak.core.tray_view import TrayView, entries
view = TrayView("running", "Now", profiles=("home", "office"), profile="home", by_hand=True)
(inside,) = [item.submenu for item in menu(entries(view), print) if item.text == "Profile"]
print([(item.text, item.checked, item.radio) for item in inside if item.text != "- - - -"])
"""

MENU = """
from ergobreak.adapters.tray.pystray_icon import menu
from ergobreak.core.tray_view import TrayView, entries
view = TrayView("due", "Now", ("Then",), (("done", "Done"),), (("walk", "Walk"),))

def tell(items, depth=0):
    for item in items:
        print("  " * depth + item.text, "" if item.enabled else "off", item.default or "")
        if item.submenu:
            tell(item.submenu, depth + 1)
        elif item.enabled:
            item(None)

tell(menu(entries(view), lambda command: print("->", command)))
menu(entries(view), print)(None)  # a left click
"""


def start(code: str, **env: str) -> subprocess.Popen[str]:
    """Start a child that has no display but what `env` says."""
    path = ":".join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": path, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_menu_says_the_state_first_and_offers_what_can_be_done() -> None:
    """The menu holds state, answers, breaks, silence and quit, each as a command line would."""
    quiet = Entry(
        "No prompts for",
        inside=(
            Entry("30 min", "quiet 30m"),
            Entry("1 h", "quiet 1h"),
            Entry("2 h", "quiet 2h"),
            Entry("Until tomorrow (Mon 09:00)", "quiet until tomorrow"),
        ),
    )
    more = Entry(
        "More",
        inside=(
            Entry("Pause counting for 30 min", "pause 30m"),
            Entry("Pause counting for 1 h", "pause 1h"),
            Entry("Pause counting until tomorrow (Mon 09:00)", "pause until tomorrow"),
            RULE,
            Entry("Help", "help"),
        ),
    )

    assert entries(VIEW) == (
        Entry("Time for a walk"),
        Entry("Walk now"),
        Entry("Stretch about 10:30"),
        RULE,
        Entry("Done", "done"),
        Entry("In 5 min", "postpone"),
        Entry("Skip", "skip"),
        RULE,
        Entry("Take now", inside=(Entry("Walk", "take walk"), Entry("Stretch", "take stretch"))),
        Entry("Drink", "drink"),
        RULE,
        quiet,
        Entry("Why now?", "why"),
        Entry("This hurts", "hurt"),
        RULE,
        Entry("Today's log", "log"),
        Entry("Settings", "settings"),
        more,
        RULE,
        Entry("Quit", "quit"),
    )


def test_a_paused_tray_offers_to_resume() -> None:
    """While paused there is Resume, and no answers without a prompt."""
    menu = entries(replace(VIEW, paused=True, answers=()))

    assert Entry("Resume", "resume") in menu
    assert Entry("Done", "done") not in menu
    assert (RULE, RULE) not in list(pairwise(menu))


def test_pystray_gets_the_same_menu_and_a_left_click_opens_the_window() -> None:
    """Words are disabled, a click on an item calls `answer`, a left click is the window."""
    out, error = start(MENU, PYSTRAY_BACKEND="dummy").communicate(timeout=20)

    lines = [line.rstrip() for line in out.splitlines()]
    assert error == ""
    assert lines[:2] == ["Now off", "Then off"]
    assert [line for line in lines if line.startswith("-> ")] == [
        "-> done", "-> take walk", "-> drink", "-> quiet 30m", "-> quiet 1h",
        "-> quiet 2h", "-> quiet until tomorrow", "-> why", "-> hurt", "-> log", "-> settings",
        "-> pause 30m", "-> pause 1h", "-> pause until tomorrow", "-> help", "-> quit",
    ]  # fmt: skip
    assert "True" not in out


def test_pystray_marks_the_profile_in_force() -> None:
    """The profiles are a choice of one; whether it was chosen by itself has a mark of its own."""
    out, error = start(PROFILES, PYSTRAY_BACKEND="dummy").communicate(timeout=20)

    assert error == ""
    assert ast.literal_eval(out) == [
        ("home", True, True),
        ("office", False, True),
        ("None", False, True),
        ("Chosen by itself", False, False),
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_wait_at_once(number: signal.Signals) -> None:
    """Without a tray a real signal runs its handler and ends the main thread's wait."""
    child = start(WAITING)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(number)
    out, error = child.communicate(timeout=5)

    assert (child.returncode, out, error) == (0, "heard\nended\n", "")


def test_stop_may_come_first_or_from_another_thread() -> None:
    """A stop before `run`, or on another thread, lets `run` return; further ones do no harm."""
    early, late = NoTray(""), NoTray("")
    early.stop()
    early.stop()
    runs = [Thread(target=tray.run, daemon=True) for tray in (early, late)]
    for run in runs:
        run.start()
    runs[0].join(5)
    waiting = [run.is_alive() for run in runs]
    late.stop()
    runs[1].join(5)

    assert waiting == [False, True]
    assert not runs[1].is_alive()


def test_without_a_display_there_is_no_tray_and_no_complaint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No DISPLAY: what stands in says why, and pystray is not even imported."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    loaded = "pystray" in sys.modules

    tray = find_tray(print, lambda: VIEW)

    assert isinstance(tray, NoTray)
    assert "no display" in tray.reason
    assert ("pystray" in sys.modules) == loaded


@pytest.mark.parametrize(
    ("backend", "why"), [("xorg", "display"), ("dummy", "dummy"), ("nonsense", "nonsense")]
)
def test_a_desktop_that_shows_nothing_costs_the_icon_only(backend: str, why: str) -> None:
    """A dead display or a useless back-end gives a reason, no traceback, and a clean end."""
    child = start(FINDING, DISPLAY=":48917", PYSTRAY_BACKEND=backend)
    out, error = child.communicate(timeout=20)

    assert (child.returncode, error) == (0, "")
    first, reason = out.strip().split("\n", 1)
    assert first == "False False"  # the adapter alone loads neither pystray nor Pillow
    assert why in reason


def test_all_pictures_are_shipped_as_they_are_drawn() -> None:
    """Each state has its file at each size, square, and equal to what draw.py makes of it."""
    for state in STATES:
        for size in SIZES:
            path = picture(state, size)
            with Image.open(path) as image:
                assert path.name == f"{state}-{size}.png"
                assert image.size == (size, size)
    for name, size in (("due", 22), ("easy", 48)):
        with Image.open(picture(name, size)) as image:
            pairs = zip(image.tobytes(), draw.drawn(name, size).tobytes(), strict=True)
            assert max(abs(a - b) for a, b in pairs) < 40  # another Pillow may round otherwise
    with Image.open(app_picture()) as image:
        assert image.size == (128, 128)


def test_unusual_sizes_and_states_find_a_picture() -> None:
    """The next larger file is taken, the largest beyond that; a new state looks like another."""
    assert picture("held", 17).name == "held-22.png"
    assert picture("held", 200).name == "held-64.png"
    assert picture("no such state", 22).name == "running-22.png"


@pytest.mark.parametrize("size", [16, 22, 48])
def test_states_differ_by_shape_not_only_by_colour(size: int) -> None:
    """In black and white no two states have more than 88 % of the picture's middle in common."""

    def outline(state: str) -> list[bool]:
        with Image.open(picture(state, size)) as image:
            middle = image.convert("L").crop((2, 2, size - 2, size - 2))
        return [value > 100 for value in middle.tobytes()]

    shapes = {state: outline(state) for state in STATES}
    for one, other in combinations(STATES, 2):
        differing = sum(a != b for a, b in zip(shapes[one], shapes[other], strict=True))

        assert differing > 0.12 * len(shapes[one]), (one, other)
