"""What a simulated working year costs, start-up of the program included.

    python -m benchmarks.simulated_year [--runs 5]

CPU is user and system time of the whole process, as the kernel counts it for its parent.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time

YEAR = [sys.executable, "-m", "ergobreak", "simulate", "--days", "365", "--jsonl"]


def main() -> None:
    """Measure, print one line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    cpu, wall, lines = measure(parser.parse_args().runs)
    print(f"{'':28}{'CPU s':>8}{'least':>8}{'wall s':>8}{'lines':>8}")
    print(
        f"{'simulate --days 365 --jsonl':28}{statistics.median(cpu):8.2f}{min(cpu):8.2f}"
        f"{statistics.median(wall):8.2f}{lines:8}"
    )


def measure(runs: int) -> tuple[list[float], list[float], int]:
    """Return the seconds of CPU and the seconds of each run, and how many lines a year has."""
    # Counted in a run of its own: the measured ones print to nobody.
    lines = subprocess.run(YEAR, check=True, capture_output=True).stdout.count(b"\n")
    assert lines, "a year without a line was not simulated"

    cpu: list[float] = []
    wall: list[float] = []
    for _ in range(runs):
        begin, used = time.perf_counter(), cpu_of_children()
        subprocess.run(YEAR, check=True, stdout=subprocess.DEVNULL)
        cpu.append(cpu_of_children() - used)
        wall.append(time.perf_counter() - begin)
    return cpu, wall, lines


def cpu_of_children() -> float:
    """Return user and system seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
