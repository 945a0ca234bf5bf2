"""Who listens to a microphone, as told by real sound servers: PulseAudio, and PipeWire as one."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.busy.microphone import Microphone
from ergobreak.adapters.inotify import Inotify
from tests.desktop.conftest import is_required
from tests.services.run_time import MOMENT, run_for
from tests.services.sound import PIPEWIRE, PULSEAUDIO, SoundServer, missing_packages
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.desktop


@pytest.fixture(scope="module", params=[PULSEAUDIO, PIPEWIRE])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SoundServer]:
    """Yield a server of each kind, which the tests of this module share."""
    if missing := missing_packages():
        words = f"sound needs the packages: {' '.join(missing)}"
        if is_required():
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    with SoundServer(tmp_path_factory.mktemp("sound"), request.param) as server:
        yield server


class Watched:
    """A microphone under watch, and what was told of it since it was last asked."""

    def __init__(self, server: SoundServer) -> None:
        self._server = server
        self._numbers = itertools.count()
        self._told: list[tuple[str, ...]] = []
        self.inotify = Inotify()
        self.source = Microphone(self._take, server.env, self.inotify)
        self.source.start()

    def _take(self, source: str, reason: str, names: tuple[str, ...]) -> None:
        assert (source, reason) == ("microphone", "call")
        self._told.append(names)

    def next(self) -> tuple[str, ...]:
        """Return whom it names next, and wait for it if need be."""
        wait_for(lambda: self._told, 10.0)
        return self._told.pop(0)

    def has_nothing(self) -> bool:
        """Tell whether all that has happened up to now was no call."""
        # A call that comes and goes: it is told behind what was there before.
        name = f"Call {next(self._numbers)}"
        with self._server.recorder(name):
            first = self.next()
        return first == (name,) and self.next() == ()

    def stop(self) -> None:
        """End both."""
        self.source.stop()
        self.inotify.stop()


@pytest.fixture
def watched(server: SoundServer) -> Iterator[Watched]:
    """Yield a microphone that is watched and that nobody listens to."""
    watched = Watched(server)
    wait_for(lambda: not watched.source.reason, what="the server has answered")
    yield watched
    watched.stop()


def test_a_recording_is_a_call_until_it_ends(server: SoundServer, watched: Watched) -> None:
    """A program that records from a microphone is named while it does, however it records."""
    programs = [["parec", "--device=mic"]]
    if server.kind == PIPEWIRE:  # which some programs use without the detour
        programs.append(["pw-record", "--target", "mic", "/dev/null"])
    for command in programs:
        with server.record(command):
            assert watched.next() == (command[0],)
        assert watched.next() == ()


def test_two_calls_end_with_the_second(server: SoundServer, watched: Watched) -> None:
    """As long as one of two programs listens, it is a call."""
    with server.recorder("Zoom"):
        assert watched.next() == ("Zoom",)
        with server.recorder("Firefox"):
            assert sorted(watched.next()) == ["Firefox", "Zoom"]
        assert watched.next() == ("Zoom",)
    assert watched.next() == ()


def test_listening_to_the_loudspeakers_is_no_call(server: SoundServer, watched: Watched) -> None:
    """A monitor of an output, as visualisers and screen recorders use it, is no microphone."""
    with server.record(["parec", "--device=n.monitor"]):
        assert watched.has_nothing()


def test_where_a_stream_listens_may_change(server: SoundServer, watched: Watched) -> None:
    """A recording that is moved from the microphone to the loudspeakers is over, and back again."""
    with server.record(["parec", "--device=mic"]):
        assert watched.next() == ("parec",)
        if server.kind != PULSEAUDIO:
            return  # PipeWire 0.3.65 does not always do as it is told: nothing moves
        (number, *_) = server.pactl("list", "short", "source-outputs").split()
        server.pactl("move-source-output", number, "n.monitor")
        assert watched.next() == ()
        server.pactl("move-source-output", number, "mic")
        assert watched.next() == ("parec",)


def test_a_stream_that_is_paused_is_no_call(server: SoundServer, watched: Watched) -> None:
    """A program that holds its stream and does not listen counts only while it does."""
    with server.recorder("Zoom", "--corked") as zoom:
        assert watched.has_nothing()
        zoom.say("uncork")
        assert watched.next() == ("Zoom",)
        zoom.say("cork")
        assert watched.next() == ()


def test_a_volume_meter_is_no_call(server: SoundServer, watched: Watched) -> None:
    """The bar that shows how loud the microphone is does not count."""
    with server.recorder("Volume Control", "--peaks"):
        assert watched.has_nothing()


@pytest.mark.parametrize(
    "module",
    [
        ("module-loopback", "source=mic", "sink=n"),
        ("module-echo-cancel", "source_master=mic", "sink_master=n"),
    ],
    ids=lambda module: module[0],
)
def test_the_servers_own_plumbing_is_no_call(
    server: SoundServer, watched: Watched, module: tuple[str, ...]
) -> None:
    """A loop or a filter of the server takes from the microphone without anybody listening."""
    number = server.pactl("load-module", *module)
    assert number
    try:
        assert watched.has_nothing()
    finally:
        server.pactl("unload-module", number.strip())


def test_nobody_is_woken_by_what_is_no_recording(server: SoundServer, watched: Watched) -> None:
    """While others ask, play and turn the volume up and down, the source sleeps."""
    assert watched.has_nothing()
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "microphone"]
    assert thread.native_id is not None
    task = Path("/proc/self/task", str(thread.native_id))

    def play() -> None:
        with server.record(["pacat", "--playback", "--device=n", "/dev/zero"]):
            wait_for(lambda: "pacat" in server.pactl("list", "sink-inputs"))
            for volume in ("30%", "60%", "90%"):
                server.pactl("set-sink-volume", "n", volume)

    play()  # until the source has gone back to its read
    before = run_for(task)
    play()
    # Not the count of switches: the kernel may wake a reader for a moment on its own account.
    assert run_for(task) - before < MOMENT


def test_a_call_that_is_there_already_is_told(server: SoundServer) -> None:
    """A daemon that starts in the middle of a call holds its prompts."""
    with server.recorder("Zoom"):
        watched = Watched(server)
        assert watched.next() == ("Zoom",)
        watched.stop()


def test_a_server_that_dies_ends_the_call_and_is_found_again(
    server: SoundServer, watched: Watched
) -> None:
    """No call outlives its server; the next server is noticed by itself, though it begins late."""
    with server.recorder("Zoom"):
        assert watched.next() == ("Zoom",)
        server.kill()
        assert watched.next() == ()
        wait_for(lambda: watched.source.reason)
    server.start()
    wait_for(lambda: not watched.source.reason, 10.0, "the server is found again")
    assert watched.has_nothing()


def test_a_server_that_comes_late_is_found(tmp_path: Path, server: SoundServer) -> None:
    """A daemon that begins before any sound server, and before its folder, finds it later."""
    (tmp_path / "run").mkdir(mode=0o700)
    late = SoundServer(tmp_path, server.kind)
    watched = Watched(late)
    wait_for(lambda: watched.source.reason == "no sound server runs")
    with late:
        wait_for(lambda: not watched.source.reason, 10.0, "the server is found")
        with late.recorder("Zoom"):
            assert watched.next() == ("Zoom",)
        assert watched.next() == ()
    watched.stop()
