"""What the settings cost: checking them, taking over a save, watching for one, holding them.

    python -m benchmarks.config_layer [--runs 20] [--saves 5] [--seconds 60]

- `config check`, beside a Python that does nothing, in turns; medians of wall time. With
  `--simulate` a working week is played as well, once for settings that annoy nobody.
- From the save to the effect: from the file's last change to the line `config_changed` of a
  headless daemon, for each way of saving. Of this 0.3 s are the rest that tells a save is complete.
- Wake-ups of a whole daemon that watches its settings, while nobody saves and nothing is due.
- Memory by stages, of a process that does nothing else: USS of /proc/self/smaps_rollup, in the
  order in which the daemon loads things.

Linux only. Ways to save whose editor is not there are named and left out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks import daemon
from benchmarks.idle_cost import SETTLE_SECONDS, read
from benchmarks.status_latency import timed
from tests.integration import test_reload as saving
from tests.integration.daemon import VIRTUAL, Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
WITHIN = 20.0  # seconds
STAGES = """
import re, sys
from pathlib import Path
path = Path(sys.argv[1])

def told(name):
    found = re.findall(r"^Private_(?:Clean|Dirty):\\s+(\\d+)", Path(
        "/proc/self/smaps_rollup").read_text(), re.MULTILINE)
    print(f"{name}\\t{sum(map(int, found))}")

told("bare interpreter, re, pathlib")
from ergobreak.core import engine
told("+ the engine")
from ergobreak.adapters.time import calendar
told("+ calendar rules")
from ergobreak import config, paths
settings = config.defaults()
told("+ the config layer, defaults")
places = paths.find(str(path.parent))
settings = config.load(places, calendar).settings
told("+ the person's file, last good copy")
plan = config.compile_plan(settings, calendar, "Europe/Berlin")
told("+ the plan")
for _ in range(100):
    settings = config.load(places, calendar).settings
    plan = config.compile_plan(settings, calendar, "Europe/Berlin")
told("+ a hundred reloads")
"""


def main() -> None:
    """Measure, print a table for each question."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        checks(Path(folder), chosen.runs)
        saves(Path(folder), chosen.saves)
        memory(Path(folder))
    wake_ups(chosen.seconds)


def checks(folder: Path, runs: int) -> None:
    """Time `config check`, plain and with a week, beside a bare interpreter."""
    file = commented(folder / "check.toml")
    check = [sys.executable, "-m", "ergobreak", "config", "check", str(file)]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "config check": check,
        "config check --simulate": [*check, "--simulate"],
    }
    environment = {**os.environ, "ERGOBREAK_HOME": str(folder / "none"), "PYTHONPATH": str(ROOT)}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(timed(command, environment))
    floor = statistics.median(taken["python -c pass"])
    print(f"{'checking':28}{'median ms':>11}{'fastest ms':>12}{'ratio':>8}")
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"{name:28}{median * 1e3:11.1f}{min(times) * 1e3:12.1f}{median / floor:8.2f}")


def saves(folder: Path, times: int) -> None:
    """Time how long a save takes to be in force, for each way of saving."""
    ways: dict[str, Callable[[Path], None]] = {
        "emptied and written": saving.truncated,
        "renamed over it": saving.renamed,
        "removed and made anew": saving.removed_first,
        "sed -i": saving.by_sed,
        "vim": saving.by_vim,
        "vim, backupcopy=no": partial(saving.by_vim, options=("backup", "backupcopy=no")),
        "vim, backupcopy=yes": partial(saving.by_vim, options=("backup", "backupcopy=yes")),
        "nano": saving.by_nano,
        "a link in its place": saving.linked,
    }
    print(f"\n{'from the save to the effect':28}{'median s':>11}{'longest s':>12}")
    with Daemon(folder / "home", *VIRTUAL) as running:
        running.ready()
        for name, save in ways.items():
            try:
                took = [delay(running, save) for _ in range(times)]
            except pytest.skip.Exception as missing:
                print(f"{name:28}  {missing.msg}")
            else:
                print(f"{name:28}{statistics.median(took):11.2f}{max(took):12.2f}")


def delay(running: Daemon, save: Callable[[Path], None]) -> float:
    """Return the seconds from the last change of the file until the daemon has told of it."""
    path = running.paths.config
    path.unlink(missing_ok=True)
    path.write_text(saving.FIRST)
    wait_for(lambda: saving.minutes(running) == 40, WITHIN)
    running.catch_up()
    known = len(running.heard)
    save(path)
    saved_at = max(path.stat().st_mtime, path.lstat().st_mtime)
    wait_for(lambda: changed(running, known), WITHIN)
    return changed(running, known) - saved_at


def changed(running: Daemon, known: int) -> float:
    """Return when the daemon told of other settings, among what it said since; 0: not yet."""
    told = [one for one in running.heard[known:] if one.line.get("event") == "config_changed"]
    return told[0].came_at if told else 0


def memory(folder: Path) -> None:
    """Print what each stage of loading settings adds to a process."""
    home = folder / "memory"
    home.mkdir(mode=0o700)
    file = commented(home / "ergobreak.toml")
    told = subprocess.run(
        [sys.executable, "-c", STAGES, str(file)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    print(f"\n{'memory':40}{'USS MiB':>9}{'added':>9}")
    before = 0
    for line in told.splitlines():
        name, kib = line.split("\t")
        added = f"{(int(kib) - before) / 1024:9.2f}" if before else ""
        print(f"{name:40}{int(kib) / 1024:9.2f}{added}")
        before = int(kib)


def commented(path: Path) -> Path:
    """Write the shipped file with every value in force, as somebody who changed much has it."""
    lines = (ROOT / "config" / "ergobreak.toml").read_text(encoding="utf-8").splitlines()
    kept = [line[1:] if line[:1] == "#" and line[1:2].isalpha() else line for line in lines]
    path.write_text("\n".join(kept), encoding="utf-8")
    return path


def wake_ups(seconds: int) -> None:
    """Print how often a daemon with settings to watch wakes up while nothing happens."""
    with daemon.running("--headless") as (pid, environment):
        (Path(environment["ERGOBREAK_HOME"]) / "ergobreak.toml").write_text(saving.FIRST)
        time.sleep(SETTLE_SECONDS)
        before = read(pid)
        time.sleep(seconds)
        after = read(pid)
    print(f"\n{'wake-ups':28}{'voluntary':>11}{'involuntary':>13}{'CPU ms':>9}")
    name = f"watching, {seconds} s"
    print(
        f"{name:28}{after.voluntary - before.voluntary:11}"
        f"{after.involuntary - before.involuntary:13}{(after.cpu_ns - before.cpu_ns) / 1e6:9.1f}"
    )


if __name__ == "__main__":
    main()
