"""The connection that adapters share: calls with a deadline, signals, objects, and coming back.

Rules of this file:
1. One thread reads. It is blocked in `recv` and wakes for messages only. Handlers run on it: they
   return at once, and never call `ask` or `call`, whose answers it would have to read.
2. A bus that is lost or was never there is tried again after 0.1, 0.2 ... 60 s, and at once when
   somebody asks for something. Where the session names no bus, only the latter.
3. What was subscribed stays subscribed through every loss and return.
"""

from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import Future, InvalidStateError
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jeepney import HeaderFields, MatchRule, MessageFlag, MessageType, message_bus
from jeepney.wrappers import new_error

from ergobreak.adapters.bus_wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeepney import Message

WITHIN: Final = 2.0  # s; a server on the same machine that needs longer is not well
FIRST_PAUSE: Final = 0.1  # s
LONGEST_PAUSE: Final = 60.0  # s

log = logging.getLogger(__name__)


class BusError(Exception):
    """A call came to nothing. `name` is the D-Bus name of the error; empty: the bus is away."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(f"{name or 'no bus'}: {text}")
        self.name = name


def session_address() -> str | None:
    """Return the address of the session bus, or None if this session names none."""
    named = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if named:
        return named
    # Left out of the environment by cron, ssh and some launchers; systemd puts the socket there.
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"unix:path={folder}/bus" if Path(folder).is_absolute() else None


def system_address() -> str:
    """Return the address of the system bus."""
    return os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or "unix:path=/run/dbus/system_bus_socket"


def sender_of(message: Message) -> str:
    """Return the unique name of the connection that sent a message."""
    return str(message.header.fields.get(HeaderFields.sender, ""))


class Bus:
    """A connection that comes back. Subscribe before or after `start`, from any thread."""

    def __init__(self, address: str | None) -> None:
        self._address = address
        self._changed = threading.Condition(threading.RLock())  # guards what follows
        self._wire: Wire | None = None
        self._failures = 0
        self._is_wanted = False
        self._is_stopping = False
        self._signals: list[tuple[MatchRule, Callable[[Message], None]]] = []
        self._owners: list[tuple[str, Callable[[str], None]]] = []
        self._objects: dict[str, Callable[[Message], Message]] = {}
        self._asked: dict[int, Future[Message]] = {}
        self._thread = threading.Thread(target=self._run, name="bus", daemon=True)

    def start(self) -> None:
        """Begin to connect, and return."""
        self._thread.start()

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
    def name(self) -> str:
        """Return our unique name on the bus; empty while the bus is away."""
        return wire.name if (wire := self._wire) else ""

    # ---------------------------------------------------------------- what adapters want to hear

    def on_signal(self, rule: MatchRule, handler: Callable[[Message], None]) -> None:
        """Call `handler` with each signal that fits.

        Leave the sender out of the rule: signals carry unique names only. See `sender_of`.
        """
        with self._changed:
            self._signals.append((rule, handler))
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
            self.on_signal(rule, lambda message: handler(message.body[2]))
            self._owners.append((name, handler))
            if self._wire is not None:
                self._ask_owner(self._wire, name, handler)

    def on_call(self, path: str, handler: Callable[[Message], Message]) -> None:
        """Serve the object at `path`: `handler` makes the reply (or error) to each call."""
        with self._changed:
            self._objects[path] = handler

    # ---------------------------------------------------------------- what adapters say

    def ask(self, message: Message, *, within: float = WITHIN) -> Future[Message]:
        """Send a call and return the reply to come, however late it comes.

        Waits up to `within` s for the bus if it is away. Raises BusError, and so does the future.
        """
        if within and threading.current_thread() is self._thread:
            raise RuntimeError("the thread that reads the answers cannot wait for one")
        answer: Future[Message] = Future()
        self._ask(self._wire_within(within), message, answer)
        return answer

    def call(self, message: Message, *, within: float = WITHIN) -> tuple[Any, ...]:
        """Send a call and return what the reply holds. Raises BusError, also when it is late."""
        try:
            return tuple(self.ask(message, within=within).result(within).body)
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
                self._is_wanted = True
                self._changed.notify_all()
                self._changed.wait_for(
                    lambda: self._wire is not None or self._failures > before or self._is_stopping,
                    within,
                )
            if self._wire is None:
                raise BusError("", "no connection")
            return self._wire

    def _ask(self, wire: Wire, message: Message, answer: Future[Message]) -> None:
        serial = wire.next_serial()
        with self._changed:
            if wire is not self._wire:
                # `_lose` has failed all that were asked before, and would never see this one.
                raise BusError("", "the connection was lost")
            self._asked[serial] = answer
        if not wire.send(message, serial):
            self._asked.pop(serial, None)
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
            self._ask(wire, message_bus.GetNameOwner(name), answer)
        except BusError:
            return  # asked again after the next connect

    # ---------------------------------------------------------------- the thread that reads

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._is_stopping:
            try:
                wire = Wire(self._address or "")
            except (OSError, RuntimeError, ValueError) as error:
                log.debug("no bus at %s: %s", self._address, error)
                self._failures += 1
            else:
                pause = FIRST_PAUSE
                self._greet(wire)
                for message in wire.messages():
                    self._dispatch(wire, message)
                self._lose(wire)
            self._rest(None if self._address is None else pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _rest(self, pause: float | None) -> None:
        """Wait until the next attempt is due, or somebody wants the bus, or the end."""
        with self._changed:
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._is_wanted or self._is_stopping, pause)
            self._is_wanted = False

    def _greet(self, wire: Wire) -> None:
        with self._changed:
            self._wire = wire
            # Subscribed before anybody else can send: so that the owner of a name is known
            # before the first answer of that owner comes.
            for rule, _ in self._signals:
                wire.tell(message_bus.AddMatch(rule))
            for name, handler in self._owners:
                self._ask_owner(wire, name, handler)
            self._is_wanted = False
            self._changed.notify_all()
            if self._is_stopping:
                wire.hang_up()

    def _lose(self, wire: Wire) -> None:
        with self._changed:
            self._wire = None
            asked, self._asked = self._asked, {}
            owners = tuple(self._owners)
        wire.close()
        for answer in asked.values():
            _settle(answer, BusError("", "the connection was lost"))
        if not self._is_stopping:
            log.info("the connection to the bus was lost")
            for _, handler in owners:
                _guarded(handler, "")

    def _dispatch(self, wire: Wire, message: Message) -> None:
        kind = message.header.message_type
        fields = message.header.fields
        if kind is MessageType.signal:
            for rule, handler in tuple(self._signals):
                if rule.matches(message):
                    _guarded(handler, message)
        elif kind is MessageType.method_call:
            self._serve(wire, message)
        elif (answer := self._asked.pop(fields.get(HeaderFields.reply_serial, -1), None)) is None:
            return  # nobody waits for it
        elif kind is MessageType.error:
            text = str(message.body[0]) if message.body else ""
            _settle(answer, BusError(str(fields.get(HeaderFields.error_name, "")), text))
        else:
            _settle(answer, message)

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


def _settle(answer: Future[Message], outcome: Message | BusError) -> None:
    try:
        if isinstance(outcome, BusError):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)
    except InvalidStateError:
        return  # who asked has given up


def _guarded(handler: Callable[[Any], None], value: object) -> None:
    """Call a handler; what it raises is logged, for its fault must not end the connection."""
    try:
        handler(value)
    except Exception:
        log.exception("a handler of the bus failed")
