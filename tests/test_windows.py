"""Full screens, switches and listed programs: what a picture means, and what Wayland tells."""

from __future__ import annotations

import struct
import threading
import time
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.busy.windows import Outlook, Window, known_as
from ergobreak.adapters.busy.windows_wayland import MANAGER, WaylandWindows
from ergobreak.adapters.busy.windows_x11 import X11Windows
from ergobreak.adapters.wayland_wire import packed
from ergobreak.core.events import WindowSwitched
from tests.services.busy_log import BusyLog, wait_told
from tests.services.compositor import Compositor
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EDITOR = Window(("Editor",))
FILM = Window(("Film",), is_fullscreen=True)
HANDLE = "zwlr_foreign_toplevel_handle_v1"


@pytest.fixture
def log() -> BusyLog:
    """Return where it is written down what is told."""
    return BusyLog()


@pytest.fixture
def outlook(log: BusyLog) -> Outlook:
    """Return an outlook for which OBS, and any GIMP, mean busy."""
    return Outlook("windows", log.tell, log.post, ["obs", "Gimp"])


# -------------------------------------------------------------------- what a picture means


def test_what_is_found_at_the_start_is_told_and_no_switch(log: BusyLog, outlook: Outlook) -> None:
    """A film that runs already holds at once; nobody has switched to it."""
    outlook.seen(1, FILM, [("obs",)], place=0)

    assert log.order == [("fullscreen", ("Film",)), ("app", ("obs",))]


def test_only_another_window_or_workspace_is_a_switch(log: BusyLog, outlook: Outlook) -> None:
    """Nothing in front for a moment, and back to the same window, is none; the rest is one each."""
    outlook.seen(1, EDITOR, place=0)
    outlook.seen(0, None, place=0)
    outlook.seen(1, EDITOR, place=0)
    outlook.seen(1, EDITOR, place=None)
    assert log.posted == []

    outlook.seen(2, EDITOR, place=0)
    assert log.posted == [WindowSwitched()]
    outlook.seen(2, EDITOR, place=1)
    outlook.seen(3, EDITOR, place=2)
    assert log.posted == [WindowSwitched()] * 3


def test_a_film_is_known_before_the_switch_to_it(log: BusyLog, outlook: Outlook) -> None:
    """A prompt that waits for a switch must not come into the film that it leads to."""
    outlook.seen(1, EDITOR)
    outlook.seen(2, FILM)

    assert log.order == [("fullscreen", ("Film",)), WindowSwitched()]


def test_a_reason_is_told_only_when_it_changes(log: BusyLog, outlook: Outlook) -> None:
    """The same picture again tells nothing; from one film to the next the hold goes on."""
    other = Window(("Game",), is_fullscreen=True)
    for front in (FILM, FILM, other, EDITOR, EDITOR):
        outlook.seen(id(front), front)

    assert log.told == [("fullscreen", ("Film",)), ("fullscreen", ("Game",)), ("fullscreen", ())]


def test_a_listed_program_counts_by_any_of_its_names(log: BusyLog, outlook: Outlook) -> None:
    """Either part of a class, in any letters, or the end of a long name; each is told once."""
    outlook.seen(1, EDITOR, [("Gimp-2.10", "gimp"), ("Gimp-2.10", "gimp"), ("Editor",)])
    assert log.now("app") == ("Gimp-2.10",)
    outlook.seen(1, EDITOR, [("com.example.OBS",)])
    assert log.now("app") == ("OBS",)
    outlook.seen(1, EDITOR, [("obscure",), ("Gimpy", "obs.sh")])
    assert log.now("app") == ()


def test_a_lost_view_takes_back_what_was_told(log: BusyLog, outlook: Outlook) -> None:
    """Nothing holds for ever because nobody can tell any more; a later picture begins anew."""
    outlook.seen(1, FILM, [("obs",)])
    outlook.lost()
    assert (log.now("fullscreen"), log.now("app")) == ((), ())

    outlook.seen(2, FILM)
    assert log.now("fullscreen") == ("Film",)
    assert log.posted == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("org.gnome.Nautilus", "Nautilus"),
        ("us.zoom.Zoom", "Zoom"),
        ("Gimp-2.10", "Gimp-2.10"),
        ("soffice.bin", "soffice.bin"),
        ("Firefox", "Firefox"),
    ],
)
def test_long_names_are_told_short(name: str, known: str) -> None:
    """A reversed domain is left out; what only looks a little like one is not."""
    assert known_as(name) == known


# -------------------------------------------------------------------- what Wayland tells


def changed(handle: int, *states: int) -> bytes:
    """Return what a compositor says of a window's new states."""
    return packed(handle, 4, struct.pack(f"={len(states)}I", *states)) + packed(handle, 5)


class Session:
    """A compositor whose windows a test opens, and the source that listens to it."""

    def __init__(self, compositor: Compositor, log: BusyLog) -> None:
        self._compositor = compositor
        env = {"WAYLAND_DISPLAY": compositor.path}
        self.source = WaylandWindows(log.tell, log.post, ["obs"], env)
        self.source.start()

    def window(self, program: str, *states: int) -> int:
        """Open a window, as a compositor tells of one; return its number."""
        manager = self._compositor.the(MANAGER)
        handle = self._compositor.make(manager, 0, HANDLE)
        self._compositor.emit(handle, 0, "a title that is nobody's concern")
        self._compositor.emit(handle, 1, program)
        self.become(handle, *states)
        return handle

    def become(self, handle: int, *states: int) -> None:
        """Change the states of a window: 2 in front, 3 full screen."""
        self._compositor.send(changed(handle, *states))

    def hand_over(self, former: int, *states: int, to: int, become: tuple[int, ...]) -> None:
        """Change two windows, one after the other but in one go, as compositors do."""
        self._compositor.send(changed(former, *states) + changed(to, *become))

    def close(self, handle: int) -> None:
        """Close a window."""
        self._compositor.emit(handle, 6)


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[Compositor]:
    """Yield a compositor that tells of its windows."""
    with Compositor(tmp_path / "wayland-0", {"wl_seat": 8, MANAGER: 3}) as compositor:
        yield compositor


@pytest.fixture
def session(compositor: Compositor, log: BusyLog) -> Iterator[Session]:
    """Yield a session that is being listened to."""
    session = Session(compositor, log)
    wait_for(lambda: not session.source.reason)
    yield session
    session.source.stop()


def test_wayland_tells_full_screens_and_their_end(log: BusyLog, session: Session) -> None:
    """A window in front that fills the screen holds, until it does not, or is behind, or closed."""
    film = session.window("mpv", 2)
    session.become(film, 2, 3)
    wait_told(log, "fullscreen", "mpv")
    session.become(film, 2)
    wait_told(log, "fullscreen")
    session.become(film, 2, 3)
    wait_told(log, "fullscreen", "mpv")
    session.become(film, 3)
    wait_told(log, "fullscreen")
    session.become(film, 2, 3)
    wait_told(log, "fullscreen", "mpv")
    session.close(film)
    wait_told(log, "fullscreen")


def test_wayland_tells_switches(log: BusyLog, session: Session) -> None:
    """The second window in front is a switch, and so is going back to the first."""
    first = session.window("foot", 2)
    wait_for(lambda: log.posted == [WindowSwitched()])  # there was none before
    session.become(first)
    second = session.window("foot", 2)
    wait_for(lambda: log.posted == [WindowSwitched()] * 2)
    session.become(second)
    session.become(first, 2)
    wait_for(lambda: log.posted == [WindowSwitched()] * 3)


def test_from_one_film_to_the_next_the_hold_goes_on(
    log: BusyLog, session: Session, compositor: Compositor
) -> None:
    """Between two windows there is a moment without any in front: it is not told."""
    first = session.window("mpv", 2, 3)
    second = session.window("vlc", 3)
    wait_told(log, "fullscreen", "mpv")
    session.hand_over(first, 3, to=second, become=(2, 3))
    wait_told(log, "fullscreen", "vlc")

    assert ("fullscreen", ()) not in log.told


def test_wayland_tells_listed_programs(log: BusyLog, session: Session) -> None:
    """A program of the list counts while it has a window, in front or not; its window is let go."""
    recording = session.window("com.obsproject.OBS")
    wait_told(log, "app", "OBS")
    session.close(recording)
    wait_told(log, "app")


@pytest.mark.parametrize("name", ["ergobreak", "Ergobreak-Break"])
def test_our_own_window_holds_nothing(log: BusyLog, session: Session, name: str) -> None:
    """A full-screen window of ours is no film, and what it covers is still in front."""
    session.become(session.window("editor", 2))
    ours = session.window(name, 2, 3)
    session.window("obs")
    wait_told(log, "app", "obs")
    assert log.now("fullscreen") == ()

    session.become(ours)
    film = session.window("mpv", 2, 3)
    wait_told(log, "fullscreen", "mpv")
    session.hand_over(film, 3, to=ours, become=(2,))
    session.window("com.example.OBS")
    wait_told(log, "app", "OBS", "obs")
    assert log.now("fullscreen") == ("mpv",)


def test_a_film_that_runs_at_the_start_is_told(compositor: Compositor, log: BusyLog) -> None:
    """Windows that there were before us are told like others, and once."""
    session = Session(compositor, log)
    session.window("foot")
    session.window("mpv", 2, 3)
    wait_told(log, "fullscreen", "mpv")
    session.source.stop()

    assert log.told == [("fullscreen", ("mpv",))]


@pytest.mark.parametrize("way", ["it dies", "it stops telling"])
def test_a_compositor_that_goes_ends_the_hold(
    compositor: Compositor,
    session: Session,
    log: BusyLog,
    caplog: pytest.LogCaptureFixture,
    way: str,
) -> None:
    """What was told is taken back, once, with a reason."""
    session.window("mpv", 2, 3)
    wait_told(log, "fullscreen", "mpv")
    if way == "it dies":
        compositor.die()
    else:
        compositor.emit(compositor.the(MANAGER), 1)

    wait_told(log, "fullscreen")
    assert "the compositor" in session.source.reason
    assert len(caplog.records) == 1


def test_after_stop_nothing_is_told(compositor: Compositor, session: Session, log: BusyLog) -> None:
    """The thread ends at once, and the hold that was told is for others to end."""
    session.window("mpv", 2, 3)
    wait_told(log, "fullscreen", "mpv")

    session.source.stop()

    assert all(thread.name != "windows" for thread in threading.enumerate())
    assert log.told == [("fullscreen", ("mpv",))]


@pytest.mark.parametrize(
    ("offers", "reason"),
    [
        ({"wl_seat": 8}, "does not tell which window is in front"),
        ({MANAGER: 1}, "does not tell which window is in front"),
    ],
)
def test_a_compositor_that_does_not_tell_is_a_reason(
    tmp_path: Path, log: BusyLog, offers: dict[str, int], reason: str
) -> None:
    """GNOME, KDE and old ones: the reason says so, and the connection is given up."""
    with Compositor(tmp_path / "wayland-0", offers) as compositor:
        source = Session(compositor, log).source
        wait_for(lambda: reason in source.reason)
        wait_for(lambda: all(thread.name != "windows" for thread in threading.enumerate()))
        source.stop()


def wayland(log: BusyLog, env: dict[str, str]) -> WaylandWindows:
    """Return a source for Wayland."""
    return WaylandWindows(log.tell, log.post, [], env)


def x11(log: BusyLog, env: dict[str, str]) -> X11Windows:
    """Return a source for X11."""
    return X11Windows(log.tell, log.post, [], env)


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # python-xlib's
@pytest.mark.parametrize(
    ("make", "env", "reason"),
    [
        (wayland, {}, "WAYLAND_DISPLAY is not set"),
        (wayland, {"WAYLAND_DISPLAY": "/nowhere"}, "no compositor answers"),
        (x11, {}, "DISPLAY is not set"),
        (x11, {"DISPLAY": ":4711"}, "does not answer"),
        (x11, {"DISPLAY": "nonsense"}, "does not answer"),
        (x11, {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "under Wayland"),
        (x11, {"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "under Wayland"),
    ],
)
def test_where_it_cannot_work_it_says_why(
    log: BusyLog,
    make: Callable[[BusyLog, dict[str, str]], WaylandWindows | X11Windows],
    env: dict[str, str],
    reason: str,
) -> None:
    """The start costs nothing and holds nothing up; the reason follows."""
    source = make(log, env)
    source.start()

    wait_for(lambda: reason in source.reason, what=reason)
    source.stop()
    assert log.order == []


def test_a_mute_compositor_holds_nobody_up(compositor: Compositor, log: BusyLog) -> None:
    """It answers nothing: start and stop are quick all the same."""
    compositor.mute()
    begun = time.monotonic()
    source = Session(compositor, log).source
    wait_for(lambda: compositor.connections == 1)
    source.stop()

    assert time.monotonic() - begun < 1.0
    assert log.order == []
