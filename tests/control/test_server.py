"""The control server among clients that are slow, silent, greedy or gone.

Each promise holds on a socket, and on a port of this machine as Windows needs it.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ergobreak.control import connection, door, endpoint, server
from ergobreak.control.protocol import Reply, Request
from ergobreak.control.server import Server
from ergobreak.errors import CommandRejected
from ergobreak.paths import find
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ergobreak.control.connection import Connection

PING = b'{"v":1,"verb":"ping","words":[],"json":false}\n'


class Served:
    """A running server whose verbs do what these tests need."""

    def __init__(self, home: Path, *, by_port: bool = False) -> None:
        self.held = endpoint.claim(find(str(home)))
        self.is_by_port = by_port
        self.path = str(find(str(home)).socket)
        self.followers: list[Connection] = []
        self.later: list[Connection] = []
        self.gone = 0
        self.clients: list[socket.socket] = []
        listener = self.held.listen(by_port=by_port)
        self.server = Server(listener, self.handle, endpoint.is_ours, self.held.new_door)
        self.server.start()

    def handle(self, request: Request, client: Connection) -> None:
        """Answer at once, later, with an error, or with a stream."""
        match request.verb:
            case "ping":
                client.reply(Reply(0, "pong"))
            case "later":
                self.later.append(client)
            case "refuse":
                raise CommandRejected("No.")
            case "break":
                raise ZeroDivisionError("oops")
            case "events":
                client.open_stream(Reply(0, "following"))
                self.followers.append(client)
                client.when_gone(self.leave)
            case verb:
                client.reply(Reply(2, verb))

    def leave(self) -> None:
        """Count a follower that has gone."""
        self.gone += 1

    def connect(self) -> socket.socket:
        """Return a new client that may ask."""
        client = self.called()
        if self.is_by_port:
            address = door.read(self.path)
            assert address is not None
            assert door.passed(client, address[1])
        return client

    def called(self) -> socket.socket:
        """Return a new client, at the door if there is one."""
        client = socket.socket(socket.AF_INET if self.is_by_port else socket.AF_UNIX)
        if self.is_by_port:
            door.at_once(client)
        self.clients.append(client)
        # With a timeout a full queue of callers would be an error instead of a short wait.
        client.connect(self.target())
        client.settimeout(10)
        return client

    def target(self) -> str | tuple[str, int]:
        """Return what to connect to."""
        address = door.read(self.path)
        return self.path if address is None else (door.HOST, address[0])

    def waiting(self) -> Connection:
        """Return the connection that is to be answered later."""
        wait_for(lambda: self.later)
        return self.later.pop()

    def hang_up(self) -> None:
        """Close all clients and wait until the server knows."""
        for client in self.clients:
            client.close()
        self.clients.clear()
        wait_for(lambda: not self.server.client_count())

    def said(self, sent: bytes) -> str:
        """Send something on a new connection and return all that comes back."""
        with self.connect() as client:
            client.sendall(sent)
            return everything(client)

    def close(self) -> None:
        """End it."""
        self.server.stop()
        self.held.release()


def everything(client: socket.socket) -> str:
    """Return all that comes until the other side hangs up."""
    with client.makefile("rb") as stream:
        try:
            return stream.read().decode()
        except ConnectionResetError:
            return ""


def line(client: socket.socket) -> dict[str, object]:
    """Return the next line, read byte by byte so that nothing is read ahead."""
    received = b""
    while not received.endswith(b"\n"):
        received += client.recv(1)
    found = json.loads(received)
    assert isinstance(found, dict)
    return found


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(False, id="socket", marks=pytest.mark.posix("a socket in a folder")),
        pytest.param(True, id="port"),
    ],
)
def shared(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Served]:
    """Return a server that all tests of this file share: none of them may harm it."""
    found = Served(tmp_path_factory.mktemp("home"), by_port=request.param)
    yield found
    found.close()


@pytest.fixture
def served(shared: Served) -> Iterator[Served]:
    """Return the server, without the clients of the test before."""
    yield shared
    shared.hang_up()


def test_reply_is_one_line_and_the_end(served: Served) -> None:
    """A request gets one line, in the promised order of keys, and the server hangs up."""
    assert served.said(PING) == '{"v":1,"exit":0,"text":"pong","data":{}}\n'


def test_request_in_pieces_and_half_closed(served: Served) -> None:
    """A client may dribble its request and close its own side before it reads."""
    with served.connect() as client:
        for start in range(0, len(PING), 7):
            client.sendall(PING[start : start + 7])
        client.shutdown(socket.SHUT_WR)

        assert "pong" in everything(client)


def test_answer_may_come_later_from_another_thread(served: Served) -> None:
    """A reply is sent when the engine has one, and only the first counts."""
    with served.connect() as client:
        client.sendall(b'{"v":1,"verb":"later"}\n')
        waiting = served.waiting()

        def answer() -> None:
            waiting.reply(Reply(0, "first"))
            waiting.reply(Reply(0, "second"))

        threading.Thread(target=answer).start()

        assert json.loads(everything(client))["text"] == "first"


@pytest.mark.parametrize(
    ("sent", "code", "text"),
    [
        (b'{"v":1,"verb":"refuse"}\n', 6, "No."),
        (b'{"v":1,"verb":"break"}\n', 1, "unexpected: oops"),
        (b'{"v":9,"verb":"ping2"}\n', 5, "ergobreak restart"),
        (b"hello\n", 5, "no JSON"),
        (b"\n", 5, "no JSON"),
        (b"x" * 70_000, 5, "too long"),
    ],
)
def test_what_cannot_be_done_is_answered(served: Served, sent: bytes, code: int, text: str) -> None:
    """A refusal, a bug, another version and garbage each get their exit code and a reason."""
    reply = json.loads(served.said(sent))

    assert reply["exit"] == code
    assert text in reply["text"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=50), max_size=4))
def test_no_bytes_end_the_server(served: Served, chunks: list[bytes]) -> None:
    """Whatever is sent in whatever pieces, the server answers the next one."""
    with served.connect() as client:
        for chunk in chunks:
            try:
                client.sendall(chunk)
            except OSError:
                break  # it has hung up on us already, which is its right

    assert "pong" in served.said(PING)


def test_two_hundred_hostile_clients_hold_nobody_up(served: Served) -> None:
    """Among silent clients, half lines and followers that never read, a ping takes no time."""
    hostile = [served.connect() for _ in range(200)]
    before = len(served.followers)
    for number, client in enumerate(hostile):
        client.sendall((b"", b'{"v":1,', b'{"v":1,"verb":"events"}\n')[number % 3])
    wait_for(lambda: len(served.followers) - before == 66)
    for _ in range(300):
        for follower in served.followers[before:]:
            follower.line({"event": "due", "text": "x" * 100})

    started = time.monotonic()
    told = [served.said(PING) for _ in range(20)]
    took = time.monotonic() - started

    assert all("pong" in one for one in told)
    assert took < 1.0


def test_crowd_does_not_lock_out(served: Served) -> None:
    """When all places are taken, the oldest silent client goes, not the newest caller."""
    crowd = [served.connect() for _ in range(server.CLIENTS + 10)]

    assert "pong" in served.said(PING)
    assert everything(crowd[0]) == ""


def test_silent_client_is_hung_up_on(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends nothing, or half a line, loses the connection after the deadline."""
    monkeypatch.setattr(connection, "PATIENCE", 0.05)
    with served.connect() as silent, served.connect() as half:
        half.sendall(PING[:-1])

        assert everything(silent) == ""
        assert everything(half) == ""


def test_idle_server_sleeps(served: Served) -> None:
    """With no client, or only a follower, the server has no timeout to wake up for."""
    with served.connect() as client:
        client.sendall(b'{"v":1,"verb":"events"}\n')
        line(client)
        wait_for(lambda: served.server.patience() is None)
    wait_for(lambda: not served.server.client_count())

    assert served.server.patience() is None


def test_follower_gets_all_lines_in_order(served: Served) -> None:
    """A follower that reads gets every line, and its going is noticed."""
    with served.connect() as client:
        client.sendall(b'{"v":1,"verb":"events"}\n')
        assert line(client)["text"] == "following"
        follower = served.followers[-1]
        for number in range(1000):
            follower.line({"n": number})
            assert line(client) == {"n": number}
        gone = served.gone

    wait_for(lambda: served.gone == gone + 1)


def test_follower_that_sleeps_is_told_what_it_lost(served: Served) -> None:
    """What finds no room is counted; the count stands in the stream where the lines would be."""
    with served.connect() as client, client.makefile("rb") as stream:
        client.sendall(b'{"v":1,"verb":"events"}\n')
        stream.readline()
        follower = served.followers[-1]
        for number in range(6000):
            follower.line({"n": number, "text": "x" * 500})
        told, due = [], 0
        while due < 6000:
            told.append(json.loads(stream.readline()))
            # The kernel may make more room meanwhile: then lines follow, and a second count.
            assert told[-1].get("n", due) == due
            due += told[-1].get("lost", 1)
        follower.line({"n": 6000})

        assert due == 6000
        assert any(one.get("event") == "overflow" for one in told)
        assert json.loads(stream.readline()) == {"n": 6000}


def test_follower_that_left_early_is_forgotten(served: Served) -> None:
    """Who has gone before anybody could note it is still given back to whoever sends lines."""
    with served.connect() as client:
        client.sendall(b'{"v":1,"verb":"later"}\n')
        waiting = served.waiting()
        waiting.reply(Reply(0, ""))
        everything(client)
    left: list[bool] = []

    wait_for(lambda: not served.server.client_count())
    waiting.when_gone(lambda: left.append(True))

    assert left == [True]


def test_without_file_descriptors_callers_are_turned_away(served: Served) -> None:
    """When no file can be opened a caller is hung up on, and the server neither spins nor dies."""
    resource = pytest.importorskip("resource", reason="Windows sets no limit to open files")
    target = served.target()
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with socket.socket(socket.AF_INET if served.is_by_port else socket.AF_UNIX) as client:
        client.settimeout(10)
        lowest_free = os.dup(0)
        os.close(lowest_free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, limits[1]))
        try:
            client.connect(target)
            said = everything(client)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)

    assert said == ""
    assert "pong" in served.said(PING)


def test_last_replies_leave_before_the_end(tmp_path: Path) -> None:
    """A reply that was given just before the end still arrives."""
    served = Served(tmp_path / "home", by_port=True)
    with served.connect() as client:
        client.sendall(b'{"v":1,"verb":"later"}\n')
        waiting = served.waiting()
        waiting.reply(Reply(0, "Stopping."))
        served.close()

        assert "Stopping." in everything(client)

    waiting.reply(Reply(0, "too late"))
    served.close()
