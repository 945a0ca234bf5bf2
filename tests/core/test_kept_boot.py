"""What a start, a stall and a set clock leave in force: the hours, the absence, the boot."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ergobreak.core import events
from ergobreak.core.model import DAY, HOUR, MINUTE, SECOND
from ergobreak.dataclass import replace
from tests.core.day import STRETCH, AllDay, Day, OfficeHours
from tests.core.plans import MEDICINE, ONLY_STRETCH, ONLY_WALK, Daily, plan_of
from tests.core.test_boot import AT_TEN, crash, reboot

OFFICE = plan_of(STRETCH, hours=OfficeHours())


@dataclass(frozen=True)
class Never(AllDay):
    """Hours that never open."""

    def closes(self, wall: int) -> int | None:
        """Return None: it is closed."""
        return None


def stall(day: Day, span: int) -> None:
    """Let the process stand still."""
    stood_from = day.mono
    day.mono += span
    day.do(events.Stalled(stood_from))


def set_clock(day: Day, by: int) -> None:
    """Set the wall clock."""
    day.wall_offset += by
    day.do(events.ClockMoved(by))


# ---------------------------------------------------------------- starts


def test_a_new_daemon_does_not_wait_for_typing_that_it_has_not_seen() -> None:
    """Who typed when the last one died is not taken to be typing still."""
    day = Day(ONLY_WALK)
    day.run(44)
    day.do(events.TypingBegan())
    crash(day, SECOND)
    day.run(1)

    assert day.lines("prompted") == ["45 prompted walk"]


def test_a_crash_after_a_reboot_is_a_crash() -> None:
    """Only the first start of a boot is one; the next one in it finds everybody at the desk."""
    day = Day(ONLY_WALK)
    day.run(10)
    reboot(day, MINUTE)
    day.run(10)
    crash(day, 10 * MINUTE)

    assert [record.reason for record in day.records if record.event == "started_up"] == [
        "",
        "boot",
        "",
    ]


@pytest.mark.parametrize(("slept", "is_rest"), [(2 * MINUTE, True), (2 * MINUTE - 1, False)])
def test_a_sleep_before_a_start_is_rest_from_the_length_of_a_lock_on(
    slept: int, is_rest: bool
) -> None:
    """Exactly `lock_after` is enough, as it is while a daemon looks on."""
    day = Day(ONLY_WALK)
    day.run(10)
    day.wall_offset += slept
    day.do(events.StartedUp(day.boot, slept))

    assert bool(day.lines("natural")) is is_rest


def test_a_quit_while_away_is_no_longer_absence() -> None:
    """Nothing is known of the time without a daemon: the absence goes on where it stood."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(6)
    day.do(events.ShutDown())
    crash(day, HOUR)
    day.run(1)
    day.do(events.InputSeen())

    assert [r.seconds for r in day.records if r.event == "away"] == [7 * 60]


# ---------------------------------------------------------------- stalls


def test_a_stall_while_away_makes_the_absence_no_longer() -> None:
    """Of an hour in which the process stood still nobody knows where the person was."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(6)
    stall(day, HOUR)
    day.run(1)
    day.do(events.InputSeen())

    assert [r.seconds for r in day.records if r.event == "away"] == [7 * 60]


def test_a_stall_over_the_end_of_the_hours_finds_them_closed() -> None:
    """At once, and not at the next look."""
    day = Day(OFFICE)
    day.run(8 * 60 + 59)
    stall(day, HOUR)

    assert not day.state.open


# ---------------------------------------------------------------- the clock


@pytest.mark.parametrize(("by", "is_open"), [(-9 * HOUR, False), (-HOUR, True)])
def test_a_clock_that_goes_back_may_close_the_hours(by: int, is_open: bool) -> None:
    """They go by the dial, at once."""
    day = Day(OFFICE)
    day.run(60)
    set_clock(day, by)
    day.run(1)

    assert day.state.open is is_open


def test_a_clock_that_goes_back_by_a_day_leaves_no_gap() -> None:
    """The next time of day is looked for from where the dial stands now."""
    plan = replace(plan_of(MEDICINE), calendars={"medicine": Daily(12 * HOUR)})
    day = Day(plan)
    day.run(10)
    set_clock(day, -DAY)
    day.run(4 * 60)

    assert len(day.lines("prompted")) == 1


def test_a_clock_that_was_absurd_has_used_up_no_time_of_day() -> None:
    """What had come by a clock in another century comes again when it is set right."""
    day = Day(AT_TEN)
    set_clock(day, 36_525 * DAY)
    day.run(70)
    assert len(day.lines("prompted")) == 1
    set_clock(day, -36_525 * DAY)
    set_clock(day, -70 * MINUTE)
    day.run(70)

    assert len(day.lines("prompted")) == 2


# ---------------------------------------------------------------- settings


def test_quiet_hours_are_in_force_as_soon_as_they_are_saved() -> None:
    """Also where they have begun already."""
    day = Day(ONLY_WALK)
    day.run(44)
    day.plan = replace(ONLY_WALK, quiet_hours=OfficeHours(end=10 * HOUR))
    day.do(events.PlanChanged())
    day.run(2)

    assert day.lines("prompted") == []
    day.run(30)
    assert len(day.lines("prompted")) == 1


def test_hours_that_never_open_ask_for_nothing() -> None:
    """A year of days off is a quiet one."""
    day = Day(plan_of(STRETCH, hours=Never()))
    day.do(events.Paused(length=HOUR))
    day.run(24 * 60)

    assert day.lines("due", "prompted") == []
    assert day.state.active == 0
