"""What cannot be done now is refused with a reason, and changes nothing; what is over leaves."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from ergobreak.core import events, profile_words, tray_view
from ergobreak.core.appointments import Sources
from ergobreak.core.effects import Prepare, Withdraw
from ergobreak.core.model import HOUR, MINUTE, SECOND, Level, Plan
from ergobreak.core.profiles import Profile
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, STRETCH, WALK, AllDay, Day, OfficeHours

UTC = ZoneInfo("UTC")
ONLY_STRETCH = Plan((STRETCH,), AllDay())


def in_a_break() -> Day:
    """Return a day whose stretch break has just begun."""
    day = Day(ONLY_STRETCH)
    day.do(events.Taken("stretch"))
    return day


def test_a_skipped_prompt_leaves_the_screen() -> None:
    """Whoever shows it is told to take it down, under its own id."""
    day = Day(Plan((WALK,), AllDay()))
    day.run(46)
    shown = day.state.shown
    assert shown is not None
    day.effects.clear()

    day.do(events.Skipped())

    assert Withdraw(shown.id) in day.effects


def test_a_break_is_paused_once_and_goes_on_once() -> None:
    """A second pause, and a second going on, are refused."""
    day = in_a_break()

    assert not day.try_(events.BreakResumed())
    day.do(events.BreakPaused())
    assert not day.try_(events.BreakPaused())
    day.do(events.BreakResumed())
    assert not day.try_(events.BreakResumed())


@pytest.mark.parametrize("name", ["", "bro\nken", "x" * 200])
def test_no_exercise_has_such_a_name(name: str) -> None:
    """What is noted as done, liked or hidden has the form of an id."""
    day = in_a_break()

    assert not day.try_(events.Exercised(name))
    assert not day.try_(events.Preferred(name, "never"))
    assert not day.try_(events.Preferred("neck-turn", "hated"))


def test_a_break_has_room_for_a_bounded_number_of_exercises() -> None:
    """A window gone wild fills no record without end."""
    day = in_a_break()
    accepted = [day.try_(events.Exercised(f"exercise-{number}")) for number in range(500)]

    assert accepted[0]
    assert not accepted[-1]


def test_awake_twice_is_awake_once() -> None:
    """The second word of the session that the machine is awake means nothing."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.Woke(10 * MINUTE))
    day.records.clear()

    day.do(events.Woke(0))

    assert day.records == []


def test_nothing_but_the_person_holds_prompts() -> None:
    """In a pause there is no reason to ignore."""
    day = Day(ONLY_STRETCH)
    day.do(events.Paused(10 * MINUTE))

    assert not day.try_(events.BusyIgnored(""))


def test_a_source_of_days_is_one_or_the_other() -> None:
    """Without calendars and holidays there is nothing to read."""
    assert not Sources()
    assert Sources(holidays=("DE",))


def test_what_stands_behind_the_headline() -> None:
    """Quiet under a pause is told as well, and the rest of a paused break in seconds."""
    day = Day(ONLY_STRETCH)
    day.do(events.Quieted(HOUR))
    day.do(events.Paused(10 * MINUTE))
    told = tray_view.picture(day.state, day.plan, day.now(), UTC)

    assert told.headline.startswith("Paused")
    assert any(line.startswith("Quiet until") for line in told.lines)

    day = in_a_break()
    day.until(day.mono + 5 * MINUTE - 30 * SECOND)
    day.do(events.BreakPaused())
    assert (
        tray_view.picture(day.state, day.plan, day.now(), UTC).headline
        == "Stretch paused, 30 s left"
    )


def test_profiles_in_full_words() -> None:
    """What is in force is told in a sentence, also where nothing is; and each for itself."""
    office = Profile("office", OfficeHours(start=20 * HOUR, end=21 * HOUR), about="20:00-21:00")
    home = Profile("home")
    read_later = Profile("away", about="by the calendar", calendar="trips")
    day = Day(replace(DEFAULT, profiles=(home, office, read_later)))

    def said() -> str:
        return profile_words.in_full(day.state, day.plan, day.now(), UTC)

    assert said() == "No profile is in force: none fits now."
    day.do(events.ProfileChosen("home"))
    assert said() == "Profile home is in force since 09:00, by hand."
    day.do(events.ProfileChosen(""))
    assert said() == "No profile is in force since 09:00, by hand."
    assert (
        profile_words.in_full(Day(DEFAULT).state, DEFAULT, day.now(), UTC)
        == "There are no profiles in the settings."
    )
    about = [profile_words.about(one, day.state, day.now()) for one in day.plan.profiles]
    assert about == ["by hand only", "20:00-21:00", "by the calendar (not read yet)"]
    day.run(11 * 60 + 30)
    assert profile_words.about(office, day.state, day.now()) == "20:00-21:00 (fits now, too)"


def test_a_named_reason_can_be_ignored_in_a_pause() -> None:
    """What the person holds by a pause is one thing, the call that is none another."""
    day = Day(ONLY_STRETCH)
    day.do(events.BusyBegan("call"))
    day.do(events.Paused(10 * MINUTE))

    assert day.try_(events.BusyIgnored("call"))


@pytest.mark.parametrize("answer", ["keep", "still"])
def test_easy_days_that_are_kept_last_two_days_more(answer: str) -> None:
    """From the answer on, and then they are asked about again."""
    day = Day(ONLY_STRETCH)
    day.do(events.Hurt("neck"))
    day.run(40 * 60)

    day.do(events.EasyAnswered(answer))

    assert day.state.easy is not None
    assert day.state.easy.until == day.now().wall + 48 * HOUR
    assert not day.state.easy.asked


def test_a_reader_of_the_screen_is_known_to_the_rules() -> None:
    """Whether prompts are read aloud comes and goes with it."""
    day = Day(ONLY_STRETCH)
    day.do(events.ReaderTold(is_on=True))
    assert day.state.aloud
    day.do(events.ReaderTold(is_on=False))
    assert not day.state.aloud


def test_who_has_just_left_is_not_asked_for_the_lower_rank() -> None:
    """What waits for a higher rank waits on while nobody works: that one comes no nearer."""
    day = Day(DEFAULT)
    day.do(events.TypingBegan())
    day.run(31)
    day.do(events.InputStopped(day.mono))
    day.run(20)

    assert day.lines("prompted") == ["20 prompted eyes"]


def test_a_pause_in_a_break_is_told_behind_it() -> None:
    """The break is the headline, and that prompts are paused behind it is not forgotten."""
    day = in_a_break()
    day.do(events.Paused(30 * MINUTE))
    told = tray_view.picture(day.state, day.plan, day.now(), UTC)

    assert told.headline.startswith("Stretch")
    assert any(line.startswith("Paused until") for line in told.lines)


def test_the_end_of_a_quiet_time_stands_still() -> None:
    """Begun at 09:10 for an hour, it ends at 10:10, whenever somebody looks."""
    day = Day(ONLY_STRETCH)
    day.run(10)
    day.do(events.Quieted(HOUR))
    day.run(5)

    assert tray_view.picture(day.state, day.plan, day.now(), UTC).headline == "Quiet until 10:10"


def test_what_has_become_a_notification_is_announced_no_more() -> None:
    """A panel is made quieter in the middle of its time: no sign, and no window made ready."""
    day = Day(Plan((WALK,), AllDay()))
    day.run(30)
    day.plan = Plan((replace(WALK, level=Level.TOAST),), AllDay())
    day.do(events.PlanChanged())
    day.run(20)

    assert day.lines("warned") == []
    assert not any(isinstance(effect, Prepare) for effect in day.effects)
    assert [record.event for record in day.records].count("prompted") == 1
