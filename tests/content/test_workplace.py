"""The workplace check: complete, each item asked until it is sorted, offered twice a year."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from ergobreak.content.posture import PostureCheck, posture_checks
from ergobreak.content.workplace import checklist, details, is_offered, open_items

ITEMS = [
    *("chair", "lumbar", "screen", "hands", "laptop", "light", "draught", "phone", "glass"),
    *("bag", "breaks", "level", "hide", "safety"),
]


def test_the_list_is_complete() -> None:
    """All fourteen items are there, in the order in which a desk is set up, each with a way out."""
    assert [item.id for item in checklist()] == ITEMS
    for item in checklist():
        assert item.text.endswith("."), item
        assert item.fix.endswith("."), item
        assert max(len(item.text), len(item.fix)) <= 90, item


def test_each_set_up_check_belongs_to_one_item() -> None:
    """No set-up check is lost, for prompts do not ask it, and none is asked twice."""
    named = [name for item in checklist() for name in item.checks]

    assert sorted(named) == sorted(each.id for each in posture_checks() if each.setup)
    assert {each.id for item in checklist() for each in details(item)} == set(named)
    assert [each.id for each in details(checklist()[1])] == ["lumbar-contact"]


def test_what_is_sorted_is_not_asked_again() -> None:
    """The open items are all but those that are sorted; an unknown id does no harm."""
    left = [item.id for item in open_items({"chair", "safety", "a lamp of the past"})]

    assert left == ITEMS[1:-1]
    assert open_items(ITEMS) == ()


def test_ones_own_set_up_checks_are_asked_too() -> None:
    """A person's own set-up check is an item like the others; their habits are not."""
    desk = PostureCheck("my-desk", "room", "Is the desk clear?", "Clear it.", "Desk?", "mine")
    own = (desk._replace(setup=True), desk._replace(id="my-habit"))

    assert [item.id for item in checklist(own)] == [*ITEMS, "my-desk"]
    assert open_items([*ITEMS, "my-desk"], own) == ()
    assert details(checklist(own)[-1]) == ()


@pytest.mark.parametrize("gap", [1, 3, 30])
def test_it_is_offered_once_in_half_a_year(gap: int) -> None:
    """Whoever comes daily or rarely is offered it once for each half a year, and not before."""
    looked = date(2026, 1, 5)
    days = [looked + timedelta(days=passed) for passed in range(0, 400, gap)]

    offered = [
        (day - looked).days
        for before, day in pairwise(days)
        if is_offered(str(day), str(before), str(looked))
    ]

    assert len(offered) == 2
    assert 182 <= offered[0] < 182 + gap
    assert 364 <= offered[1] < 364 + gap


def test_a_long_absence_brings_one_offer() -> None:
    """Two years away bring one offer, and a clock that was wrong for a day none."""
    assert is_offered("2028-01-05", "2026-01-06", "2026-01-05")
    assert not is_offered("2028-01-06", "2028-01-05", "2026-01-05")
    assert not is_offered("2026-03-02", "2025-01-05", "2026-01-05")


def test_nothing_is_offered_to_who_never_looked_or_has_just_begun() -> None:
    """Without a first look, or a day before this one, there is no half a year to speak of."""
    assert not is_offered("2026-07-06", "2026-07-05", "")
    assert not is_offered("2026-07-06", "", "2026-01-05")
