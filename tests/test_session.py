"""Where the session is: what follows from which facts, and facts from real sockets and keys."""

from __future__ import annotations

import os
import shutil
import socket
import struct
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.session.facts import ask_systemd, find_facts, is_living, key_numbers
from ergobreak.adapters.session.find import NOWHERE, Facts, Session, find_session, put_into
from tests.services.introspected import interface
from tests.services.private_bus import PrivateBus
from tests.services.systemd import MANAGER, SERVED, SystemdDouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RUNTIME = "/run/user/7"
X0, X1 = "/tmp/.X11-unix/X0", "/tmp/.X11-unix/X1"
OWN = {"XDG_RUNTIME_DIR": RUNTIME}
X11 = {"DISPLAY": ":0", "XAUTHORITY": "/key", "XDG_SESSION_TYPE": "x11"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-1", "DISPLAY": ":1", "XDG_CURRENT_DESKTOP": "sway"}
COMPOSITOR = f"{RUNTIME}/wayland-1"
BUS = "DBUS_SESSION_BUS_ADDRESS"


# -------------------------------------------------------------------- what follows from facts


def test_our_own_display_wins_while_it_lives() -> None:
    """Who was started on a display stays there, whatever else there is."""
    facts = Facts(OWN | X11, WAYLAND, frozenset({X0, X1, COMPOSITOR}))

    assert find_session(facts) == Session(X11, "own")


def test_a_log_in_elsewhere_takes_over() -> None:
    """Our own display has died; the desktop has told systemd of another: all of it, not a mix."""
    facts = Facts(OWN | X11, WAYLAND, frozenset({X1, COMPOSITOR}))

    assert find_session(facts) == Session(WAYLAND, "systemd")


def test_who_comes_by_ssh_is_led_to_the_desktop() -> None:
    """A log-in without a display has a session type of its own, which says nothing."""
    ssh = OWN | {"XDG_SESSION_TYPE": "tty"}

    assert find_session(Facts(ssh, X11, frozenset({X0}))) == Session(X11, "systemd")


def test_a_dead_compositor_takes_its_x_server_along() -> None:
    """Where Wayland was, a display that answers now is somebody else's."""
    facts = Facts(OWN | WAYLAND, X11 | {"DISPLAY": ":1"}, frozenset({X1}))

    assert find_session(facts).found_by == "systemd"
    assert "WAYLAND_DISPLAY" not in find_session(facts).env


def test_a_compositor_without_its_x_server_is_a_session() -> None:
    """Xwayland may be off: then nobody is sent to it."""
    session = find_session(Facts(OWN | WAYLAND, living=frozenset({COMPOSITOR})))

    assert session.env == {"WAYLAND_DISPLAY": "wayland-1", "XDG_CURRENT_DESKTOP": "sway"}


def test_sockets_alone_say_enough_to_begin() -> None:
    """Before any variable is told: the lowest numbers, and the key that belongs to the display."""
    facts = Facts(
        OWN,
        living=frozenset({X0, X1, COMPOSITOR, f"{RUNTIME}/wayland-10"}),
        waylands=("wayland-10", "wayland-1"),
        displays={":1": "", ":0": "/key"},
    )
    told = {"WAYLAND_DISPLAY": "wayland-1", "DISPLAY": ":0", "XAUTHORITY": "/key"}
    assert find_session(facts) == Session(told | {"XDG_SESSION_TYPE": "wayland"}, "sockets")

    bare = Facts(OWN, living=frozenset({X1}), displays={":1": ""})
    assert find_session(bare).env == {"DISPLAY": ":1", "XDG_SESSION_TYPE": "x11"}


def test_a_session_is_not_left_for_another_socket() -> None:
    """A nested display with a lower number, or one for tests, moves nobody."""
    before = Session({"DISPLAY": ":1", "XDG_SESSION_TYPE": "x11"}, "sockets")
    facts = Facts(OWN, living=frozenset({X0, X1}), displays={":0": "", ":1": ""})

    assert find_session(facts, before).env == before.env


@pytest.mark.parametrize("display", ["nonsense", "", ":", ":x", "a/b:0"])
def test_a_name_that_is_no_display_is_none(display: str) -> None:
    """What cannot be connected to is nowhere, not everywhere."""
    assert not find_session(Facts(OWN | {"DISPLAY": display}, living=frozenset({X0}))).is_there


def test_the_bus_comes_from_where_the_display_does() -> None:
    """The session's own bus first; before there is one, what we were given."""
    mine, theirs = {BUS: "unix:path=/mine"}, {BUS: "unix:path=/theirs"}
    living = frozenset({X0})
    for facts, bus in (
        (Facts(OWN | mine, X11 | theirs, living), theirs),
        (Facts(OWN | mine, X11, living), mine),
        (Facts(OWN | mine | X11, theirs, living), mine),
        (Facts(OWN, theirs), theirs),
        (Facts(OWN | mine, theirs), mine),
    ):
        assert find_session(facts).env.get(BUS) == bus[BUS]
    assert find_session(Facts(OWN)) == NOWHERE


def test_an_environment_follows_the_session() -> None:
    """What children and libraries read is the session's, the rest stays, nothing old remains."""
    environ = {"HOME": "/h", **WAYLAND, BUS: "unix:path=/old"}
    put_into(environ, Session(X11 | {BUS: "unix:path=/new"}, "systemd"))
    assert environ == {"HOME": "/h", **X11, BUS: "unix:path=/new"}

    put_into(environ, NOWHERE)
    assert environ == {"HOME": "/h"}


# -------------------------------------------------------------------- facts


@pytest.fixture
def listen() -> Iterator[Callable[[Path], socket.socket]]:
    """Yield how to listen on a socket."""
    made: list[socket.socket] = []

    def begin(path: Path) -> socket.socket:
        made.append(socket.socket(socket.AF_UNIX))
        made[-1].bind(str(path))
        made[-1].listen()
        return made[-1]

    yield begin
    for each in made:
        each.close()


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Return a runtime folder and a folder of X servers."""
    for name in ("run", "x"):
        (tmp_path / name).mkdir()
    return tmp_path / "run", tmp_path / "x"


def key_file(path: Path, *entries: tuple[int, str]) -> None:
    """Write X keys: family and number of the display, as the X servers do."""

    def field(data: bytes) -> bytes:
        return struct.pack(">H", len(data)) + data

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"".join(
            struct.pack(">H", family)
            + field(b"here")
            + field(number.encode())
            + field(b"MIT-MAGIC-COOKIE-1")
            + field(bytes(16))
            for family, number in entries
        )
    )


def test_a_socket_that_a_crash_left_is_dead(
    listen: Callable[[Path], socket.socket], tmp_path: Path
) -> None:
    """A file is no server: only one that somebody listens on counts."""
    path = tmp_path / "X0"
    server = listen(path)
    assert is_living(str(path))
    server.close()
    assert path.exists()
    assert not is_living(str(path))
    assert not is_living("")


def test_a_far_display_counts_while_its_tunnel_stands() -> None:
    """A log-in by ssh with a display of its own uses that, until the log-out closes it."""
    with socket.create_server(("127.0.0.1", 0)) as tunnel:
        number = tunnel.getsockname()[1] - 6000
        own = {"DISPLAY": f"127.0.0.1:{number}.0"}
        assert find_session(find_facts(own)).found_by == "own"

    assert not find_session(find_facts(own)).is_there


def test_a_living_display_of_our_own_is_all_that_is_looked_at(
    listen: Callable[[Path], socket.socket], places: tuple[Path, Path]
) -> None:
    """The usual start asks nobody."""
    runtime, x_folder = places
    listen(x_folder / "X3")
    listen(x_folder / "X4")
    own = {"XDG_RUNTIME_DIR": str(runtime), "DISPLAY": ":3"}
    facts = find_facts(own, x_folder=x_folder)

    assert (facts.systemd, facts.displays, facts.waylands) == ({}, {}, ())
    assert find_session(facts).env == {"DISPLAY": ":3"}


def test_nobody_without_a_runtime_folder_looks_for_a_session(
    listen: Callable[[Path], socket.socket], places: tuple[Path, Path]
) -> None:
    """A process that belongs to no session of a person is not led into one."""
    _, x_folder = places
    listen(x_folder / "X3")

    assert find_session(find_facts({}, x_folder=x_folder)) == NOWHERE


def test_sockets_are_found(
    listen: Callable[[Path], socket.socket], places: tuple[Path, Path]
) -> None:
    """Living compositors and X servers of ours are found; locks, dead ones and others are not."""
    runtime, x_folder = places
    listen(runtime / "wayland-0")
    listen(runtime / "wayland-1").close()
    listen(runtime / "wayland-x")
    (runtime / "wayland-0.lock").touch()
    listen(x_folder / "X5")
    listen(x_folder / "X6").close()
    own = {"XDG_RUNTIME_DIR": str(runtime), "HOME": str(runtime)}

    facts = find_facts(own, x_folder=x_folder)
    assert facts.waylands == ("wayland-0",)
    assert dict(facts.displays) == {":5": ""}


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a socket away needs root")
def test_another_persons_display_is_not_ours_without_a_key(
    listen: Callable[[Path], socket.socket], places: tuple[Path, Path]
) -> None:
    """A server that a log-in manager owns is ours by its key, wherever that lies."""
    runtime, x_folder = places
    listen(x_folder / "X5")
    os.chown(x_folder / "X5", 4711, 4711)
    own = {"XDG_RUNTIME_DIR": str(runtime), "HOME": str(runtime / "home")}
    assert dict(find_facts(own, x_folder=x_folder).displays) == {}

    key_file(runtime / "home/.Xauthority", (256, "5"))
    assert dict(find_facts(own, x_folder=x_folder).displays) == {":5": ""}
    (runtime / "home/.Xauthority").unlink()
    key_file(runtime / "gdm/Xauthority", (0, "5"), (65535, ""))
    found = {":5": str(runtime / "gdm/Xauthority")}
    assert dict(find_facts(own, x_folder=x_folder).displays) == found


def test_keys_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Keys for this machine count; what is cut short or missing breaks nothing."""
    path = tmp_path / ".Xauthority"
    key_file(path, (256, "0"), (0, "1"), (256, "12"))
    assert key_numbers(path) == {"0", "12"}
    path.write_bytes(path.read_bytes()[:-3])
    assert key_numbers(path) <= {"0", "12"}
    assert key_numbers(tmp_path / "missing") == set()


# -------------------------------------------------------------------- systemd

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is missing (Debian package: dbus)"
)


@needs_bus
def test_systemd_is_asked_for_the_session(tmp_path: Path) -> None:
    """What the desktop has told systemd is read; without a bus, or systemd on it, nothing is."""
    told = {"DISPLAY": ":0", "EMPTY": "", "ODD": "a=b"}
    assert ask_systemd(tmp_path) == {}
    with PrivateBus(tmp_path) as bus:
        assert ask_systemd(tmp_path) == {}
        with SystemdDouble(bus.address, told):
            assert ask_systemd(tmp_path) == told


def test_the_double_speaks_as_systemd_does() -> None:
    """Each word that the double of systemd serves has the real one's signature."""
    real = interface(MANAGER.interface)

    assert real.methods["Subscribe"] == ("", "")
    assert real.methods["SetEnvironment"] == (SERVED["SetEnvironment"], "")
    assert real.signals["JobRemoved"] == SERVED["JobRemoved"]
