"""Requests and replies as one JSON line each; knows no sockets.

Rules of this file:
1. The version comes first, so that the rest need not be understood to know that it cannot be.
2. Unknown keys are ignored, unknown verbs are not: the first may be a hint, the second a wish.
3. A reply begins with version, exit code and text, in this order and without spaces: the quick
   client reads no further than that.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ergobreak import plain
from ergobreak.control.wire import REPLY_LIMIT, VERSION
from ergobreak.dataclass import dataclass, field
from ergobreak.errors import ErgobreakError, ProtocolError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

# A newer client must be able to see and to end an older daemon, whatever else they disagree on.
EVERY_VERSION: Final = frozenset({"ping", "stop"})


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants: a verb and its words, as they were typed."""

    verb: str
    words: tuple[str, ...] = ()
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What they get: the exit code, a text for people, and the same for programs."""

    exit: int
    text: str
    data: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def refusal(cls, error: ErgobreakError) -> Reply:
        """Return the reply that carries an error to the person who caused it."""
        return cls(error.exit_code, f"{error.title}\n{error.hint}".strip())


def dump(value: Mapping[str, object]) -> bytes:
    """Return a JSON line, newline included."""
    return json.dumps(value, separators=(",", ":"), default=str).encode("ascii") + b"\n"


def encode_request(request: Request) -> bytes:
    """Return the line for a request."""
    words = list(request.words)
    return dump({"v": VERSION, "verb": request.verb, "words": words, "json": request.as_json})


def decode_request(line: bytes) -> Request:
    """Return the request in a line; raises ProtocolError, and nothing else, for any other bytes."""
    found = _load(line)
    verb, words = found.get("verb"), found.get("words", [])
    if not isinstance(verb, str) or verb not in EVERY_VERSION:
        _check_version(found.get("v"), ours_is_running=True)
    if not isinstance(verb, str):
        raise ProtocolError(_("The request names no verb."))
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ProtocolError(_("The words of the request are no list of texts."))
    # A terminal may hand us bytes that are no text; half a character cannot be written down.
    clean = tuple(word.encode("utf-8", "replace").decode("utf-8") for word in words)
    return Request(verb, clean, as_json=found.get("json") is True)


def encode_reply(reply: Reply) -> bytes:
    """Return the line for a reply; one that is too long becomes an error that says so."""
    line = _reply_line(reply)
    if len(line) > REPLY_LIMIT:
        return _reply_line(Reply(1, _("unexpected: the answer is too long.")))
    return line


def decode_reply(line: bytes) -> Reply:
    """Return the reply in a line; raises ProtocolError, and nothing else, for any other bytes."""
    found = _load(line)
    code, text, data = found.get("exit"), found.get("text"), found.get("data", {})
    _check_version(found.get("v"), ours_is_running=False)
    if type(code) is not int or not isinstance(text, str) or not isinstance(data, dict):
        raise ProtocolError(
            _("The answer of ergobreak makes no sense."), _("Try: ergobreak restart")
        )
    return Reply(code, text, data)


def _reply_line(reply: Reply) -> bytes:
    # It goes to a terminal as it is.
    text = plain.text(reply.text)
    return dump({"v": VERSION, "exit": reply.exit, "text": text, "data": dict(reply.data)})


def _load(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(_("This line is no JSON.")) from error
    if not isinstance(found, dict):
        raise ProtocolError(_("This line is no JSON object."))
    return found


def _check_version(theirs: object, *, ours_is_running: bool) -> None:
    """Raise ProtocolError if the other side speaks another version than we do."""
    if type(theirs) is int and theirs == VERSION:
        return
    named = theirs if type(theirs) is int else _("unknown")
    running, asking = (VERSION, named) if ours_is_running else (named, VERSION)
    raise ProtocolError(
        _(
            "The running ergobreak speaks version {running} of the protocol, this command {asking}."
        ).format(running=running, asking=asking),
        _("Bring them together with: ergobreak restart"),
    )
