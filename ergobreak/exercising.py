"""Which exercises a break consists of: the catalogue with the person's own, and a set of it.

Loaded by the processes that show a break, never by the daemon.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from ergobreak.window.breaks.told import wishes_of

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.content.catalogue import Catalogue
    from ergobreak.content.exercise import Exercise
    from ergobreak.window.breaks.told import Asked, Going

_CALM: Final = frozenset({"hydration", "posture", "custom", "tip"})  # nothing to follow in these


class Exercising:
    """Chooses from our exercises and those in the folder `own`; read at the first choice."""

    def __init__(self, own: Path | None) -> None:
        self._own = own

    def choose(self, asked: Asked, going: Going) -> tuple[Exercise, ...]:
        """Return the set of a break; it is empty where there is nothing to follow."""
        from ergobreak.content.choice import set_for

        known = _catalogue(self._own)
        if going.exercises:
            return tuple(filter(None, map(known.find, going.exercises)))
        if asked.kind in _CALM and not going.walked:
            return ()
        return set_for(known, wishes_of(asked, going))


@cache
def _catalogue(own: Path | None) -> Catalogue:
    from ergobreak.content import catalogue

    known = catalogue.catalogue()
    if own is None or not own.is_dir():
        return known
    from ergobreak.config.own import own_content

    return catalogue.with_own(known, own_content(own).exercises)
