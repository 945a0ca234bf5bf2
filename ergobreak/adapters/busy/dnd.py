"""Tells whether the person has silenced the desktop: its "do not disturb", whoever keeps it.

Rules of this file:
1. One worker thread owns everything; the bus and the watch on files only put work into its inbox.
2. Whoever owns the name of the notification server is asked who it is, and then by the common way
   and by its own. No server is started for that, and a setting of another desktop counts nothing.
3. A server that goes, or a bus that is lost, silences nobody.
"""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from jeepney import new_method_call

from ergobreak.adapters.busy.dnd_ways import (
    ANSWER_WITHIN,
    NAME,
    SERVER,
    Untold,
    inhibited,
    own_ways,
)
from ergobreak.adapters.dbus.bus import BusError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.adapters.busy.dnd_ways import Way
    from ergobreak.adapters.busy.windows import Tell
    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.adapters.inotify import Inotify

SOURCE: Final = "do not disturb"
REASON: Final = "dnd"

_log = logging.getLogger(__name__)


class DoNotDisturb:
    """Tells "dnd" with the name of the desktop or server. Bus and inotify are others' to stop."""

    name = SOURCE

    def __init__(self, tell: Tell, bus: Bus, env: Mapping[str, str], inotify: Inotify) -> None:
        self._tell = tell
        self._bus = bus
        self._common = inhibited(bus)
        self._own = own_ways(bus, env, inotify)
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="dnd", daemon=True)
        self._is_stopping = False
        self.reason = _("no notification server has been seen yet")
        """Why nothing is told; empty while it works."""
        # The worker's own:
        self._heard: set[Way] = set()
        self._ways: tuple[Way, ...] = ()
        self._called = ""
        self._told: tuple[str, ...] = ()

    def start(self) -> None:
        """Begin, and return; what holds already follows."""
        self._thread.start()
        self._bus.on_owner(NAME, lambda owner: self._inbox.put(lambda: self._owned(owner)))

    def stop(self) -> None:
        """End; nothing more is told. Returns within a second."""
        self._is_stopping = True
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(0.9)

    # ---------------------------------------------------------------- the worker

    def _work(self) -> None:
        while (do := self._inbox.get()) is not None:
            try:
                do()
            except Exception:  # noqa: BLE001 - the next word may be a plain one
                _log.exception("it cannot be found out whether the desktop is silenced")

    def _owned(self, owner: str) -> None:
        self._ways = ()
        if not owner:
            self._say(_("no notification server"))
            return
        question = new_method_call(SERVER, "GetServerInformation")
        try:
            server = str(self._bus.call(question, within=ANSWER_WITHIN, types="ssss")[0])
        except BusError as error:
            self._say(_("the notification server does not answer ({error})").format(error=error))
            return
        self._called, own = self._own.get(server, (server, None))
        self._ways = (self._common,) if own is None else (self._common, own)
        for way in self._ways:
            self._listen(way)
        self._look()

    def _listen(self, way: Way) -> None:
        if way not in self._heard:
            try:
                way.listen(lambda: self._inbox.put(self._look))
                self._heard.add(way)
            except Untold as failure:
                _log.warning("changes of do-not-disturb are not noticed: %s", failure)

    def _look(self) -> None:
        """Ask anew, and tell. That one of two ways does not exist is nothing to speak of."""
        answers: list[bool] = []
        failure: Exception | None = None
        for way in self._ways:
            try:
                answers.append(way.is_on())
            except (BusError, Untold) as error:
                failure = error
        if self._ways and not answers:
            self._say(
                _("{called} does not say whether it is silenced ({failure})").format(
                    called=self._called, failure=failure
                )
            )
        elif self._ways:
            self._say("", (self._called,) if any(answers) else ())

    def _say(self, reason: str, names: tuple[str, ...] = ()) -> None:
        self.reason = reason
        if names != self._told and not self._is_stopping:
            self._told = names
            self._tell(SOURCE, REASON, names)
