"""Python's search for garbage, kept away from the start of a process that has none yet."""

from __future__ import annotations

import gc


def grow() -> None:
    """Search no more: nothing that a start loads becomes garbage; a fifth of it was search."""
    gc.disable()


def settle() -> None:
    """Search again, but not through what is there by now: that stays until the end."""
    gc.collect()
    gc.freeze()
    gc.enable()
