"""`run` with its plain options, read without argparse: the daemon would keep all of that for life.

What is not understood here is read by the parser, which has words for mistakes.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

_FLAGS: Final = {"--headless": "headless", "--ignore-hours": "ignore_hours"}
_VALUES: Final = {"--home": "home", "--config": "config"}


def read(argv: Sequence[str]) -> Namespace | None:
    """Return what the parser of `run` would; None: this is another verb, or not so plain."""
    found: dict[str, object] = {"verb": "run", "json": False, "words": [], "flags": []}
    found |= {"home": None, "config": None, "clock": "real", "answer": ""}
    found |= dict.fromkeys(_FLAGS.values(), False)
    is_run = False
    words = iter(argv)
    for word in words:
        if word == "run" and not is_run:
            is_run = True
        elif word in _FLAGS and is_run:
            found[_FLAGS[word]] = True
        elif word == "--home" or (word in _VALUES and is_run):
            value = next(words, "")
            if not value or value.startswith("-"):
                return None
            found[_VALUES[word]] = value
        else:
            return None
    return cast("Namespace", SimpleNamespace(**found)) if is_run else None
