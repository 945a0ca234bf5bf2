"""What waiting costs: memory, wake-ups, CPU and writes of an idle daemon, beside two floors.

    python -m benchmarks.idle_cost [--seconds 60] [options of `ergobreak run`]
    python -m benchmarks.idle_cost --typing [--seconds 60]

Runs in the environment that it finds: on a desktop the daemon has tray and notifications, with
`--headless` it has none. Linux only. The floors are a bare interpreter, and one with a started
APScheduler; all three are measured one after the other, so that none shares pages with another.

With `--typing` there is a desktop of its own instead (Xvfb, session bus, openbox, Xfce's panel and
notification server), and the daemon is measured while nobody is there, and again while somebody
presses five keys a second, for the first and then for another minute of a spell of writing.

PSS is that of /proc/PID/smaps_rollup at the end. Wake-ups are context switches of all threads: the
voluntary ones are its own doing, the others those of a busy machine. CPU is the scheduler's own
count (schedstat, nanoseconds), written is write_bytes of /proc/PID/io. Children are counted in; a
thread or child that ends meanwhile takes its share of the counts along.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import daemon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.reaction import Keyboard

BARE = "import signal; signal.pause()"
SCHEDULER = (
    "import signal\n"
    "from apscheduler.schedulers.background import BackgroundScheduler\n"
    "BackgroundScheduler().start()\n"
    "signal.pause()\n"
)
SETTLE_SECONDS = 5
BUSY_START_SECONDS = 25  # a daemon looks for a late session, and a person may have to come or go
KEYS_PER_SECOND = 5
LEAVES_SOON = """
version = 1
[presence]
idle_after = "2s"
away_after = "3s"
"""
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Reading:
    """The counters of a process and its children."""

    pss_kib: int
    voluntary: int
    involuntary: int
    cpu_ns: int
    written: int


def main() -> None:
    """Measure, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--typing", action="store_true")
    chosen, options = parser.parse_known_args()
    titles = f"{'':24}{'PSS MiB':>9}{'voluntary':>11}{'involuntary':>13}"
    print(f"{titles}{'CPU ms':>9}{'written KiB':>13}", flush=True)
    if chosen.typing:
        at_the_keyboard(chosen.seconds)
        return
    for name, code in (("bare interpreter", BARE), ("APScheduler started", SCHEDULER)):
        with daemon.started([sys.executable, "-c", code]) as process:
            report(name, process.pid, chosen.seconds)
    with daemon.running(*options) as (pid, _):
        report(" ".join(["ergobreak run", *options])[:23], pid, chosen.seconds)


def at_the_keyboard(seconds: int) -> None:
    """Measure a daemon on a desktop: nobody there, then somebody who types without a pause."""
    # Only this way needs what tests need.
    from benchmarks.reaction import Keyboard
    from tests.desktop.desktop import PANEL, XFCE4_NOTIFYD, Desktop

    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        home = Path(folder, "home")
        home.mkdir()
        (home / "ergobreak.toml").write_text(LEAVES_SOON, encoding="utf-8")
        with Desktop(Path(folder, "desktop"), [XFCE4_NOTIFYD, PANEL]) as desktop:
            environment = {
                **desktop.env,
                "ERGOBREAK_HOME": str(home),
                "PYTHONPATH": str(ROOT),
                "PYSTRAY_BACKEND": "xorg",
            }
            command = [sys.executable, "-m", "ergobreak", "run", "--ignore-hours"]
            with daemon.started(command, environment) as process:
                daemon.wait_for_answer(process, environment)
                report("nobody there", process.pid, seconds, BUSY_START_SECONDS)
                with typing(Keyboard(desktop.env["DISPLAY"])):
                    report("typing, 5 keys a second", process.pid, seconds, BUSY_START_SECONDS)
                    report("still typing", process.pid, seconds)


@contextlib.contextmanager
def typing(keyboard: Keyboard) -> Iterator[None]:
    """Press keys at a steady pace while the context is open."""
    is_over = threading.Event()

    def type_on() -> None:
        while not is_over.wait(1 / KEYS_PER_SECOND):
            keyboard.press()

    thread = threading.Thread(target=type_on)
    thread.start()
    yield
    is_over.set()
    thread.join()


def report(name: str, pid: int, seconds: int, settle: int = SETTLE_SECONDS) -> None:
    """Let a process settle, watch it for so many seconds and print what that cost."""
    time.sleep(settle)
    before = read(pid)
    time.sleep(seconds)
    after = read(pid)
    cpu_ms = (after.cpu_ns - before.cpu_ns) / 1e6
    written_kib = (after.written - before.written) / 1024
    print(
        f"{name:24}{after.pss_kib / 1024:9.1f}{after.voluntary - before.voluntary:11}"
        f"{after.involuntary - before.involuntary:13}{cpu_ms:9.1f}{written_kib:13.1f}",
        flush=True,
    )


def read(pid: int) -> Reading:
    """Read the counters of this process and all below it."""
    readings = []
    for one in family(pid):
        # A child may end while it is looked at.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            readings.append(read_one(Path("/proc", str(one))))
    return Reading(
        sum(reading.pss_kib for reading in readings),
        sum(reading.voluntary for reading in readings),
        sum(reading.involuntary for reading in readings),
        sum(reading.cpu_ns for reading in readings),
        sum(reading.written for reading in readings),
    )


def read_one(process: Path) -> Reading:
    """Read the counters of one folder of /proc."""
    threads = [Path(thread) for thread in (process / "task").iterdir()]
    told = "".join((thread / "status").read_text() for thread in threads)
    return Reading(
        pss_kib=number(process / "smaps_rollup", r"^Pss:\s+(\d+)"),
        voluntary=total(told, "voluntary_ctxt_switches"),
        involuntary=total(told, "nonvoluntary_ctxt_switches"),
        cpu_ns=sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads),
        written=number(process / "io", r"^write_bytes:\s+(\d+)"),
    )


def total(told: str, name: str) -> int:
    """Return the sum of what some threads say of themselves under a name."""
    return sum(int(count) for count in re.findall(rf"^{name}:\s+(\d+)", told, re.MULTILINE))


def number(file: Path, pattern: str) -> int:
    """Return the number that a pattern finds in a file of /proc."""
    found = re.search(pattern, file.read_text(), re.MULTILINE)
    assert found is not None, f"{file} has no {pattern}"
    return int(found[1])


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    below: list[int] = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            below += [int(child) for child in (thread / "children").read_text().split()]
    return [pid, *(one for child in below for one in family(child))]


if __name__ == "__main__":
    main()
