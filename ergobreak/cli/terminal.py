"""How wide the terminal is, as shutil tells it, without the archive formats that shutil loads."""

from __future__ import annotations

import os
import sys
from typing import Final

USUAL: Final = 80


def columns() -> int:
    """Return how many letters a line has: what COLUMNS says, else the terminal, else 80."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        found = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns
    except (ValueError, OSError):  # closed, or no terminal
        return USUAL
    return found or USUAL
