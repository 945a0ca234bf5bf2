"""How a person's tables lie over the defaults, and what the engine gets of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.core import model
from ergobreak.core.model import HOUR, MINUTE, SECOND, Kind, Level, Policy
from ergobreak.errors import ConfigError


def plan(table: dict[str, Any] | None = None) -> model.Plan:
    """Return the plan of a config table in Berlin."""
    return config.compile_plan(config.from_table(table or {}), calendar, "Europe/Berlin")


def reminder(name: str, **table: object) -> model.Reminder:
    """Return one reminder, as a person's table makes it."""
    table = {key.rstrip("_"): value for key, value in table.items()}
    found = plan({"reminders": {name: table}}).reminders
    return next(each for each in found if each.name == name)


def as_table(values: Any) -> dict[str, object]:
    """Return the values of one table of the plan, as a file has them."""
    pairs = ((key, getattr(values, key)) for key in values.__slots__)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in pairs}


def wall(day: int, hour: int) -> int:
    """Return an instant of January 2026, a Thursday first, in UTC."""
    return int(datetime(2026, 1, day, hour, tzinfo=UTC).timestamp()) * SECOND


def test_default_reminders_are_those_of_the_specification() -> None:
    """An empty config is a stretch, a walk, water, posture, eyes and a tip, by rank."""
    postpone = (5 * MINUTE, 10 * MINUTE, 15 * MINUTE)

    assert plan().reminders == (
        model.Reminder(
            "stretch",
            Kind.STRETCH,
            every=90 * MINUTE,
            length=5 * MINUTE,
            counts=2 * MINUTE,
            level=Level.PANEL,
            postpone_by=postpone,
            postpone_at_most=3,
        ),
        model.Reminder(
            "walk",
            Kind.WALK,
            every=90 * MINUTE,
            first=45 * MINUTE,
            length=3 * MINUTE,
            counts=2 * MINUTE,
            level=Level.PANEL,
            postpone_by=postpone,
            postpone_at_most=3,
        ),
        model.Reminder(
            "hydration",
            Kind.HYDRATION,
            every=90 * MINUTE,
            first=45 * MINUTE,
            postpone_by=(15 * MINUTE,),
            postpone_at_most=1,
            amount_ml=250,
            goal_ml=2000,
            ceiling_ml=1000,
            ceiling_per=HOUR,
        ),
        model.Reminder("posture", Kind.POSTURE, every=90 * MINUTE, first=22 * MINUTE),
        model.Reminder(
            "eyes",
            Kind.EYES,
            every=20 * MINUTE,
            length=20 * SECOND,
            counts=10 * SECOND,
            level=Level.TRAY,
        ),
        model.Reminder("tip", Kind.TIP),
    )


def test_default_tables_are_those_of_the_engine() -> None:
    """Presence, delivery and policies of an empty config are what the engine assumes."""
    found = plan()

    assert found.presence == model.Presence()
    assert found.delivery == model.Delivery()
    assert found.policies == model.DEFAULT_POLICIES
    assert found.no_prompt_before_end == 15 * MINUTE
    assert found.calendars == {}
    assert (found.exercises, found.window) == (model.Exercises(), model.Window())
    assert (found.sound, found.workplace_on) == (model.Sound(), "")


def test_every_value_of_the_break_reaches_the_plan() -> None:
    """What is set for exercises, window, sound and workplace is what the engine gets."""
    exercises = model.Exercises("home", True, True, ("neck", "far-look"), ("neck-turn",))
    window = model.Window(
        "never", "contrast", "#aabbcc", "larger", "still", "DP-1", ("HDMI-1",), focus=True
    )
    sound = model.Sound(start=True, end="always", volume=0, speech=True)

    found = plan(
        {
            "exercises": as_table(exercises),
            "window": {**as_table(window), "accent": "#ABC"},
            "sound": as_table(sound),
            "workplace": {"looked_over": date(2026, 3, 2), "sorted": ["chair"]},
        }
    )

    assert (found.exercises, found.window, found.sound) == (exercises, window, sound)
    assert found.workplace_on == "2026-03-02"


def test_breathing_is_there_for_who_wants_it() -> None:
    """The breath is off until it is turned on; one of another name is on, as all new ones are."""
    assert [each.name for each in plan().reminders if each.kind is Kind.BREATHE] == []
    assert reminder("breathe", enabled=True) == model.Reminder(
        "breathe",
        Kind.BREATHE,
        every=120 * MINUTE,
        length=MINUTE,
        counts=30 * SECOND,
        level=model.Level.PANEL,
    )
    assert reminder("calm", kind="breathe", every="1h").length == MINUTE


def test_a_skip_may_be_asked_for_its_reason() -> None:
    """The engine knows which reminders ask why they were skipped; by default none does."""
    assert reminder("stretch", ask_reason=True).ask_reason
    assert not any(each.ask_reason for each in plan().reminders)


def test_every_value_of_the_tables_reaches_the_plan() -> None:
    """No key is read and then forgotten, or lands in the place of another."""
    presence = {
        key: f"{number}m"
        for number, key in enumerate(model.Presence.__slots__, 31)
        if key != "inhibitor"
    }
    delivery = {
        key: f"{number}m"
        for number, key in enumerate(model.Delivery.__slots__, 11)
        if key != "per_hour"
    }
    policies = dict.fromkeys(model.DEFAULT_POLICIES, "reset")

    found = plan(
        {
            "work": {"no_prompt_before_end": "1m"},
            "presence": {**presence, "inhibitor": "ignore"},
            "delivery": {**delivery, "per_hour": 7},
            "policies": policies,
        }
    )

    minutes = {key: int(text[:-1]) * MINUTE for key, text in (presence | delivery).items()}
    assert found.presence == model.Presence(
        **{key: minutes[key] for key in presence}, inhibitor="ignore"
    )
    assert found.delivery == model.Delivery(**{key: minutes[key] for key in delivery}, per_hour=7)
    assert found.policies == dict.fromkeys(model.DEFAULT_POLICIES, Policy.RESET)
    assert found.no_prompt_before_end == MINUTE


def test_missing_keys_mean_the_default() -> None:
    """One key of a reminder changes that and nothing else; so does one key inside postpone."""
    assert reminder("stretch", show="toast") == model.Reminder(
        "stretch",
        Kind.STRETCH,
        every=90 * MINUTE,
        length=5 * MINUTE,
        counts=2 * MINUTE,
        level=Level.TOAST,
        postpone_by=(5 * MINUTE, 10 * MINUTE, 15 * MINUTE),
        postpone_at_most=3,
    )
    changed = reminder("stretch", postpone={"at_most": 1})
    assert (changed.postpone_by[0], changed.postpone_at_most) == (5 * MINUTE, 1)


def test_disabled_reminder_is_dropped() -> None:
    """What is turned off is not in the plan; what is not mentioned still is."""
    names = [each.name for each in plan({"reminders": {"stretch": {"enabled": False}}}).reminders]

    assert names == ["walk", "hydration", "posture", "eyes", "tip"]


def test_new_table_is_a_new_reminder() -> None:
    """Without a kind it is custom, bears its name as title, and stands behind water."""
    found = plan({"reminders": {"plants": {"every": "3h"}, "lunch": {"at": ["12:30"]}}})

    assert [each.name for each in found.reminders] == [
        "stretch", "walk", "hydration", "lunch", "plants", "posture", "eyes", "tip",
    ]  # fmt: skip
    assert found.reminders[4] == model.Reminder(
        "plants", Kind.CUSTOM, every=3 * HOUR, title="plants"
    )


def test_new_reminder_takes_what_it_leaves_out_from_its_kind() -> None:
    """A second stretch is as long and as loud as the first, but has its own time."""
    found = reminder("late", kind="stretch", every="4h", for_="1m")

    assert (found.length, found.counts, found.level) == (MINUTE, MINUTE, Level.PANEL)
    assert (found.every, found.first, found.title) == (4 * HOUR, 0, "")
    assert reminder("stroll", kind="walk", every="2h").first == 0
    assert reminder("tea", kind="hydration", at=["16:00"]).amount_ml == 250


@pytest.mark.parametrize("time", [{"at": ["15:00"]}, {"cron": "0 9-17 * * mon-fri"}])
def test_calendar_takes_the_place_of_the_interval(time: dict[str, Any]) -> None:
    """A default reminder with `at` or cron loses its interval, and its first."""
    found = plan({"reminders": {"walk": time}})
    walk = next(each for each in found.reminders if each.name == "walk")

    assert (walk.every, walk.first, walk.length) == (0, 0, 3 * MINUTE)
    assert list(found.calendars) == ["walk"]


def test_first_is_never_later_than_the_interval() -> None:
    """A shorter interval pulls the first with it, unless the person gave that too."""
    assert reminder("walk", every="30m").first == 30 * MINUTE
    assert reminder("walk", every="60m").first == 45 * MINUTE
    assert reminder("walk", every="30m", first="40m").first == 40 * MINUTE


def test_shorter_break_needs_less_to_count() -> None:
    """A break that is shorter than what counts by default counts as a whole."""
    assert reminder("stretch", for_="1m").counts == MINUTE
    assert reminder("stretch", for_="1m", counts="1m").counts == MINUTE
    assert reminder("custom", every="1h", for_="10m").counts == 5 * MINUTE


def test_firm_is_full_screen() -> None:
    """Firm means full screen, whatever `show` says."""
    assert reminder("stretch", strict="firm").level is Level.FULLSCREEN
    assert reminder("stretch", strict="hold").level is Level.PANEL


def test_own_words_stay_on_one_line() -> None:
    """Titles and texts keep letters of any script and lose what could disguise them."""
    found = reminder(
        "tea",
        every="1h",
        title=" Tea\n\x1b[31m \u202eevil ",
        texts=["caf\u00e9 \N{TEACUP WITHOUT HANDLE}\t1"],
    )

    assert found.title == "Tea [31m evil"
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}"
    assert reminder("home", every="1h", title=family).title == family
    assert found.texts == ("caf\u00e9 \N{TEACUP WITHOUT HANDLE} 1",)


def test_work_hours_and_days_off_are_those_of_the_config() -> None:
    """Hours open on the given weekdays at the given time, but not on days off."""
    hours = plan(
        {
            "work": {
                "days": ["thu", "Friday"],
                "hours": ["09:00-12:00", "13:00-17:00"],
                "days_off": ["2026-01-02", "2026-01-08..2026-01-09"],
            }
        }
    ).hours

    assert hours.closes(wall(1, 8)) == wall(1, 11)
    assert hours.opens(wall(1, 11)) == wall(1, 12)
    assert hours.opens(wall(1, 12)) == wall(15, 8)


def test_own_hours_limit_a_calendar_reminder() -> None:
    """`at` and cron come only inside the reminder's own hours, if it has any."""
    table = {"cron": "0 * * * *", "hours": ["10:00-12:00"]}

    instants = plan({"reminders": {"bell": table}}).calendars["bell"]

    assert instants.after(wall(1, 0)) == wall(1, 9)
    assert instants.after(wall(1, 10)) == wall(2, 9)


def test_given_hours_replace_the_configured_ones() -> None:
    """Hours from outside, such as those that never close, win."""
    always = calendar.always("UTC")

    assert config.compile_plan(config.defaults(), calendar, "UTC", hours=always).hours is always


def test_bad_cron_is_refused_at_the_latest_when_compiled() -> None:
    """All bad crons of settings that nobody looked at before are told at once."""
    bad = {"cron": "99 * * * *"}
    settings = config.from_table({"reminders": {"a": bad, "b": bad, "c": {"every": "1h"}}})

    with pytest.raises(ConfigError) as caught:
        config.compile_plan(settings, calendar, "UTC")

    lines = caught.value.title.split("\n")
    assert [line.split(": ")[1] for line in lines] == ["reminders.a", "reminders.b"]
    assert 'minute "99" is not understood' in lines[0]


def test_a_name_close_to_a_default_is_warned_of() -> None:
    """A slip in a table's name makes a second reminder; the check says which was meant."""
    checked = config.read('[reminders.strech]\nevery = "60m"\n')

    assert checked.settings is not None
    assert [(problem.severity, problem.nearest) for problem in checked.problems] == [
        ("warning", "stretch")
    ]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('icon = "alarm-symbolic"', "alarm-symbolic"),
        ('icon = "/pictures/leaf.png"', "/pictures/leaf.png"),
        ('sound = "none"', "none"),
        ('sound = "/sounds/drop.wav"', "/sounds/drop.wav"),
        ("", ""),
    ],
)
def test_picture_and_sound_are_plain_words_of_the_plan(line: str, wanted: str) -> None:
    """A name or a whole path; in the plan plain text, for the state of a prompt is saved."""
    read = config.read(f'[reminders.plants]\nevery = "40m"\n{line}\n', calendar)
    assert read.settings is not None
    plan = config.compile_plan(read.settings, calendar, "UTC")
    (plants,) = [rule for rule in plan.reminders if rule.name == "plants"]

    assert read.problems == ()
    assert plants.icon + plants.sound == wanted
    assert {type(plants.icon), type(plants.sound)} == {str}


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ('icon = "pictures/leaf.png"', 'a name of the icon theme such as "alarm"'),
        ('icon = "https://example.org/leaf.png"', "or the whole path of a picture"),
        ('sound = "loud"', "none, rise, fall, or the whole path of a sound file"),
        ("sound = true", "none, rise, fall, or the whole path of a sound file"),
    ],
)
def test_no_picture_and_no_sound(line: str, allowed: str) -> None:
    """What can be neither name nor whole path is told with what can."""
    read = config.read(f'[reminders.plants]\nevery = "40m"\n{line}\n', calendar)

    assert [(each.line, allowed in each.sentence) for each in read.problems] == [(3, True)]
