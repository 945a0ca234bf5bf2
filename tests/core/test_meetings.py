"""Appointments of the calendar in the engine: they hold, and nothing new comes shortly before."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core import engine, events, tray_view
from ergobreak.core.appointments import Appointment, is_barred, joined
from ergobreak.core.model import HOUR, MINUTE, Plan
from ergobreak.core.state import State
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, EYES, NINE, STRETCH, AllDay, Day, complete, ignore
from tests.core.plans import ONLY_WALK
from tests.core.test_properties import ANSWERS, SCRIPT, feed

SPANS = st.lists(st.tuples(st.integers(0, 600), st.integers(1, 120)), min_size=1, max_size=8)


def meeting(start: int, end: int, name: str = "work") -> Appointment:
    """Return an appointment from and to so many minutes after nine."""
    return Appointment(NINE + start * MINUTE, NINE + end * MINUTE, name)


def with_meetings(plan: Plan, *found: Appointment) -> Plan:
    """Return the plan as it is when the calendars have been read."""
    return replace(plan, appointments=joined(found))


def read(day: Day, *found: Appointment) -> None:
    """Let the calendars say something else."""
    day.plan = with_meetings(day.plan, *found)
    day.do(events.AgendaRead())


def test_a_calendar_that_is_read_late_holds_at_once() -> None:
    """What was open under an appointment that nobody knew of is withdrawn and held."""
    day = Day(ONLY_WALK)
    day.run(46)

    read(day, meeting(30, 60))

    assert day.state.shown is None
    assert day.lines("prompted", "busy", "held") == [
        *("45 prompted walk", "46 busy calendar", "46 held walk calendar")
    ]
    assert [busy.name for busy in day.state.busy] == ["work"]


def test_an_appointment_that_is_called_off_holds_no_longer() -> None:
    """Its prompt comes as after any other hold; likewise if it was about to begin."""
    for start in (40, 48):
        day = Day(with_meetings(ONLY_WALK, meeting(start, 120)))
        day.run(46)
        assert day.state.waiting is not None

        read(day)
        day.run(3)

        assert day.lines("prompted") == ["48 prompted walk"]


def test_a_snapshot_knows_the_end_of_an_appointment() -> None:
    """A daemon that starts holds what held, before it has read anything, but no longer."""
    for minutes, holds in ((5, True), (40, False)):
        day = Day(with_meetings(DEFAULT, meeting(10, 30)))
        day.run(15)
        day.plan = DEFAULT
        day.mono += minutes * MINUTE
        day.do(events.StartedUp(day.boot))

        assert bool(day.state.busy) is holds
        day.run(30)
        assert day.state.busy == ()


def test_without_calendars_a_snapshot_is_put_right() -> None:
    """Who takes the calendar out of the config is held by it no longer."""
    day = Day(with_meetings(DEFAULT, meeting(10, 300)))
    day.run(15)

    day.plan = with_meetings(DEFAULT)
    day.do(events.PlanChanged())

    assert day.state.busy == ()


def test_a_settling_person_waits_no_longer_for_what_the_calendar_says() -> None:
    """Calendars that are read anew while somebody settles in change nothing about that."""
    day = Day(ONLY_WALK)
    day.run(44)
    day.do(events.InputStopped(day.mono))
    day.run(10)
    day.do(events.InputSeen())
    before = day.state

    read(day, meeting(300, 330))

    assert day.state.settle_from is not None
    assert replace(day.state, agenda_edge=None) == replace(before, at=day.state.at)


def test_an_eye_rest_in_an_appointment_is_let_go() -> None:
    """What is only a dot in the tray does not wait for the end."""
    day = Day(with_meetings(Plan((STRETCH, EYES), AllDay()), meeting(10, 80)))
    day.run(30)

    assert day.lines("expired") == ["20 expired eyes calendar"]


def test_a_postponed_prompt_returns_after_the_appointment() -> None:
    """What comes back in the last minutes before one is held like all else, and has its length."""
    day = Day(with_meetings(ONLY_WALK, meeting(53, 70)), ignore)
    day.run(46)
    day.do(events.Postponed(5 * MINUTE))
    day.answer = complete
    day.run(60)

    assert day.lines("held", "prompted", "completed") == [
        "45 prompted walk",
        "51 held walk calendar",
        "72 prompted walk",
        "75 completed walk",
    ]


def test_half_a_minute_of_a_short_break_is_enough() -> None:
    """A break that is one minute long because an appointment follows is done after half of it."""
    for seconds, outcome in ((29, "partial"), (30, "completed")):
        day = Day(with_meetings(ONLY_WALK, meeting(40, 105), meeting(116, 130)), complete)
        day.run(107)
        assert day.state.running is not None
        assert day.state.running.length == MINUTE
        day.until(day.mono + seconds * 1_000_000)
        day.do(events.Skipped())

        assert [record.event for record in day.records][-1] == outcome


def test_the_menu_knows_when_the_appointment_ends() -> None:
    """Its end is offered as the end of a quiet time, and only while it lasts."""
    day = Day(with_meetings(DEFAULT, meeting(10, 30)))
    ends = []
    for _ in range(3):
        ends.append(tray_view.picture(day.state, day.plan, day.now(), ZoneInfo("UTC")).meeting)
        day.run(15)

    assert ends == ["", "09:30", ""]


@given(st.sampled_from([DEFAULT, ONLY_WALK]), SPANS, ANSWERS, SCRIPT)
def test_nothing_new_comes_in_or_shortly_before_an_appointment(
    plan: Plan, spans: Any, answer: Any, script: Any
) -> None:
    """Whatever else happens, no prompt comes from five minutes before to the end."""
    known = joined(meeting(start, start + length) for start, length in spans)
    day = Day(with_meetings(plan, *known), answer)
    by_hand = (events.Taken, events.BusyIgnored)

    for gap, event in script:
        if isinstance(event, by_hand) or event == "other plan":
            continue
        day.until(day.mono + gap)
        feed(day, event)

    for record in day.records:
        assert record.event != "prompted" or not is_barred(known, record.at)


@given(SPANS, ANSWERS, SCRIPT)
def test_it_does_not_matter_who_looks_when(spans: Any, answer: Any, script: Any) -> None:
    """With appointments too, looking at every minute changes nothing."""
    known = joined(meeting(start, start + length) for start, length in spans)
    seldom = Day(with_meetings(DEFAULT, *known), answer)
    often = Day(with_meetings(DEFAULT, *known), answer)
    for gap, event in script:
        if event == "other plan":
            continue
        seldom.until(seldom.mono + gap)
        stop = often.mono + gap
        while often.mono + MINUTE < stop:
            often.until(often.mono + MINUTE)
            often.do(events.Ticked())
        often.until(stop)
        for day in (seldom, often):
            feed(day, event)

    assert seldom.records == often.records
    assert seldom.state == often.state


@given(SPANS, SCRIPT)
def test_a_saved_state_is_the_state(spans: Any, script: Any) -> None:
    """What the calendar holds is saved and restored like all else."""
    day = Day(with_meetings(DEFAULT, *(meeting(start, start + span) for start, span in spans)))
    for gap, event in script:
        day.until(day.mono + gap)
        if event != "other plan":
            feed(day, event)
    restored = msgspec.json.decode(msgspec.json.encode(day.state), type=State)

    assert restored == day.state
    later = engine.step(restored, events.Ticked(), day.now(), day.plan)
    assert later == engine.step(day.state, events.Ticked(), day.now(), day.plan)
    assert day.mono < 100 * 24 * HOUR


def test_what_a_prompt_waits_for_is_written_at_its_own_instant() -> None:
    """Under typing a higher rank comes near: that is noted then, not when somebody looks."""
    day = Day(with_meetings(DEFAULT))
    day.do(events.TypingBegan())
    day.run(36)

    assert day.lines("waits") == ["22 waits posture typing", "30 waits posture rank"]
