"""What was asked over a connection and is not answered yet, and the error that an answer may be."""

from __future__ import annotations

from concurrent.futures import InvalidStateError
from typing import TYPE_CHECKING

from jeepney import HeaderFields, MessageType

if TYPE_CHECKING:
    from concurrent.futures import Future

    from jeepney import Message


class BusError(Exception):
    """A call came to nothing. `name` is the D-Bus name of the error; empty: the bus is away."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(f"{name or 'no bus'}: {text}")
        self.name = name


class Answers:
    """The futures of calls under way, by the serial of the call. From any thread."""

    def __init__(self) -> None:
        self._awaited: dict[int, Future[Message]] = {}

    def expect(self, serial: int, answer: Future[Message]) -> None:
        """Let `answer` have what is said to this call."""
        self._awaited[serial] = answer

    def forget(self, serial: int) -> None:
        """Expect nothing more: the call did not leave."""
        self._awaited.pop(serial, None)

    def settle(self, message: Message) -> None:
        """Give a reply or an error to whoever waits for it, if anybody does."""
        fields = message.header.fields
        answer = self._awaited.pop(fields.get(HeaderFields.reply_serial, -1), None)
        if answer is None:
            return
        if message.header.message_type is MessageType.error:
            text = str(message.body[0]) if message.body else ""
            _settle(answer, BusError(str(fields.get(HeaderFields.error_name, "")), text))
        else:
            _settle(answer, message)

    def fail_all(self) -> None:
        """Say to everybody that no answer can come any more."""
        awaited, self._awaited = self._awaited, {}
        for answer in awaited.values():
            _settle(answer, BusError("", "the connection was lost"))


def _settle(answer: Future[Message], outcome: Message | BusError) -> None:
    try:
        if isinstance(outcome, BusError):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)
    except InvalidStateError:
        return  # who asked has given up
