"""Left and right in the windows: what stands where, if the language is written from the right.

Everything is written down for a page from left to right; these turn it round where that is needed.
"""

from __future__ import annotations

from typing import Final, Literal

from ergobreak.language import is_right_to_left

Side = Literal["left", "right"]

Edge = Literal["w", "e", "nw", "ne"]

_OPPOSITE: Final[dict[Edge, Edge]] = {"w": "e", "e": "w", "nw": "ne", "ne": "nw"}


def side(usual: Side) -> Side:
    """Return the side that something is packed at, or its lines are in line with."""
    if not is_right_to_left():
        return usual
    return "left" if usual == "right" else "right"


def edge(usual: Edge) -> Edge:
    """Return an anchor, or what something sticks to: "nw" becomes "ne"."""
    return _OPPOSITE[usual] if is_right_to_left() else usual


def pads(before: int, after: int) -> tuple[int, int]:
    """Return the room to the left and to the right of something."""
    return (after, before) if is_right_to_left() else (before, after)


def column(number: int, of: int) -> int:
    """Return the column of a grid of so many."""
    return of - 1 - number if is_right_to_left() else number


def step(key: str) -> int:
    """Return where an arrow key leads among things in a row: 1 on, -1 back."""
    is_on = key == "Down" or key == ("Left" if is_right_to_left() else "Right")
    return 1 if is_on else -1
