"""The first tenth of a second of the daemon: lock, log, session, and an icon in the panel.

Rule of this file: nothing is imported that the icon does not need. All else, the rules of the
engine and the settings among it, is loaded while the panel makes room.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ergobreak import language, parts
from ergobreak.adapters.diagnostics import crash, log
from ergobreak.control import endpoint

if TYPE_CHECKING:
    from ergobreak.options import RunOptions
    from ergobreak.paths import Paths


def run(paths: Paths, options: RunOptions) -> int:
    """Be the daemon until told to stop; return the exit code.

    Owns the main thread. Raises AlreadyRunning, ConfigError for an explicit file, or
    ErgobreakError when the journal cannot be used at all.
    """
    log.begin(paths.log)
    # Who started this one spoke it; from here on the settings have the word.
    os.environ.pop(language.VARIABLE, None)
    again = () if options.config is None else ("--config", str(options.config.absolute()))
    held = endpoint.claim(paths, options=again)
    try:
        with crash.reported(paths.state_dir):
            session = parts.find_session(headless=options.headless)
            seen = parts.Seen(session, parts.find_first_icon(session))
            # Only now: it takes longer to load than all of this.
            from ergobreak.app import Daemon

            Daemon(paths, options, seen).live(held)
    finally:
        held.release()
    return 0
