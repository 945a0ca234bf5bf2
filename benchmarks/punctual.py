"""How late a prompt is: after the instant that it is due, or after what held it has ended.

    python -m benchmarks.punctual [--prompts 60]

Due: a headless daemon with a reminder every two seconds, by the line that it prints. Released: a
film ends on a desktop of its own, by the call that the notification server gets (as in reaction).
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.reaction import releases, share
from tests.desktop.desktop import Desktop
from tests.integration.daemon import Daemon, seconds_of
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Sequence

OFTEN: Final = """
version = 1
[delivery]
warning = "0s"
[reminders.eyes]
every = "1s"
for = "0.5s"
"""


def main() -> None:
    """Measure, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--prompts", type=int, default=60)
    prompts = parser.parse_args().prompts
    print(f"{'':20}{'prompts':>9}{'median ms':>11}{'p99 ms':>9}{'worst ms':>10}")
    for name, late in (("due", dues(prompts)), ("released", released(prompts))):
        middle, high, worst = summed_up(late)
        print(f"{name:20}{len(late):9}{middle:11.1f}{high:9.1f}{worst:10.1f}")


def dues(prompts: int) -> list[int]:
    """Return how late each prompt was, in nanoseconds; a line's instant is cut to milliseconds."""
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        home = Path(folder)
        (home / "often.toml").write_text(OFTEN, encoding="utf-8")
        options = ("--ignore-hours", "--config", str(home / "often.toml"))
        with Daemon(home / "home", *options) as daemon:
            daemon.ready()
            wait_for(lambda: len(daemon.lines("prompted")) >= prompts, 3.0 * prompts)
            heard = [one for one in tuple(daemon.heard) if one.line.get("event") == "prompted"]
    return [round((one.came_at - seconds_of(one.line)) * 1e9) for one in heard]


def released(prompts: int) -> list[int]:
    """Return how long after the end of a film each prompt was sent, in nanoseconds."""
    with (
        tempfile.TemporaryDirectory(prefix="ergobreak-") as folder,
        contextlib.ExitStack() as open_,
    ):
        home = Path(folder)
        (home / "system").mkdir()
        system = open_.enter_context(PrivateBus(home / "system"))
        desktop = open_.enter_context(Desktop(home / "desktop"))
        desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = system.address
        return releases(desktop, home, prompts)


def summed_up(late: Sequence[int]) -> tuple[float, float, float]:
    """Return the median, what 99 of 100 keep, and the worst, in milliseconds."""
    ranked = sorted(late)
    return statistics.median(ranked) / 1e6, share(ranked, 0.99) / 1e6, ranked[-1] / 1e6


if __name__ == "__main__":
    main()
