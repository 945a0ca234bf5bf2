"""The verb that brings lines of another log into the journal: `import`, after it has said what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.cli import writing
from ergobreak.control import client
from ergobreak.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from argparse import Namespace

    from ergobreak.adapters.journal.merge import Merge


def bring_in(args: Namespace) -> int:
    """Say what a file would bring, and bring it when that is wanted."""
    from ergobreak.adapters.journal import merge

    places, path = paths.find(args.home), Path(args.file)
    with writing.journal(places) as connection:
        found = _look(connection, path)
        if found.new and args.yes:
            merge.bring_in(connection)
    client.tell(0, "\n".join(_told(found)))
    if not found.new:
        return 0
    if not args.yes and not _is_wanted():
        client.tell(0, "Nothing was written. To bring it in: --yes")
        return 0
    if not args.yes:
        # Looked at anew: nobody was kept waiting while the person thought.
        with writing.journal(places) as connection:
            found = _look(connection, path)
            merge.bring_in(connection)
    client.tell(0, f"Brought in: {_count(found.new)}.")
    return 0


def _look(connection: sqlite3.Connection, path: Path) -> Merge:
    from ergobreak.adapters.journal import incoming, merge

    try:
        return merge.look(connection, incoming.read_lines(path))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _told(found: Merge) -> list[str]:
    """Return what bringing it in would do, in lines."""
    told = [f"New: {found.new:,}. Already here: {found.known:,}. Refused: {found.refused:,}."]
    told += [
        f"  from {part.machine}: {_count(part.lines)}, {part.first} to {part.last}"
        for part in found.parts
    ]
    told += [f"  line {number} is refused: {why}" for number, why in found.why]
    if found.refused > len(found.why):
        told.append(f"  and {found.refused - len(found.why):,} more")
    return told


def _is_wanted() -> bool:
    """Ask, where somebody can answer."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        return input("Bring it in? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False


def _count(lines: int) -> str:
    return f"{lines:,} {'line' if lines == 1 else 'lines'}"
