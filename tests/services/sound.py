"""Real sound servers in a folder of their own: PulseAudio, or PipeWire that speaks as one.

Each has a loudspeaker "n" that nobody hears, with its monitor "n.monitor", and a microphone "mic".
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from select import select
from typing import TYPE_CHECKING, Final, Self

from tests.services.private_bus import PrivateBus
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RECORDER: Final = Path(__file__).parent / "recorder.py"
PULSEAUDIO: Final = "pulseaudio"
PIPEWIRE: Final = "pipewire"

# Program -> the Debian package that holds it.
NEEDED: Final = {
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "pipewire": "pipewire",
    "pw-record": "pipewire-bin",
    "wireplumber": "wireplumber",
    "pipewire-pulse": "pipewire-pulse",
    "dbus-daemon": "dbus",
    "setpriv": "util-linux",
}
# Settings of WirePlumber 0.4.
NO_DEVICES: Final = {
    "main.lua.d/51-none.lua": "alsa_monitor.enabled = false\nv4l2_monitor.enabled = false\n",
    "bluetooth.lua.d/51-none.lua": "bluez_monitor.enabled = false\n",
}
NULL_SINK: Final = "module-null-sink"


def missing_packages(others: Mapping[str, str] | None = None) -> list[str]:
    """Return the Debian packages that these servers need, and others, and that are not there."""
    needed = NEEDED | dict(others or {})
    return sorted({package for name, package in needed.items() if shutil.which(name) is None})


def leave_devices_alone(config: Path) -> None:
    """Write the settings of a session manager that keeps its hands off this machine."""
    for name, text in NO_DEVICES.items():
        file = config / "wireplumber" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def guarded(command: Sequence[str]) -> list[str]:
    """Return a command that the kernel ends if this process is killed."""
    return ["setpriv", "--pdeathsig", "KILL", *command]


def is_listened_to(path: Path) -> bool:
    """Tell whether a server listens to a socket: it does so a little after it has made the file."""
    with socket.socket(socket.AF_UNIX) as mouth:
        return mouth.connect_ex(str(path)) == 0


class Recording:
    """A child process that records; it ends with the block."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End it, and wait until it has ended."""
        self._process.kill()
        self._process.wait(5.0)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it was told last it cannot read any more
                    pipe.close()

    def say(self, word: str) -> None:
        """Give the recorder a command, and wait until it is done."""
        assert self._process.stdin is not None
        self._process.stdin.write(word.encode() + b"\n")
        self._process.stdin.flush()
        self.await_ready()

    def await_ready(self) -> None:
        """Wait until it does what it was last told."""
        output = self._process.stdout
        assert output is not None
        ready, _, _ = select([output], [], [], 10.0)
        assert ready, "the server does not let anybody record"
        assert output.readline() == b"ready\n"


class SoundServer:
    """A sound server of a kind, PULSEAUDIO or PIPEWIRE, as a context manager."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.kind = kind
        self._folder = folder
        self._bus = PrivateBus(folder)  # without one WirePlumber does nothing
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        run = folder / "run"
        self.socket = run / "pulse" / "native"
        self.env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "DBUS_SESSION_BUS_ADDRESS": self._bus.address,
        }
        """What a program needs to find it, and nothing of ours."""

    def __enter__(self) -> Self:
        for name in ("run", "home"):
            (self._folder / name).mkdir(mode=0o700, exist_ok=True)
        leave_devices_alone(self._folder / "config")
        self._bus.__enter__()
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._bus.kill()

    def start(self) -> None:
        """Start it and wait until it can be used."""
        self.socket.parent.mkdir(exist_ok=True)
        if self.kind == PULSEAUDIO:
            modules = (
                f"{NULL_SINK} sink_name=n",
                "module-sine-source source_name=mic",
                f"module-native-protocol-unix socket={self.socket}",
            )
            loads = [option for module in modules for option in ("-L", module)]
            options = ("-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no")
            self.run("pulseaudio", *options, *loads)
            wait_for(self.has_mic, 10.0, "PulseAudio is ready")
            return
        self.run("pipewire")
        core = self.socket.parent.with_name("pipewire-0")
        wait_for(lambda: is_listened_to(core), 10.0, "PipeWire is ready")
        self.run("wireplumber")
        self.run("pipewire-pulse")
        wait_for(lambda: self.pactl("info"), 10.0, "PipeWire speaks as PulseAudio")
        self.pactl("load-module", NULL_SINK, "sink_name=n")
        source = ("media.class=Audio/Source/Virtual", "channel_map=mono", "sink_name=mic")
        self.pactl("load-module", NULL_SINK, *source)
        wait_for(self.has_mic, 10.0, "there is a microphone")

    def kill(self) -> None:
        """End it without a word, and wait until it has ended. Its socket file stays."""
        for process in self._processes.values():
            process.kill()
        for process in self._processes.values():
            process.wait(5.0)
        self._processes.clear()

    def has_mic(self) -> bool:
        """Tell whether the microphone can be used."""
        return "\tmic\t" in self.pactl("list", "short", "sources")

    def pactl(self, *words: str) -> str:
        """Give the server a command; return what it says, nothing if it refuses."""
        done = subprocess.run(
            ["pactl", *words],
            env=self.env,
            capture_output=True,
            check=False,
            text=True,
            timeout=10,
        )
        return done.stdout if done.returncode == 0 else ""

    def run(self, *command: str) -> None:
        """Start a program that ends with the server; what it says is in the folder."""
        with (self._folder / f"{command[0]}.log").open("ab") as output:
            self._processes[command[0]] = subprocess.Popen(
                guarded(command),
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def record(self, command: Sequence[str]) -> Recording:
        """Record by a program of the desktop, or let one show something; it is thrown away."""
        process = subprocess.Popen(
            guarded(command), env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return Recording(process)

    def recorder(self, name: str, *options: str) -> Recording:
        """Record from "mic" by a program of this name; for the options see `recorder.py`."""
        process = subprocess.Popen(
            guarded([sys.executable, str(RECORDER), name, "mic", *options]),
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        recording = Recording(process)
        recording.await_ready()
        return recording
