"""A working week on one's own settings: what would annoy, by which line, and what mends it."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any, Final

import pytest

from ergobreak import cli, config
from ergobreak.config import presets
from ergobreak.simulate import mending, own_week
from ergobreak.simulate.annoyances import annoyances

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.config import Problem

DEFAULTS: Final = config.as_dict(config.defaults())


def warned(text: str) -> list[Problem]:
    """Return what a file would annoy with."""
    table = tomllib.loads(text)
    return mending.problems(own_week.play(config.from_table(table)), table)


def changed(text: str, change: str) -> dict[str, Any]:
    """Return a file's table with one value, a line of TOML, in the place of what it has."""
    table = tomllib.loads(text)
    place, new = table, tomllib.loads(change)
    *outer, last = change.partition(" = ")[0].split(".")
    for part in outer:
        place, new = place[part], new[part]
    place[last] = new[last]
    return table


def of_preset(name: str) -> dict[str, Any]:
    """Return a preset as the table of a file."""
    table: dict[str, Any] = {}
    for path, value in presets.changes(name, DEFAULTS).items():
        place = table
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = value
    return table


@pytest.mark.parametrize("name", presets.NAMES)
def test_what_we_ship_annoys_nobody(name: str) -> None:
    """Neither the defaults nor any preset leads to a week with a warning."""
    week = own_week.play(config.from_table(of_preset(name)))

    assert annoyances(week) == []


@pytest.mark.slow  # it plays some thirty weeks
@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        (
            'delivery.per_hour = 12\nreminders.eyes = { every = "15m", show = "toast" }',
            "delivery.per_hour",
            "prompts in one hour, from Monday",
        ),
        (
            'reminders.stretch.for = "15m"\nreminders.walk.for = "12m"',
            "reminders.walk.for",
            "breaks take 20% of the time at the desk, 1 h 33 a day, most of it walk",
        ),
        (
            'busy.quiet_hours = ["13:20-16:30"]',
            "busy.quiet_hours",
            "3 h 17 of sitting without a break, from Monday 13:15, though one is asked for every",
        ),
        (
            'reminders.posture.first = "4m"',
            "reminders.posture.first",
            "posture comes 4 min after the day has begun",
        ),
        (
            'reminders.breathe = { enabled = true, every = "5h" }',
            "reminders.breathe.every",
            "it needs 5 h of work, and you are at the desk 4 h 15 at a time at most",
        ),
        (
            'reminders.posture.first = "110m"',
            "reminders.posture.first",
            "it needs 1 h 50 of work, and each stretch starts it afresh before",
        ),
        (
            'busy.quiet_hours = ["10:00-11:00"]\nreminders.plants.at = ["10:05"]',
            "reminders.plants.at",
            "plants is meant for 10:05 and comes at 11:02 because of quiet hours, 5 times",
        ),
    ],
    ids=["hour", "rest", "sitting", "early", "never", "stretch", "late"],
)
def test_a_warning_names_key_figures_and_a_value_that_mends(
    text: str, key: str, words: str
) -> None:
    """With the value that is proposed in its place, the week no longer has that warning."""
    found = {each.key: each for each in warned(text)}

    assert words in found[key].what
    assert not found[key].is_error
    change = found[key].what.rpartition("; try ")[2].removesuffix(", the default")
    assert change.startswith(f"{key} = ")
    again = annoyances(own_week.play(config.from_table(changed(text, change))))
    assert words not in " ".join(each.words for each in again)


def test_prompts_in_bunches_are_told() -> None:
    """Two prompts within ten minutes, time and again, are blamed on the gap."""
    found = warned("""
delivery = { gap = "1m", bundle = "1m", bundle_water = "0s" }
reminders.posture = { every = "40m", first = "40m" }
""")

    assert found[0].key == "delivery.gap"
    assert "25 times in the week two are less than 10 min apart" in found[0].what
    assert found[0].what.endswith('; try delivery.gap = "15m", the default')


def test_a_cron_that_is_no_pace_is_told() -> None:
    """A step that does not divide the hour comes unevenly, which its writer did not mean."""
    found = warned('reminders.plants.cron = "*/45 10-11 * * *"')

    assert "plants comes at :00, :45 of each hour, so 45 and 15 minutes apart" in found[0].what


def test_what_comes_rarely_is_no_fault() -> None:
    """A time once a month is nothing that never comes; one on a day off of the week is."""
    text = """
work = { days = ["mon", "tue"], hours = ["09:00-17:00"] }
reminders.month.cron = "0 10 20 * *"
reminders.plants = { cron = "0 10 * * sat", hours = ["09:00-11:00"] }
"""
    found = warned(text)

    assert [each.key for each in found] == ["reminders.plants.cron"]
    assert "its time is Saturday 10:00, when you do not work" in found[0].what
    assert found[0].what.endswith('try reminders.plants.cron = "0 10 * * mon,tue"')


def test_the_check_prints_the_week_and_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`config check --simulate` says what the week is like, then each warning with its line."""
    file = tmp_path / "my.toml"
    file.write_text('[reminders.posture]\nfirst = "4m"\n')

    assert cli.main(["config", "check", "--simulate", str(file)]) == 0
    told = capsys.readouterr().out
    assert "my.toml: fine" in told
    assert "A week at the desk (Monday to Friday, 7.8 h a day): 15 prompts a day" in told
    assert "my.toml:2:9: warning: reminders.posture.first: posture comes 4 min after" in told
    assert told.endswith("my.toml: 1 thing that would annoy\n")

    assert cli.main(["config", "check", "--simulate", "--json", str(file)]) == 0
    week = json.loads(capsys.readouterr().out)["week"]
    assert (week["prompts_a_day"], week["problems"][0]["line"]) == (15, 2)


def test_without_a_file_the_defaults_are_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who has no file of settings hears what the defaults are like."""
    assert cli.main(["--home", str(tmp_path), "config", "check", "--simulate"]) == 0

    assert "Nothing in it that would annoy." in capsys.readouterr().out


def test_a_broken_file_is_not_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with a mistake is told as ever, and no week is made up."""
    file = tmp_path / "my.toml"
    file.write_text("[reminders.posture]\nfirst = 4\n")

    assert cli.main(["config", "check", "--simulate", str(file)]) == 2
    assert "A week at the desk" not in capsys.readouterr().out + capsys.readouterr().err


def test_a_reminder_that_a_profile_alone_has_is_played() -> None:
    """A week with profiles is told of like any other, also where one of them brings a reminder."""
    text = '[profiles.home.when]\ndays = ["mon"]\n[profiles.home.reminders.tea]\nat = ["09:30"]\n'

    assert warned(text) == []
