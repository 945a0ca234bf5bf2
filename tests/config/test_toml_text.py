"""Settings as text: what `config show` prints can be read again."""

from __future__ import annotations

import json
import tomllib

import pytest

from ergobreak import config

CONFIGS = [
    "",
    "[reminders.stretch]\nenabled = false\n",
    '[reminders.stretch]\nshow = "toast"\nat = ["9:05", "15:00"]\n',
    '[reminders.walk]\nkind = "hydration"\nevery = "1m 0.5s"\n',
    '[reminders.walk]\npostpone = { at_most = 0 }\ncron = "0 9 * * mon"\nhours = ["22:00-24:00"]\n',
    '[reminders."caf\u00e9"]\nevery = "3h"\ntitle = \'"\\ \'\ntexts = ["a", "\u2615"]\n',
    '[work]\ndays = ["Sunday"]\nhours = ["9-12", "13-17"]\n',
    '[work]\ndays_off = [2026-12-24, "2027-01-01..2027-01-06", "holidays:de"]\n',
    '[calendars.Fam-ily]\npath = "~/x y"\nbusy = false\n[work]\ndays_off = ["Fam-ily"]\n',
    '[reminders.x]\ncron = "0 9 * * \\u007f"\n',
    '[policies]\nidle = "reset"\n[delivery]\nper_hour = 9\nbundle_water = "0s"\n',
]


@pytest.mark.parametrize("text", CONFIGS)
def test_shown_settings_are_read_back(text: str) -> None:
    """Reading what was shown gives the same settings, and showing them the same text."""
    settings = config.read(text).settings
    assert settings is not None

    shown = config.show(settings)

    assert config.read(shown).settings == settings
    assert not any(problem.is_error for problem in config.read(shown).problems)
    assert tomllib.loads(shown) == config.as_dict(settings)


def test_settings_show_what_is_in_force() -> None:
    """Every default is written out, in the order of the file and in canonical units."""
    shown = config.show(config.from_table({"reminders": {"eyes": {"every": "80 min"}}}))

    assert shown.startswith('version = 1\n\n[work]\ndays = ["mon", "tue", "wed",')
    assert 'hours = ["06:00-22:00"]\ndays_off = []\nno_prompt_before_end = "15m"\n' in shown
    assert '[reminders.eyes]\nenabled = true\nkind = "eyes"\nevery = "1h 20m"\n' in shown
    assert 'postpone = { by = ["5m", "10m", "15m"], at_most = 3 }\n' in shown


def test_settings_are_json() -> None:
    """The settings as a dict hold nothing that JSON cannot say."""
    table = config.as_dict(config.defaults())

    assert json.loads(json.dumps(table)) == table
    assert table["reminders"]["hydration"]["ceiling"] == "1l/1h"
