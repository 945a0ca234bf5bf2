"""What a notification says: the glass of the day, one thing to do, the line of the day, buttons."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from ergobreak import guidance, notices
from ergobreak.content.posture import PostureCheck, posture_check, posture_checks
from ergobreak.core import events
from ergobreak.core.model import MINUTE, SECOND, Exercises, Kind, Level, Now, Plan, Reminder
from ergobreak.core.state import Member, Prompt
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, POSTURE, STRETCH, WALK, WATER, AllDay, Day

BREATHE = Reminder("breathe", Kind.BREATHE, 120 * MINUTE, 0, MINUTE, level=Level.TOAST)
SHARE = "The day's share is reached: as you like."


def prompt(*rules: Reminder, number: int = 0, gentle: bool = False) -> Prompt:
    """Return an open prompt of these reminders."""
    members = tuple(Member(rule, "p1", 0, 0) for rule in rules)
    return Prompt("p1", members, level=rules[0].level, gentle=gentle, number=number)


@pytest.mark.parametrize(
    ("drunk", "said"),
    [(0, "First glass today."), (500, "Third glass today."), (2000, SHARE), (2600, SHARE)],
)
def test_water_says_which_glass_of_the_day_it_would_be(drunk: int, said: str) -> None:
    """The toast counts glasses up to the day's share, and asks for none beyond it."""
    for number in range(5):
        body = notices.of_prompt(prompt(WATER, number=number), 0, drunk=drunk).body

        assert body.endswith(said)
        assert (body == SHARE) == (drunk >= 2000)


@pytest.mark.parametrize(
    ("drunk", "said"),
    [
        (0, "Also: a glass of water (the first today)."),
        (750, "Also: a glass of water (the fourth today)."),
        (2000, "Also: a glass of water if you like."),
        (None, "Also: a glass of water."),
    ],
)
def test_water_that_rides_on_a_walk_is_counted_too(drunk: int | None, said: str) -> None:
    """A walk with a glass says which one it would be, as a toast of its own does."""
    assert notices.of_prompt(prompt(WALK, WATER), 0, drunk=drunk).body.endswith(said)


def test_nothing_is_said_of_glasses_that_nobody_counts() -> None:
    """Without the day's total, or without the size of a glass, the text stands alone."""
    sizeless = replace(WATER, amount_ml=0)

    assert "glass today" not in notices.of_prompt(prompt(WATER), 0).body
    assert "glass today" not in notices.of_prompt(prompt(sizeless), 0, drunk=500).body
    assert ("done", "Done") in notices.of_prompt(prompt(sizeless), 0, drunk=500).buttons


def test_ones_own_words_for_water_stand_alone() -> None:
    """Who has written words of their own reads those and nothing behind them."""
    own = replace(WATER, texts=("Tea?",), title="Tea")

    assert notices.of_prompt(prompt(own), 0, drunk=500).body == "Tea?"
    assert notices.of_prompt(prompt(WALK, own), 0, drunk=500).body.endswith("Also: Tea.")


def test_the_button_for_water_says_what_it_notes() -> None:
    """One click notes a glass, and the button tells how much that is; a walk with it has Done."""
    assert notices.of_prompt(prompt(WATER), 0).buttons[0] == ("done", "Drank 250 ml")
    assert notices.of_prompt(prompt(WALK, WATER), 0).buttons[0] == ("done", "Done")


def test_the_glass_of_the_day_is_that_of_the_engine() -> None:
    """What was drunk today counts; yesterday's total does not."""
    day = Day(DEFAULT)
    for _ in range(3):
        day.do(events.Drank(250))

    assert notices.drunk_today(day.state, DEFAULT) == 750
    assert notices.drunk_today(replace(day.state, water_day="yesterday"), DEFAULT) == 0


def test_a_posture_check_asks_for_what_was_found() -> None:
    """One item at a time, and the answers are that it was fine, or corrected."""
    notice = notices.of_prompt(prompt(POSTURE), 0)

    assert [answer for answer, _ in notice.buttons] == ["fine", "corrected"]
    assert [each.id for each in posture_checks() if notice.body.endswith(f": {each.glance}")] == [
        posture_check(0).id
    ]


def test_ones_own_checks_come_too() -> None:
    """A person's own check is asked in its turn."""
    mine = PostureCheck("mine", "own", "Is the cat off the keys?", "Lift it.", "Cat?", "mine")
    said = [
        notices.of_prompt(prompt(POSTURE, number=number), 0, checks=(mine,)).body
        for number in range(22)
    ]

    assert sum("Cat?" in body for body in said) == 1


def test_a_walk_suits_the_place() -> None:
    """At home nobody is sent to a colleague, at the office nobody to the front door."""
    said = {
        place: {notices.of_prompt(prompt(WALK, number=n), 0, place=place).body for n in range(40)}
        for place in ("office", "home")
    }

    assert any("walk over and ask" in body for body in said["office"] - said["home"])
    assert any("front door" in body for body in said["home"] - said["office"])


def test_slow_breaths_have_words_before_and_meanwhile() -> None:
    """The reminder to breathe says what to do, alone, beside others, and while it runs."""
    now, zone = Now(0, 0), ZoneInfo("UTC")

    assert "breath" in notices.of_prompt(prompt(BREATHE), 0).body.lower()
    assert "a few slow breaths" in notices.of_prompt(prompt(WALK, BREATHE), 0).body
    assert "out a little longer" in notices.of_break(prompt(BREATHE), MINUTE, now, zone).body


def test_a_break_carries_the_line_of_the_day() -> None:
    """The line stands below what is to be done; without one nothing does."""
    now, zone = Now(0, 0), ZoneInfo("UTC")
    body = notices.of_break(prompt(STRETCH), 5 * MINUTE, now, zone, line="Tip: rest.").body

    assert body.splitlines()[1:] == ["Tip: rest."]
    assert "\n" not in notices.of_break(prompt(STRETCH), 5 * MINUTE, now, zone).body


def test_the_line_of_the_day_goes_by_the_settings() -> None:
    """A look at the workplace half a year ago brings the offer; at home private lines may come."""
    looked = replace(DEFAULT, workplace_on="2026-01-05")
    home = Plan((), AllDay(), exercises=Exercises(place="home"))
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]

    assert "setup workplace" in notices.line_of_the_day(looked, "2026-07-06", "2026-07-03")
    assert notices.line_of_the_day(DEFAULT, "2026-03-02", "2026-03-01").startswith("This week: ")
    assert notices.line_of_the_day(DEFAULT, "2026-03-03", "2026-03-02").startswith("Tip: ")
    assert any("doctor" in notices.line_of_the_day(home, day, day) for day in days)
    assert not any("doctor" in notices.line_of_the_day(DEFAULT, day, day) for day in days)


def test_the_window_says_what_the_notification_says() -> None:
    """The break window gets the same title and words, the glass and the place included."""
    plan = replace(DEFAULT, exercises=Exercises(place="home"))
    day = Day(plan)
    day.do(events.Drank(500))
    for number in range(12):
        open_ = prompt(WALK, WATER, number=number)
        line = guidance.of_prompt(open_, day.state, plan)
        notice = notices.of_prompt(open_, day.state.active, drunk=500, place="home")

        assert (line["title"], line["text"]) == (notice.title, notice.body)
        assert json.loads(json.dumps(line)) == line


def test_easy_days_speak_gently_in_the_window_too() -> None:
    """On easy days the window offers a slow walk or slow breaths, as the notification does."""
    day = Day(DEFAULT)
    open_ = prompt(WALK, gentle=True)
    line = guidance.of_break(
        open_, day.state, DEFAULT, left=90 * SECOND, tip="", walked=False, paused=False
    )

    assert line["easy"]
    assert line["text"] == notices.of_prompt(open_, 0).body
    assert line["left"] == 90
