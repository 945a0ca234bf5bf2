"""Kill a daemon amid commands, again and again, and compare it with a twin that is left alive.

    python -m benchmarks.kills [ROUNDS]

The long form of a test: 500 kills unless told otherwise, each within a second of talk, and after
each the journal and all countdowns must be those of the twin. Ends with a traceback if anything
that was acknowledged is lost, or any timer is elsewhere. docs/faults.md keeps the figures.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.integration.test_kill import kill_and_compare

ROUNDS: Final = 500
TALK: Final = 1.0  # s; the kill falls at a chance instant of it


def main() -> None:
    """Do it, and print what was said and kept meanwhile."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ergobreak-") as folder:
        kill_and_compare(Path(folder), rounds=rounds, within=TALK, seed=rounds)
    print(f"nothing lost and nothing moved, in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
