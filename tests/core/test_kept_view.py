"""What is shown: spans and instants in words, the menu, and the ring at its edges."""

from __future__ import annotations

import pytest

from ergobreak.core import events, ring, tray_view, view
from ergobreak.core.model import DAY, MINUTE, SECOND
from ergobreak.core.state import Stop
from ergobreak.core.tray_entry import RULE, Entry
from ergobreak.dataclass import replace
from tests.core.day import DEFAULT, NINE, STRETCH, WALK, Day, complete
from tests.core.plans import ONLY_WALK, plan_of
from tests.core.test_view import CALL, UTC, lived, words

# ---------------------------------------------------------------- in words


@pytest.mark.parametrize(("now", "then", "said"), [(2, 7, "09:07"), (1, 7, "09:05")])
def test_an_instant_is_exact_up_to_five_minutes_ahead(now: int, then: int, said: str) -> None:
    """Only what is farther away than five minutes is rounded to five."""
    assert view.about(NINE + then * MINUTE, NINE + now * MINUTE, UTC) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(20, "20 s"), (60, "1 min"), (90, "90 s"), (120, "2 min"), (150, "2 min")]
)
def test_a_span_is_said_as_people_say_it(seconds: int, said: str) -> None:
    """Seconds only where less than two minutes are no whole minute."""
    assert view.length(seconds * SECOND) == said


def test_what_comes_in_a_second_has_a_time() -> None:
    """Only what is due already waits for the next good moment."""
    soon = view.Upcoming("walk", "Walk", NINE + SECOND, 1)

    assert view.sentence(soon, Day().now(), UTC) == "Walk about 09:00"


@pytest.mark.parametrize(
    ("kept", "said"), [({"pause": Stop(0)}, "Paused"), ({"quiet": Stop(0)}, "Quiet")]
)
def test_a_pause_of_which_no_end_is_known_is_told_without_one(
    kept: dict[str, Stop], said: str
) -> None:
    """A saved state may hold one, and `ergobreak resume` ends it."""
    day = Day(ONLY_WALK)
    day.state = replace(day.state, **kept)  # type: ignore[arg-type]  # two of its many fields
    assert words(day).headline == said
    day.run(60)
    day.do(events.Resumed())

    assert words(day).headline != said


def test_an_absence_is_told_from_where_it_began() -> None:
    """It is as long as it is since the last input, whenever the program began."""
    day = lived(ONLY_WALK, 30)
    day.do(events.InputStopped(day.mono))
    day.run(12)

    assert words(day).headline == "Away 12 min, timers fresh"


def test_a_call_is_long_by_itself() -> None:
    """A hold is named after three hours of it, not of the program."""
    day = lived(ONLY_WALK, 100, CALL, 100)

    assert words(day).headline == "Waiting until it suits: microphone (Meet)"


def test_the_time_of_sitting_counts_from_the_last_break() -> None:
    """Scripts read for how long the person sits now, and for how long they have worked."""
    data = words(lived(ONLY_WALK, 30, events.Done("walk"), 10)).data

    assert (data["sitting_seconds"], data["active_seconds"]) == (600, 2400)


def test_easy_days_are_told_until_they_end() -> None:
    """At the instant itself they are over, and the line is gone."""
    day = lived(ONLY_WALK, events.Hurt())
    day.until(2 * DAY - 1)
    assert words(day).lines == ("Easy days until 09:00",)
    day.until(2 * DAY)

    assert words(day).lines == ()


def test_a_message_fades_by_itself() -> None:
    """What needs no answer stays on nobody's screen."""
    assert not view.Notice("crash", "It runs again").stays


# ---------------------------------------------------------------- the tray


def test_the_menu_before_the_first_picture_offers_what_can_be_done_by_then() -> None:
    """While the program starts nothing is paused, hurts, or was taken for a break."""
    starting = tray_view.TrayView("running", "Starting")
    commands = [entry.command for entry in tray_view.entries(starting) if entry.command]

    assert starting.picture == "running"
    assert commands == ["drink", "why", "hurt", "log", "settings", "quit"]


def test_the_menu_offers_the_version_that_was_installed_meanwhile() -> None:
    """It names it, below the state; without one nothing is offered."""
    newer = tray_view.TrayView("running", "Running", installed="9.9")

    assert tray_view.entries(newer)[:2] == (
        Entry("Running"),
        Entry("ergobreak 9.9 is installed: restart", "restart"),
    )


def test_the_menu_offers_each_profile_and_none() -> None:
    """That in force is marked, and so is that it was chosen by itself."""
    shown = tray_view.TrayView("running", "Running", profiles=("focus",), profile="focus")
    menu = next(entry for entry in tray_view.entries(shown) if entry.label == "Profile")

    assert menu.inside == (
        Entry("focus", "profile use focus", mark="radio", is_marked=True),
        Entry("None", "profile use none", mark="radio"),
        RULE,
        Entry("Chosen by itself", "profile auto", mark="checkmark", is_marked=True),
    )


# ---------------------------------------------------------------- the ring


def test_a_ring_that_is_full_asks_for_nothing() -> None:
    """While a break is put off nothing is drawn for the next one."""
    day = lived(DEFAULT, 45, events.Postponed())

    assert ring.filled(day.state, day.plan) == ring.STEPS
    assert ring.next_step_at(day.state, day.plan) is None


def test_the_ring_is_full_of_a_break_that_comes_with_the_return() -> None:
    """Idle to the instant at which the stretch is due: full, also once the walk is done."""
    day = Day(plan_of(STRETCH, WALK), complete)
    day.run(91)
    day.do(events.InputStopped(day.mono))
    day.run(2)
    assert day.state.active == 90 * MINUTE
    assert day.lines("due") == ["45 due walk"]
    assert ring.filled(day.state, day.plan) == ring.STEPS
    day.do(events.Done("walk"))

    assert ring.filled(day.state, day.plan) == ring.STEPS
