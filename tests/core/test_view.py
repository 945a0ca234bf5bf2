"""The state in words: every state has a first line, and none says what must not be said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ergobreak import language
from ergobreak.control import say
from ergobreak.core import events, tray_view, view
from ergobreak.core.appointments import Appointment
from ergobreak.core.model import DAY, HOUR, MINUTE, SECOND, Kind, Level, Plan, Reminder
from ergobreak.dataclass import replace
from ergobreak.runtime import Stepped
from tests.core.day import (
    DEFAULT,
    EYES,
    NINE,
    POSTURE,
    STRETCH,
    WALK,
    WATER,
    AllDay,
    Day,
    OfficeHours,
)
from tests.core.plans import MEDICINE, ONLY_POSTURE, ONLY_STRETCH, ONLY_WALK, Daily, Once, plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence

UTC = ZoneInfo("UTC")
FORBIDDEN = re.compile(
    r"adherence|missed|strict|failed|toilet|urine|bladder|pain|hurt|spasm|body|muscle|back ",
    re.IGNORECASE,
)


def words(day: Day) -> view.Status:
    """Return the state in words."""
    return view.status(day.state, day.plan, day.now(), UTC)


def lived(plan: Plan, *happenings: events.Event | float) -> Day:
    """Live through events and minutes."""
    day = Day(plan)
    for one in happenings:
        if isinstance(one, int | float):
            day.run(one)
        else:
            day.do(one)
    return day


class Bracketed:
    """A language in which every text stands in brackets."""

    def find(self, text: str, context: str = "") -> str:
        """Return the text in brackets."""
        return f"[{text}]"

    def find_plural(self, one: str, many: str, number: int) -> str:
        """Return the English form in brackets."""
        return f"[{one if number == 1 else many}]"


CALL = events.BusyBegan("call", "Meet")
IN_HOURS = Plan((WALK,), OfficeHours())
STATES: dict[str, tuple[Plan, Sequence[events.Event | float], str, str]] = {
    "running": (DEFAULT, [], "running", "Posture check about 09:20"),
    "soon": (DEFAULT, [20], "running", "Posture check about 09:22"),
    "open": (ONLY_WALK, [45], "due", "Walk: now, or when it suits you"),
    "bundle": (plan_of(WALK, WATER), [45], "due", "Walk and water: now, or when it suits you"),
    "break": (ONLY_WALK, [45, events.Taken()], "break", "Walk until about 09:48"),
    "postponed": (ONLY_WALK, [45, events.Postponed()], "running", "Walk about 09:50"),
    "waiting": (
        ONLY_WALK,
        [44, events.TypingBegan(), 2],
        "running",
        "Walk at the next good moment",
    ),
    "paused": (ONLY_WALK, [events.Paused(HOUR), 10], "paused", "Paused until 10:00"),
    "paused until": (
        ONLY_WALK,
        [events.Paused(until=NINE + HOUR)],
        "paused",
        "Paused until 10:00",
    ),
    "quiet": (ONLY_WALK, [events.Quieted()], "quiet", "Quiet until Sat 00:00"),
    "paused in a call": (ONLY_WALK, [CALL, events.Paused(HOUR)], "paused", "Paused until 10:00"),
    "call": (ONLY_WALK, [CALL], "held", "Waiting until it suits: microphone (Meet)"),
    "long call": (ONLY_WALK, [CALL, 180], "held", "Silent since 09:00: microphone (Meet)"),
    "nameless": (
        ONLY_WALK,
        [events.BusyBegan("dnd")],
        "held",
        "Waiting until it suits: do not disturb",
    ),
    "unknown reason": (ONLY_WALK, [events.BusyBegan("zen")], "held", "Waiting until it suits: zen"),
    "ignored call": (
        ONLY_WALK,
        [CALL, events.BusyIgnored("call")],
        "running",
        "Walk about 09:45",
    ),
    "quiet in a typed full screen": (
        ONLY_WALK,
        [events.BusyBegan("fullscreen"), events.TypingBegan(), events.Quieted(HOUR)],
        "quiet",
        "Quiet until 10:00",
    ),
    "no display": (
        ONLY_WALK,
        [45, events.NotShown("p1")],
        "held",
        "Nothing on this desktop can show prompts",
    ),
    "closed": (IN_HOURS, [10 * 60], "paused", "Outside the working hours until Sat 08:00"),
    "away": (ONLY_WALK, [events.InputStopped(0), 42], "running", "Away 42 min, timers fresh"),
    "idle": (
        ONLY_WALK,
        [events.InputStopped(0), 3],
        "running",
        "Walk after about 43 more minutes at the computer",
    ),
    "easy": (plan_of(STRETCH, WALK), [events.Hurt("neck")], "easy", "Walk about 09:45"),
    "only stretches on easy days": (
        ONLY_STRETCH,
        [events.Hurt("neck")],
        "easy",
        "Running, no reminder is on",
    ),
    "nothing": (Plan((), AllDay()), [], "running", "Running, no reminder is on"),
    "only the tray": (plan_of(EYES), [], "running", "Running, no reminder is on"),
}


@pytest.mark.parametrize("name", STATES)
def test_every_state_has_a_first_line(name: str) -> None:
    """Tray and status say in words what is going on, the most urgent truth first."""
    plan, happenings, icon, line = STATES[name]
    found = words(lived(plan, *happenings))

    assert (found.icon, found.headline) == (icon, line)


@pytest.mark.parametrize("name", STATES)
def test_no_word_on_the_screen_shames_or_tells(name: str) -> None:
    """Neither the first line, nor the lines below, nor the answers say a forbidden word."""
    plan, happenings, _, _ = STATES[name]
    day = lived(plan, *happenings)
    tray = tray_view.picture(day.state, day.plan, day.now(), UTC)
    said = [tray.headline, *tray.lines, *(label for _, label in (*tray.answers, *tray.takes))]

    assert [text for text in said if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("name", STATES)
def test_every_word_is_looked_up_when_it_is_shown(name: str) -> None:
    """First line, lines below, answers and menu are in the language that is spoken by then."""
    plan, happenings, _, _ = STATES[name]
    day = lived(plan, *happenings)
    language.speak("xx", Bracketed())
    try:
        tray = tray_view.picture(day.state, day.plan, day.now(), UTC)
        menu = [line for entry in tray_view.entries(tray) for line in (entry, *entry.inside)]
    finally:
        language.speak(language.ENGLISH)
    said = [tray.headline, *tray.lines, *(label for _, label in (*tray.answers, *tray.takes))]
    said += [line.label for line in menu if line.label]

    assert [text for text in said if (text[0], text[-1]) != ("[", "]")] == []


def test_hours_that_never_open_again_have_no_until() -> None:
    """Without a next opening the line names none."""
    day = Day(Plan((WALK,), Closed()))

    assert words(day).headline == "Outside the working hours"


class Closed(AllDay):
    """Hours that are closed for ever."""

    def closes(self, wall: int) -> int | None:
        """Return None."""
        return None


def test_trouble_with_the_config_is_said_and_changes_the_picture() -> None:
    """A config that could not be read is one line more, and an error beside calm states."""
    calm = words(lived(replace(ONLY_WALK, trouble="Line 3 is wrong.")))
    due = words(lived(replace(ONLY_WALK, trouble="Line 3 is wrong."), 45))

    assert (calm.icon, calm.lines) == ("error", ("Line 3 is wrong.",))
    assert calm.data["trouble"] == "Line 3 is wrong."
    assert due.icon == "due"


def test_the_data_of_the_status() -> None:
    """What scripts read: counted in seconds, empty where nothing is."""
    day = lived(plan_of(WALK, WATER), events.Drank(300), 45)

    assert words(day).data == {
        "state": "due",
        "active_seconds": 2700,
        "sitting_seconds": 2700,
        "open_prompt": {"prompt": "p1", "reminders": ("walk",)},
        "break": None,
        "hold": None,
        "paused": False,
        "quiet": False,
        "water_ml": 300,
    }
    day.do(events.Taken())
    assert words(day).data["break"] == {"reminders": ("walk",), "paused": False}
    day.run(16 * 60)
    assert words(day).data["water_ml"] == 0


# ---------------------------------------------------------------- words and times


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        (NINE + 5 * HOUR, "14:00"),
        (NINE + DAY, "Sat 09:00"),
        (NINE + 5 * DAY, "Wed 09:00"),
        (NINE + 6 * DAY, "10 Oct 09:00"),
        (NINE - DAY, "3 Oct 09:00"),
    ],
)
def test_an_instant_is_said_as_people_say_it(wall: int, said: str) -> None:
    """The hour today, the weekday this week, the date otherwise."""
    assert view.clock(wall, NINE, UTC) == said


@pytest.mark.parametrize(
    ("left", "said"),
    [(4, "09:04"), (5, "09:05"), (7, "09:05"), (8, "09:10"), (58, "10:00")],
)
def test_no_false_precision(left: int, said: str) -> None:
    """Beyond five minutes a coming instant is rounded to five."""
    assert view.about(NINE + left * MINUTE, NINE, UTC) == said


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        (STRETCH, "Stretch"),
        (replace(WALK, name="lunch_walk"), "Walk"),
        (Reminder("water-plants", Kind.CUSTOM), "Water plants"),
        (Reminder("custom", Kind.CUSTOM), "Reminder"),
        (MEDICINE, "Plants"),
    ],
)
def test_a_reminder_is_called_by_its_title_its_kind_or_its_name(rule: Reminder, title: str) -> None:
    """The person's own words come first."""
    assert view.title_of(rule) == title


def test_a_single_minute_is_still_one() -> None:
    """Less than a minute is said as one."""
    one = view.Upcoming("walk", "Walk", None, 20)

    assert view.sentence(one, Day().now(), UTC) == "Walk after about 1 more minute at the computer"


def test_nobody_is_away_for_no_minute() -> None:
    """An absence is told from its first minute on; before, the first line says what comes."""
    day = Day(ONLY_WALK)
    at_once = replace(day.state, credited=1, rest_from=day.now().mono)
    later = replace(day.now(), mono=day.now().mono + MINUTE)

    assert "Away" not in view.status(at_once, day.plan, day.now(), UTC).headline
    assert view.status(at_once, day.plan, later, UTC).headline == "Away 1 min, timers fresh"


def test_what_comes_is_in_order_and_knows_what_stands() -> None:
    """The next first; calendar and postponed ones too; at the end of the hours no instant."""
    plan = replace(
        plan_of(WALK, POSTURE, MEDICINE, hours=OfficeHours(end=11 * HOUR)),
        calendars={"medicine": Daily(12 * HOUR)},
    )
    day = lived(plan, 45, events.Postponed())
    coming = view.upcoming(day.state, plan, day.now())

    assert [(one.name, one.at_wall and (one.at_wall - NINE) // MINUTE) for one in coming] == [
        ("walk", 50),
        ("medicine", 180),
        ("posture", None),
    ]


def test_a_calendar_without_a_further_instant_is_not_coming() -> None:
    """What will not come is not promised."""
    day = lived(replace(plan_of(MEDICINE), calendars={"medicine": Once(NINE + MINUTE)}), 2)

    assert view.upcoming(day.state, day.plan, day.now()) == ()


# ---------------------------------------------------------------- the tray


def test_the_answers_of_an_open_prompt() -> None:
    """Done, later and skip where they can be; at most three."""
    panel, posture, water = lived(ONLY_WALK, 45), lived(ONLY_POSTURE, 22), lived(plan_of(WATER), 45)

    assert view.answers(panel.state.shown) == (
        ("done", "Done"),
        ("postpone", "In 5 min"),
        ("skip", "Skip"),
    )
    assert view.answers(posture.state.shown) == (("fine", "Fine"), ("corrected", "Corrected"))
    assert [answer for answer, _ in view.answers(water.state.shown)] == ["done", "postpone", "skip"]
    assert view.answers(None) == ()


def test_later_is_not_offered_when_it_is_used_up() -> None:
    """The last return has no "later"."""
    day = lived(ONLY_WALK, 45)
    for _ in range(3):
        day.do(events.Postponed())
        day.run(5)

    assert [answer for answer, _ in view.answers(day.state.shown)] == ["done", "skip"]


def test_the_menu_says_the_state_first_and_offers_what_can_be_done() -> None:
    """The state first, then what can be done about it: each command as it would be typed."""
    day = lived(DEFAULT, 45)
    menu = tray_view.entries(tray_view.picture(day.state, day.plan, day.now(), UTC))
    commands = [entry.command for entry in menu if entry.command]
    takes = next(entry for entry in menu if entry.label == "Take now")
    quiets = next(entry for entry in menu if entry.label == "No prompts for")
    more = next(entry for entry in menu if entry.label == "More")

    assert menu[0].label.startswith("Walk")
    assert commands == [
        *("done", "postpone", "skip", "drink", "why", "hurt", "log", "settings", "quit")
    ]
    assert [one.command for one in takes.inside] == [
        "take stretch",
        "take walk",
        "take hydration",
        "take posture",
    ]
    assert [(one.label, one.command) for one in quiets.inside] == [
        ("30 min", "quiet 30m"),
        ("1 h", "quiet 1h"),
        ("2 h", "quiet 2h"),
        ("Until tomorrow (Sat 00:00)", "quiet until tomorrow"),
    ]
    assert [one.command for one in more.inside] == [
        *("pause 30m", "pause 1h", "pause until tomorrow", "", "help")
    ]


def test_the_menu_asks_the_question_that_fits() -> None:
    """Why now, under an open prompt; why silent, while nothing may come; else why."""
    for plan, happenings, question in (
        (ONLY_WALK, [45], "Why now?"),
        (ONLY_WALK, [CALL], "Why silent?"),
        (ONLY_WALK, [events.Quieted()], "Why silent?"),
        (ONLY_WALK, [events.Paused()], "Why silent?"),
        (ONLY_WALK, [], "Why?"),
    ):
        day = lived(plan, *happenings)
        menu = tray_view.entries(tray_view.picture(day.state, day.plan, day.now(), UTC))
        assert [entry.label for entry in menu if entry.command == "why"] == [question]


def test_the_menu_tells_the_water_of_the_day() -> None:
    """What was drunk today stands beside the line that adds to it."""
    day = lived(DEFAULT, events.Drank(300), events.Drank(250))
    menu = tray_view.entries(tray_view.picture(day.state, day.plan, day.now(), UTC))

    assert [entry.label for entry in menu if entry.command == "drink"] == ["Drink (550 ml today)"]


def test_what_holds_prompts_can_be_ignored_from_the_menu() -> None:
    """The line names who holds; once ignored it is gone, and prompts come again."""
    day = lived(ONLY_WALK, CALL)
    menu = tray_view.entries(tray_view.picture(day.state, day.plan, day.now(), UTC))
    line = next(entry for entry in menu if entry.command.startswith("ignore"))
    assert (line.label, line.command) == ("Ignore Meet", "ignore call")

    day.do(events.BusyIgnored("call"))
    menu = tray_view.entries(tray_view.picture(day.state, day.plan, day.now(), UTC))
    assert not [entry for entry in menu if entry.command.startswith("ignore")]


def test_the_present_meeting_has_its_end_in_the_menu() -> None:
    """Where a calendar knows when the meeting ends, quiet until then is one click."""
    menu = tray_view.entries(tray_view.TrayView("held", "Waiting", meeting="10:30"))
    quiets = next(entry for entry in menu if entry.label == "No prompts for")

    assert ("Until this meeting ends (10:30)", "quiet until 10:30") in [
        (one.label, one.command) for one in quiets.inside
    ]


def test_the_menu_of_a_pause_offers_its_end() -> None:
    """Paused or quiet: resume; without a reminder nothing to take or drink, and no answer."""
    for stop in (events.Paused(), events.Quieted()):
        day = lived(Plan((), AllDay()), stop)
        menu = tray_view.entries(tray_view.picture(day.state, day.plan, day.now(), UTC))

        assert [entry.command for entry in menu if entry.command] == [
            *("resume", "why", "hurt", "log", "settings", "quit")
        ]


def test_the_first_line_is_not_said_twice() -> None:
    """The lines below the state name what else comes."""
    day = lived(DEFAULT)
    tray = tray_view.picture(day.state, day.plan, day.now(), UTC)

    assert tray.headline not in tray.lines
    assert len(tray.lines) == 2


def test_levels_and_seconds_are_what_the_names_say() -> None:
    """The order of the levels is the order of their loudness."""
    assert Level.TRAY < Level.TOAST < Level.PANEL < Level.FULLSCREEN
    assert 60 * SECOND == MINUTE


def test_nothing_is_promised_into_a_pause() -> None:
    """What was postponed into a pause is told for its end, when it will come."""
    day = Day()
    day.run(45)
    day.do(events.Postponed())
    day.do(events.Paused(length=60 * MINUTE))
    coming = view.upcoming(day.state, day.plan, day.now())

    assert (coming[0].name, coming[0].about_seconds) == ("walk", 3600)


def test_a_long_hold_names_its_way_out() -> None:
    """After three hours of one reason `status` says how to end it; before that it does not."""
    day = lived(ONLY_WALK, CALL, 179)

    def told() -> str:
        return say.status(Stepped((), day.state, day.plan, day.now()), UTC)

    assert "ignore" not in told()
    day.run(2)
    assert "If that is no reason: ergobreak ignore call" in told()


def test_what_else_holds_stands_below_the_first_line() -> None:
    """Quiet behind a call, and easy days behind anything, are told by tray, window and status."""
    day = lived(ONLY_WALK, CALL, events.Quieted(2 * HOUR), events.Hurt())
    found = words(day)

    assert found.headline.startswith("Waiting until it suits")
    assert found.lines == ("Quiet until 11:00", "Easy days until Sun 09:00")
    day.do(events.BusyEnded("call"))
    assert words(day).lines == ("Easy days until Sun 09:00",)


def test_a_break_can_be_ended_from_the_menu() -> None:
    """While it runs the menu offers Done, and no other answer."""
    day = lived(ONLY_WALK, 45, events.Taken())

    assert tray_view.picture(day.state, day.plan, day.now(), UTC).answers == (("done", "Done"),)


def test_easy_days_can_be_ended_from_the_menu() -> None:
    """What was pressed by mistake is taken back where it was pressed."""
    day = lived(ONLY_WALK, events.Hurt())
    menu = tray_view.entries(tray_view.picture(day.state, day.plan, day.now(), UTC))
    assert "hurt --undo" in [entry.command for entry in menu]

    day.do(events.HurtUndone())
    menu = tray_view.entries(tray_view.picture(day.state, day.plan, day.now(), UTC))
    assert "hurt --undo" not in [entry.command for entry in menu]


def test_nothing_is_promised_for_a_time_of_silence() -> None:
    """In an appointment, in quiet hours and in quiet time what comes is put behind their end."""
    meeting = (Appointment(NINE, NINE + 77 * MINUTE, "work"),)
    in_meeting = lived(replace(ONLY_WALK, appointments=meeting), 10)
    quiet = lived(ONLY_WALK, events.Quieted(63 * MINUTE), 10)

    for day, end in ((in_meeting, "10:20"), (quiet, "10:05")):
        (one,) = view.upcoming(day.state, day.plan, day.now())
        assert view.sentence(one, day.now(), UTC) == f"Walk about {end}"
    assert words(in_meeting).headline == "Waiting until it suits: appointment (work), until 10:17"
