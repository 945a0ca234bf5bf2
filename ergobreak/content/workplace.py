"""The workplace check: what is looked over at the first start and then every half a year.

An item that is sorted is not asked again; one that is not goes into detail with the set-up checks
of posture.py. A room changes, so after half a year the open ones are offered again, once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from ergobreak.content.cards import read
from ergobreak.content.posture import PostureCheck, posture_checks
from ergobreak.content.translated import each_language
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

EVERY: Final = 182  # days between two offers
OFFER: Final = N_("Half a year with this desk: ergobreak setup workplace looks it over.")


class Item(NamedTuple):
    """One line of the check. `text` says how it should be, `fix` what to do otherwise.

    Both name the body: they are for the person's own terminal or window. `checks` are the ids of
    the set-up checks that go into detail.
    """

    id: str
    text: str
    fix: str
    advice: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@each_language
def _shipped() -> tuple[Item, ...]:
    return tuple(
        Item(name, _(text), _(fix), tuple(advice.split()), tuple(checks.split()))
        for (name, advice, checks), (text, fix) in read("workplace.txt")
    )


def checklist(own: Sequence[PostureCheck] = ()) -> tuple[Item, ...]:
    """Return all items in the order in which they are asked; the file is read at the first call.

    `own`: the person's checks; those for the set-up come last, each an item of its own.
    """
    mine = (Item(check.id, check.question, check.fix) for check in own if check.setup)
    return (*_shipped(), *mine)


def open_items(sorted_ids: Collection[str], own: Sequence[PostureCheck] = ()) -> tuple[Item, ...]:
    """Return the items that are not sorted yet."""
    return tuple(item for item in checklist(own) if item.id not in sorted_ids)


def details(item: Item) -> tuple[PostureCheck, ...]:
    """Return the set-up checks that an item consists of; none where it says it all."""
    return tuple(check for check in posture_checks() if check.id in item.checks)


def is_offered(day: str, since: str, looked_over: str) -> bool:
    """Tell whether another half a year has passed since the workplace was looked over.

    `since` is the day on which this was asked before; all are YYYY-MM-DD. Never looked over
    (empty) offers nothing here: nudges.py does.
    """
    if not looked_over or not since:
        return False
    start = date.fromisoformat(looked_over)
    passed, before = ((date.fromisoformat(each) - start).days // EVERY for each in (day, since))
    return passed > max(before, 0)
