"""Who is given the screen, from what pw-dump prints of real graphs, and what it may do to us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak.adapters.busy.sharing import Graph, Sharing, arrays, socket_path
from ergobreak.adapters.inotify import Inotify
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

Changes = list[dict[str, Any]]

CLIENT: Final = 49
GIVER: Final = 47
TAKER: Final = 50
LINK: Final = 52


def client(**said: str) -> dict[str, Any]:
    """Return the program that takes the picture, as PipeWire 0.3.65 tells of it."""
    props = {key.replace("_", "."): text for key, text in said.items()}
    return {"id": CLIENT, "type": "PipeWire:Interface:Client", "info": {"props": props}}


def node(number: int, kind: str, **said: str) -> dict[str, Any]:
    """Return one end of a stream."""
    props = {key.replace("_", "."): text for key, text in said.items()}
    props |= {"media.class": kind, "media.name": "Salaries.ods"}
    info = {"props": {**props, "client.id": CLIENT}, "state": "running"}
    return {"id": number, "type": "PipeWire:Interface:Node", "info": info}


def link(state: str = "active") -> dict[str, Any]:
    """Return the way between the two ends."""
    info = {"output-node-id": GIVER, "input-node-id": TAKER, "state": state, "props": {}}
    return {"id": LINK, "type": "PipeWire:Interface:Link", "info": info}


FIREFOX: Final = client(application_name="Firefox", application_process_binary="firefox-esr")
SCREEN: Final = node(GIVER, "Video/Source", node_name="xdg-desktop-portal-wlr")
WINDOW: Final = node(GIVER, "Stream/Output/Video", node_name="gnome-shell")
BROWSER: Final = node(TAKER, "Stream/Input/Video")


def sharers(*changes: dict[str, Any]) -> list[str]:
    """Return who is given the screen after these changes."""
    graph = Graph()
    graph.take(changes)
    return list(graph.sharers())


@pytest.mark.parametrize("picture", [SCREEN, WINDOW], ids=["screen", "window"])
def test_who_takes_the_screen_is_named(picture: dict[str, Any]) -> None:
    """The program at the end of an active stream is named, by its name and never by a title."""
    assert sharers(FIREFOX, picture, BROWSER, link()) == ["Firefox"]


def test_a_stream_that_stands_still_is_no_sharing() -> None:
    """A stream that is being made, or is paused, gives nothing away."""
    assert sharers(FIREFOX, SCREEN, BROWSER, link("paused")) == []
    assert sharers(FIREFOX, SCREEN, BROWSER) == []


@pytest.mark.parametrize(
    "camera",
    [
        node(GIVER, "Video/Source", device_api="v4l2", media_role="Camera"),
        node(GIVER, "Video/Source", device_api="libcamera"),
    ],
    ids=["v4l2", "libcamera"],
)
def test_a_camera_is_no_screen(camera: dict[str, Any]) -> None:
    """A video call by way of PipeWire shares no screen."""
    assert sharers(FIREFOX, camera, BROWSER, link()) == []


@pytest.mark.parametrize(
    "part", ["plasmashell", "gnome-shell", "kwin_wayland", "xdg-desktop-portal-kde"]
)
def test_the_desktops_own_previews_are_no_sharing(part: str) -> None:
    """Thumbnails of windows are streams too; they go to the desktop itself."""
    desktop = client(application_name="Plasma-Arbeitsfläche", application_process_binary=part)
    assert sharers(desktop, WINDOW, BROWSER, link()) == []


@pytest.mark.parametrize("gone", [LINK, GIVER, TAKER])
def test_sharing_ends_with_either_end_or_the_way_between(gone: int) -> None:
    """Whatever is taken away, the stream is over."""
    over: dict[str, Any] = {"id": gone, "info": None}
    assert sharers(FIREFOX, SCREEN, BROWSER, link(), over) == []


def test_each_array_is_told_when_it_is_complete() -> None:
    """What is printed in many lines is read whole; what is no JSON is left out."""
    printed = json.dumps([FIREFOX, SCREEN], indent=2).encode() + b"\n"
    nonsense = b"[\n  nan?\n]\n"
    lines = (printed + nonsense + printed).splitlines(keepends=True)
    assert list(arrays(lines)) == [[FIREFOX, SCREEN], [FIREFOX, SCREEN]]
    assert list(arrays(lines[: len(printed.splitlines()) - 1])) == []


def test_pipewire_is_where_others_look_for_it() -> None:
    """The environment says where the socket is, as it does to PipeWire's own programs."""
    run = {"XDG_RUNTIME_DIR": "/run/user/7"}
    assert socket_path(run) == Path("/run/user/7/pipewire-0")
    assert socket_path({**run, "PIPEWIRE_RUNTIME_DIR": "/p"}) == Path("/p/pipewire-0")
    assert socket_path({**run, "PIPEWIRE_REMOTE": "other"}) == Path("/run/user/7/other")
    assert socket_path({}) is None


# ---------------------------------------------------------------- the child


@pytest.fixture
def inotify() -> Iterator[Inotify]:
    """Yield a watch on files that is ended afterwards."""
    inotify = Inotify()
    yield inotify
    inotify.stop()


def pretend(folder: Path, script: str) -> dict[str, str]:
    """Return the environment of a session with a program in the place of pw-dump."""
    program = folder / "pw-dump"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    (folder / "pipewire-0").touch()
    return {"PATH": str(folder), "XDG_RUNTIME_DIR": str(folder)}


def test_the_child_ends_with_the_source(inotify: Inotify, tmp_path: Path) -> None:
    """What the child prints is told at once; `stop` ends it, though it would never end."""
    (tmp_path / "graph").write_text(
        json.dumps([FIREFOX, SCREEN, BROWSER, link()], indent=2) + "\n", encoding="utf-8"
    )
    said = tmp_path / "pid"
    # No child of its own: it would outlive this one, and keep our end of the pipe open.
    script = f'echo $$ > {said}\nwhile IFS= read -r line; do echo "$line"; done < {tmp_path}/graph'
    env = pretend(tmp_path, f"{script}\nkill -STOP $$")
    told: list[tuple[str, str, tuple[str, ...]]] = []
    source = Sharing(lambda *what: told.append(what), env, inotify)
    source.start()
    wait_for(lambda: told)
    assert source.reason == ""

    source.stop()

    assert told == [("screen sharing", "sharing", ("Firefox",))]
    assert not Path("/proc", said.read_text(encoding="ascii").strip()).exists()


def test_without_pw_dump_the_reason_names_the_package(inotify: Inotify, tmp_path: Path) -> None:
    """Where the program is missing nothing is begun, and the reason says how to mend it."""
    env = {"PATH": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    source = Sharing(lambda *_: None, env, inotify)
    source.start()

    assert source.reason == "pw-dump is missing (Debian package: pipewire-bin)"
    source.stop()
