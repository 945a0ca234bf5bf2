"""Every point of the advice is followed by some content, or says why none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from ergobreak.content import advice, nudges, tips
from ergobreak.content.advice import Point, points

ROOT = Path(__file__).resolve().parents[2]
CODES = [f"P{number}" for number in range(1, 17)] + [f"S{number}" for number in range(1, 25)]
LEFT_OUT = {"P6", "P8", "P13", "S4", "S5", "S17", "S18", "S23", "S24"}
PRIVATE = {("tip", each.id) for each in tips.tips() if each.private}
PRIVATE |= {("nudge", each.id) for each in nudges.nudges() if each.private}


def test_every_point_is_there() -> None:
    """The table has all forty points, in order, and a reason exactly where nothing follows."""
    assert [point.code for point in points()] == CODES
    assert {point.code for point in points() if point.left_out} == LEFT_OUT


@pytest.mark.parametrize("point", points(), ids=lambda point: point.code)
def test_each_point_is_followed_or_left_out(point: Point) -> None:
    """A point has content that anybody meets, also at an office, or the reason why it has none."""
    found = [(what, name) for what, names in advice.followers(point.code).items() for name in names]

    assert bool(point.left_out) != bool(set(found) - PRIVATE), (point, found)
    assert not (point.left_out and found), (point, found)


def test_no_content_follows_an_unknown_point() -> None:
    """A slip of the pen in a code does not hide content from the table."""
    unknown = [
        (what, name, codes) for what, name, codes in advice.content() if set(codes) - {*CODES}
    ]

    assert unknown == []


def test_content_is_named_once() -> None:
    """Within its sort an id stands for one thing, and no thing names a point twice."""
    named = [(what, name) for what, name, _ in advice.content()]

    assert len(named) == len(set(named))
    assert all(len(codes) == len(set(codes)) for _, _, codes in advice.content())


def test_medicines_are_no_advice() -> None:
    """The one point of the article that must not be passed on is not even repeated."""
    assert not any("medicine" in point.text or "drug" in point.text for point in points())


def test_the_page_is_what_the_content_says() -> None:
    """docs/advice.md is up to date: `python -m ergobreak.content.advice > docs/advice.md`."""
    assert (ROOT / "docs" / "advice.md").read_text(encoding="utf-8") == advice.page()
