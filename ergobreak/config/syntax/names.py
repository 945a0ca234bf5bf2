"""The first slip in a name and in the sign behind it."""

from __future__ import annotations

import re
from typing import Final

from ergobreak.config.syntax import texts
from ergobreak.config.syntax.slip import CURLY, Mend, Slip, end_of, short
from ergobreak.language import _

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_DOT: Final = re.compile(r"[ \t]*\.[ \t]*")
_SPACE: Final = re.compile(r"[ \t]*")
_TWICE: Final = re.compile(r"[ \t]*[=>]+[ \t]*")
_WORDS: Final = re.compile(r"[A-Za-z0-9_-]+(?:[ \t]+[A-Za-z0-9_-]+)*(?=[ \t]*=)")
_STRANGE: Final = re.compile(r"[^\s=:\].\[,\"'{}#]+")
_CURLY: Final = re.compile(rf"[{CURLY}]([^{CURLY}\"'=\n]*)[{CURLY}]")


def name_end(text: str, at: int) -> int:
    """Return where a name, perhaps with dots in it, ends. Raises Slip."""
    while True:
        at = _part_end(text, at)
        dot = _DOT.match(text, at)
        if dot is None:
            return at
        at = dot.end()


def equals_end(text: str, at: int) -> int:
    """Return where the value begins, behind the sign that stands at the end of a name."""
    sign = end_of(_SPACE, text, at)
    char = text[sign : sign + 1]
    if char == "=":
        again = _TWICE.match(text, sign + 1)
        if again and again[0].strip():
            place = sign + 1 + len(again[0]) - len(again[0].lstrip())
            what = _("one sign too many between a name and its value")
            raise Slip(place, what, mend=Mend(sign, again.end(), "= "))
        return end_of(_SPACE, text, sign + 1)
    if char == ":":
        end = sign + 1 + text.startswith("=", sign + 1)
        what = _('"{text}" where "=" belongs').format(text=text[sign:end])
        raise Slip(sign, what, mend=Mend(sign, end, " ="))
    if words := _WORDS.match(text, sign):
        first = re.search(r"[^\s.{,]+$", text[:at])
        start = first.start() if first else at
        write = re.sub(r"[ \t]+", "_", text[start : words.end()])
        raise Slip(at, _("a name has no spaces"), write, Mend(start, words.end(), write))
    if char and (char in "\"'[{" or char.isalnum()):
        raise Slip(sign, _("there is no = before the value"), mend=Mend(sign, sign, "= "))
    if char and char not in "\n#":
        strange = _STRANGE.match(text, sign)
        raise Slip(
            sign,
            _("no sign for a name: {short}").format(short=short(strange[0] if strange else char)),
        )
    raise Slip(sign, _("a name without = and a value"))


def _part_end(text: str, at: int) -> int:
    char = text[at : at + 1]
    if char and char in "\"'":
        end = texts.text_end(text, at)
        if text.startswith(char * 3, at):
            raise Slip(at, _("a name stands on one line, in single or double quotes"))
        return end
    match = _BARE.match(text, at)
    end = match.end() if match else at
    if strange := _STRANGE.match(text, end):
        if curly := _CURLY.match(text, at):
            write = f'"{curly[1]}"'
            raise Slip(at, _("a name needs no such quotes"), write, Mend(at, curly.end(), write))
        whole = text[at : strange.end()]
        if any(char.isalpha() for char in whole):
            what = _("a name with other signs than a-z, 0-9, - and _ needs quotes: {short}").format(
                short=short(whole)
            )
            raise Slip(end, what, f'"{short(whole)}"', Mend(at, strange.end(), f'"{whole}"'))
        raise Slip(end, _("no sign for a name: {short}").format(short=short(strange[0])))
    if match is None:
        what = _("there is no name before =") if char == "=" else _("there is no name here")
        raise Slip(at, what)
    return end
