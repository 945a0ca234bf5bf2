"""What is made from the code is as the code says: man page, commands, settings, advice.

On Debian what reads the man page are the packages mandoc, man-db and groff-base.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

import check
from ergobreak.cli import command_page, man, manual
from ergobreak.config import evidence, keys, presets, reference
from ergobreak.config.settings import Settings
from ergobreak.content import advice

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = {
    "config/ergobreak.1": man.page,
    "docs/advice.md": advice.page,
    "docs/commands.md": command_page.page,
    "docs/configuration.md": reference.page,
}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_generated_is_up_to_date(name: str) -> None:
    """It is as the code would write it now; `python3 check.py generate` writes it."""
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name](), "python3 check.py generate"


def test_generate_knows_them_all() -> None:
    """The step that writes them names each with the module that prints it."""
    printed = {name: page.__module__ for name, page in PAGES.items()}

    assert printed == check.GENERATED


def test_every_key_is_in_the_reference() -> None:
    """Each single value of the settings has a row, and each source of a number is told."""
    page = reference.page()
    single = [each for each in keys.leaves(keys.Place((), Settings)) if not each.is_named]
    sources = {evidence.of(path) for path in evidence.paths()}

    assert [each.key for each in single if f"| `{each.path[-1]}` |" not in page] == []
    # What is told of a reminder that only a preset has stands with the preset's key.
    assert {source for source in sources if source not in page} <= {
        evidence.of(("reminders", "micro", "every"))
    }
    assert all(f"| `{name}` |" in page for name in presets.NAMES)


def test_every_command_is_in_the_man_page_and_on_the_page() -> None:
    """Each verb is there with its example."""
    troff = man.page().replace("\\-", "-").replace("\\(aq", "'")
    markdown = command_page.page()

    for verb in manual.VERBS.values():
        assert f"### {verb.name}\n" in markdown
        assert f"`{verb.example}`" in markdown
        assert f".B {verb.example}\n" in troff


@pytest.mark.parametrize(
    "reader",
    [
        ("mandoc", "-T", "lint", "-W", "style"),
        ("man", "--warnings", "--local-file"),
    ],
    ids=["mandoc", "man"],
)
def test_readers_of_man_pages_have_nothing_to_say(reader: tuple[str, ...]) -> None:
    """No warning; a date is missing on purpose, so that the same code gives the same page."""
    program = shutil.which(reader[0])
    if program is None:
        (pytest.fail if os.environ.get("ERGOBREAK_DESKTOP") == "require" else pytest.skip)(
            f"{reader[0]} is not installed"
        )
    told = subprocess.run(
        [*reader, "config/ergobreak.1"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANPAGER": "cat", "MANWIDTH": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = told.stdout if reader[0] == "mandoc" else told.stderr

    assert [line for line in complaints.splitlines() if "missing date" not in line] == []
    if reader[0] == "man":
        assert "ergobreak - a quiet break reminder" in told.stdout
