"""Real Wayland compositors without a screen, and hands to move something on them: KWin and Sway."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.wayland_wire import Connection, WaylandError
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Program -> the Debian package that holds it.
KWIN_NEEDS: Final = {
    "kwin_wayland": "kwin-wayland libegl1 libgl1-mesa-dri",
    "dbus-daemon": "dbus",
    "setpriv": "util-linux",
}
SWAY_NEEDS: Final = {"sway": "sway", "wtype": "wtype", "setpriv": "util-linux"}

NOBODY: Final = 65534  # sway refuses to run as root
POINTER_MOTION: Final = 1
PIXEL: Final = 256  # a whole one, in the protocol's fixed numbers


class Headless:
    """A compositor that runs in a folder of its own.

    `press` and `move` are what a person does; the second costs nobody more than itself.
    """

    def __init__(self, folder: Path, command: Sequence[str], env: dict[str, str]) -> None:
        self._folder = folder
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "LANG": "C.UTF-8",
            **env,
        }
        """What a program needs to be on it."""
        self.press: Callable[[], None] = lambda: None
        self.move = self.press

    def start(self) -> None:
        """Start it, also anew, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            # Should this process be killed, the kernel ends what it has started.
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *self._command],
                env=self.env,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self._answers, 20.0, "the compositor answers")

    def kill(self) -> None:
        """End it without a word; its socket stays behind."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(5.0)

    def connect(self) -> Connection:
        """Return a connection to it."""
        return Connection(str(self._folder / self.env["WAYLAND_DISPLAY"]))

    def _answers(self) -> bool:
        names = [path.name for path in self._folder.glob("wayland-?")]
        for self.env["WAYLAND_DISPLAY"] in names:
            try:
                connection = self.connect()
            except WaylandError:
                continue
            connection.globals()
            connection.close()
            return True
        return False


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder that other users may enter, as pytest's may not be."""
    folder = Path(tempfile.mkdtemp(prefix="ergobreak-wayland-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def kwin() -> Iterator[Headless]:
    """Yield KWin, with a pointer that moves by its own protocol for pretended input."""
    with _folder() as folder, PrivateBus(folder) as bus:
        # The installed one may do what a container forbids, and so would not start; a copy may not.
        program = str(shutil.copy(shutil.which("kwin_wayland") or "", folder))
        options = ["--virtual", "--no-lockscreen", "--no-global-shortcuts", "--socket", "wayland-0"]
        env = {
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
            "KWIN_COMPOSE": "Q",
            "KWIN_WAYLAND_NO_PERMISSION_CHECKS": "1",
        }
        compositor = Headless(folder, [program, *options], env)
        try:
            compositor.start()
            with _fake_pointer(compositor) as compositor.move:
                compositor.press = compositor.move
                yield compositor
        finally:
            compositor.kill()


@contextmanager
def _fake_pointer(compositor: Headless) -> Iterator[Callable[[], None]]:
    """Yield what moves KWin's pointer."""
    hand = compositor.connect()
    fake = hand.bind("org_kde_kwin_fake_input")
    hand.request(fake, 0, "tests", "to move the pointer")
    ways = itertools.cycle((PIXEL, -PIXEL))

    def move() -> None:
        hand.request(fake, POINTER_MOTION, next(ways), 0)
        hand.sync()

    yield move
    hand.close()


@contextmanager
def _virtual_pointer(compositor: Headless) -> Iterator[Callable[[], None]]:
    """Yield what moves a pointer of a compositor of the wlroots family."""
    hand = compositor.connect()
    manager = hand.bind("zwlr_virtual_pointer_manager_v1")
    seat, pointer = hand.bind("wl_seat"), hand.new_id()
    hand.request(manager, 0, seat, pointer)
    ways = itertools.cycle((PIXEL, -PIXEL))

    def move() -> None:
        hand.request(pointer, 0, 0, next(ways), 0)
        hand.request(pointer, 4)  # the end of a frame
        hand.sync()

    yield move
    hand.close()


@contextmanager
def sway() -> Iterator[Headless]:
    """Yield Sway, with a keyboard: wtype, which plugs in a new one each time."""
    with _folder() as folder:
        become: list[str] = []
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            become = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
        env = {
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "LIBSEAT_BACKEND": "noop",
        }
        compositor = Headless(folder, [*become, "sway", "--config", "/dev/null"], env)

        def type_key() -> None:
            command = ["setpriv", *become, "--", "wtype", "x"]
            subprocess.run(command, env=compositor.env, check=True, timeout=10.0)

        compositor.press = type_key
        try:
            compositor.start()
            with _virtual_pointer(compositor) as compositor.move:
                yield compositor
        finally:
            compositor.kill()
