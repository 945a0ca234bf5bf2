"""Tells whether a screen reader reads this desktop aloud, as the desktop itself says it.

GNOME, KDE and the others keep that in `org.a11y.Status` on the session bus. The name may come
later than we do, and goes away with the session; each change is a signal, so nobody has to ask
twice.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from jeepney import DBusAddress, MatchRule, Properties

from ergobreak.adapters.dbus.bus import BusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus

NAME: Final = "org.a11y.Bus"
PATH: Final = "/org/a11y/bus"
STATUS: Final = "org.a11y.Status"
PROPERTY: Final = "ScreenReaderEnabled"

_log = logging.getLogger(__name__)


class ScreenReader:
    """Calls `told` with each change, on the thread of the bus or of `start`; first with True."""

    def __init__(self, bus: Bus, told: Callable[[bool], None]) -> None:
        self._bus = bus
        self._told = told
        self._is_stopped = False
        self.is_on = False
        """What was told last."""

    def start(self) -> None:
        """Begin to listen, and return."""
        changed = MatchRule(
            type="signal",
            interface="org.freedesktop.DBus.Properties",
            member="PropertiesChanged",
            path=PATH,
        )
        self._bus.on_signal(changed, self._changed, "sa{sv}as")
        self._bus.on_owner(NAME, self._owned)

    def stop(self) -> None:
        """Tell nothing more."""
        self._is_stopped = True

    def _owned(self, owner: str) -> None:
        if not owner:
            self._tell(is_on=False)
            return
        call = Properties(DBusAddress(PATH, owner, STATUS)).get(PROPERTY)
        try:
            self._bus.ask(call, within=0, types="v").add_done_callback(self._answered)
        except BusError:
            return  # the bus was lost; it comes back with its owners

    def _answered(self, answer: Future[Message]) -> None:
        if answer.exception() is None:
            self._tell(is_on=bool(answer.result().body[0][1]))

    def _changed(self, message: Message) -> None:
        interface, values, _ = message.body
        if interface == STATUS and PROPERTY in values:
            self._tell(is_on=bool(values[PROPERTY][1]))

    def _tell(self, *, is_on: bool) -> None:
        if is_on != self.is_on and not self._is_stopped:
            self.is_on = is_on
            self._told(is_on)
