"""The commented file that is shipped, and what single mistakes in it lead to."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

from ergobreak import config
from ergobreak.config.settings import Settings, in_file

TEXT = (Path(__file__).parents[2] / "config" / "ergobreak.toml").read_text(encoding="utf-8")
# A comment has a space behind its sign, a value that is commented out has none.
FULL = re.sub(r"^#(?=[^ \n:])", "", TEXT, flags=re.MULTILINE)


def leaves(table: dict[str, Any]) -> list[str]:
    """Return the keys of a table, inner ones too, that are no tables."""
    found = []
    for key, value in table.items():
        found += leaves(value) if isinstance(value, dict) else [key]
    return found


def test_every_value_is_commented_out() -> None:
    """The file as shipped sets nothing: better defaults reach old users."""
    assert leaves(tomllib.loads(TEXT)) == []
    assert config.read(TEXT) == config.read("")


def test_shipped_values_are_the_defaults() -> None:
    """The file without its comment signs is word for word what an empty file means."""
    checked = config.read(FULL)

    assert checked.problems == ()
    assert checked.settings == config.defaults()


def test_every_default_is_shipped() -> None:
    """No key with a default is missing from the file."""
    shown = config.as_dict(config.defaults())
    shipped = tomllib.loads(FULL)
    # Turning one off is told in words; what the others leave out is the same for every reminder.
    silent = {"enabled", "strict", "show", "ask_reason"}

    for name, table in shown["reminders"].items():
        assert set(table) - silent <= set(shipped["reminders"][name])
    for name in shown.keys() - {"reminders"}:
        assert leaves({name: shown[name]}) == leaves({name: shipped[name]})
    assert {each.encode_name for each in in_file(Settings)} == set(shipped)


def test_single_mistakes_are_told_where_they_are() -> None:
    """200 random slips in the file: never a failure, and an error names the line of the slip."""
    chance = random.Random(2026)
    lines = [line for line in FULL.split("\n") if line and not line.startswith("#")]
    told, on_line = 0, 0
    for _ in range(200):
        number = chance.randrange(len(lines))
        line = lines[number]
        at = chance.randrange(len(line))
        slip = chance.choice(["", line[at] * 2, chance.choice('abz09"=[]{}#.,\0\x1b\u00e9 ')])
        mutated = [*lines[:number], line[:at] + slip + line[at + 1 :], *lines[number + 1 :]]

        checked = config.read("\n".join(mutated))

        errors = [problem for problem in checked.problems if problem.is_error]
        assert (checked.settings is None) == bool(errors)
        if errors:
            told += 1
            on_line += any(problem.line == number + 1 for problem in errors)
            assert config.check_text(checked, "f").replace("\n", "").isprintable()
    assert told > 120
    assert on_line > 0.9 * told
