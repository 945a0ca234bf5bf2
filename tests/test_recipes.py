"""Recipes and the page of help keep their word: commands exist, files are there."""

from __future__ import annotations

import html
import json
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from ergobreak import config, content, simulate
from ergobreak.adapters.time import calendar
from ergobreak.adapters.tray import icons
from ergobreak.cli import arguments, formats, manual
from ergobreak.simulate import scenario
from ergobreak.simulate.transcript import Transcript

ROOT: Final = Path(__file__).resolve().parents[1]
RECIPES: Final = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
PAGE: Final = Path(content.__file__).with_name("help.html")
HELP: Final = html.unescape(PAGE.read_text(encoding="utf-8"))

WAYBAR: Final = json.loads(
    "{" + re.search(r"^```json\n(.*?)^```", RECIPES, re.DOTALL | re.MULTILINE)[1] + "}"  # type: ignore[index]
)["custom/ergobreak"]
# Each block of settings by the heading above it; hooks are run in tests/hooks.
RHYTHMS: Final[dict[str, str]] = dict(
    re.findall(
        r"^### ([^#\n]+)\n[^#]*?^```toml\n(.*?)^```",
        RECIPES.partition("## Programs that run on events")[0],
        re.DOTALL | re.MULTILINE,
    )
)
DAY: Final = """
start = 2026-03-02T09:00:00
zone = "Europe/Berlin"
until = "17:30"
answer = "complete"
"""

Line = dict[str, object]


def commands() -> list[str]:
    """Return every command of ergobreak that the two papers name."""
    named = re.findall(r"<code>(ergobreak[^<]*)</code>", HELP)
    named += re.findall(r"`(ergobreak[^`]*)`", RECIPES)
    named += re.findall(r"'(ergobreak [^']*)'", RECIPES)
    named += re.findall(r"^bindsym \S+ exec (ergobreak.*)$", RECIPES, re.MULTILINE)
    named += re.findall(r"^(ergobreak .*)$", RECIPES, re.MULTILINE)
    named += [value for value in WAYBAR.values() if str(value).startswith("ergobreak ")]
    return sorted(set(named))


@pytest.mark.parametrize("command", commands())
def test_each_command_works(command: str) -> None:
    """What a paper names is a command that the command line knows, options and form included."""
    words = shlex.split(command)[1:]
    if words in ([], ["--help"]):
        return
    _, verb, rest = arguments.head(words)
    found = arguments.parser(verb).parse_args(rest)

    assert verb in manual.VERBS
    if getattr(found, "format", None):
        formats.check(found.format)


def test_there_are_enough_of_them() -> None:
    """The test above has found the daily commands, the keys and what waybar runs."""
    assert {"ergobreak done", "ergobreak skip", "ergobreak quiet 1h", WAYBAR["exec"]} <= set(
        commands()
    )
    assert {f"ergobreak {name}" for name in ("why", "sitting", "ignore", "doctor")} <= set(
        re.findall(r"<code>([^<]*)</code>", HELP)
    )
    assert len(commands()) > 25


def test_every_state_has_an_icon_in_waybar_and_on_the_page() -> None:
    """The list for waybar and the page name each state; the page's pictures are there."""
    named = re.findall(r'src="([^"]+)"', HELP)

    assert set(WAYBAR["format-icons"]) == {*icons.STATES, "stopped"}
    assert [Path(name).name for name in named] == [f"{state}-48.png" for state in icons.STATES]
    assert all((PAGE.parent / name).resolve().is_file() for name in named)


def test_each_field_is_explained() -> None:
    """The table of the recipes names each field of a form, and no other."""
    table = RECIPES.partition("| field | holds |")[2].partition("\n\n")[0]

    assert set(re.findall(r"`\{(\w+)\}`", table)) == set(formats.FIELDS)


def test_the_page_loads_nothing_from_elsewhere() -> None:
    """No address, no script, no frame: the page is all there is."""
    assert not re.search(r"https?:|//\w|<script|<link|<iframe|@import|url\(", HELP)


# ---------------------------------------------------------------- rhythms, each a day at the desk


def day(heading: str, tmp_path: Path, happens: str = "") -> list[Line]:
    """Return what a day with these settings brings to somebody who takes every break."""
    (tmp_path / "recipe.toml").write_text(RHYTHMS[heading], encoding="utf-8")
    text = f'{DAY}config = "recipe.toml"\n{happens}'
    transcript = Transcript(keep=True)
    _, unrefused = simulate.play(scenario.parse(text, heading, tmp_path), transcript)
    assert unrefused == []
    return transcript.lines


def ended(lines: list[Line], *names: str) -> list[tuple[str, object, object]]:
    """Return when each of these reminders was over, its name, and its seconds."""
    found = [line for line in lines if line["event"] in {"completed", "seen"}]
    return [
        (str(line["at"])[11:16], line["reminder"], line.get("seconds"))
        for line in found
        if line["reminder"] in names or not names
    ]


def minutes(clock: str) -> int:
    """Return a time of day in minutes."""
    return int(clock[:2]) * 60 + int(clock[3:5])


@pytest.mark.parametrize("heading", sorted(RHYTHMS))
def test_each_rhythm_is_sound_and_not_odd(heading: str) -> None:
    """There is neither a mistake nor a warning in a block that people copy."""
    read = config.read(RHYTHMS[heading], calendar)

    assert (read.problems, read.settings is not None) == ((), True)


def test_every_rhythm_has_a_day_below() -> None:
    """No block is in the paper whose day nobody has looked at."""
    assert set(RHYTHMS) == {
        "20-20-20 for the eyes",
        "25 minutes and 5, a longer one after four",
        "Sit and stand in turn",
        "At fixed times",
        "Lunch",
        "Water only",
        "Out of the window",
    }


def test_eyes(tmp_path: Path) -> None:
    """A look away of 20 s or more comes after about 20 minutes of work, all day, and is seen."""
    lines = day("20-20-20 for the eyes", tmp_path)
    found = ended(lines, "eyes")
    # From one to the next lie also the minutes of a walk or a stretch.
    ends = [minutes(at) for at, _, _ in found]

    assert len(found) >= 20
    assert all(isinstance(seconds, int) and seconds >= 20 for _, _, seconds in found)
    assert {b - a for a, b in pairwise(ends)} <= set(range(18, 27))
    shown = [line for line in lines if line["event"] == "due" and line["reminder"] == "eyes"]
    assert len(found) >= len(shown) - 1


def test_twenty_five_and_five(tmp_path: Path) -> None:
    """Three breaks of five minutes, then one of fifteen, each after 25 minutes of work."""
    lines = day("25 minutes and 5, a longer one after four", tmp_path)
    short = ended(lines, "short")

    assert [at for at, _, _ in short[:5]] == ["09:30", "10:00", "10:30", "11:10", "11:40"]
    assert [seconds for _, _, seconds in short[:12]] == [300, 300, 300, 900] * 3
    assert [at for at, _, _ in ended(lines, "long")] == ["11:10", "13:20", "15:30"]


def test_sit_and_stand(tmp_path: Path) -> None:
    """Asked for every half an hour of work; which position, the tests of the core hold."""
    found = [minute for minute, *_ in ended(day("Sit and stand in turn", tmp_path), "position")]

    assert len(found) >= 8
    assert all(20 <= minutes(b) - minutes(a) <= 90 for a, b in pairwise(found))


def test_fixed_times(tmp_path: Path) -> None:
    """At ten and at three, a little later where another prompt has just been there."""
    found = ended(day("At fixed times", tmp_path), "team")

    assert [seconds for _, _, seconds in found] == [600, 600]
    assert found[0][0] == "10:10"
    assert "15:10" <= found[1][0] <= "15:25"


def test_lunch(tmp_path: Path) -> None:
    """The break begins at half past twelve; nothing else is shown before a quarter past one."""
    lines = day("Lunch", tmp_path)
    shown = [str(line["at"])[11:16] for line in lines if line["event"] == "prompted"]

    assert ended(lines, "lunch") == [("13:00", "lunch", 1800)]
    assert "12:30" in shown
    assert [at for at in shown if "12:30" < at < "13:15"] == []
    assert [at for at in shown if at >= "13:15"]


def test_water_only(tmp_path: Path) -> None:
    """A glass an hour, and nothing else."""
    lines = day("Water only", tmp_path)

    assert ended(lines) == [(f"{hour}:00", "hydration", None) for hour in range(10, 18)]
    assert {line["reminder"] for line in lines if line["event"] == "due"} == {"hydration"}


def test_out_of_the_window(tmp_path: Path) -> None:
    """It comes about every 50 minutes, by itself or with another."""
    found = [minutes(at) for at, _, _ in ended(day("Out of the window", tmp_path), "window")]

    assert len(found) >= 9
    assert {b - a for a, b in pairwise(found)} <= set(range(40, 61))
