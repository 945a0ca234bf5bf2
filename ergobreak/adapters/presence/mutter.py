"""Tells the engine when the person stops and starts to use keys and pointer, on GNOME.

Rules of this file:
1. GNOME Shell counts. A watch on a span fires each time it has passed without input; a watch on
   the next input fires once, so it is set when one of the others has fired, and never before:
   a person who types wakes nobody.
2. A watch that fires only says "look": what is told comes from the idle time itself.
3. One worker thread asks; the bus only puts work into its inbox. Watches end with the shell, and
   are set anew when its name has an owner again. The spans do not pass while a film plays.
"""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call

from ergobreak.adapters.dbus.bus import WITHIN, BusError, sender_of
from ergobreak.adapters.presence.told import MILLISECOND, SAME, Told
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.core.events import Event

NAME: Final = "org.gnome.Mutter.IdleMonitor"
CORE: Final = DBusAddress("/org/gnome/Mutter/IdleMonitor/Core", bus_name=NAME, interface=NAME)
ANSWER_WITHIN: Final = 25.0  # s; nobody waits but the worker, and at login the shell is busy

_log = logging.getLogger(__name__)


class MutterIdle:
    """Posts what ports.Idle says. The bus is the session's; others start it."""

    name: Final = "GNOME Mutter"

    def __init__(self, post: Callable[[Event], None], idle_after: int, lull: int, bus: Bus) -> None:
        self._told = Told(post, idle_after, lull)
        self._bus = bus
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._is_known = threading.Event()  # whether it works
        self._is_stopping = False
        self._thread = threading.Thread(target=self._work, name="idle", daemon=True)
        self.reason = _("GNOME Shell does not answer")
        """Why nothing is told; empty while it works."""
        # The worker's own:
        self._owner = ""
        self._spans: dict[int, int] = {}  # microseconds, by watch
        self._active_watch: int | None = None

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
        fired = MatchRule(type="signal", interface=NAME, member="WatchFired", path=CORE.object_path)
        self._bus.on_signal(
            fired, lambda message: self._inbox.put(lambda: self._fired(message)), "u"
        )
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

    # ---------------------------------------------------------------- the worker

    def _work(self) -> None:
        while (do := self._inbox.get()) is not None and not self._is_stopping:
            try:
                do()
            except BusError as error:
                _log.warning("GNOME Shell does not answer: %s", error)
                self._lose(_("GNOME Shell does not answer"))
        watches = {*self._spans, self._active_watch} - {None}
        for watch in watches:
            self._bus.send(new_method_call(CORE, "RemoveWatch", "u", (watch,)))

    def _greet(self) -> None:
        """Find out whether there is a bus at all: one that is away tells no owner."""
        try:
            self._bus.call(message_bus.GetId())
        except BusError:
            self._lose(_("the session bus does not answer"))

    def _owned(self, owner: str) -> None:
        was, self._owner = self._owner, owner
        if not owner:
            if was:
                _log.warning("GNOME Shell has gone: it cannot be told who is away until it returns")
            self._lose(_("no GNOME Shell on the session bus"))
            return
        self._spans, self._active_watch = {}, None
        for span in sorted({self._told.idle_after, self._told.lull} - {0}):
            (watch,) = self._ask("AddIdleWatch", "u", "t", span // MILLISECOND)
            self._spans[watch] = span
        self.reason = ""
        self._look(anew=True)
        self._is_known.set()

    def _lose(self, reason: str) -> None:
        has_worked = not self.reason
        self.reason = reason
        self._spans, self._active_watch = {}, None
        if has_worked and not self._is_stopping:
            self._told.lost()
        self._is_known.set()

    def _fired(self, message: Message) -> None:
        (watch,) = message.body
        if sender_of(message) != self._owner or watch not in {*self._spans, self._active_watch}:
            return  # another program's, or a stranger's
        if watch == self._active_watch:
            self._active_watch = None
        self._look()

    def _look(self, *, anew: bool = False) -> None:
        if not self._spans:
            return  # nobody to ask
        idle_for = self._idle_time()
        if idle_for >= min(self._spans.values()) and self._active_watch is None:
            (self._active_watch,) = self._ask("AddUserActiveWatch", "u")
            idle_for = self._idle_time()  # an input in between would have fired nothing
        if not self._is_stopping:
            self._told.look(idle_for, anew=anew)

    def _idle_time(self) -> int:
        """Return for how long there has been no input; a watch that fired early was right."""
        (milliseconds,) = self._ask("GetIdletime", "t")
        idle_for = int(milliseconds) * MILLISECOND
        nearly = [span for span in self._spans.values() if 0 < span - idle_for <= SAME]
        return max([idle_for, *nearly])

    def _ask(
        self, method: str, types: str, signature: str = "", *values: object
    ) -> tuple[Any, ...]:
        """Call a method with these values; its reply has to be of these types."""
        message = new_method_call(CORE, method, signature or None, values)
        return self._bus.call(message, within=ANSWER_WITHIN, types=types)
