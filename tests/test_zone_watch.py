"""The time zone of the machine: another one is noticed at once, whoever has set it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from jeepney import DBusAddress, new_signal

from ergobreak.adapters.dbus.bus import Bus
from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.time.zone_watch import SERVICE, ZoneWatch
from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jeepney import Message

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells what happens to files"
)

ZONES: Final = Path("/usr/share/zoneinfo")
SECONDS: Final = 5.0
# A machine with an /etc of its own: what happens there happens to nobody else.
ALONE: Final = """
mount -t tmpfs none "$1"
cp -a /etc/. "$1"
mount --bind "$1" /etc
rm -f /etc/timezone
ln -sfn "$2/Europe/Berlin" /etc/localtime
shift 2
exec "$@"
"""
PRINTS: Final = """
import sys
from ergobreak.adapters.time.calendar import zone_name
from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.time.zone_watch import ZoneWatch
print(zone_name(), flush=True)
watch = ZoneWatch(lambda zone: print(zone, flush=True), Inotify())
watch.start(zone_name())
print("watching", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def inotify() -> Iterator[Inotify]:
    """Yield a watch on files that is ended afterwards."""
    inotify = Inotify()
    yield inotify
    inotify.stop()


@pytest.fixture
def etc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands for /etc of a machine in Berlin."""
    monkeypatch.delenv("TZ", raising=False)
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "localtime").symlink_to(ZONES / "Europe/Berlin")
    return etc


def move(etc: Path, zone: str) -> None:
    """Set another zone as the system's own tool does: a new link takes the place of the old."""
    new = etc / ".new"
    new.symlink_to(ZONES / zone)
    new.rename(etc / "localtime")


def test_another_zone_is_told_at_once_and_once(etc: Path, inotify: Inotify) -> None:
    """Each new zone is told by its name; the same one again, and other files, are nothing."""
    told: list[str] = []
    watch = ZoneWatch(told.append, inotify, etc=etc)
    watch.start("Europe/Berlin")

    (etc / "hostname").write_text("x")
    move(etc, "Europe/Berlin")
    move(etc, "Asia/Tokyo")
    wait_for(lambda: told == ["Asia/Tokyo"])
    (etc / "timezone").write_text(
        "Europe/Paris\n"
    )  # left over: the link is what the system follows
    move(etc, "America/New_York")
    wait_for(lambda: told == ["Asia/Tokyo", "America/New_York"])
    watch.stop()


def test_a_link_that_is_made_anew_is_one_change(etc: Path, inotify: Inotify) -> None:
    """While the link is missing nobody is told of UTC, nor of what an old file says."""
    told: list[str] = []
    (etc / "timezone").write_text("Europe/Paris\n")
    ZoneWatch(told.append, inotify, etc=etc).start("Europe/Berlin")

    (etc / "localtime").unlink()
    (etc / "localtime").symlink_to(ZONES / "Asia/Tokyo")

    wait_for(lambda: told)
    assert told == ["Asia/Tokyo"]


def test_a_zone_by_name_only_is_noticed(etc: Path, inotify: Inotify) -> None:
    """Where the zone's file is a copy, the file with its name tells."""
    told: list[str] = []
    (etc / "localtime").unlink()
    (etc / "timezone").write_text("Europe/Berlin\n")
    ZoneWatch(told.append, inotify, etc=etc).start("Europe/Berlin")

    (etc / "timezone").write_text("Asia/Tokyo\n")

    wait_for(lambda: told and told[-1] == "Asia/Tokyo")


def test_a_change_before_the_start_is_not_lost(etc: Path, inotify: Inotify) -> None:
    """What changed since the daemon found out its zone is told when the watch begins."""
    told: list[str] = []
    move(etc, "Asia/Tokyo")

    ZoneWatch(told.append, inotify, etc=etc).start("Europe/Berlin")

    assert told == ["Asia/Tokyo"]


def test_a_zone_of_this_process_stays(
    etc: Path, inotify: Inotify, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has set TZ for this process means it, whatever happens to the machine's zone."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    told: list[str] = []
    seen = threading.Event()
    inotify.add(etc, "made", told=lambda *_: seen.set())
    ZoneWatch(told.append, inotify, etc=etc).start("Europe/Berlin")

    move(etc, "Asia/Tokyo")

    assert seen.wait(SECONDS)
    assert told == []


def test_after_the_end_nothing_is_told(etc: Path, inotify: Inotify) -> None:
    """A daemon that is going down is not disturbed."""
    told: list[str] = []
    seen = threading.Event()
    watch = ZoneWatch(told.append, inotify, etc=etc)
    watch.start("Europe/Berlin")
    watch.stop()
    inotify.add(etc, "made", told=lambda *_: seen.set())

    move(etc, "Asia/Tokyo")

    assert seen.wait(SECONDS)
    assert told == []


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing")
def test_the_time_service_tells_too(etc: Path, tmp_path: Path) -> None:
    """Where files cannot be watched, the signal of the system's time service is enough."""
    told: list[str] = []
    ended = Inotify()
    ended.stop()  # from now on it refuses, as a system without it does
    with PrivateBus(tmp_path) as private:
        bus, service = Bus(private.address), Bus(private.address)
        bus.start()
        service.start()
        watch = ZoneWatch(told.append, ended, bus, etc=etc)
        watch.start("Europe/Berlin")
        wait_for(lambda: bus.name and service.name)
        move(etc, "Asia/Tokyo")

        def is_told() -> bool:
            # The bus may not have heard yet what we listen to.
            service.send(time_zone_changed("Asia/Tokyo"))
            return bool(told)

        wait_for(is_told)
        bus.stop()
        service.stop()

    assert told == ["Asia/Tokyo"]


def time_zone_changed(zone: str) -> Message:
    """Return the signal that systemd-timedated sends."""
    emitter = DBusAddress(SERVICE, interface="org.freedesktop.DBus.Properties")
    invalidated: list[str] = []
    body = ("org.freedesktop.timedate1", {"Timezone": ("s", zone)}, invalidated)
    return new_signal(emitter, "PropertiesChanged", "sa{sv}as", body)


@pytest.mark.slow
def test_a_traveller_s_machine(tmp_path: Path) -> None:
    """In a real /etc of its own, a process hears of each new zone while it sleeps."""
    if os.geteuid() or shutil.which("unshare") is None:
        pytest.skip("an /etc of its own needs root and unshare (Debian package: util-linux)")
    shadow = tmp_path / "etc"
    shadow.mkdir()
    environment = {key: value for key, value in os.environ.items() if key != "TZ"}
    alone = ["unshare", "--mount", "sh", "-ec", ALONE, "sh", str(shadow), str(ZONES)]
    command = [*alone, sys.executable, "-c", PRINTS]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert [child.stdout.readline().strip() for _ in range(2)] == ["Europe/Berlin", "watching"]
        for zone in ("Asia/Tokyo", "America/New_York"):
            within(child.pid, f"ln -s {ZONES}/{zone} /etc/.new; mv -T /etc/.new /etc/localtime")
            assert child.stdout.readline().strip() == zone
        child.stdin.close()


def within(process: int, script: str) -> None:
    """Run a script where that process lives."""
    subprocess.run(
        ["nsenter", "--mount", "--target", str(process), "sh", "-ec", script], check=True
    )
