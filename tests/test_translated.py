"""What is told in another language: texts of its catalogue, and names that stay as they are.

The other language is English in brackets, so whatever is outside them was not looked up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ergobreak import language
from ergobreak.cli import formats, setup_answers, source_looks, stats_words, table
from ergobreak.cli.remedies import PARTS, Look, diagnose
from ergobreak.cli.setup_terminal import confirmed
from ergobreak.cli.surroundings import System
from ergobreak.dataclass import replace
from ergobreak.history import spoken
from ergobreak.report import Asked, page, sheet
from tests.core.test_view import Bracketed
from tests.history.test_monday import STRETCH, WALK, facts, offered, prompts
from tests.report.pages import EXERCISES, FIRST, NOW, lines, recorded
from tests.report.reading import Node, read
from tests.report.test_sheet import PAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the catalogues of the program do not hold: names of the log, of the person, of commands.
NAMES = {"ergobreak", "Neck", "Long", "Calf", "turn", "nod", "raise", "Stretch", "Walk", "Posture"}
LINE = {"id": "", "at": "2026-03-02T10:00:00+01:00", "event": "clock_moved"}


@pytest.fixture(autouse=True)
def _in_brackets() -> Iterator[None]:
    language.speak("pt_BR", Bracketed())
    yield
    language.speak(language.ENGLISH)


def bare(text: str) -> list[str]:
    """Return the words of a text that stand in no brackets."""
    depth, kept = 0, ""
    for char in text:
        depth += (char == "[") - (char == "]")
        kept += char if not depth else " "
    return re.findall(r"[^\W\d_]{2,}", kept)


def said(node: Node) -> Iterator[str]:
    """Yield what a page says in words and in attributes, without its code."""
    for name in ("title", "aria-label"):
        yield node.attributes.get(name, "")
    for each in node.inside:
        if isinstance(each, str):
            yield each
        elif each.tag not in {"script", "style"}:
            yield from said(each)


@pytest.mark.parametrize("name", ["report", "nothing", "sheet"])
def test_a_page_is_in_the_language_that_is_spoken(name: str) -> None:
    """Each word of a page, in its pictures too, is a text of the catalogue; the page says whose."""
    asked = Asked(FIRST, NOW, EXERCISES, 1200)
    made = {
        "report": lambda: page(recorded(), asked),
        "nothing": lambda: page([], asked),
        "sheet": lambda: sheet.page(
            lines(), replace(PAIN, reminders=(), left_out=(), pains=()), NOW
        ),
    }
    whole = read(made[name]())

    assert whole.one("html").attributes["lang"] == "pt-BR"
    assert set(bare(" ".join(said(whole)))) - NAMES == set()


def test_what_names_a_thing_is_the_same_in_each_language() -> None:
    """The answer to an offer and the package that mends a part are found in any language."""
    told = prompts(
        *((day, f"{9 + 3 * n:02}:00", "stretch", "skip") for day in range(5) for n in (0, 1))
    )
    offer = offered(told, facts(STRETCH, WALK))
    found = diagnose([Look(part, "missing", "") for part in PARTS], System("debian", has_bus=False))
    mends = {each.part: each.mend for each in found}

    assert offer is not None
    assert offer.id == "space stretch"
    assert offer.text.startswith("[")
    assert "libpam-systemd" in mends["lock"]
    assert source_looks.of_reader("auto", is_read_aloud=False).part in PARTS


def test_the_log_is_told_in_words() -> None:
    """An event, its reason and an amount are words of the catalogue; a reminder keeps its name."""
    rows = table.table(
        [
            LINE,
            {**LINE, "event": "held", "reminder": "stretch", "reason": "quiet_hours"},
            {**LINE, "event": "discomfort", "reason": "lower back", "level": 4},
            {**LINE, "event": "drank", "ml": 375, "seconds": 95},
        ],
        replace(table.PLAIN, glass=250),
    ).splitlines()

    assert [bare(row) for row in rows] == [[], ["stretch"], [], []]
    assert "[clock moved]" in rows[0]


def test_what_is_typed_may_be_english() -> None:
    """Days, no water and yes are understood in English, and as the question words them."""
    assert setup_answers.read("days", "every day") == setup_answers.read("days", "[every day]")
    assert setup_answers.read("glass", "no water") == setup_answers.read("glass", "[no water]")
    assert confirmed("?", print, lambda _question: "yes")
    assert not confirmed("?", print, lambda _question: "n")
    assert not confirmed("?", print, lambda _question: "[no]")


def test_a_bar_tells_of_no_daemon_in_words() -> None:
    """That nothing runs is said in the language spoken, while what a script compares is not."""
    form = "{headline}|{icon}|{paused}"

    assert formats.line(form, formats.stopped()) == "[ergobreak is not running]|stopped|no"
    assert formats.line("waybar", formats.stopped()).count("[") == 3


def test_figures_stand_inside_their_sentences() -> None:
    """A length, an amount and an aside are placed by the catalogue."""
    assert spoken.with_aside(spoken.span(3660), "call") == "[[1 h 01], [in calls]]"
    assert stats_words.litres(1250) == "[1.25 l]"
