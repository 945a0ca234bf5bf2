"""Every page keeps its word: blocks of commands run, what it names of commands and keys is real."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli, config
from ergobreak.adapters.time import calendar
from ergobreak.cli import arguments, manual
from tests.documents import Block, blocks, pages, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

# By its first line: why a block is not run here.
NOT_RUN: Final = {
    "python3 -m venv .venv && .venv/bin/pip install --quiet . && .venv/bin/ergobreak run": (
        "it installs from the network; what is installed is looked at in tests/test_house.py"
    ),
    "python3 -m venv .venv && .venv/bin/pip install --quiet .": (
        "it installs from the network; what is installed is looked at in tests/test_house.py"
    ),
    "python3 check.py fast": "it would run this very test",
    "python3 check.py generate": "it writes what tests/test_generated.py looks at",
    "ergobreak run --home /tmp/trial --headless --clock virtual --ignore-hours --answer complete": (
        "it runs until it is ended; tests/integration/ runs it"
    ),
    "keys=org.gnome.settings-daemon.plugins.media-keys": "it sets the keys of a GNOME desktop",
    "xfconf-query -c xfce4-keyboard-shortcuts -n -t string -p '/commands/custom/<Super>F9' "
    "-s 'ergobreak done'": "it sets the keys of an Xfce desktop",
    "#!/bin/sh": "a hook; tests/hooks/ runs it",
}
# These say by their exit code what they found, and a machine for tests lacks a desktop.
FINDING: Final = ("ergobreak doctor", "ergobreak doctor --privacy")
SETTINGS: Final = '[work]\nhours = ["00:00-24:00"]\n'
SHELL: Final = {"sh", "bash", "console", "shell"}
WITH_BLOCKS: Final = [
    page for page in pages() if any(each.language in SHELL for each in blocks(page))
]


def first(text: str) -> str:
    """Return the first line of a block."""
    return text.splitlines()[0]


def named(page: Path) -> list[str]:
    """Return the commands of ergobreak that a page names in a sentence or a table."""
    inline = re.findall(r"`([^`]+)`", prose(page))
    return [text for text in inline if re.match(r"ergobreak( |$)", text)]


def as_tried(line: str) -> str:
    """Return a line of a block as a test types it: what would go on for ever says one thing."""
    if line.endswith("--follow"):
        return f"exec 3< <(exec {line}); read -r told <&3; kill $!; exec 3<&-\n"
    return f"{line} || test $? = 1\n" if line in FINDING else f"{line}\n"


def settings_above(block: Block, found: list[Block]) -> Iterator[str]:
    """Yield the settings that somebody has who read the section of a block down to it."""
    tables = [
        each.text
        for each in found[: found.index(block)]
        if each.language == "toml" and each.section == block.section and "start" not in each.text
    ]
    yield from tables if any("[work]" in each for each in tables) else (SETTINGS, *tables)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield the variables of somebody with a home of their own; what they started ends."""
    runtime, settings = tmp_path / "runtime", tmp_path / ".config/ergobreak/ergobreak.toml"
    runtime.mkdir(mode=0o700)
    settings.parent.mkdir(parents=True, mode=0o700)
    settings.write_text(SETTINGS, encoding="utf-8")
    env = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "USER": "somebody",
        "XDG_RUNTIME_DIR": str(runtime),
        "LC_ALL": "C.UTF-8",
    }
    yield env
    subprocess.run(["ergobreak", "stop"], env=env, capture_output=True, timeout=60, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_BLOCKS, ids=lambda page: page.name)
def test_blocks_of_commands_run(page: Path, person: dict[str, str], tmp_path: Path) -> None:
    """What a page asks one to type works, block after block, in a home of its own."""
    found = list(blocks(page))
    settings = tmp_path / ".config/ergobreak/ergobreak.toml"
    for each in found:
        if each.language == "toml" and "start" in tomllib.loads(each.text):
            (tmp_path / "my-day.toml").write_text(each.text, encoding="utf-8")
    typed = [each for each in found if each.language in SHELL]
    if not any("ergobreak start\n" in each.text for each in typed):
        subprocess.run(["ergobreak", "start"], env=person, check=True, capture_output=True)

    for block in typed:
        text = block.text
        if first(text) in NOT_RUN:
            continue
        above = "\n".join(settings_above(block, found))
        if above != settings.read_text(encoding="utf-8"):
            settings.write_text(above, encoding="utf-8")
            # A person types slowly enough for what was saved to be in force.
            subprocess.run(["ergobreak", "restart"], env=person, check=True, capture_output=True)
        lines = "".join(map(as_tried, text.splitlines()))
        done = subprocess.run(
            ["bash", "-e", "-c", lines],
            cwd=tmp_path,
            env=person,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, (text, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr


def test_no_block_is_passed_over_for_nothing() -> None:
    """Each block that is not run is there, and every block says which language it is in."""
    every = [each for page in pages() for each in blocks(page)]
    starts = {first(each.text) for each in every if each.language in SHELL}

    assert set(NOT_RUN) - starts == set()
    assert [each for each in every if not each.language and "ergobreak " in first(each.text)] == [
        each for each in every if first(each.text).startswith("bindsym ")
    ]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_each_command_that_is_named_is_one(page: Path) -> None:
    """A command in a sentence or a table is known to the command line, options and all."""
    for command in named(page):
        words = shlex.split(re.sub(r"\s>.*", "", command))[1:]
        if not words or words[0] in {"--help", "--home", "[--home"} or {*"[|"} & {*command}:
            continue
        if words[0] == "help":
            assert words[1] in manual.VERBS or words[1].startswith("--"), command
            continue
        _, verb, rest = arguments.head(words)
        assert verb in manual.VERBS, command
        parser = arguments.parser(verb)
        try:
            (parser.parse_intermixed_args if verb in {"config", "log"} else parser.parse_args)(rest)
        except SystemExit:
            # A page may speak of a command without what has to follow it.
            assert command == f"ergobreak {verb}", command


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_settings_to_copy_are_good(page: Path) -> None:
    """A block of settings has not a single mistake; one that begins a day is a scenario."""
    for each in blocks(page):
        if each.language != "toml":
            continue
        table = tomllib.loads(each.text)
        if "start" in table or (
            {"exercises", "checks", "tips"} & table.keys() and "checks" in table
        ):
            continue
        assert config.read(each.text, calendar).problems == (), each.text


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_keys_that_are_set_by_a_command_are_real(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`config set`, `unset`, `explain` and `preset` of a page do what it says."""
    for command in named(page):
        words = shlex.split(command)[1:]
        if words[:1] == ["config"] and len(words) > 2 and words[2].islower():
            if words[1] not in {"set", "unset", "explain", "preset"}:
                continue
            code = cli.main(["--home", str(tmp_path), *words, *["--yes"] * (words[1] == "preset")])
            assert code == 0, (command, capsys.readouterr())


def test_every_link_leads_somewhere() -> None:
    """Each file that a page links to is there; the site itself is built without a warning."""
    links = [
        (page.name, target)
        for page in pages()
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if ":" not in target and not (page.parent / target).exists()
    ]

    assert links == []
