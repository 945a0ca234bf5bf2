"""The journal open for writing from the command line, whether a daemon runs or not."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from ergobreak.errors import AlreadyRunning

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from ergobreak.paths import Paths

_PATIENCE: Final = 5.0  # seconds, for whoever else is at it


@contextlib.contextmanager
def journal(paths: Paths) -> Iterator[sqlite3.Connection]:
    """Open the journal for a change of old lines; the daemon, if there is one, writes on beside us.

    Without a daemon its lock is held, and the file made or brought to the present version. With
    one, SQLite's own lock keeps the two apart: a step of the daemon waits two seconds for it, and
    is kept in memory beyond that. Raises StoreFailed.
    """
    import sqlite3

    from ergobreak.adapters.journal.file import failure

    with contextlib.ExitStack() as held:
        try:
            connection = _opened(paths, held)
            held.enter_context(contextlib.closing(connection))
            yield connection
        except sqlite3.Error as error:
            raise failure(paths.journal, error) from error


def _opened(paths: Paths, held: contextlib.ExitStack) -> sqlite3.Connection:
    from ergobreak.adapters.journal.file import opened, opened_beside
    from ergobreak.control import endpoint

    if endpoint.is_free(paths):
        # Refused: a daemon came first and is the writer.
        with contextlib.suppress(AlreadyRunning):
            held.enter_context(endpoint.with_writer_lock(paths))
            return opened(paths.journal, _PATIENCE)
    return opened_beside(paths.journal, _PATIENCE)
