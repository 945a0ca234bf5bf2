"""Notifications with buttons, by the desktop's own server (org.freedesktop.Notifications).

Rules of this file:
1. One worker thread owns everything; the others only put work into its inbox. So no caller waits,
   and a server that hangs holds up nobody but this thread, for `within` seconds.
2. A server that owes an answer is asked nothing more until it has given it or is gone. When it
   comes to itself, or another one appears, the latest notice that is still wanted is shown:
   never a backlog.
3. A number belongs to one server. What a former server, or a stranger on the bus, says about it
   is ignored, and so is a button of a notice that is no longer ours.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import CancelledError
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from jeepney import MatchRule, new_method_call

from ergobreak.adapters.dbus.bus import WITHIN, BusError, sender_of
from ergobreak.adapters.notify import wire as notify_wire
from ergobreak.adapters.notify.left import LeftOver
from ergobreak.adapters.notify.wire import NAME, NO_REPLY, NO_SERVER, NOT_YET, PATH, SERVER, Open

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.core.view import Notice
    from ergobreak.ports import Answer

DISMISSED: Final = 2  # by the person; 1 is expired, 3 closed by our call, 4 anything else
SHOW_AGAIN_AT_MOST: Final = 3  # a notice that fells the server must not fell it for ever

log = logging.getLogger(__name__)


class DbusNotifier:
    """Shows notices over a bus that others share, start and stop. See `ports.Notifier`.

    `left` is the file that remembers, over a kill, what stands on the screen.
    """

    def __init__(
        self,
        bus: Bus,
        icon: Path | None = None,
        *,
        left: Path | None = None,
        within: float = WITHIN,
    ) -> None:
        self._bus = bus
        self._icon = "" if icon is None else str(icon)
        self._within = within
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="notify", daemon=True)
        self._server = ""  # written by the thread that reads the bus
        self._is_stopping = False
        self._is_server_missing = False
        # The worker's own:
        self._left = LeftOver(left, bus, self._close, within=within)
        self._abilities: tuple[str, frozenset[str]] = ("", frozenset())  # whose, and which
        self._open: dict[str, Open] = {}
        self._wanted: dict[str, Notice] = {}  # not on the screen; the latest stands last
        self._losses: dict[str, int] = {}  # how often a server took a notice down with it
        self._owed: Future[Message] | None = None  # what the server has not answered yet
        self._pauses = list(notify_wire.AGAIN_AFTER)  # of waiting for a server that is early
        self._again_in: float | None = None

    def start(self, answered: Answer, shown: Callable[[str, bool], None]) -> None:
        """Begin. Both are called on the worker thread; `shown` may say yes after it said no."""
        self._answered = answered
        self._shown = shown
        self._thread.start()
        signals = {"type": "signal", "interface": NAME, "path": PATH}
        self._bus.on_signal(MatchRule(member="ActionInvoked", **signals), self._heard_action, "us")
        closed = MatchRule(member="NotificationClosed", **signals)
        self._bus.on_signal(closed, self._heard_closed, "uu")
        self._bus.on_owner(NAME, self._heard_owner)

    def show(self, notice: Notice) -> None:
        """Show a notice; one that is shown under the same id is replaced."""
        self._inbox.put(lambda: self._show(notice))

    def withdraw(self, prompt: str) -> None:
        """Take a notice off the screen; unknown ids are ignored."""
        self._inbox.put(lambda: self._withdraw(prompt))

    def stop(self) -> None:
        """Take everything off the screen and end; the bus stays. Returns within a second."""
        self._is_stopping = True
        owed = self._owed
        if owed is not None:
            owed.cancel()  # wakes the worker, if it waits for this
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(0.9)

    @property
    def is_server_missing(self) -> bool:
        """Tell whether the last failure was the server's: who else asks it fails as well."""
        return self._is_server_missing

    # ---------------------------------------------------------------- heard on the bus

    def _heard_action(self, message: Message) -> None:
        number, answer = message.body
        if sender_of(message) == self._server:
            self._inbox.put(lambda: self._pressed(number, answer))

    def _heard_closed(self, message: Message) -> None:
        number, reason = message.body
        if sender_of(message) == self._server:
            self._inbox.put(lambda: self._closed(number, reason))

    def _heard_owner(self, server: str) -> None:
        self._server = server
        self._inbox.put(self._server_changed)

    # ---------------------------------------------------------------- the worker

    def _work(self) -> None:
        while (do := self._next()) is not None:
            if self._is_stopping:
                continue
            try:
                do()
                self._note()
            except Exception:
                # A fault here may cost one notice, not all that follow.
                log.exception("a notification failed")
        for shown in self._open.values():
            self._close(shown.number)
        self._open.clear()
        self._note()

    def _next(self) -> Callable[[], None] | None:
        try:
            return self._inbox.get(timeout=self._again_in)
        except Empty:
            self._again_in = None
            return self._deliver_latest

    def _show(self, notice: Notice) -> None:
        self._wanted.pop(notice.id, None)
        self._wanted[notice.id] = notice
        self._losses.pop(notice.id, None)
        self._shown(notice.id, self._deliver(notice))

    def _withdraw(self, prompt: str) -> None:
        self._wanted.pop(prompt, None)
        shown = self._open.pop(prompt, None)
        if shown is not None:
            self._close(shown.number)

    def _pressed(self, number: int, answer: str) -> None:
        shown = self._taken_off(number)
        if shown is not None:
            self._close(number)  # not every server does it by itself
            if answer in dict(shown.notice.buttons):
                self._answered(shown.notice.id, answer)

    def _closed(self, number: int, reason: int) -> None:
        shown = self._taken_off(number)
        if shown is not None and reason == DISMISSED:
            self._answered(shown.notice.id, "closed")

    def _taken_off(self, number: int) -> Open | None:
        for prompt, shown in self._open.items():
            if shown.number == number:
                return self._open.pop(prompt)
        return None

    def _server_changed(self) -> None:
        """Show again what a server has taken down with it, or say that it is gone."""
        self._owed = None
        self._pauses = list(notify_wire.AGAIN_AFTER)
        if self._server:
            self._left.sweep(self._server)
        lost = [shown.notice for shown in self._open.values() if shown.server != self._server]
        for notice in lost:
            del self._open[notice.id]
            self._losses[notice.id] = self._losses.get(notice.id, 0) + 1
            if notice.stays and self._losses[notice.id] <= SHOW_AGAIN_AT_MOST:
                self._wanted[notice.id] = notice
        self._deliver_latest()
        for notice in lost:
            if notice.stays and notice.id not in self._open:
                self._shown(notice.id, False)

    # ---------------------------------------------------------------- delivery

    def _deliver_latest(self) -> None:
        if self._wanted:
            notice = self._wanted[next(reversed(self._wanted))]
            if self._deliver(notice):
                self._shown(notice.id, True)

    def _deliver(self, notice: Notice) -> bool:
        if self._owed is not None:
            return False
        try:
            abilities = self._ask_abilities(notice)
            former = self._open.get(notice.id)
            replaces = former.number if former and former.server == self._server else 0
            if replaces and not notify_wire.can_replace(abilities):
                del self._open[notice.id]
                self._close(replaces)
                replaces = 0
            call = notify_wire.show(notice, abilities, icon=self._icon, replaces=replaces)
            reply = self._ask(call, notice, "u")
        except BusError as error:
            is_early = error.name in NOT_YET and bool(self._pauses)
            self._again_in = self._pauses.pop(0) if is_early else None
            self._is_server_missing = is_early or error.name.startswith(NO_SERVER)
            log.info("a notification was not shown: %s", error)
            return False
        self._opened(notice, reply)
        return True

    def _opened(self, notice: Notice, reply: Message) -> None:
        former = self._open.get(notice.id)
        shown = Open(notice, sender_of(reply), reply.body[0])
        self._open[notice.id] = shown
        if former and former.server == shown.server and former.number != shown.number:
            self._close(former.number)  # a server that does not replace would stack them
        self._wanted.clear()
        self._note()  # before anybody is told that it is shown

    def _ask_abilities(self, notice: Notice) -> frozenset[str]:
        if not self._server or self._abilities[0] != self._server:
            try:
                reply = self._ask(new_method_call(SERVER, "GetCapabilities"), notice, "as")
            except BusError as error:
                is_early = error.name in NOT_YET and self._pauses
                if is_early or not error.name or error.name.startswith(NO_SERVER):
                    raise
                return frozenset()  # it may still show plain words
            self._abilities = sender_of(reply), frozenset(reply.body[0])
        return self._abilities[1]

    def _ask(self, message: Message, notice: Notice, types: str) -> Message:
        """Return the server's reply. Raises BusError; if it is late, `_late` sees to it."""
        answer = self._bus.ask(message, within=self._within, types=types)
        self._owed = answer
        if self._is_stopping:
            answer.cancel()
        try:
            reply = answer.result(self._within)
        except TimeoutError:
            answer.add_done_callback(
                lambda answer: self._inbox.put(lambda: self._late(answer, notice))
            )
            raise BusError(NO_REPLY, f"none in {self._within} s") from None
        except CancelledError:
            raise BusError("", "stopping") from None
        except BusError:
            self._owed = None
            raise
        self._owed = None
        return reply

    def _late(self, answer: Future[Message], notice: Notice) -> None:
        """Go on after a server that hung: keep what it shows if it is wanted, else close it."""
        if answer is self._owed:
            self._owed = None
        if answer.cancelled() or answer.exception() is not None:
            self._deliver_latest()
            return
        reply = answer.result()
        is_number = isinstance(reply.body[0], int)  # else it is the list of its abilities
        if is_number and sender_of(reply) == self._server:
            latest = next(reversed(self._wanted.values()), None)
            if latest is notice:
                self._opened(notice, reply)
                self._shown(notice.id, True)
                return
            self._close(reply.body[0])
        self._deliver_latest()

    def _close(self, number: int) -> None:
        self._bus.send(notify_wire.close(number))

    def _note(self) -> None:
        """Have it noted what would stay on the screen if this process were killed now."""
        standing = [shown for shown in self._open.values() if shown.notice.stays]
        server = standing[-1].server if standing else self._server
        self._left.note(server, (shown.number for shown in standing if shown.server == server))
