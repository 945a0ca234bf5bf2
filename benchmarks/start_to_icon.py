"""How long `ergobreak run` takes from exec to the icon in the panel, and to its open socket.

    python -m benchmarks.start_to_icon [--runs 5]

On a desktop of its own: Xvfb, session bus, openbox, Xfce's panel and notification server. Linux
only. The icon counts from the moment that the panel takes its window in, the socket from the
first caller that is let in. Each run starts in an empty home, as the very first start does, but
for a warm-up that fills the caches and is not counted. Beside it, a Python that does nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.desktop.desktop import PANEL, XFCE4_NOTIFYD, Desktop

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
GIVE_UP_AFTER = 20  # seconds
LOOK_EVERY = 0.002  # seconds: so exact is the time of the socket


def main() -> None:
    """Measure, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    icons, sockets, bare = [], [], []
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        home = Path(folder)
        with Desktop(home / "desktop", [XFCE4_NOTIFYD, PANEL]) as desktop:
            for run in range(runs + 1):
                icon, opened = start(desktop, home / f"run-{run}")
                if run:
                    icons.append(icon)
                    sockets.append(opened)
                    bare.append(nothing(desktop.env))
    print(f"{'':28}{'median ms':>11}{'fastest ms':>12}")
    for name, times in (
        ("python -c pass", bare),
        ("socket open", sockets),
        ("icon in the panel", icons),
    ):
        print(f"{name:28}{statistics.median(times) * 1e3:11.0f}{min(times) * 1e3:12.0f}")


def nothing(environment: Mapping[str, str]) -> float:
    """Return the seconds that an interpreter takes to start and end."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], env=dict(environment), check=True)
    return time.perf_counter() - begin


def start(desktop: Desktop, home: Path) -> tuple[float, float]:
    """Start a daemon, see it come up, end it; return the seconds to its icon and to its socket."""
    environment = {"ERGOBREAK_HOME": str(home), "PYTHONPATH": str(ROOT), "PYSTRAY_BACKEND": "xorg"}
    display = watched(desktop.env["DISPLAY"])
    opened = icon = 0.0
    begin = time.perf_counter()
    daemon = subprocess.Popen(
        [sys.executable, "-m", "ergobreak", "run"],
        env={**desktop.env, **environment},
        stderr=subprocess.DEVNULL,  # it says what its tray cannot do
    )
    try:
        while not (icon and opened):
            select.select([display], [], [], LOOK_EVERY)
            now = time.perf_counter() - begin
            assert daemon.poll() is None, f"the daemon ended with {daemon.returncode}"
            assert now < GIVE_UP_AFTER, "the daemon did not come up"
            if not opened and lets_in(home / "control"):
                opened = now
            if not icon and is_docked(display):
                icon = now
    finally:
        display.close()
        daemon.terminate()
        daemon.wait(GIVE_UP_AFTER)
    return icon, opened


def watched(name: str) -> Any:
    """Return a connection to the X server that hears which windows are taken in by others."""
    from Xlib import X, display

    connection = display.Display(name)
    connection.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    connection.sync()
    return connection


def is_docked(connection: Any) -> bool:
    """Tell whether a window of ours has been taken in since the last question."""
    from Xlib import X, error

    root = connection.screen().root
    while connection.pending_events():
        event = connection.next_event()
        if event.type == X.ReparentNotify and event.parent != root:
            with contextlib.suppress(error.BadWindow):  # it may be gone again
                if "ergobreak" in (event.window.get_wm_class() or ()):
                    return True
    return False


def lets_in(path: Path) -> bool:
    """Tell whether somebody listens at a socket."""
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(os.fspath(path)) == 0


if __name__ == "__main__":
    main()
