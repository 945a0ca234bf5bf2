"""What a person's own exercises, checks and tips mean beyond their types.

Rule of this file: the longest texts are those that the window, a toast and a terminal can show.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ergobreak.config import poses, units
from ergobreak.config.collect import choice
from ergobreak.config.problems import Problem, nearest
from ergobreak.content.exercise import AREAS, AVOID
from ergobreak.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from ergobreak.config.own_tables import Check, Contents, Exercise, Tip
    from ergobreak.config.positions import Path

NAME: Final = N_("small letters, digits and -, at most 40 of them")
MOST_STEPS: Final = 5
MOST_FRAMES: Final = 12
SECONDS: Final = (5, 600)
OWN: Final = "own"  # the group of a check, the kind of a tip, that says nothing about it

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TITLE: Final = 40
_LINE: Final = 90
_TIP: Final = 120


def problems_of(contents: Contents, taken: Mapping[str, AbstractSet[str]]) -> Iterator[Problem]:
    """Yield what is wrong with a file; `taken` has the ids, by table, that are there already.

    References to other exercises are looked at when all files have been read.
    """
    groups: Mapping[str, Mapping[str, object]] = {
        "exercises": contents.exercises,
        "checks": contents.checks,
        "tips": contents.tips,
    }
    for table, named in groups.items():
        for name in named:
            yield from _name_problems((table, name), name, taken[table])
    for name, exercise in contents.exercises.items():
        yield from _exercise_problems(("exercises", name), exercise)
    for name, check in contents.checks.items():
        yield from _check_problems(("checks", name), check)
    for name, tip in contents.tips.items():
        yield from _tip_problems(("tips", name), tip)


def stand_in_problems(contents: Contents, known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each gentler stand-in that is not there, or is the exercise itself."""
    for name, exercise in contents.exercises.items():
        easier, path = exercise.easier, ("exercises", name, "easier")
        if easier == name:
            yield Problem(path, what=_("no exercise is easier than itself"))
        elif easier and easier not in known:
            yield Problem(
                path,
                what=_("no exercise has the name {easier}").format(easier=units.quoted(easier)),
                found=units.quoted(easier),
                nearest=nearest(easier, known),
            )


def _name_problems(path: Path, name: str, taken: AbstractSet[str]) -> Iterator[Problem]:
    if not _NAME.fullmatch(name) or name in {*AREAS, *AVOID}:
        found = units.quoted(name)
        yield Problem(path, what=_("no name for this"), found=found, allowed=_(NAME), on_key=True)
    elif name in taken:
        yield Problem(path, what=_("there is one of this name already"), on_key=True)


def _exercise_problems(path: Path, exercise: Exercise) -> Iterator[Problem]:
    yield from choice(exercise.area, AREAS, (*path, "area"))
    for place, tag in enumerate(exercise.avoid):
        yield from choice(tag, AVOID, (*path, "avoid", place))
    yield from _length_problems((*path, "title"), exercise.title, _TITLE)
    yield from _length_problems((*path, "care"), exercise.care, _LINE, may_be_empty=True)
    yield from _count_problems((*path, "steps"), len(exercise.steps), MOST_STEPS)
    for place, step in enumerate(exercise.steps):
        yield from _length_problems((*path, "steps", place), step, _LINE)
    yield from choice(exercise.base, poses.BASES[exercise.view], (*path, "base"))
    yield from _count_problems((*path, "frames"), len(exercise.frames), MOST_FRAMES)
    wrong = list(poses.frame_problems((*path, "frames"), exercise.view, exercise.frames))
    yield from wrong or _seconds_problems(path, exercise)


def _count_problems(path: Path, number: int, most: int) -> Iterator[Problem]:
    if not 2 <= number <= most:
        yield Problem(
            path,
            found=_("{number} of them").format(number=number),
            allowed=_("2 to {most}").format(most=most),
        )


def _seconds_problems(path: Path, exercise: Exercise) -> Iterator[Problem]:
    # Imported late: whoever has only tips of their own needs no exercises.
    from ergobreak.content import catalogue

    seconds = catalogue.exercise("", exercise.table(seconds=None)).seconds
    low, high = SECONDS
    if not low <= seconds <= high:
        found = _("frames that last {seconds} seconds in all").format(seconds=seconds)
        yield Problem(
            (*path, "frames"),
            found=found,
            allowed=_("{low} to {high} seconds").format(low=low, high=high),
        )
    if exercise.seconds not in {None, seconds}:
        allowed = _("{seconds}, which its frames add up to; or leave it out").format(
            seconds=seconds
        )
        yield Problem((*path, "seconds"), found=str(exercise.seconds), allowed=allowed)


def _check_problems(path: Path, check: Check) -> Iterator[Problem]:
    from ergobreak.content.posture import posture_checks

    groups = dict.fromkeys((*(each.group for each in posture_checks()), OWN))
    yield from choice(check.group, tuple(groups), (*path, "group"))
    for key, text in (("question", check.question), ("fix", check.fix), ("glance", check.glance)):
        yield from _length_problems((*path, key), text, _LINE)


def _tip_problems(path: Path, tip: Tip) -> Iterator[Problem]:
    from ergobreak.content.tips import tips

    kinds = dict.fromkeys((*(each.kind for each in tips()), OWN))
    yield from choice(tip.kind, tuple(kinds), (*path, "kind"))
    yield from _length_problems((*path, "text"), tip.text, _TIP)


def _length_problems(
    path: Path, text: str, most: int, *, may_be_empty: bool = False
) -> Iterator[Problem]:
    if not text and not may_be_empty:
        yield Problem(
            path, found='""', allowed=_("a text of at most {most} letters").format(most=most)
        )
    elif len(text) > most:
        yield Problem(
            path,
            found=ngettext("{count} letter", "{count} letters", len(text)).format(count=len(text)),
            allowed=_("at most {most}").format(most=most),
        )
