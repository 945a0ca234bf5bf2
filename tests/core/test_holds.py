"""Reasons not to interrupt: several at once, one inside the other, ended in any order."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.model import HOUR, MINUTE, Level, Plan, Policy, Presence
from ergobreak.dataclass import replace
from tests.core.day import EYES, NINE, STRETCH, WALK, WATER, AllDay, Day, OfficeHours
from tests.core.plans import ONLY_STRETCH, ONLY_WALK, plan_of


def levels(day: Day) -> list[Level]:
    """Return how loud the prompts came."""
    return [show.prompt.level for _, show in day.shows]


def test_the_first_of_two_reasons_is_on_record() -> None:
    """Quiet inside a call: one `held` with the call, and it comes when both are over."""
    day = Day(ONLY_WALK)
    day.run(40)
    day.do(events.BusyBegan("call"))
    day.do(events.Quieted(30 * MINUTE))
    day.run(10)
    day.do(events.BusyEnded("call"))
    day.run(25)

    assert day.lines("held", "released") == ["45 held walk call", "72 released walk call"]


def test_a_prompt_that_is_taken_down_twice_is_held_once() -> None:
    """Between two calls that leave no two minutes free nothing is shown and nothing is told."""
    day = Day(ONLY_WALK)
    day.run(46)
    day.do(events.BusyBegan("call"))
    day.run(5)
    day.do(events.BusyEnded("call"))
    day.run(1)
    day.do(events.BusyBegan("sharing"))
    day.run(10)
    day.do(events.BusyEnded("sharing"))
    day.run(5)

    assert day.lines("held", "released") == ["46 held walk call", "64 released walk call"]
    assert len({show.prompt.id for _, show in day.shows}) == 1


def test_a_panel_under_a_new_call_is_held_under_its_own_id() -> None:
    """Busy that begins under an unanswered prompt withdraws and holds it, each time anew."""
    day = Day(replace(ONLY_WALK, delivery=replace(ONLY_WALK.delivery, held_full_after=MINUTE)))
    day.run(45)
    for _ in range(2):
        day.do(events.BusyBegan("call"))
        day.run(15)
        day.do(events.BusyEnded("call"))
        day.run(2)

    assert len(day.lines("held")) == 2
    assert len({record.prompt for record in day.records if record.prompt}) == 1
    assert levels(day) == [Level.PANEL] * 3


def test_a_long_bout_makes_a_held_prompt_full_and_quiet_makes_it_a_line() -> None:
    """After an hour of sitting a held prompt is full again; after quiet it is one line."""
    call, quiet = Day(ONLY_STRETCH), Day(ONLY_STRETCH)
    for day, begin, end in (
        (call, events.BusyBegan("call"), events.BusyEnded("call")),
        (quiet, events.Quieted(), events.Resumed()),
    ):
        day.run(80)
        day.do(begin)
        day.run(20)
        day.do(end)
        day.run(2)

    assert levels(call) == [Level.PANEL]
    assert levels(quiet) == [Level.TOAST]


def test_typing_in_a_full_screen_brings_a_toast_after_two_free_minutes() -> None:
    """Full screen with typing in it is work: what it held comes quietly, however long the bout."""
    day = Day(ONLY_STRETCH)
    day.do(events.BusyBegan("fullscreen"))
    day.run(91)
    day.do(events.TypingBegan())
    day.do(events.TypingBegan())
    day.run(3)

    assert day.lines("released") == ["93 released stretch fullscreen"]
    assert levels(day) == [Level.TOAST]


def test_an_ignored_full_screen_is_none() -> None:
    """To ignore means that the reason counts for nothing: the prompt comes as configured."""
    day = Day(ONLY_WALK)
    day.do(events.BusyBegan("fullscreen"))
    day.do(events.BusyIgnored("fullscreen"))
    day.run(45)

    assert levels(day) == [Level.PANEL]


def test_ignoring_what_is_not_there_is_refused() -> None:
    """There must be a reason to ignore."""
    assert not Day().try_(events.BusyIgnored("call"))


def test_ignoring_twice_is_refused() -> None:
    """A second time changes nothing, and leaves no second line in the journal."""
    day = Day()
    day.do(events.BusyBegan("call"))
    day.do(events.BusyIgnored("call"))

    assert not day.try_(events.BusyIgnored("call"))
    assert day.lines("ignored") == ["0 ignored call"]


def test_ignoring_one_reason_leaves_the_other() -> None:
    """Of two reasons the ignored one alone counts for nothing."""
    day = Day(ONLY_WALK)
    day.do(events.BusyBegan("call"))
    day.do(events.BusyBegan("sharing"))
    day.do(events.BusyIgnored("call"))
    day.run(45)

    assert day.lines("held") == ["45 held walk sharing"]


def test_the_policy_of_an_ignored_reason_is_ignored_too() -> None:
    """`call = "reset"` resets nothing at the end of a call that was ignored, but of another."""
    ignored, heeded = (Day(plan_of(STRETCH, call=Policy.RESET)) for _ in range(2))
    for day in (ignored, heeded):
        day.run(30)
        day.do(events.BusyBegan("call"))
        if day is ignored:
            day.do(events.BusyIgnored("call"))
        day.run(10)
        day.do(events.BusyEnded("call"))
        day.run(50)

    assert len(ignored.lines("prompted")) == 1
    assert heeded.lines("prompted") == []


@pytest.mark.parametrize(
    ("inhibitor", "held", "active"),
    [("ignore", [], 12), ("activity", [], 50), ("hold", ["45 held walk inhibitor"], 50)],
)
def test_a_film_is_ignored_or_activity_or_holds(
    inhibitor: str, held: list[str], active: int
) -> None:
    """The three meanings of `presence.inhibitor`."""
    day = Day(replace(ONLY_WALK, presence=Presence(inhibitor=inhibitor)))
    day.do(events.BusyBegan("inhibitor", "mpv"))
    day.run(10)
    day.do(events.InputStopped(day.mono))
    day.run(40)

    assert day.lines("held") == held
    assert day.state.active / MINUTE == active


def test_an_end_of_what_never_began_changes_nothing() -> None:
    """Sources may repeat themselves."""
    day = Day()
    day.do(events.BusyBegan("call"))
    before = day.state
    day.do(events.BusyBegan("call", "again"))
    day.do(events.BusyEnded("sharing"))

    assert day.state == before


def test_a_pause_and_a_quiet_time_end_by_themselves_in_any_order() -> None:
    """The prompt comes when the last of them is over, and its first reason is on record."""
    day = Day(ONLY_WALK)
    day.run(44)
    day.do(events.Quieted(30 * MINUTE))
    day.run(2)
    day.do(events.Paused(10 * MINUTE))
    day.run(30)

    assert day.lines("resumed") == ["56 resumed pause", "74 resumed quiet"]
    assert day.lines("held", "released") == ["45 held walk quiet", "76 released walk quiet"]


def test_resume_ends_both_in_one_line() -> None:
    """One word by hand ends pause and quiet; a second one is refused."""
    day = Day(ONLY_WALK)
    day.do(events.Paused())
    day.do(events.Quieted())
    day.do(events.Resumed())

    assert day.lines("resumed") == ["0 resumed pause quiet"]
    assert not day.try_(events.Resumed())


def test_a_bare_pause_ends_tomorrow_at_the_start_of_the_hours() -> None:
    """The person who forgets it has it until the next morning."""
    day = Day(Plan((WALK,), OfficeHours()))
    day.do(events.Paused())
    day.run(24 * 60)

    assert day.lines("resumed") == [f"{23 * 60} resumed pause"]


@pytest.mark.parametrize("event", [events.Paused, events.Quieted])
@pytest.mark.parametrize("span", [{"length": 0}, {"length": -1}, {"until": NINE}])
def test_a_stop_that_is_over_already_is_refused(event: type, span: dict[str, int]) -> None:
    """Nobody can pause until now."""
    assert not Day().try_(event(**span))


def test_a_pause_until_an_hour_follows_the_wall_clock_and_one_by_length_does_not() -> None:
    """A clock step moves the end of "until 10:00" and not the end of "an hour"."""
    ends = []
    for stop in (events.Paused(until=NINE + HOUR), events.Paused(HOUR)):
        day = Day(ONLY_WALK)
        day.do(stop)
        day.run(5)
        day.wall_offset -= 30 * MINUTE
        day.do(events.ClockMoved(-30 * MINUTE))
        day.run(100)
        resumed = next(record for record in day.records if record.event == "resumed")
        ends.append(resumed.at - day.wall_offset)

    assert ends == [90 * MINUTE, 60 * MINUTE]


def test_a_prompt_that_nothing_can_show_is_held_and_does_not_count() -> None:
    """What no back-end could show is held and not missed, and comes when one can."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.NotShown("p99"))
    assert day.state.shown is not None
    day.do(events.NotShown(day.state.shown.id))
    day.run(60)
    assert day.lines("missed", "seen") == []
    day.do(events.DisplayReturned())

    assert day.lines("held") == ["45 held walk no_display"]
    assert day.lines("prompted") == ["45 prompted walk", "105 prompted walk"]


def test_the_tray_reminder_is_let_go_while_busy() -> None:
    """A level 0 reminder is never a held prompt: it expires with the reason."""
    day = Day(plan_of(EYES))
    day.do(events.BusyBegan("call"))
    day.run(20)

    assert day.lines("due", "expired") == ["20 due eyes", "20 expired eyes call"]


def test_held_in_a_break_means_nothing() -> None:
    """A running break goes on under a call."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(events.Taken())
    day.do(events.BusyBegan("call"))
    day.run(3)

    assert day.lines("held") == []
    assert day.lines("completed") == ["48 completed walk"]


def test_everything_held_comes_as_one_prompt_led_by_the_highest_rank() -> None:
    """A call over two dues leaves one prompt; each due keeps its own id."""
    day = Day(Plan((STRETCH, replace(WALK, first=60 * MINUTE), WATER), AllDay()))
    day.run(30)
    day.do(events.BusyBegan("call"))
    day.run(70)
    day.do(events.BusyEnded("call"))
    day.run(2)

    (_, show) = day.shows[-1]
    assert len(day.shows) == 1
    assert show.prompt.names == ("stretch", "walk", "hydration")


def test_ending_another_reason_than_the_full_screen_leaves_it_untyped() -> None:
    """Typing in a full screen says nothing about the call beside it."""
    day = Day(ONLY_WALK)
    day.do(events.BusyBegan("call"))
    day.do(events.BusyBegan("fullscreen"))
    day.do(events.TypingBegan())
    day.run(45)
    assert day.lines("held") == ["45 held walk call"]
    day.do(events.BusyEnded("call"))
    day.run(2)

    assert len(day.lines("released")) == 1
