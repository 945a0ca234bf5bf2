"""Show one notice as the daemon would on this desktop, and print what became of it.

Arguments: title and body. A program of its own, because the way is chosen by the environment.
"""

from __future__ import annotations

import queue
import sys

from ergobreak.adapters.dbus.bus import Bus, session_address
from ergobreak.adapters.notify.chain import choose
from ergobreak.core.view import Notice


def main() -> None:
    """Show it, wait for the report, print it."""
    bus = Bus(session_address())
    bus.start()
    notifier = choose(bus)
    reports: queue.SimpleQueue[bool] = queue.SimpleQueue()
    notifier.start(lambda prompt, answer: None, lambda prompt, ok: reports.put(ok))
    notifier.show(Notice("p1", sys.argv[1], sys.argv[2]))
    sys.stdout.write(f"{type(notifier).__name__}: {reports.get(timeout=8.0)}\n")
    if type(notifier).__name__ == "PlyerNotifier":
        loaded = [name for name in sys.modules if name == "ergobreak.adapters.notify.by_dbus"]
        sys.stdout.write(f"by D-Bus: {bool(loaded)}\n")
    notifier.stop()
    bus.stop()


if __name__ == "__main__":
    main()
