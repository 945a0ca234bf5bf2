"""The ring around the tray's clock: it fills with work towards the next break."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core import events, ring, tray_view
from ergobreak.core.model import MINUTE, SECOND, Plan
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, EYES, AllDay, Day
from tests.core.plans import ONLY_POSTURE, ONLY_STRETCH, ONLY_WALK

UTC = ZoneInfo("UTC")


def filled(day: Day) -> int | None:
    """Return how many steps are filled now."""
    return ring.filled(day.state, day.plan)


def test_the_ring_fills_in_twelve_steps_until_the_break() -> None:
    """From 0 at the start to 11 just before the walk, one step every 3 min 45 s."""
    day = Day(ONLY_WALK)
    seen = [filled(day)]
    for _ in range(11):
        instant = ring.next_step_at(day.state, day.plan)
        assert instant is not None
        day.until(instant - 1)
        seen.append(filled(day))
        day.until(instant)
        seen.append(filled(day))

    assert seen == [0, *(step for each in range(11) for step in (each, each + 1))]
    assert day.mono == round(11 / 12 * 45 * MINUTE)


def test_the_ring_stands_while_the_person_is_away() -> None:
    """Idle, paused, in a break: no step fills, and nothing waits for one."""
    for stop in (events.InputStopped(20 * MINUTE), events.Paused(), events.Taken()):
        day = Day(ONLY_STRETCH)
        day.run(20)
        day.do(stop)
        day.run(2)
        before = filled(day)
        assert ring.next_step_at(day.state, day.plan) is None
        day.run(2)
        assert filled(day) == before


def test_the_ring_begins_anew_after_a_break() -> None:
    """A break that was taken empties it, although the other break is half way already."""
    day = Day(DEFAULT)
    day.run(44)
    assert filled(day) == 11
    day.do(events.Done("walk"))
    assert filled(day) == 0
    day.run(23)
    assert filled(day) == 6


def test_what_waits_or_was_postponed_fills_the_ring() -> None:
    """A break that is only put off is no reason for an empty ring."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Postponed())

    assert filled(day) == 12
    assert ring.next_step_at(day.state, day.plan) is None


def test_without_a_break_there_is_no_ring() -> None:
    """A posture check is no break: then the plain clock is shown."""
    day = Day(ONLY_POSTURE)

    assert filled(day) is None
    assert ring.next_step_at(day.state, day.plan) is None
    assert tray_view.picture(day.state, day.plan, day.now(), UTC).picture == "running"


def test_the_picture_names_ring_and_dot() -> None:
    """The dot of an eye rest stands for its twenty seconds, inside the ring as it is."""
    day = Day(replace(DEFAULT, reminders=(*ONLY_WALK.reminders, EYES)))

    def picture() -> str:
        return tray_view.picture(day.state, day.plan, day.now(), UTC).picture

    day.run(19)
    assert picture() == "running-5"
    day.run(1)
    assert picture() == "running-5-eyes"
    day.until(day.mono + 20 * SECOND)
    assert picture() == "running-5"
    day.do(events.BusyBegan("call", "Meet"))
    assert picture() == "held"

    alone = Day(Plan((EYES,), AllDay()))
    alone.run(20)
    assert tray_view.picture(alone.state, alone.plan, alone.now(), UTC).picture == "running-0-eyes"


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_a_step_is_never_in_the_past_and_never_skipped(minutes: list[int]) -> None:
    """Whenever somebody looks: the next step is later than now, and is the next one then."""
    day = Day(DEFAULT)
    for each in minutes:
        day.run(each)
        instant = ring.next_step_at(day.state, day.plan)
        if instant is None:
            continue
        before = filled(day)
        assert before is not None
        assert instant > day.mono
        day.until(instant)
        assert filled(day) in {before + 1, 0, 12}
