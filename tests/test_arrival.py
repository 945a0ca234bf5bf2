"""The first tenth of a second: the icon is in the panel before anything stands behind it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.adapters.tray.sni_first import FirstIcon
from ergobreak.core.tray_view import TrayView
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for
from tests.services.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEW = TrayView("paused", "Paused", takes=(("walk", "Walk"),))
LOADED = """
import sys
from ergobreak import arrival
from ergobreak.adapters.session import here
from ergobreak.adapters.tray import sni_first
heavy = ("ergobreak.core.model", "ergobreak.config", "ergobreak.app", "apscheduler", "sqlite3")
print(*(each for each in heavy if each in sys.modules))
"""

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)


@pytest.fixture
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bus]:
    """Yield a connection to a bus of its own."""
    with PrivateBus(tmp_path_factory.mktemp("bus")) as private:
        connection = Bus(private.address)
        connection.start()
        yield connection
        connection.stop()


def test_the_icon_waits_for_no_rule_and_no_setting() -> None:
    """What shows the first icon loads neither the engine nor the settings nor the scheduler."""
    command = [sys.executable, "-c", LOADED]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


def test_the_first_icon_is_there_alone_and_goes_on_as_the_tray(bus: Bus) -> None:
    """A panel gets one icon: first it says that ergobreak starts, then what the tray shows."""
    first = FirstIcon(bus)
    assert bus.address is not None
    with Watcher(bus.address) as panel:
        first.show()
        wait_for(lambda: first.item.is_hosted)
        assert (panel.get("Title"), panel.get("Status")) == ("ergobreak", "Active")
        assert panel.menu() == []
        panel.signals.clear()

        answers: list[str] = []
        tray = SniTray(bus, answers.append, lambda: VIEW, first)
        run = Thread(target=tray.run, daemon=True)
        run.start()
        wait_for(lambda: panel.get("Title") == "Paused")
        wait_for(lambda: "LayoutUpdated" in [signal[0] for signal in panel.signals])
        assert "Walk" in [label for label, _number in panel.menu()]
        assert panel.items == [bus.name]
        tray.stop()
        run.join(5)
