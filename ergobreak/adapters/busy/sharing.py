"""Tells which programs are given a picture of the screen. Experimental; PipeWire, by `pw-dump`.

Wayland's desktops hand the screen out as a video stream of PipeWire. Who takes one is told by a
child, pw-dump, which sleeps until the graph of streams changes. What this cannot see: sharing on
X11 without PipeWire. What it cannot tell apart: a recording for oneself from a shared screen.

Rules of this file:
1. A stream counts while its link is active, and comes from no camera, and goes to a program that
   is no part of the desktop, whose own previews of windows are such streams too.
2. No picture is ever asked for, and of no stream the title is read.
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.busy.follow_socket import SocketFollower
from ergobreak.dataclass import dataclass
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ergobreak.adapters.inotify import Inotify

SOURCE: Final = "screen sharing"
REASON: Final = "sharing"

COMMAND: Final = "pw-dump", "--monitor", "--no-colors"
PACKAGE: Final = "pipewire-bin"

INTERFACE: Final = "PipeWire:Interface:"
CAMERAS: Final = {"v4l2", "libcamera"}
DESKTOPS: Final = {"plasmashell", "kwin_wayland", "gnome-shell", "krunner"}
PORTAL: Final = "xdg-desktop-portal"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Node:
    """One end of a stream."""

    client: int
    name: str
    is_taker: bool
    is_camera: bool


class Graph:
    """Who sends video to whom, kept up to date by what pw-dump prints."""

    def __init__(self) -> None:
        self._nodes: dict[int, _Node] = {}
        self._clients: dict[int, str] = {}
        self._links: dict[int, tuple[Any, Any]] = {}  # active ones: from, to

    def take(self, changes: Iterable[dict[str, Any]]) -> None:
        """Take note of objects that are new, have changed or are gone (no `info`)."""
        for change in changes:
            number, info = change["id"], _table(change.get("info"))
            for known in (self._nodes, self._clients, self._links):
                known.pop(number, None)
            if not info:
                continue
            said = _table(info.get("props"))
            match str(change.get("type", "")).removeprefix(INTERFACE):
                case "Node" if "Video" in str(said.get("media.class")):
                    self._nodes[number] = _node(said)
                case "Client":
                    self._clients[number] = _program(said)
                case "Link" if info.get("state") == "active":
                    ends = info.get("output-node-id"), info.get("input-node-id")
                    if all(isinstance(end, int) for end in ends):
                        self._links[number] = ends

    def sharers(self) -> Iterator[str]:
        """Yield the programs that are given the screen."""
        for giver, taker in self._links.values():
            sender, receiver = self._nodes.get(giver), self._nodes.get(taker)
            if sender and receiver and receiver.is_taker and not sender.is_camera:
                name = self._clients.get(receiver.client) or receiver.name
                if not _is_desktop(name):
                    yield name or "a program"


class Sharing:
    """Tells who is given the screen, by a thread and a child; `tell` gets source, reason, names."""

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
        self._child: subprocess.Popen[bytes] | None = None
        self._program = shutil.which(COMMAND[0], path=env.get("PATH")) or ""
        self._follower: SocketFollower | None = None
        self._thread: threading.Thread | None = None
        self.reason = _("this session names no PipeWire")
        """Why nothing is told; empty while it works."""
        path = socket_path(env)
        if not self._program:
            self.reason = _("{command} is missing (Debian package: {package})").format(
                command=COMMAND[0], package=PACKAGE
            )
        elif path:
            self._missed()
            follower = SocketFollower(inotify, path, self._serve, self._missed)
            self._follower = follower
            self._thread = threading.Thread(target=follower.run, name="sharing", daemon=True)

    def start(self) -> None:
        """Begin, and return."""
        if self._thread is not None:
            self._thread.start()

    def stop(self) -> None:
        """End, with the child; nothing more is told. Returns within a second."""
        with self._lock:
            self._is_stopping = True
            if self._child is not None:
                self._child.kill()
        if self._follower is not None:
            self._follower.stop()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(0.9)

    # ---------------------------------------------------------------- the thread

    def _missed(self) -> None:
        self.reason = _("PipeWire does not run")

    def _serve(self) -> bool:
        """Tell until PipeWire has gone, and the child with it; tell whether it was there at all."""
        command = [self._program, *COMMAND[1:]]
        with self._lock:
            if self._is_stopping:
                return False
            try:
                child = self._child = subprocess.Popen(
                    command,
                    env=dict(self._env),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                self.reason = _("{command} cannot be started ({error})").format(
                    command=COMMAND[0], error=error
                )
                return False
        was_well = False
        graph = Graph()
        with child:
            for changes in arrays(child.stdout or ()):
                self.reason, was_well = "", True
                graph.take(changes)
                self._say(tuple(dict.fromkeys(graph.sharers())))
            child.kill()
        self.reason = _("{command} has ended").format(command=COMMAND[0])
        self._say(())
        return was_well

    def _say(self, names: tuple[str, ...]) -> None:
        if names != self._told and not self._is_stopping:
            self._told = names
            self._tell(SOURCE, REASON, names)


def arrays(lines: Iterable[bytes]) -> Iterator[list[dict[str, Any]]]:
    """Yield each array of objects that is printed, as soon as its last line has come."""
    block: list[bytes] = []
    for line in lines:
        block.append(line)
        # Everything inside is indented.
        if line.rstrip() != b"]":
            continue
        try:
            values = json.loads(b"".join(block))
        except (ValueError, RecursionError) as error:
            _log.debug("pw-dump said what cannot be read: %s", error)
        else:
            listed = values if isinstance(values, list) else []
            yield [one for one in listed if type(_table(one).get("id")) is int]
        block.clear()


def socket_path(env: Mapping[str, str]) -> Path | None:
    """Return where PipeWire listens; None: this session does not say."""
    remote = env.get("PIPEWIRE_REMOTE") or "pipewire-0"
    folder = env.get("PIPEWIRE_RUNTIME_DIR") or env.get("XDG_RUNTIME_DIR") or ""
    path = Path(folder, remote)
    return path if path.is_absolute() else None


def _table(value: object) -> dict[str, Any]:
    """Return an object of what was printed; nothing where there is none."""
    return value if isinstance(value, dict) else {}


def _node(said: Mapping[str, Any]) -> _Node:
    return _Node(
        client=client if isinstance(client := said.get("client.id"), int) else -1,
        name=_program(said),
        is_taker=said.get("media.class") == "Stream/Input/Video",
        is_camera=said.get("media.role") == "Camera" or str(said.get("device.api")) in CAMERAS,
    )


def _program(said: Mapping[str, Any]) -> str:
    """Return the program as it calls itself, else the file that it is; empty: nothing is said."""
    binary = str(said.get("application.process.binary") or "")
    # Parts of the desktop are known by their files: what they call themselves is translated.
    return binary if _is_desktop(binary) else str(said.get("application.name") or binary)


def _is_desktop(program: str) -> bool:
    return program in DESKTOPS or program.startswith(PORTAL)
