"""What the verbs do when something else goes wrong, and how they list what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.cli.table import table
from ergobreak.control import client, protocol
from ergobreak.control.protocol import Request
from tests.control.daemon import Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Clumsy(Daemon):
    """A daemon that cannot show anything."""

    def preview(self, name: str) -> None:
        """Fail in a way that nobody foresaw."""
        raise ZeroDivisionError(name)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    """Return a running daemon."""
    found = Clumsy(tmp_path / "home")
    yield found
    found.close()


def asked(daemon: Daemon, verb: str, *words: str) -> protocol.Reply:
    """Return the reply to a request that wants data, too."""
    return client.ask(str(daemon.paths.state_dir), verb, words, as_json=True)


def test_bug_in_a_verb_stays_in_it(daemon: Daemon) -> None:
    """A verb that fails is answered with exit code 1, and engine and server live on."""
    reply = asked(daemon, "preview", "walk")

    assert (reply.exit, reply.text) == (1, "unexpected: walk")
    assert asked(daemon, "status").exit == 0


def test_command_returns_its_journal_lines(daemon: Daemon) -> None:
    """A program that gives a command gets the lines that it has written."""
    lines = asked(daemon, "drink", "300ml").data["lines"]

    assert isinstance(lines, list)
    assert [(line["event"], line.get("ml")) for line in lines] == [("drank", 300)]


def test_bundle_is_noted_as_one_phrase(daemon: Daemon) -> None:
    """What was done together is told together, the first with a capital letter."""
    asked(daemon, "advance", "45m")

    text = asked(daemon, "done").text

    assert text.startswith("Walk and water noted. Next: ")


@pytest.mark.parametrize(
    "request_",
    [
        Request("nonsense"),
        Request("status", ("now",)),
        Request("skip", ("it",)),
        Request("resume", ("later",)),
        Request("events"),
        Request("advance", ("soon",)),
        Request("hurt", ("--undo", "--better")),
        Request("hurt", ("neck", "--undo")),
        Request("hurt", ("--cure",)),
        Request("pause", ("until",)),
        Request("postpone", ("0",)),
    ],
)
def test_words_without_sense_are_refused(daemon: Daemon, request_: Request) -> None:
    """Words that mean nothing have exit code 2 and change nothing."""
    before = asked(daemon, "status").data

    assert asked(daemon, request_.verb, *request_.words).exit == 2
    assert asked(daemon, "status").data == before


def test_table_has_a_line_for_each_record_and_a_heading_for_each_day() -> None:
    """The log is readable: aligned, the bundle named, foreign names harmless."""
    lines: list[dict[str, object]] = [
        {"at": "2026-03-02T09:45:00+01:00", "event": "prompted", "reminder": "walk"},
        {
            "at": "2026-03-02T09:48:00+01:00",
            "event": "completed",
            "reminder": "walk",
            "others": ["hydration"],
            "seconds": 150,
        },
        {
            "at": "2026-03-03T09:00:00+01:00",
            "event": "paused",
            "reason": "bad\x1b[2Jname",
            "until": "2026-03-04T06:00:00+01:00",
        },
    ]

    assert table(lines).splitlines() == [
        "Mon 2026-03-02",
        "09:45  prompted   walk",
        "09:48  completed  walk + hydration, 2 min 30 s",
        "",
        "Tue 2026-03-03",
        "09:00  paused     bad?[2Jname, until 2026-03-04 06:00",
    ]
    assert table(lines[:1]) == "09:45  prompted  walk"
    assert table([]) == ""
