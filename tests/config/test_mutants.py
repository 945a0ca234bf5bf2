"""What thousands of single slips lead to: an error at the slip, and never a failure."""

from __future__ import annotations

import os
import random
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ergobreak import config
from ergobreak.adapters.time import calendar
from tests.config.mutants import Mutant, mutant
from tests.config.test_shipped import FULL

LINES = [line for line in FULL.split("\n") if line and not line.startswith("#")]
SEED = 2026
# Seconds of work. A file takes some hundredths; the rest is room for a slow machine.
LIMIT = 5.0
PIECES = some.sampled_from(
    [
        *("[", "]", "{", "}", '"', "'", '"""', "'''", "=", ".", ",", "#", "\n", "\r\n", "\t", " "),
        *("\\", ":", "[work]", "[[reminders.x]]", "hours", "every", "90m", "true", "08", "\u201c"),
    ]
)


def looked_at(one: Mutant) -> bool | None:
    """Tell whether the first error stands in the line of the slip and names it; None: no error."""
    start = time.process_time()
    checked = config.read(one.text, calendar)
    text = config.check_text(checked, "f")
    assert time.process_time() - start < LIMIT
    assert text.replace("\n", "").isprintable()
    errors = [each for each in checked.problems if each.is_error]
    assert (checked.settings is None) == bool(errors)
    if not errors:
        return None
    assert "not TOML" not in text, text
    first = errors[0].text("f").split("\n")[0]
    return errors[0].line == one.line and any(name in first for name in one.names)


def share(number: int) -> tuple[float, int]:
    """Return how many of these mutants are told exactly, and how many are no sound config."""
    chance = random.Random(SEED)
    found = [looked_at(mutant(LINES, chance)) for _ in range(number)]
    wrong = [each for each in found if each is not None]
    return sum(wrong) / len(wrong), len(wrong)


def test_a_few_slips_are_told_where_they_are() -> None:
    """A sample of the many: place and name are those of the slip."""
    exact, wrong = share(40)

    assert wrong > 30
    assert exact >= 0.9


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_thousand_slips_are_told_where_they_are() -> None:
    """At least 95 of 100 errors name the line and the key of the slip; none is a failure."""
    exact, wrong = share(int(os.environ.get("ERGOBREAK_MUTANTS", "2000")))

    sys.stdout.write(f"{wrong} mutants are no sound config; {exact:.2%} have line and key\n")
    assert exact >= 0.95


@given(some.one_of(some.text(), some.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_answered(text: str) -> None:
    """Whatever the text: settings, or errors with words that a terminal can show."""
    checked = config.read(text, calendar)

    assert (checked.settings is None) == any(each.is_error for each in checked.problems)
    assert config.check_text(checked, "f").replace("\n", "").isprintable()


@given(some.integers(0, len(FULL) - 1), some.lists(PIECES, max_size=3).map("".join))
def test_any_piece_in_a_sound_file_is_answered(at: int, piece: str) -> None:
    """Scraps in the midst of the shipped file: the lines before them stay free of complaints."""
    checked = config.read(FULL[:at] + piece + FULL[at:], calendar)

    line = FULL[:at].count("\n") + 1
    assert all(each.line >= line for each in checked.problems if each.is_error)
