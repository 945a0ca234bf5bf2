"""Windows in a language that is written from right to left, and texts with letters of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from ergobreak import language
from ergobreak.content.exercise import AREAS
from ergobreak.window import bidi, mirror
from ergobreak.window.breaks.layout import Layout, Line, Mark, Placed
from ergobreak.window.breaks.monitors import Area
from ergobreak.window.breaks.scene import Button
from ergobreak.window.web.page import page
from ergobreak.window.welcome import words

if TYPE_CHECKING:
    from collections.abc import Iterator

ALEF, BET, GIMEL = "\u05d0", "\u05d1", "\u05d2"
SALAM: Final = "\u0633\u0644\u0627\u0645"
SHAPED: Final = "\ufee1\ufefc\ufeb3"  # the same as it is drawn, from left to right and joined
LINE: Final = {
    "look": {"accent": ""},
    "left": 300,
    "paused": False,
    "title": ALEF,
    "text": "",
    "tip": "",
}


class Hebrew:
    """A catalogue in which every text is one letter."""

    def find(self, _text: str, _context: str = "") -> str:
        """Return the letter."""
        return ALEF

    def find_plural(self, _one: str, _many: str, _number: int) -> str:
        """Return the letter."""
        return ALEF


@pytest.fixture
def _from_the_right() -> Iterator[None]:
    language.speak("he", Hebrew())
    yield
    language.speak(language.ENGLISH)


def test_other_texts_are_left_alone() -> None:
    """A text without such letters is drawn and broken by Tk as ever."""
    text = "Stretch (5 min), \u043f\u0435\u0440\u0435\u0440\u044b\u0432"

    assert bidi.visual(text) == text
    assert bidi.fitted(text, 1, len) == text


@pytest.mark.linux("Tk draws letters as written")
def test_letters_are_put_into_the_order_of_the_eye() -> None:
    """Hebrew runs from the right, numbers and Latin words in it do not; Arabic letters join."""
    assert bidi.visual(f"{ALEF}{BET} 15") == f"15 {BET}{ALEF}"
    assert bidi.visual(f"{ALEF} ergobreak stop {BET}") == f"{BET} ergobreak stop {ALEF}"
    assert bidi.visual(SALAM) == SHAPED


@pytest.mark.linux("Tk draws letters as written")
@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        (f"{ALEF} ({BET}) ({GIMEL})", f"({GIMEL}) ({BET}) {ALEF}"),
        (f"{ALEF} (b) [c]", f"[c] (b) {ALEF}"),
        (f"{ALEF} ({BET} [{GIMEL}])", f"([{GIMEL}] {BET}) {ALEF}"),
        (f"{ALEF} (", f"( {ALEF}"),
    ],
)
def test_brackets_face_what_they_hold(text: str, drawn: str) -> None:
    """A pair embraces its words wherever it has come to stand; one alone stays as it is."""
    assert bidi.visual(text) == drawn


@pytest.mark.linux("Tk draws letters as written")
def test_lines_are_broken_before_they_are_turned() -> None:
    """The beginning of a text stands in the first line, and each line fits."""
    text = f"{ALEF * 4} {BET * 4} {GIMEL * 4}\n{ALEF}"

    assert bidi.fitted(text, 9, len).split("\n") == [f"{BET * 4} {ALEF * 4}", GIMEL * 4, ALEF]
    assert bidi.fitted(text, 0, len).count("\n") == 1


def test_english_has_its_usual_sides() -> None:
    """What is written down for left and right stays there, and arrows lead where they point."""
    assert (mirror.side("left"), mirror.edge("nw"), mirror.pads(1, 2)) == ("left", "nw", (1, 2))
    assert [mirror.column(place, 3) for place in range(3)] == [0, 1, 2]
    assert [mirror.step(key) for key in ("Right", "Left", "Down", "Up")] == [1, -1, 1, -1]


@pytest.mark.usefixtures("_from_the_right")
def test_sides_change_places() -> None:
    """From the right everything has the other side, and the left arrow leads on."""
    assert (mirror.side("left"), mirror.edge("nw"), mirror.pads(1, 2)) == ("right", "ne", (2, 1))
    assert [mirror.column(place, 3) for place in range(3)] == [2, 1, 0]
    assert [mirror.step(key) for key in ("Right", "Left", "Down", "Up")] == [-1, 1, 1, -1]


def test_a_layout_is_seen_in_a_mirror() -> None:
    """All that stands at the left stands as far from the right; lines end where they began."""
    area, turned = Area(10, 5, 20, 8), Area(70, 5, 20, 8)
    layout = Layout(
        100,
        50,
        lines=(Line(10, 5, "a", "text"),),
        marks=(Mark(area, 1, is_current=True),),
        buttons=(Placed(Button("take"), area),),
        figure=area,
    )

    found = layout.mirrored()

    assert found.is_mirrored
    assert found.lines[0].x == 90
    assert (found.marks[0].area, found.buttons[0].area, found.figure) == (turned, turned, turned)
    assert found.ring is None
    assert found.at(75, 6) == found.buttons[0]


def test_the_page_says_how_it_is_written() -> None:
    """A browser learns the language, and from where it is read."""
    assert '<html lang="en" dir="ltr"' in page(LINE, ())


@pytest.mark.usefixtures("_from_the_right")
def test_the_page_is_read_from_the_right() -> None:
    """A page in Hebrew says so, and its own words are in Hebrew."""
    found = page(LINE, ())

    assert '<html lang="he" dir="rtl"' in found
    assert "Carry on slowly" not in found


def test_each_area_has_words() -> None:
    """No area of the exercises is without a name for people, and none is made up."""
    assert tuple(words.AREA_NAMES) == AREAS
