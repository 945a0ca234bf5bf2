"""What the journal of ten busy years weighs, and how long it takes to ask it, copy it, merge it.

    python -m benchmarks.ten_years [--years 10] [--keep FOLDER]

A simulated person has a job with calls, meetings elsewhere, short absences and lunch, and answers
now so, now so; the real writer takes it down, a day in a step. CPU is the process's own, the median
of five; the command `log` is timed from its start. Takes about two minutes.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ergobreak import config
from ergobreak.adapters.journal import backup, incoming, merge, read, retention, salvage
from ergobreak.adapters.journal.export import write
from ergobreak.adapters.journal.file import opened
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.core.model import DAY, HOUR, MINUTE
from ergobreak.person import Person
from ergobreak.simulate import plan_for
from ergobreak.simulate.happenings import Happening
from ergobreak.simulate.machine import Machine
from ergobreak.simulate.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.core.effects import Record

T = TypeVar("T")

FIRST: Final = date(2026, 1, 5)
START: Final = round(datetime(2026, 1, 5, 9, tzinfo=UTC).timestamp()) * 1_000_000
# Microseconds after nine, when the day begins.
LUNCH: Final = (3 * HOUR + 30 * MINUTE, 4 * HOUR + 15 * MINUTE)
EVENING: Final = 8 * HOUR + 30 * MINUTE
MOODS: Final = ("complete",) * 6 + ("skip", "postpone", "ignore", "partial")


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--keep", metavar="FOLDER", help="leave the journals there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as temporary:
        folder = Path(chosen.keep or temporary).absolute()
        desk, laptop = folder / "desk" / "journal.db", folder / "laptop" / "journal.db"
        for seed, path in enumerate((desk, laptop), 1):
            if not path.exists():
                live(path, chosen.years, seed)
        weigh(desk)
        ask(desk, chosen.years)
        start_log(desk.parent)
        copy(desk)
        bring_together(desk, laptop, folder)
        break_and_mend(laptop)
        forget(desk, chosen.years)


# ---------------------------------------------------------------- a life


def live(path: Path, years: int, seed: int) -> None:
    """Let a person work for so many years, and write it all down."""
    chance = random.Random(seed)  # noqa: S311 - the same life each time
    begin = time.perf_counter()
    days = years * 365
    moods = {
        name: tuple(chance.choices(MOODS, k=days * 8)) for name in ("stretch", "walk", "hydration")
    }
    happenings = tuple(each for day in range(days) for each in lived(day, chance))
    scenario = Scenario(START, days * DAY, "UTC", config.defaults(), happenings=happenings)
    store, step = SqliteStore(path, lambda: UTC), Step()

    def take(record: Record, _: str) -> None:
        day = record.at // DAY
        if step.day != day and step.records:
            store.append(step.records, None)
            step.records = []
        step.day = day
        step.records.append(record)

    machine = Machine(scenario, Person("complete", moods), plan_for, take)
    machine.run()
    store.append(step.records, machine._state)  # noqa: SLF001 - a journal has a state
    store.close()
    print(f"{path.parent.name}: {years} years written in {time.perf_counter() - begin:.0f} s")


class Step:
    """What is written in one go."""

    def __init__(self) -> None:
        self.day = -1
        self.records: list[Record] = []


def lived(number: int, chance: random.Random) -> list[Happening]:
    """Return what happens on a day: nothing on days of rest, much on others."""
    if (FIRST + timedelta(days=number)).weekday() >= 5:
        return []
    begin = number * DAY
    found = [Happening(begin, "wake")] if number else []
    for half, end in ((10 * MINUTE, LUNCH[0]), (LUNCH[1] + 5 * MINUTE, EVENING)):
        at = half + chance.randrange(20) * MINUTE
        while at < end - 40 * MINUTE:
            length = chance.choice((3, 4, 7, 12, 25)) * MINUTE
            do, undo, reason = chance.choice(
                (("idle", "active", ""), ("lock", "unlock", ""), ("busy", "free", "call"))
            )
            found.append(Happening(begin + at, do, reason=reason))
            found.append(Happening(begin + at + length, undo, reason=reason))
            at += length + chance.randrange(15, 50) * MINUTE
        if end == LUNCH[0]:
            found.append(Happening(begin + LUNCH[0], "lock"))
            found.append(Happening(begin + LUNCH[1], "unlock"))
    return [*found, Happening(begin + EVENING, "suspend")]


# ---------------------------------------------------------------- figures


def weigh(path: Path) -> None:
    """Print how large it is."""
    size, count = path.stat().st_size, read.newest(path)
    print(f"{count:,} records, {size / 1e6:.1f} MB, {size / count:.0f} bytes a record\n")
    assert count, "nobody has lived"


def ask(path: Path, years: int) -> None:
    """Print what each question costs."""
    end = START + years * 365 * DAY
    middle = START + years * 365 // 2 * DAY
    week = {"since": end - 7 * DAY, "until": end}
    questions: dict[str, dict[str, Any]] = {
        "the last day": {"since": end - DAY, "until": end},
        "a day in the middle": {"since": middle, "until": middle + DAY},
        "a week": week,
        "fourteen days": {"since": end - 14 * DAY, "until": end},
        "a week about stretch": {**week, "reminder": "stretch"},
        "a week, completed": {**week, "event": "completed"},
        "the last 20": {"last": 20},
        "the last 20 about walk": {"last": 20, "reminder": "walk"},
        "the last 20 about hydration": {"last": 20, "reminder": "hydration"},
        "about a name that never was": {"last": 20, "reminder": "nobody"},
        "the last 20 that were missed": {"last": 20, "event": "missed"},
        "the last that hurt": {"last": 1, "event": "hurt"},
        "stretch that was missed": {"last": 20, "reminder": "stretch", "event": "missed"},
        "ninety days": {"since": end - 90 * DAY, "until": end},
    }
    print(f"{'question':34}{'CPU ms':>8}{'lines':>9}")
    for name, wanted in questions.items():
        used, lines = cpu(partial(read.read, path, **wanted))
        print(f"{name:34}{used:8.1f}{len(lines):9,}")
    print()


def start_log(home: Path) -> None:
    """Print how long the command takes, from its start to its end."""
    command = [sys.executable, "-m", "ergobreak", "--home", str(home), "log", "--last", "20"]
    floor = [sys.executable, "-c", "pass"]
    for name, words in (("python -c pass", floor), ("ergobreak log --last 20", command)):
        walls, cpus = [], []
        for _ in range(7):
            before, begin = used_by_children(), time.perf_counter()
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
            walls.append(time.perf_counter() - begin)
            cpus.append(used_by_children() - before)
        wall, used = statistics.median(walls) * 1e3, statistics.median(cpus) * 1e3
        print(f"{name:34}{used:8.1f} ms CPU{wall:9.1f} ms")
    print()


def copy(path: Path) -> None:
    """Print what the daily copy costs."""
    used, wall, made = timed(lambda: backup.make(path, "2036-01-01"))
    print(f"{'a copy':34}{used:8.0f} ms CPU{wall:9.0f} ms{made.stat().st_size / 1e6:9.1f} MB")


def bring_together(desk: Path, laptop: Path, folder: Path) -> None:
    """Print what it costs to bring one log into the other: looked at, written, and once more."""
    lines = folder / "laptop.jsonl"
    with lines.open("w", encoding="utf-8", newline="") as out:
        used, wall, count = timed(lambda: write(read.walk(laptop), out, "jsonl"))
    print(f"{'export, JSON lines':34}{used:8.0f} ms CPU{wall:9.0f} ms{count:9,} lines")
    with closing(opened(desk, 5.0)) as connection:
        used, wall, found = timed(lambda: merge.look(connection, incoming.read_lines(lines)))
        print(f"{'look at it':34}{used:8.0f} ms CPU{wall:9.0f} ms{found.new:9,} lines")
        used, wall, count = timed(lambda: merge.bring_in(connection))
        print(f"{'bring it in':34}{used:8.0f} ms CPU{wall:9.0f} ms{count:9,} lines")
        again = merge.look(connection, incoming.read_lines(lines))
        assert not again.new, "a second time has to change nothing"
    size = desk.stat().st_size
    count = read.newest(desk)
    print(f"{'both together':34}{size / 1e6:8.1f} MB{'':24}{count:9,} lines")


def break_and_mend(path: Path) -> None:
    """Print what it costs to save what can be saved: from the file alone, then with a copy."""
    for name in ("mend after damage, without a copy", "the same with a copy"):
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(os.urandom(100_000))
        used, wall, told = timed(lambda: salvage.mend(path))
        print(f"{name:34}{used:8.0f} ms CPU{wall:9.0f} ms  {told.partition('. ')[2]}")
        backup.make(path, "2036-01-01")


def forget(path: Path, years: int) -> None:
    """Print what it costs to turn a day into totals, and then all but the last 90."""
    last = FIRST + timedelta(days=years * 365)
    with closing(opened(path, 5.0)) as connection:
        first = retention.fold(connection, FIRST + timedelta(days=7))
        assert first.days, "no day was old enough"
        used, wall, folded = timed(lambda: retention.fold(connection, FIRST + timedelta(days=8)))
        print(
            f"{'a day becomes a total':34}{used:8.0f} ms CPU{wall:9.0f} ms{folded.lines:9,} lines"
        )
        used, wall, folded = timed(lambda: retention.fold(connection, last - timedelta(days=90)))
        print(f"{'all but 90 days':34}{used:8.0f} ms CPU{wall:9.0f} ms{folded.lines:9,} lines")
        used, wall, _ = timed(lambda: retention.purge(path, connection, folded, last))
    size = path.stat().st_size
    print(f"{'and its room given back':34}{used:8.0f} ms CPU{wall:9.0f} ms{size / 1e6:9.1f} MB")


def cpu(work: Callable[[], T]) -> tuple[float, T]:
    """Return milliseconds of CPU, the median of five, and what came of it."""
    runs = [timed(work) for _ in range(5)]
    return statistics.median(used for used, _, _ in runs), runs[-1][2]


def timed(work: Callable[[], T]) -> tuple[float, float, T]:
    """Return milliseconds of CPU, milliseconds on the clock, and what came of it."""
    begin, used = time.perf_counter(), time.process_time()
    found = work()
    return (time.process_time() - used) * 1e3, (time.perf_counter() - begin) * 1e3, found


def used_by_children() -> float:
    """Return user and system seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
