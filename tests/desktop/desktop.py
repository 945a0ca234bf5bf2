"""A real desktop for tests: X server, session bus, window manager, notification server, panel.

Everything lives in one folder and in processes that carry a mark in their environment. On leaving,
whatever still carries the mark is ended, also what the desktop's own programs have started.

Sway runs inside the X server, so that there, too, a pointer can be moved and a picture be taken. It
refuses root and then belongs to a user who has nothing else; its guests do not.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from PIL import Image, ImageChops, ImageGrab

from tests.services.private_bus import CONFIG as BUS_CONFIG
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ETC: Final = Path(__file__).parent / "etc"
MARK: Final = "ERGOBREAK_TEST_DESKTOP"
NOTIFICATIONS: Final = "org.freedesktop.Notifications"
TRAY: Final = "org.kde.StatusNotifierWatcher"

BUS: Final = "dbus-daemon"
OPENBOX: Final = "openbox"
SWAY: Final = "sway"
XFCE4_NOTIFYD: Final = "xfce4-notifyd"
DUNST: Final = "dunst"
PANEL: Final = "xfce4-panel"
LXQT_PANEL: Final = "lxqt-panel"
LXQT_NOTIFICATIOND: Final = "lxqt-notificationd"
WAYBAR: Final = "waybar"
SWAYNC: Final = "swaync"

MARGIN: Final = 8  # pixels that are empty all around in a notice
BUTTON: Final = 45  # pixels; the narrowest button is wider, the widest letter is not

NOBODY: Final = 65534
GROUND: Final = "#34525f"  # behind all windows; sway's config has the same
PANEL_HEIGHT: Final = 30  # pixels, of every panel here; all stand at the top


@dataclass(frozen=True, slots=True)
class Service:
    """A program that stays: its Debian packages, its options, what it owns once it is ready."""

    packages: tuple[str, ...]
    options: tuple[str, ...] = ()
    owns: str = ""


SERVICES: Final = {
    BUS: Service(
        ("dbus",),
        ("--config-file={folder}/bus.conf", "--nofork", "--nopidfile"),
        "org.freedesktop.DBus",
    ),
    OPENBOX: Service(("openbox",), ("--sm-disable",)),
    SWAY: Service(("sway", "swaybg")),
    XFCE4_NOTIFYD: Service(("xfce4-notifyd",), owns=NOTIFICATIONS),
    DUNST: Service(("dunst",), owns=NOTIFICATIONS),
    PANEL: Service(("xfce4-panel",), ("--disable-wm-check",), TRAY),
    # Its Qt looks and fonts come with packages of their own.
    LXQT_PANEL: Service(("lxqt-panel", "lxqt-qtplugin", "lxqt-themes"), owns=TRAY),
    LXQT_NOTIFICATIOND: Service(("lxqt-notificationd",), owns=NOTIFICATIONS),
    WAYBAR: Service(("waybar",), owns=TRAY),
    SWAYNC: Service(("sway-notification-center",), owns=NOTIFICATIONS),
}
# What draws notices in windows of its own; Wayland tells nobody of windows.
NOTICES: Final = f"{XFCE4_NOTIFYD}|{LXQT_NOTIFICATIOND}|{DUNST}"  # a regular expression

# Every desktop needs these: program -> the Debian package that holds it.
TOOLS: Final = {
    "Xvfb": "xvfb",
    "dbus-send": "dbus",
    "xdotool": "xdotool",
    "xsetroot": "x11-xserver-utils",
    "setpriv": "util-linux",
}
XFCE: Final = (OPENBOX, XFCE4_NOTIFYD, DUNST, PANEL, "xfconfd", "notify-send")
OTHERS: Final = {"xfconfd": "xfconf", "notify-send": "libnotify-bin"}
# Debian keeps some of them where no PATH looks.
ELSEWHERE: Final = "/usr/lib/*/xfce4/*/{0}", "/usr/libexec/{0}", "/usr/lib/xfce4/*/{0}"


def find_program(name: str) -> str | None:
    """Return where a program of the desktop is, or None."""
    found = shutil.which(name)
    if found:
        return found
    for place in ELSEWHERE:
        for path in Path("/").glob(place.format(name).lstrip("/")):
            return str(path)
    return None


def missing_packages(programs: Iterable[str] = XFCE) -> list[str]:
    """Return the Debian packages that a desktop of these needs and that are not installed."""
    missing: set[str] = set()
    for name in (*TOOLS, BUS, *programs):
        if find_program(name) is None:
            service = SERVICES.get(name)
            missing.update(service.packages if service else ({**TOOLS, **OTHERS}[name],))
    return sorted(missing)


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the screen, in pixels."""

    id: int
    x: int
    y: int
    width: int
    height: int


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each unbroken row of numbers."""
    for _, row in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in row]
        yield numbers[0], numbers[-1]


class Desktop:
    """One desktop, as a context manager. Services have the names of their programs.

    `services` are started in turn, and awaited, after the X server, the bus and the window manager.
    `name`: XFCE, LXQt or sway, as programs read it in XDG_CURRENT_DESKTOP.
    """

    def __init__(
        self,
        folder: Path,
        services: Sequence[str] = (),
        size: tuple[int, int] = (1280, 800),
        name: str = "XFCE",
    ) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.is_wayland = name == "sway"
        self._services = tuple(services)
        self._size = size
        self._shared: Path | None = None  # of sway and its guests
        self._eyes: dict[str, str] = {}  # how what is on the screen is reached
        self._mark = uuid.uuid4().hex
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        run = folder / "run"
        self.bus_socket = run / "bus"
        self.env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CURRENT_DESKTOP": name,
            "XDG_SESSION_TYPE": "wayland" if self.is_wayland else "x11",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.bus_socket}",
            "NO_AT_BRIDGE": "1",
            "GTK_A11Y": "none",
            "GSETTINGS_BACKEND": "memory",
            MARK: self._mark,
        }
        """What a program needs to run on this desktop, and nothing of ours."""

    def __enter__(self) -> Self:
        try:
            self._furnish()
            display = self._start_x()
            self.start(BUS)
            self._eyes = {"DISPLAY": display()}
            if self.is_wayland:
                self._start_sway()
            else:
                self.env |= self._eyes
                self.start(OPENBOX)
                self._look("xsetroot", "-solid", GROUND)
            for service in self._services:
                self.start(service)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    # ---------------------------------------------------------------- services

    def start(self, service: str) -> None:
        """Start a service and wait until it is ready."""
        known = SERVICES[service]
        if service == BUS:
            self.bus_socket.unlink(missing_ok=True)
        options = [option.format(folder=self.folder) for option in known.options]
        self.run(service, [find_program(service) or service, *options])
        if known.owns:
            wait_for(lambda: self.owned(known.owns), 10.0, f"{service} is ready")

    def run(
        self,
        name: str,
        command: Sequence[str],
        env: dict[str, str] | None = None,
        identity: Sequence[str] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desktop under a name of your choice; its output is in `log`.

        `identity`: options of setpriv that say whom it belongs to, if not to us.
        """
        former = self._running.pop(name, None)
        if former is not None:  # it died of something else, the bus for one
            former.kill()
            former.wait(5.0)
        # Should this process be killed, the kernel ends what it has started.
        guarded = ["setpriv", *identity, "--pdeathsig", "KILL", *command]
        with (self.log / f"{name}.log").open("ab") as output:
            process = subprocess.Popen(
                guarded,
                env={**self.env, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._running[name] = process
        return process

    def stop(self, service: str) -> None:
        """Ask a service to end, and wait until it has."""
        self._signal(service, signal.SIGTERM)
        self._running.pop(service).wait(5.0)

    def kill(self, service: str) -> None:
        """End a service without a word, and wait until it has ended."""
        self._signal(service, signal.SIGKILL)
        self._running.pop(service).wait(5.0)

    def freeze(self, service: str) -> None:
        """Stop a service in its tracks: it keeps its name and its windows, and answers nothing."""
        self._signal(service, signal.SIGSTOP)

    def thaw(self, service: str) -> None:
        """Let a frozen service go on."""
        self._signal(service, signal.SIGCONT)

    def _signal(self, service: str, number: signal.Signals) -> None:
        os.kill(self._running[service].pid, number)

    # ---------------------------------------------------------------- eyes and hands

    def owned(self, name: str) -> bool:
        """Tell whether somebody owns a name on the session bus."""
        call = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        answer = self.read([*call, "org.freedesktop.DBus.NameHasOwner", f"string:{name}"])
        return "boolean true" in answer

    def is_bus_there(self) -> bool:
        """Tell whether the session bus answers."""
        return self.owned("org.freedesktop.DBus")

    def windows(self, kind: str) -> list[Window]:
        """Return the visible windows of a class, the uppermost on the screen first."""
        found = []
        for word in self._look("xdotool", "search", "--onlyvisible", "--class", kind).split():
            geometry = self._look("xdotool", "getwindowgeometry", "--shell", word)
            values = dict(line.split("=") for line in geometry.split())
            if values:  # else it is gone already
                place = (int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
                found.append(Window(int(word), *place))
        return sorted(found, key=lambda window: (window.y, window.x))

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the real pointer there, and press and release a mouse button."""
        # The move goes by way of a neighbouring pixel: some toolkits arm a button on motion only.
        moves = ["mousemove", str(x - 2), str(y), "mousemove", "--sync", str(x), str(y)]
        self._look("xdotool", *moves, "click", str(button))

    def screenshot(self, path: Path) -> None:
        """Write a picture of the whole screen."""
        self.picture().save(path)

    def picture(self) -> Image.Image:
        """Return a picture of the whole screen."""
        return ImageGrab.grab(xdisplay=(self.env | self._eyes)["DISPLAY"])

    def notices(self) -> list[Window]:
        """Return the notices on the screen, the uppermost first.

        Under Wayland they are one: what covers the ground in the upper half, below the panel.
        """
        if not self.is_wayland:
            return self.windows(NOTICES)
        screen = self.picture()
        upper = screen.crop((0, PANEL_HEIGHT, screen.width, screen.height // 2))
        found = ImageChops.difference(upper, Image.new("RGB", upper.size, GROUND)).getbbox()
        if found is None:
            return []
        left, top, right, bottom = found
        return [Window(0, left, top + PANEL_HEIGHT, right - left, bottom - top)]

    def buttons(self, window: Window) -> list[tuple[int, int]]:
        """Return the middles of the buttons of a notice, from left to right, as they are seen."""
        edges = (window.x, window.y, window.x + window.width, window.y + window.height)
        picture = self.picture().convert("L").crop(edges)
        ground = picture.getpixel((MARGIN, MARGIN))
        # Upwards: the first line that holds something so wide is the lower edge of the buttons.
        for y in range(picture.height - MARGIN, picture.height // 2, -1):
            line = [x for x in range(picture.width) if picture.getpixel((x, y)) != ground]
            spans = [(left, right) for left, right in _runs(line) if right - left >= BUTTON]
            if spans:
                middle = window.y + y - BUTTON // 4
                return [(window.x + (left + right) // 2, middle) for left, right in spans]
        return []

    def read(self, command: Sequence[str], env: dict[str, str] | None = None) -> str:
        """Return what a short command prints; its failure prints nothing."""
        done = subprocess.run(
            command,
            env={**self.env, **(env or {})},
            capture_output=True,
            text=True,
            timeout=10.0,
            check=False,
        )
        return done.stdout

    def _look(self, *command: str) -> str:
        return self.read(command, self._eyes)

    # ---------------------------------------------------------------- from nothing, to nothing

    def _furnish(self) -> None:
        for folder in (self.folder / "services", self.log, self.folder / "home"):
            folder.mkdir(parents=True)
        self.bus_socket.parent.mkdir(mode=0o700)
        shutil.copytree(ETC / "config", self.folder / "config")
        # Nothing else may be started by the bus: a second notification server, for one.
        services = self.folder / "services"
        service = (ETC / "xfconf.service").read_text()
        program = find_program("xfconfd") or "xfconfd"
        (services / "xfconf.service").write_text(service.format(program=program))
        config = BUS_CONFIG.read_text()
        config = config.format(socket=self.bus_socket, services=services)
        (self.folder / "bus.conf").write_text(config)

    def _start_x(self) -> Callable[[], str]:
        """Start the X server, which chooses a free display; return how to wait for its name."""
        width, height = self._size
        shown = self.log / "display"
        screen = ["-screen", "0", f"{width}x{height}x24", "-noreset", "-nolisten", "tcp"]
        command = 'exec 7>"$0"; exec Xvfb -displayfd 7 "$@"'
        self.run("Xvfb", ["sh", "-c", command, str(shown), *screen])
        # It writes the number and a new line, in that order.
        written = lambda: shown.exists() and shown.read_text().endswith("\n")  # noqa: E731

        def display() -> str:
            wait_for(written, 10.0, "the X server is ready")
            return f":{shown.read_text().strip()}"

        return display

    def _start_sway(self) -> None:
        """Start sway as a window that fills the screen; let its guests know where it listens."""
        shared = self._shared = Path(tempfile.mkdtemp(prefix="ergobreak-sway-"))
        shutil.copy(ETC / "config/sway/config", shared)
        identity: list[str] = []
        if os.geteuid() == 0:
            identity = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
            os.chown(shared, NOBODY, NOBODY)
        env = {
            **self._eyes,
            "HOME": str(shared),
            "XDG_RUNTIME_DIR": str(shared),
            "WLR_BACKENDS": "x11",
            "WLR_RENDERER": "pixman",
            "LIBSEAT_BACKEND": "noop",
        }
        self.run(SWAY, [SWAY, "--config", str(shared / "config")], env, identity)
        sockets = lambda: [one for one in shared.glob("wayland-?") if one.is_socket()]  # noqa: E731
        (socket,) = wait_for(sockets, 10.0, "sway is ready")
        self.env["WAYLAND_DISPLAY"] = str(socket)

    def _end(self) -> None:
        for process in self._running.values():
            process.kill()
        for process in self._running.values():
            process.wait(5.0)
        self._running.clear()
        wait_for(self._end_marked, 5.0, "all processes of the desktop have ended")
        if self._shared is not None:
            shutil.rmtree(self._shared)

    def _end_marked(self) -> bool:
        """Kill whoever carries our mark; tell whether nobody does."""
        mark = f"{MARK}={self._mark}".encode()
        is_none_left = True
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in entry.read_bytes().split(b"\0"):
                    is_none_left = False
                    os.kill(int(entry.parent.name), signal.SIGKILL)
            except OSError:
                continue  # it has ended meanwhile, or belongs to somebody else
        return is_none_left
