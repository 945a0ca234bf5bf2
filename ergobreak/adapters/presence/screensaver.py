"""Lock and unlock as the screen saver tells them on the session bus, where there is no logind.

Rules of this file:
1. A screen that is dark or locked is one that nobody looks at: either is told as locked.
2. Every screen saver of the list is listened to, for some desktops run two; the screen is open
   when the last of them says so, or has gone. Whoever cannot tell says that it is open.
3. All work is done on the thread of the bus, which wakes for messages only.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from jeepney import DBusAddress, MatchRule, new_method_call

from ergobreak.adapters.dbus.bus import BusError, sender_of
from ergobreak.core.events import Locked, Unlocked
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.core.events import Event

# The name, which is the interface too, and where the object is.
SAVERS: Final = {
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.xfce.ScreenSaver": "/org/xfce/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
    "org.cinnamon.ScreenSaver": "/org/cinnamon/ScreenSaver",
}
NOT_FOUND: Final = N_("no screen saver on the session bus")

_log = logging.getLogger(__name__)


class ScreenSaver:
    """Posts Locked and Unlocked. The bus is the session's; others start it.

    `is_needed` is asked at each change: false while somebody better, logind, tells of locks.
    """

    def __init__(
        self,
        bus: Bus,
        post: Callable[[Event], None],
        is_needed: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bus = bus
        self._post = post
        self._is_needed = is_needed
        self._is_stopping = False
        self.reason = _(NOT_FOUND)
        """Why locks are not told; empty while they are."""
        # The bus thread's own:
        self._owners: dict[str, str] = {}
        self._active: set[str] = set()
        self._is_locked = False

    def start(self) -> None:
        """Begin, and return. A screen that is locked already is told as soon as one answers."""
        for name in SAVERS:
            rule = MatchRule(type="signal", interface=name, member="ActiveChanged")
            self._bus.on_signal(rule, partial(self._changed, name), "b")
            self._bus.on_owner(name, partial(self._owned, name))

    def stop(self) -> None:
        """End; nothing more is posted, and the bus stays."""
        self._is_stopping = True

    # ---------------------------------------------------------------- on the thread of the bus

    def _owned(self, name: str, owner: str) -> None:
        self._owners[name] = owner
        self.reason = "" if any(self._owners.values()) else _(NOT_FOUND)
        if not owner:
            self._note(name, is_active=False)
        elif not self._is_stopping:
            saver = DBusAddress(SAVERS[name], bus_name=name, interface=name)
            try:
                answer = self._bus.ask(new_method_call(saver, "GetActive"), within=0, types="b")
            except BusError:
                return  # the bus has gone, and the owner with it
            answer.add_done_callback(partial(self._answered, name))

    def _answered(self, name: str, answer: Future[Message]) -> None:
        if (failure := answer.exception()) is not None:
            # Some own the name and keep nothing but the list of who wants no screen saver.
            _log.debug("%s does not tell whether it is active: %s", name, failure)
            return
        self._note(name, is_active=bool(answer.result().body[0]))

    def _changed(self, name: str, message: Message) -> None:
        if sender_of(message) == self._owners.get(name):
            self._note(name, is_active=bool(message.body[0]))

    def _note(self, name: str, *, is_active: bool) -> None:
        if is_active:
            self._active.add(name)
        else:
            self._active.discard(name)
        is_locked = bool(self._active)
        if is_locked == self._is_locked or self._is_stopping:
            return
        self._is_locked = is_locked
        if self._is_needed():
            self._post(Locked() if is_locked else Unlocked())
