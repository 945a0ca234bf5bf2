"""Calendars and public holidays, read by a short-lived child process; how that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

READER: Final = N_("a child of ergobreak")
UNREAD: Final = N_("not read under a virtual clock")
HOLIDAYS: Final = "holidays:"  # how a problem with public holidays begins

_BETWEEN: Final = "; "


def served(problems: Iterable[str]) -> dict[str, str]:
    """Return calendars that have been read as a source: who does, or what could not be read."""
    reason = _BETWEEN.join(problems)
    return {"by": "" if reason else READER, "reason": reason}


def kinds_of(reason: str) -> tuple[bool, bool]:
    """Tell of the reason of `served` whether it names public holidays, and something else."""
    are_holidays = [each.startswith(HOLIDAYS) for each in reason.split(_BETWEEN)]
    return any(are_holidays), not all(are_holidays)
