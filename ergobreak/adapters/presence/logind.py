"""Lock, user switch, suspend: what logind tells about the person's session, on the system bus.

Rules of this file:
1. One worker thread owns everything; the bus only puts work into its inbox, in the order in which
   it came. So a picture that was asked for is never older than the signals after it.
2. Desktops differ: some set LockedHint, some only obey the signal Lock. The hint is believed
   always, a lock by signal alone until Unlock, or until the person is at it again: being wrong
   that way costs a minute, the other way a day without a prompt.
3. Whoever cannot tell says that the screen is open.
"""

from __future__ import annotations

import logging
import os
import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from jeepney import DBusAddress, HeaderFields, MatchRule, Properties, message_bus, new_method_call

from ergobreak.adapters.dbus.answers import held, types_of
from ergobreak.adapters.dbus.bus import BusError, sender_of
from ergobreak.core.events import FellAsleep, Locked, Unlocked, Woke
from ergobreak.dataclass import dataclass, replace
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.core.events import Event

NAME: Final = "org.freedesktop.login1"
SESSION: Final = "org.freedesktop.login1.Session"
USER: Final = "org.freedesktop.login1.User"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"
MANAGER: Final = DBusAddress(
    "/org/freedesktop/login1", bus_name=NAME, interface="org.freedesktop.login1.Manager"
)
ANSWER_WITHIN: Final = 25.0  # s; nobody waits but the worker, and at login logind is busy
DOUBT_AFTER: Final = 180.0  # s; a little more than the default `idle_after`

SIGNALS_HOLD: Final = {
    **dict.fromkeys(("PrepareForSleep", "PrepareForShutdown"), "b"),
    **dict.fromkeys(("Lock", "Unlock"), ""),
    **dict.fromkeys(("SessionNew", "SessionRemoved"), "so"),
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Session:
    """What logind says about the session, and whether a signal has asked to lock it."""

    path: str
    is_active: bool = True
    is_hinted: bool = False
    is_asked: bool = False

    @property
    def is_locked(self) -> bool:
        """Tell whether the person cannot see the screen."""
        return self.is_hinted or self.is_asked or not self.is_active


class Logind:
    """Posts Locked, Unlocked, FellAsleep and Woke. The bus is the system's; others start it.

    `is_idle` is asked, on the worker thread, `doubt_after` s behind a lock by signal alone: who is
    not idle by then has come back. It should be a little more than what makes `is_idle` true.
    """

    def __init__(
        self,
        bus: Bus,
        post: Callable[[Event], None],
        is_idle: Callable[[], bool] = lambda: False,
        *,
        doubt_after: float = DOUBT_AFTER,
    ) -> None:
        self._bus = bus
        self._post = post
        self._is_idle = is_idle
        self.doubt_after = doubt_after
        self._inbox: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="logind", daemon=True)
        self.reason = _("logind has not answered yet")
        """Why locks are not told; empty while they are."""
        # The worker's own:
        self._owner = ""
        self._session: _Session | None = None
        self._is_locked: bool | None = None  # as told; None: nothing yet
        self._is_asleep = False
        self._is_in_doubt = False

    def start(self) -> None:
        """Begin, and return; the first picture follows. Nothing is asked of the bus twice."""
        self._thread.start()
        self._inbox.put(self._greet)
        for interface in (SESSION, MANAGER.interface):
            self._hear(MatchRule(type="signal", interface=interface), self._heard)
        changed = MatchRule(type="signal", interface=PROPERTIES, member="PropertiesChanged")
        changed.add_arg_condition(0, SESSION)
        self._hear(changed, self._changed, "sa{sv}as")
        self._bus.on_owner(NAME, lambda owner: self._inbox.put(lambda: self._owned(owner)))

    def input_seen(self) -> None:
        """Take the person's input as the end of a lock that nothing but a signal speaks for."""
        self._inbox.put(self._disbelieve)

    def stop(self) -> None:
        """End; nothing more is posted, and the bus stays. Returns within a second."""
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(0.9)

    def _hear(
        self, rule: MatchRule, handler: Callable[[Message], None], types: str | None = None
    ) -> None:
        self._bus.on_signal(rule, lambda message: self._inbox.put(lambda: handler(message)), types)

    # ---------------------------------------------------------------- the worker

    def _work(self) -> None:
        while True:
            try:
                do = self._inbox.get(timeout=self.doubt_after if self._is_in_doubt else None)
            except Empty:
                self._is_in_doubt = False
                if not self._is_idle():
                    self._disbelieve()
                continue
            if do is None:
                return
            try:
                do()
            except Exception:  # noqa: BLE001 - the next word may be a plain one
                _log.exception("a word of logind could not be read")

    def _greet(self) -> None:
        """Find out whether there is a bus at all: one that is away tells no owner."""
        try:
            self._bus.call(message_bus.GetId())
        except BusError:
            self._lose(_("the system bus does not answer"))

    def _owned(self, owner: str) -> None:
        was, self._owner = self._owner, owner
        if owner:
            self._look()
        else:
            if was:
                _log.warning("logind has gone: locks and suspends are not noticed until it returns")
            self._lose(_("no logind on the system bus"))

    def _lose(self, reason: str) -> None:
        self.reason, self._session = reason, None
        if self._is_asleep:
            self._is_asleep = False
            self._post(Woke(0))
        self._tell()

    def _look(self) -> None:
        """Find the session, and tell the whole picture."""
        try:
            self._session = next(self._sessions(), None)
            manager = MANAGER.object_path, MANAGER.interface
            preparing = self._get(*manager, "PreparingForSleep", "b")
        except BusError as error:
            _log.warning("logind does not answer: %s", error)
            self._lose(_("logind does not answer"))
            return
        self.reason = "" if self._session else _("logind knows no session of this person")
        if bool(preparing) != self._is_asleep:
            self._prepare(is_sleep=bool(preparing))
        self._tell(is_anew=True)

    def _tell(self, *, is_anew: bool = False) -> None:
        """Post whether the person is locked out, when that is new."""
        session = self._session
        is_locked = session is not None and session.is_locked
        self._is_in_doubt = session is not None and session.is_asked
        if is_anew or is_locked != self._is_locked:
            self._is_locked = is_locked
            self._post(Locked() if is_locked else Unlocked())

    def _disbelieve(self) -> None:
        if self._session is not None and self._session.is_asked:
            self._session = replace(self._session, is_asked=False)
            self._tell()

    def _prepare(self, *, is_sleep: bool) -> None:
        self._is_asleep = is_sleep
        # How long it slept is found out by the clocks, which the runtime asks before this.
        self._post(FellAsleep() if is_sleep else Woke(0))

    # ---------------------------------------------------------------- what logind says

    def _heard(self, message: Message) -> None:
        # Anybody may send signals on the system bus.
        if sender_of(message) != self._owner:
            return
        fields = message.header.fields
        member, path = fields[HeaderFields.member], fields[HeaderFields.path]
        session = self._session
        if types_of(message) != SIGNALS_HOLD.get(member):
            return
        match member:
            case "PrepareForSleep" | "PrepareForShutdown":
                # Whoever shuts down has left the desk: what is open then is answered by that.
                self._prepare(is_sleep=message.body[0])
            case "Lock" if session is not None and path == session.path and not session.is_hinted:
                self._session = replace(session, is_asked=True)
                self._tell()
            case "Unlock" if session is not None and path == session.path:
                self._session = replace(session, is_asked=False, is_hinted=False)
                self._tell()
            case "SessionNew" if session is None:
                self._look()
            case "SessionRemoved" if session is not None and message.body[1] == session.path:
                self._look()

    def _changed(self, message: Message) -> None:
        session = self._session
        is_ours = session is not None and message.header.fields[HeaderFields.path] == session.path
        if session is None or not is_ours or sender_of(message) != self._owner:
            return
        _interface, changed, unsaid = message.body
        if {"Active", "LockedHint"} & set(unsaid):
            self._look()
            return
        if "LockedHint" in changed:
            # Also an end of the signal's word: the desktop itself now says how it stands.
            session = replace(session, is_hinted=bool(changed["LockedHint"][1]), is_asked=False)
        if "Active" in changed:
            session = replace(session, is_active=bool(changed["Active"][1]))
        self._session = session
        self._tell()

    # ---------------------------------------------------------------- questions

    def _sessions(self) -> Iterator[_Session]:
        """Yield this process's session and what may stand in for it, the best first."""
        for path in self._paths():
            try:
                values = self._call(
                    Properties(DBusAddress(path, NAME, SESSION)).get_all(), "a{sv}"
                )[0]
            except BusError as error:
                if not _is_refusal(error):
                    raise
                continue
            said = {name: value for name, (_type, value) in values.items()}
            # The user's own service manager has a session too, which is never locked.
            if str(said.get("Class", "user")).startswith("user"):
                yield _Session(path, bool(said.get("Active", True)), bool(said.get("LockedHint")))

    def _paths(self) -> Iterator[str]:
        questions: list[tuple[str, str, object]] = [("GetSessionByPID", "u", os.getpid())]
        if named := os.environ.get("XDG_SESSION_ID"):
            questions.append(("GetSession", "s", named))
        for method, signature, value in questions:
            if path := self._found(method, signature, value):
                yield path
        # Started by the user's service manager, as at login: which belongs to no session.
        if user := self._found("GetUser", "u", os.getuid()):
            name, path = self._get(user, USER, "Display", "(so)") or ("", "")
            if name:
                yield path

    def _found(self, method: str, signature: str, value: object) -> str:
        """Return the path that logind answers; empty if there is nothing of the kind."""
        try:
            return str(self._call(new_method_call(MANAGER, method, signature, (value,)), "o")[0])
        except BusError as error:
            if not _is_refusal(error):
                raise
            return ""

    def _get(self, path: str, interface: str, name: str, types: str) -> Any:
        """Return a property of an object of logind; None if it has no such thing."""
        try:
            question = Properties(DBusAddress(path, NAME, interface)).get(name)
            return held(self._call(question, "v")[0], types)
        except BusError as error:
            if not _is_refusal(error):
                raise
            return None

    def _call(self, message: Message, types: str) -> tuple[Any, ...]:
        return self._bus.call(message, within=ANSWER_WITHIN, types=types)


def _is_refusal(error: BusError) -> bool:
    """Tell whether logind has answered, with an error: it knows nothing of what was asked."""
    return bool(error.name) and not error.name.endswith((".NoReply", ".ServiceUnknown"))
