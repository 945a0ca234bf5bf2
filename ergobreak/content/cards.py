"""Reads the card files: plain text beside the code that anyone can read, correct or translate.

A card is a block of lines that ends at an empty line; its first line holds fields, parted by bars.
Lines that begin with `#` explain. Not TOML: its parser costs twenty times what these files need.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Card(NamedTuple):
    """The fields of the first line, and the lines below it."""

    fields: tuple[str, ...]
    lines: tuple[str, ...]


def read(name: str) -> list[Card]:
    """Return the cards of a file of this package."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    kept = [[line for line in block.splitlines() if not line.startswith("#")] for block in blocks]
    return [
        Card(tuple(field.strip() for field in head.split("|")), tuple(lines))
        for head, *lines in filter(None, kept)
    ]
