"""Short names for lines of the log: the end of an id, as the table prints it.

An id ends in chance, so five characters tell the lines of a year apart; where they do not, a few
more do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.cli.log_filters import OUTCOMES
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Line = dict[str, object]

LENGTH: Final = 5
# The digits of an id have no such letters, because they are misread.
_MISREAD: Final = str.maketrans("OIL", "011")


def short(line: Mapping[str, object]) -> str:
    """Return the short name of a line; empty if nobody can put it right."""
    event = line.get("event")
    # What hurt has a way back of its own, for it began easy days.
    is_open = (event in OUTCOMES and event != "hurt") or (event == "undone" and "of" in line)
    return str(line.get("id", ""))[-LENGTH:].lower() if is_open else ""


def one(typed: str, lines: Iterable[Line]) -> Line | None:
    """Return the line that is meant, None if there is none. Raises UsageError for several."""
    end = typed.upper().translate(_MISREAD)
    if len(end) < LENGTH - 1:
        raise UsageError(
            _("{typed} is too short for the name of a line.").format(typed=repr(typed)),
            _("See: ergobreak log"),
        )
    found = [line for line in lines if short(line) and str(line.get("id", "")).endswith(end)]
    if len(found) > 1:
        ids = ", ".join(str(line["id"]) for line in found)
        raise UsageError(
            _("{typed} names several lines.").format(typed=repr(typed)),
            _("Say more of one: {ids}").format(ids=ids),
        )
    return found[0] if found else None
