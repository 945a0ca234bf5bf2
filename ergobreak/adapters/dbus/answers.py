"""What was asked over a connection and is not answered yet, and the error that an answer may be.

An answer of other types than were promised is such an error: whoever asked can take what he gets
apart, and no program of the session fells the thread that does.
"""

from __future__ import annotations

from concurrent.futures import InvalidStateError
from typing import TYPE_CHECKING, Any, Final

from jeepney import HeaderFields, MessageType

if TYPE_CHECKING:
    from concurrent.futures import Future

    from jeepney import Message


class BusError(Exception):
    """A call came to nothing. `name` is the D-Bus name of the error; empty: the bus is away."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(f"{name or 'no bus'}: {text}")
        self.name = name


ODD: Final = "org.freedesktop.DBus.Error.InvalidSignature"


def types_of(message: Message) -> str:
    """Return the signature of what a message holds."""
    return str(message.header.fields.get(HeaderFields.signature, ""))


def held(variant: tuple[str, Any], types: str) -> Any:
    """Return what a variant holds. Raises BusError where that is of another type."""
    found, value = variant
    if found != types:
        raise BusError(ODD, f"({found}) where ({types}) is promised")
    return value


class Answers:
    """The futures of calls under way, by the serial of the call. From any thread."""

    def __init__(self) -> None:
        self._awaited: dict[int, tuple[Future[Message], str | None]] = {}

    def expect(self, serial: int, answer: Future[Message], types: str | None = None) -> None:
        """Let `answer` have what is said to this call; `types`: None, whatever it holds."""
        self._awaited[serial] = answer, types

    def forget(self, serial: int) -> None:
        """Expect nothing more: the call did not leave."""
        self._awaited.pop(serial, None)

    def settle(self, message: Message) -> None:
        """Give a reply or an error to whoever waits for it, if anybody does."""
        fields = message.header.fields
        answer, types = self._awaited.pop(fields.get(HeaderFields.reply_serial, -1), (None, None))
        if answer is None:
            return
        found = types_of(message)
        if message.header.message_type is MessageType.error:
            text = str(message.body[0]) if message.body else ""
            _settle(answer, BusError(str(fields.get(HeaderFields.error_name, "")), text))
        elif types is not None and found != types:
            _settle(answer, BusError(ODD, f"({found}) where ({types}) is promised"))
        else:
            _settle(answer, message)

    def fail_all(self) -> None:
        """Say to everybody that no answer can come any more."""
        awaited, self._awaited = self._awaited, {}
        for answer, _ in awaited.values():
            _settle(answer, BusError("", "the connection was lost"))


def _settle(answer: Future[Message], outcome: Message | BusError) -> None:
    try:
        if isinstance(outcome, BusError):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)
    except InvalidStateError:
        return  # who asked has given up
