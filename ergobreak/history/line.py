"""One line of the journal as history reads it: its values, each of the type that is expected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

Line = dict[str, object]

MOVEMENT: Final = ("stretch", "walk")  # the reminders of these kinds in the default config


def text(line: Line, key: str) -> str:
    """Return a value that is text; empty if it is missing or something else."""
    found = line.get(key)
    return found if isinstance(found, str) else ""


def number(line: Line, key: str) -> int | None:
    """Return a value that is a whole number; None if it is missing or something else."""
    found = line.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def names(line: Line, key: str) -> list[str]:
    """Return the texts of a value that is a list."""
    found = line.get(key)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def moment(line: Line) -> datetime | None:
    """Return when it was, with the offset that held there; None if the line does not say."""
    try:
        found = datetime.fromisoformat(text(line, "at"))
    except ValueError:
        return None
    return None if found.tzinfo is None else found


def day(line: Line) -> date:
    """Return the local date of a line that has an instant."""
    return date.fromisoformat(text(line, "at")[:10])


def written(line: Line) -> tuple[int, str]:
    """Return what sorts lines in the order of writing: real ids as text, counters by number."""
    id_ = line.get("id")
    return (len(id_), id_) if isinstance(id_, str) else (0, "")


def prompt_key(line: Line) -> tuple[str, str]:
    """Return what names a prompt: its id counts up on one machine only."""
    return text(line, "machine"), text(line, "prompt")
