"""What waiting costs on each desktop: GNOME, Plasma, Xfce, LXQt and Sway, one after the other.

    python -m benchmarks.each_desktop [--seconds 60] [NAME ...]

Each really runs, on a virtual screen, with its own panel and notification server; the daemon has
its icon there and nobody touches a key. The columns are those of idle_cost. Linux only, as root:
Sway runs as another user.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import daemon
from benchmarks.idle_cost import BUSY_START_SECONDS, report
from tests.desktop import desktop as any_desktop
from tests.desktop.desktop import Desktop
from tests.desktop.gnome import Gnome
from tests.desktop.plasma import Plasma

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[1]
DESKTOPS: Final[dict[str, Callable[[Path], Desktop]]] = {
    "GNOME": Gnome,
    "Plasma": Plasma,
    "Xfce": lambda folder: Desktop(folder, [any_desktop.XFCE4_NOTIFYD, any_desktop.PANEL]),
    "LXQt": lambda folder: Desktop(
        folder, [any_desktop.LXQT_NOTIFICATIOND, any_desktop.LXQT_PANEL], name="LXQt"
    ),
    "Sway": lambda folder: Desktop(
        folder, [any_desktop.WAYBAR, any_desktop.SWAYNC], size=(1024, 768), name="sway"
    ),
}


def main() -> None:
    """Measure, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("names", nargs="*", metavar="NAME")
    chosen = parser.parse_args()
    titles = f"{'':24}{'PSS MiB':>9}{'voluntary':>11}{'involuntary':>13}"
    print(f"{titles}{'CPU ms':>9}{'written KiB':>13}", flush=True)
    for name in chosen.names or DESKTOPS:
        # Sway's user has to reach the folder; a name that tempfile makes lies below /tmp.
        with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
            Path(folder).chmod(0o755)
            measure(name, Path(folder), chosen.seconds)


def measure(name: str, folder: Path, seconds: int) -> None:
    """Run a daemon on this desktop and print what it cost."""
    with DESKTOPS[name](folder / "desktop") as desktop:
        environment = {
            **desktop.env,
            "ERGOBREAK_HOME": str(folder / "home"),
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "ergobreak", "run", "--ignore-hours"]
        with daemon.started(command, environment) as process:
            daemon.wait_for_answer(process, environment)
            report(name, process.pid, seconds, BUSY_START_SECONDS)


if __name__ == "__main__":
    main()
