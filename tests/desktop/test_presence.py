"""Idle and active on a real X server: when it is told, what it costs, how it ends."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.presence.x11 import X11Idle
from ergobreak.core.events import InputSeen, InputStopped, Lulled, TypingBegan
from tests.desktop.desktop import Desktop
from tests.services.posted import Posted, now, switches, switches_at_rest
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.desktop

SECOND = 1_000_000  # µs
NEARLY = 200_000  # µs; between the end of xdotool and the server's own note of the key
# python-xlib leaves the socket of a refused connection to the garbage collector.
LEAK = "ignore:unclosed <socket:ResourceWarning"


class Watched:
    """An idle source, and what it has posted since it was last asked."""

    def __init__(self, env: Mapping[str, str], idle_after: int, lull: int = 0) -> None:
        self.posted = Posted()
        self.source = X11Idle(self.posted, idle_after, lull, env)
        self.works = self.source.start()
        self.next, self.since = self.posted.next, self.posted.next_since

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
        return now()

    def type(self) -> int:
        """Type for a second; return when that was over (monotonic, microseconds)."""
        self._desktop.read(["xdotool", "type", "--delay", "50", "ten words a minute"])
        return now()


@pytest.fixture(scope="module")
def desktop(packages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a desktop with nothing on it, which the tests of this module share."""
    with Desktop(tmp_path_factory.mktemp("presence")) as desktop:
        yield desktop


@pytest.fixture
def keyboard(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """Return its keyboard."""
    monkeypatch.delenv("XAUTHORITY", raising=False)  # that of another display
    return Keyboard(desktop)


@pytest.fixture
def watch(desktop: Desktop) -> Iterator[Callable[..., Watched]]:
    """Yield how to begin to watch; this desktop, if no environment is given."""
    made: list[Watched] = []

    def begin(idle_after: int, lull: int = 0, env: Mapping[str, str] | None = None) -> Watched:
        x11 = {"DISPLAY": desktop.env["DISPLAY"], "XDG_SESSION_TYPE": "x11"}
        made.append(Watched(x11 if env is None else env, idle_after, lull))
        return made[-1]

    yield begin
    for watched in made:
        watched.source.stop()


def thread_of_idle() -> threading.Thread:
    """Return the thread of the source that was started last."""
    return [thread for thread in threading.enumerate() if thread.name == "idle"][-1]


def test_silence_is_told_with_its_beginning(
    keyboard: Keyboard, watch: Callable[..., Watched]
) -> None:
    """Typing is active; 2 s of silence post when it began; the next key is told within 1 s."""
    keyboard.press()
    watched = watch(2 * SECOND)
    assert watched.works
    assert watched.next() == InputSeen()
    pressed_at = max(keyboard.press() for _ in range(20))

    since = watched.since()
    told_at = now()
    assert abs(since - pressed_at) < NEARLY
    assert told_at - since == pytest.approx(2 * SECOND, abs=NEARLY)

    pressed_at = keyboard.press()
    assert watched.next() == InputSeen()
    assert now() - pressed_at < 1 * SECOND
    assert watched.posted.rest() == []


def test_every_absence_is_told(keyboard: Keyboard, watch: Callable[..., Watched]) -> None:
    """The alarms stand for ever: the tenth absence is told like the first, and once."""
    keyboard.press()
    watched = watch(SECOND // 20)
    watched.next()
    for _ in range(10):
        pressed_at = keyboard.press()
        assert abs(watched.next_absence() - pressed_at) < NEARLY


def test_the_whole_picture_is_told_at_the_start_and_on_request(
    keyboard: Keyboard, watch: Callable[..., Watched]
) -> None:
    """Who is away already is told at once, with when that began, and again when asked."""
    clock = watch(SECOND)
    pressed_at = keyboard.press()
    clock.next_absence()

    watched = watch(SECOND)
    assert abs(watched.since() - pressed_at) < NEARLY
    assert watched.source.is_idle
    watched.source.report()
    assert abs(watched.since() - pressed_at) < NEARLY

    keyboard.press()
    assert watched.next() == InputSeen()
    watched.source.report()
    assert watched.next() == InputSeen()


@pytest.mark.slow
def test_nobody_is_woken_while_nobody_is_there(
    keyboard: Keyboard, watch: Callable[..., Watched]
) -> None:
    """In 5 s of absence the thread is not woken once."""
    keyboard.press()
    clock = watch(6 * SECOND)
    assert clock.next() == InputSeen()
    watched = watch(SECOND // 2)
    thread = thread_of_idle()
    watched.next_absence()

    before = switches_at_rest(thread)
    wait_for(lambda: clock.posted.events, 10.0, "6 s of silence")

    assert switches(thread) == before
    assert isinstance(clock.next(), InputStopped)


@pytest.mark.slow
def test_alarms_of_others_are_left_alone(keyboard: Keyboard, watch: Callable[..., Watched]) -> None:
    """A later alarm of another program, a screen lock's for one, comes although ours came first."""
    keyboard.press()
    others = watch(SECOND * 4 // 10)
    ours = watch(SECOND * 15 // 100)
    for _ in range(8):
        pressed_at = keyboard.press()
        ours.next_absence()
        assert others.next_absence() >= pressed_at - NEARLY


def test_typing_and_lulls_are_told(keyboard: Keyboard, watch: Callable[..., Watched]) -> None:
    """Real typing is told when it begins, and its end when the lull has passed; ten times."""
    keyboard.press()
    watched = watch(60 * SECOND, SECOND // 10)
    assert [watched.next(), watched.next()] == [InputSeen(), TypingBegan()]
    assert watched.next() == Lulled()
    for _ in range(10):
        pressed_at = keyboard.press()
        assert watched.next() == TypingBegan()
        told_at, event = watched.posted.next_with_instant()
        assert event == Lulled()
        assert told_at - pressed_at == pytest.approx(SECOND // 10, abs=NEARLY)
    assert watched.posted.rest() == []


def test_a_lull_that_becomes_an_absence(keyboard: Keyboard, watch: Callable[..., Watched]) -> None:
    """Typing for a second is one spell; then the lull, the absence, and the return with typing."""
    keyboard.press()
    watched = watch(SECOND, SECOND // 2)
    assert [watched.next(), watched.next()] == [InputSeen(), TypingBegan()]
    typed_at = keyboard.type()
    assert watched.posted.rest() == []

    assert watched.next() == Lulled()
    assert abs(watched.since() - typed_at) < NEARLY
    keyboard.press()
    assert [watched.next(), watched.next()] == [InputSeen(), TypingBegan()]
    watched.source.report()
    assert [watched.next(), watched.next()] == [InputSeen(), TypingBegan()]


@pytest.mark.slow
def test_no_absence_is_lost_behind_its_lull(
    keyboard: Keyboard, watch: Callable[..., Watched]
) -> None:
    """That we ask at the lull does not make the server forget the alarm that comes after it."""
    keyboard.press()
    watched = watch(SECOND * 6 // 100, SECOND * 2 // 100)
    for _ in range(60):
        keyboard.press()
        while not isinstance(watched.next(), InputStopped):
            pass  # seen, typing, lull; on a busy machine an absence more


def test_typing_costs_nothing(keyboard: Keyboard, watch: Callable[..., Watched]) -> None:
    """While the person types, the thread is not woken once."""
    keyboard.press()
    watched = watch(60 * SECOND, 30 * SECOND)
    thread = thread_of_idle()
    assert [watched.next(), watched.next()] == [InputSeen(), TypingBegan()]

    before = switches_at_rest(thread)
    for _ in range(20):
        keyboard.press()

    assert switches(thread) == before


def test_stopping_ends_the_thread_without_a_word(
    keyboard: Keyboard, watch: Callable[..., Watched]
) -> None:
    """After `stop` nothing is posted, and asking for a report is harmless."""
    watched = watch(60 * SECOND)
    thread = thread_of_idle()
    watched.next()

    watched.source.stop()
    watched.source.report()

    assert not thread.is_alive()
    assert watched.posted.rest() == []


@pytest.mark.filterwarnings(LEAK)
def test_a_lost_server_leaves_the_person_present(
    packages: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    watch: Callable[..., Watched],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The thread ends, says so once, and the engine is not left in an absence."""
    monkeypatch.delenv("XAUTHORITY", raising=False)
    with Desktop(tmp_path) as desktop:
        env = {"DISPLAY": desktop.env["DISPLAY"]}
        watched = watch(1000, 0, env)
        thread = thread_of_idle()
        watched.next_absence()

        desktop.kill("Xvfb")
        assert watched.next() == InputSeen()

    wait_for(lambda: not thread.is_alive())
    assert watched.source.reason == "the X server has gone"
    assert not watched.source.is_idle
    assert len(caplog.records) == 1
    assert not watch(SECOND, 0, env).works


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
    desktop: Desktop, watch: Callable[..., Watched], name: str, value: str, reason: str
) -> None:
    """Wayland, no display, one that is not there: it tells nothing, and has a reason."""
    watched = watch(SECOND, 0, {"DISPLAY": desktop.env["DISPLAY"], name: value})

    assert not watched.works
    assert reason in watched.source.reason
    assert watched.posted.rest() == []


def test_a_server_that_hangs_holds_up_nobody(
    desktop: Desktop, keyboard: Keyboard, watch: Callable[..., Watched]
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
