"""A notification server that never stops talking: what it says of others' notices is nobody's."""

from __future__ import annotations

import random
import shutil
import threading
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.notify.by_dbus import DbusNotifier
from tests.services.heard import Heard, catch_up, walk_notice
from tests.services.notification_server import NotificationServer
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian: dbus)"
    ),
]

SAID: Final = 500  # things said by each of four threads, each twice
WORDS: Final = "take", "skip", "default", "", "nonsense", "t" * 9000


def test_a_server_that_floods_answers_nothing_and_hides_nothing(tmp_path: Path) -> None:
    """Among thousands of signals about other notices ours is shown, answered once, replaced."""
    chance = random.Random(4000)
    with PrivateBus(tmp_path) as private:
        bus = Bus(private.address)
        bus.start()
        notifier = DbusNotifier(bus)
        with NotificationServer(private.address, ("actions", "body")) as server:
            heard = Heard(notifier)
            notifier.show(walk_notice())
            wait_for(lambda: heard.shown == [("p1", True)])
            ours = server.asked[0].number

            def flood(first: int) -> None:
                for number in range(first, first + SAID):
                    server.press(number, WORDS[number % len(WORDS)])
                    server.close(number, number % 5)

            # Others' numbers begin high above those that ours will have.
            starts = [chance.randrange(1000, 1 << 31) for _ in range(4)]
            threads = [threading.Thread(target=flood, args=(start,)) for start in starts]
            for thread in threads:
                thread.start()
            notifier.show(walk_notice("p2"))
            wait_for(lambda: ("p2", True) in heard.shown, 20.0, "a notice amid the flood")
            server.press(ours, "take")
            for thread in threads:
                thread.join(60.0)
            for _ in range(100):
                server.press(ours, "take")  # it has been answered, and once is enough
            catch_up(bus)
            assert heard.answers == [("p1", "take")]
            notifier.show(walk_notice("p3"))
            wait_for(lambda: ("p3", True) in heard.shown, 20.0, "a notice behind the flood")
        notifier.stop()
        bus.stop()
