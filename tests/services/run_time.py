"""How long a thread or a process has run: what shows that it was left in peace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

MOMENT: Final = 100_000  # ns; far less than any answer of ours takes, more than an empty wake-up


def run_for(task: Path) -> int:
    """Return the time (ns) that a task, a folder of /proc, has had the processor."""
    # Kept even where nobody counts the steps: the first number is the time on the processor.
    return int((task / "schedstat").read_text(encoding="ascii").split()[0])
