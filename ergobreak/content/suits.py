"""Which exercises suit a person, a place and a moment.

Rules of this file:
1. Hidden is hidden: by its id, its area, or one of the tags that it is to be avoided with.
2. Easy days have walking and breathing only.
3. Seated leaves out whatever is done standing.
4. Discreet, or on a call: only what draws little attention in a shared room.
5. On a call nobody leaves the desk, and nobody sighs into a microphone.
6. The place narrows nothing by itself: at home all is allowed; it is `discreet` that tells of a
   shared room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ergobreak.content.catalogue import Catalogue
    from ergobreak.content.exercise import Exercise, Wishes

EASY: Final = frozenset({"walk", "breathing"})  # the types that easy days are made of
ALOUD: Final = frozenset({"sigh-and-drop"})


def is_suitable(exercise: Exercise, wishes: Wishes) -> bool:
    """Tell whether an exercise suits; its length is not looked at."""
    if not wishes.hidden.isdisjoint((exercise.id, exercise.area, *exercise.avoid)):
        return False
    if wishes.easy and exercise.type not in EASY:
        return False
    if wishes.seated and exercise.position == "standing":
        return False
    if wishes.call and (exercise.type == "walk" or exercise.id in ALOUD):
        return False
    return exercise.discreet or not (wishes.discreet or wishes.call)


def in_place_of(exercise: Exercise, catalogue: Catalogue, wishes: Wishes) -> Exercise | None:
    """Return the exercise if it suits, or its gentler stand-in if that one does, or None."""
    if is_suitable(exercise, wishes):
        return exercise
    easier = catalogue.find(exercise.easier)
    return easier if easier is not None and is_suitable(easier, wishes) else None
