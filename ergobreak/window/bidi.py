"""Texts with Hebrew or Arabic letters, as Tk on X11 has to be given them: in the order of the eye.

Rules of this file:
1. Tk draws there one letter after the other from the left, and knows no form of a letter but one.
   On Windows and macOS it leaves that to the system, and a text is handed on as it is.
2. The libraries are loaded for a text with such letters, in the process of a window, and never
   for another one. Without them the text is shown as it is.
3. Lines are broken before they are turned: the beginning of a text belongs into the first line.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ergobreak.language import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Callable

# Hebrew to Arabic Extended-A, the forms of presentation, and the scripts of the East before them.
_TURNED: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_OPENING: Final = "([{<\u00ab\u2039"
_CLOSING: Final = ")]}>\u00bb\u203a"
_PARTNERS: Final = dict(zip(_OPENING + _CLOSING, _CLOSING + _OPENING, strict=True))
_IS_LEFT_TO_THE_SYSTEM: Final = sys.platform in {"win32", "darwin"}


def visual(text: str) -> str:
    """Return a text, line by line, as it has to be drawn from left to right."""
    if _IS_LEFT_TO_THE_SYSTEM or not _TURNED.search(text):
        return text
    return "\n".join(_turned(line, is_right_to_left()) for line in text.split("\n"))


def fitted(text: str, width: int, measure: Callable[[str], int]) -> str:
    """Return a text to draw, broken into lines of at most so many pixels where Tk must not do it.

    Tk would break a text that has been turned where it ends. `width` 0: it is never broken.
    """
    if _IS_LEFT_TO_THE_SYSTEM or not _TURNED.search(text):
        return text
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and width and measure(visual(longer)) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return visual("\n".join(lines))


@lru_cache(maxsize=512)
def _turned(line: str, is_page_turned: bool) -> str:  # noqa: FBT001  of a cache by position
    """Return a line in visual order; on a page from the right it begins there in any case."""
    try:
        from bidi import get_display

        if _ARABIC.search(line):
            from arabic_reshaper import reshape

            line = reshape(line)
    except ImportError:
        return line
    return _faced(str(get_display(line, base_dir="R" if is_page_turned else None)))


def _faced(line: str) -> str:
    """Return a line whose brackets face what they hold: the library turns places and no shapes.

    A pair that was turned comes with its end first. One alone, as in ":)", stays as it is.
    """
    found, waiting = list(line), list[int]()
    for place, char in enumerate(line):
        partner = _PARTNERS.get(char)
        if partner is None:
            continue
        if not waiting or line[waiting[-1]] != partner:
            waiting.append(place)
            continue
        begin = waiting.pop()
        if char in _OPENING:
            found[begin], found[place] = char, partner
    return "".join(found)
