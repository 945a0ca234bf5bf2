"""Lines that put the log right, on their way to the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.control import client, corrections, protocol
from ergobreak.core.events import Corrected
from ergobreak.errors import UsageError
from tests.control.daemon import BERLIN, PLAN, Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NINE = 1_772_438_400_000_000  # 2026-03-02 09:00 in Berlin


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    """Return a running daemon at 09:00."""
    found = Daemon(tmp_path / "home")
    yield found
    found.close()


def asked(daemon: Daemon, *words: str) -> protocol.Reply:
    """Return the reply to `log` with these words."""
    return client.ask(str(daemon.paths.state_dir), "log", words, as_json=True)


def water(daemon: Daemon) -> object:
    """Return the day's millilitres as the daemon tells them."""
    return client.ask(str(daemon.paths.state_dir), "status", as_json=True).data["water_ml"]


def test_lines_survive_the_way_as_words() -> None:
    """What is written as words is read as the same lines, in the same order."""
    lines = [
        Corrected("undone", NINE, of="01J", ml=-250),
        Corrected("completed", NINE + 1, "my walk = 1", "01K", seconds=180_000_000),
        Corrected("drank", NINE + 2, ml=300),
    ]

    assert corrections.read(corrections.put(lines), PLAN, NINE, BERLIN) == lines


@pytest.mark.parametrize(
    "words",
    [
        "",
        "put",
        "take",
        "put completed",
        "put completed at=now",
        "put completed at=1 by=2",
        "put drank at=1 ml=" + "9" * 30,
        "put drank at=1 ml=1 +",
        "put completed at=1 reminder=\x1b[2J",
    ],
)
def test_words_that_are_no_line_are_refused(words: str) -> None:
    """A broken request is a usage error and never a wrong line."""
    with pytest.raises(UsageError):
        corrections.read(words.split(" ") if words else [], PLAN, NINE, BERLIN)


def test_added_line_has_its_own_time(daemon: Daemon) -> None:
    """The daemon notes what was done by its own clock, and says how to take it back."""
    asked(daemon, "add", "walk", "10", "min", "ago")
    reply = asked(daemon, "add", "stretch 8:00 for 5m")

    (line,) = reply.data["lines"] if isinstance(reply.data["lines"], list) else []
    assert (line["at"], line["seconds"], line["reason"]) == (
        "2026-03-02T08:05:00+01:00",
        300,
        "corrected",
    )
    assert reply.text.splitlines() == [
        "Stretch noted for 08:00 to 08:05.",
        "No timer moves. To take it back: ergobreak log undo",
    ]


def test_several_lines_are_written_in_order_and_told_together(daemon: Daemon) -> None:
    """A glass that is emptied and filled anew is two lines, one answer, and the right total."""
    asked(daemon, "add", "water 300ml at 8:30")
    lines = [
        Corrected("undone", NINE, of="01J", ml=300),
        Corrected("drank", NINE, of="01J", ml=400),
    ]
    reply = asked(daemon, *corrections.put(lines))

    told = reply.data["lines"]
    assert isinstance(told, list)
    assert [line["event"] for line in told] == ["undone", "drank"]
    assert water(daemon) == 400


def test_what_is_refused_is_refused_as_a_whole(daemon: Daemon) -> None:
    """If the second of two lines cannot be, the first is not written either."""
    asked(daemon, "add", "water 300ml at 8:30")
    lines = [
        Corrected("undone", NINE, of="01J", ml=300),
        Corrected("drank", NINE, of="01J", ml=9000),
    ]

    assert asked(daemon, *corrections.put(lines)).exit == 6
    assert water(daemon) == 300
