"""What a crowd costs the rest: 10,000 menu updates, and `status` among 200 hostile clients.

    python -m benchmarks.under_load

The updates go to the icon on a private bus with a panel's double on it, from 8 threads. The clients
are silent, stop in the middle of a line, send a long one, or follow and never read; meanwhile
`status` is asked of a real headless daemon 200 times. Linux only.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread
from typing import Final

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.core.tray_view import TrayView
from ergobreak.dataclass import replace
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for
from tests.services.watcher import Watcher

ROOT: Final = Path(__file__).resolve().parents[1]
UPDATES: Final = 10_000
THREADS: Final = 8
HOSTILE: Final = 200
ASKED: Final = 200
STATUS: Final = b'{"v":1,"verb":"status"}\n'
FOLLOW: Final = b'{"v":1,"verb":"events","words":["--follow"]}\n'


def main() -> None:
    """Measure both and print them."""
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        told, shown = updates(Path(folder))
        print(f"{UPDATES} menu updates, {THREADS} threads")
        print(f"    taken in {told * 1e3:.0f} ms, the last one shown after {shown * 1e3:.0f} ms")
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        calm, crowded = status(Path(folder))
        print(f"status, {ASKED} times      {'median ms':>10}{'worst ms':>10}")
        for name, times in (("alone", calm), (f"{HOSTILE} hostile clients", crowded)):
            print(f"    {name:22}{statistics.median(times) * 1e3:10.2f}{max(times) * 1e3:10.2f}")


def updates(folder: Path) -> tuple[float, float]:
    """Return the seconds until all updates were taken in, and until a panel has the last."""
    view = TrayView("running", "0", takes=(("walk", "Walk"),))
    with PrivateBus(folder) as private:
        bus = Bus(private.address)
        bus.start()
        tray = SniTray(bus, lambda _: None, lambda: view)
        runs = Thread(target=tray.run)
        runs.start()
        with Watcher(private.address) as panel:
            wait_for(lambda: tray.is_hosted, 5.0, "the icon is hosted")

            def flood(thread: int) -> None:
                for number in range(UPDATES // THREADS):
                    tray.update(replace(view, headline=f"{thread} {number}"))

            threads = [Thread(target=flood, args=(thread,)) for thread in range(THREADS)]
            begin = time.perf_counter()
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            told = time.perf_counter() - begin
            tray.update(replace(view, headline="last"))
            wait_for(lambda: panel.get("Title") == "last", 20.0, "the last one is shown")
            shown = time.perf_counter() - begin
        tray.stop()
        runs.join(5)
        bus.stop()
    return told, shown


def status(folder: Path) -> tuple[list[float], list[float]]:
    """Return how long each question took, alone and in the crowd, in seconds."""
    daemon = subprocess.Popen(
        [sys.executable, "-m", "ergobreak", "--home", str(folder), "run", "--headless"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    place = str(folder / "control")
    try:
        wait_for((folder / "control").exists, 10.0, "the daemon is up")
        calm = [ask(place) for _ in range(ASKED)]
        crowd = [connected(place) for _ in range(HOSTILE)]
        for number, client in enumerate(crowd):
            client.setblocking(False)
            client.send((b"", b'{"v":1,', b"x" * 100_000, FOLLOW)[number % 4])
        crowded = [ask(place) for _ in range(ASKED)]
        for client in crowd:
            client.close()
    finally:
        daemon.terminate()
        daemon.wait(10)
    return calm, crowded


def connected(place: str) -> socket.socket:
    """Return a connection to the daemon."""
    client = socket.socket(socket.AF_UNIX)
    client.connect(place)
    return client


def ask(place: str) -> float:
    """Ask for the status and return how long the whole answer took."""
    begin = time.perf_counter()
    with connected(place) as client:
        client.sendall(STATUS)
        while client.recv(65536):
            continue
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
