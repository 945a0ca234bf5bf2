"""The first slip in a value: texts without quotes, lists without commas, and what else happens.

Rule of this file: what is judged here stands in a statement that tomllib has refused.
"""

from __future__ import annotations

import re
from typing import Final

from ergobreak.config.syntax import bare, names, texts
from ergobreak.config.syntax.slip import Mend, Slip, end_of, is_toml, short
from ergobreak.language import _

BLANK: Final = re.compile(r"(?:\s+|#[^\n]*)*")

_DEEPEST: Final = 40
_SPACE: Final = re.compile(r"[ \t]*")
_ENTRY: Final = re.compile(r"[A-Za-z0-9_.-]+[ \t]*[=:]")
_QUOTED: Final = re.compile(r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")


def value_end(text: str, at: int, depth: int = 0) -> int:
    """Return where a value ends. Raises Slip at the first mistake in it."""
    if depth > _DEEPEST:
        raise Slip(at, _("nested too deeply"))
    char = text[at : at + 1]
    if char and char in "\"'":
        return texts.text_end(text, at)
    if char == "[":
        return _list_end(text, at, depth)
    if char == "{":
        return _table_end(text, at, depth)
    return bare.bare_end(text, at, is_inside=depth > 0)


def _list_end(text: str, start: int, depth: int) -> int:
    end = start + 1
    while True:
        at = end_of(BLANK, text, end)
        char = text[at : at + 1]
        if char == "]":
            return at + 1
        if char == ",":
            raise Slip(at, _("a comma without a value before it"), mend=Mend(at, at + 1, ""))
        if not char or char in ")}":
            raise _between(text, end, at, "]")
        end = value_end(text, at, depth + 1)
        at = end_of(BLANK, text, end)
        if text[at : at + 1] == ",":
            end = at + 1
        elif text[at : at + 1] != "]":
            raise _between(text, end, at, "]")


def _table_end(text: str, start: int, depth: int) -> int:
    end, known = start + 1, set[str]()
    while True:
        at = _on_line(text, end, start)
        if text[at : at + 1] == "}" and not known:
            return at + 1
        if not text[at : at + 1] or text[at] in ")]":
            raise _between(text, end, at, "}")
        if text[at] == "}":
            comma = text.rindex(",", start, at)
            raise Slip(comma, _("a comma with nothing behind it"), mend=Mend(comma, comma + 1, ""))
        if text[at] == ",":
            raise Slip(at, _("a comma with nothing before it"), mend=Mend(at, at + 1, ""))
        name_end = names.name_end(text, at)
        name = text[at:name_end]
        if name in known:
            raise Slip(at, _("{short} stands here twice").format(short=short(name)))
        known.add(name)
        end = value_end(text, names.equals_end(text, name_end), depth + 1)
        at = _on_line(text, end, start)
        if text[at : at + 1] == "}":
            return at + 1
        if text[at : at + 1] != ",":
            raise _between(text, end, at, "}")
        end = at + 1


def _on_line(text: str, at: int, start: int) -> int:
    """Return where the next thing of a table in braces stands, which is on the same line."""
    at = end_of(_SPACE, text, at)
    rest = end_of(BLANK, text, at)
    if rest > at and rest < len(text):
        what = _("a table in braces goes on behind the end of its line; it has to stand on one")
        raise Slip(start, what)
    return at


def _between(text: str, end: int, at: int, closing: str) -> Slip:
    """Return what is wrong behind a value that ends at `end`; the next thing stands `at`."""
    char = text[at : at + 1]
    if not char or char == "#":
        what = _("the table in braces has no end: {closing} is missing")
        if closing == "]":
            what = _("the list has no end: {closing} is missing")
        mend = Mend(end, end, closing)
        return Slip(end, what.format(closing=closing), mend=mend, is_open=True)
    if char in ")}]":
        return Slip(
            at,
            _("{char} where {closing} belongs").format(char=char, closing=closing),
            mend=Mend(at, at + 1, closing),
        )
    line = text[end:].partition("\n")[0]
    rest = _QUOTED.sub("", line)
    if '"' in rest or "'" in rest:
        return Slip(end, _("a quote is missing, or there is one too many"))
    if char in ";.:|/":
        return Slip(
            at, _("{char} where a comma belongs").format(char=char), mend=Mend(at, at + 1, ",")
        )
    if closing == "}" and _ENTRY.match(text, at):
        return Slip(end, _("a comma is missing here"), mend=Mend(end, end, ","))
    if is_toml(f"v = {text[at:].partition(',')[0].rstrip(' ]}')}") or char in "\"'[{":
        return Slip(end, _("a comma is missing here"), mend=Mend(end, end, ","))
    word = short(re.split(r"[,\]}#]", text[at:].partition("\n")[0])[0]) or char
    return Slip(
        at,
        _("behind a value stands a comma or {closing}, not {word}").format(
            closing=closing, word=word
        ),
    )
