"""Tells which programs listen to a microphone: the sign of a call. PulseAudio and PipeWire.

Rules of this file:
1. One thread, blocked in a read. What the server tells of only says "look": what is told comes
   from the list of recording streams, so that nothing is missed and nothing counted twice.
2. No sound is ever asked for. Of a stream we read whose it is and where it listens.
3. A server that is not there yet, or has gone, is found when its socket appears.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.busy import pulse_wire as wire
from ergobreak.adapters.busy.follow_socket import SocketFollower
from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ergobreak.adapters.inotify import Inotify

SOURCE: Final = "microphone"
REASON: Final = "call"

FIELDS: Final = 13  # values that the server tells of a recording stream
METERS: Final = {
    "org.PulseAudio.pavucontrol",
    "org.gnome.VolumeControl",
    "org.kde.plasma-pa",
    "org.kde.plasma.volume",
}
"""Programs that show how loud it is and do nothing else."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A stream from a source of sound to a program, as the server tells of it."""

    client: int
    source: int
    resampling: str
    properties: Mapping[str, str]
    is_corked: bool

    @property
    def name(self) -> str:
        """Return the program as people know it."""
        said = self.properties.get("application.name", "")
        binary = self.properties.get("application.process.binary", "")
        if said.startswith("ALSA plug-in ["):
            said = said.removeprefix("ALSA plug-in [").removesuffix("]")
        said = said.removesuffix(" input").removesuffix(" VoiceEngine")
        # What browsers in disguise say of themselves is the name of their library.
        return (binary if said == "WEBRTC" else said) or binary or said or "a program"


def is_call(recording: Recording) -> bool:
    """Tell whether somebody listens, as far as the stream itself can tell.

    Meters, paused streams, and the server's own filters and loops do not.
    """
    said = recording.properties
    is_meter = (
        recording.resampling == "peaks"
        or said.get("resample.peaks") == "true"
        or said.get("stream.monitor") == "true"
        or said.get("media.name") == "Peak detect"
        or said.get("application.id") in METERS
    )
    # Who listens to the far end of a filter has a stream of his own.
    is_plumbing = recording.client == wire.NOBODY or "node.link-group" in said
    is_joined = recording.source != wire.NOBODY
    return is_joined and not (recording.is_corked or is_meter or is_plumbing)


def socket_path(env: Mapping[str, str]) -> Path | None:
    """Return where the sound server of this session listens; None: not on this machine, or unknown.

    As PulseAudio's own programs find it, without their settings files.
    """
    for server in env.get("PULSE_SERVER", "").split():
        address = server.rpartition("}")[2].removeprefix("unix:")
        if address.startswith("/"):
            return Path(address)
    if env.get("PULSE_SERVER"):
        return None
    if folder := env.get("PULSE_RUNTIME_PATH"):
        return Path(folder, "native")
    folder = env.get("XDG_RUNTIME_DIR", "")
    return Path(folder, "pulse", "native") if folder.startswith("/") else None


class Microphone:
    """Tells who listens, on a thread of its own; `tell` gets source, reason and names."""

    def __init__(
        self,
        tell: Callable[[str, str, tuple[str, ...]], None],
        env: Mapping[str, str],
        inotify: Inotify,
    ) -> None:
        self._tell = tell
        self._env = env
        self._told: tuple[str, ...] = ()
        self._lock = threading.Lock()  # guards the two that follow
        self._is_stopping = False
        self._connection: wire.Connection | None = None
        self._follower: SocketFollower | None = None
        self._thread: threading.Thread | None = None
        self.reason = _("this session names no sound server on this machine")
        """Why nothing is told; empty while it works."""
        if path := socket_path(env):
            self.reason = _("the sound server has not answered yet")
            follower = SocketFollower(inotify, path, lambda: self._serve(path), self._missed)
            self._follower = follower
            self._thread = threading.Thread(target=follower.run, name="microphone", daemon=True)

    def start(self) -> None:
        """Begin, and return."""
        if self._thread is not None:
            self._thread.start()

    def stop(self) -> None:
        """End; nothing more is told. Returns within a second."""
        with self._lock:
            self._is_stopping = True
            if self._connection is not None:
                self._connection.hang_up()
        if self._follower is not None:
            self._follower.stop()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(0.9)

    # ---------------------------------------------------------------- the thread

    def _missed(self) -> None:
        self.reason = _("no sound server runs")

    def _serve(self, path: Path) -> bool:
        """Tell until the server has gone; tell whether it was there at all."""
        try:
            connection = wire.Connection(str(path), _cookie(self._env))
        except wire.PulseError as error:
            self.reason = _("the sound server does not answer ({error})").format(error=error)
            return False
        with self._lock:
            self._connection = connection
            if self._is_stopping:
                connection.hang_up()
        was_well = False
        try:
            connection.greet("ergobreak")
            connection.ask(wire.SUBSCRIBE, wire.RECORDING_STREAMS)
            self.reason, was_well = "", True
            self._follow(connection)
        except wire.PulseError as error:
            self.reason = _("the sound server does not answer ({error})").format(error=error)
        finally:
            with self._lock:
                self._connection = None
            connection.close()
        self._say(())
        return was_well

    def _follow(self, connection: wire.Connection) -> None:
        """Look, and look again at each change. Ends with PulseError."""
        while True:
            connection.has_news = False
            self._say(tuple(dict.fromkeys(_listeners(connection))))
            connection.wait()

    def _say(self, names: tuple[str, ...]) -> None:
        if names != self._told and not self._is_stopping:
            self._told = names
            self._tell(SOURCE, REASON, names)


def _listeners(connection: wire.Connection) -> Iterator[str]:
    """Yield the programs that listen to a microphone now. Raises PulseError."""
    for recording in _recordings(connection):
        if is_call(recording) and not _is_output(connection, recording.source):
            yield recording.name


def _recordings(connection: wire.Connection) -> Iterator[Recording]:
    values = connection.ask(wire.GET_SOURCE_OUTPUT_INFO_LIST)
    for place in range(0, len(values) - FIELDS + 1, FIELDS):
        match values[place : place + FIELDS]:
            case [_, _, _, int(client), int(source), _, _, _, _, resampling, _, dict(said), corked]:
                yield Recording(client, source, str(resampling), said, bool(corked))
            case _:
                raise wire.PulseError(_("the list of recordings looks unlike any other"))


def _is_output(connection: wire.Connection, source: int) -> bool:
    """Tell whether a source is no microphone, but what comes out of the loudspeakers."""
    try:
        told = connection.ask(wire.GET_SOURCE_INFO, source, None)
    except wire.Refused:
        return True  # it went away meanwhile, and that is told too
    # Index, name, description, format, places, module, volume, muted, and whose monitor it is.
    return len(told) > 8 and told[8] != wire.NOBODY


def _cookie(env: Mapping[str, str]) -> bytes:
    """Return what a server of another user would want to see; empty if there is nothing."""
    config = env.get("XDG_CONFIG_HOME") or str(Path(env.get("HOME", "/"), ".config"))
    try:
        return Path(env.get("PULSE_COOKIE") or Path(config, "pulse", "cookie")).read_bytes()
    except OSError:
        return b""
