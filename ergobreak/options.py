"""What a daemon was asked for on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class RunOptions(NamedTuple):
    """What `run` was asked for: `answer` answers every prompt in a tester's stead."""

    headless: bool = False
    config: Path | None = None
    clock: str = "real"  # real | virtual
    ignore_hours: bool = False
    answer: str = ""
