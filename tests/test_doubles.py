"""The panel and the notification server of the tests say and hear only what real ones publish.

Each double takes the words of one real program. It fails when it is asked something else, or in
other types, and cannot say anything else: so what works with it is what that program understands.
"""

from __future__ import annotations

import shutil
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from jeepney import DBusAddress, Introspectable, Properties, new_method_call

from ergobreak.adapters.dbus.bus import Bus, BusError
from ergobreak.adapters.notify.by_dbus import DbusNotifier
from ergobreak.adapters.notify.wire import NAME, PATH
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.adapters.tray.sni_item import WATCHER, WATCHER_PATH
from ergobreak.core.tray_view import TrayView
from tests.services.heard import Heard, walk_notice
from tests.services.notification_server import NotificationServer
from tests.services.private_bus import PrivateBus
from tests.services.published import Table, answer, programs, table
from tests.services.waiting import wait_for
from tests.services.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

PANELS = programs("watcher")
SERVERS = programs("notifications")
PROMPTS = "p1", "p1", "p2", "p3"


@pytest.fixture(scope="module")
def shared_bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBus]:
    """Yield a bus; it is empty again after each test."""
    with PrivateBus(tmp_path_factory.mktemp("bus")) as bus:
        yield bus


@pytest.fixture
def bus(shared_bus: PrivateBus) -> Iterator[Bus]:
    """Yield our connection to the bus."""
    bus = Bus(shared_bus.address)
    bus.start()
    yield bus
    bus.stop()


def test_the_desktops_that_we_name_were_asked() -> None:
    """There are words of five panels and of six notification servers."""
    assert [name.rpartition("-")[0] for name in PANELS] == [
        "gnome-appindicator", "kded5", "lxqt-panel", "waybar", "xfce4-panel",
    ]  # fmt: skip
    assert [name.rpartition("-")[0] for name in SERVERS] == [
        "dunst", "gnome-shell", "lxqt-notificationd", "plasmashell", "swaync", "xfce4-notifyd",
    ]  # fmt: skip


@pytest.mark.parametrize(("service", "interface"), [("watcher", WATCHER), ("notifications", NAME)])
def test_programs_agree_on_what_they_share(service: str, interface: str) -> None:
    """A member that two of them publish has the same types in both."""
    together: Table = {}
    for program in programs(service):
        published = table(answer(service, program), interface)
        assert published
        assert {name: together[name] for name in published if name in together} == {
            name: types for name, types in published.items() if name in together
        }
        together |= published


@pytest.mark.parametrize("program", PANELS)
def test_the_tray_speaks_to_each_panel_in_its_words(
    shared_bus: PrivateBus, bus: Bus, program: str
) -> None:
    """The icon finds its place with what this panel publishes, and is read by it."""
    tray = SniTray(bus, lambda _: None, lambda: TrayView("running", "Walk about 10:30"))
    runs = Thread(target=tray.run, daemon=True)
    with Watcher(shared_bus.address, like=program) as panel:
        runs.start()
        wait_for(lambda: tray.is_hosted)
        assert panel.get("Title") == "Walk about 10:30"
        assert panel.menu()[0][0] == "Walk about 10:30"
        tray.stop()
        runs.join(5.0)


@pytest.mark.parametrize("program", SERVERS)
def test_notices_speak_to_each_server_in_its_words(
    shared_bus: PrivateBus, bus: Bus, program: str
) -> None:
    """A notice is shown, replaced, answered, closed and withdrawn with what this one publishes."""
    notifier = DbusNotifier(bus)
    with NotificationServer(shared_bus.address, like=program) as server:
        heard = Heard(notifier)
        for prompt in PROMPTS:
            notifier.show(walk_notice(prompt))
        wait_for(lambda: heard.shown == [(prompt, True) for prompt in PROMPTS])
        server.press(server.asked[0].number, "take")
        server.close(server.asked[2].number, 2)
        wait_for(lambda: heard.answers == [("p1", "take"), ("p2", "closed")])
        notifier.withdraw("p3")
        wait_for(lambda: server.closed[-1:] == [server.asked[3].number])
        notifier.stop()


@pytest.mark.parametrize("program", SERVERS)
def test_a_double_says_which_program_it_is(
    shared_bus: PrivateBus, bus: Bus, caplog: pytest.LogCaptureFixture, program: str
) -> None:
    """Asked who shows notifications, and whether they are silenced, it answers as a server does."""
    server = DBusAddress(PATH, NAME, NAME)
    with NotificationServer(shared_bus.address, like=program):
        name, _, version, _ = bus.call(new_method_call(server, "GetServerInformation"))
        with pytest.raises(BusError, match="InvalidArgs"):
            bus.call(Properties(server).get("Inhibited"))

    assert f"{name}-{version}" == program
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("service", "program"),
    [("watcher", one) for one in PANELS] + [("notifications", one) for one in SERVERS],
)
def test_a_double_introspects_as_the_real_one(
    shared_bus: PrivateBus, bus: Bus, service: str, program: str
) -> None:
    """Asked for its interfaces it answers word for word what the real program answered."""
    double: Watcher | NotificationServer
    if service == "watcher":
        place, double = (WATCHER_PATH, WATCHER), Watcher(shared_bus.address, like=program)
    else:
        place, double = (PATH, NAME), NotificationServer(shared_bus.address, like=program)
    with double:
        (told,) = bus.call(Introspectable(*place).Introspect())

    assert told == answer(service, program)


def test_a_double_refuses_what_the_real_one_does_not_know(
    shared_bus: PrivateBus, bus: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    """A call with other types, or of a method that nobody publishes, is no call that works."""
    server, panel = DBusAddress(PATH, NAME, NAME), DBusAddress(WATCHER_PATH, WATCHER, WATCHER)
    wrong = [
        new_method_call(server, "CloseNotification", "i", (1,)),
        new_method_call(server, "CloseAll"),
        new_method_call(panel, "RegisterStatusNotifierItem", "o", ("/icon",)),
        new_method_call(panel, "UnregisterStatusNotifierItem", "s", ("me",)),
    ]
    with NotificationServer(shared_bus.address), Watcher(shared_bus.address):
        for call in wrong:
            with pytest.raises(BusError):
                bus.call(call)

    assert caplog.text.count("a call from the bus failed") == len(wrong)
