"""The verb that brings lines of another log into the journal: `import`, after it has said what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.cli import writing
from ergobreak.control import client
from ergobreak.errors import UsageError
from ergobreak.language import _, ngettext, pgettext

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
        client.tell(0, _("Nothing was written. To bring it in: --yes"))
        return 0
    if not args.yes:
        # Looked at anew: nobody was kept waiting while the person thought.
        with writing.journal(places) as connection:
            found = _look(connection, path)
            merge.bring_in(connection)
    client.tell(0, _("Brought in: {count}.").format(count=_count(found.new)))
    return 0


def _look(connection: sqlite3.Connection, path: Path) -> Merge:
    from ergobreak.adapters.journal import incoming, merge

    try:
        return merge.look(connection, incoming.read_lines(path))
    except OSError as error:
        raise UsageError(
            _("{path} cannot be read: {value}.").format(path=path, value=error.strerror or error)
        ) from error


def _told(found: Merge) -> list[str]:
    """Return what bringing it in would do, in lines."""
    told = [
        _("New: {new}. Already here: {known}. Refused: {refused}.").format(
            new=f"{found.new:,}", known=f"{found.known:,}", refused=f"{found.refused:,}"
        )
    ]
    told += [
        _("  from {machine}: {count}, {first} to {last}").format(
            machine=part.machine, count=_count(part.lines), first=part.first, last=part.last
        )
        for part in found.parts
    ]
    told += [
        _("  line {number} is refused: {why}").format(number=number, why=why)
        for number, why in found.why
    ]
    if found.refused > len(found.why):
        told.append(_("  and {value} more").format(value=f"{found.refused - len(found.why):,}"))
    return told


def _is_wanted() -> bool:
    """Ask, where somebody can answer."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        answer = input(_("Bring it in? [y/N] ")).strip().casefold()
    except EOFError:
        return False
    # translators: the answer to a question, typed out or as its first letter.
    yes = pgettext("answer", "yes").casefold()
    return answer in {"y", "yes", yes, yes[:1]}


def _count(lines: int) -> str:
    return ngettext("{count} line", "{count} lines", lines).format(count=f"{lines:,}")
