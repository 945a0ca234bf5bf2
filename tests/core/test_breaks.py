"""The running break: shortened, paused, left, and what was done in it."""

from __future__ import annotations

import pytest

from ergobreak.core import events
from ergobreak.core.effects import CloseBreak, OpenBreak, Prepare, Record
from ergobreak.core.model import MINUTE, Level, Plan
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from tests.core.day import POSTURE, STRETCH, WALK, AllDay, Day, complete

ONLY_STRETCH = Plan((STRETCH,), AllDay())


def begun(*, brief: bool = False) -> Day:
    """Return a day whose stretch break has just begun."""
    day = Day(ONLY_STRETCH)
    day.do(events.Taken("stretch", brief=brief))
    return day


def is_on(day: Day) -> bool:
    """Tell whether the break is still going on."""
    return day.state.running is not None


def last(day: Day, event: str) -> Record:
    """Return the last record of this event."""
    return [record for record in day.records if record.event == event][-1]


def test_the_one_minute_version_is_a_whole_break() -> None:
    """It lasts a minute, and half of it is enough, as for one before an appointment."""
    day = begun(brief=True)
    day.run(1)

    assert last(day, "started").seconds == 60
    assert last(day, "completed").seconds == 60
    assert day.state.running is None


def test_a_paused_break_waits() -> None:
    """What remained when it was paused remains when it goes on, and is what counts."""
    day = begun()
    day.run(1)
    day.do(events.BreakPaused())
    day.run(4)
    day.do(events.BreakResumed())

    opened = [effect for effect in day.effects if isinstance(effect, OpenBreak)]
    assert [(one.length, one.paused) for one in opened] == [
        (5 * MINUTE, False),
        (4 * MINUTE, True),
        (4 * MINUTE, False),
    ]
    day.run(3.9)
    assert is_on(day)
    day.run(0.2)
    assert last(day, "completed").seconds == 300


def test_a_paused_break_that_nobody_comes_back_to_ends() -> None:
    """Ten minutes after the pause it is over, and only what was done counts."""
    day = begun()
    day.run(1)
    day.do(events.BreakPaused())
    day.run(9.9)
    assert is_on(day)
    day.run(0.2)

    assert not is_on(day)
    assert last(day, "partial").seconds == 60


@pytest.mark.parametrize("event", [events.BreakPaused(), events.Exercised("neck-turn")])
def test_what_needs_a_break_is_refused_without_one(event: events.Event) -> None:
    """A late line of a closed window changes nothing."""
    day = Day(ONLY_STRETCH)
    with pytest.raises(CommandRejected):
        day.do(event)


def test_a_line_for_another_break_is_refused() -> None:
    """The window of the break before cannot write into this one."""
    day = begun()
    with pytest.raises(CommandRejected):
        day.do(events.Exercised("neck-turn", prompt="p99"))


def test_the_record_of_a_break_names_its_exercises() -> None:
    """They are kept with the leader's outcome, and remembered for the choice of the next set."""
    day = begun()
    day.do(events.Exercised("neck-turn"))
    day.do(events.Exercised("far-look"))
    day.run(5)

    assert last(day, "completed").exercises == ("neck-turn", "far-look")
    assert day.state.lately == ("neck-turn", "far-look")


def test_what_was_done_again_is_the_latest() -> None:
    """The list of the last exercises names each once, and forgets the oldest."""
    day = begun()
    for number in range(30):
        day.do(events.Exercised(f"e{number % 26}"))

    assert len(day.state.lately) == 24
    assert day.state.lately[-1] == "e3"
    assert len(set(day.state.lately)) == 24


def test_a_skip_may_say_why_in_one_line() -> None:
    """The person's own words stand in the journal, cut to a short line."""
    day = Day(ONLY_STRETCH)
    day.run(90)
    day.do(events.Skipped(why="in the\nmiddle  of " + "x" * 200))

    reason = last(day, "skipped").reason
    assert reason.startswith("in the middle of x")
    assert len(reason) == 80


def test_a_posture_check_takes_what_it_found() -> None:
    """Fine and corrected are the two answers; anything else is refused."""
    day = Day(Plan((POSTURE,), AllDay()))
    day.run(22)
    with pytest.raises(CommandRejected):
        day.do(events.Done(found="crooked"))
    day.do(events.Done(found="corrected"))

    assert last(day, "completed").reason == "corrected"


def test_a_panel_is_prepared_at_its_warning() -> None:
    """The window gets the half minute of the warning to be built; a toast needs none."""
    day = Day(Plan((WALK, POSTURE), AllDay()))
    day.run(21.9)
    assert Prepare(POSTURE) not in day.effects
    day.run(22.6)
    assert Prepare(WALK) in day.effects
    assert last(day, "warned").reminder == "walk"


def test_the_end_says_how_it_ended() -> None:
    """The window can say goodbye fittingly."""
    left = begun()
    left.run(0.05)
    left.do(events.Skipped())
    half = begun()
    half.run(1)
    half.do(events.Skipped())
    whole = begun()
    whole.run(5)
    hurt = begun()
    hurt.do(events.Hurt("neck"))

    ends = [[e.how for e in day.effects if isinstance(e, CloseBreak)][-1] for day in (left, half)]
    assert ends == ["skipped", "partial"]
    ends = [[e.how for e in day.effects if isinstance(e, CloseBreak)][-1] for day in (whole, hurt)]
    assert ends == ["completed", "hurt"]


def test_a_hurt_area_stays_hidden_until_it_is_brought_back() -> None:
    """The easy days end by themselves, the area does not come back by itself."""
    day = Day(ONLY_STRETCH)
    day.do(events.Hurt("neck"))
    day.run(49 * 60)
    day.do(events.EasyAnswered("better"))
    before = dict(day.state.tastes)
    day.do(events.Preferred("neck"))

    assert before == {"neck": "hurt"}
    assert not day.state.tastes
    assert last(day, "preferred").reason == "allowed"


def test_a_hurt_that_is_undone_hides_nothing() -> None:
    """Pressed by mistake: everything is as before."""
    day = Day(ONLY_STRETCH)
    day.do(events.Hurt("neck"))
    day.do(events.HurtUndone())

    assert day.state.tastes == ()


def test_a_taste_replaces_the_one_before() -> None:
    """Never and favourite exclude each other; the same once more is refused."""
    day = Day(ONLY_STRETCH)
    day.do(events.Preferred("neck-turn", "never"))
    day.do(events.Preferred("neck-turn", "favourite"))
    with pytest.raises(CommandRejected):
        day.do(events.Preferred("neck-turn", "favourite"))
    with pytest.raises(CommandRejected):
        day.do(events.Preferred("neck-turn", "loathed"))

    assert day.state.tastes == (("neck-turn", "favourite"),)
    assert last(day, "preferred").exercises == ("neck-turn",)


def test_a_lid_closed_over_a_paused_break_does_not_stretch_it() -> None:
    """A laptop closed under a paused break: the pause is over by then, what was done counts."""
    day = begun()
    day.run(1)
    day.do(events.BreakPaused())
    day.do(events.Woke(30 * MINUTE))

    assert day.state.running is None
    assert last(day, "partial").seconds == 60


def test_a_full_day_is_told_once() -> None:
    """The first break after eight active hours says so, and no other of that day."""
    day = Day(ONLY_STRETCH, answer=complete)
    day.run(12 * 60)

    full = [effect for effect in day.effects if isinstance(effect, OpenBreak) and effect.full_day]
    started = [record.at for record in day.records if record.event == "started"]
    assert len(full) == 1
    assert full[0].prompt.number == 5  # breaks 0 to 4 end after 7.5 active hours
    assert len(started) > 6


def test_undoing_a_hurt_brings_back_what_was_before() -> None:
    """Every area of these days is as it was: open, or what the person had chosen for it."""
    day = Day(ONLY_STRETCH)
    day.do(events.Preferred("neck", "never"))
    day.do(events.Hurt("neck"))
    day.do(events.Hurt("hips"))
    day.do(events.Hurt())
    hidden = dict(day.state.tastes)
    day.do(events.HurtUndone())

    assert hidden == {"neck": "hurt", "hips": "hurt"}
    assert day.state.tastes == (("neck", "never"),)


def test_another_area_for_the_same_prompt_corrects_the_guess() -> None:
    """The window names the area of the exercise at once; what the person picks then counts."""
    day = begun()
    prompt = day.state.running.prompt.id if day.state.running else ""
    day.do(events.Hurt("lower back", prompt=prompt))
    day.do(events.Hurt("neck", prompt=prompt))
    day.do(events.Hurt(prompt=prompt, still=True))

    assert day.state.tastes == (("neck", "hurt"),)
    assert day.state.easy is not None
    assert day.state.easy.still_until


def test_a_break_by_hand_is_as_large_as_its_reminder() -> None:
    """`take` of a full-screen reminder fills the screen."""
    full = replace(STRETCH, level=Level.FULLSCREEN)
    day = Day(Plan((full,), AllDay()))
    day.do(events.Taken("stretch"))

    opened = [effect for effect in day.effects if isinstance(effect, OpenBreak)]
    assert opened[-1].prompt.level is Level.FULLSCREEN
