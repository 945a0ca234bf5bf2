"""The posture checks: one question with one fix at a time.

There is no single right posture; the point is support and variety, and nobody is told off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ergobreak.content.cards import read
from ergobreak.content.rotation import shuffled
from ergobreak.content.translated import each_language
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class PostureCheck(NamedTuple):
    """One check. `question` and `fix` name the body: they are for the person's own terminal.

    `glance` is the same in words that a colleague may read. `advice` names the points of the
    article on prevention that the check follows (P1 to P16, S1 to S24), `source` who else says so.
    `setup`: about furniture, screen or light, which can be sorted for good; workplace.py asks it.
    The others are habits, which prompts ask in turn.
    """

    id: str
    group: str
    question: str
    fix: str
    glance: str
    source: str
    advice: tuple[str, ...] = ()
    setup: bool = False


# What can only be judged by looking.
BY_SIGHT: Final = frozenset({"screen", "eyes"})


@each_language
def posture_checks() -> tuple[PostureCheck, ...]:
    """Return all checks, habits and set-up; the file is read at the first call."""
    found = []
    for (name, group, source, advice, *marks), lines in read("posture.txt"):
        question, fix, glance = map(_, lines)
        points, setup = tuple(advice.split()), "setup" in marks
        found.append(PostureCheck(name, group, question, fix, glance, source, points, setup))
    return tuple(found)


def posture_check(
    serial: int, *, seed: str = "", sight: bool = True, own: Sequence[PostureCheck] = ()
) -> PostureCheck:
    """Return the check number `serial` (0, 1, 2, ... of the posture prompts alone).

    Only habits come. A round uses up all of them, and no two in a row are of one group. `sight`
    False leaves out those that need it. `own`: the person's, which join the round.
    """
    checks = tuple(
        each
        for each in (*posture_checks(), *own)
        if not each.setup and (sight or each.group not in BY_SIGHT)
    )
    number, place = divmod(serial, len(checks))
    return _round(checks, f"{seed}/posture/{number}")[place]


def _round(checks: tuple[PostureCheck, ...], seed: str) -> list[PostureCheck]:
    """Return one round: each group shuffled, then dealt out evenly over the round."""
    dealt = []
    groups = tuple(dict.fromkeys(check.group for check in checks))
    for row, group in enumerate(groups):
        members = [check for check in checks if check.group == group]
        # Each group starts a little later than the one before, or the largest would both end
        # a round and begin the next.
        start = (row + 0.5) / len(groups)
        for place, check in enumerate(shuffled(members, f"{seed}/{group}")):
            dealt.append(((place + start) / len(members), check))
    return [check for _, check in sorted(dealt, key=lambda pair: pair[0])]
