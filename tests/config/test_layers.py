"""Settings for everybody under a person's own: key by key, each mistake in its own file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli, config, in_force, paths
from ergobreak.adapters.time import calendar
from ergobreak.cli import checkup
from ergobreak.config.checked import layer_of
from ergobreak.config.files import for_everybody
from ergobreak.config.layers import Layer, layered, origins

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., str]

pytestmark = pytest.mark.linux("folders with settings for everybody")

COMPANY: Final = """
[work]
hours = ["08:00-18:00"]

[reminders.stretch]
every = "2h"
for = "6m"

[reminders.window]
title = "Out of the window"
every = "40m"
"""


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> paths.Paths:
    """Return the places of a person on a machine with two folders for everybody."""
    for name in ("ERGOBREAK_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("config", "state"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{tmp_path / 'site'}:relative:{tmp_path / 'etc'}")
    return paths.find()


@pytest.fixture
def ergobreak(places: paths.Paths, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command and returns its output, ended by an exit code that is not 0."""
    del places

    def run(*words: str) -> str:
        code = cli.main(list(words))
        out, err = capsys.readouterr()
        return f"{out}{err}[{code}]" if code else f"{out}{err}"

    return run


def save(path: Path, text: str) -> Path:
    """Write a file, and the folders on its way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def for_all(places: paths.Paths, text: str = COMPANY, which: int = 1) -> Path:
    """Write a file for everybody: 0 is the folder that goes first."""
    return save(places.for_everybody[which], text)


# ---------------------------------------------------------------- pure


def layer(text: str, name: str = "") -> Layer:
    """Return a sound text as a layer."""
    found = layer_of(text, name)
    assert isinstance(found, Layer)
    return found


def test_each_key_is_that_of_the_last_who_sets_it() -> None:
    """Tables merge to any depth, a list is one value, and nothing that was given is changed."""
    lower = {"a": {"b": 1, "c": [1, 2], "d": {"e": 1}}, "f": 1}
    upper = {"a": {"c": [3], "d": {"g": 2}}, "h": 3}

    found = layered([lower, upper])

    assert found == {"a": {"b": 1, "c": [3], "d": {"e": 1, "g": 2}}, "f": 1, "h": 3}
    assert (lower["a"], layered([])) == ({"b": 1, "c": [1, 2], "d": {"e": 1}}, {})
    assert layered([{"a": {"b": 1}}, {"a": 5}]) == {"a": 5}
    assert layered([{"a": 5}, {"a": {"b": 1}}]) == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("lower", "upper", "left"),
    [
        ('at = ["10:00"]\nhours = ["9:00-17:00"]', 'every = "1h"', {"every"}),
        ('every = "1h"\nfirst = "30m"', 'at = ["10:00"]', {"at"}),
        ('at = ["10:00"]\nhours = ["9:00-17:00"]', 'cron = "0 9 * * *"', {"cron", "hours"}),
        ('every = "1h"\nfirst = "30m"', 'every = "2h"', {"every", "first"}),
    ],
)
def test_a_new_kind_of_time_takes_the_old_one_away(lower: str, upper: str, left: set[str]) -> None:
    """Whoever says when a reminder comes need not know how it was said below."""
    under = layer(f'[reminders.plants]\ntitle = "Plants"\n{lower}\n', "below")
    own = layer(f"[reminders.plants]\n{upper}\n")

    table = layered([under.table, own.table])["reminders"]["plants"]
    found = config.read(own.text, calendar, (), [under])
    known = {path[2] for path in origins([under, own]) if len(path) == 3}

    assert table.keys() == known == left | {"title"}
    assert (found.problems, found.settings and found.settings.reminders["plants"].title) == (
        (),
        "Plants",
    )


def test_each_value_knows_its_file_and_line() -> None:
    """What is overruled is told of the file that overrules it."""
    under = layer('[work]\nhours = ["8:00-18:00"]\ndays = ["mon"]\n', "below")
    own = layer('\n\n[work]\nhours = ["9:00-17:00"]\n')

    found = origins([under, own])

    assert [(each.name, spot.key[0]) for each, spot in (found["work", "hours"],)] == [("", 4)]
    assert [(each.name, spot.key[0]) for each, spot in (found["work", "days"],)] == [("below", 3)]


# ---------------------------------------------------------------- folders


def test_folders_for_everybody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each absolute folder once, in its order; /etc/xdg if none is named; none apart in a home."""
    monkeypatch.delenv("ERGOBREAK_HOME", raising=False)
    for said, wanted in {
        "/b:relative::/a:/b": ["/b", "/a"],
        "": ["/etc/xdg"],
    }.items():
        monkeypatch.setenv("XDG_CONFIG_DIRS", said)
        found = paths.find().for_everybody
        assert found == tuple(Path(each, "ergobreak", "ergobreak.toml") for each in wanted)

    assert paths.find(str(tmp_path)).for_everybody == ()
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path))
    assert paths.find().for_everybody == ()


def test_a_reminder_merges_with_that_of_the_same_name(places: paths.Paths) -> None:
    """The person's keys win, the rest is as for everybody; the folder that goes first, too."""
    for_all(places)
    for_all(places, '[reminders.stretch]\nfor = "7m"\n[reminders.eyes]\nenabled = false\n', 0)
    save(
        places.config,
        '[reminders.stretch]\ncounts = "1m"\n[reminders.window]\nenabled = false\n',
    )

    loaded = config.load(places, calendar)
    rules = loaded.settings.reminders

    assert (loaded.source, loaded.problems) == ("file", ())
    stretch = rules["stretch"]
    assert [str(each) for each in (stretch.every, stretch.length, stretch.counts)] == [
        "2h",
        "7m",
        "1m",
    ]
    assert (rules["eyes"].enabled, rules["window"].enabled) == (False, False)
    assert str(loaded.settings.work.hours[0]) == "08:00-18:00"


def test_off_for_everybody_and_on_for_one(places: paths.Paths) -> None:
    """`enabled` is a key like the others: the person has the last word."""
    for_all(places, "[reminders.eyes]\nenabled = false\n")
    save(places.config, '[reminders.eyes]\nevery = "30m"\n')
    assert not config.load(places, calendar).settings.reminders["eyes"].enabled

    save(places.config, '[reminders.eyes]\nevery = "30m"\nenabled = true\n')
    assert config.load(places, calendar).settings.reminders["eyes"].enabled


def test_without_a_file_of_ones_own(places: paths.Paths) -> None:
    """What is set for everybody holds, and that there is no file is no mistake."""
    for_all(places)

    loaded = config.load(places, calendar)

    assert (loaded.source, loaded.is_missing, loaded.problems) == ("defaults", True, ())
    assert str(loaded.settings.reminders["stretch"].every) == "2h"


def test_a_missing_table_is_the_default_and_off_is_off(places: paths.Paths) -> None:
    """A file that speaks of something else changes nothing here; one that is off is not there."""
    save(places.config, "[reminders.walk]\nenabled = false\n[sound]\nvolume = 20\n")

    settings = config.load(places, calendar).settings
    plan = config.compile_plan(settings, calendar, "UTC")
    usual = config.compile_plan(config.defaults(), calendar, "UTC")

    assert settings.reminders["stretch"] == config.defaults().reminders["stretch"]
    assert [rule for rule in usual.reminders if rule.name != "walk"] == list(plan.reminders)


# ---------------------------------------------------------------- mistakes


def test_a_broken_file_for_everybody_is_left_out_and_said(places: paths.Paths) -> None:
    """The person's own file is in force over what can be used; the mistake is told by its place."""
    company = for_all(places, '[work]\nhours = ["8"]\n')
    for_all(places, '[reminders.eyes]\nevery = "25m"\n', 0)
    save(places.config, '[reminders.stretch]\nevery = "1h"\n')

    loaded = config.load(places, calendar)
    chosen = in_force.choose(places)
    (problem,) = loaded.problems

    assert problem.text("ergobreak.toml").startswith(f"{company}:2:10: work.hours[0]: found")
    assert [str(loaded.settings.reminders[name].every) for name in ("stretch", "eyes")] == [
        "1h",
        "25m",
    ]
    assert chosen.settings == loaded.settings
    assert chosen.trouble == (
        f"Mistake in {company}:2 (work.hours[0]); all other settings are in force. "
        "See: ergobreak config check"
    )
    assert in_force.choose_again(chosen, places) == chosen


def test_a_mistake_of_ones_own_is_told_of_ones_own_file(places: paths.Paths) -> None:
    """Line and file are those of the key, also where only both together are wrong."""
    for_all(places, '[reminders.stretch]\nfor = "2m"\n')
    save(places.config, '\n[reminders.stretch]\ncounts = "3m"\n')

    found = config.current(places, calendar)

    assert found.settings is None
    assert [(each.file, each.line, each.key) for each in found.problems] == [
        ("", 3, "reminders.stretch.counts")
    ]


def test_a_change_for_everybody_costs_nobody_his_own_file(places: paths.Paths) -> None:
    """What goes no longer together with a file for everybody is in force without that one."""
    save(places.config, '[reminders.stretch]\ncounts = "4m"\n[reminders.eyes]\nevery = "30m"\n')
    before = in_force.choose(places)
    for_all(places, '[reminders.stretch]\nfor = "2m"\n')

    after = in_force.choose(places)

    assert (before.trouble, after.settings) == ("", before.settings)
    assert after.trouble.startswith("Mistake in ergobreak.toml:2 (reminders.stretch.counts)")


def test_a_warning_of_theirs_has_their_place(places: paths.Paths) -> None:
    """What is odd in a file for everybody is told once, of that file, after one's own."""
    company = for_all(places, '[reminders.stretch]\namount = "1l"\n')
    save(places.config, '[reminders.walk]\namount = "1l"\n')

    found = config.current(places, calendar).problems

    assert [(each.file, each.key) for each in found] == [
        ("", "reminders.walk.amount"),
        (str(company), "reminders.stretch.amount"),
    ]


@pytest.mark.skipif(os.name != "posix", reason="only POSIX opens folders and pipes as files")
@pytest.mark.parametrize("what", ["folder", "pipe", "bytes", "torn"])
def test_no_file_for_everybody_can_hold_up_anybody(places: paths.Paths, what: str) -> None:
    """Whatever stands in its place, the person's file is in force, and it is said."""
    path = places.for_everybody[1]
    path.parent.mkdir(parents=True)
    match what:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "bytes":
            path.write_bytes(b"\xff\xfe")
        case _:
            path.write_text("[work")
    save(places.config, '[reminders.stretch]\nevery = "1h"\n')

    loaded = config.load(places, calendar)

    assert (loaded.source, str(loaded.settings.reminders["stretch"].every)) == ("file", "1h")
    assert [each.file for each in loaded.problems] == [str(path)]
    assert for_everybody(places)[0] == ()


# ---------------------------------------------------------------- the verbs


def test_verbs_say_where_a_value_is_from(places: paths.Paths, ergobreak: Run) -> None:
    """`path`, `show`, `explain` and `diff` name the file for everybody, and the line."""
    company = for_all(places)
    own = save(places.config, '[reminders.stretch]\nfor = "4m"\n')

    assert ergobreak("config", "path") == f"{own}\n{company}\n"
    assert json.loads(ergobreak("config", "path", "--json"))["under"] == [str(company)]
    shown = ergobreak("config", "show", "--effective", "--origin")
    pairs = (line.split(" = ")[0].split() for line in shown.splitlines())
    rows = {key: place for place, key in pairs}
    assert rows["reminders.stretch.every"] == f"{company}:6"
    assert rows["reminders.stretch.for"] == "ergobreak.toml:2"
    assert rows["reminders.eyes.every"] == "default"
    explained = ergobreak("config", "explain", "reminders.stretch.every")
    assert '\n  for all  "2h"  (from ' in explained
    assert "yours" not in explained
    data = json.loads(ergobreak("config", "explain", "reminders.stretch.every", "--json"))
    assert (data["from"], data["from_line"], data["yours"]) == (str(company), 6, "2h")
    assert ergobreak("config", "diff") == '  reminders.stretch.for  "6m" -> "4m"\n'
    assert ergobreak("config", "check").endswith("ergobreak.toml: fine, 7 reminders\n")


def test_set_and_unset_write_the_own_file_alone(places: paths.Paths, ergobreak: Run) -> None:
    """What was and what is again in force is told with its file; that one is not touched."""
    company = for_all(places)
    told = f"{company}, line 6"

    first = ergobreak("config", "set", "reminders.stretch.every", "1h")
    again = ergobreak("config", "unset", "reminders.stretch.every")
    nothing = ergobreak("config", "unset", "reminders.stretch.every")

    assert f'"2h" (from {told})' in first
    assert f'"2h" (from {told})' in again
    assert nothing == f"ergobreak.toml does not set reminders.stretch.every. {told}, does.\n"
    assert company.read_text() == COMPANY
    assert str(config.load(places, calendar).settings.reminders["stretch"].every) == "2h"


def test_a_part_of_a_value_keeps_the_rest_of_theirs(places: paths.Paths, ergobreak: Run) -> None:
    """What is set inside `postpone` leaves what is beside it as it is for everybody."""
    for_all(places, "[reminders.stretch]\npostpone = { at_most = 1 }\n")

    ergobreak("config", "set", "reminders.stretch.postpone.by", "7m")

    found = config.load(places, calendar).settings.reminders["stretch"].postpone
    assert found is not None
    assert (found.at_most, [str(each) for each in found.by or ()]) == (1, ["7m"])


def test_doctor_blames_the_right_file(places: paths.Paths) -> None:
    """A mistake in a file for everybody is told of that one."""
    company = for_all(places, "[wrok]\n")
    save(places.config, "")

    look = checkup.settings(places, config.current(places, calendar), "")

    assert look.told == f"{company} has 1 mistake"


def test_check_tells_of_a_broken_file_for_everybody(places: paths.Paths, ergobreak: Run) -> None:
    """Its place is told, and the exit code says that something is wrong."""
    company = for_all(places, "[wrok]\n")
    save(places.config, "")

    said = ergobreak("config", "check")

    assert f'{company}:1:2: wrok: unknown key; did you mean "work"?' in said
    assert said.endswith("\nergobreak.toml: 6 reminders, 1 error\n[2]")
