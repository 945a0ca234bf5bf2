"""What it takes to be there all day: ergobreak beside Workrave, Safe Eyes and RSIBreak.

    python -m benchmarks.side_by_side [--seconds 60] [--rounds 1]

All on one furnished desktop (benchmarks/desk.py), one after the other, each with its own settings
as they come, on its second start. First nobody is there, then somebody presses five keys a second.
Linux only, and as root where a peer has to be installed.

PSS and USS are summed over the program's processes. USS is what it alone has, PSS shares the
libraries out among those who use them: the panel is GTK as well, and this measuring is Python.
Switches, CPU and started programs are counted by the kernel for all threads and children (perf),
written bytes are write_bytes of /proc/PID/io.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import daemon, desk
from benchmarks.idle_cost import BARE, LEAVES_SOON, SCHEDULER, number, typing
from benchmarks.reaction import Keyboard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.desktop.desktop import Desktop

OURS: Final = "ergobreak"
FLOOR: Final = "APScheduler started"
PROGRAMS: Final[dict[str, tuple[str, ...]]] = {
    OURS: (sys.executable, "-m", "ergobreak", "run", "--ignore-hours"),
    "Workrave": ("workrave",),
    "Safe Eyes": ("safeeyes",),
    "RSIBreak": ("rsibreak",),
}
FLOORS: Final[dict[str, tuple[str, ...]]] = {
    "bare interpreter": (sys.executable, "-c", BARE),
    FLOOR: (sys.executable, "-c", SCHEDULER),
}
FIRST_START: Final = 6  # seconds
SETTLE: Final = 25  # seconds; the slowest of them is quiet by then
FINGERS_SETTLE: Final = 12
PSS: Final = "Pss"
USS: Final = "Private_(?:Clean|Dirty)"
EVENTS: Final = "context-switches,task-clock,sched:sched_process_exec"


@dataclass(frozen=True, slots=True)
class Span:
    """What a span of watching has counted, a minute of it: switches, CPU ms, programs, bytes."""

    switches: float
    cpu_ms: float
    programs: float
    written: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program costs: memory in MiB, and a minute without and with somebody there."""

    pss: float
    uss: float
    away: Span
    typing: Span | None


def main() -> None:
    """Measure, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    chosen = parser.parse_args()
    desk.install()
    found, sources = measure(chosen.seconds, chosen.rounds)
    print("\n".join(table(found)))
    print(f"\nSources of the daemon: {sources}")


def measure(seconds: int, rounds: int) -> tuple[dict[str, Cost], str]:
    """Return the cost of each program, the median of the rounds, and what our daemon listened to.

    The programs take turns, so that what the machine does meanwhile meets all of them.
    """
    costs: dict[str, list[Cost]] = {}
    sources = ""
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        home = Path(folder)
        with desk.furnished(home) as desktop:
            for round_ in range(rounds):
                for name, command in (FLOORS | PROGRAMS).items():
                    place = home / name.replace(" ", "-")
                    if name in PROGRAMS and not round_:
                        prepare(desktop, command, place)
                    with desk.Started(desktop, command, place) as program:
                        if name == OURS:
                            daemon.wait_for_answer(program.process, program.env)
                            sources = heard(program.env)
                        cost = watch(program, desktop, seconds, is_floor=name in FLOORS)
                    costs.setdefault(name, []).append(cost)
                    print(f"measured: {name} {cost}", file=sys.stderr, flush=True)
    return {name: middle(each) for name, each in costs.items()}, sources


def prepare(desktop: Desktop, command: tuple[str, ...], home: Path) -> None:
    """Start a program once, so that its first files are there; ours finds nobody after 2 s."""
    home.mkdir(mode=0o700)
    if command[0] == sys.executable:
        (home / "ergobreak.toml").write_text(LEAVES_SOON, encoding="utf-8")
    with desk.Started(desktop, command, home):
        time.sleep(FIRST_START)


def heard(env: Mapping[str, str]) -> str:
    """Return what `doctor` says of the sources of the daemon that is measured."""
    asked = [sys.executable, "-m", "ergobreak", "doctor", "--json"]
    done = subprocess.run(asked, env=dict(env), capture_output=True, text=True, check=False)
    parts = json.loads(done.stdout)["parts"]
    return ", ".join(f"{part['title']} {part['state']}" for part in parts)


def watch(program: desk.Started, desktop: Desktop, seconds: int, *, is_floor: bool) -> Cost:
    """Return what a program costs, from now on."""
    time.sleep(1 if is_floor else SETTLE)
    away = span(program, 2 if is_floor else seconds)
    pids = program.pids()
    pss, uss = (sum(memory(pid, kind) for pid in pids) / 1024 for kind in (PSS, USS))
    if is_floor:
        return Cost(pss, uss, away, None)
    with typing(Keyboard(desktop.env["DISPLAY"])):
        time.sleep(FINGERS_SETTLE)
        busy = span(program, seconds)
    return Cost(pss, uss, away, busy)


def span(program: desk.Started, seconds: int) -> Span:
    """Count for so many seconds."""
    pids = program.pids()
    assert pids, f"it has ended with {program.process.poll()}"
    before = written(pids)
    watched = ["-p", ",".join(map(str, pids)), "--", "sleep", str(seconds)]
    done = subprocess.run(
        ["perf", "stat", "-x", ",", "-e", EVENTS, *watched],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    # What never ran is "<not counted>".
    counts = [
        0.0 if line.startswith("<") else float(line.split(",")[0])
        for line in done.stderr.splitlines()
        if re.match(r"[\d<]", line)
    ]
    minutes = seconds / 60
    switches, cpu_ms, programs = (count / minutes for count in counts)
    return Span(switches, cpu_ms, programs, (written(pids) - before) / minutes)


def written(pids: list[int]) -> int:
    """Return the bytes that these processes have sent to the disk."""
    total = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            total += number(Path(f"/proc/{pid}/io"), r"^write_bytes:\s+(\d+)")
    return total


def memory(pid: int, kind: str) -> int:
    """Return the KiB of a process that lines of its smaps_rollup of this kind add up to."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return sum(map(int, re.findall(rf"^{kind}:\s+(\d+)", told, re.MULTILINE)))
    return 0


def middle(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""

    def spans(found: list[Span]) -> Span:
        return Span(*map(statistics.median, zip(*map(astuple, found), strict=True)))

    busy = [cost.typing for cost in costs if cost.typing is not None]
    return Cost(
        statistics.median(cost.pss for cost in costs),
        statistics.median(cost.uss for cost in costs),
        spans([cost.away for cost in costs]),
        spans(busy) if busy else None,
    )


def table(found: Mapping[str, Cost]) -> list[str]:
    """Return the rows, in Markdown."""
    rows = [
        (
            "| | PSS MiB | USS MiB | switches/min away | typing | CPU ms/min away | typing "
            "| programs/min | bytes/day away |"
        ),
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for name, cost in found.items():
        away, busy = cost.away, cost.typing
        said = [f"{cost.pss:.1f}", f"{cost.uss:.1f}"]
        if busy is not None:
            said += [f"{away.switches:.0f}", f"{busy.switches:.0f}"]
            said += [f"{away.cpu_ms:.1f}", f"{busy.cpu_ms:.1f}"]
            said += [f"{away.programs:.0f}", f"{away.written * 24 * 60:,.0f}"]
        rows.append(f"| {name} | {' | '.join(said + [''] * (8 - len(said)))} |")
    return rows


if __name__ == "__main__":
    main()
