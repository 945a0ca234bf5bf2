"""The session as the process and its children see it: each time in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.services.private_bus import PrivateBus
from tests.services.systemd import SystemdDouble

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)

# Prints, for each session, what a child sees of it, and whether the session's bus answers.
PROGRAM = """
import json, subprocess, sys
from jeepney import message_bus
from ergobreak.adapters.dbus.bus import BusError
from ergobreak.adapters.session.here import Here
from ergobreak.adapters.tray.sni import SniTray
from ergobreak.core.tray_view import TrayView

CHILD = "import json, os; print(json.dumps(dict(os.environ)))"
here = Here()
SniTray(here.bus, print, lambda: TrayView("running", "Now"))

def told(env):
    done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, check=True)
    try:
        bus = here.bus.call(message_bus.GetId())[0]
    except BusError:
        bus = ""
    print(json.dumps({**json.loads(done.stdout), "BUS": bus}), flush=True)
    return True

here.start(told)
sys.stdin.read()
here.stop()
"""


@pytest.mark.parametrize("choice", [{}, {"PYSTRAY_BACKEND": "gtk"}])
def test_children_are_sent_to_the_session(tmp_path: Path, choice: dict[str, str]) -> None:
    """A child has the display of the session that began meanwhile, and the person's own choices.

    Of how the tray is loaded it sees nothing.
    """
    runtime, elsewhere = tmp_path / "run", tmp_path / "elsewhere"
    for folder in (runtime, elsewhere):
        folder.mkdir()
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": ":".join(filter(None, sys.path)),
        "XDG_RUNTIME_DIR": str(runtime),
        **choice,
    }
    with (
        socket.socket(socket.AF_UNIX) as compositor,
        PrivateBus(runtime) as user,
        PrivateBus(elsewhere) as session,
        SystemdDouble(user.address) as systemd,
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        before = json.loads(process.stdout.readline())
        assert before["BUS"]
        assert "WAYLAND_DISPLAY" not in before
        systemd.environment = {
            "WAYLAND_DISPLAY": "wayland-5",
            "XDG_CURRENT_DESKTOP": "sway",
            "DBUS_SESSION_BUS_ADDRESS": session.address,
        }
        compositor.bind(str(runtime / "wayland-5"))
        compositor.listen()

        # Whatever other displays this machine has may come and go meanwhile.
        lines = map(json.loads, process.stdout)
        after = next(line for line in lines if line.get("WAYLAND_DISPLAY") == "wayland-5")
        process.stdin.close()
        assert process.wait(5) == 0
    assert systemd.environment.items() <= after.items()
    assert after["BUS"] not in {"", before["BUS"]}
    for seen in (before, after):
        assert seen.get("PYSTRAY_BACKEND") == choice.get("PYSTRAY_BACKEND")


# Two parts of which the first is never content; what they are told is printed.
TWO_PARTS = """
from ergobreak.adapters.session.here import Here

here = Here()
here.start(lambda _: print("first"), lambda _: not print("second"))
here.stop()
"""


def test_each_part_is_told_whatever_another_one_says(tmp_path: Path) -> None:
    """The tray moves to a session in which the input cannot be listened to."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": ":".join(filter(None, sys.path)),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", TWO_PARTS]
    done = subprocess.run(command, env=env, capture_output=True, check=True, text=True)

    assert done.stdout.split()[:2] == ["first", "second"]
