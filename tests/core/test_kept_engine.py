"""What falls due, joins, is announced and is held back: each at its own instant."""

from __future__ import annotations

import pytest

from ergobreak.core import engine, events
from ergobreak.core.appointments import Appointment
from ergobreak.core.effects import AskEasy, Withdraw
from ergobreak.core.model import DAY, HOUR, MINUTE, SECOND, Kind, Level, Policy, Reminder
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from tests.core.day import EYES, NINE, POSTURE, STRETCH, TIP, WALK, WATER, Day, OfficeHours
from tests.core.plans import ONLY_STRETCH, ONLY_WALK, ONLY_WATER, plan_of
from tests.core.test_boot import AT_TEN

PLANTS = Reminder(
    "plants",
    Kind.CUSTOM,
    30 * MINUTE,
    level=Level.PANEL,
    postpone_by=(5 * MINUTE,),
    postpone_at_most=1,
)


# ---------------------------------------------------------------- joining


@pytest.mark.parametrize(("before", "joins"), [(10, True), (10.5, False)])
def test_what_is_due_shortly_before_a_return_joins_it(before: float, joins: bool) -> None:
    """Within `bundle` of it, to the instant: one prompt for both."""
    mail = Reminder("mail", Kind.CUSTOM, HOUR, level=Level.PANEL)
    day = Day(plan_of(PLANTS, mail))
    day.run(30)
    day.do(events.Postponed(round((30 + before) * MINUTE)))
    day.run(80)

    assert (("plants", "mail") in [tuple(show.prompt.names) for _, show in day.shows]) is joins


def test_only_easy_days_make_a_break_gentle() -> None:
    """On any other day a walk is a walk, and a posture check is never one."""
    day = Day(plan_of(WALK, POSTURE))
    day.do(events.Taken("walk"))
    assert day.state.running is not None
    assert not day.state.running.prompt.gentle


@pytest.mark.parametrize("drinks", [True, False])
def test_who_ends_the_break_ends_it_with_what_rides_along(drinks: bool) -> None:
    """Its own name is the break, not the glass that came with it, drunk before or not."""
    day = Day(plan_of(WALK, WATER))
    day.run(45)
    day.do(events.Taken())
    day.run(2.5)
    if drinks:
        day.do(events.Done("hydration"))
        assert day.lines("completed") == ["47.5 completed hydration done"]
    day.do(events.Done("walk"))

    assert day.state.running is None
    assert sorted(line.split()[2] for line in day.lines("completed")) == ["hydration", "walk"]


@pytest.mark.parametrize(("name", "is_one"), [("x", True), ("x" * 60, True), ("x" * 61, False)])
def test_a_name_has_one_to_sixty_letters(name: str, is_one: bool) -> None:
    """Longer ones are nobody's, and would fill the log."""
    assert Day(ONLY_WALK).try_(events.Preferred(name, "never")) is is_one


# ---------------------------------------------------------------- early, and announced


@pytest.mark.parametrize(("minutes", "comes"), [(0, True), (0.01, False)])
def test_a_pause_in_typing_is_used_from_early_on(minutes: float, comes: bool) -> None:
    """At `early` before its time already, and not sooner."""
    day = Day(ONLY_WALK)
    early = day.plan.delivery.early / MINUTE
    day.run(40)
    day.do(events.TypingBegan())
    day.run(5 - early - minutes)
    day.do(events.Lulled())

    assert bool(day.shows) is comes


def test_what_comes_too_late_is_not_announced() -> None:
    """A panel that would fall into the last minutes of the hours never comes, so no sign does."""
    end = 9 * HOUR + 59 * MINUTE + 30 * SECOND
    day = Day(replace(ONLY_WALK, hours=OfficeHours(end=end)))
    day.run(60)
    told = Day(replace(ONLY_WALK, hours=OfficeHours(end=end + 2 * MINUTE)))
    told.run(60)

    assert day.lines("warned") == []
    assert len(told.lines("warned")) == 1


def test_what_comes_exactly_after_the_gap_is_announced() -> None:
    """`gap` after another prompt is far enough from it."""
    gap = Day(ONLY_WALK).plan.delivery.gap
    mail = Reminder("mail", Kind.CUSTOM, 2 * HOUR, 30 * MINUTE + gap, level=Level.PANEL)
    day = Day(plan_of(PLANTS, mail))
    day.run(30)
    day.do(events.Skipped())
    day.run(gap / MINUTE)

    assert [line.split()[2] for line in day.lines("warned")] == ["plants", "mail"]
    assert day.lines("prompted")[1] == f"{30 + gap // MINUTE} prompted mail"


# ---------------------------------------------------------------- instants


def test_a_slewed_clock_brings_a_time_of_day_at_once() -> None:
    """Half a second that the clock was disciplined by is half a second."""
    day = Day(AT_TEN)
    day.until(HOUR - 200_000)
    day.wall_offset += 400_000
    day.do(events.Ticked())

    assert [record.event for record in day.records if record.reminder == "medicine"][:1] == ["due"]


def test_why_it_waits_is_noted_as_the_reason_changes() -> None:
    """First for the gap, then, at once, for the typing that has begun meanwhile."""
    gap = Day(ONLY_WALK).plan.delivery.gap
    mail = Reminder("mail", Kind.CUSTOM, 2 * HOUR, 29 * MINUTE + gap, level=Level.PANEL)
    day = Day(plan_of(PLANTS, mail))
    day.run(30)
    day.do(events.Skipped())
    day.run(gap / MINUTE - 0.5)
    day.do(events.TypingBegan())

    at = 29 + gap / MINUTE
    assert day.lines("waits") == [f"{at:g} waits mail gap", f"{at + 0.5:g} waits mail typing"]


def test_a_postponed_glass_that_comes_back_in_a_short_absence_is_over() -> None:
    """It is still postponed while nobody is there, and a break of one's own resolves it."""
    day = Day(ONLY_WATER)
    day.run(45)
    day.do(events.Postponed(5 * MINUTE))
    day.run(4.5)
    day.do(events.Locked())
    day.run(3)
    day.do(events.Unlocked())
    day.run(10)

    assert day.lines("natural") == ["51.5 natural hydration"]
    assert len(day.shows) == 1


def test_the_end_of_easy_days_is_asked_for_at_its_instant() -> None:
    """Two days later, though nothing else happens then."""
    day = Day(plan_of(TIP))
    day.do(events.Hurt())
    assert engine.next_deadline(day.state, day.plan) == 2 * DAY
    day.run(2 * 24 * 60)

    assert [effect for effect in day.effects if isinstance(effect, AskEasy)]


def test_the_question_waits_for_an_open_prompt() -> None:
    """It comes as soon as that one is answered."""
    panel = Reminder("plants", Kind.CUSTOM, 2 * DAY - MINUTE, level=Level.PANEL)
    day = Day(plan_of(panel))
    day.do(events.Hurt())
    day.run(2 * 24 * 60 + 1)
    assert not [effect for effect in day.effects if isinstance(effect, AskEasy)]
    day.do(events.Skipped())

    assert [effect for effect in day.effects if isinstance(effect, AskEasy)]


def test_a_dot_stands_for_as_long_as_its_rest() -> None:
    """Twenty seconds for the eyes, whatever else falls due meanwhile."""
    mail = Reminder("mail", Kind.CUSTOM, 20 * MINUTE + 17 * SECOND, level=Level.TOAST)
    day = Day(plan_of(EYES, mail))
    day.until(20 * MINUTE + 19 * SECOND)
    assert len(day.state.dots) == 1
    day.until(20 * MINUTE + 20 * SECOND)

    assert [dot.id for dot in day.state.dots] == []
    assert day.lines("seen") == [f"{20 + 1 / 3:g} seen eyes"]


def test_time_alone_is_nothing_to_write_down() -> None:
    """What a restart could work out again needs no disk; a drink does."""
    day = Day(ONLY_WALK)
    before = day.state
    day.run(1)
    assert engine.only_time_passed(before, day.state) is True
    day.do(events.Drank(250))

    assert engine.only_time_passed(before, day.state) is False


# ---------------------------------------------------------------- held back


def test_what_is_ignored_is_over_like_what_has_ended() -> None:
    """What was held comes after the same rest as after the call itself."""
    day = Day(ONLY_WALK)
    day.run(40)
    day.do(events.BusyBegan("call"))
    day.run(10)
    day.do(events.BusyIgnored("call"))
    day.run(10)

    assert [at for at, _ in day.shows] == [50 * MINUTE + day.plan.delivery.after_busy]


@pytest.mark.parametrize("stop", [events.Paused(HOUR), events.Quieted(HOUR)])
def test_a_pause_and_a_quiet_time_empty_the_screen(stop: events.Event) -> None:
    """What is open is kept for later."""
    day = Day(ONLY_WALK)
    day.run(45)
    day.do(stop)

    assert Withdraw("p1") in day.effects
    assert day.state.shown is None
    assert len(day.lines("held")) == 1


def test_what_waits_for_typing_is_held_by_a_meeting_that_is_near() -> None:
    """Five minutes before it begins; a meeting of the afternoon holds nothing yet."""
    meeting = Appointment(NINE + 52 * MINUTE, NINE + 80 * MINUTE, "work")
    far = Appointment(NINE + 5 * HOUR, NINE + 6 * HOUR, "work")
    found = []
    for known in (meeting, far):
        day = Day(replace(ONLY_WALK, appointments=(known,)))
        day.run(44)
        day.do(events.TypingBegan())
        day.run(1.5)
        day.do(events.AgendaRead())
        day.run(2)
        found.append(day.lines("held"))

    assert found == [["47 held walk calendar"], []]


def test_the_end_of_quiet_is_no_end_of_a_pause() -> None:
    """A pause that counts as rest does so when it is over itself."""
    day = Day(plan_of(STRETCH, pause=Policy.CREDIT))
    day.run(10)
    day.do(events.Quieted(10 * MINUTE))
    day.do(events.Paused(HOUR))
    day.run(70)

    assert day.lines("natural") == ["70 natural stretch"]


@pytest.mark.parametrize("stop", [events.Paused(HOUR), events.Quieted(HOUR)])
def test_who_has_stopped_it_is_told_so(stop: events.Event) -> None:
    """There is nothing to ignore but one's own wish."""
    day = Day(ONLY_STRETCH)
    day.do(stop)

    with pytest.raises(CommandRejected, match="Nothing but you holds prompts now"):
        day.do(events.BusyIgnored(""))


def test_typing_just_after_the_return_makes_nobody_wait_for_longer() -> None:
    """The minute after a return is no call: behind it there is no second wait."""
    shown = []
    for types in (False, True):
        day = Day(ONLY_WALK)
        day.run(43)
        day.do(events.Locked())
        day.run(1)
        day.do(events.Unlocked())
        day.run(2.9)
        if types:
            day.do(events.TypingBegan())
            day.do(events.Lulled())
        day.run(5)
        shown.append(day.lines("prompted"))

    assert shown == [["47 prompted walk"], ["47 prompted walk"]]
