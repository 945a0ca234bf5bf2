"""The door of a daemon that listens on a port: who proves to know the secret, and who does not."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.control import client, door, endpoint, loopback
from ergobreak.control.protocol import Reply
from ergobreak.control.server import Server
from ergobreak.errors import NotRunning
from ergobreak.paths import Paths, find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ergobreak.control.connection import Connection
    from ergobreak.control.protocol import Request

SECRET: Final = bytes(range(32))
OURS: Final = "0a" * 16
THEIRS: Final = "b1" * 16
PING: Final = b'{"v":1,"verb":"ping","words":[],"json":false}\n'


@pytest.fixture
def places(tmp_path: Path) -> Paths:
    """Return the places of a home that does not exist yet."""
    return find(str(tmp_path / "home"))


@pytest.fixture
def home(places: Paths) -> Iterator[str]:
    """Return a home whose daemon answers on a port and says which verb it heard."""

    def handle(request: Request, caller: Connection) -> None:
        caller.reply(Reply(0, request.verb))

    held = endpoint.claim(places)
    server = Server(held.listen(by_port=True), handle, endpoint.is_ours, held.new_door)
    server.start()
    yield str(places.state_dir)
    server.stop()
    held.release()


def knocked(path: Path) -> socket.socket:
    """Return a connection of somebody who knows the port."""
    address = door.read(str(path))
    assert address is not None
    return socket.create_connection((door.HOST, address[0]), timeout=10)


def heard(sock: socket.socket) -> bytes:
    """Return all that comes until the other side hangs up, in order or not."""
    found = b""
    try:
        while chunk := sock.recv(4096):
            found += chunk
    except ConnectionResetError:
        pass
    return found


def test_who_knows_the_secret_is_let_in() -> None:
    """Both numbers go into both proofs, and the daemon's comes first."""
    asked = door.Door(SECRET, THEIRS)

    answer = asked.hear(f"{OURS}\n".encode())
    before = asked.is_open
    asked.hear(door.proved(SECRET, "client", OURS, THEIRS).encode())

    assert answer == f"{THEIRS} {door.proved(SECRET, 'daemon', OURS, THEIRS)}\n".encode()
    assert (before, asked.is_open) == (False, True)


@pytest.mark.parametrize(
    "proof",
    [
        "",
        "0" * 128,
        door.proved(SECRET, "daemon", OURS, THEIRS),
        door.proved(SECRET, "client", THEIRS, OURS),
        door.proved(SECRET, "client", OURS, OURS),
        door.proved(bytes(32), "client", OURS, THEIRS),
    ],
    ids=["none", "made up", "the daemon's own", "turned round", "of another day", "other secret"],
)
def test_no_other_proof_opens(proof: str) -> None:
    """What was guessed, overheard or sent back is refused."""
    asked = door.Door(SECRET, THEIRS)
    asked.hear(OURS.encode())

    with pytest.raises(PermissionError):
        asked.hear(proof.encode())

    assert not asked.is_open


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=3))
def test_no_bytes_open(lines: list[bytes]) -> None:
    """Whatever a stranger says, the door stays shut, and nothing but a refusal is raised."""
    asked = door.Door(SECRET)
    for said in lines:
        try:
            asked.hear(said)
        except PermissionError:
            break

    assert not asked.is_open


@given(st.integers(1, 65535), st.binary(min_size=32, max_size=32))
def test_the_file_says_what_was_written(port: int, secret: bytes) -> None:
    """Port and secret are read as they were written."""
    assert door.understood(door.written(port, secret)) == (port, secret)


@given(st.binary(max_size=200))
def test_any_other_file_says_nothing(content: bytes) -> None:
    """A file of somebody else, or half of one, is no address, and no error."""
    assert door.understood(content) is None


@pytest.mark.parametrize("port", ["0", "65536", "-1", "99999999999", "1.5"])
def test_a_port_that_cannot_be_is_none(port: str) -> None:
    """A number that names no port is no address."""
    line = f"ergobreak 127.0.0.1 {port} {SECRET.hex()}"

    assert door.understood(line.encode()) is None


def test_a_command_is_answered_over_the_port(home: str) -> None:
    """The quick commands and the others reach a daemon that has no socket."""
    assert client.read(client.exchange(home, client.question("status", ()))) == (0, "status")
    assert client.ask(home, "why", ["now"]).text == "why"


def test_a_word_waits_for_no_confirmation(home: str) -> None:
    """Forty questions take no longer than they need, as each of their words leaves at once."""
    started = time.monotonic()
    for _ in range(40):
        client.exchange(home, PING)
    took = time.monotonic() - started

    assert took < 1.2, "held back, each would take 40 ms"


@pytest.mark.posix("permissions")
def test_the_file_is_private(home: str, places: Paths) -> None:
    """Nobody else can read the secret."""
    assert places.socket.stat().st_mode & 0o777 == 0o600


@pytest.mark.posix("permissions")
def test_a_file_that_others_can_read_is_not_believed(home: str, places: Paths) -> None:
    """Whoever could have written the address could have put their own daemon there."""
    places.socket.chmod(0o666)

    with pytest.raises(NotRunning):
        client.connect(home)


@pytest.mark.parametrize(
    "said",
    [
        PING,
        b"GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        f"{OURS}\n".encode() + PING,
        f"{OURS}\n{'0' * 128}\n".encode() + PING,
        b"x" * 70_000,
    ],
    ids=["no greeting", "a browser", "half a greeting", "a guess", "much"],
)
def test_strangers_are_hung_up_on(home: str, places: Paths, said: bytes) -> None:
    """Who cannot prove to know the secret gets no answer, and holds nobody up."""
    with knocked(places.socket) as stranger:
        with contextlib.suppress(ConnectionError):  # it may hang up in the middle
            stranger.sendall(said)
        found = heard(stranger)

    assert b'"exit"' not in found
    assert client.ask(home, "ping").text == "ping"


def test_a_stranger_on_the_port_hears_no_request(places: Paths) -> None:
    """Who took the port of a dead daemon is not told what a person asks, nor believed."""
    listener, _secret = loopback.opened(_made(places), 8)
    said: list[bytes] = []

    def impostor() -> None:
        caller, _ = listener.accept()
        said.append(caller.recv(4096))
        caller.sendall(f"{THEIRS} {'0' * 128}\n".encode())
        said.append(heard(caller))
        caller.close()

    thread = threading.Thread(target=impostor)
    thread.start()
    with pytest.raises(NotRunning):
        client.exchange(str(places.state_dir), client.question("hurt", ("back",)))
    thread.join(10)
    listener.close()

    assert b"hurt" not in b"".join(said)


def test_a_file_that_was_left_behind_is_no_daemon(places: Paths) -> None:
    """Where a killed daemon listened nobody does: it is told as not running, and started over."""
    loopback.opened(_made(places), 8)[0].close()

    with pytest.raises(NotRunning):
        client.connect(str(places.state_dir))
    held = endpoint.claim(places)
    held.listen()
    held.release()

    assert not places.socket.exists()


@pytest.mark.linux("a short name for any folder")
def test_a_port_is_taken_where_no_socket_can_be(places: Paths) -> None:
    """A socket is used wherever there can be one: here, that is anywhere."""
    long = places.socket.parent / ("x" * 200) / "control"

    assert not loopback.is_needed(places.socket)
    assert not loopback.is_needed(long)


def _made(places: Paths) -> Path:
    places.runtime_dir.mkdir(mode=0o700, parents=True)
    return places.socket
