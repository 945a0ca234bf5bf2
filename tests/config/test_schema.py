"""The JSON Schema: an editor that goes by it sees what the check sees, and never more."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no stubs
import pytest

from ergobreak import config
from ergobreak.config import edit, presets, schema

SHIPPED = edit.current(Path("/nowhere/ergobreak.toml"))
FULL = re.sub(r"^#(?=[^ \n:])", "", SHIPPED, flags=re.MULTILINE)
VALIDATOR = jsonschema.Draft7Validator(schema.schema())


def mistakes(text: str) -> list[str]:
    """Return the paths that the schema complains about."""
    found: Any = VALIDATOR.iter_errors(tomllib.loads(text))
    return [".".join(map(str, error.absolute_path)) for error in found]


def test_schema_is_one() -> None:
    """A validator takes it for a schema of the draft that it names."""
    jsonschema.Draft7Validator.check_schema(schema.schema())
    assert schema.schema()["$schema"] == schema.DRAFT


def test_shipped_values_and_presets_fit() -> None:
    """The defaults and each preset are valid."""
    assert mistakes("") == mistakes(SHIPPED) == mistakes(FULL) == []
    now = config.as_dict(config.defaults())
    for name in presets.NAMES:
        assert mistakes(edit.with_values(SHIPPED, presets.changes(name, now))) == []


@pytest.mark.parametrize(
    "line",
    [
        'work.hours = ["9-17", " 22:00 \u2013 6 "]',
        'work.days = ["Mon", "TUESDAY", " wed "]',
        'work.days_off = ["2026-12-24", "2026-12-24 .. 2027-01-02", "holidays:de-be"]',
        'reminders.eyes.every = " 1H 30 min "',
        'reminders.eyes.every = "1.5h"',
        'reminders.plants = { at = ["10", "9:30"], texts = ["a"] }',
        'reminders.walk = { enabled = false, every = "1h", at = ["10:00"] }',
        'reminders.hydration.ceiling = "0.5 l / 30 min"',
        'journal.keep = "Forever"',
        'window.accent = "#abc"',
        'calendars.work = { path = "~/work.ics", busy = false }',
        'workplace.looked_over = ""',
        'profiles.home = { when = { days = ["fri"] }, reminders.stretch = { every = "60m" } }',
    ],
)
def test_what_the_check_takes_fits(line: str) -> None:
    """However tolerant the check is, no editor marks what it takes."""
    assert config.read(line).settings is not None
    assert mistakes(line) == []


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("reminders.stretch.every = 60", "reminders.stretch.every"),
        ('reminders.stretch.every = "60"', "reminders.stretch.every"),
        ('reminders.stretch.evry = "60m"', "reminders.stretch"),
        ('reminders.plants.show = "loud"', "reminders.plants.show"),
        ('reminders.plants.kind = "plant"', "reminders.plants.kind"),
        ('reminders.walk.postpone = { by = "5m" }', "reminders.walk.postpone.by"),
        ('wrok.hours = ["9-17"]', ""),
        ('work.hours = "9-17"', "work.hours"),
        ("work.hours = []", "work.hours"),
        ('work.days = ["funday"]', "work.days.0"),
        ("delivery.per_hour = 0", "delivery.per_hour"),
        ("sound.volume = 101", "sound.volume"),
        ('sound.start = "yes"', "sound.start"),
        ('policies.idle = "stop"', "policies.idle"),
        ('calendars.work.path = "work.ics"', "calendars.work.path"),
        ("profiles.home.reminders.stretch.every = 60", "profiles.home.reminders.stretch.every"),
        ("profiles.home.version = 1", "profiles.home"),
        ('profiles.home.when.day = ["fri"]', "profiles.home.when"),
    ],
)
def test_slips_are_marked_where_they_are(line: str, path: str) -> None:
    """What an editor marks is an error of the check as well, at the same key."""
    assert config.read(line).settings is None
    assert mistakes(line) == [path]


def test_every_key_is_described_with_its_default() -> None:
    """What an editor shows beside a key is what the commented file says about it."""
    found = schema.schema()["properties"]["delivery"]["properties"]["gap"]

    assert found["description"].startswith("At least so much time between two prompts")
    assert found["default"] == "15m"
