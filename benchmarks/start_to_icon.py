"""How long it takes from exec to the icon in the panel: ergobreak beside its peers.

    python -m benchmarks.start_to_icon [--runs 5]

On a desktop of its own, as in benchmarks/desk.py: Safe Eyes does not start without a system bus.
Linux only. The icon counts from the moment that the panel says it has it, or takes its window in
(StatusNotifierItemRegistered, ReparentNotify); the socket from the first caller that is let in.
Each run starts in an empty home, as the very first start does, but for a warm-up that fills the
caches and is not counted. The programs take turns. The peers are Debian's; where one is missing its
row is.
"""

from __future__ import annotations

import argparse
import os
import select
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jeepney import MatchRule

from benchmarks.desk import furnished
from ergobreak.adapters.dbus.bus import Bus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.desktop.desktop import Desktop

ROOT: Final = Path(__file__).resolve().parents[1]
GIVE_UP_AFTER: Final = 30  # seconds
LOOK_EVERY: Final = 0.002  # seconds: so exact are the times
SHOWS: Final = "icon in the panel"
PROGRAMS: Final[dict[str, tuple[str, ...]]] = {
    "ergobreak": (sys.executable, "-m", "ergobreak", "run"),
    "Workrave": ("workrave",),
    "Safe Eyes": ("safeeyes",),
    "RSIBreak": ("rsibreak",),
}


def main() -> None:
    """Measure, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    found = measure(parser.parse_args().runs)
    print(f"{'':32}{'median ms':>11}{'fastest ms':>12}{'runs':>6}")
    for what, times in found.items():
        middle = statistics.median(times) * 1e3
        print(f"{what:32}{middle:11.0f}{min(times) * 1e3:12.0f}{len(times):6}")
    for name, command in PROGRAMS.items():
        if not shutil.which(command[0]):
            print(f"{name} is not installed (Debian: {command[0]})")


def measure(runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run, by program and by what was seen."""
    found: dict[str, list[float]] = {"python -c pass": []}
    there = {name: command for name, command in PROGRAMS.items() if shutil.which(command[0])}
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        home = Path(folder)
        with furnished(home) as desktop:
            for run in range(runs + 1):
                found_now = {"python -c pass": nothing(desktop.env)}
                for name, command in there.items():
                    for what, seconds in start(desktop, command, home / f"{name}-{run}").items():
                        found_now[f"{name}: {what}"] = seconds
                if run:
                    for what, seconds in found_now.items():
                        found.setdefault(what, []).append(seconds)
    return found


def nothing(environment: Mapping[str, str]) -> float:
    """Return the seconds that an interpreter takes to start and end."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], env=dict(environment), check=True)
    return time.perf_counter() - begin


def start(desktop: Desktop, command: tuple[str, ...], home: Path) -> dict[str, float]:
    """Start a program, see it come up, end it; return the seconds to what was seen.

    What does not come within GIVE_UP_AFTER is left out.
    """
    home.mkdir()
    is_ours = command[0] == sys.executable
    environment = {**desktop.env, "HOME": str(home)}
    for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
        del environment[f"XDG_{kind}_HOME"]  # Safe Eyes knows those below HOME alone
    environment |= {"ERGOBREAK_HOME": str(home), "PYTHONPATH": str(ROOT)} if is_ours else {}
    seen: dict[str, float] = {}
    display, bus, registered = watched(desktop)
    wanted: dict[str, Callable[[], bool]] = {
        SHOWS: lambda: bool(registered) or is_docked(display),
    }
    if is_ours:
        wanted["socket open"] = lambda: lets_in(home / "control")
    begin = time.perf_counter()
    program = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while wanted.keys() - seen.keys() and time.perf_counter() - begin < GIVE_UP_AFTER:
            select.select([display], [], [], LOOK_EVERY)
            now = time.perf_counter() - begin
            if program.poll() is not None:
                break
            seen |= {what: now for what, is_so in wanted.items() if what not in seen and is_so()}
    finally:
        display.close()
        bus.stop()
        program.terminate()
        try:
            program.wait(GIVE_UP_AFTER)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
    return seen


def watched(desktop: Desktop) -> tuple[Any, Bus, list[str]]:
    """Return who hears of windows that are taken in, and of icons that a panel has: and those."""
    from Xlib import X, display

    connection = display.Display(desktop.env["DISPLAY"])
    connection.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    connection.sync()
    registered: list[str] = []
    bus = Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    member = "StatusNotifierItemRegistered"
    rule = MatchRule(type="signal", interface="org.kde.StatusNotifierWatcher", member=member)
    bus.on_signal(rule, lambda message: registered.append(str(message.body)))
    is_there: list[str] = []
    bus.on_owner("org.kde.StatusNotifierWatcher", is_there.append)
    bus.start()
    begin = time.perf_counter()
    while not is_there and time.perf_counter() - begin < GIVE_UP_AFTER:
        select.select([], [], [], LOOK_EVERY)
    return connection, bus, registered


def is_docked(connection: Any) -> bool:
    """Tell whether the panel has taken in a window since the last question.

    A window manager takes windows in as well, into frames that are children of the root; a panel's
    socket is not.
    """
    from Xlib import X, error

    root = connection.screen().root
    while connection.pending_events():
        event = connection.next_event()
        if event.type != X.ReparentNotify or event.parent == root:
            continue
        try:
            holder = event.parent.query_tree().parent
        except error.XError:
            continue  # it is gone again
        if holder != root:
            return True
    return False


def lets_in(path: Path) -> bool:
    """Tell whether somebody listens at a socket."""
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(os.fspath(path)) == 0


if __name__ == "__main__":
    main()
