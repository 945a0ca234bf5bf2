"""Tells which programs hold a camera open: the sign of a call. Linux, by inotify on its devices.

Rules of this file:
1. One thread, blocked until the kernel tells that a device was opened, closed or plugged in. Then
   it waits once, because browsers open cameras just to list them, and looks who holds one.
2. Only the person's own programs can be seen. A camera that PipeWire holds for somebody is not
   told: the holder is always the same, and nobody could say for whom.
3. The picture is never touched: the devices are watched and not opened.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.path_watch import PathWatch
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ergobreak.adapters.inotify import Inotify

SOURCE: Final = "camera"
REASON: Final = "call"

DEVICES: Final = "video*"
SERVERS: Final = {"pipewire", "wireplumber", "pipewire-media-session"}
"""They hold devices for others, and now and then for nobody."""

SETTLE: Final = 2.0  # s; longer than a browser takes to list its cameras
NO_CAMERA: Final = N_("no camera is there")


class Camera:
    """Tells who holds a camera, on a thread of its own; `tell` gets source, reason and names.

    `devices` is the folder of the devices; `settle` how long (s) one has to be held.
    """

    def __init__(
        self,
        tell: Callable[[str, str, tuple[str, ...]], None],
        inotify: Inotify,
        devices: Path = Path("/dev"),
        *,
        settle: float = SETTLE,
    ) -> None:
        self._tell = tell
        self._inotify = inotify
        self._devices = devices.resolve()  # /proc names what is behind the links
        self._settle = settle
        self._told: tuple[str, ...] = ()
        self._watches: dict[Path, Callable[[], None]] = {}
        self._stirred = threading.Event()  # something has happened to a camera
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self.reason = NO_CAMERA
        """Why nothing is told; empty while it works."""

    def start(self) -> None:
        """Begin, and return."""
        self._thread.start()

    def stop(self) -> None:
        """End; nothing more is told. Returns within a second."""
        self._stopped.set()
        self._stirred.set()
        if self._thread.is_alive():
            self._thread.join(0.9)

    # ---------------------------------------------------------------- the thread

    def _run(self) -> None:
        path = self._devices / DEVICES
        arrivals = PathWatch(self._inotify, path, self._stirred.set, is_pattern=True)
        try:
            arrivals.start()
        except OSError as error:
            self.reason = _("devices cannot be watched ({error})").format(error=error)
            return
        self._look()
        while True:
            self._stirred.wait()
            if self._stopped.wait(self._settle):
                break
            # Cleared before the look: what happens from here on is looked at once more.
            self._stirred.clear()
            self._look()
        arrivals.stop()
        for end in self._watches.values():
            end()

    def _look(self) -> None:
        """Watch the devices that are there now, see who holds them, and tell what is new."""
        devices = set(self._devices.glob(DEVICES))
        reason = "" if devices else NO_CAMERA
        for gone in self._watches.keys() - devices:
            self._watches.pop(gone)()
        for device in devices - self._watches.keys():
            reason = self._watch(device) or reason
        held = {str(device) for device in devices}
        names = tuple(dict.fromkeys(f"camera: {name}" for name in holders(held)))
        if names != self._told and not self._stopped.is_set():
            self._told = names
            self._tell(SOURCE, REASON, names)
        self.reason = reason

    def _watch(self, device: Path) -> str:
        """Have the thread stirred by who opens and closes a device; return why that cannot be."""

        def told(*_unused: str) -> None:
            self._stirred.set()

        try:
            self._watches[device] = self._inotify.add(device, "opened", "closed", told=told)
        except OSError as error:
            return _("{name} cannot be watched ({error})").format(name=device.name, error=error)
        return ""


def holders(devices: set[str]) -> Iterator[str]:
    """Yield the programs of this user that hold one of these files open, servers left out."""
    if not devices:
        return
    for process in os.scandir("/proc"):
        if not process.name.isdecimal():
            continue
        try:
            if (
                _is_holder(process.path, devices)
                and (name := _program(process.path)) not in SERVERS
            ):
                yield name
        except OSError:
            continue  # it has ended, or is somebody else's


def _is_holder(process: str, devices: set[str]) -> bool:
    """Tell whether a process has one of these files open. Raises OSError."""
    with os.scandir(f"{process}/fd") as files:
        for file in files:
            try:
                if os.readlink(file.path) in devices:  # noqa: PTH115 - thousands of them
                    return True
            except OSError:
                continue  # closed meanwhile
    return False


def _program(process: str) -> str:
    """Return the file name of the program that a process runs. Raises OSError."""
    return Path(process, "exe").readlink().name.removesuffix(" (deleted)")
