"""Recipes and the page of help keep their word: commands exist, files are there."""

from __future__ import annotations

import html
import json
import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from ergobreak import content
from ergobreak.adapters.tray import icons
from ergobreak.cli import arguments, formats, manual

ROOT: Final = Path(__file__).resolve().parents[1]
RECIPES: Final = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
PAGE: Final = Path(content.__file__).with_name("help.html")
HELP: Final = html.unescape(PAGE.read_text(encoding="utf-8"))

WAYBAR: Final = json.loads(
    "{" + re.search(r"^```json\n(.*?)^```", RECIPES, re.DOTALL | re.MULTILINE)[1] + "}"  # type: ignore[index]
)["custom/ergobreak"]


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
