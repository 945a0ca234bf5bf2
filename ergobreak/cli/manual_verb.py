"""What the manual says about one verb."""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """One verb: what follows it, what it does, an example, and what its own help adds."""

    name: str
    words: str
    about: str
    example: str
    more: str = ""
