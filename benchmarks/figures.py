"""What the figures of the log cost: those of two weeks, of a quarter, of a year.

    python -m benchmarks.figures [--runs 5]

CPU of this process alone; the lines are in memory already, as a reader hands them over.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from datetime import date

from ergobreak import history

YEAR = [sys.executable, "-m", "ergobreak", "simulate", "--days", "365", "--jsonl"]


def main() -> None:
    """Measure, print a line for each span."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    made = subprocess.run(YEAR, check=True, capture_output=True, text=True).stdout
    lines = [json.loads(line) for line in made.splitlines()]
    print(f"{'days':>5} {'lines':>7} {'CPU ms':>8}")
    first = date.fromisoformat(str(lines[0]["at"])[:10])
    for days in (14, 90, 365):
        part = [line for line in lines if (_day(line) - first).days < days]
        cost = [_cost(part) for _ in range(runs)]
        print(f"{days:5} {len(part):7} {statistics.median(cost) * 1000:8.1f}")


def _day(line: history.Line) -> date:
    return date.fromisoformat(str(line["at"])[:10])


def _cost(lines: list[history.Line]) -> float:
    """Work out all figures of these lines, as stats and report do; return the seconds of CPU."""
    began = time.process_time()
    counted = history.corrected(lines)
    found = history.spells(counted, counted.moments[-1])
    history.adherence(counted)
    history.by_hour(counted)
    history.water(counted)
    history.movement_days(counted)
    history.exercises(counted)
    history.bouts(found)
    history.break_minutes(found)
    history.breaks_per_hour(found)
    history.week(counted, found, _day(lines[-1]))
    return time.process_time() - began


if __name__ == "__main__":
    main()
