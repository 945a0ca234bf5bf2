"""What the break window costs: how soon it is seen, its memory, its share of a core, its pictures.

    python -m benchmarks.break_window [--runs 50] [--seconds 20]

On desktops of its own: Xvfb, session bus, openbox, Xfce's panel. Linux only. `painted` is what the
window says after the X server has answered that everything is drawn. Warmed: the process was
prepared, as it is at the warning; cold: it was not. The share of a core is that of the window's
process while an exercise moves all the time; the X server's is beside it.
"""

from __future__ import annotations

import argparse
import os
import select
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from Xlib import display
from Xlib.ext import damage

from ergobreak.window.breaks.course import ANNOUNCED_FOR
from tests.desktop.break_window import PROMPT, BreakWindow
from tests.desktop.desktop import MARK, PANEL, Desktop

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES: Final = ((1920, 1080), (3840, 2160))
LEVELS: Final = {2: "panel", 3: "full screen"}
LARGE: Final = 10_000  # square pixels; the ring of a card is smaller, a figure is not
MOVING: Final = "march-in-place"  # it never rests
TICKS: Final = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        for number, size in enumerate(SIZES):
            print(f"{size[0]} x {size[1]}")
            with Desktop(Path(folder) / str(number), [PANEL], size=size) as desktop:
                for level in LEVELS:
                    first_paint(desktop, level, given.runs)
                for level in LEVELS:
                    running_break(desktop, level, given.seconds)


def first_paint(desktop: Desktop, level: int, runs: int) -> None:
    """Print how long it takes to be seen, warmed and cold."""
    warmed, cold, begun = [], [], []
    for _ in range(runs):
        with BreakWindow(desktop) as window:
            warmed.append(seen(window, "prompt", level))
            begun.append(seen(window, "break", level))
    for _ in range(max(1, runs // 5)):
        begin = time.perf_counter()
        window = BreakWindow(desktop)
        window.says(do="prompt", **{**PROMPT, "level": level})
        window.hears("painted", phase="prompt")
        cold.append(time.perf_counter() - begin)
        window.__exit__(None)
    tell(f"{LEVELS[level]}, cold, from exec", cold)
    tell(f"{LEVELS[level]}, warmed", warmed)
    tell(f"{LEVELS[level]}, from prompt to break", begun)


def seen(window: BreakWindow, phase: str, level: int) -> float:
    """Return the seconds until the window says that it is seen."""
    begin = time.perf_counter()
    line = {**PROMPT, "level": level, "tip": "", "walked": False, "paused": False, "left": 300}
    window.says(do=phase, **line)
    window.hears("painted", phase=phase)
    return time.perf_counter() - begin


def running_break(desktop: Desktop, level: int, seconds: float) -> None:
    """Print memory, share of a core and pictures a second while an exercise moves."""
    with BreakWindow(desktop) as window:
        prepared = memory(window.process.pid)
        window.breaks(level=level, exercises=[MOVING])
        window.passes(ANNOUNCED_FOR)
        server = x_server(desktop)
        before = cpu(window.process.pid), cpu(server)
        pictures = drawn(desktop, window.windows()[0].id, seconds)
        after = cpu(window.process.pid), cpu(server)
        rss, pss = memory(window.process.pid)
    mine, theirs = ((b - a) / seconds * 100 for a, b in zip(before, after, strict=True))
    print(
        f"  {LEVELS[level] + ', an exercise moves':34}{mine:5.1f} % of a core, the X server"
        f" {theirs:.1f} %; {pictures:.1f} pictures a second; RSS {rss:.0f} MB, PSS {pss:.0f} MB"
        f" (prepared: {prepared[0]:.0f}, {prepared[1]:.0f})"
    )


def drawn(desktop: Desktop, window: int, seconds: float) -> float:
    """Return how often a second something large is drawn in a window, as the X server says it."""
    screen = display.Display(desktop.env["DISPLAY"])
    try:
        screen.damage_query_version()
        seen = screen.create_resource_object("window", window)
        seen.damage_create(damage.DamageReportRawRectangles)
        screen.sync()
        end = time.perf_counter() + seconds
        count = 0
        while (left := end - time.perf_counter()) > 0:
            select.select([screen], [], [], left)
            while screen.pending_events():
                area = screen.next_event().area
                count += area.width * area.height > LARGE
    finally:
        screen.close()
    return count / seconds


def x_server(desktop: Desktop) -> int:
    """Return the process of the desktop's X server."""
    mark = f"{MARK}={desktop.env[MARK]}".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            is_it = (entry / "comm").read_text() == "Xvfb\n"
            if is_it and mark in (entry / "environ").read_bytes().split(b"\0"):
                return int(entry.name)
        except OSError:
            continue  # it has ended meanwhile
    raise SystemExit("the X server is not there")


def cpu(pid: int) -> float:
    """Return the seconds of a core that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> tuple[float, float]:
    """Return RSS and PSS of a process in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    told = dict(line.split(":", 1) for line in lines if ":" in line)
    rss, pss = (int(told[key].split()[0]) / 1024 for key in ("Rss", "Pss"))
    return rss, pss


def tell(what: str, times: Sequence[float]) -> None:
    """Print the middle and the worst of some times."""
    ordered = sorted(times)
    worst = ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
    print(
        f"  {what:34}p50 {statistics.median(ordered) * 1e3:5.0f} ms"
        f"  p99 {worst * 1e3:5.0f} ms  of {len(ordered)}"
    )


if __name__ == "__main__":
    main()
