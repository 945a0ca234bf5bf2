"""Who shows notifications: named when it comes, missed when it goes, awaited where it can start."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from jeepney import HeaderFields, message_bus, new_method_return

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.notify import chain as notify
from ergobreak.adapters.notify.by_plyer import PlyerNotifier
from ergobreak.adapters.notify.server import NO_BUS, NO_SERVER, ON_DEMAND, NoticeServer
from ergobreak.adapters.notify.shown_by import ON_OUTPUT, SILENCED, icon, notices
from ergobreak.adapters.notify.wire import NAME, PATH
from ergobreak.adapters.tray.find import NoTray
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jeepney import Message

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)


@pytest.fixture
def private_bus(tmp_path: Path) -> Iterator[PrivateBus]:
    """Yield a bus of our own."""
    with PrivateBus(tmp_path) as bus:
        yield bus


@pytest.fixture
def listener(private_bus: PrivateBus) -> Iterator[NoticeServer]:
    """Yield one that listens."""
    bus = Bus(private_bus.address)
    found = NoticeServer(bus)
    bus.start()
    found.start()
    yield found
    bus.stop()


def server(address: str) -> Bus:
    """Return a notification server that says its name, and is on the bus by now."""

    def answer(message: Message) -> Message:
        assert message.header.fields[HeaderFields.member] == "GetServerInformation"
        return new_method_return(message, "ssss", ("Pigeon", "of ours", "1.2", "1.2"))

    bus = Bus(address)
    bus.on_call(PATH, answer)
    bus.start()
    bus.call(message_bus.RequestName(NAME))
    return bus


@needs_bus
def test_server_is_named_while_it_is_there(private_bus: PrivateBus, listener: NoticeServer) -> None:
    """Nobody, then Pigeon 1.2, then nobody again; each time the reason fits."""
    wait_for(lambda: listener.reason == NO_SERVER)
    assert listener.name == ""

    pigeon = server(private_bus.address)
    wait_for(lambda: listener.name == "Pigeon 1.2")
    assert listener.reason == ""

    pigeon.stop()
    wait_for(lambda: listener.reason == NO_SERVER)
    assert listener.name == ""


@needs_bus
def test_server_that_the_bus_can_start_is_no_lack(tmp_path: Path) -> None:
    """A server that comes with the first notification is there as far as anybody needs it."""
    with PrivateBus(tmp_path) as private:
        service = f"[D-BUS Service]\nName={NAME}\nExec=/bin/false\n"
        (tmp_path / "services" / "pigeon.service").write_text(service)
        bus = Bus(private.address)
        bus.start()
        bus.call(message_bus.ReloadConfig())
        listener = NoticeServer(bus)
        listener.start()
        try:
            wait_for(lambda: listener.name == ON_DEMAND)
            assert listener.reason == ""
        finally:
            bus.stop()


@needs_bus
def test_bus_that_dies_is_the_reason(private_bus: PrivateBus, listener: NoticeServer) -> None:
    """Without a bus nobody shows anything, whoever did before."""
    with_name = server(private_bus.address)
    wait_for(lambda: listener.name)
    private_bus.kill()

    wait_for(lambda: listener.reason == NO_BUS)
    with_name.stop()


def test_who_shows_notices_follows_from_the_notifier(tmp_path: Path) -> None:
    """Without a desktop it is the output; silenced on one it is nobody; else who serves there."""
    served = {"by": "Pigeon 1.2", "reason": ""}
    by_server = notify.choose(Bus(f"unix:path={tmp_path}/none"))

    assert notices(notify.Silent(), None) == {"by": ON_OUTPUT, "reason": ""}
    assert notices(notify.Silent(), served) == {"by": "", "reason": SILENCED}
    assert notices(PlyerNotifier(), served) == {"by": "plyer", "reason": ""}
    assert notices(by_server, served) == served
    assert notices(by_server, None)["reason"] == ""


def test_icon_that_is_none_says_why() -> None:
    """What stands in for the tray passes its reason on."""
    assert icon(NoTray("no display")) == {"by": "", "reason": "no display"}
