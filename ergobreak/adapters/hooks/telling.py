"""How a hook is told of an event: as JSON on standard input, and in its environment.

Nothing of an event becomes a word of the command: whatever a title or a reason says, it can be no
option, and there is no shell that would read it.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PREFIX: Final = "ERGOBREAK_"
HOME: Final = "ERGOBREAK_HOME"
OUTCOME: Final = "ERGOBREAK_OUTCOME"

_OUTCOMES: Final = frozenset(
    {
        *("completed", "partial", "natural", "skipped", "missed"),
        *("expired", "absent", "seen", "hurt"),
    }
)


def as_json(line: Mapping[str, object]) -> bytes:
    """Return a line as one line of JSON, as `events --follow` prints it."""
    told = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    # A name of a program may hold what no encoding knows.
    return told.encode("utf-8", "replace") + b"\n"


def environment(
    line: Mapping[str, object], around: Mapping[str, str], home: str = ""
) -> dict[str, str]:
    """Return the variables of a hook: those `around`, and each plain field of the line.

    `home` is the folder of this instance where it is not the usual one, so that a hook which calls
    ergobreak speaks to the daemon that has run it.
    """
    found = {
        name: value
        for name, value in around.items()
        # What an event before has left there would be taken for this one's.
        if not name.startswith(PREFIX) or name == HOME
    }
    if home:
        found[HOME] = home
    for key, value in line.items():
        text = _plain(value)
        if text is not None:
            found[f"{PREFIX}{key.upper()}"] = text
    if line.get("event") in _OUTCOMES:
        found[OUTCOME] = str(line["event"])
    return found


def _plain(value: object) -> str | None:
    """Return a value that is no list as text; the system hands over no NUL."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value.encode("utf-8", "replace").decode().replace("\0", "")
        case int() | float():
            return str(value)
        case _:
            return None


def words(run: Sequence[str]) -> list[str]:
    """Return a command with "~" as the person's home; nothing else in it means anything."""
    return [
        os.path.expanduser(word)  # noqa: PTH111 - pathlib raises where there is no home
        if word == "~" or word.startswith("~/")
        else str(word)
        for word in run
    ]


def sample(event: str, reminder: str, at: str) -> dict[str, object]:
    """Return an event that has not happened, to try a hook on; `test` says so."""
    line: dict[str, object] = {"id": "test", "machine": "test", "at": at, "event": event}
    if reminder:
        line |= {"reminder": reminder, "prompt": "test"}
    if event in _OUTCOMES:
        line["seconds"] = 300
    if event == "drank":
        line["ml"] = 250
    return {**line, "test": True}
