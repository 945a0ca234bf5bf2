"""A program that shows notices that stay, as the daemon would, and is killed under them."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

from ergobreak.adapters.dbus.bus import Bus, session_address
from ergobreak.adapters.notify.by_dbus import DbusNotifier
from tests.services.heard import walk_notice

ROOT = Path(__file__).resolve().parents[2]


def kill_with_notices(address: str, left: Path, *names: str) -> None:
    """Have another process show notices on a bus, noted in the file `left`, and kill it."""
    command = [sys.executable, "-m", "tests.services.stay_till_killed", str(left), *names]
    env = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"shown\n"
        process.kill()


def main() -> None:
    """Be that program: show them, say so, and stay."""
    bus = Bus(session_address())
    bus.start()
    notifier = DbusNotifier(bus, left=Path(sys.argv[1]))
    reports: queue.SimpleQueue[bool] = queue.SimpleQueue()
    notifier.start(lambda *_: None, lambda _, is_shown: reports.put(is_shown))
    for name in sys.argv[2:]:
        notifier.show(walk_notice(name))
        assert reports.get(timeout=8.0)
    sys.stdout.write("shown\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
