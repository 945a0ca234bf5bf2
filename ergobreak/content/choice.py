"""How the exercises of one break are chosen: a set that suits, varies and fits, without chance.

Rules of this file:
1. The same catalogue and wishes give the same set in every process: `seed` alone shuffles.
2. Only what suits comes (suits.py), and nothing twice in a set. A set is never empty: where
   everything is hidden it is one quiet scan from jaw to hands.
3. Who comes next is a question of turns (turns.py). What was done lately waits for all others, and
   helps out only where a quarter of the break would be left empty.
4. A stretch set has something done standing or walking (not when seated, nor on a call), sitting
   comes before standing, and it closes with a look far away and one slow breath. No exercise takes
   more than half of the break, if there are others.
5. A walk is one walk that lasts as long as the break; who cannot leave moves hips and legs.
6. A set is never longer than the break, unless it is a single exercise. In less than two minutes
   exercises have fewer repetitions, none is there that takes minutes, and there is no slow breath;
   in less than one there is no far look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ergobreak.content.catalogue import seconds_of
from ergobreak.content.suits import in_place_of, is_suitable
from ergobreak.content.turns import BETWEEN, Chosen, filled, length_of, ordered, turns_of
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from ergobreak.content.catalogue import Catalogue
    from ergobreak.content.exercise import Exercise, Routine, Wishes
    from ergobreak.content.turns import Turns

BRIEF: Final = 120  # seconds; in a shorter break exercises are shortened
MINUTE: Final = 60

_FAR_LOOK: Final = "far-look"
_BREATHS: Final = ("belly-breath", "long-exhale")  # one cycle of the first that suits closes a set
_LAST_RESORT: Final = "unclench-scan"  # it asks for no movement, and no tag speaks against it
_QUIET: Final = frozenset({"eye", "breathing"})  # types that rest rather than move
_FULL_ENOUGH: Final = 0.75


def set_for(catalogue: Catalogue, wishes: Wishes) -> Chosen:
    """Return the exercises of a break, in order; at least one."""
    suitable = tuple(each for each in catalogue.exercises if is_suitable(each, wishes))
    pool = _pool(suitable, wishes) or _last_resort(catalogue)
    order = turns_of(catalogue.exercises, wishes)
    # A window with a minute or more also gives a moment before the first exercise.
    room = wishes.seconds - (BETWEEN if wishes.seconds >= MINUTE else 0)
    if wishes.kind == "walk" and pool[0].type == "walk":
        return (lasting(min(pool, key=lambda each: order.rank(each, ())), room),)
    closing = _closing(suitable, wishes) if _is_moving(pool, wishes) else ()
    body = _body(pool, order, wishes, room - (length_of(closing) + BETWEEN if closing else 0))
    return (*body, *closing) or (min(_shortened(pool, room), key=lambda each: each.seconds),)


def set_of(catalogue: Catalogue, routine: Routine, wishes: Wishes) -> Chosen:
    """Return a ready-made set as it suits: with stand-ins, and no longer than the break.

    Its first exercise stays, however long; where nothing of it suits, the set is chosen anew.
    """
    chosen: Chosen = ()
    for name in routine.exercises:
        member = catalogue.find(name)
        one = None if member is None else in_place_of(member, catalogue, wishes)
        if one is None or one in chosen:
            continue
        if chosen and length_of((*chosen, one)) > wishes.seconds:
            break
        chosen = (*chosen, one)
    return chosen or set_for(catalogue, wishes)


def lasting(exercise: Exercise, seconds: float) -> Exercise:
    """Return an exercise with as many repetitions as the seconds have room for, at least one."""
    reps = max(1, int(seconds * exercise.reps // exercise.seconds))
    exact = seconds_of(exercise.motion, exercise.sides, reps)
    return replace(exercise, reps=reps, seconds=exact)


def _pool(suitable: Chosen, wishes: Wishes) -> Chosen:
    """Return what the set is made of: what its kind asks for, or else whatever suits."""
    match wishes.kind:
        case "walk":
            wanted = tuple(each for each in suitable if each.type == "walk") or tuple(
                each for each in suitable if each.area in {"hips", "legs"}
            )
        case "breathe":
            wanted = tuple(each for each in suitable if each.type == "breathing")
        case "eyes":
            wanted = tuple(each for each in suitable if each.type == "eye")
        case _:
            wanted = tuple(each for each in suitable if wishes.easy or each.type not in _QUIET)
    return wanted or suitable


def _last_resort(catalogue: Catalogue) -> Chosen:
    """Return what comes where everything is hidden."""
    one = catalogue.find(_LAST_RESORT)
    return catalogue.exercises[:1] if one is None else (one,)


def _is_moving(pool: Chosen, wishes: Wishes) -> bool:
    """Tell whether the set is a stretch set: with a closing, and with something done standing."""
    return wishes.kind not in {"breathe", "eyes"} and all(each.type not in _QUIET for each in pool)


def _closing(suitable: Chosen, wishes: Wishes) -> Chosen:
    """Return the end of a stretch set: a look far away and one slow breath, as the time allows."""
    found = {each.id: each for each in suitable}
    closing = [found[_FAR_LOOK]] if wishes.seconds >= MINUTE and _FAR_LOOK in found else []
    breath = next((found[name] for name in _BREATHS if name in found), None)
    if wishes.seconds >= BRIEF and breath is not None:
        closing.append(replace(lasting(breath, 0), title="One slow breath"))
    return tuple(closing)


def _body(pool: Chosen, order: Turns, wishes: Wishes, room: float) -> Chosen:
    """Return a set without its closing; empty if nothing fits."""
    begun: Chosen = ()
    if wishes.seconds < BRIEF:
        pool = _shortened(pool, room)
    elif _is_moving(pool, wishes):
        pool = tuple(each for each in pool if each.seconds <= wishes.seconds / 2) or pool
    fresh = tuple(each for each in pool if order.is_fresh(each))
    if wishes.seconds >= BRIEF and not wishes.seated and not wishes.call:
        begun = _standing(order, pool, room)
    body = filled(order, fresh, room, begun)
    if length_of(body) < room * _FULL_ENOUGH:
        body = filled(order, pool, room, body, spread=False)
    return body if wishes.easy else ordered(body)


def _standing(order: Turns, pool: Chosen, room: float) -> Chosen:
    """Return the one standing or walking exercise whose turn it is; empty if none fits.

    Whatever its area: most are for the legs, and by turns of areas the few others would come
    every time.
    """
    fitting = [each for each in pool if each.position == "standing" and each.seconds <= room]
    return (min(fitting, key=order.rank_alone),) if fitting else ()


def _shortened(pool: Chosen, room: float) -> Chosen:
    """Return the exercises with no more repetitions than there is room for.

    A walk and whatever else takes minutes is left out: a few seconds of it are none.
    """
    short = tuple(each for each in pool if each.seconds < BRIEF) or pool
    return tuple(each if each.seconds <= room else lasting(each, room) for each in short)
