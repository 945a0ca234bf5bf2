"""Composition root of the break in the browser: `-m ergobreak.browsed PAGE [FOLDER]`.

One line of guidance.py comes in, the file PAGE is written, and the browser is asked to open it.
FOLDER holds the person's own exercises. It ends at once; nothing answers from there.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Write the page and open it; return the exit code."""
    from ergobreak import spoken
    from ergobreak.adapters import opener
    from ergobreak.exercising import Exercising
    from ergobreak.window.breaks.told import asked_of, going_of
    from ergobreak.window.web.page import page

    spoken.settle()
    place, *own = (Path(each) for each in arguments)
    line = json.loads(sys.stdin.readline())
    chosen = Exercising(own[0] if own else None).choose(asked_of(line), going_of(line))
    _write(place, page(line, chosen))
    if opener.open_path(place, os.environ):
        return 0
    sys.stderr.write(f"nothing here can open {place}\n")
    return 1


def _write(place: Path, text: str) -> None:
    """Replace the file as a whole, and let nobody else read what somebody is advised to do."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
