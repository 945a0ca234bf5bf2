"""Who is given the screen, as told by a real PipeWire through pw-dump, with real video streams."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak.adapters.busy.sharing import Sharing
from ergobreak.adapters.inotify import Inotify
from tests.desktop.conftest import is_required
from tests.services.run_time import MOMENT, run_for
from tests.services.sound import PIPEWIRE, Recording, SoundServer, missing_packages
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

pytestmark = pytest.mark.desktop

NEEDED: Final = {
    "pw-dump": "pipewire-bin",
    "gst-launch-1.0": "gstreamer1.0-tools",
}
PLUGINS: Final = {  # of GStreamer, which are files and no programs
    "libgstpipewire.so": "gstreamer1.0-pipewire",
    "libgstvideotestsrc.so": "gstreamer1.0-plugins-base",
}
PICTURE: Final = "video/x-raw,format=RGBx,width=64,height=64,framerate=50/1"
PICTURE_SIZE: Final = 64 * 64 * 4  # bytes
TAKEN: Final = "gst-launch-1.0"


def missing_for_video() -> list[str]:
    """Return the Debian packages that these tests need and that are not installed."""
    plugins = Path("/usr/lib")
    missing = [
        package
        for plugin, package in PLUGINS.items()
        if not any(plugins.glob(f"*/gstreamer-1.0/{plugin}"))
    ]
    return missing_packages(NEEDED) + missing


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    """Yield a PipeWire that the tests of this module share."""
    if missing := missing_for_video():
        words = f"video needs the packages: {' '.join(missing)}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    with SoundServer(tmp_path_factory.mktemp("pipewire"), PIPEWIRE) as server:
        yield server


class Watched:
    """PipeWire's video under watch, and what was told of it since it was last asked."""

    def __init__(self, server: SoundServer) -> None:
        self._told: list[tuple[str, ...]] = []
        self.inotify = Inotify()
        self.source = Sharing(self._take, server.env, self.inotify)
        self.source.start()

    def _take(self, source: str, reason: str, names: tuple[str, ...]) -> None:
        assert (source, reason) == ("screen sharing", "sharing")
        self._told.append(names)

    def next(self) -> tuple[str, ...]:
        """Return whom it names next, and wait for it if need be."""
        wait_for(lambda: self._told, 10.0)
        return self._told.pop(0)

    def stop(self) -> None:
        """End both."""
        self.source.stop()
        self.inotify.stop()


@pytest.fixture
def watched(server: SoundServer) -> Iterator[Watched]:
    """Yield PipeWire under watch, with no video in it."""
    watched = Watched(server)
    wait_for(lambda: not watched.source.reason, 10.0, "PipeWire is seen")
    yield watched
    watched.stop()


def offer(server: SoundServer, name: str, *more: str) -> Recording:
    """Offer a moving picture under a name, as compositors and cameras do."""
    said = ",".join(("p", "media.class=Video/Source", f"node.name={name}", *more))
    sink = ("pipewiresink", "mode=provide", f"stream-properties={said}")
    source = ("videotestsrc", "is-live=true")
    return server.record(["gst-launch-1.0", *source, "!", PICTURE, "!", *sink])


def take(server: SoundServer, name: str, sink: Sequence[str] = ("fakesink",)) -> Recording:
    """Take the picture of this name."""
    path = wait_for(lambda: number(server, name), 10.0, f"{name} is there")
    source = ("pipewiresrc", f"path={path}")
    return server.record(["gst-launch-1.0", *source, "!", "video/x-raw", "!", *sink])


def number(server: SoundServer, name: str) -> int:
    """Return the number of a node, 0 if there is none of this name."""
    printed = subprocess.run(["pw-dump"], env=server.env, capture_output=True, check=True).stdout
    for each in json.loads(printed):
        said = (each.get("info") or {}).get("props") or {}
        if said.get("node.name") == name and each["type"].endswith(":Node"):
            return int(each["id"])
    return 0


def test_a_shared_screen_is_told_until_it_ends(server: SoundServer, watched: Watched) -> None:
    """A program that takes a picture of no camera is named while it does."""
    with offer(server, "screen"):
        with take(server, "screen"):
            assert watched.next() == (TAKEN,)
        assert watched.next() == ()


def test_a_camera_by_way_of_pipewire_is_no_screen(server: SoundServer, watched: Watched) -> None:
    """A video call shares nothing; the screen beside it does."""
    with offer(server, "cam", "media.role=Camera"), take(server, "cam"):
        wait_for(lambda: is_linked(server), 10.0, "the camera is taken")
        with offer(server, "screen"), take(server, "screen"):
            assert watched.next() == (TAKEN,)
        assert watched.next() == ()


def is_linked(server: SoundServer) -> bool:
    """Tell whether somebody takes a picture."""
    printed = subprocess.run(["pw-dump"], env=server.env, capture_output=True, check=True).stdout
    links = [each for each in json.loads(printed) if each["type"].endswith(":Link")]
    return any(each["info"]["state"] == "active" for each in links)


def test_pipewire_that_dies_ends_the_sharing_and_is_found_again(
    server: SoundServer, watched: Watched
) -> None:
    """No sharing outlives its server, and the next server is noticed by itself."""
    with offer(server, "screen"), take(server, "screen"):
        assert watched.next() == (TAKEN,)
        server.kill()
        assert watched.next() == ()
    wait_for(lambda: watched.source.reason)

    server.start()

    wait_for(lambda: not watched.source.reason, 10.0, "PipeWire is seen again")
    with offer(server, "screen"), take(server, "screen"):
        assert watched.next() == (TAKEN,)


def test_nobody_is_woken_while_a_screen_is_shared(
    server: SoundServer, watched: Watched, tmp_path: Path
) -> None:
    """The pictures go by: neither child nor source wakes for them."""
    pictures = tmp_path / "pictures"
    sink = ("filesink", f"location={pictures}", "buffer-mode=unbuffered")
    with offer(server, "screen"), take(server, "screen", sink):
        assert watched.next() == (TAKEN,)
        grow(pictures)  # until all that was told of the beginning has come
        tasks = those_who_wait()
        before = sum(map(run_for, tasks))
        grow(pictures)
        assert sum(map(run_for, tasks)) - before < MOMENT


def grow(pictures: Path) -> None:
    """Wait until many more pictures have come."""
    size = pictures.stat().st_size + 25 * PICTURE_SIZE
    wait_for(lambda: pictures.stat().st_size > size, 10.0, "more pictures")


def those_who_wait() -> list[Path]:
    """Return the thread of the source, and those of its child, as folders of /proc."""
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "sharing"]
    # The kernel files a child under the thread that has made it.
    own = Path(f"/proc/self/task/{thread.native_id}")
    (child,) = (own / "children").read_text(encoding="ascii").split()
    return [own, *Path(f"/proc/{child}/task").iterdir()]
