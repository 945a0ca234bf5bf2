"""Knows which program shows this desktop's notifications; asks when one comes, shows nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jeepney import MessageFlag, new_method_call
from jeepney.bus_messages import message_bus

from ergobreak.adapters.dbus.bus import BusError
from ergobreak.adapters.notify.wire import NAME, SERVER
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from jeepney import Message

    from ergobreak.adapters.dbus.bus import Bus

NO_BUS: Final = N_("there is no session bus")
NO_SERVER: Final = N_("no program on this desktop shows notifications")
UNNAMED: Final = N_("a program that does not say its name")
ON_DEMAND: Final = N_("a program that starts with the first notification")


class NoticeServer:
    """Follows the server on a bus that others share, start and stop. Read from any thread."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._owner = ""  # the bus thread's own
        self._known = ("", NO_BUS)  # replaced as a whole: others read it meanwhile

    @property
    def name(self) -> str:
        """Return name and version of the server; empty while there is none."""
        return _(self._known[0])

    @property
    def reason(self) -> str:
        """Say why nobody shows notifications; empty while somebody does."""
        return _(self._known[1] if self._bus.name else NO_BUS)

    def start(self) -> None:
        """Begin, and return."""
        self._bus.on_owner(NAME, self._owned)

    # ---------------------------------------------------------------- on the thread of the bus

    def _owned(self, owner: str) -> None:
        self._owner = owner
        if owner:
            self._known = (UNNAMED, "")
            self._ask(new_method_call(SERVER, "GetServerInformation"), self._told_name, "ssss")
        else:
            self._known = ("", NO_SERVER)
            # Most desktops start theirs when it is needed.
            self._ask(message_bus.ListActivatableNames(), self._told_startable, "as")

    def _told_name(self, answer: Message) -> None:
        name, _unused, version, _unused = answer.body
        self._known = (" ".join(filter(None, (name, version))) or UNNAMED, "")

    def _told_startable(self, answer: Message) -> None:
        if NAME in answer.body[0]:
            self._known = (ON_DEMAND, "")

    def _ask(self, question: Message, told: Callable[[Message], None], types: str) -> None:
        """Ask, and hear the answer unless the owner is another one by then."""
        owner = self._owner
        question.header.flags |= MessageFlag.no_auto_start

        def heard(answer: Future[Message]) -> None:
            if owner == self._owner and not answer.cancelled() and answer.exception() is None:
                told(answer.result())

        try:
            self._bus.ask(question, within=0, types=types).add_done_callback(heard)
        except BusError:
            return  # the bus was lost; it comes back with its owners
