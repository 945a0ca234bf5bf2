"""Which profile is in force at an instant, when that changes, and how a change is noted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest

from ergobreak.adapters.time import calendar
from ergobreak.config import from_table
from ergobreak.config.conditions import conditions
from ergobreak.core import events, profile_words, profiles, tray_view
from ergobreak.core.appointments import Appointment, Spans
from ergobreak.core.effects import UseProfile
from ergobreak.core.model import HOUR, Plan
from ergobreak.core.profiles import Profile
from ergobreak.core.state import Hand
from ergobreak.dataclass import replace
from ergobreak.errors import CommandRejected
from tests.core.day import DEFAULT, Day, OfficeHours
from tests.core.plans import LID_CLOSED

if TYPE_CHECKING:
    from collections.abc import Mapping

BERLIN: Final = "Europe/Berlin"
NIGHT: Final = {"days": ["sat"], "hours": ["22:00-04:00"]}
OFFICE: Final = Profile("office", OfficeHours())
HOME: Final = Profile("home")
KNOWN: Final = (HOME, OFFICE)


def wall(text: str) -> int:
    """Return a local time in Berlin as an instant."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN))
    return round(local.astimezone(UTC).timestamp()) * 1_000_000


def made(spans: Spans | None = None, **whens: Mapping[str, object]) -> tuple[Profile, ...]:
    """Return profiles that are in force at these times, in Berlin."""
    table = {
        "calendars": {"homeoffice": {"path": "~/a.ics", "busy": False}},
        "profiles": {name: {"when": when} for name, when in whens.items()},
    }
    return conditions(from_table(table, "config", calendar), calendar, BERLIN, spans)


def chosen(known: tuple[Profile, ...], text: str, in_force: str = "") -> str:
    """Return the profile that its conditions choose at a local time."""
    return profiles.by_itself(known, wall(text), in_force)[0]


def changes(known: tuple[Profile, ...], first: str, last: str) -> list[str]:
    """Return each change between two local times, as one who asks for the next finds them."""
    at, name, found = wall(first), chosen(known, first), []
    while (later := profiles.next_change(known, at, name)) is not None and later < wall(last):
        at = later
        name, _ = profiles.by_itself(known, at, name)
        local = datetime.fromtimestamp(at / 1e6, ZoneInfo(BERLIN))
        found.append(f"{local:%a %H:%M} {name or '-'}")
    return found


def day_with(plan: Plan) -> Day:
    """Return a day on which the daemon makes the plan of each profile that is asked for."""
    return Day(plan)


def follow(day: Day) -> None:
    """Do what the last UseProfile asks for."""
    wanted = [effect for effect in day.effects if isinstance(effect, UseProfile)][-1]
    day.plan = replace(day.plan, profile=wanted.name)
    day.do(events.PlanChanged(by_profile=True))


def noted(day: Day) -> list[tuple[str, str]]:
    """Return each profile that was noted, and why."""
    return [(each.profile, each.reason) for each in day.records if each.event == "profile_changed"]


# ---------------------------------------------------------------- the questions


def test_the_first_of_the_file_that_fits_is_in_force() -> None:
    """Where several fit, the order in the file decides; the next one follows when it ends."""
    known = made(early={"hours": ["08:00-12:00"]}, day={"hours": ["09:00-17:00"]})

    assert changes(known, "2026-03-06T07:00", "2026-03-07T00:00") == [
        "Fri 08:00 early",
        "Fri 12:00 day",
        "Fri 17:00 -",
    ]


def test_a_change_that_is_none_wakes_nobody() -> None:
    """The edges of a profile that stands behind another one are no changes."""
    known = made(all={"days": ["fri"]}, noon={"hours": ["12:00-13:00"]})

    assert changes(known, "2026-03-06T07:00", "2026-03-07T13:30") == [
        "Sat 00:00 -",
        "Sat 12:00 noon",
        "Sat 13:00 -",
    ]


def test_all_that_is_given_has_to_fit() -> None:
    """Day, hour and calendar are all conditions; without any a profile is by hand only."""
    event = Appointment(wall("2026-03-06T08:00"), wall("2026-03-06T11:00"))
    spans = Spans(events={"homeoffice": (event,)})
    when = {"days": ["fri"], "hours": ["09:00-17:00"], "calendar": "homeoffice"}
    known = made(spans, home=when, hand={})

    assert changes(known, "2026-03-06T00:00", "2026-04-01T00:00")[:2] == [
        "Fri 09:00 home",
        "Fri 11:00 -",
    ]


def test_a_whole_day_of_a_calendar_has_23_hours_in_spring() -> None:
    """An all-day event is the local day, also on the day of the change."""
    spans = Spans(days_off={"homeoffice": frozenset({date(2026, 3, 29)})})
    known = made(spans, home={"calendar": "homeoffice"})

    (one,) = known[0].events or ()
    assert one.end - one.start == 23 * HOUR
    assert chosen(known, "2026-03-29T23:59") == "home"
    assert chosen(known, "2026-03-30T00:00") == ""


@pytest.mark.parametrize(
    ("first", "length"),
    [("2026-03-28T21:00", 5), ("2026-10-24T21:00", 7), ("2026-03-07T21:00", 6)],
    ids=["spring", "autumn", "plain"],
)
def test_a_range_over_midnight_belongs_to_its_first_day(first: str, length: int) -> None:
    """It goes on after midnight, and is shorter or longer where the clock is changed in it."""
    known = made(night=NIGHT)
    begin = profiles.next_change(known, wall(first), "")
    assert begin is not None
    end = profiles.next_change(known, begin, "night")

    assert end is not None
    assert end - begin == length * HOUR


def test_a_calendar_that_is_not_read_yet_changes_nothing() -> None:
    """Until it has been read, what was in force before the start is in force."""
    known = made(None, home={"calendar": "homeoffice"}, rest={"hours": ["00:00-24:00"]})

    assert chosen(known, "2026-03-06T09:00", "home") == "home"
    assert chosen(known, "2026-03-06T09:00", "rest") == "rest"


def test_conditions_that_never_meet_are_not_followed_for_ever() -> None:
    """Where no change is near, the answer is an instant ahead, and it comes soon."""
    event = Appointment(wall("2020-03-06T08:00"), wall("2020-03-06T11:00"))
    spans = Spans(events={"homeoffice": (event,)})
    known = made(spans, home={"hours": ["09:00-10:00"], "calendar": "homeoffice"})

    found = profiles.next_change(known, wall("2026-03-06T00:00"), "")

    assert found is not None
    assert found > wall("2026-03-20T00:00")


# ---------------------------------------------------------------- in the engine


def test_it_comes_and_goes_at_its_hour() -> None:
    """The engine wakes at the edge, notes the change and asks for the plan; so at a late start."""
    day = day_with(replace(DEFAULT, profiles=KNOWN))  # 09:00, the office is open to 18:00
    assert noted(day) == [("office", "schedule")]
    follow(day)
    day.run(540)

    assert noted(day)[1:] == [("none", "nothing_fits")]
    assert day.effects[-1] != UseProfile("office")
    assert UseProfile("") in day.effects


def test_a_choice_by_hand_ends_with_its_time() -> None:
    """For an hour it holds; then what fits does. Whoever looks meanwhile changes nothing."""
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    day.do(events.ProfileChosen("home", length=HOUR))
    follow(day)
    day.run(59)
    assert day.state.profile.name == "home"
    day.run(2)

    assert noted(day)[1:] == [("home", "hand"), ("office", "over")]
    assert day.state.hand is None


def test_no_profile_is_a_choice_too() -> None:
    """None by hand holds against one that fits, until it is left to itself again."""
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    day.do(events.ProfileChosen(""))
    assert day.state.profile.name == ""
    day.do(events.ProfileLeft())
    day.do(events.ProfileLeft())  # what is so already needs no word

    assert noted(day) == [("office", "schedule"), ("none", "hand"), ("office", "schedule")]


def test_what_there_is_not_is_refused() -> None:
    """A name without a profile, and a time that is over, change nothing."""
    day = day_with(replace(DEFAULT, profiles=KNOWN))
    before = day.state
    for refused in (
        events.ProfileChosen("homely"),
        events.ProfileChosen("home", until=day.now().wall),
    ):
        with pytest.raises(CommandRejected):
            day.do(refused)

    assert day.state.hand == before.hand
    assert day.state.profile == before.profile


@pytest.mark.parametrize(("is_span", "moved"), [(True, 2 * HOUR), (False, 0)])
def test_a_clock_step_moves_the_end_of_a_span_only(is_span: bool, moved: int) -> None:
    """An hour is an hour whatever the clock says; "until 17:00" is what the clock says."""
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    until = day.now().wall + 3 * HOUR
    day.do(
        events.ProfileChosen("home", length=3 * HOUR)
        if is_span
        else events.ProfileChosen("home", until=until)
    )
    day.wall_offset += 2 * HOUR
    day.do(events.ClockMoved(2 * HOUR))

    assert day.state.hand == Hand("home", until + moved, is_span)


def test_a_clock_that_is_set_beyond_an_edge_changes_over_at_once() -> None:
    """A step over the end of the hours ends what went by them."""
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    day.wall_offset += 10 * HOUR
    day.do(events.ClockMoved(10 * HOUR))

    assert day.state.profile.name == ""


def test_after_a_sleep_it_is_that_of_the_hour() -> None:
    """A machine that slept over the edge wakes up in the right profile."""
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    day.do(LID_CLOSED)
    day.wall_offset += 12 * HOUR
    day.do(events.Woke(12 * HOUR))

    assert day.state.profile.name == ""
    assert noted(day)[-1] == ("none", "nothing_fits")


def test_one_that_is_taken_out_gives_way() -> None:
    """By hand or not: what is no longer in the settings is in force no more, and that is noted."""
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    day.do(events.ProfileChosen("home"))
    day.plan = replace(DEFAULT, profiles=(OFFICE,), profile="office")
    day.do(events.PlanChanged())
    assert noted(day)[-1] == ("office", "removed")
    day.plan = DEFAULT
    day.do(events.PlanChanged())

    assert noted(day)[-1] == ("none", "removed")
    assert (day.state.hand, day.state.profile.name) == (None, "")


def test_the_words_tell_a_profile_that_is_gone_from_one_that_is_over() -> None:
    """Chosen by itself and taken out of the settings is `removed`; its hours at an end are not."""
    whole = replace(DEFAULT, profiles=KNOWN, profile="office")
    taken, over = day_with(whole), day_with(whole)
    taken.plan = replace(DEFAULT, profiles=(HOME,))
    taken.do(events.PlanChanged())
    over.run(9 * 60 + 1)

    assert noted(taken)[-1] == ("none", "removed")
    assert noted(over)[-1] == ("none", "nothing_fits")


def test_another_profile_keeps_the_progress() -> None:
    """Timers carry over; only what a profile does without ends, with a reason of its own."""
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    day.run(40)
    before = {track.name: track.since for track in day.state.tracks}
    day.do(events.ProfileChosen("home"))
    fewer = tuple(rule for rule in DEFAULT.reminders if rule.name != "walk")
    day.plan = replace(day.plan, reminders=fewer, profile="home")
    day.do(events.PlanChanged(by_profile=True))

    after = {track.name: track.since for track in day.state.tracks}
    assert after == {name: since for name, since in before.items() if name != "walk"}
    assert "config_changed" not in [each.event for each in day.records]


def test_who_has_none_pays_for_none() -> None:
    """Without profiles nothing is noted, asked for or waited for."""
    day = day_with(DEFAULT)
    day.run(1440)

    assert noted(day) == []
    assert day.state.profile.edge is None
    assert not any(isinstance(effect, UseProfile) for effect in day.effects)


# ---------------------------------------------------------------- in words


def test_the_line_says_what_and_why() -> None:
    """Status and menu say which profile, by whom, and until when; nothing where none is."""
    zone = ZoneInfo("UTC")
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    said = [profile_words.line(day.state, day.plan, day.now(), zone)]
    day.do(events.ProfileChosen("home", length=HOUR))
    said.append(profile_words.line(day.state, day.plan, day.now(), zone))
    day.do(events.ProfileChosen(""))
    said.append(profile_words.line(day.state, day.plan, day.now(), zone))
    said.append(profile_words.line(Day(DEFAULT).state, DEFAULT, day.now(), zone))

    assert said == [
        "Profile office, by its days and hours",
        "Profile home, by hand until 10:00",
        "No profile, by hand",
        "",
    ]


def test_the_menu_marks_what_is_in_force() -> None:
    """A submenu with each profile, only where there are some; one is marked."""
    day = day_with(replace(DEFAULT, profiles=KNOWN, profile="office"))
    menus = []
    for plan in (day.plan, DEFAULT):
        shown = tray_view.picture(day.state, plan, day.now(), ZoneInfo("UTC"))
        menus.append([one for one in tray_view.entries(shown) if one.label == "Profile"])

    assert menus[1] == []
    (menu,) = menus[0]
    assert [(one.label, one.is_marked) for one in menu.inside] == [
        ("home", False),
        ("office", True),
        ("None", False),
        ("", False),
        ("Chosen by itself", True),
    ]
