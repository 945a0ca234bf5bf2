"""What is promised of the time to come, and what the log says once it is put right."""

from __future__ import annotations

import pytest

from ergobreak import language
from ergobreak.core import events, view
from ergobreak.core.model import DAY, HOUR, MINUTE, SECOND, Kind, Reminder
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from tests.core.day import NINE, STRETCH, WALK, WATER, Day, OfficeHours
from tests.core.plans import MEDICINE, ONLY_WALK, plan_of
from tests.core.test_view import UTC, Bracketed, words

# ---------------------------------------------------------------- what comes


def test_in_a_break_what_comes_is_told_for_behind_it() -> None:
    """The clocks stand until its end, so the next one is promised for when it will be there."""
    day = Day(plan_of(STRETCH, WALK))
    day.run(45)
    day.do(events.Taken())
    day.run(1)
    (one,) = view.upcoming(day.state, day.plan, day.now())
    day.run(47)

    assert (one.name, one.at_wall, one.about_seconds) == ("stretch", NINE + 93 * MINUTE, 47 * 60)
    assert day.lines("prompted")[-1] == "93 prompted stretch"


@pytest.mark.parametrize(("later", "is_promised"), [(0, False), (SECOND, True)])
def test_nothing_is_promised_so_shortly_before_the_hours_end(later: int, is_promised: bool) -> None:
    """At `no_prompt_before_end` itself nothing comes any more; what comes before, is told."""
    day = Day(replace(ONLY_WALK, hours=OfficeHours(end=10 * HOUR + later)))
    (one,) = view.upcoming(day.state, day.plan, day.now())
    day.run(50)

    assert one.about_seconds == 45 * 60
    assert (one.at_wall is not None) is is_promised
    assert bool(day.lines("prompted")) is is_promised


def test_quiet_hours_tell_when_they_end() -> None:
    """The first line names their end, and what falls due in them is promised for it."""
    day = Day(replace(ONLY_WALK, quiet_hours=OfficeHours(end=10 * HOUR)))
    (one,) = view.upcoming(day.state, day.plan, day.now())

    assert words(day).headline == "Waiting until it suits: quiet hours, until 10:00"
    assert view.sentence(one, day.now(), UTC) == "Walk about 10:00"


def test_nobody_knows_when_a_call_ends() -> None:
    """The quiet hours of tonight are no end of it."""
    day = Day(replace(ONLY_WALK, quiet_hours=OfficeHours(start=21 * HOUR, end=22 * HOUR)))
    day.do(events.BusyBegan("call", "Meet"))
    (one,) = view.upcoming(day.state, day.plan, day.now())

    assert words(day).headline == "Waiting until it suits: microphone (Meet)"
    assert one.at_wall == NINE + 45 * MINUTE


@pytest.mark.parametrize(
    ("rule", "english", "foreign"),
    [
        (WATER, "water", "[water]"),
        (replace(WALK, name="lunch_walk"), "walk", "[walk]"),
        (Reminder("custom", Kind.CUSTOM), "reminder", "[reminder]"),
        (Reminder("water-plants", Kind.CUSTOM), "water plants", "Water plants"),
        (replace(WALK, title="Hund"), "hund", "Hund"),
        (MEDICINE, "plants", "Plants"),
    ],
)
def test_behind_others_a_reminder_has_its_word_for_that(
    rule: Reminder, english: str, foreign: str
) -> None:
    """Ours has one in each language; the person's own is small in English and else untouched."""
    assert view.title_within(rule) == english
    language.speak("xx", Bracketed())
    try:
        assert view.title_within(rule) == foreign
    finally:
        language.speak(language.ENGLISH)


# ---------------------------------------------------------------- the log put right


def test_water_noted_afterwards_is_shown_as_todays() -> None:
    """It adds to what was drunk today, be that nothing; what was drunk yesterday is over."""
    day = Day()
    shown = []
    for _ in range(2):
        day.do(events.Corrected("drank", day.now().wall, ml=300))
        shown.append(words(day).data["water_ml"])
        day.do(events.Drank(250))
        day.do(events.Corrected("drank", day.now().wall, ml=100))
        shown.append(words(day).data["water_ml"])
        day.run(24 * 60)

    assert shown == [300, 650, 300, 650]


def test_only_a_line_about_a_drink_says_how_much_it_was() -> None:
    """One that takes a drink back must not be added up as another drink."""
    day = Day()
    day.do(events.Corrected("drank", NINE, ml=300))
    day.do(events.Corrected("undone", NINE, of="r1", ml=300))

    assert [record.ml for record in day.records[-2:]] == [300, None]


BACK = 366 * DAY


@pytest.mark.parametrize(
    ("most", "beyond"),
    [
        (events.Corrected("drank", NINE, ml=1), events.Corrected("drank", NINE, ml=0)),
        (events.Corrected("drank", NINE, ml=5000), events.Corrected("drank", NINE, ml=5001)),
        (
            events.Corrected("partial", NINE, "walk", seconds=0),
            events.Corrected("partial", NINE, "walk", seconds=-1),
        ),
        (
            events.Corrected("partial", NINE, "walk", seconds=4 * HOUR),
            events.Corrected("partial", NINE, "walk", seconds=4 * HOUR + 1),
        ),
        (
            events.Corrected("seen", NINE - BACK, "walk"),
            events.Corrected("seen", NINE - BACK - 1, "walk"),
        ),
    ],
)
def test_what_can_have_been_ends_where_the_refusal_says(
    most: events.Corrected, beyond: events.Corrected
) -> None:
    """A drink of 1 ml to 5 l, a break of up to 4 hours, a day of the last year."""
    day = Day()
    day.do(most)

    assert day.records[-1].event == most.event
    with pytest.raises(CommandRejected):
        day.do(beyond)
