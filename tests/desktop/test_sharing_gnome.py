"""A monitor of a real GNOME Shell that is shared, as programs share one by way of the portal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from jeepney import DBusAddress, MatchRule, new_method_call

from ergobreak.adapters.busy.sharing import Sharing
from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.inotify import Inotify
from tests.desktop.conftest import is_required
from tests.desktop.gnome import Gnome, missing_packages
from tests.desktop.test_sharing import TAKEN, missing_for_video
from tests.services.sound import is_listened_to, leave_devices_alone
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.desktop

CAST: Final = "org.gnome.Mutter.ScreenCast"
ROOT: Final = "/org/gnome/Mutter/ScreenCast"
SLOW: Final = 20.0  # s; the shell draws without a graphics card, and the machine may be busy


@pytest.fixture
def gnome(tmp_path: Path) -> Iterator[Gnome]:
    """Yield a GNOME session with PipeWire in it."""
    if missing := missing_packages() + missing_for_video():
        words = f"GNOME needs the packages: {' '.join(missing)}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    with Gnome(tmp_path) as gnome:
        leave_devices_alone(Path(gnome.env["XDG_CONFIG_HOME"]))
        gnome.run("pipewire", ["pipewire"])
        socket = Path(gnome.env["XDG_RUNTIME_DIR"], "pipewire-0")
        wait_for(lambda: is_listened_to(socket), SLOW, "PipeWire is ready")
        gnome.run("wireplumber", ["wireplumber"])
        yield gnome


class ScreenCast:
    """A program that has asked GNOME for the picture of its monitor."""

    def __init__(self, gnome: Gnome) -> None:
        self._bus = Bus(gnome.env["DBUS_SESSION_BUS_ADDRESS"])
        self._bus.start()
        self._nodes: list[int] = []
        added = MatchRule(type="signal", interface=f"{CAST}.Stream", member="PipeWireStreamAdded")
        self._bus.on_signal(added, lambda message: self._nodes.append(message.body[0]))

    def begin(self) -> int:
        """Return the number of the stream that shows the monitor."""
        session = self._call(ROOT, CAST, "CreateSession", "a{sv}", {})
        self._call(session, f"{CAST}.Session", "RecordMonitor", "sa{sv}", "", {})
        self._call(session, f"{CAST}.Session", "Start", "")
        return wait_for(lambda: self._nodes, SLOW, "the stream is there")[0]

    def stop(self) -> None:
        """Hang up, which ends the stream."""
        self._bus.stop()

    def _call(self, path: str, interface: str, method: str, kinds: str, *values: object) -> Any:
        address = DBusAddress(path, CAST, interface)
        call = new_method_call(address, method, kinds or None, values)
        return next(iter(self._bus.call(call, within=SLOW)), None)


def test_a_monitor_of_gnome_is_shared_while_somebody_takes_it(gnome: Gnome) -> None:
    """Asking for the monitor is no sharing yet; taking the picture is, until it ends."""
    told: list[tuple[str, ...]] = []
    inotify = Inotify()
    source = Sharing(lambda _source, _reason, names: told.append(names), gnome.env, inotify)
    source.start()
    wait_for(lambda: not source.reason, SLOW, "PipeWire is seen")
    cast = ScreenCast(gnome)
    try:
        stream = cast.begin()
        assert told == []
        taken = ("gst-launch-1.0", "pipewiresrc", f"path={stream}", "!", "video/x-raw")
        gnome.run("taker", [*taken, "!", "fakesink"])
        wait_for(lambda: told, SLOW, "the sharing is told")
        assert told == [(TAKEN,)]

        cast.stop()
        gnome.kill("taker")

        wait_for(lambda: told[1:], SLOW, "the end is told")
        assert told[1:] == [()]
    finally:
        cast.stop()
        source.stop()
        inotify.stop()
