"""A desk to measure at: a desktop on which every source of the daemon works, and what peers need.

Xvfb, openbox, Xfce's panel and notification server, a session bus, a system bus with a logind on
it, and a PulseAudio. Each program has a home of its own there, and carries a mark of its own by
which its processes are found.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from benchmarks.daemon import STOP_SECONDS
from tests.desktop.desktop import PANEL, XFCE, XFCE4_NOTIFYD, Desktop, missing_packages
from tests.services.logind import LogindDouble
from tests.services.private_bus import PrivateBus
from tests.services.sound import PULSEAUDIO, SoundServer
from tests.services.sound import missing_packages as missing_sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
MARK: Final = "ERGOBREAK_BENCHMARK"
# Debian's packages. Without the second pair Safe Eyes sees no idleness and has no icon.
PEERS: Final = ("workrave", "safeeyes", "rsibreak")
TOOLS: Final = ("xprintidle", "gir1.2-ayatanaappindicator3-0.1", "linux-perf")


def install() -> None:
    """Install the peers and what measures them from Debian; end with what to do where it fails."""
    missing = [name for name in (*PEERS, *TOOLS) if not is_installed(name)]
    missing += [*missing_packages(XFCE), *missing_sound()]
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *sorted(set(missing))]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("$", *command, flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return
    sys.exit(f"The peers have to be there to be compared with. As root: {' '.join(command)}")


def is_installed(package: str) -> bool:
    """Tell whether Debian's package is there."""
    query = ("dpkg-query", "--show", "--showformat=${db:Status-Status}", package)
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    return done.stdout == "installed"


@contextlib.contextmanager
def furnished(folder: Path) -> Iterator[Desktop]:
    """Give a desktop whose environment leads to all of it."""
    for name in ("system", "sound"):
        (folder / name).mkdir()
    with contextlib.ExitStack() as open_:
        system = open_.enter_context(PrivateBus(folder / "system"))
        open_.enter_context(LogindDouble(system.address))
        sound = open_.enter_context(SoundServer(folder / "sound", PULSEAUDIO))
        desktop = open_.enter_context(Desktop(folder / "desktop", [XFCE4_NOTIFYD, PANEL]))
        desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = system.address
        desktop.env["PULSE_SERVER"] = f"unix:{sound.socket}"
        yield desktop


class Started:
    """A program on the desktop, with a home of its own, as a context manager."""

    def __init__(self, desktop: Desktop, command: Sequence[str], home: Path) -> None:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.env = {**desktop.env, "HOME": str(home), MARK: uuid.uuid4().hex}
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            del self.env[f"XDG_{kind}_HOME"]  # Safe Eyes knows those below HOME alone
        if command[0] == sys.executable:
            self.env |= {"ERGOBREAK_HOME": str(home), "PYTHONPATH": str(ROOT)}
        self._command = command

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self._command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(self, *_: object) -> None:
        for end in (self.process.terminate, self.process.kill):
            end()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
                break
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        give_up = time.monotonic() + STOP_SECONDS
        while self.pids() and time.monotonic() < give_up:
            time.sleep(0.05)

    def pids(self) -> list[int]:
        """Return its processes that there are now, those that it has let go of among them."""
        mark = f"{MARK}={self.env[MARK]}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mark in entry.read_bytes().split(b"\0"):
                    found.append(int(entry.parent.name))
        return found
