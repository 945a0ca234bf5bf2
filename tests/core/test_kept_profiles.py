"""Profiles at the edges: none that fits, none at all, chosen anew, chosen for no time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from ergobreak.core import events, profile_words
from ergobreak.core.model import HOUR
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, NINE, Day
from tests.core.test_profiles import HOME, KNOWN, follow, noted


def test_where_none_fits_the_line_is_left_out() -> None:
    """A profile that is there for the hand alone is no news while nobody has chosen it."""
    day = Day(replace(DEFAULT, profiles=(HOME,)))

    assert profile_words.line(day.state, day.plan, day.now(), ZoneInfo("UTC")) == ""


def test_the_same_chosen_again_is_noted_with_its_new_end() -> None:
    """Who stays at home for an hour longer says so in the log."""
    day = Day(replace(DEFAULT, profiles=KNOWN, profile="office"))
    for hours in (1, 2):
        day.do(events.ProfileChosen("home", length=hours * HOUR))

    assert noted(day)[1:] == [("home", "hand")] * 2
    assert [each.until for each in day.records[-2:]] == [NINE + HOUR, NINE + 2 * HOUR]


def test_no_profile_for_an_hour_ends_though_all_were_taken_out() -> None:
    """The choice is over when its time is, whatever has become of the settings meanwhile."""
    day = Day(replace(DEFAULT, profiles=KNOWN, profile="office"))
    day.do(events.ProfileChosen("", length=HOUR))
    follow(day)
    day.plan = DEFAULT
    day.do(events.PlanChanged())
    assert noted(day)[1:] == [("none", "hand")]
    day.run(61)

    assert day.state.hand is None
    assert noted(day)[1:] == [("none", "hand"), ("none", "over")]


@pytest.mark.parametrize(("length", "is_refused"), [(-1, True), (0, True), (1, False)])
def test_a_choice_for_no_time_is_refused(length: int, is_refused: bool) -> None:
    """It would be over before it began; the shortest there is, is none of these."""
    day = Day(replace(DEFAULT, profiles=KNOWN, profile="office"))

    assert day.try_(events.ProfileChosen("home", length=length)) is not is_refused
