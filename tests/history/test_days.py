"""Sums of days and weeks."""

from __future__ import annotations

from datetime import timedelta

from ergobreak.history import (
    adherence,
    between,
    bouts,
    break_minutes,
    breaks_per_hour,
    corrected,
    day_of,
    exercises,
    movement_days,
    spells,
    summary_of_day,
    water,
    week,
)
from tests.history.logbook import DAY, at, log, transcript


def test_water_is_what_was_noted() -> None:
    """Each date has the sum of its drinks; a date without a note is in no sum."""
    lines = log("""
        10:00 drank ml=250
        23:59 drank ml=200
        +1 00:10 drank ml=100
        +2 10:00 completed hydration p1
    """)

    assert water(lines) == {DAY: 450, DAY + timedelta(days=1): 100}


def test_a_day_is_the_local_date_of_the_line() -> None:
    """What is written at 23:30 in Tokyo belongs to that date, whatever the date elsewhere."""
    lines = log("23:30 drank ml=250", offset="+09:00")
    lines += log("01:00 drank ml=250", offset="-05:00", machine="two")

    assert water(lines) == {DAY: 500}
    assert len(day_of(lines, DAY)) == 2


def test_movement_of_work_days() -> None:
    """Breaks done and absences near a due time count; a day without a prompt is no work day."""
    lines = log("""
        10:00 completed stretch p1 seconds=300
        11:00 natural walk credit=yes
        12:00 natural walk
        13:00 partial walk p2 seconds=60
        +1 10:00 skipped walk p3
        +2 10:00 natural walk
        +3 10:00 due walk p4
        +3 10:00 absent walk p4
        +4 10:00 drank ml=250
    """)

    assert movement_days(lines) == {DAY: 2, DAY + timedelta(days=1): 0}


def test_exercises_are_counted_by_name() -> None:
    """What was done in breaks that count, and not what is merely liked."""
    lines = log("""
        10:00 completed stretch p1 exercises=neck-turn,back-arch
        11:00 partial walk p2 exercises=neck-turn
        12:00 preferred reason=favourite exercises=neck-turn
        13:00 completed stretch p3 exercises=neck-turn
        13:05 undone reason=corrected of=one0004
    """)

    assert exercises(lines) == {"neck-turn": 2, "back-arch": 1}


def test_minutes_of_break_are_those_below_a_meal() -> None:
    """A break of 5 min and a trip of 10 count, lunch does not."""
    lines = log("""
        09:00 started_up
        09:30 started stretch p1 seconds=300
        09:35 completed stretch p1 seconds=300
        10:00 locked
        10:10 unlocked
        10:10 away seconds=600
        12:00 locked
        12:45 unlocked
        12:45 away seconds=2700
    """)
    found = spells(lines, at("13:00"))

    assert break_minutes(found) == {DAY: 15.0}
    assert breaks_per_hour(found) == 15 / 3
    assert breaks_per_hour(spells(lines[:1], at("09:59"))) is None


def test_a_day_at_a_glance() -> None:
    """The summary of a day tells breaks, water, work and the longest sitting."""
    lines = log("""
        08:00 started_up
        09:30 due walk p1
        09:30 started walk p1 seconds=180
        09:33 completed walk p1 seconds=180 exercises=heel-raise
        09:33 drank ml=250
        10:30 due stretch p2
        10:40 missed stretch p2
        11:00 shut_down
    """)

    found = summary_of_day(lines, spells(lines, at("12:00")), DAY)

    assert (found.movement, found.water, found.is_work_day) == (1, 250, True)
    assert (found.active, found.rested) == (177 * 60, 180)
    assert (found.start, found.end) == (at("08:00"), at("11:00"))
    assert found.longest == found.bouts[0]
    assert [bout.seconds for bout in found.bouts] == [90 * 60, 87 * 60]
    assert (found.adherence.done, found.adherence.missed) == (1, 1)
    assert found.exercises == {"heel-raise": 1}


def test_a_day_without_water_is_not_recorded() -> None:
    """No note is no figure, and an empty day is no work day."""
    lines = log("08:00 started_up\n08:30 seen eyes p1")

    found = summary_of_day(lines, spells(lines, at("09:00")), DAY)

    assert found.water is None
    assert not found.is_work_day


def test_a_bout_over_midnight_belongs_to_its_beginning() -> None:
    """A night shift has one bout on the date on which it began, and work on both dates."""
    lines = log("22:30 started_up\n23:30 seen eyes p1\n+1 00:30 shut_down")
    found = spells(lines, at("01:00", days=1))

    before = summary_of_day(lines, found, DAY)
    after = summary_of_day(lines, found, DAY + timedelta(days=1))

    assert [bout.seconds for bout in before.bouts] == [2 * 3600]
    assert (before.active, after.active) == (90 * 60, 30 * 60)
    assert after.bouts == ()


def test_a_week_has_seven_days_from_monday() -> None:
    """Any date finds its week; days that erase nothing are not counted."""
    lines = log("""
        10:00 completed walk p1
        11:00 completed walk p2
        +1 10:00 completed walk p3
        +2 10:00 drank ml=100
        +7 10:00 completed walk p4
    """)

    found = week(lines, spells(lines, at("12:00", days=7)), DAY + timedelta(days=6))

    assert [each.day for each in found.days] == [DAY + timedelta(days=n) for n in range(7)]
    assert (found.work_days, found.days_with_enough, found.movement) == (2, 1, 3)
    assert found.adherence.done == 3


def test_the_sums_of_the_days_are_those_of_the_week() -> None:
    """In a week of the simulator days and week tell the same."""
    lines = corrected(transcript("week"))
    found = spells(lines, lines.moments[-1])

    whole = week(lines, found, lines.moments[0].date())

    assert whole.adherence == adherence(lines)
    assert whole.active == sum(round(spell.seconds) for spell in found if spell.kind == "working")
    assert whole.movement == sum(movement_days(lines).values())
    assert whole.work_days == whole.days_with_enough == 5
    assert whole.bouts == bouts(found)


def test_between_holds_both_dates() -> None:
    """A range of dates has its first and its last day."""
    lines = log("10:00 drank ml=1\n+1 10:00 drank ml=2\n+2 10:00 drank ml=3")

    found = between(lines, DAY, DAY + timedelta(days=1))

    assert [line["ml"] for line in found] == [1, 2]
    assert corrected(found) is found
