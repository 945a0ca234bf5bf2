"""Profiles in the file: the same rules and words as outside of them, and what comes of the two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.cli import main
from ergobreak.config import edit, keys, presets

TEXT = """
[reminders.stretch]
every = "80m"
for = "6m"
counts = "3m"
[reminders.plants]
at = ["10:00"]
hours = ["09:00-17:00"]
[profiles.home.when]
days = ["Fri"]
[profiles.home.reminders.stretch]
for = "90s"
postpone = { at_most = 1 }
[profiles.home.reminders.plants]
every = "60m"
[profiles.home.work]
hours = ["7-12"]
[profiles.focus.delivery]
per_hour = 1
"""


def sentences(text: str) -> list[str]:
    """Return the first line of each problem of a text."""
    return [each.text("f").split("\n")[0] for each in config.read(text, calendar).problems]


def test_a_profile_lies_over_the_file_key_by_key() -> None:
    """What it leaves out stays as it is; of two times of a reminder the profile's counts."""
    settings = config.read(TEXT, calendar).settings
    assert settings is not None
    home, focus = settings.in_profile["home"], settings.in_profile["focus"]

    stretch = config.as_dict(home)["reminders"]["stretch"]
    assert (stretch["every"], stretch["for"], stretch["counts"]) == ("1h 20m", "1m 30s", "1m 30s")
    assert stretch["postpone"] == {"by": ["5m", "10m", "15m"], "at_most": 1}
    plants = config.as_dict(home)["reminders"]["plants"]
    assert (plants["every"], plants.get("at"), plants.get("hours")) == ("1h", None, None)
    assert config.as_dict(home)["work"]["hours"] == ["07:00-12:00"]
    assert (focus.delivery.per_hour, focus.reminders) == (1, settings.reminders)
    assert config.as_dict(settings)["work"]["hours"] == ["06:00-22:00"]


def test_what_is_shown_can_be_read_again() -> None:
    """`config show` prints of a profile what it says otherwise, and that means the same."""
    settings = config.read(TEXT, calendar).settings
    assert settings is not None
    shown = config.show(settings)

    assert config.read(shown, calendar).settings == settings
    assert '[profiles.home.work]\nhours = ["07:00-12:00"]\n' in shown
    assert shown.endswith("[profiles.focus.delivery]\nper_hour = 1\n")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            '[profiles.home.reminders.stretch]\nevry = "60m"',
            'f:2:1: profiles.home.reminders.stretch.evry: unknown key; did you mean "every"?',
        ),
        (
            '[profiles.home]\nwork.hours = ["9-17", "x"]',
            (
                'f:2:23: profiles.home.work.hours[1]: found "x"; '
                'allowed: a time range such as "06:00-22:00"'
            ),
        ),
        (
            '[profiles.home.reminders.stretch]\nfor = "1m"\ncounts = "2m"',
            (
                'f:3:10: profiles.home.reminders.stretch.counts: found "2m"; '
                "allowed: at most as long as `for` (1m)"
            ),
        ),
        (
            '[profiles.home.reminders.dog]\ntitle = "Dog"',
            (
                "f:1:26: profiles.home.reminders.dog: says not when it comes; allowed: "
                'every = "90m", at = ["10:30", "15:00"] or cron = "0 9-17 * * mon-fri"'
            ),
        ),
        (
            '[profiles.home.reminders.dog]\ncron = "61 * * * *"',
            'f:2:8: profiles.home.reminders.dog.cron: cron "61 * * * *": minute "61" is not',
        ),
        (
            '[profiles.home.when]\ncalendar = "homeofice"\n[calendars.homeoffice]\npath = "/a"',
            (
                'f:2:12: profiles.home.when.calendar: no calendar has the name "homeofice"; '
                'allowed: one of [calendars]: homeoffice; did you mean "homeoffice"?'
            ),
        ),
        (
            '[profiles.home.work]\ndays_off = ["holiday"]',
            'f:2:13: profiles.home.work.days_off[0]: no calendar has the name "holiday"; allowed: ',
        ),
        (
            '[profiles.home.calendars.work]\npath = "/a"',
            (
                "f:1:16: profiles.home.calendars: is the same in every profile, "
                "and stands outside of them; allowed: when, work, "
            ),
        ),
        (
            "[profiles.home]\nversion = 1",
            "f:2:1: profiles.home.version: is the same in every profile, ",
        ),
        (
            "[profiles.auto.delivery]\nper_hour = 1",
            "f:1:11: profiles.auto: no name for a profile; allowed: letters, ",
        ),
        (
            '[profiles.home.exercises]\nhide = ["nek"]',
            (
                'f:2:9: profiles.home.exercises.hide[0]: nothing has the name "nek"; '
                'did you mean "neck"?'
            ),
        ),
        ('[profiles.home.whem]\ndays = ["fri"]', 'did you mean "when"?'),
        ("[profiles]\nhome = 1", "f:2:8: profiles.home: found 1; allowed: a table"),
    ],
)
def test_a_mistake_is_told_as_outside_and_once(lines: str, problem: str) -> None:
    """With its line, its column, its whole key and the nearest name, and no second time."""
    told = sentences(lines)

    assert len(told) == 1
    assert problem in told[0]
    assert config.read(lines, calendar).settings is None


def test_what_is_wrong_outside_is_not_told_for_each_profile() -> None:
    """A mistake, or a warning, of the file itself is told where it stands, and only there."""
    wrong = TEXT.replace('"80m"', '"soon"')
    odd = f'{TEXT}[presence]\naway_after = "1m"'

    assert len(sentences(wrong)) == 1
    assert [each.split(": ")[2] for each in sentences(odd)] == ["presence.away_after"]


def test_a_calendar_that_only_a_profile_names_is_read_and_has_an_effect() -> None:
    """Its events are asked for, busy or not; so are the days off of every profile."""
    settings = config.from_table(
        {
            "calendars": {
                "place": {"path": "/place", "busy": False},
                "free": {"path": "/free", "busy": False},
            },
            "profiles": {
                "home": {"when": {"calendar": "place"}, "work": {"days_off": ["free"]}},
                "away": {"work": {"days_off": ["holidays:DE"]}},
            },
        },
        "config",
        calendar,
    )

    place, free = config.sources_of(settings).calendars
    assert (place.is_busy, place.is_off, place.is_choosing) == (False, False, True)
    assert (free.is_busy, free.is_off, free.is_choosing) == (False, True, False)
    assert config.sources_of(settings).holidays == ("DE",)


def test_settings_without_profiles_build_no_tables_for_them() -> None:
    """Reading a file without profiles makes none of their types, which would take longer."""
    from ergobreak.config import profile

    profile.table.cache_clear()
    config.read('[reminders.stretch]\nevery = "60m"', calendar)

    assert profile.table.cache_info().currsize == 0


def test_a_preset_leaves_profiles_alone() -> None:
    """Another preset changes what is outside, and keeps what stands in profiles."""
    before = config.read(TEXT, calendar).settings
    assert before is not None
    new = edit.with_values(TEXT, presets.changes("light", config.as_dict(before)), calendar)

    after = config.read(new, calendar).settings
    assert after is not None
    assert after.profiles == before.profiles
    assert after.reminders != before.reminders


def test_every_key_of_a_profile_has_its_meaning() -> None:
    """A key in a profile means what it means outside; its conditions are explained as well."""
    from ergobreak.config import explain

    inside = keys.find("profiles.home.presence.settle")
    assert explain.meaning(inside) == explain.meaning(keys.find("presence.settle"))
    for place in keys.leaves(keys.find("profiles.home")):
        assert explain.meaning(place).endswith("."), place.key


def test_the_recipe_is_sound() -> None:
    """What the recipe says to write has no mistake, alone or with its calendar."""
    recipes = Path(__file__).parents[2] / "docs" / "recipes.md"
    part = recipes.read_text().partition("## Home office on Friday")[2].partition("\n## ")[0]
    fixed, by_calendar = re.findall(r"```toml\n(.*?)```", part, re.DOTALL)
    others = fixed.partition("[profiles.home.exercises]")

    assert sentences(fixed) == []
    assert sentences(f"{by_calendar}{others[1]}{others[2]}") == []


# ---------------------------------------------------------------- from the command line


def told(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, str]:
    """Return the exit code of `config ...`, and all that it prints."""
    code = main(["--home", str(home), "config", *words])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_keys_of_a_profile_are_set_and_taken_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`set` makes the profile, replaces one time by another, and refuses as outside."""
    key = "profiles.home.reminders.stretch"
    assert told(capsys, tmp_path, "set", f"{key}.every", "60m")[0] == 0
    assert told(capsys, tmp_path, "set", f"{key}.postpone.at_most", "2")[0] == 0
    code, text = told(capsys, tmp_path, "set", f"{key}.at", "10:00")
    assert (code, f"{key}.every" in text) == (0, True)
    file = tmp_path / "ergobreak.toml"
    saved = file.read_text()
    assert saved.endswith(f'[{key}]\nat = ["10:00"]\npostpone = {{ at_most = 2 }}\n')

    code, text = told(capsys, tmp_path, "set", f"{key}.evry", "60m")
    assert (code, 'did you mean "every"' in text) == (2, True)
    code, text = told(capsys, tmp_path, "set", "profiles.home.when.calendar", "work")
    assert (code, file.read_text()) == (2, saved)
    assert told(capsys, tmp_path, "unset", "profiles.home")[0] == 0
    assert "profiles.home.reminders.stretch]\nat" not in file.read_text()


def test_the_origin_of_a_value_is_its_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`show --profile --origin` names profile and line; `explain` what each profile says."""
    (tmp_path / "ergobreak.toml").write_text(TEXT)

    _, text = told(capsys, tmp_path, "show", "--profile", "home", "--origin")
    assert 'profile home, line 12  reminders.stretch.for = "1m 30s"\n' in text
    assert 'ergobreak.toml:3       reminders.stretch.every = "1h 20m"\n' in text
    _, text = told(capsys, tmp_path, "explain", "reminders.stretch.for")
    assert 'in profile  "1m 30s"  (profile home, line 12)' in text
    _, text = told(capsys, tmp_path, "explain", "profiles.home.reminders.stretch.for")
    assert 'outside  "6m"' in text
    code, text = told(capsys, tmp_path, "show", "--profile", "hom")
    assert (code, "Did you mean home?" in text) == (2, True)
