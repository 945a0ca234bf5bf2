"""Files of other versions: older ones are read and can be written anew, newer ones are refused."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak import config, paths
from ergobreak.cli import config_upgrade
from ergobreak.config.versions import Moved, upgraded, version_problem
from ergobreak.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OLD = """\
# mine
version = 0
[work]
start = "08:00"   # early
end = "16:00"
days = ["mon"]
"""


def hours_in_one(table: Mapping[str, Any]) -> Moved:
    """Put two keys of a version that never was into the one of today: a step as there may be."""
    work = table.get("work", {})
    if not {"start", "end"} <= work.keys():
        return Moved({}, ())
    values: dict[tuple[str, ...], object] = {
        ("work", "hours"): [f"{work['start']}-{work['end']}"],
        ("work", "start"): None,
        ("work", "end"): None,
    }
    return Moved(values, ("The hours are one value now.",))


STEPS = {0: hours_in_one}


def arguments(*, yes: bool = False, json: bool = False) -> Namespace:
    """Return what the command line makes of these options."""
    return Namespace(yes=yes, json=json)


@pytest.fixture
def places(tmp_path: Path) -> paths.Paths:
    """Return the places of an instance whose settings are of the old version."""
    found = paths.find(str(tmp_path))
    found.config.write_text(OLD)
    return found


def test_a_step_makes_a_sound_table_of_an_old_one() -> None:
    """What the steps give is read by today's rules, and the original is as it was."""
    table = {"version": 0, "work": {"start": "08:00", "end": "16:00", "days": ["mon"]}}

    new, moved = upgraded(table, STEPS)

    assert new == {"version": 1, "work": {"hours": ["08:00-16:00"], "days": ["mon"]}}
    assert str(config.from_table(new).work.hours[0]) == "08:00-16:00"
    assert moved.sentences == ("The hours are one value now.",)
    assert table["work"] == {"start": "08:00", "end": "16:00", "days": ["mon"]}


@pytest.mark.parametrize("table", [{}, {"version": 1}, {"work": {"start": "08:00"}}, {"work": {}}])
def test_what_is_as_today_stays(table: dict[str, Any]) -> None:
    """Without anything to do for a step, nothing moves, whether a version is named or not."""
    assert upgraded(table, STEPS) == (table, Moved({}, ()))


def test_a_file_without_a_version_takes_every_step() -> None:
    """The shipped file has its version commented out, so silence may be of any age."""
    new, _ = upgraded({"work": {"start": "08:00", "end": "16:00"}}, STEPS)

    assert new == {"work": {"hours": ["08:00-16:00"]}}


def test_steps_follow_one_another() -> None:
    """From the oldest version each step is taken in turn, from a later one only the rest."""
    steps = {
        1: lambda table: Moved({("b",): table["a"] + 1}, ("second",)),
        0: lambda table: Moved({("a",): table["a"] * 10}, ("first",)),
    }

    assert upgraded({"version": 0, "a": 1}, steps)[1].sentences == ("first", "second")
    assert upgraded({"version": 0, "a": 1}, steps)[0]["b"] == 11
    assert upgraded({"version": 1, "a": 1}, steps)[1].sentences == ("second",)


def test_a_newer_file_is_refused_and_nothing_else_is_said_of_it() -> None:
    """Its other keys may be right in its own version, so only the version is told."""
    checked = config.read("[work]\nnovel = 1\n[busy]\n".replace("[work]", "version = 3\n[work]"))

    assert checked.settings is None
    assert [each.text("f").split("\n")[0] for each in checked.problems] == [
        (
            "f:1:11: version: this file is of version 3, and this ergobreak knows 1; "
            "it takes a newer ergobreak to read it"
        )
    ]


@pytest.mark.parametrize(
    "value",
    ["-1", "0", '"1"', "true", "1.0", "[[1]]", "{ a = 1 }", "1979-05-27", "0x" + "f" * 5000],
)
def test_what_is_no_version_is_an_error(value: str) -> None:
    """A version is a number that there has been."""
    checked = config.read(f"version = {value}\n")

    assert checked.settings is None
    assert [each.line for each in checked.problems] == [1]
    assert version_problem({"version": 0}, STEPS) is None


def test_upgrade_shows_first_and_writes_nothing(
    places: paths.Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody can answer, the difference is all that comes of it."""
    assert config_upgrade.upgrade(arguments(), places, STEPS) == 0

    said = capsys.readouterr().out
    assert '["08:00-16:00"]' in said
    assert "The hours are one value now." in said
    assert "Nothing has changed. If it is meant: --yes" in said
    assert places.config.read_text() == OLD
    assert list(places.config.parent.glob("*.old-*")) == []


def test_upgrade_keeps_the_old_file_and_the_comments(places: paths.Paths) -> None:
    """What is written is sound and has the person's words; the old file lies beside it."""
    assert config_upgrade.upgrade(arguments(yes=True), places, STEPS) == 0

    new = places.config.read_text()
    assert "# mine\nversion = 1\n" in new
    assert config.read(new).problems == ()
    assert places.config.with_name("ergobreak.toml.old-1").read_text() == OLD
    assert config_upgrade.upgrade(arguments(yes=True), places, STEPS) == 0
    assert not places.config.with_name("ergobreak.toml.old-2").exists()


def test_upgrade_has_nothing_to_do_today(
    places: paths.Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of today, and no file at all, are told so and left alone."""
    places.config.write_text("version = 1\n")
    assert config_upgrade.upgrade(arguments(), places) == 0
    assert "Nothing to upgrade: ergobreak.toml is as version 1 has it" in capsys.readouterr().out
    places.config.unlink()
    assert config_upgrade.upgrade(arguments(), places) == 0
    assert "so the defaults hold" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["version = 2\n", OLD + "novel = 1\n", OLD + "[work\n"])
def test_upgrade_writes_nothing_unsound(places: paths.Paths, text: str) -> None:
    """A newer file, and one with mistakes, are told and stay as they are."""
    places.config.write_text(text)

    with pytest.raises(ConfigError) as caught:
        config_upgrade.upgrade(arguments(yes=True), places, STEPS)

    assert caught.value.exit_code == 2
    assert caught.value.title.startswith("ergobreak.toml:")
    assert "ergobreak.toml: " not in caught.value.title
    assert places.config.read_text() == text
    assert list(places.config.parent.glob("*.old-*")) == []
