"""Water to the millilitre, what hurts, and what is liked: what is kept, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ergobreak.core import calendar_words, counted, events
from ergobreak.core.effects import Withdraw
from ergobreak.core.model import HOUR
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from tests.core.day import WATER, Day
from tests.core.plans import ONLY_STRETCH, ONLY_WATER, plan_of


@pytest.mark.parametrize(("ml", "is_noted"), [(1, True), (5000, True), (5001, False), (-1, False)])
def test_a_drink_has_between_a_millilitre_and_five_litres(ml: int, is_noted: bool) -> None:
    """Both ends are drinks."""
    day = Day(ONLY_WATER)

    assert day.try_(events.Drank(ml)) is is_noted
    assert day.state.water_ml == (ml if is_noted else 0)


@pytest.mark.parametrize(("drunk", "is_asked"), [((500, 500), False), ((500, 499), True)])
def test_drinks_reach_the_ceiling_together(drunk: tuple[int, ...], is_asked: bool) -> None:
    """A litre is enough, in however many glasses, and on the second day as well."""
    day = Day(plan_of(replace(WATER, ceiling_per=3 * HOUR)))
    day.run(25 * 60)
    for ml in drunk:
        day.run(5)
        day.do(events.Drank(ml))
    shown = len(day.shows)
    day.run(91)

    assert (len(day.shows) > shown) is is_asked


def test_what_hurts_leaves_the_screen() -> None:
    """An open prompt is taken away at once."""
    day = Day(ONLY_STRETCH)
    day.run(90)
    day.do(events.Hurt())

    assert Withdraw("p1") in day.effects
    assert day.lines("hurt") == ["90 hurt stretch"]


def test_another_area_for_the_same_prompt_corrects_the_first() -> None:
    """Also where something without an area was told in between."""
    day = Day(ONLY_STRETCH)
    day.run(90)
    day.do(events.Hurt("neck", prompt="p1"))
    day.do(events.Hurt())
    day.do(events.Hurt("wrists/forearms", prompt="p1"))

    assert dict(day.state.tastes) == {"wrists/forearms": "hurt"}


def test_a_taste_that_is_so_already_is_told_as_it_is() -> None:
    """Hidden already, or neither hidden nor marked."""
    day = Day(ONLY_STRETCH)

    with pytest.raises(CommandRejected, match="neither hidden nor marked"):
        day.do(events.Preferred("neck-turn", ""))
    day.do(events.Preferred("neck-turn", "never"))
    with pytest.raises(CommandRejected, match="neck-turn is never already"):
        day.do(events.Preferred("neck-turn", "never"))


def test_counts_and_moments_are_words() -> None:
    """A number with its noun, and a moment of the week."""
    assert counted.count(2, "break") == "2 breaks"
    assert calendar_words.day_and_time(datetime(2027, 1, 4, 14, 30, tzinfo=UTC)) == "Monday 14:30"
