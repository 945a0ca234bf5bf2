"""Requests and replies on the wire: whatever comes in, only requests come out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.control import client, protocol, wire
from ergobreak.control.protocol import Reply, Request
from ergobreak.errors import CommandRejected, ProtocolError

texts = st.text(max_size=40)
requests = st.builds(Request, texts, st.lists(texts, max_size=4).map(tuple), as_json=st.booleans())
answers = st.tuples(st.integers(0, 6), texts, st.dictionaries(texts, texts, max_size=3))
replies = answers.map(lambda parts: Reply(*parts))


@given(requests)
def test_request_survives_the_wire(request_: Request) -> None:
    """A request is one line, and reading that line gives the same request."""
    line = protocol.encode_request(request_)

    assert line.index(b"\n") == len(line) - 1
    assert protocol.decode_request(line) == request_


@given(replies)
def test_quick_client_reads_what_the_protocol_writes(reply: Reply) -> None:
    """The quick client, which knows no JSON, finds the same exit code and text."""
    line = protocol.encode_reply(reply)

    told = protocol.decode_reply(line)

    assert client.read(line.rstrip(b"\n")) == (told.exit, told.text)


@given(texts, st.lists(texts, max_size=4))
def test_quick_client_writes_what_the_protocol_reads(verb: str, words: list[str]) -> None:
    """The hand-made request line is the one that the protocol would make."""
    assert client.question(verb, words) == protocol.encode_request(Request(verb, tuple(words)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
nearly_requests = st.fixed_dictionaries(
    {}, optional={"v": json_values, "verb": json_values, "words": json_values, "json": json_values}
)


@given(st.binary(max_size=200) | nearly_requests.map(lambda value: json.dumps(value).encode()))
def test_no_line_breaks_the_reader(line: bytes) -> None:
    """Any bytes are a request, or a ProtocolError that says why not."""
    try:
        found = protocol.decode_request(line)
    except ProtocolError:
        return
    assert isinstance(found.verb, str)
    assert all(isinstance(word, str) for word in found.words)


def test_deep_nesting_is_refused() -> None:
    """A line that would exhaust the parser's stack is refused like any other garbage."""
    with pytest.raises(ProtocolError):
        protocol.decode_request(b"[" * 60_000)


def test_other_version_is_named_with_the_way_out() -> None:
    """A request of another version is refused with both numbers and the command that helps."""
    with pytest.raises(ProtocolError) as refusal:
        protocol.decode_request(b'{"v":7,"verb":"status","words":[],"json":false}')

    reply = Reply.refusal(refusal.value)
    assert reply.exit == 5
    assert "version 1 of the protocol, this command 7" in reply.text
    assert "ergobreak restart" in reply.text


@pytest.mark.parametrize("verb", ["ping", "stop"])
def test_a_client_of_any_version_can_end_us(verb: str) -> None:
    """`restart` works across versions, because stop and ping are understood in each."""
    assert protocol.decode_request(b'{"v":7,"verb":"%s"}' % verb.encode()).verb == verb


def test_answer_of_another_version_is_a_protocol_error() -> None:
    """A daemon of another version is recognised by its answer, on the quick way too."""
    with pytest.raises(ProtocolError, match="version 2 of the protocol, this command 1"):
        client.read(b'{"v":2,"exit":0,"text":"hello"}')


def test_refusal_carries_title_hint_and_code() -> None:
    """A refused command reaches the person with its sentence, its hint and exit code 6."""
    reply = Reply.refusal(CommandRejected("Not now.", "Later."))

    assert (reply.exit, reply.text) == (6, "Not now.\nLater.")


def test_text_cannot_steer_a_terminal() -> None:
    """Control characters from foreign names do not reach the screen; line ends do."""
    line = protocol.encode_reply(Reply(0, "mic \x1b[2J\x9b\nnext"))

    assert protocol.decode_reply(line).text == "mic ?[2J?\nnext"


def test_endless_answer_becomes_an_error() -> None:
    """A reply above the limit is replaced by one that says so."""
    line = protocol.encode_reply(Reply(0, "", {"text": "x" * wire.REPLY_LIMIT}))

    assert len(line) < 200
    assert protocol.decode_reply(line).exit == 1
