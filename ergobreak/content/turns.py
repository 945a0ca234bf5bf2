"""Whose turn it is: in which order exercises come into a set, and how many the time has room for.

Rules of this file:
1. First the area that the set has had least, then the area that has rested longest, then what has
   rested longest itself, then a favourite, then the shuffled order.
2. A favourite rests half as long as the others, so that it comes more often.
3. Between two exercises there is a moment to read the next.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ergobreak.content.rotation import shuffled
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ergobreak.content.exercise import Exercise, Wishes

FAVOURITES_REST: Final = 12  # exercises: some two breaks
BETWEEN: Final = 5  # seconds, to read the next exercise and to get into place

Chosen = tuple["Exercise", ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """What decides whose turn it is, by id or area. `lately` and `areas`: higher is less rested."""

    places: Mapping[str, int]
    lately: Mapping[str, int]
    areas: Mapping[str, int]
    favourites: frozenset[str]

    def is_fresh(self, exercise: Exercise) -> bool:
        """Tell whether the last breaks went without this exercise."""
        return exercise.id not in self.lately

    def rank(self, exercise: Exercise, chosen: Sequence[Exercise]) -> tuple[int, ...]:
        """Return whose turn it is after those already chosen: the lowest is next."""
        area = exercise.area
        had = sum(each.area == area for each in chosen)
        return (had, self.areas.get(area, 0), *self.rank_alone(exercise))

    def rank_alone(self, exercise: Exercise) -> tuple[int, ...]:
        """Return whose turn it is, whatever its area: the lowest is next."""
        name = exercise.id
        return (self.lately.get(name, 0), name not in self.favourites, self.places[name])


def turns_of(exercises: Sequence[Exercise], wishes: Wishes) -> Turns:
    """Return whose turn it is among these exercises."""
    ids = [each.id for each in exercises]
    resting = wishes.lately[-FAVOURITES_REST:]
    lately = {
        name: place
        for place, name in enumerate(wishes.lately, start=1)
        if name not in wishes.favourites or name in resting
    }
    areas: dict[str, int] = {}
    for each in exercises:
        areas[each.area] = max(areas.get(each.area, 0), lately.get(each.id, 0))
    places = {name: place for place, name in enumerate(shuffled(ids, f"{wishes.seed}/set"))}
    return Turns(places, lately, areas, wishes.favourites)


def filled(
    order: Turns, pool: Iterable[Exercise], room: float, begun: Chosen = (), *, spread: bool = True
) -> Chosen:
    """Return a set with as many exercises of the pool added as there is room for, in seconds.

    `spread`: it ends where the area of the last one would come again.
    """
    chosen = begun
    left = {each.id: each for each in pool}
    for each in begun:
        left.pop(each.id, None)
    while fitting := [each for each in left.values() if length_of((*chosen, each)) <= room]:
        one = min(fitting, key=lambda each: order.rank(each, chosen))
        if spread and chosen and one.area == chosen[-1].area:
            break
        chosen = (*chosen, left.pop(one.id))
    return chosen


def ordered(chosen: Chosen) -> Chosen:
    """Return a set with sitting before standing, unless areas could be parted better."""
    seated = [each for each in chosen if each.position != "standing"]
    standing = [each for each in chosen if each.position == "standing"]
    return min(_parted(seated, standing), chosen, _parted(chosen), key=repeats)


def _parted(*groups: Sequence[Exercise]) -> Chosen:
    """Return one group after the other, within each another area than the one before, if it can."""
    arranged: Chosen = ()
    for group in groups:
        left = list(group)
        while left:
            before = arranged[-1].area if arranged else ""
            areas = [each.area for each in left]
            # What is left most often first: at the end nothing could part it.
            one = min(left, key=lambda each: (each.area == before, -areas.count(each.area)))
            left.remove(one)
            arranged = (*arranged, one)
    return arranged


def repeats(chosen: Sequence[Exercise]) -> int:
    """Return how often an area follows itself."""
    return sum(a.area == b.area for a, b in pairwise(chosen))


def length_of(chosen: Sequence[Exercise]) -> int:
    """Return how many seconds a set takes, with the moments between two exercises."""
    return sum(each.seconds for each in chosen) + BETWEEN * max(0, len(chosen) - 1)
