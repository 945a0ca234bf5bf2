"""Wayland over a plain socket: what is sent, what is understood, and how it ends."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.adapters.wayland_wire import (
    Connection,
    Message,
    WaylandError,
    packed,
    socket_path,
    unpacked,
)
from tests.services.compositor import Compositor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OFFERS: Final = {"wl_seat": 8, "ext_idle_notifier_v1": 1, "zwlr_foreign_toplevel_manager_v1": 3}


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[Compositor]:
    """Yield a compositor with a seat."""
    with Compositor(tmp_path / "wayland-7", OFFERS) as compositor:
        yield compositor


@pytest.fixture
def connection(compositor: Compositor) -> Iterator[Connection]:
    """Yield a connection to it."""
    connection = Connection(compositor.path)
    yield connection
    connection.close()


@given(
    arguments=st.lists(
        st.one_of(
            st.tuples(st.just("u"), st.integers(0, 2**32 - 1)),
            st.tuples(st.just("i"), st.integers(-(2**31), 2**31 - 1)),
            st.tuples(st.just("s"), st.none() | st.text(max_size=20)),
            st.tuples(st.just("a"), st.binary(max_size=20)),
        ),
        max_size=6,
    ),
    cut=st.integers(0, 200),
)
def test_what_is_packed_is_unpacked(arguments: list[tuple[str, int | str]], cut: int) -> None:
    """Numbers, texts and arrays come out as they went in, however the bytes arrive."""
    sent = packed(7, 3, *(value for _, value in arguments)) + packed(8, 0)
    data = bytearray(sent[:cut])
    early = list(unpacked(data))
    data += sent[cut:]

    first, second = early + list(unpacked(data))

    assert (first.target, first.opcode, second) == (7, 3, Message(8, 0, b""))
    values = first.values("".join(kind for kind, _ in arguments))
    assert values == tuple(value for _, value in arguments)
    assert data == b""


@given(data=st.binary(max_size=64), signature=st.text("uisa", max_size=6))
def test_garbage_raises_nothing_but_its_own_error(data: bytes, signature: str) -> None:
    """Bytes that mean nothing are a WaylandError, or wait for more: never anything else."""
    understood = 0
    with suppress(WaylandError):
        for message in unpacked(bytearray(data)):
            understood += len(message.values(signature)) == len(signature)

    assert understood <= len(data) // 8


def test_a_string_on_the_wire() -> None:
    """The bytes are those of the protocol: length with its end mark, padding to words."""
    assert packed(2, 0, "seat") == (b"\x02\x00\x00\x00\x00\x00\x14\x00\x05\x00\x00\x00seat\0\0\0\0")


def test_globals_are_found_and_bound(compositor: Compositor, connection: Connection) -> None:
    """What is offered is told; a bound object has at most the version that is offered."""
    assert {offer.interface: offer.version for offer in connection.globals()} == OFFERS
    assert connection.offered("wl_seat") == 8
    assert connection.offered("wl_shm") == 0

    connection.bind("wl_seat", 1)
    connection.bind("zwlr_foreign_toplevel_manager_v1", 9)
    connection.sync()

    bound = [message.values("usuu")[1:3] for message in compositor.asked("wl_registry", 0)]
    assert bound == [("wl_seat", 1), ("zwlr_foreign_toplevel_manager_v1", 3)]
    with pytest.raises(WaylandError, match="the compositor has no wl_shm"):
        connection.bind("wl_shm")


def test_ids_have_no_gaps(compositor: Compositor, connection: Connection) -> None:
    """Across syncs and failures each new object has the next number, as compositors insist."""
    connection.bind("wl_seat")
    connection.sync()
    with pytest.raises(WaylandError):
        connection.bind("wl_shm")
    connection.bind("ext_idle_notifier_v1")
    connection.sync()

    assert {"wl_seat", "ext_idle_notifier_v1"} < set(compositor.objects.values())


def test_events_come_in_order_and_none_is_lost(
    compositor: Compositor, connection: Connection
) -> None:
    """What came while an answer was waited for is told first, then the rest, with new objects."""
    manager = connection.bind("zwlr_foreign_toplevel_manager_v1", 3)
    connection.sync()
    handle = compositor.make(manager, 0, "zwlr_foreign_toplevel_handle_v1")
    compositor.emit(handle, 1, "an.app")
    connection.sync()
    compositor.emit(handle, 4, b"\x02\x00\x00\x00\x03\x00\x00\x00")

    events = connection.events()

    assert next(events).values("u") == (handle,)
    assert next(events) == Message(handle, 1, packed(0, 0, "an.app")[8:])
    (states,) = next(events).values("a")
    assert states == b"\x02\0\0\0\x03\0\0\0"


def test_what_comes_and_goes_later_is_noted(compositor: Compositor, connection: Connection) -> None:
    """A global that appears or vanishes is known by the next event."""
    manager = connection.bind("zwlr_foreign_toplevel_manager_v1", 3)
    connection.sync()
    registry = compositor.the("wl_registry")
    compositor.emit(registry, 0, 99, "wl_output", 4)
    compositor.emit(registry, 1, 1)
    compositor.emit(manager, 1)

    next(connection.events())

    assert (connection.offered("wl_output"), connection.offered("wl_seat")) == (4, 0)


@pytest.mark.parametrize("way", ["hang up", "drop", "die"])
def test_the_end_of_the_connection_is_told(
    compositor: Compositor, connection: Connection, way: str
) -> None:
    """Whoever waits for events learns at once that there will be none, whoever ends it."""
    connection.bind("wl_seat")
    connection.sync()
    told: list[str] = []

    def listen() -> None:
        try:
            for _ in connection.events():
                pass
        except WaylandError as error:
            told.append(str(error))

    thread = threading.Thread(target=listen)
    thread.start()
    {"hang up": connection.hang_up, "drop": compositor.drop, "die": compositor.die}[way]()
    thread.join(5.0)

    assert told == ["the compositor has gone"]


def test_a_refusal_is_told_in_its_words(compositor: Compositor, connection: Connection) -> None:
    """An error of the protocol ends the connection with what the compositor said."""
    connection.request(4711, 0)

    with pytest.raises(WaylandError, match="the compositor refuses: KeyError: 4711"):
        connection.sync()


def test_a_compositor_that_hangs_holds_nobody_up(compositor: Compositor) -> None:
    """Nobody waits for an answer for longer than he said."""
    compositor.mute()
    connection = Connection(compositor.path, within=0.05)

    with pytest.raises(WaylandError, match="does not answer"):
        connection.globals()
    connection.close()


def test_where_nobody_listens_it_says_so(tmp_path: Path) -> None:
    """No socket, or one that is left over from a crash: an error with its path."""
    path = tmp_path / "wayland-0"
    with pytest.raises(WaylandError, match=r"no compositor answers at .*wayland-0"):
        Connection(str(path))


@pytest.mark.parametrize(
    ("env", "path"),
    [
        (
            {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": "/run/user/7"},
            "/run/user/7/wayland-1",
        ),
        ({"WAYLAND_DISPLAY": "/run/socket"}, "/run/socket"),
        ({"WAYLAND_DISPLAY": "wayland-1"}, ""),
        ({"XDG_RUNTIME_DIR": "/run/user/7"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": "here"}, ""),
    ],
)
def test_the_socket_is_where_the_session_says(env: dict[str, str], path: str) -> None:
    """WAYLAND_DISPLAY is a name in the runtime folder, or a path; without it there is none."""
    assert socket_path(env) == path
