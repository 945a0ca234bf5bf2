"""What counts as a call and whose it is, where the sound server is, and what it may do to us."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.adapters.busy import pulse_wire
from ergobreak.adapters.busy.follow_socket import PAUSES
from ergobreak.adapters.busy.microphone import Microphone, Recording, is_call, socket_path
from ergobreak.adapters.inotify import Inotify
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.adapters.busy.pulse_wire import Value

MIC: Final = 52
NOBODY: Final = pulse_wire.NOBODY


def recording(
    *, client: int = 7, source: int = MIC, resampling: str = "", **said: str
) -> Recording:
    """Return a stream as a server tells of it; in names of properties `__` is `-`, `_` a dot."""
    properties = {key.replace("__", "-").replace("_", "."): text for key, text in said.items()}
    return Recording(client, source, resampling, properties, is_corked=False)


# As real servers told of them: PulseAudio 16.1, and PipeWire 0.3.65.
CALLS: Final = {
    "a program of libpulse": recording(application_name="Zoom", media_name="Zoom"),
    "the same through PipeWire": recording(
        client_api="pipewire-pulse", stream_is__live="true", resampling="PipeWire"
    ),
    "a program of PipeWire": recording(
        application_name="pw-record", media_role="music", node_autoconnect="true"
    ),
    "speech": recording(media_role="phone", resampling="speex-float-1"),
}
NO_CALLS: Final = {
    "a meter": recording(media_name="Peak detect", resampling="peaks"),
    "a meter of another name": recording(media_name="Level", resampling="peaks"),
    "a meter through PipeWire": recording(
        media_name="Level", stream_monitor="true", resample_peaks="true", resampling="PipeWire"
    ),
    "a meter by its name": recording(media_name="Peak detect"),
    "a volume control": recording(application_id="org.PulseAudio.pavucontrol"),
    "a loop of PulseAudio": recording(client=NOBODY, media_role="abstract"),
    "a filter of PulseAudio": recording(client=NOBODY, media_role="filter"),
    "a loop of PipeWire": recording(node_link__group="loopback-5055-12", node_virtual="true"),
    "a filter of PipeWire": recording(node_link__group="echo-cancel-1", node_passive="true"),
    "a stream without a source": recording(source=NOBODY, application_name="Zoom"),
}


@pytest.mark.parametrize("kind", CALLS)
def test_who_listens_is_in_a_call(kind: str) -> None:
    """A stream from a source to a program is a call."""
    assert is_call(CALLS[kind])


@pytest.mark.parametrize("kind", NO_CALLS)
def test_who_only_measures_or_passes_on_is_in_no_call(kind: str) -> None:
    """Meters, and the server's own loops and filters, hold no prompt."""
    assert not is_call(NO_CALLS[kind])


def test_a_paused_stream_is_no_call() -> None:
    """What is a call while it runs is none while it is corked."""
    assert not is_call(Recording(7, MIC, "", {"application.name": "Zoom"}, is_corked=True))


@pytest.mark.parametrize(
    ("said", "binary", "name"),
    [
        ("Firefox", "firefox-esr", "Firefox"),
        ("Chromium input", "chromium", "Chromium"),
        ("ZOOM VoiceEngine", "zoom", "ZOOM"),
        ("WEBRTC VoiceEngine", "Discord", "Discord"),
        ("WEBRTC VoiceEngine", "", "WEBRTC"),
        ("ALSA plug-in [skype]", "skype", "skype"),
        ("", "obs", "obs"),
        ("", "", "a program"),
    ],
)
def test_a_call_has_the_name_that_people_know(said: str, binary: str, name: str) -> None:
    """The program's own name where it has one, its file's where not; never what it records."""
    found = recording(
        application_name=said, application_process_binary=binary, media_name="Salary talk"
    )
    assert found.name == name


@pytest.mark.parametrize(
    ("env", "path"),
    [
        ({"XDG_RUNTIME_DIR": "/run/user/7"}, "/run/user/7/pulse/native"),
        ({"XDG_RUNTIME_DIR": "/run/user/7", "PULSE_RUNTIME_PATH": "/p"}, "/p/native"),
        ({"XDG_RUNTIME_DIR": "/run/user/7", "PULSE_SERVER": "unix:/s"}, "/s"),
        ({"PULSE_SERVER": "{c0ffee}unix:/s tcp:host"}, "/s"),
        ({"PULSE_SERVER": "tcp:host:4713", "XDG_RUNTIME_DIR": "/run/user/7"}, None),
        ({}, None),
        ({"XDG_RUNTIME_DIR": "relative"}, None),
    ],
)
def test_the_server_is_where_others_look_for_it(env: dict[str, str], path: str | None) -> None:
    """The environment says where the socket is, as it does to PulseAudio's own programs."""
    assert socket_path(env) == (None if path is None else Path(path))


def test_what_is_packed_can_be_read() -> None:
    """Values come back from the wire as they were, whatever their kind."""
    values: list[Value] = [7, True, False, None, "Überblick", b"\0\1", {"a": "b", "c": ""}, {}]
    assert list(pulse_wire.unpacked(pulse_wire.packed(*values))) == values


@given(st.binary(max_size=200) | st.text("PtNLx\0", max_size=60).map(str.encode))
def test_nonsense_on_the_wire_is_an_error_and_nothing_worse(data: bytes) -> None:
    """Bytes that are no values raise what the connection takes for nonsense."""
    with suppress(ValueError, IndexError, struct.error):
        assert len(list(pulse_wire.unpacked(data))) <= len(data)


# ---------------------------------------------------------------- a server that is not well


class Server:
    """A socket that takes connections and answers all with the same bytes, or with nothing."""

    def __init__(self, path: Path, answer: bytes = b"") -> None:
        self._answer = answer
        self._ear = socket.socket(socket.AF_UNIX)
        self._ear.bind(f"{path}.new")
        self._ear.listen()
        self.taken: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        # In its place only now, or the first attempts might come before it listens.
        Path(f"{path}.new").rename(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ear.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        for each in (self._ear, *self.taken):
            each.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._ear.accept()
                self.taken.append(connection)
                connection.sendall(self._answer)


class Watched:
    """A microphone whose server would be in a folder; the folder need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.inotify = Inotify()
        self.told: list[object] = []
        env = {"XDG_RUNTIME_DIR": str(folder)}
        self.source = Microphone(lambda *what: self.told.append(what), env, self.inotify)
        self.source.start()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """Yield one that has no server yet."""
    watched = Watched(tmp_path)
    wait_for(lambda: watched.source.reason == "no sound server runs")
    yield watched
    watched.source.stop()
    watched.inotify.stop()
    assert watched.told == []


def is_over() -> bool:
    """Tell whether no microphone is watched any more."""
    return all(thread.name != "microphone" for thread in threading.enumerate())


def test_a_server_that_never_answers_holds_nobody_up(watched: Watched, tmp_path: Path) -> None:
    """It is found when it appears, the reason stands, and `stop` ends the wait for it."""
    (tmp_path / "pulse").mkdir()
    with Server(tmp_path / "pulse" / "native") as server:
        wait_for(lambda: server.taken)
        assert watched.source.reason

        watched.source.stop()

        assert is_over()


@pytest.mark.slow
def test_a_server_that_talks_nonsense_is_left_alone(watched: Watched, tmp_path: Path) -> None:
    """After a few attempts it is given up until another one takes its place."""
    (tmp_path / "pulse").mkdir()
    path = tmp_path / "pulse" / "native"
    with Server(path, b"HTTP/1.1 400 Bad Request\r\n\r\n") as server:
        # At most twice as many attempts, if the making of the file was told late.
        wait_for(lambda: len(server.taken) >= len(PAUSES), 10.0)
        assert len(server.taken) <= 2 * len(PAUSES)
        assert "no sound server" in watched.source.reason

    path.unlink()
    with Server(path) as server:
        wait_for(lambda: server.taken)
        watched.source.stop()


def test_without_a_server_to_look_for_nothing_is_begun() -> None:
    """A session that names no place for a server costs no thread, and the reason says so."""
    inotify = Inotify()
    source = Microphone(lambda *_: None, {}, inotify)
    source.start()

    assert source.reason == "this session names no sound server on this machine"
    assert is_over()
    source.stop()
    inotify.stop()
