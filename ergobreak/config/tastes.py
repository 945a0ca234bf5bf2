"""The names in `[exercises]`: areas, tags and ids of exercises, ours and the person's own.

A slip in a name would let an exercise come that was meant to stay away, so it is an error. What is
like no name at all is only warned of: an exercise of one's own may come and go with its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.config import units
from ergobreak.config.problems import Problem, nearest
from ergobreak.content.exercise import AREAS, AVOID
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ergobreak.config.settings import Exercises

TABLE: Final = "exercises"
_IDS: Final = N_("the id of an exercise, as `ergobreak exercises list` prints them")


def taste_problems(table: Exercises, own: Collection[str] | None) -> Iterator[Problem]:
    """Yield what is wrong with the names; `own` ids None: nobody can tell what is unknown."""
    if own is None:
        return
    groups = (*AREAS, *AVOID)
    for key, names, known, allowed in (
        (
            "hide",
            table.hide,
            groups,
            _("{groups}, or {ids}").format(groups=", ".join(groups), ids=_(_IDS)),
        ),
        ("favourites", table.favourites, (), _(_IDS)),
    ):
        for place, name in enumerate(names):
            if name not in known and name not in own:
                yield from _unknown((TABLE, key, place), name, (*known, *own), allowed)


def _unknown(
    path: tuple[str, str, int], name: str, known: Collection[str], allowed: str
) -> Iterator[Problem]:
    """Yield a problem, unless this is one of our exercises."""
    # Imported late: few people name an exercise, and its catalogue takes 15 ms to read.
    from ergobreak.content.catalogue import catalogue

    ids = [each.id for each in catalogue().exercises]
    if name in ids:
        return
    close = nearest(name, (*known, *ids))
    yield Problem(
        path,
        what=_("nothing has the name {name}").format(name=units.quoted(name)),
        found=units.quoted(name),
        allowed="" if close else allowed,
        nearest=close,
        severity="error" if close or not name else "warning",
    )
