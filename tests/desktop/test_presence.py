"""Idle and active on a real X server: when it is told, what it costs, how it ends."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.presence_x11 import X11Idle
from ergobreak.core.events import InputSeen, InputStopped
from tests.desktop.desktop import Desktop
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.core.events import Event

pytestmark = pytest.mark.desktop

SECOND = 1_000_000  # µs
NEARLY = 200_000  # µs; between the end of xdotool and the server's own note of the key
# python-xlib leaves the socket of a refused connection to the garbage collector.
LEAK = "ignore:unclosed <socket:ResourceWarning"


class Watched:
    """An idle source, and what it has posted since it was last asked."""

    def __init__(self, idle_after: int) -> None:
        self.posted: list[Event] = []
        self.source = X11Idle(self.posted.append, idle_after)
        self.works = self.source.start()

    def next(self) -> Event:
        """Return the next event, and wait for it if need be."""
        wait_for(lambda: self.posted)
        return self.posted.pop(0)

    def stopped_at(self) -> int:
        """Return when the input stopped, as the next event says (mono)."""
        event = self.next()
        assert isinstance(event, InputStopped)
        return event.since

    def next_absence(self) -> int:
        """Wait until nobody is there; return since when, as the event says (mono)."""
        while not isinstance(event := self.next(), InputStopped):
            assert event == InputSeen()
        return event.since


class Keyboard:
    """The keys of a desktop."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop

    def press(self) -> int:
        """Press a key; return when that was (monotonic, microseconds)."""
        self._desktop.read(["xdotool", "key", "Shift_L"])
        return time.monotonic_ns() // 1000


@pytest.fixture(scope="module")
def desktop(packages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a desktop with nothing on it, which the tests of this module share."""
    with Desktop(tmp_path_factory.mktemp("presence")) as desktop:
        yield desktop


@pytest.fixture
def keyboard(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """Return its keyboard, and be on that desktop ourselves."""
    monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XAUTHORITY"):
        monkeypatch.delenv(name, raising=False)
    return Keyboard(desktop)


@pytest.fixture
def watch() -> Iterator[Callable[[int], Watched]]:
    """Yield how to begin to watch."""
    made: list[Watched] = []

    def begin(idle_after: int) -> Watched:
        made.append(Watched(idle_after))
        return made[-1]

    yield begin
    for watched in made:
        watched.source.stop()


def switches(thread: threading.Thread) -> int:
    """Return how often a thread of ours has been woken, or has been put to sleep."""
    status = Path(f"/proc/self/task/{thread.native_id}/status").read_text(encoding="ascii")
    return sum(int(line.split()[1]) for line in status.splitlines() if "ctxt_switches" in line)


def switches_at_rest(thread: threading.Thread) -> int:
    """Return that number, once the thread has been blocked for a tenth of a second."""
    seen: list[int] = []

    def has_settled() -> bool:
        seen.append(switches(thread))
        return len(seen) >= 20 and len(set(seen[-20:])) == 1

    wait_for(has_settled, what="the thread is blocked")
    return seen[-1]


def thread_of_idle() -> threading.Thread:
    """Return the thread of the source that was started last."""
    return [thread for thread in threading.enumerate() if thread.name == "idle"][-1]


def test_silence_is_told_with_its_beginning(
    keyboard: Keyboard, watch: Callable[[int], Watched]
) -> None:
    """Typing is active; 2 s of silence post when it began; the next key is told within 1 s."""
    keyboard.press()
    watched = watch(2 * SECOND)
    assert watched.works
    assert watched.next() == InputSeen()
    pressed_at = max(keyboard.press() for _ in range(20))

    since = watched.stopped_at()
    told_at = time.monotonic_ns() // 1000
    assert abs(since - pressed_at) < NEARLY
    assert told_at - since == pytest.approx(2 * SECOND, abs=NEARLY)

    pressed_at = keyboard.press()
    assert watched.next() == InputSeen()
    assert time.monotonic_ns() // 1000 - pressed_at < 1 * SECOND
    assert watched.posted == []


def test_every_absence_is_told(keyboard: Keyboard, watch: Callable[[int], Watched]) -> None:
    """The alarms stand for ever: the tenth absence is told like the first, and once."""
    keyboard.press()
    watched = watch(SECOND // 20)
    watched.next()
    for _ in range(10):
        pressed_at = keyboard.press()
        assert abs(watched.next_absence() - pressed_at) < NEARLY


def test_the_whole_picture_is_told_at_the_start_and_on_request(
    keyboard: Keyboard, watch: Callable[[int], Watched]
) -> None:
    """Who is away already is told at once, with when that began, and again when asked."""
    clock = watch(SECOND)
    pressed_at = keyboard.press()
    clock.next_absence()

    watched = watch(SECOND)
    assert abs(watched.stopped_at() - pressed_at) < NEARLY
    assert watched.source.is_idle
    watched.source.report()
    assert abs(watched.stopped_at() - pressed_at) < NEARLY

    keyboard.press()
    assert watched.next() == InputSeen()
    watched.source.report()
    assert watched.next() == InputSeen()


@pytest.mark.slow
def test_nobody_is_woken_while_nobody_is_there(
    keyboard: Keyboard, watch: Callable[[int], Watched]
) -> None:
    """In 5 s of absence the thread is not woken once."""
    keyboard.press()
    clock = watch(6 * SECOND)
    assert clock.next() == InputSeen()
    watched = watch(SECOND // 2)
    thread = thread_of_idle()
    watched.next_absence()

    before = switches_at_rest(thread)
    wait_for(lambda: clock.posted, 10.0, "6 s of silence")

    assert switches(thread) == before
    assert isinstance(clock.next(), InputStopped)


@pytest.mark.slow
def test_alarms_of_others_are_left_alone(
    keyboard: Keyboard, watch: Callable[[int], Watched]
) -> None:
    """A later alarm of another program, a screen lock's for one, comes although ours came first."""
    keyboard.press()
    others = watch(SECOND * 4 // 10)
    ours = watch(SECOND * 15 // 100)
    for _ in range(8):
        pressed_at = keyboard.press()
        ours.next_absence()
        assert others.next_absence() >= pressed_at - NEARLY


def test_typing_costs_nothing(keyboard: Keyboard, watch: Callable[[int], Watched]) -> None:
    """While the person types, the thread is not woken once."""
    keyboard.press()
    watched = watch(60 * SECOND)
    thread = thread_of_idle()
    assert watched.next() == InputSeen()

    before = switches_at_rest(thread)
    for _ in range(20):
        keyboard.press()

    assert switches(thread) == before


def test_stopping_ends_the_thread_without_a_word(
    keyboard: Keyboard, watch: Callable[[int], Watched]
) -> None:
    """After `stop` nothing is posted, and asking for a report is harmless."""
    watched = watch(60 * SECOND)
    thread = thread_of_idle()
    watched.next()

    watched.source.stop()
    watched.source.report()

    assert not thread.is_alive()
    assert watched.posted == []


@pytest.mark.filterwarnings(LEAK)
def test_a_lost_server_leaves_the_person_present(
    packages: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    watch: Callable[[int], Watched],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The thread ends, says so once, and the engine is not left in an absence."""
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XAUTHORITY"):
        monkeypatch.delenv(name, raising=False)
    with Desktop(tmp_path) as desktop:
        monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])
        watched = watch(1000)
        thread = thread_of_idle()
        watched.next_absence()

        desktop.kill("Xvfb")
        assert watched.next() == InputSeen()

    wait_for(lambda: not thread.is_alive())
    assert watched.source.reason == "the X server has gone"
    assert not watched.source.is_idle
    assert len(caplog.records) == 1
    assert not watch(SECOND).works


@pytest.mark.filterwarnings(LEAK)
@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("WAYLAND_DISPLAY", "wayland-0", "Wayland"),
        ("XDG_SESSION_TYPE", "wayland", "Wayland"),
        ("DISPLAY", "", "DISPLAY is not set"),
        ("DISPLAY", ":4711", "does not answer"),
        ("DISPLAY", "nonsense", "does not answer"),
    ],
)
def test_where_it_cannot_work_it_says_why(
    keyboard: Keyboard,
    watch: Callable[[int], Watched],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    reason: str,
) -> None:
    """Wayland, no display, one that is not there: it tells nothing, and has a reason."""
    monkeypatch.setenv(name, value)

    watched = watch(SECOND)

    assert not watched.works
    assert reason in watched.source.reason
    assert watched.posted == []


def test_a_server_that_hangs_holds_up_nobody(
    desktop: Desktop, keyboard: Keyboard, watch: Callable[[int], Watched]
) -> None:
    """A frozen server costs the start 2 s; once it thaws, it is told who is there."""
    desktop.freeze("Xvfb")
    try:
        begun = time.monotonic()
        watched = watch(60 * SECOND)
        assert not watched.works
        assert time.monotonic() - begun < 3.0
    finally:
        desktop.thaw("Xvfb")

    assert watched.next() == InputSeen()
    assert watched.source.reason == ""
