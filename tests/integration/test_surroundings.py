"""Zone, calendars and days off of a real daemon: what changes around it is in force at once."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.agenda.ics import calendar, event
from tests.integration.daemon import Daemon
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's inotify"),
]

WITHIN: Final = 20.0  # seconds
ZONES: Final = Path("/usr/share/zoneinfo")
# Runs the daemon where /etc is its own: what happens there happens to nobody else.
ALONE: Final = """
import os, sys
script = '''
mount -t tmpfs none "$1"
cp -a /etc/. "$1"
mount --bind "$1" /etc
rm -f /etc/timezone
ln -sfn /usr/share/zoneinfo/Europe/Berlin /etc/localtime
shift
exec "$@"
'''
home = sys.argv[1]
daemon = (sys.executable, "-m", "ergobreak", "--home", home, "run", "--headless")
os.execvp("unshare", ("unshare", "--mount", "sh", "-ec", script, "sh", home + "/etc", *daemon))
"""


def appointment(begins_in: timedelta, length: timedelta) -> str:
    """Return a calendar with one appointment."""
    start = datetime.now(UTC) + begins_in
    lines = f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + length:%Y%m%dT%H%M%SZ}"
    return calendar(event(*lines))


def settings(home: Path, text: str) -> None:
    """Write the settings of a home."""
    home.mkdir(mode=0o700)
    (home / "ergobreak.toml").write_text(text)


def says(daemon: Daemon, words: str) -> Callable[[], bool]:
    """Return whether `status` says these words."""
    return lambda: words in daemon.ask("status").text


def test_an_appointment_holds_and_one_that_is_called_off_does_not(tmp_path: Path) -> None:
    """A daemon reads the calendar by itself, and again as soon as the file changes."""
    home, path = tmp_path / "home", tmp_path / "work.ics"
    path.write_text(appointment(timedelta(minutes=-5), timedelta(minutes=30)))
    settings(home, f'[calendars.work]\npath = "{path}"\n')
    with Daemon(home, "--ignore-hours") as daemon:
        daemon.ready()
        wait_for(lambda: daemon.lines("busy"), WITHIN)
        assert daemon.lines("busy")[0]["reason"] == "calendar"
        assert says(daemon, "appointment (work)")()

        path.write_text(calendar())
        wait_for(lambda: daemon.lines("free"), WITHIN)


def test_a_day_off_of_a_calendar_is_kept(tmp_path: Path) -> None:
    """A whole day in the calendar that `days_off` names closes the hours."""
    home, path = tmp_path / "home", tmp_path / "off.ics"
    today = datetime.now().astimezone().date()
    days = f"DTSTART;VALUE=DATE:{today - timedelta(days=1):%Y%m%d}\r\nDURATION:P4D"
    path.write_text(calendar(event(days)))
    work = '[work]\nhours = ["00:00-24:00"]\ndays_off = ["off"]\n'
    settings(home, f'{work}[calendars.off]\npath = "{path}"\nbusy = false\n')
    with Daemon(home) as daemon:
        daemon.ready()
        wait_for(says(daemon, "Outside the working hours"), WITHIN)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A calendar that is not there, and a country that nobody knows, stand in the status."""
    home = tmp_path / "home"
    settings(home, f'[calendars.work]\npath = "{tmp_path}/no.ics"\n')
    with Daemon(home, "--ignore-hours") as daemon:
        daemon.ready()
        wait_for(says(daemon, "no.ics: cannot be read: No such file or directory"), WITHIN)
        (tmp_path / "no.ics").write_text(calendar())
        wait_for(lambda: not says(daemon, "cannot be read")(), WITHIN)


def test_a_daemon_on_a_journey(tmp_path: Path) -> None:
    """Another time zone of the machine is on record and in every time at once; TZ is not set."""
    if os.geteuid() or shutil.which("unshare") is None:
        pytest.skip("an /etc of its own needs root and unshare (Debian package: util-linux)")
    home = tmp_path / "home"
    (home / "etc").mkdir(parents=True, mode=0o700)
    with Daemon(home, env={"PATH": os.environ["PATH"]}, code=ALONE) as daemon:
        daemon.ready()
        wait_for(lambda: daemon.lines("started_up"), WITHIN)
        for zone, offset in (("Asia/Tokyo", "+09:00"), ("America/Phoenix", "-07:00")):
            move = f"ln -s {ZONES}/{zone} /etc/.new; mv -T /etc/.new /etc/localtime"
            there = ["nsenter", "--mount", "--target", str(daemon.process.pid)]
            subprocess.run([*there, "sh", "-ec", move], check=True)
            wait_for(functools.partial(is_in, daemon, zone), WITHIN)
            assert str(daemon.lines("zone_changed")[-1]["at"]).endswith(offset)

        assert reasons(daemon) == ["Asia/Tokyo", "America/Phoenix"]


def is_in(daemon: Daemon, zone: str) -> bool:
    """Tell whether the last zone on record is this one."""
    return reasons(daemon)[-1:] == [zone]


def reasons(daemon: Daemon) -> list[object]:
    """Return the zones that it has been in."""
    return [line["reason"] for line in daemon.lines("zone_changed")]
