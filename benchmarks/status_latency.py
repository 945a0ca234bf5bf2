"""How long `ergobreak status` takes, beside a Python that does nothing.

    python -m benchmarks.status_latency [--runs 40]

The three commands take turns, so that a busy moment of the machine meets all of them. Medians of
wall time; the ratio is to `python -c pass` of the same interpreter.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

from benchmarks import daemon

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOOR: Final = "python -c pass"


def main() -> None:
    """Measure, print a line for each command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=40)
    taken = measure(parser.parse_args().runs)
    floor = statistics.median(taken[FLOOR])
    print(f"{'':28}{'median ms':>11}{'fastest ms':>12}{'ratio':>8}")
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"{name:28}{median * 1e3:11.1f}{min(times) * 1e3:12.1f}{median / floor:8.2f}")


def measure(runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run, by command."""
    commands = {
        FLOOR: [sys.executable, "-c", "pass"],
        "python -m ergobreak status": daemon.status(),
    }
    if daemon.console_script().exists():
        commands["ergobreak status"] = [str(daemon.console_script()), "status"]

    taken: dict[str, list[float]] = {name: [] for name in commands}
    with daemon.running("--headless") as (_, environment):
        for _ in range(runs):
            for name, command in commands.items():
                taken[name].append(timed(command, environment))
    return taken


def timed(command: list[str], environment: Mapping[str, str]) -> float:
    """Run a command and return the seconds that it took."""
    begin = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
