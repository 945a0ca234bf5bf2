"""pystray's X11 icon, mended: one thread, a panel that comes later, a clean square.

As it comes, it talks to the X server from several threads, and python-xlib then now and then waits
for an answer that another thread has read already: the icon, and with it the main thread, hangs.
"""

from __future__ import annotations

import os
from functools import partial
from select import select
from typing import TYPE_CHECKING, Any

from ergobreak.adapters.tray.icons import TILE
from ergobreak.adapters.tray.icons.pixmaps import image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image


def on_x11(icon: Any) -> Any:
    """Return this icon class, mended; its back-end is pystray's X11."""
    from Xlib import X

    class X11Icon(icon):  # type: ignore[misc]  # a class of pystray, which has no types
        """Lives on the thread of its loop; the setters only leave word there."""

        _icon_data: Any
        _systray_manager: Any

        def __init__(self, *words: Any) -> None:
            self._jobs: dict[str, Callable[[], object]] = {}
            self._ear, self._mouth = os.pipe()  # for the life of the process, like the icon
            super().__init__(*words)
            # A panel that vanishes while we talk to it is no error of ours.
            self._display.set_error_handler(lambda *_: None)
            self._manager = self._display.intern_atom("MANAGER")
            root = self._display.screen().root
            root.change_attributes(event_mask=X.StructureNotifyMask)

        def _create_window(self) -> Any:
            # As it comes, pystray handles clicks and asks the X server for none.
            window = super()._create_window()
            heard = X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask
            window.change_attributes(event_mask=heard)
            return window

        def is_docked(self) -> bool:
            """Tell whether a panel has taken the icon."""
            return self._systray_manager is not None

        def _rewrite_implementation(self, *methods: Callable[[], object]) -> None:
            # pystray's own way sends itself an X message, from the thread that asks.
            for method in methods:
                setattr(self, method.__name__, partial(self._post, method))
            self._message_handlers[X.ClientMessage] = self._on_message

        def _post(self, job: Callable[[], object]) -> None:
            # By name: what is asked for twice is done once, and reads what holds by then.
            self._jobs[job.__name__] = job
            os.write(self._mouth, b"\0")

        def _events(self) -> Iterator[Any]:
            while True:
                # Asked anew each time: handling one event may have read others.
                while self._display.pending_events():
                    yield self._display.next_event()
                ready, _, _ = select([self._display, self._ear], [], [])
                if self._ear in ready:
                    os.read(self._ear, 4096)
                    for name in list(self._jobs):
                        self._jobs.pop(name)()

        def _on_message(self, event: Any) -> None:
            # A panel says that it has come: at login it may be later than we are.
            if event.client_type == self._manager and event.data[1][1] == self._net_system_tray_sx:
                self._update_icon()

        def _on_destroy_notify(self, event: Any) -> None:
            if self.is_docked():
                super()._on_destroy_notify(event)
                if not self.is_docked():
                    self._window.unmap()  # or it would float where the panel was

        def _assert_icon_data(self, width: int, height: int) -> None:
            # pystray would stretch the picture to the slot and paint transparent corners black.
            if not self._icon_data or self._icon_data.size != (width, height):
                data: Any = _placed(self.state, width, height)
                data.tostring = data.tobytes  # its name in python-xlib
                self._icon_data = data

    return X11Icon


def _placed(state: str, width: int, height: int) -> Image:
    """Return the picture of a state in the middle of a slot that need not be square.

    What lies under the slot cannot be had: panels paint it before they make it, if at all. So the
    picture's own dark tile goes on to the edges, which is even at least.
    """
    from PIL import Image

    side = min(width, height)
    slot = Image.new("RGB", (width, height), TILE)
    drawn = image(state, side)
    if drawn.width != side:
        drawn = drawn.resize((side, side), Image.Resampling.LANCZOS)
    slot.paste(drawn, ((width - side) // 2, (height - side) // 2), drawn)
    return slot
