"""How long it takes from what happens on a desktop to the journal, and from a release to a prompt.

    python -m benchmarks.reaction [--trials 50] [--prompts 200]

On a desktop of its own: Xvfb, session bus, system bus, openbox, a PulseAudio that records a tone.
Linux only. What happens is real up to the edge of the daemon: a key is pressed through the X
server, logind's signal goes over the bus, a program begins to record. The journal line counts from
the moment that a follower of the daemon has it in hand, which is after it was made durable; the
prompt from the moment that the notification server is called.

Logind and the notification server are doubles, so that not their time is measured.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import queue
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ergobreak.control import client
from ergobreak.errors import ErgobreakError
from tests.desktop.desktop import Desktop
from tests.services.inhibiting import GnomeInhibitors
from tests.services.logind import LogindDouble
from tests.services.notification_server import NotificationServer
from tests.services.private_bus import PrivateBus
from tests.services.sound import PULSEAUDIO, SoundServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
SOON: Final = 20.0  # seconds
PROMPTS_OF_ONE: Final = 50  # an hour takes sixty prompts, so further ones need another daemon
NEVER: Final = "900h"
CONFIG: Final = """
version = 1
[work]
hours = ["00:00-24:00"]
no_prompt_before_end = "0s"
[presence]
idle_after = "{idle_after}"
away_after = "{never}"
lock_after = "{never}"
long_away = "{never}"
settle = "0s"
[delivery]
warning = "0s"
early = "0s"
lull = "0.1s"
bundle = "0s"
bundle_water = "0s"
gap = "0s"
per_hour = 60
after_busy = "0s"
held_full_after = "0s"
[window]
use = "never"
[reminders.stretch]
every = "{never}"
first = "{first}"
for = "1m"
[reminders.walk]
enabled = false
[reminders.hydration]
enabled = false
[reminders.posture]
enabled = false
[reminders.eyes]
enabled = false
"""


class Daemon:
    """A daemon on a desktop, whose journal is followed line by line."""

    def __init__(
        self, desktop: Desktop, home: Path, first: str = NEVER, idle_after: str = NEVER
    ) -> None:
        home.mkdir()
        self._home = home
        text = CONFIG.format(first=first, idle_after=idle_after, never=NEVER)
        (home / "ergobreak.toml").write_text(text, encoding="utf-8")
        env = {"ERGOBREAK_HOME": str(home), "PYTHONPATH": str(ROOT), "PYSTRAY_BACKEND": "xorg"}
        command = [sys.executable, "-m", "ergobreak", "run"]
        self._process = desktop.run(home.name, command, env)
        self._heard: queue.SimpleQueue[tuple[int, dict[str, Any]]] = queue.SimpleQueue()
        lines = self._follow()
        threading.Thread(target=self._listen, args=(lines,), daemon=True).start()

    def end(self) -> None:
        """End it, and wait until it has ended."""
        self._process.terminate()
        self._process.wait(SOON)

    def next(self, event: str) -> int:
        """Return when the next line of a kind was in hand (monotonic, ns)."""
        while True:
            came_ns, line = self._heard.get(timeout=SOON)
            if line.get("event") == event:
                return came_ns

    def source(self, name: str) -> None:
        """Wait until one of its senses works."""
        give_up = time.monotonic() + SOON
        while self._lack(name):
            assert time.monotonic() < give_up, f"{name} does not work"
            time.sleep(0.05)

    def _lack(self, name: str) -> str:
        said: Any = client.ask(str(self._home), "status", as_json=True).data
        return str(said["sources"][name]["reason"])

    def _follow(self) -> Iterator[bytes]:
        give_up = time.monotonic() + SOON
        while True:
            try:
                return client.follow(str(self._home))
            except ErgobreakError:
                assert time.monotonic() < give_up, "the daemon does not answer"
                time.sleep(0.05)

    def _listen(self, lines: Iterator[bytes]) -> None:
        for line in lines:
            came_ns = time.monotonic_ns()
            self._heard.put((came_ns, json.loads(line)))


class Keyboard:
    """The keys of a display, pressed through the X server's own test extension."""

    def __init__(self, name: str) -> None:
        from Xlib import XK, display

        self._display = display.Display(name)
        self._key = self._display.keysym_to_keycode(XK.XK_Shift_L)

    def press(self) -> int:
        """Press a key; return when that began (monotonic, ns)."""
        from Xlib import X

        begun = time.monotonic_ns()
        self._display.xtest_fake_input(X.KeyPress, self._key)
        self._display.xtest_fake_input(X.KeyRelease, self._key)
        self._display.sync()
        return begun


def main() -> None:
    """Measure, print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--prompts", type=int, default=200)
    chosen = parser.parse_args()
    print(f"{'':34}{'trials':>7}{'p50 ms':>9}{'p99 ms':>9}{'worst ms':>10}", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="ergobreak-") as folder,
        contextlib.ExitStack() as open_,
    ):
        home = Path(folder)
        (home / "system").mkdir()
        system = open_.enter_context(PrivateBus(home / "system"))
        desktop = open_.enter_context(Desktop(home / "desktop"))
        desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = system.address
        report("key after idleness: active", returns(desktop, home, chosen.trials))
        for name, delays in locks(desktop, home, system.address, chosen.trials).items():
            report(name, delays)
        for name, delays in calls(desktop, home, chosen.trials).items():
            report(name, delays)
        report("end of a film: prompt sent", releases(desktop, home, chosen.prompts))


def report(name: str, delays: Sequence[int]) -> None:
    """Print a line of the table; the delays are nanoseconds."""
    ranked = sorted(delays)
    figures = (share(ranked, 0.5), share(ranked, 0.99), ranked[-1])
    told = "".join(f"{ns / 1e6:{width}.1f}" for ns, width in zip(figures, (9, 9, 10), strict=True))
    print(f"{name:34}{len(ranked):7}{told}", flush=True)


def share(ranked: Sequence[int], part: float) -> int:
    """Return the smallest value that so large a part does not exceed."""
    return ranked[math.ceil(part * len(ranked)) - 1]


def returns(desktop: Desktop, home: Path, trials: int) -> list[int]:
    """Let the person go idle and press a key, so many times."""
    keyboard, delays = Keyboard(desktop.env["DISPLAY"]), []
    daemon = Daemon(desktop, home / "idle", idle_after="0.3s")
    keyboard.press()  # who was idle before anybody listened is so once more
    for _ in range(trials):
        daemon.next("idle")
        begun = keyboard.press()
        delays.append(daemon.next("active") - begun)
    daemon.end()
    return delays


def locks(desktop: Desktop, home: Path, address: str, trials: int) -> dict[str, list[int]]:
    """Lock and unlock the screen, so many times."""
    locked, unlocked = [], []
    with LogindDouble(address) as logind:
        daemon = Daemon(desktop, home / "lock")
        daemon.source("lock")
        for _ in range(trials):
            begun = time.monotonic_ns()
            logind.say("Lock")
            locked.append(daemon.next("locked") - begun)
            begun = time.monotonic_ns()
            logind.say("Unlock")
            unlocked.append(daemon.next("unlocked") - begun)
        daemon.end()
    return {"lock: locked": locked, "unlock: unlocked": unlocked}


def calls(desktop: Desktop, home: Path, trials: int) -> dict[str, list[int]]:
    """Begin to record and stop, so many times."""
    began, ended = [], []
    (home / "sound").mkdir()
    sound = SoundServer(home / "sound", PULSEAUDIO)
    with sound:
        desktop.env["PULSE_SERVER"] = f"unix:{sound.socket}"
        daemon = Daemon(desktop, home / "call")
        daemon.source("microphone")
        with sound.recorder("Meeting", "--corked") as meeting:
            for _ in range(trials):
                begun = time.monotonic_ns()
                meeting.say("uncork")
                began.append(daemon.next("busy") - begun)
                begun = time.monotonic_ns()
                meeting.say("cork")
                ended.append(daemon.next("free") - begun)
        daemon.end()
        del desktop.env["PULSE_SERVER"]
    return {"recording begins: busy": began, "recording ends: free": ended}


def releases(desktop: Desktop, home: Path, prompts: int) -> list[int]:
    """Hold a prompt and release it, so many times."""
    address = desktop.env["DBUS_SESSION_BUS_ADDRESS"]
    delays: list[int] = []
    with GnomeInhibitors(address) as session, NotificationServer(address) as server:
        while len(delays) < prompts:
            daemon = Daemon(desktop, home / f"release-{len(delays)}", first="2s")
            daemon.next("prompted")
            for _ in range(min(PROMPTS_OF_ONE, prompts - len(delays))):
                session.keep("Films")
                daemon.next("held")
                known = len(server.asked)
                begun = time.monotonic_ns()
                session.keep()
                daemon.next("prompted")
                delays.append(sent(server, known) - begun)
            daemon.end()
    return delays


def sent(server: NotificationServer, known: int) -> int:
    """Return when the notification beyond those known was asked for (monotonic, ns)."""
    give_up = time.monotonic() + SOON
    while len(server.asked) == known:
        assert time.monotonic() < give_up, "no prompt was sent"
        time.sleep(0.001)
    return server.asked[known].came_ns


if __name__ == "__main__":
    main()
