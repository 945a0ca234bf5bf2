"""All that ergobreak promises of its cost, measured in one run and beside its peers.

    python -m benchmarks [--write] [--seconds 60] [--rounds 1] [--runs 9]

Prints a table of the targets, and below it every figure. With `--write` it goes to
docs/benchmarks.md as well, above the notes that stand there. Needs Linux, and installs the peers
from Debian where they are missing (then as root); without them it ends. About fifteen minutes;
the load of the machine is noted beside the figures: what others do costs time, but no memory.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import desk, punctual, side_by_side, simulated_year, start_to_icon, status_latency
from benchmarks.side_by_side import FLOOR, OURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.side_by_side import Cost

PAPER: Final = desk.ROOT / "docs" / "benchmarks.md"
NOTES: Final = "## Notes\n"
ICON: Final = start_to_icon.SHOWS
PEER: Final = "Workrave"
FAULTS: Final = ("-q", "-p", "no:cacheprovider", "tests/integration/test_clock_faults.py")
ABOUT_WATCHING: Final = (
    "It is the second start of each, in turn, on the same Xvfb with openbox and Xfce's panel. USS"
    " is what a program alone has; PSS shares out what several use, here GTK with the panel, and"
    " Python with the measuring. Switches are all context switches of a program, and of the"
    " programs that it starts."
)
Row = tuple[str, str, str, bool]  # what, the target, the figure, whether it is met


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="also into docs/benchmarks.md")
    parser.add_argument("--seconds", type=int, default=60, help="how long each is watched")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is watched")
    parser.add_argument("--runs", type=int, default=9, help="how often what is quick is run")
    chosen = parser.parse_args()
    desk.install()
    told = "\n".join(measured(chosen.seconds, chosen.rounds, chosen.runs))
    print(told)
    if chosen.write:
        _, _, notes = (
            PAPER.read_text(encoding="utf-8").partition(NOTES) if PAPER.exists() else [""] * 3
        )
        PAPER.write_text(f"{told}\n\n{NOTES}{notes}", encoding="utf-8")


def measured(seconds: int, rounds: int, runs: int) -> list[str]:
    """Measure everything and return it as lines of Markdown."""
    loads = [load()]
    costs, sources = side_by_side.measure(seconds, rounds)
    loads.append(load())
    icons = start_to_icon.measure(runs)
    status = status_latency.measure(4 * runs)
    cpu, _, lines = simulated_year.measure(max(3, runs // 2))
    late = {"due": punctual.dues(5 * runs), "released": punctual.released(5 * runs)}
    loads.append(load())
    year = statistics.median(cpu)
    rows = [
        *memory_rows(costs),
        *waking_rows(costs),
        *icon_rows(icons),
        *status_rows(status),
        row("a simulated year, CPU s", 2, year, " (aim 1)", 2),
        *(
            row(f"{name}: prompt sent, p99 ms", 50, punctual.summed_up(each)[1])
            for name, each in late.items()
        ),
        clock_row(),
    ]
    watched = f"for {seconds} s with nobody there and for {seconds} s with five keys a second"
    said = f"A simulated year has {lines:,} lines of log and takes {year:.2f} s of CPU."
    return [
        *heading(loads),
        *targets(rows),
        *section("Being there all day"),
        *side_by_side.table(costs),
        "",
        f"Each is watched {watched}, {rounds} time(s). {ABOUT_WATCHING}",
        "",
        f"`doctor` said of the daemon while it was measured: {sources}.",
        *section("From exec to the icon, and to the answer"),
        *columns("median ms", "fastest ms", "runs"),
        *(timing(name, times) for name, times in (icons | status).items()),
        *section("Prompts"),
        *columns("median ms", "p99 ms", "worst ms", "prompts"),
        *(lateness(name, each) for name, each in late.items()),
        "",
        said,
        *section("Ten years of log"),
        "```text",
        *ten_years(),
        "```",
    ]


# ---------------------------------------------------------------- the page


def heading(loads: Sequence[str]) -> list[str]:
    """Return what stands above all figures."""
    return [
        "# What ergobreak costs",
        "",
        "Measured by one command, in one run and side by side; on your machine it is",
        "`python -m benchmarks`.",
        "",
        f"{datetime.now(UTC):%d %B %Y}, {machine()}.",
        f"Load average at the beginning {loads[0]}, after what is watched {loads[1]}, after what",
        f"is quick {loads[2]}.",
    ]


def section(title: str) -> list[str]:
    """Return a heading."""
    return ["", f"## {title}", ""]


def columns(*names: str) -> list[str]:
    """Return the head of a table whose first column needs no name."""
    return [f"| | {' | '.join(names)} |", f"| --- |{' --: |' * len(names)}"]


def targets(rows: Sequence[Row]) -> list[str]:
    """Return the table of what was promised."""
    said = (
        f"| {what} | {target} | {figure} | {'met' if is_met else '**missed**'} |"
        for what, target, figure, is_met in rows
    )
    return ["", "| what | target | measured | |", "| --- | --: | --: | --- |", *said]


# ---------------------------------------------------------------- the targets


def row(what: str, target: float, figure: float, aim: str = "", digits: int = 1) -> Row:
    """Return a row of the targets: the figure may be as large as that."""
    return what, f"at most {target:.{digits}f}{aim}", f"{figure:.{digits}f}", figure <= target


def memory_rows(costs: Mapping[str, Cost]) -> list[Row]:
    """Return what is promised of memory."""
    ours, peer, floor = costs[OURS], costs[PEER], costs[FLOOR]
    return [
        row(f"PSS as a share of {PEER}'s", 1, ours.pss / peer.pss, " (aim 0.85)", 2),
        row("PSS beyond APScheduler, MiB", 8, ours.pss - floor.pss),
    ]


def waking_rows(costs: Mapping[str, Cost]) -> list[Row]:
    """Return what is promised of a minute."""
    away, busy = costs[OURS].away, costs[OURS].typing
    assert busy is not None, "the daemon is watched while somebody types"
    return [
        row("switches a minute, nobody there", 0, away.switches, digits=0),
        row("CPU ms a minute, nobody there", 0, away.cpu_ms),
        row("bytes written a minute, nobody there", 0, away.written, digits=0),
        row("programs started a minute", 0, away.programs, digits=0),
        row("switches a minute while typing", 4, busy.switches, digits=0),
    ]


def icon_rows(found: Mapping[str, Sequence[float]]) -> list[Row]:
    """Return what is promised of the start."""
    # Who has shown no icon was no match for anybody.
    ours, peer, other = (
        statistics.median(found.get(f"{name}: {ICON}", [start_to_icon.GIVE_UP_AFTER]))
        for name in (OURS, PEER, "Safe Eyes")
    )
    return [
        row(f"start to icon as a share of {PEER}'s", 1, ours / peer, digits=2),
        row("start to icon as a share of Safe Eyes'", 1 / 3, ours / other, digits=2),
    ]


def status_rows(found: Mapping[str, Sequence[float]]) -> list[Row]:
    """Return what is promised of `status`."""
    floor = statistics.median(found[status_latency.FLOOR])
    return [
        row(
            f"`{name}` beside a bare interpreter",
            2.6,
            statistics.median(times) / floor,
            " (aim 1.5)",
        )
        for name, times in found.items()
        if name != status_latency.FLOOR
    ]


def clock_row() -> Row:
    """Return whether the tests of clock steps and suspends hold, here and now."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *FAULTS],
        cwd=desk.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.strip().splitlines()[-1:] or ["nothing"]
    what = "countdowns under clock steps and suspends"
    return what, "none moves", told[0], done.returncode == 0


# ---------------------------------------------------------------- what is printed


def timing(name: str, times: Sequence[float]) -> str:
    """Return a row of times, given in seconds."""
    middle, best = statistics.median(times) * 1e3, min(times) * 1e3
    return f"| {name} | {middle:.0f} | {best:.0f} | {len(times)} |"


def lateness(name: str, late: Sequence[int]) -> str:
    """Return a row of how late prompts were, given in nanoseconds."""
    told = " | ".join(f"{ms:.1f}" for ms in punctual.summed_up(late))
    return f"| {name} | {told} | {len(late)} |"


def ten_years() -> list[str]:
    """Return what the benchmark of ten years prints."""
    command = [sys.executable, "-m", "benchmarks.ten_years"]
    done = subprocess.run(command, cwd=desk.ROOT, capture_output=True, text=True, check=True)
    return done.stdout.rstrip().splitlines()


def load() -> str:
    """Return how busy the machine is: the load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def machine() -> str:
    """Return what the figures were measured on."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return (
        f"{system}, {len(names)} cores ({names[0]}), {memory:.0f} GiB,"
        f" Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
