"""The connection that adapters share: calls with a deadline, signals, objects, and coming back.

Rules of this file:
1. One thread reads. It is blocked in `recv` and wakes for messages only. Handlers run on it: they
   return at once, and never call `ask` or `call`, whose answers it would have to read.
2. A bus that is lost or was never there is tried again after 0.1, 0.2 ... s: for some seconds,
   and then when its socket appears; to 60 s and for ever where sockets cannot be watched. At once
   when somebody asks for something. Where no bus is named, only then.
3. What was subscribed stays subscribed through every loss and return, also to another address.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final

from jeepney import HeaderFields, MatchRule, MessageFlag, MessageType, message_bus
from jeepney.wrappers import new_error

from ergobreak.adapters.dbus.address import places, session_address, system_address
from ergobreak.adapters.dbus.answers import Answers, BusError, types_of
from ergobreak.adapters.dbus.comeback import Return
from ergobreak.adapters.dbus.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney import Message

    from ergobreak.adapters.inotify import Inotify

__all__ = ["WITHIN", "Bus", "BusError", "sender_of", "session_address", "system_address"]

WITHIN: Final = 2.0  # s; a server on the same machine that needs longer is not well

log = logging.getLogger(__name__)


def sender_of(message: Message) -> str:
    """Return the unique name of the connection that sent a message."""
    return str(message.header.fields.get(HeaderFields.sender, ""))


class Bus:
    """A connection that comes back. Subscribe before or after `start`, from any thread.

    An address may name several places: the first that answers is taken. With `inotify` nothing is
    tried again and again while the bus is away.
    """

    def __init__(self, address: str | None, inotify: Inotify | None = None) -> None:
        self._return = Return(inotify, self._wake)
        self._address = address
        self._changed = threading.Condition(threading.RLock())  # guards what follows
        self._wire: Wire | None = None
        self._failures = 0
        self._is_wanted = False
        self._is_stopping = False
        self._signals: list[tuple[MatchRule, Callable[[Message], None], str | None]] = []
        self._owners: list[tuple[str, Callable[[str], None]]] = []
        self._objects: dict[str, Callable[[Message], Message]] = {}
        self._answers = Answers()
        self._thread = threading.Thread(target=self._run, name="bus", daemon=True)

    def start(self) -> None:
        """Begin to connect, and return."""
        self._thread.start()

    def move_to(self, address: str | None) -> None:
        """Be on another bus from now on; nothing happens while the first place stays the same."""
        first = places(address or "")[:1]
        with self._changed:
            is_elsewhere = first != places(self._address or "")[:1]
            self._address = address
            if is_elsewhere:
                self._wake()
                if self._wire is not None and (self._wire.place,) != first:
                    self._wire.hang_up()

    def stop(self) -> None:
        """Hang up; what was asked and has no answer fails. Returns within a second."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
            if self._wire is not None:
                self._wire.hang_up()
        if self._thread.is_alive():
            self._thread.join(1.0)

    @property
    def address(self) -> str | None:
        """Return where the bus is looked for: one place or several, the first choice first."""
        return self._address

    @property
    def name(self) -> str:
        """Return our unique name on the bus; empty while the bus is away."""
        return wire.name if (wire := self._wire) else ""

    # ---------------------------------------------------------------- what adapters want to hear

    def on_signal(
        self, rule: MatchRule, handler: Callable[[Message], None], types: str | None = None
    ) -> None:
        """Call `handler` with each signal that fits; `types`: of what it holds, None: whatever.

        Leave the sender out of the rule: signals carry unique names only. See `sender_of`.
        """
        with self._changed:
            self._signals.append((rule, handler, types))
            if self._wire is not None:
                self._wire.tell(message_bus.AddMatch(rule))

    def on_owner(self, name: str, handler: Callable[[str], None]) -> None:
        """Call `handler` with the unique name of who owns `name`; with "" when nobody does.

        It is called after each connect, at each change, and when the bus is lost.
        """
        rule = MatchRule(
            type="signal",
            sender="org.freedesktop.DBus",
            interface="org.freedesktop.DBus",
            member="NameOwnerChanged",
        )
        rule.add_arg_condition(0, name)
        with self._changed:
            self.on_signal(rule, lambda message: handler(message.body[2]), "sss")
            self._owners.append((name, handler))
            if self._wire is not None:
                self._ask_owner(self._wire, name, handler)

    def on_call(self, path: str, handler: Callable[[Message], Message]) -> None:
        """Serve the object at `path`: `handler` makes the reply (or error) to each call."""
        with self._changed:
            self._objects[path] = handler

    # ---------------------------------------------------------------- what adapters say

    def ask(
        self, message: Message, *, within: float = WITHIN, types: str | None = None
    ) -> Future[Message]:
        """Send a call and return the reply to come, however late it comes.

        `types`: of what the reply has to hold; None: nobody takes it apart. Waits up to `within` s
        for the bus if it is away. Raises BusError, and so does the future.
        """
        if within and threading.current_thread() is self._thread:
            raise RuntimeError("the thread that reads the answers cannot wait for one")
        answer: Future[Message] = Future()
        self._ask(self._wire_within(within), message, answer, types)
        return answer

    def call(
        self, message: Message, *, within: float = WITHIN, types: str | None = None
    ) -> tuple[Any, ...]:
        """Send a call and return what the reply holds. Raises BusError, also when it is late."""
        try:
            return tuple(self.ask(message, within=within, types=types).result(within).body)
        except TimeoutError:
            raise BusError("org.freedesktop.DBus.Error.NoReply", f"none in {within} s") from None

    def send(self, message: Message) -> bool:
        """Send a signal, or a call whose reply nobody waits for; tell whether it left."""
        wire = self._wire
        return wire is not None and wire.tell(message)

    def _wire_within(self, within: float) -> Wire:
        with self._changed:
            if self._wire is None and not self._is_stopping:
                before = self._failures
                self._wake()
                self._changed.wait_for(
                    lambda: self._wire is not None or self._failures > before or self._is_stopping,
                    within,
                )
            if self._wire is None:
                raise BusError("", "no connection")
            return self._wire

    def _ask(
        self, wire: Wire, message: Message, answer: Future[Message], types: str | None
    ) -> None:
        serial = wire.next_serial()
        with self._changed:
            if wire is not self._wire:
                # `_lose` has failed all that were asked before, and would never see this one.
                raise BusError("", "the connection was lost")
            self._answers.expect(serial, answer, types)
        if not wire.send(message, serial):
            self._answers.forget(serial)
            raise BusError("", "the connection was lost")

    def _ask_owner(self, wire: Wire, name: str, handler: Callable[[str], None]) -> None:
        def answered(answer: Future[Message]) -> None:
            failure = answer.exception()
            if failure is None:
                handler(answer.result().body[0])
            elif isinstance(failure, BusError) and failure.name:
                handler("")  # nobody owns it; that the bus is lost is told by `_lose`

        # Added before it is asked: a callback that comes late runs on the thread that adds it.
        answer: Future[Message] = Future()
        answer.add_done_callback(answered)
        try:
            self._ask(wire, message_bus.GetNameOwner(name), answer, "s")
        except BusError:
            return  # asked again after the next connect

    # ---------------------------------------------------------------- the thread that reads

    def _run(self) -> None:
        while not self._is_stopping:
            address = self._address
            try:
                wire = Wire(address or "")
            except (OSError, ValueError) as error:
                log.debug("no bus at %s: %s", address, error)
                self._failures += 1
            else:
                self._return.end()
                self._greet(wire, address)
                for message in wire.messages():
                    self._dispatch(wire, message)
                self._lose(wire)
            self._rest()
        self._return.end()

    def _rest(self) -> None:
        """Wait until trying again may help, or somebody wants the bus, or the end."""
        pause = self._return.pause(self._address)
        with self._changed:
            self._changed.notify_all()
            if self._changed.wait_for(lambda: self._is_wanted or self._is_stopping, pause):
                self._return.begin_anew()
            self._is_wanted = False

    def _wake(self) -> None:
        with self._changed:
            self._is_wanted = True
            self._changed.notify_all()

    def _greet(self, wire: Wire, address: str | None) -> None:
        with self._changed:
            self._wire = wire
            # Subscribed before anybody else can send: so that the owner of a name is known
            # before the first answer of that owner comes.
            for rule, *_ in self._signals:
                wire.tell(message_bus.AddMatch(rule))
            for name, handler in self._owners:
                self._ask_owner(wire, name, handler)
            # Moved meanwhile: hung up, and tried at once where it is now.
            self._is_wanted = address != self._address
            self._changed.notify_all()
            if self._is_stopping or self._is_wanted:
                wire.hang_up()

    def _lose(self, wire: Wire) -> None:
        with self._changed:
            self._wire = None
            owners = tuple(self._owners)
        wire.close()
        self._answers.fail_all()
        if not self._is_stopping:
            log.info("the connection to the bus was lost")
            for _, handler in owners:
                _guarded(handler, "")

    def _dispatch(self, wire: Wire, message: Message) -> None:
        kind = message.header.message_type
        if kind is MessageType.signal:
            for rule, handler, types in tuple(self._signals):
                if types in {None, types_of(message)} and rule.matches(message):
                    _guarded(handler, message)
        elif kind is MessageType.method_call:
            self._serve(wire, message)
        else:
            self._answers.settle(message)

    def _serve(self, wire: Wire, message: Message) -> None:
        handler = self._objects.get(message.header.fields.get(HeaderFields.path, ""))
        if handler is None:
            reply = new_error(message, "org.freedesktop.DBus.Error.UnknownObject")
        else:
            try:
                reply = handler(message)
            except Exception:
                log.exception("a call from the bus failed")
                reply = new_error(message, "org.freedesktop.DBus.Error.Failed")
        if not message.header.flags & MessageFlag.no_reply_expected:
            wire.tell(reply)


def _guarded(handler: Callable[[Any], None], value: object) -> None:
    """Call a handler; what it raises is logged, for its fault must not end the connection."""
    try:
        handler(value)
    except Exception:
        log.exception("a handler of the bus failed")
