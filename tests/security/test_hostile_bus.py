"""Programs on the bus that answer nonsense: whatever listens to them goes on listening."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters import appearance
from ergobreak.adapters.busy.dnd import DoNotDisturb
from ergobreak.adapters.busy.inhibitors import Inhibitors
from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.notify.by_dbus import DbusNotifier
from ergobreak.adapters.notify.server import NoticeServer
from ergobreak.adapters.presence.logind import Logind
from ergobreak.adapters.presence.logind_hint import LogindHint
from ergobreak.adapters.presence.mutter import MutterIdle
from ergobreak.adapters.presence.screensaver import ScreenSaver
from ergobreak.adapters.screen_reader import ScreenReader
from ergobreak.adapters.session import facts
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.core.model import SECOND
from ergobreak.core.tray_view import TrayView
from ergobreak.core.view import Notice
from tests.services.hostile import Hostile
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

ROUNDS: Final = {"soak": 400, "full": 20}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 4)
THREADS: Final = {"notify", "idle", "logind", "dnd", "inhibitors", "bus"}


def ignore(*_: object, **__: object) -> None:
    """Take whatever is told."""


class Listeners:
    """Everything of ours that speaks on a bus, on one connection, running."""

    def __init__(self, address: str, home: Path) -> None:
        self.bus = Bus(address)
        self._inotify = Inotify()
        bus, env = self.bus, {"HOME": str(home), "PATH": "/nowhere"}
        self.notifier = DbusNotifier(bus, left=home / "on-screen.json", within=1.0)
        self.shown: list[tuple[str, bool]] = []
        self.server = NoticeServer(bus)
        self.parts = (
            Logind(bus, ignore),
            LogindHint(ignore, 120 * SECOND, bus),
            MutterIdle(ignore, 120 * SECOND, 8 * SECOND, bus),
            ScreenSaver(bus, ignore),
            DoNotDisturb(ignore, bus, env, self._inotify),
            Inhibitors(ignore, bus, bus),
            ScreenReader(bus, ignore),
        )
        self.tray = SniTray(bus, ignore, lambda: TrayView("running", "Running"))
        self._icon = threading.Thread(target=self.tray.run, name="icon", daemon=True)

    def start(self) -> None:
        """Begin, all of it."""
        before = set(threading.enumerate())
        self.bus.start()
        self.notifier.start(
            lambda prompt, answer: None,
            lambda prompt, is_shown: self.shown.append((prompt, is_shown)),
        )
        self.server.start()
        self._icon.start()
        for part in self.parts:
            part.start()
        # pystray's own begins with the icon and is over a moment later.
        self.threads = [
            each
            for each in threading.enumerate()
            if each not in before and "setup_handler" not in each.name
        ]

    def dead(self) -> list[str]:
        """Return which threads have ended, though nobody has stopped them."""
        return [each.name for each in self.threads if not each.is_alive()]

    def stop(self) -> None:
        """End, all of it."""
        for part in self.parts:
            part.stop()
        self.tray.stop()
        self.notifier.stop()
        self._icon.join(5)
        self.bus.stop()
        self._inotify.stop()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a bus."""
    with PrivateBus(tmp_path_factory.mktemp("bus")) as bus:
        yield bus.address


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nonsense_ends_no_thread(address: str, tmp_path: Path, seed: int) -> None:
    """Services that answer with other types than they promise cost no thread and no later word."""
    with ExitStack() as there:
        hostile = there.enter_context(Hostile(address, seed))
        ours = Listeners(address, tmp_path)
        ours.start()
        there.callback(ours.stop)
        for number in range(5):
            ours.notifier.show(Notice(f"p{number}", "Title", "Body", (("take", "Take"),)))
            hostile.shout(20)
        # Each notice is told of as shown or not: a prompt that nobody shows must be known as such.
        wait_for(lambda: {prompt for prompt, _ in ours.shown} >= {f"p{n}" for n in range(5)}, 20)

        assert ours.dead() == []
        assert hostile.calls > 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nonsense_about_the_session_is_no_answer(tmp_path: Path, address: str, seed: int) -> None:
    """What the service manager and the portal say is used only if it is what they promise."""
    (tmp_path / "bus").symlink_to(address.removeprefix("unix:path="))
    with Hostile(address, seed):
        told = facts.ask_systemd(tmp_path)
        is_dark = appearance.is_dark({"DBUS_SESSION_BUS_ADDRESS": address, "HOME": str(tmp_path)})

    assert all(isinstance(each, str) for pair in told.items() for each in pair)
    assert is_dark in {True, False}
