"""What our own children and the desktop's programs say: lines and lists of any shape."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak import plain
from ergobreak.adapters.agenda.child import Failed, spans_of
from ergobreak.adapters.busy.sharing import Graph, arrays
from ergobreak.adapters.window import heard
from ergobreak.control import protocol, words
from ergobreak.control.protocol import Reply
from ergobreak.errors import ErgobreakError, ProtocolError
from tests.security import nasty
from tests.security.bounds import bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BERLIN: Final = ZoneInfo("Europe/Berlin")
NOW: Final = 1_772_438_400_000_000  # 2026-03-02 09:00 in Berlin

WINDOW_KEYS: Final = (
    *("told", "prompt", "phase", "answer", "seconds", "why", "area", "exercise", "taste", "found"),
)
WINDOW_WORDS: Final = (
    *("ready", "painted", "answer", "exercise", "taste", "failed", "take", "postpone", "skip"),
    *("hurt", "done", "never", "p1", "break"),
)
known = st.sampled_from(WINDOW_WORDS)
window_lines = st.dictionaries(
    st.sampled_from(WINDOW_KEYS), known | nasty.values(), max_size=6
).map(lambda line: json.dumps(line).encode())


@given(window_lines | nasty.values().map(lambda value: json.dumps(value).encode()) | st.binary())
def test_no_line_of_the_window_breaks_the_daemon(raw: bytes) -> None:
    """Whatever the process of the window says is something it may say, or nonsense."""
    try:
        told = heard.read(raw)
    except heard.Nonsense:
        return
    assert isinstance(told, heard.Ready | heard.Painted | heard.Failed | heard.Told)


@pytest.mark.parametrize(
    "raw",
    [b"[" * 1_000_000, b'{"told":' * 100_000, b"1" * 1_000_000, b'{"a":"' + b"x" * 10_000_000],
    ids=range(4),
)
def test_a_huge_line_of_the_window_is_nonsense(raw: bytes) -> None:
    """Depth, digits and length end in nonsense, in time."""
    with bounded(1), pytest.raises(heard.Nonsense):
        heard.read(raw)


AGENDA_KEYS: Final = ("appointments", "days_off", "problems", "omissions", "where", "what")
replies: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {key: nasty.values() | st.just([]) | st.just({}) for key in AGENDA_KEYS[:4]}
)


@given(replies | nasty.values(st.sampled_from(AGENDA_KEYS) | nasty.texts))
def test_no_reply_of_the_reader_of_calendars_breaks_the_daemon(reply: Any) -> None:
    """Whatever the child answers is spans, or no answer."""
    try:
        found = spans_of(json.dumps(reply).encode())
    except Failed:
        return
    assert all(isinstance(each, str) for each in found.problems)


PIPEWIRE: Final = ("id", "type", "info", "props", "state", "media.class", "client.id")
graph_values = nasty.values(st.sampled_from(PIPEWIRE))
changes = st.lists(
    st.fixed_dictionaries(
        {"id": st.integers(0, 3) | graph_values},
        optional={
            "type": st.sampled_from(("PipeWire:Interface:Node", "PipeWire:Interface:Link"))
            | graph_values,
            "info": st.fixed_dictionaries(
                {
                    "state": st.just("active") | graph_values,
                    "output-node-id": st.integers(0, 3) | graph_values,
                    "input-node-id": st.integers(0, 3) | graph_values,
                    "props": st.fixed_dictionaries(
                        {
                            "media.class": st.just("Stream/Input/Video") | graph_values,
                            "client.id": st.integers(0, 3) | graph_values,
                            "application.name": graph_values,
                        }
                    )
                    | graph_values,
                }
            )
            | graph_values,
        },
    )
    | graph_values,
    max_size=6,
)


@given(st.lists(changes, max_size=3))
def test_no_picture_of_the_streams_breaks_the_listener(dumps: Sequence[Any]) -> None:
    """Whatever pw-dump prints, names come out or nothing."""
    lines = [f"{json.dumps(each, indent=1)}\n".encode() for dump in dumps for each in [dump]]
    graph = Graph()
    for found in arrays([part + b"\n" for line in lines for part in line.splitlines()]):
        graph.take(found)

    assert all(isinstance(name, str) for name in graph.sharers())


reply_values = st.fixed_dictionaries(
    {},
    optional={"v": st.just(1) | nasty.plain, "exit": nasty.plain, "text": nasty.plain}
    | {"data": nasty.values()},
)


@given(reply_values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=80))
def test_no_reply_breaks_the_client(line: bytes) -> None:
    """Any bytes are a reply, or a ProtocolError that says why not."""
    try:
        found = protocol.decode_reply(line)
    except ProtocolError:
        return
    assert isinstance(found, Reply)


@given(nasty.texts, st.booleans())
def test_no_text_steers_a_terminal_through_the_daemon(text: str, is_error: bool) -> None:
    """What the daemon answers can be printed: no escape, no mark that turns the line round."""
    line = protocol.encode_reply(Reply(int(is_error), text))

    told = protocol.decode_reply(line).text
    assert told == plain.text(text)


@pytest.mark.parametrize(
    "line",
    [b'{"v":1,"verb":"x","words":[' + b"9" * 60_000 + b"]}", b'{"v":' * 10_000, b"9" * 64_000],
    ids=range(3),
)
def test_deep_and_long_requests_are_refused(line: bytes) -> None:
    """Within the length of a request, digits and depth are refused in time."""
    with bounded(1), pytest.raises(ProtocolError):
        protocol.decode_request(line)


READERS: Final[tuple[Callable[[Sequence[str]], object], ...]] = (
    words.duration,
    words.amount,
    words.taste,
    lambda typed: words.stretch_of_time(typed, NOW, BERLIN),
    lambda typed: words.until(typed, NOW, BERLIN),
    lambda typed: words.area(" ".join(typed)),
    lambda typed: words.day(" ".join(typed), date(2026, 3, 2)),
    lambda typed: words.clock(" ".join(typed)),
)
typed_words = st.sampled_from(
    ("until", "tomorrow", "2027-01-04", "9999-12-31", "14:00", "5m", "1l")
)


@given(st.lists(typed_words | nasty.file_texts, max_size=3), st.sampled_from(READERS))
def test_no_words_of_a_command_break_the_daemon(
    typed: list[str], read: Callable[[Sequence[str]], object]
) -> None:
    """Whatever is typed behind a verb is a value, or an error with its exit code."""
    try:
        read(typed)
    except ErgobreakError as error:
        code = error.exit_code
    else:
        code = 0
    assert code in {0, 2, 6}
