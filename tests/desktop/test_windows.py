"""Full screens, window switches and listed programs, on a real X server and on a real Sway."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from Xlib import X, Xatom, display
from Xlib.error import ConnectionClosedError
from Xlib.protocol import event as x_event

from ergobreak.adapters.busy.windows_wayland import WaylandWindows
from ergobreak.adapters.busy.windows_x11 import MUTE, X11Windows
from ergobreak.core.events import WindowSwitched
from tests.desktop.conftest import demand, is_required
from tests.desktop.desktop import OPENBOX, SWAY, Desktop
from tests.services.busy_log import BusyLog, wait_told
from tests.services.posted import switches, switches_at_rest
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.desktop

AT_ONCE: Final = 1.0  # s; it takes 0.01, but the machine may be busy
# python-xlib leaves the socket of a refused connection to the garbage collector.
LEAK = "ignore:unclosed <socket:ResourceWarning"


def program(name: str, package: str) -> str:
    """Return where a program is that these tests open; or skip, or fail, and name its package."""
    found = shutil.which(name)
    if found is None:
        words = f"these tests need the package: {package}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    return found


def bring(desktop: Desktop, kind: str) -> None:
    """Have a program's window in front: a window manager that has just begun does not see to it."""
    words = "xdotool", "search", "--onlyvisible", "--sync", "--class", kind, "windowactivate"
    wait_for(lambda: desktop.windows(kind))
    desktop.read(words)


class Screen:
    """Windows of ours on an X server, by way of its window manager, like any program's."""

    def __init__(self, name: str) -> None:
        self._display = display.Display(name)
        self.root = self._display.screen().root
        self._made: list[Any] = []

    def window(self, program: str, kind: str = "NORMAL", *, is_full: bool = False) -> Any:
        """Open a window, and wait until it is in front; return it."""
        window = self.root.create_window(0, 0, 200, 100, 0, X.CopyFromParent)
        if program:
            window.set_wm_class(program.lower(), program)
        window.set_wm_name("a title that is nobody's concern")
        kind_of = self.atom(f"_NET_WM_WINDOW_TYPE_{kind}")
        window.change_property(self.atom("_NET_WM_WINDOW_TYPE"), Xatom.ATOM, 32, [kind_of])
        if is_full:
            state = [self.atom("_NET_WM_STATE_FULLSCREEN")]
            window.change_property(self.atom("_NET_WM_STATE"), Xatom.ATOM, 32, state)
        window.map()
        self._made.append(window)
        self._display.sync()
        if kind == "NORMAL":
            # Else what is said to be in front may be the last one that had its number.
            wait_for(lambda: self.activate(window) and window.id in self.known())
            self.bring(window)
        return window

    def bring(self, window: Any) -> None:
        """Have a window in front."""
        wait_for(lambda: self.activate(window) and self.active() == window.id)

    def active(self) -> int:
        """Return which window the window manager says is in front; 0: none."""
        return next(iter(self._told("_NET_ACTIVE_WINDOW")), 0)

    def known(self) -> list[int]:
        """Return the windows that the window manager knows of."""
        return self._told("_NET_CLIENT_LIST")

    def fill(self, window: Any, *, is_full: bool) -> int:
        """Ask the window manager for a full screen, or its end; return when (monotonic, ns)."""
        return self._ask(window, "_NET_WM_STATE", is_full, self.atom("_NET_WM_STATE_FULLSCREEN"))

    def activate(self, window: Any) -> int:
        """Ask for a window to be in front; return when (monotonic, ns)."""
        return self._ask(window, "_NET_ACTIVE_WINDOW", 2)

    def go_to(self, workspace: int) -> int:
        """Ask for another workspace; return when (monotonic, ns)."""
        return self._ask(self.root, "_NET_CURRENT_DESKTOP", workspace)

    def title(self, window: Any, title: str) -> None:
        """Change the title of a window."""
        window.set_wm_name(title)
        self._display.sync()

    def resize(self, window: Any, width: int, height: int) -> None:
        """Give a window another size."""
        window.configure(width=width, height=height)
        self._display.sync()

    def say_full(self, window: Any, *, is_full: bool = True) -> None:
        """Set the state of a window, and leave it as it is."""
        state = [self.atom("_NET_WM_STATE_FULLSCREEN")] if is_full else []
        window.change_property(self.atom("_NET_WM_STATE"), Xatom.ATOM, 32, state)
        self._display.sync()

    def forget(self, name: str) -> None:
        """Take a property from the screen itself."""
        self.root.delete_property(self.atom(name))
        self._display.sync()

    def close(self, window: Any) -> None:
        """Close a window."""
        self._made.remove(window)
        window.destroy()
        self._display.sync()

    def clear(self) -> None:
        """Close all windows, and wait until the window manager has noticed."""
        for window in list(self._made):
            self.close(window)
        wait_for(lambda: not self.known(), what="an empty screen")

    def leave(self) -> None:
        """Hang up."""
        self._display.close()

    def atom(self, name: str) -> int:
        """Return the number of a name."""
        return int(self._display.intern_atom(name))

    def _told(self, name: str) -> list[int]:
        found = self.root.get_full_property(self.atom(name), X.AnyPropertyType)
        return list(found.value) if found is not None else []

    def _ask(self, window: Any, message: str, *values: int) -> int:
        data = (32, [*values, 0, 0, 0, 0, 0][:5])
        said = x_event.ClientMessage(window=window, client_type=self.atom(message), data=data)
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        asked_at = time.monotonic_ns()
        self.root.send_event(said, event_mask=mask)
        self._display.sync()
        return asked_at


@pytest.fixture(scope="module")
def desktop(packages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a desktop with nothing on it, which the tests of this module share."""
    with Desktop(tmp_path_factory.mktemp("windows")) as desktop:
        yield desktop


@pytest.fixture
def screen(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    """Yield its screen, which is empty again afterwards."""
    monkeypatch.delenv("XAUTHORITY", raising=False)
    screen = Screen(desktop.env["DISPLAY"])
    wait_for(lambda: screen.root.get_full_property(screen.atom("_NET_SUPPORTED"), Xatom.ATOM))
    yield screen
    screen.clear()
    screen.leave()


@pytest.fixture
def log() -> BusyLog:
    """Return where it is written down what is told."""
    return BusyLog()


@pytest.fixture
def watch(desktop: Desktop, log: BusyLog) -> Iterator[Callable[[], X11Windows]]:
    """Yield how to begin to watch the shared desktop."""
    made: list[X11Windows] = []

    def begin() -> X11Windows:
        made.append(X11Windows(log.tell, log.post, ["obs", "xterm"], desktop.env))
        made[-1].start()
        wait_for(lambda: not made[-1].reason, what="the X server tells of windows")
        return made[-1]

    yield begin
    for source in made:
        source.stop()


def thread_of_windows() -> threading.Thread:
    """Return the thread of the source that was started last."""
    return [thread for thread in threading.enumerate() if thread.name == "windows"][-1]


def test_a_full_screen_is_told_at_once_and_so_is_its_end(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """By the window manager, at once, ten times in a row."""
    watch()
    window = screen.window("Player")
    for _ in range(10):
        asked_at = screen.fill(window, is_full=True)
        wait_told(log, "fullscreen", "Player")
        assert log.last_ns - asked_at < AT_ONCE * 1e9
        asked_at = screen.fill(window, is_full=False)
        wait_told(log, "fullscreen")
        assert log.last_ns - asked_at < AT_ONCE * 1e9


def test_a_full_screen_without_a_name_is_one(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """A game that does not say what it is called still fills the screen, until it is gone."""
    watch()
    game = screen.window("", is_full=True)
    wait_told(log, "fullscreen", "a window")
    screen.close(game)
    wait_told(log, "fullscreen")


def test_a_window_with_the_number_of_a_closed_one_is_watched(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """A player that is closed and opened again so quickly that its number is given out anew."""
    watch()
    film = screen.window("Film")
    for _ in range(10):
        number = film.id
        screen.close(film)
        # Openbox says farewell by number: it would hide the next one with what is meant for this.
        wait_for(lambda: not screen.known(), what="openbox has let it go")
        film = screen.window("Film")
        assert film.id == number
        screen.fill(film, is_full=True)
        wait_told(log, "fullscreen", "Film")
        screen.fill(film, is_full=False)
        wait_told(log, "fullscreen")


def test_a_full_screen_behind_another_window_is_none(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """What counts is the window in front; when that goes, the film is in front again."""
    watch()
    film = screen.window("Player", is_full=True)
    wait_told(log, "fullscreen", "Player")
    editor = screen.window("Editor")
    screen.activate(editor)
    wait_told(log, "fullscreen")
    screen.close(editor)
    wait_told(log, "fullscreen", "Player")
    screen.close(film)
    wait_told(log, "fullscreen")


def test_what_is_there_at_the_start_is_told_and_no_switch(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """A film and a listed program that run already are known by the first picture."""
    screen.window("Obs")
    screen.window("Player", is_full=True)
    watch()
    wait_told(log, "fullscreen", "Player")

    assert log.order == [("fullscreen", ("Player",)), ("app", ("Obs",))]


def test_switches_of_window_and_workspace_are_told(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """Each is one breakpoint at least; going back to where one was is none of a window."""
    first = screen.window("Editor")
    second = screen.window("Browser")
    watch()
    for window in (first, second, first):
        log.posted.clear()
        asked_at = screen.activate(window)
        wait_for(lambda: log.posted)
        assert log.last_ns - asked_at < AT_ONCE * 1e9

    log.posted.clear()
    screen.go_to(1)
    wait_for(lambda: log.posted)
    screen.go_to(0)
    wait_for(lambda: len(log.posted) >= 2)
    assert set(log.posted) == {WindowSwitched()}


def test_a_listed_program_counts_while_it_has_a_window(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """Behind others too, from its first window to its last."""
    watch()
    first = screen.window("OBS")
    wait_told(log, "app", "OBS")
    second = screen.window("OBS")
    screen.window("Editor")
    screen.close(first)
    marker = screen.window("Marker", is_full=True)
    wait_told(log, "fullscreen", "Marker")
    screen.close(marker)
    wait_told(log, "fullscreen")
    assert log.now("app") == ("OBS",)
    screen.close(second)
    wait_told(log, "app")


@pytest.mark.parametrize(
    ("program", "kind"), [("Panel", "DOCK"), ("Desktop", "DESKTOP"), ("Ergobreak", "NORMAL")]
)
def test_furniture_and_our_own_windows_hold_nothing(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows], program: str, kind: str
) -> None:
    """Panels, the desktop itself and our own window are no film, however large they are."""
    watch()
    window = screen.window(program, kind, is_full=True)
    screen.activate(window)
    wait_for(lambda: screen.active() == window.id, what="it is in front")
    screen.window("Marker", is_full=True)
    wait_told(log, "fullscreen", "Marker")

    assert log.told == [("fullscreen", ("Marker",))]


@pytest.mark.parametrize(("program", "kind"), [("Ergobreak", "NORMAL"), ("Panel", "DOCK")])
def test_what_is_of_no_account_does_not_end_a_film(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows], program: str, kind: str
) -> None:
    """Else a prompt or a panel over a film would let out all that the film holds back."""
    film = screen.window("Player", is_full=True)
    watch()
    wait_told(log, "fullscreen", "Player")
    over_it = screen.window(program, kind)
    screen.bring(film)
    screen.bring(over_it)
    switches_at_rest(thread_of_windows())  # it has looked
    screen.bring(film)
    screen.close(film)
    wait_told(log, "fullscreen")

    assert log.told == [("fullscreen", ("Player",)), ("fullscreen", ())]


def test_from_one_film_to_the_next_the_hold_goes_on(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """Between two windows there is a moment without any in front: it is not told."""
    first = screen.window("Player", is_full=True)
    second = screen.window("Game", is_full=True)
    watch()
    wait_told(log, "fullscreen", "Game")
    for _ in range(5):
        screen.activate(first)
        wait_told(log, "fullscreen", "Player")
        screen.activate(second)
        wait_told(log, "fullscreen", "Game")

    assert ("fullscreen", ()) not in log.told


def test_a_program_that_fills_the_screen_by_itself(
    desktop: Desktop, screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """A real terminal, started full screen: it is listed too; when it is killed, both are over."""
    watch()
    desktop.run("terminal", [program("xterm", "xterm"), "-fullscreen", "-class", "Slides"])
    bring(desktop, "Slides")
    wait_told(log, "fullscreen", "Slides")
    wait_told(log, "app", "Slides")
    desktop.kill("terminal")
    wait_told(log, "fullscreen")
    wait_told(log, "app")


def test_typing_and_titles_cost_next_to_nothing(
    desktop: Desktop, screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """Of a window that changes a property at every key, no more than the first few are heard.

    What matters is heard all the same, and for a while all else again.
    """
    watch()
    before_it = screen.window("Player")  # its size must not be taken for the next one's
    screen.fill(before_it, is_full=True)
    wait_told(log, "fullscreen", "Player")
    window = screen.window("Player")
    wait_told(log, "fullscreen")
    thread = thread_of_windows()
    for number in range(30):
        screen.title(window, f"title {number}")
    desktop.read(["xdotool", "key", "a"])  # the first key of another keyboard is told to everybody
    before = switches_at_rest(thread)
    for number in range(30):
        screen.title(window, f"another title {number}")
        desktop.read(["xdotool", "key", "a"])
    assert switches(thread) == before

    screen.fill(window, is_full=True)
    wait_told(log, "fullscreen", "Player")
    for number in range(30):
        screen.title(window, f"a third title {number}")
    screen.fill(window, is_full=False)
    wait_told(log, "fullscreen")


def test_a_state_that_follows_a_new_size_is_heard(
    screen: Screen, log: BusyLog, watch: Callable[[], X11Windows]
) -> None:
    """Also of a window that is not listened to any more, because it says too much."""
    watch()
    window = screen.window("Player")
    for number in range(60):
        screen.title(window, f"title {number}")
    thread = thread_of_windows()
    before = switches_at_rest(thread)
    screen.say_full(window)
    assert switches(thread) == before

    screen.resize(window, 300, 200)
    wait_told(log, "fullscreen", "Player")
    screen.activate(window)
    for number in range(60):
        screen.title(window, f"title {number}")
    screen.resize(window, 200, 100)
    switches_at_rest(thread)
    screen.say_full(window, is_full=False)
    wait_told(log, "fullscreen")


def test_a_window_manager_may_come_later(
    packages: None, tmp_path: Path, log: BusyLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one nothing can be told, and that is the reason; with the next one it works."""
    monkeypatch.delenv("XAUTHORITY", raising=False)
    with Desktop(tmp_path) as desktop:
        desktop.stop(OPENBOX)
        screen = Screen(desktop.env["DISPLAY"])
        screen.forget("_NET_SUPPORTED")  # as on a server that has never had a window manager
        source = X11Windows(log.tell, log.post, [], desktop.env)
        source.start()
        wait_for(lambda: source.reason == MUTE)

        desktop.start(OPENBOX)
        wait_for(lambda: not source.reason)
        screen.window("Player", is_full=True)
        wait_told(log, "fullscreen", "Player")
        source.stop()
        screen.leave()


@pytest.mark.filterwarnings(LEAK)
def test_a_lost_server_ends_the_hold(
    packages: None,
    tmp_path: Path,
    log: BusyLog,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The X server is killed under a film: nothing holds any more, and the reason says why."""
    monkeypatch.delenv("XAUTHORITY", raising=False)
    with Desktop(tmp_path) as desktop:
        source = X11Windows(log.tell, log.post, ["obs"], desktop.env)
        source.start()
        screen = Screen(desktop.env["DISPLAY"])
        screen.window("OBS", is_full=True)
        wait_told(log, "fullscreen", "OBS")
        wait_told(log, "app", "OBS")
        thread = thread_of_windows()
        desktop.kill("Xvfb")
        wait_told(log, "fullscreen")
        wait_told(log, "app")
        with suppress(ConnectionClosedError):
            screen.leave()

    wait_for(lambda: not thread.is_alive())
    assert source.reason == "the X server has gone"
    assert len(caplog.records) == 1
    source.stop()


def test_a_server_that_hangs_holds_nobody_up(
    desktop: Desktop, log: BusyLog, screen: Screen
) -> None:
    """The X server is frozen: start and stop are quick all the same."""
    desktop.freeze("Xvfb")
    try:
        source = X11Windows(log.tell, log.post, [], desktop.env)
        begun = time.monotonic()
        source.start()
        assert time.monotonic() - begun < AT_ONCE
        source.stop()
        assert time.monotonic() - begun < 1.0 + AT_ONCE
    finally:
        desktop.thaw("Xvfb")


# -------------------------------------------------------------------- Sway


@pytest.fixture(scope="module")
def bare_sway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a Sway with nothing on it, which the tests of this module share."""
    demand((SWAY,))
    program("foot", "foot")
    with Desktop(tmp_path_factory.mktemp("sway"), size=(1024, 768), name="sway") as desktop:
        yield desktop


class Sway:
    """Real programs under Sway, and its commands."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self._names: list[str] = []
        # The socket for commands comes beside the one for programs, a little later.
        folder = Path(desktop.env["WAYLAND_DISPLAY"]).parent
        (commands,) = wait_for(lambda: list(folder.glob("sway-ipc.*.sock")))
        self._env = {"SWAYSOCK": str(commands)}

    def open(self, program: str, *options: str) -> None:
        """Open a terminal that calls itself so."""
        self._names.append(program)
        self.desktop.run(program, ["foot", f"--app-id={program}", *options, "sleep", "600"])

    def close(self, program: str) -> None:
        """End it."""
        self._names.remove(program)
        self.desktop.kill(program)

    def say(self, *command: str) -> int:
        """Give Sway a command; return when (monotonic, ns)."""
        asked_at = time.monotonic_ns()
        self.desktop.read(["swaymsg", *command], self._env)
        return asked_at

    def clear(self) -> None:
        """End all programs."""
        for name in list(self._names):
            self.close(name)


@pytest.fixture
def terminals(bare_sway: Desktop) -> Iterator[Sway]:
    """Yield how to open terminals; all are closed afterwards."""
    sway = Sway(bare_sway)
    yield sway
    sway.clear()


def under_sway(desktop: Desktop, log: BusyLog) -> WaylandWindows:
    """Begin to watch Sway's windows."""
    wait_for(lambda: is_listening(desktop.env["WAYLAND_DISPLAY"]), what="Sway is ready")
    source = WaylandWindows(log.tell, log.post, ["obs"], desktop.env)
    source.start()
    wait_for(lambda: not source.reason, what="Sway tells of windows")
    return source


def is_listening(path: str) -> bool:
    """Tell whether a socket is answered: it is there a moment before that."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        return asking.connect_ex(path) == 0


def test_sway_tells_full_screens_switches_and_programs(terminals: Sway, log: BusyLog) -> None:
    """Real windows, real commands: each is told at once."""
    source = under_sway(terminals.desktop, log)
    terminals.open("com.obsproject.OBS")
    wait_told(log, "app", "OBS")
    wait_for(lambda: log.posted == [WindowSwitched()])
    terminals.open("film")
    wait_for(lambda: len(log.posted) == 2)
    for _ in range(5):
        asked_at = terminals.say("[app_id=film]", "fullscreen", "enable")
        wait_told(log, "fullscreen", "film")
        assert log.last_ns - asked_at < AT_ONCE * 1e9
        terminals.say("[app_id=film]", "fullscreen", "disable")
        wait_told(log, "fullscreen")
    terminals.say("[app_id=com.obsproject.OBS]", "focus")
    wait_for(lambda: len(log.posted) == 3)
    terminals.close("com.obsproject.OBS")
    wait_told(log, "app")
    source.stop()


def test_a_film_under_sway_is_found_and_left(terminals: Sway, log: BusyLog) -> None:
    """It runs at the start; another workspace hides it; it is back; it is killed."""
    terminals.open("film", "--fullscreen")
    early = BusyLog()
    first = under_sway(terminals.desktop, early)
    wait_told(early, "fullscreen", "film")
    first.stop()
    source = under_sway(terminals.desktop, log)
    wait_told(log, "fullscreen", "film")
    assert log.order == [("fullscreen", ("film",))]

    terminals.say("workspace", "2")
    wait_told(log, "fullscreen")
    terminals.say("workspace", "1")
    wait_told(log, "fullscreen", "film")
    terminals.close("film")
    wait_told(log, "fullscreen")
    source.stop()


def test_sway_that_dies_ends_the_hold(tmp_path: Path, log: BusyLog) -> None:
    """The compositor is killed under a film: nothing holds any more."""
    demand((SWAY,))
    program("foot", "foot")
    with Desktop(tmp_path, size=(1024, 768), name="sway") as desktop:
        source = under_sway(desktop, log)
        Sway(desktop).open("film", "--fullscreen")
        wait_told(log, "fullscreen", "film")
        desktop.kill(SWAY)
        wait_told(log, "fullscreen")

    assert "the compositor has gone" in source.reason
    source.stop()
