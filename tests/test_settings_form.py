"""The form of the settings window, without a window: settings, answers, changes."""

from __future__ import annotations

import copy
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.cli import settings_form
from ergobreak.config import keys, presets
from ergobreak.config.problems import Problem
from ergobreak.window.settings import rows
from ergobreak.window.settings.rows import LOGIN, PRESET

if TYPE_CHECKING:
    from ergobreak.window.settings.rows import Answer

CRON: Final = '[reminders.stretch]\ncron = "0 9-17 * * mon-fri"\n'


def settings(text: str = "") -> dict[str, Any]:
    """Return the settings in force with this text, as tables."""
    return config.as_dict(config.from_table(tomllib.loads(text), calendars=calendar))


def answers(text: str = "", **given: Answer) -> dict[str, Answer]:
    """Return all answers that stand in the window, some of them given by a person."""
    named = {key.replace("__", "."): answer for key, answer in given.items()}
    return {**settings_form.of(settings(text)).answers, **named}


def laid_over(table: dict[str, Any], changes: dict[tuple[str, ...], Any]) -> dict[str, Any]:
    """Return the settings in force with these values written over them."""
    new = copy.deepcopy(table)
    for (*path, key), value in changes.items():
        inner = new
        for part in path:
            inner = inner.setdefault(part, {})
        inner[key] = value
    return config.as_dict(config.from_table(new, calendars=calendar))


# ---------------------------------------------------------------- what is shown


def test_each_row_is_a_key_of_the_settings() -> None:
    """Every row and every tick sets a key that there is, and what it offers is allowed there."""
    for row in rows.each():
        for key in filter(None, (row.key, row.switch)):
            if key not in {PRESET, LOGIN}:
                assert keys.find(key).key == key
        if row.form == "one" and row.key != PRESET:
            for option in row.options:
                table, key = row.key.split(".")
                found = config.as_dict(config.from_table({table: {key: option.value}}))
                assert found[table][key] == option.value


def test_every_preset_is_offered() -> None:
    """What can be pressed are the presets that there are, no more and no fewer."""
    (row,) = (row for row in rows.each() if row.key == PRESET)

    assert {option.value for option in row.options} == {*presets.NAMES}


def test_what_holds_is_shown() -> None:
    """The defaults, and what the file says instead, stand in the fields in their usual form."""
    text = """
        [work]
        days = ["monday", "fri"]
        hours = ["9-12:30", "13:15-17:30"]
        [reminders.hydration]
        enabled = false
        goal = "25dl"
        [sound]
        volume = 30
    """
    found = settings_form.of(settings(text))

    assert found.fixed == {}
    assert found.answers["work.days"] == ("mon", "fri")
    assert found.answers["work.hours"] == "09:00-12:30, 13:15-17:30"
    assert found.answers["reminders.stretch.every"] == "1h 30m"
    assert found.answers["reminders.stretch.enabled"] is True
    assert found.answers["reminders.hydration.enabled"] is False
    assert found.answers["reminders.hydration.goal"] == "2.5l"
    assert found.answers["sound.volume"] == "30"
    assert found.answers["window.theme"] == "auto"
    assert found.answers[PRESET] == "every-45"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CRON, "set in the file: 0 9-17 * * mon-fri"),
        ('[reminders.stretch]\nat = ["10:30", "15:00"]\n', "set in the file: 10:30, 15:00"),
    ],
)
def test_what_no_field_can_show_is_told(text: str, said: str) -> None:
    """A cron and times of day are told as they stand in the file, and no preset is offered."""
    found = settings_form.of(settings(text))

    assert found.fixed["reminders.stretch.every"] == said
    assert PRESET in found.fixed
    assert not {PRESET, "reminders.stretch.every"} & {*found.answers}
    assert found.answers["reminders.stretch.enabled"] is True


def test_other_reminders_are_named() -> None:
    """Who has reminders of his own reads that they are still there."""
    text = '[reminders.plants]\ntitle = "Water the plants"\nat = ["16:00"]\n'

    assert settings_form.of(settings()).notes == {}
    assert "Water the plants" in settings_form.of(settings(text)).notes["Reminders"]


# ---------------------------------------------------------------- what is typed


@pytest.mark.parametrize(
    ("key", "typed", "usual"),
    [
        ("reminders.stretch.every", "60m", "1h"),
        ("reminders.stretch.every", " 45 ", "45m"),
        ("reminders.stretch.every", "1.5h", "1h 30m"),
        ("reminders.hydration.amount", "300", "300ml"),
        ("reminders.hydration.goal", "2", "2l"),
        ("reminders.hydration.goal", "1800", "1.8l"),
        ("work.hours", "9-12:30,13:15 - 17:30", "09:00-12:30, 13:15-17:30"),
        ("sound.volume", "70", "70"),
    ],
)
def test_what_people_type_is_understood(key: str, typed: str, usual: str) -> None:
    """A unit that is left out is the one that everybody means; each value has one usual form."""
    assert settings_form.read(key, typed) == usual
    assert settings_form.read(key, usual) == usual


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("reminders.stretch.every", "soon", 'Allowed: a span such as "30s", "90m" or "1h 30m".'),
        ("reminders.stretch.every", "0m", "longer than nothing"),
        ("reminders.stretch.every", "", "Allowed: a span"),
        ("reminders.hydration.goal", "5l", "Allowed: 1l to 3l."),
        ("work.hours", "9-12, 25-30", 'Found "25-30"; allowed: a time range'),
        ("sound.volume", "loud", "0 to 100"),
        ("sound.volume", "101", "0 to 100"),
    ],
)
def test_what_makes_no_sense_is_told_in_the_words_of_the_file(
    key: str, typed: str, said: str
) -> None:
    """What would be right is what `config check` says as well."""
    with pytest.raises(ValueError, match=r"\.$") as told:
        settings_form.read(key, typed)

    assert said in str(told.value)
    assert settings_form.wrong({key: typed}) == {key: str(told.value)}


def test_no_day_at_all_is_wrong() -> None:
    """An empty list of days is told at the days."""
    assert settings_form.wrong(answers(work__days=())).keys() == {"work.days"}


# ---------------------------------------------------------------- what becomes of it


@pytest.mark.parametrize("text", ["", CRON, '[work]\nhours = ["22:00-06:00", "07:00-08:00"]\n'])
def test_what_is_not_touched_is_not_changed(text: str) -> None:
    """Save without a change changes nothing, whatever the file says."""
    assert settings_form.changes(settings(text), answers(text)) == {}


def test_only_what_differs_is_changed() -> None:
    """Each answer that is another one becomes one value, in the form of the file."""
    found = settings_form.changes(
        settings(),
        answers(
            work__days=("mon", "tue"),
            work__hours="9-17",
            reminders__eyes__enabled=False,
            reminders__stretch__every="1h",
            sound__volume="20",
            window__theme="dark",
        ),
    )

    assert found == {
        ("work", "days"): ["mon", "tue"],
        ("work", "hours"): ["09:00-17:00"],
        ("reminders", "eyes", "enabled"): False,
        ("reminders", "stretch", "every"): "1h",
        ("sound", "volume"): 20,
        ("window", "theme"): "dark",
    }


@pytest.mark.parametrize(("before", "name"), [*pairwise((*presets.NAMES, "every-90", "every-45"))])
def test_a_preset_that_is_pressed_holds_afterwards(before: str, name: str) -> None:
    """From one preset to the next: what was pressed is what there is."""
    now = laid_over(settings(), presets.changes(before, settings()))
    given = settings_form.of(now).answers
    assert given[PRESET] == before

    pressed = {**given, PRESET: name, **settings_form.of_preset(name, now)}

    assert settings_form.preset_of(now, pressed) == name
    after = laid_over(now, settings_form.changes(now, pressed))
    assert settings_form.of(after).answers[PRESET] == name


def test_a_time_of_ones_own_over_a_preset() -> None:
    """What is typed after a preset was pressed counts, and the rest of the preset stays."""
    now = settings()
    pressed = answers() | {PRESET: "light"} | settings_form.of_preset("light", now)
    pressed["reminders.posture.every"] = "40"

    assert settings_form.preset_of(now, pressed) == ""
    found = settings_form.changes(now, pressed)
    assert found["reminders", "posture", "every"] == "40m"
    assert found["reminders", "stretch", "for"] == "4m"
    assert found["reminders", "walk", "enabled"] is False


def test_a_shorter_time_brings_its_first_time_along() -> None:
    """A first time that a preset has written is never longer than the new interval."""
    own: dict[str, Any] = {"reminders": {"hydration": {"every": "2h", "first": "2h"}}}
    now = config.as_dict(config.from_table(own, calendars=calendar))
    given = settings_form.of(now).answers
    wanted = {**given, "reminders.hydration.every": "1h", "reminders.stretch.every": "30m"}

    assert settings_form.changes(now, wanted, own) == {
        ("reminders", "hydration", "every"): "1h",
        ("reminders", "hydration", "first"): "1h",
        ("reminders", "stretch", "every"): "30m",
    }


def test_half_a_word_makes_no_preset() -> None:
    """While somebody is typing there is no preset, and no error either."""
    assert settings_form.preset_of(settings(), answers(reminders__stretch__every="1h 3")) == ""


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("work", "hours", 1), "work.hours"),
        (("reminders", "stretch", "every"), "reminders.stretch.every"),
        (("reminders", "stretch"), "reminders.stretch.every"),
        (("reminders", "stretch", "counts"), "reminders.stretch.every"),
        (("reminders", "hydration", "enabled"), "reminders.hydration.enabled"),
        (("reminders", "plants", "at"), ""),
        (("busy", "apps"), ""),
        ((), ""),
    ],
)
def test_a_problem_is_told_where_it_is_seen(path: tuple[str | int, ...], key: str) -> None:
    """Each problem of a file has the row that it is about, or none."""
    assert settings_form.where(Problem(path, what="wrong")) == key
