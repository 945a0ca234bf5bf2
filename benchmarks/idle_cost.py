"""What waiting costs: memory, wake-ups, CPU and writes of an idle daemon, beside two floors.

    python -m benchmarks.idle_cost [--seconds 60] [options of `ergobreak run`]

Runs in the environment that it finds: on a desktop the daemon has tray and notifications, with
`--headless` it has none. Linux only. The floors are a bare interpreter, and one with a started
APScheduler; all three are measured one after the other, so that none shares pages with another.

PSS is that of /proc/PID/smaps_rollup at the end. Wake-ups are voluntary and involuntary context
switches of all threads, CPU is the scheduler's own count (schedstat, nanoseconds), written is
write_bytes of /proc/PID/io. Children are counted in; a thread or child that ends meanwhile takes
its share of the counts along.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import daemon

BARE = "import signal; signal.pause()"
SCHEDULER = (
    "import signal\n"
    "from apscheduler.schedulers.background import BackgroundScheduler\n"
    "BackgroundScheduler().start()\n"
    "signal.pause()\n"
)
SETTLE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """The counters of a process and its children."""

    pss_kib: int
    switches: int
    cpu_ns: int
    written: int


def main() -> None:
    """Measure the three, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    chosen, options = parser.parse_known_args()
    print(f"{'':24}{'PSS MiB':>9}{'switches':>10}{'CPU ms':>9}{'written KiB':>13}", flush=True)
    for name, code in (("bare interpreter", BARE), ("APScheduler started", SCHEDULER)):
        with daemon.started([sys.executable, "-c", code]) as process:
            report(name, process.pid, chosen.seconds)
    with daemon.running(*options) as (pid, _):
        report(" ".join(["ergobreak run", *options])[:23], pid, chosen.seconds)


def report(name: str, pid: int, seconds: int) -> None:
    """Let a process settle, watch it for so many seconds and print what that cost."""
    time.sleep(SETTLE_SECONDS)
    before = read(pid)
    time.sleep(seconds)
    after = read(pid)
    cpu_ms = (after.cpu_ns - before.cpu_ns) / 1e6
    written_kib = (after.written - before.written) / 1024
    print(
        f"{name:24}{after.pss_kib / 1024:9.1f}{after.switches - before.switches:10}"
        f"{cpu_ms:9.1f}{written_kib:13.1f}",
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
        sum(reading.switches for reading in readings),
        sum(reading.cpu_ns for reading in readings),
        sum(reading.written for reading in readings),
    )


def read_one(process: Path) -> Reading:
    """Read the counters of one folder of /proc."""
    threads = [Path(thread) for thread in (process / "task").iterdir()]
    switches = sum(
        int(count)
        for thread in threads
        for count in re.findall(r"ctxt_switches:\s+(\d+)", (thread / "status").read_text())
    )
    return Reading(
        pss_kib=number(process / "smaps_rollup", r"^Pss:\s+(\d+)"),
        switches=switches,
        cpu_ns=sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads),
        written=number(process / "io", r"^write_bytes:\s+(\d+)"),
    )


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
