"""Who holds a camera, with files that stand for devices and real programs that hold them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.busy.camera import NO_CAMERA, Camera, holders
from ergobreak.adapters.inotify import Inotify
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="inotify and /proc are Linux's"
)

SETTLE = 0.05  # s


class Watched:
    """A folder of devices under watch, and what was told of it since it was last asked."""

    def __init__(self, devices: Path, settle: float = SETTLE) -> None:
        self._told: list[tuple[str, ...]] = []
        self.inotify = Inotify()
        self.source = Camera(self._take, self.inotify, devices, settle=settle)
        self.source.start()

    def _take(self, source: str, reason: str, names: tuple[str, ...]) -> None:
        assert (source, reason) == ("camera", "call")
        self._told.append(names)

    def next(self) -> tuple[str, ...]:
        """Return whom it names next, and wait for it if need be."""
        wait_for(lambda: self._told)
        return self._told.pop(0)

    def stop(self) -> None:
        """End both."""
        self.source.stop()
        self.inotify.stop()


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    """Return a folder with one camera in it, and something else."""
    folder = tmp_path / "dev"
    folder.mkdir()
    (folder / "video0").touch()
    (folder / "snd").touch()
    return folder


@pytest.fixture
def watched(devices: Path) -> Iterator[Watched]:
    """Yield these devices under watch, with nobody at them."""
    watched = Watched(devices)
    wait_for(lambda: not watched.source.reason)
    yield watched
    watched.stop()


@contextmanager
def held(device: Path, program: str) -> Iterator[subprocess.Popen[bytes]]:
    """Let a program of this name hold a device open."""
    shell = device.parent.parent / program
    shutil.copy("/bin/sh", shell)
    process = subprocess.Popen(
        [shell, "-c", 'exec 3<"$0"; echo held; read line', device],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_camera_is_a_call_while_it_is_held(devices: Path, watched: Watched) -> None:
    """The program that holds a camera is named, and its end is told."""
    with held(devices / "video0", "Cheese"):
        assert watched.next() == ("camera: Cheese",)
    assert watched.next() == ()


@pytest.mark.slow
def test_a_camera_that_is_only_listed_is_no_call(devices: Path) -> None:
    """A program that opens a camera and soon closes it again is not taken for a call."""
    watched = Watched(devices, settle=2.0)
    wait_for(lambda: not watched.source.reason)
    with held(devices / "video0", "Browser"):
        for _ in range(3):  # as long as it takes to look who holds it
            assert list(holders({str(devices / "video0")})) == ["Browser"]
    with held(devices / "video0", "Cheese"):
        assert watched.next() == ("camera: Cheese",)  # and nobody before it
        watched.stop()


def test_a_camera_held_by_a_server_is_no_call(devices: Path, watched: Watched) -> None:
    """PipeWire may hold devices for nobody; a program beside it counts."""
    with held(devices / "video0", "wireplumber"), held(devices / "video0", "Cheese"):
        assert watched.next() == ("camera: Cheese",)
    assert watched.next() == ()


def test_what_is_no_camera_is_no_call(devices: Path, watched: Watched) -> None:
    """Other devices may be held as long as one likes."""
    with held(devices / "snd", "Player"), held(devices / "video0", "Cheese"):
        assert watched.next() == ("camera: Cheese",)


def test_a_camera_that_is_plugged_in_later_is_found(tmp_path: Path) -> None:
    """Where there was no camera, the reason says so until one comes; unplugged it is over."""
    devices = tmp_path / "dev"
    devices.mkdir()
    watched = Watched(devices)
    assert watched.source.reason == NO_CAMERA

    (devices / "video2").touch()
    wait_for(lambda: not watched.source.reason)
    with held(devices / "video2", "Zoom"):
        assert watched.next() == ("camera: Zoom",)
        (devices / "video2").unlink()
        assert watched.next() == ()
        wait_for(lambda: watched.source.reason == NO_CAMERA)
    watched.stop()


def test_a_camera_in_use_at_the_start_is_told(devices: Path) -> None:
    """A daemon that starts in the middle of a call holds its prompts."""
    with held(devices / "video0", "Zoom"):
        watched = Watched(devices)
        assert watched.next() == ("camera: Zoom",)
        watched.stop()


def test_it_ends_while_it_waits(devices: Path) -> None:
    """`stop` does not wait for a camera to settle."""
    watched = Watched(devices, settle=60.0)
    wait_for(lambda: not watched.source.reason)
    (devices / "video0").read_bytes()

    watched.stop()

    assert all(thread.name != "camera" for thread in threading.enumerate())
