"""The safety notes: complete, with their meaning kept, and shown on the page of help."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from ergobreak import content
from ergobreak.content.safety import EMERGENCY, FIRST_RUN, Note, find, note, notes

PAGE = html.unescape(Path(content.__file__).with_name("help.html").read_text(encoding="utf-8"))
HELP = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", PAGE))

# What may not get lost, whoever rewords a note.
KEPT = {
    "about": "not a diagnosis|not a treatment",
    "before-first-set": "surgery|pregnancy|professional|hide",
    "while-moving": "slowly|breathing|stop",
    "not-in-acute-pain": "severe|skip|advice",
    "see-a-doctor": "two to three days|hardly move|numbness|weakness|cramps",
    "urgent": "emergency|genitals|bladder|bowels|both legs|accident",
    "stop-signs": "at once|chest pain|faintness|breath|headache",
    "fluids": "prescription|force|limit",
    "medicines": "nothing|never|change|stop",
}


def test_no_note_got_lost() -> None:
    """All nine notes are there; those of the first run and of an emergency are among them."""
    assert [each.id for each in notes()] == list(KEPT)
    assert {*FIRST_RUN, *EMERGENCY} <= set(KEPT)


@pytest.mark.parametrize("name", KEPT)
def test_each_note_keeps_its_meaning(name: str) -> None:
    """Every sign and every warning is in the text, which is whole sentences."""
    text = note(name)

    assert [word for word in KEPT[name].split("|") if word not in text.lower()] == []
    assert text.endswith(".")
    assert "- " not in text


def test_signs_read_as_one_sentence() -> None:
    """Where there is no room for a list, the signs complete the sentence."""
    assert Note("n", "Stop with", ("chest pain", "faintness")).text == (
        "Stop with chest pain, or faintness."
    )
    assert note("urgent").startswith("Get emergency help for back pain with numbness around")
    assert len(find("urgent").signs) == 4
    assert find("about").signs == ()


@pytest.mark.parametrize("each", notes(), ids=lambda each: each.id)
def test_the_page_of_help_shows_it(each: Note) -> None:
    """The page says what the note says, word by word, each sign a line of its own."""
    assert each.head in HELP
    assert [sign for sign in each.signs if f"<li>{sign}</li>" not in PAGE] == []


def test_an_unknown_note_is_an_error() -> None:
    """A wrong name does not come back as silence."""
    with pytest.raises(KeyError):
        note("remedy")
