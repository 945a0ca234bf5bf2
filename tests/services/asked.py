"""Commands of ergobreak in the process of the tests: for what is asked again and again.

To start Python for each look of whoever waits for a record takes a tenth of all tests' time. What a
person does is a process as theirs is.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

from ergobreak import cli

if TYPE_CHECKING:
    from pathlib import Path


def asked(home: Path, *words: str) -> str:
    """Return what a command prints; its failure prints nothing."""
    with (
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.redirect_stderr(io.StringIO()),
    ):
        cli.main(["--home", str(home), *words])
    return out.getvalue()
