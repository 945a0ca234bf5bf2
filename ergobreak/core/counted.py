"""Numbers with their nouns, in the form that goes with the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.language import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "break": lambda number: ngettext("{count} break", "{count} breaks", number),
    "check": lambda number: ngettext("{count} check", "{count} checks", number),
    "day": lambda number: ngettext("{count} day", "{count} days", number),
    "error": lambda number: ngettext("{count} error", "{count} errors", number),
    "exercise": lambda number: ngettext("{count} exercise", "{count} exercises", number),
    "kind": lambda number: ngettext("{count} kind", "{count} kinds", number),
    "movement break": lambda number: ngettext(
        "{count} movement break", "{count} movement breaks", number
    ),
    "other kind": lambda number: ngettext("{count} other kind", "{count} other kinds", number),
    "prompt": lambda number: ngettext("{count} prompt", "{count} prompts", number),
    "quiet sign": lambda number: ngettext("{count} quiet sign", "{count} quiet signs", number),
    "reminder": lambda number: ngettext("{count} reminder", "{count} reminders", number),
    "thing": lambda number: ngettext("{count} thing", "{count} things", number),
    "time": lambda number: ngettext("{count} time", "{count} times", number),
    "tip": lambda number: ngettext("{count} tip", "{count} tips", number),
    "warning": lambda number: ngettext("{count} warning", "{count} warnings", number),
    "work day": lambda number: ngettext("{count} work day", "{count} work days", number),
}


def count(number: int, noun: str) -> str:
    """Return a number with one of the nouns above: "1 break", "2 breaks"."""
    return _FORMS[noun](number).format(count=number)
