"""Tells the engine that the person is idle because the desktop has told logind so: the last resort.

Rules of this file:
1. The hint is set by the desktop, after a delay of its own and not by every desktop: who uses it
   may be counted as working for some minutes too long. It knows of no lulls.
2. One worker thread asks; the bus only puts work into its inbox.
"""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from jeepney import DBusAddress, MatchRule, Properties, message_bus

from ergobreak.adapters.dbus.answers import held
from ergobreak.adapters.dbus.bus import WITHIN, BusError, sender_of
from ergobreak.adapters.presence.told import Told
from ergobreak.adapters.time.clock import SystemClock
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.core.events import Event

NAME: Final = "org.freedesktop.login1"
SESSION: Final = "org.freedesktop.login1.Session"
# logind's own word for the caller's session or, outside of one, that of the user's display.
OURS: Final = DBusAddress("/org/freedesktop/login1/session/auto", bus_name=NAME, interface=SESSION)
PROPERTIES: Final = "org.freedesktop.DBus.Properties"

_log = logging.getLogger(__name__)


class LogindHint:
    """Posts what ports.Idle says, without breakpoints. The bus is the system's."""

    name: Final = "logind's hint"

    def __init__(self, post: Callable[[Event], None], idle_after: int, bus: Bus) -> None:
        self._told = Told(post, idle_after, 0)
        self._bus = bus
        self._clock = SystemClock()
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._is_known = threading.Event()  # whether it works
        self._is_stopping = False
        self._thread = threading.Thread(target=self._work, name="idle", daemon=True)
        self._owner = ""
        self.reason = _("logind does not answer")
        """Why nothing is told; empty while it works."""

    @property
    def is_idle(self) -> bool:
        """Tell what was told last."""
        return self._told.is_idle

    def start(self) -> bool:
        """Begin; tell whether it works, and leave the `reason` if not. Returns within 2 s.

        The first report, idle or not, is posted before this returns.
        """
        self._thread.start()
        self._inbox.put(self._greet)
        changed = MatchRule(type="signal", interface=PROPERTIES, member="PropertiesChanged")
        changed.add_arg_condition(0, SESSION)
        self._bus.on_signal(changed, self._changed, "sa{sv}as")
        self._bus.on_owner(NAME, lambda owner: self._inbox.put(lambda: self._owned(owner)))
        self._is_known.wait(WITHIN)
        return not self.reason

    def report(self) -> None:
        """Have the present picture told anew: after a wake-up or an unlock the engine needs it."""
        self._inbox.put(lambda: self._look(anew=True))

    def stop(self) -> None:
        """End; nothing more is posted, and the bus stays. Returns within a second."""
        self._is_stopping = True
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _changed(self, message: Message) -> None:
        _unused, changed, unsaid = message.body
        if sender_of(message) == self._owner and "IdleHint" in {*changed, *unsaid}:
            self._inbox.put(self._look)  # whichever session it was: ours is asked

    # ---------------------------------------------------------------- the worker

    def _work(self) -> None:
        while (do := self._inbox.get()) is not None and not self._is_stopping:
            try:
                do()
            except BusError as error:
                self._lose(
                    _("logind knows no session of this person ({error})").format(error=error)
                )

    def _greet(self) -> None:
        """Find out whether there is a bus at all: one that is away tells no owner."""
        try:
            self._bus.call(message_bus.GetId())
        except BusError:
            self._lose(_("the system bus does not answer"))

    def _owned(self, owner: str) -> None:
        self._owner = owner
        if owner:
            self._look(anew=True)
        else:
            self._lose(_("no logind on the system bus"))

    def _lose(self, reason: str) -> None:
        has_worked, self.reason = not self.reason, reason
        if has_worked and not self._is_stopping:
            _log.warning("%s: it cannot be told who is away", reason)
            self._told.lost()
        self._is_known.set()

    def _look(self, *, anew: bool = False) -> None:
        if not self._owner:
            return
        idle_for = 0
        if self._get("IdleHint", "b"):
            # Before it says so, a desktop has waited at least as long as we would have.
            hinted_for = self._clock.now().mono - self._get("IdleSinceHintMonotonic", "t")
            idle_for = self._told.idle_after + max(0, hinted_for)
        self.reason = ""
        if not self._is_stopping:
            self._told.look(idle_for, anew=anew)
        self._is_known.set()

    def _get(self, name: str, types: str) -> Any:
        return held(self._bus.call(Properties(OURS).get(name), types="v")[0], types)
