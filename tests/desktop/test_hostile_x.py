"""Programs on the X server that say nonsense of themselves: whatever looks at them looks on."""

from __future__ import annotations

import threading
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from Xlib import Xatom, display

from ergobreak.adapters.busy.windows_x11 import X11Windows
from tests.desktop.card import Card
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from tests.desktop.desktop import Desktop

pytestmark = pytest.mark.desktop

ROUNDS: Final = 300
OF_A_WINDOW: Final = ("WM_CLASS", "_NET_WM_STATE", "_NET_WM_WINDOW_TYPE", "WM_NAME", "_NET_WM_PID")
OF_THE_SCREEN: Final = (
    *("_NET_ACTIVE_WINDOW", "_NET_SUPPORTED", "_NET_CURRENT_DESKTOP", "_NET_CLIENT_LIST"),
)
TYPES: Final = (Xatom.STRING, Xatom.ATOM, Xatom.CARDINAL, Xatom.WINDOW, Xatom.INTEGER)


def test_nonsense_in_properties_ends_no_thread(xfce: Desktop) -> None:
    """Properties of the wrong form, empty, huge, or naming windows that never were, are borne."""
    heard: list[object] = []
    told: list[tuple[str, ...]] = []
    before = set(threading.enumerate())
    ours = X11Windows(
        lambda _source, _reason, names: told.append(names), heard.append, ["vlc"], xfce.env
    )
    ours.start()
    (thread,) = set(threading.enumerate()) - before
    server = display.Display(xfce.env["DISPLAY"])
    server.set_error_handler(lambda *_: None)
    root, chance = server.screen().root, Random(7)
    window = root.create_window(0, 0, 50, 50, 0, server.screen().root_depth)
    window.map()
    try:
        for _ in range(ROUNDS):
            name, on = chance.choice(
                [(each, window) for each in OF_A_WINDOW] + [(each, root) for each in OF_THE_SCREEN]
            )
            atom = server.intern_atom(name)
            form = chance.choice((8, 16, 32))
            data = bytes(chance.randrange(256) for _ in range(chance.choice((0, 4, 8, 4000))))
            if chance.random() < 0.3:
                root.change_property(
                    server.intern_atom("_NET_ACTIVE_WINDOW"), Xatom.WINDOW, 32, [window.id]
                )
            on.change_property(atom, chance.choice(TYPES), form, data)
            server.sync()
        window.destroy()
        server.sync()
        root.change_property(server.intern_atom("_NET_ACTIVE_WINDOW"), Xatom.WINDOW, 32, [0])
        server.sync()
        wait_for(lambda: heard, 10, "something was noticed")
    finally:
        alive = thread.is_alive()
        server.close()
        ours.stop()

    assert alive
    assert all(isinstance(name, str) for names in told for name in names)
    with Card(xfce) as card:
        assert card.windows() == []
