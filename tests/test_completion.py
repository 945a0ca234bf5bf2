"""The Tab key: what may stand next, by the manual, the parsers and the settings; in real shells.

On Debian the shells are the packages bash, zsh and fish.
"""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import cli
from ergobreak.cli import completion, manual, options
from ergobreak.cli.completion_words import FILES, FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS: Final = """
[reminders.plants]
title = "Water the plants"
at = ["16:00"]

[profiles.home.exercises]
place = "home"

[hooks.lamp]
on = ["started"]
run = ["/usr/bin/true"]
"""
SHELLS: Final = ("bash", "zsh", "fish")
HERE: Final = str(Path(sys.executable).parent)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an instance's folder with a reminder and a profile of one's own."""
    (tmp_path / "ergobreak.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def answers(line: str, home: Path | None = None) -> list[str]:
    """Return what may stand in place of the last word; a line that ends in a space begins one."""
    before = ["--home", str(home)] if home else []
    words = [*before, *line.split(" ")]
    return [word.text for word in completion.answer(words)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("prev", ["preview"]),
        ("--h", ["--home", "--help"]),
        ("stats --we", ["--week"]),
        ("stats --monday ", ["show", "yes", "keep", "never"]),
        ("autostart ", ["on", "off", "status"]),
        ("completion ", ["bash", "zsh", "fish"]),
        ("setup --preset l", ["light"]),
        ("help simu", ["simulate"]),
        ("why mon", ["monday"]),
        ("ignore c", ["call", "calendar"]),
        ("log --day yes", ["yesterday"]),
        ("log pu", ["purge"]),
        ("config set window.the", ["window.theme"]),
        ("config set window.theme li", ["light"]),
        ("config set busy.camera ", ["true", "false"]),
        ("config preset every-9", ["every-90"]),
        ("config check ", [FILES.text]),
        ("simulate ", [FILES.text]),
        ("export -o ", [FILES.text]),
        ("take --home ", [FOLDERS.text]),
        ("exercises show neck-t", ["neck-turn"]),
        ("quit --ho", ["--home"]),
        ("skip ", []),
        ("no-such-verb ", []),
        ("config explain no-such-key ", []),
    ],
)
def test_what_may_come_next(line: str, expected: list[str]) -> None:
    """Verbs, options, choices, keys, values, exercises and files are offered where they fit."""
    assert answers(line) == expected


def test_names_of_ones_own_are_offered(home: Path) -> None:
    """A reminder and a profile of the person's settings, by the home that the line names."""
    assert "plants" in answers("take ", home)
    assert answers("preview pl", home) == ["plants"]
    assert answers("config explain reminders.plants.ti", home) == ["reminders.plants.title"]
    assert answers("profile use h", home) == ["home"]
    assert answers("hooks test ", home) == ["lamp"]


def test_every_verb_and_every_option_is_offered() -> None:
    """What the manual and the parsers have appears by itself."""
    assert answers("") == list(manual.VERBS)
    for verb in manual.VERBS:
        flags = {flag for each in options.of(verb) for flag in each.flags if len(flag) > 2}
        assert flags <= set(answers(f"{verb} -")), verb


def test_each_word_of_exercises_is_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is completed behind `exercises` is known to it, and nothing that it knows is missing."""
    assert cli.main(["--home", str(home), "exercises", "what"]) == 2

    assert f"There are: {', '.join(answers('exercises '))}." in capsys.readouterr().err


def test_it_never_complains(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the midst of a line nothing is said: no mistake in the settings, no unknown word."""
    (home / "ergobreak.toml").write_text("[reminders.plants\n", encoding="utf-8")

    for line in (["take", ""], ["--home"], ["config", "set", "= ", ""], []):
        cli.main(["--home", str(home), "completion", "ask", *line])
        assert capsys.readouterr().err == ""

    assert "stretch" in answers("take ", home)


def test_a_name_cannot_command_the_terminal(home: Path) -> None:
    """A name with a line break or an escape sequence is not offered."""
    text = (
        '[reminders."a\\u001b[31mb"]\nat = ["16:00"]\n[reminders."two\\nlines"]\nat = ["16:00"]\n'
    )
    (home / "ergobreak.toml").write_text(text, encoding="utf-8")

    found = answers("take ", home)

    assert "stretch" in found
    assert all(name.isprintable() for name in found)


def test_each_shell_has_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """`completion SHELL` prints the file that is shipped for it."""
    for shell in SHELLS:
        assert cli.main(["completion", shell]) == 0
        told = capsys.readouterr().out
        assert f"in {shell}" in told
        assert "completion ask" in told
    assert cli.main(["completion", "csh"]) == 2


# ---------------------------------------------------------------- real shells


def shell_of(name: str) -> str:
    """Return the path of a shell; skip, or fail where everything has to be there."""
    found = shutil.which(name)
    if found is None:
        (pytest.fail if os.environ.get("ERGOBREAK_DESKTOP") == "require" else pytest.skip)(
            f"{name} is not installed"
        )
    assert found is not None
    return found


@pytest.fixture
def surroundings(home: Path) -> dict[str, str]:
    """Return variables for a shell that knows nothing but ergobreak and its own home."""
    return {
        "PATH": f"{HERE}:/usr/bin:/bin",
        "HOME": str(home),
        "ERGOBREAK_HOME": str(home),
        "TERM": "dumb",
        "PS1": "$ ",
        "LC_ALL": "C.UTF-8",
    }


class Terminal:
    """A shell on a terminal of its own, with a person who types."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.seen = ""
        self._here, there = pty.openpty()
        self._process = subprocess.Popen(
            command, env=env, stdin=there, stdout=there, stderr=there, start_new_session=True
        )
        os.close(there)

    def shows(self, keys: str, awaited: str) -> bool:
        """Type, and tell whether the terminal then shows something new within 20 s."""
        start = len(self.seen)
        os.write(self._here, keys.encode())
        deadline = time.monotonic() + 20
        while awaited not in self.seen[start:]:
            ready, _, _ = select.select([self._here], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                return False
            told = os.read(self._here, 4096).decode(errors="replace")
            self.seen += told.replace("\r", "").replace("\a", "")
        return True

    def close(self) -> None:
        """End the shell."""
        self._process.kill()
        self._process.wait(10)
        os.close(self._here)


@pytest.fixture(params=["bash", "zsh"])
def terminal(request: pytest.FixtureRequest, surroundings: dict[str, str]) -> Iterator[Terminal]:
    """Return a shell whose Tab key has been taught."""
    name = request.param
    plain = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}[name]
    found = Terminal([shell_of(name), *plain], {**surroundings, "PROMPT": "$ "})
    # Echoed as it is typed, so the sign is one that only the answer shows.
    begin = {"bash": "bind 'set bell-style none'", "zsh": "autoload -U compinit; compinit -u"}[name]
    assert found.shows(
        f"{begin}; eval \"$(ergobreak completion {name})\"; echo re''ady\n", "ready\n"
    )
    yield found
    found.close()


@pytest.mark.slow
def test_tab_completes_in_bash_and_zsh(terminal: Terminal) -> None:
    """A verb, an option, a reminder of one's own and a word with a blank come by the Tab key."""
    assert terminal.shows("ergobreak prev\t", "ergobreak preview "), terminal.seen
    assert terminal.shows("pl\t", "plants "), terminal.seen
    assert terminal.shows("\x15ergobreak stats --we\t", "ergobreak stats --week "), terminal.seen
    assert terminal.shows("\x15ergobreak hurt up\t", "upper\\ back "), terminal.seen


@pytest.mark.slow
def test_tab_completes_files_in_bash_and_zsh(terminal: Terminal, home: Path) -> None:
    """Where a file is wanted the shell completes its own way."""
    (home / "a-folder").mkdir()
    (home / "a-folder" / "settings.toml").touch()
    assert terminal.shows(f"cd {home}; echo the''re\n", "there\n"), terminal.seen
    assert terminal.shows("ergobreak config check a-f\t", "a-folder/"), terminal.seen
    assert terminal.shows("s\t", "settings.toml"), terminal.seen


@pytest.mark.slow
def test_tab_completes_in_fish(surroundings: dict[str, str], home: Path) -> None:
    """The same in fish, which tells what it would offer."""
    (home / "settings.toml").touch()

    def offered(line: str) -> list[str]:
        lines = "ergobreak completion fish | source; cd $HOME; complete -C $argv[1]"
        told = subprocess.run(
            [shell_of("fish"), "--no-config", "-c", lines, line],
            env=surroundings,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert told.stderr == ""
        return told.stdout.splitlines()

    assert offered("ergobreak prev") == ["preview\tshow the real prompt; nothing is logged"]
    assert offered("ergobreak preview pl") == ["plants\tWater the plants"]
    assert offered("ergobreak stats --we") == ["--week\tonly this week"]
    assert "settings.toml" in [each.split("\t")[0] for each in offered("ergobreak config check ")]
