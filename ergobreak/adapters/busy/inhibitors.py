"""Tells which programs keep the screen on: a film, or slides.

Rules of this file:
1. One worker thread asks; the buses only put work into its inbox. It is woken by news alone.
2. Each way tells all that it sees, each time that this has changed; nothing, when nobody answers.
3. What desktops keep on for themselves, and what we might, is no film.
"""

from __future__ import annotations

import logging
import threading
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.busy.inhibitors_ways import UNNAMED, Way, plain_name, ways
from ergobreak.adapters.dbus.bus import BusError, sender_of
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus

    Tell = Callable[[str, str, tuple[str, ...]], None]

REASON: Final = "inhibitor"
OF_THE_DESKTOP: Final = frozenset(
    {"ergobreak", "gnome-session", "gnome-shell", "powerdevil", "xfce4-power-manager"}
)
ANSWER_WITHIN: Final = 25.0  # s; nobody waits but the worker, and at login all are busy

_log = logging.getLogger(__name__)


class Inhibitors:
    """Calls `tell(source, "inhibitor", names)` on its own thread; no names: nothing any more.

    Either bus may be None, or away; others start them.
    """

    def __init__(self, tell: Tell, bus: Bus | None, system_bus: Bus | None) -> None:
        self._tell = tell
        self._buses = {False: bus, True: system_bus}
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="inhibitors", daemon=True)
        self._is_stopping = False
        self.reason = _("nobody on the buses tells who keeps the screen on")
        """Why nothing is told; empty while it works."""
        # The worker's own:
        self._owners: dict[str, str] = {}
        self._told: dict[str, tuple[str, ...]] = {}

    def start(self) -> None:
        """Begin, and return; what holds already is told when those asked have answered."""
        self._thread.start()
        for way in ways():
            if (bus := self._buses[way.is_system]) is not None:
                bus.on_signal(way.news, self._passed_on(self._heard, way))
                bus.on_owner(way.bus_name, self._passed_on(self._owned, way))

    def stop(self) -> None:
        """End; nothing more is told, and the buses stay. Returns within a second."""
        self._is_stopping = True
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(0.9)

    def _passed_on(self, do: Callable[[Way, Any], None], way: Way) -> Callable[[Any], None]:
        return lambda said: self._inbox.put(lambda: do(way, said))

    # ---------------------------------------------------------------- the worker

    def _work(self) -> None:
        while (do := self._inbox.get()) is not None and not self._is_stopping:
            try:
                do()
            except Exception:  # noqa: BLE001 - the next word may be a plain one
                _log.exception("what keeps the screen on could not be read")

    def _owned(self, way: Way, owner: str) -> None:
        self._owners[way.source] = owner
        answering = any(self._owners.values())
        self.reason = "" if answering else _("nobody on the buses tells who keeps the screen on")
        self._look(way)

    def _heard(self, way: Way, message: Message) -> None:
        # Anybody may send signals, on the system bus even another person.
        if sender_of(message) == self._owners.get(way.source):
            self._look(way)

    def _look(self, way: Way) -> None:
        bus = self._buses[way.is_system]
        names: tuple[str, ...] = ()
        if bus is not None and self._owners[way.source]:
            try:
                raw = tuple(way.look(partial(bus.call, within=ANSWER_WITHIN)))
            except BusError as failure:
                _log.debug("%s does not tell who keeps the screen on: %s", way.source, failure)
                raw = ()
            named = {plain_name(name) or UNNAMED for name in raw}
            names = tuple(sorted(n for n in named if n.casefold() not in OF_THE_DESKTOP))
        if names != self._told.get(way.source, ()) and not self._is_stopping:
            self._told[way.source] = names
            self._tell(way.source, REASON, names)
