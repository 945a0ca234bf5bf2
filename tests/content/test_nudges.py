"""The line of the day: a nudge once a week, tips on the other days, the desk twice a year."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from ergobreak.content.nudges import FIRST_LOOK, line_of_the_day, nudge, nudges
from ergobreak.content.tips import Tip, tips
from ergobreak.content.workplace import OFFER

MONDAY = date(2026, 1, 5)


def lines(days: list[date], looked_over: str = "2026-01-05") -> list[str]:
    """Return the line of each day, for somebody who has a first break on each of them."""
    before = ["", *map(str, days)]
    return [
        line_of_the_day(str(day), since, looked_over)
        for day, since in zip(days, before, strict=False)
    ]


def test_all_eight_are_there() -> None:
    """No nudge got lost, and each is short enough to be read in passing."""
    assert len({each.id for each in nudges()}) == len(nudges()) == 8
    assert max(len(each.text) for each in nudges()) <= 100


def test_the_first_line_of_a_week_is_a_nudge() -> None:
    """In twenty weeks of workdays each Monday has a nudge, all other days a tip."""
    days = [MONDAY + timedelta(days=n) for n in range(140) if n % 7 < 5]
    found = lines(days)

    assert found[0].startswith("Tip: ")  # the first day of all
    for day, line in zip(days[1:], found[1:], strict=True):
        assert line.startswith("This week: " if day.weekday() == 0 else "Tip: "), (day, line)


def test_a_week_that_begins_late_has_its_nudge_too() -> None:
    """Who comes back on a Thursday gets the nudge then, and once."""
    days = [date(2026, 3, 6), date(2026, 3, 12), date(2026, 3, 13)]

    assert [line.split(":")[0] for line in lines(days)] == ["Tip", "This week", "Tip"]


def test_nudges_take_turns() -> None:
    """All discreet ones come in any eleven weeks, the private ones only for who is alone."""
    weeks = [str(MONDAY + timedelta(weeks=n)) for n in range(60)]
    discreet = [nudge(week).id for week in weeks]
    alone = {nudge(week, discreet=False).id for week in weeks}

    assert set(discreet) == {each.id for each in nudges() if not each.private}
    assert {len(set(discreet[n : n + 11])) for n in range(50)} == {6}
    assert all(a != b for a, b in pairwise(discreet))
    assert alone == {each.id for each in nudges()}


def test_a_week_has_one_nudge() -> None:
    """Monday and Sunday of one week give the same nudge, whoever asks first."""
    assert nudge("2026-03-02") == nudge("2026-03-08")
    assert nudge("2026-03-08") != nudge("2026-03-09")


def test_the_desk_comes_up_again_after_half_a_year() -> None:
    """Half a year after the look at the workplace the line offers another, once."""
    days = [MONDAY + timedelta(days=n) for n in range(300) if n % 7 < 5]
    found = lines(days)

    assert found.count(OFFER) == 1
    assert (days[found.index(OFFER)] - MONDAY).days == 182
    assert FIRST_LOOK not in found


def test_who_never_looked_at_the_desk_is_offered_to() -> None:
    """Without a first look the line offers it now and then, in place of the one about the chair."""
    days = [MONDAY + timedelta(days=n) for n in range(140) if n % 7 < 5]
    found = lines(days, looked_over="")

    assert 2 <= found.count(FIRST_LOOK) <= 5
    assert not any("Look over the chair" in line for line in found)


def test_at_home_private_lines_come_too() -> None:
    """Who is alone reads what touches the body as well, and a tip of their own."""
    days = [str(MONDAY + timedelta(days=n)) for n in range(200)]
    own = Tip("mine", "own", "Water the plant.", "mine")
    said = {line_of_the_day(day, day, discreet=False, own=(own,)) for day in days}
    private = {f"Tip: {each.text}" for each in tips() if each.private}

    assert private <= said
    assert "Tip: Water the plant." in said
    assert not private & {line_of_the_day(day, day) for day in days}
