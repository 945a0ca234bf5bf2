"""The daily upkeep of the journal, in a process of its own: old days become totals, then a copy.

    python -m ergobreak.adapters.journal.upkeep JOURNAL DATE DAYS REMINDER...

DAYS is how long details are kept, 0 for ever; REMINDER names what means to move. It works beside
the one writer, which pays neither its time nor its memory. Exit code 0: done; 1: not today, said
on standard error.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_PATIENCE: Final = 10.0  # seconds, for a writer to finish a step


def start(
    path: Path,
    day: str,
    keep_days: int,
    movement: Collection[str],
    environment: Mapping[str, str],
) -> None:
    """Start the upkeep of a day and return at once; a failure costs a copy, not the caller.

    What it complains of goes to our own standard error.
    """
    command = [sys.executable, "-m", "ergobreak.adapters.journal.upkeep"]
    try:
        child = subprocess.Popen(
            [*command, str(path.absolute()), day, str(keep_days), *movement],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=path.absolute().anchor,
            env=dict(environment),
        )
    except OSError as error:
        sys.stderr.write(_("No copy of the journal was made: {error}").format(error=error) + "\n")
        return
    # Somebody has to ask how it ended, or the system keeps its name for ever.
    threading.Thread(target=child.wait, name="upkeep", daemon=True).start()


def main(arguments: list[str]) -> int:
    """Do it; see above for the arguments."""
    import sqlite3

    from ergobreak.adapters.journal import retention
    from ergobreak.adapters.journal.file import (
        StoreFailed,
        failure,
        is_damage,
        opened_beside,
        suspect,
    )

    path, today, days = Path(arguments[0]), date.fromisoformat(arguments[1]), int(arguments[2])
    keep = timedelta(days=days) if days else None
    try:
        with closing(opened_beside(path, _PATIENCE)) as connection:
            retention.upkeep(path, connection, today, keep, arguments[3:])
    except StoreFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, sqlite3.Error) and is_damage(error):
            suspect(path)
        sys.stderr.write(f"{failure(path, error)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
