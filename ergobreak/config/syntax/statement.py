"""The first slip of a whole statement: the header of a table, or a name with its value."""

from __future__ import annotations

import re
from typing import Final

from ergobreak.config.syntax import names, texts, values
from ergobreak.config.syntax.slip import LOOKS, Mend, Slip, end_of, is_toml, short
from ergobreak.language import _

_SPACE: Final = re.compile(r"[ \t]*")
_STRANGE: Final = re.compile(
    rf""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*"""
    rf"""|([\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\u00ad])"""
    rf"""|([{"".join(map(re.escape, LOOKS))}])"""
)
_YAML_TABLE: Final = re.compile(r"([A-Za-z0-9_.-]+)[ \t]*:[ \t\r]*(?:#.*)?$")
_NO_BEGINNING: Final = re.compile(r"([A-Za-z0-9_.-]*)\[?([A-Za-z0-9_.-]+)\](?=[ \t]*(?:#.*)?$)")
_COMMENT: Final = re.compile(r";|//|/\*|\*|--[^-]|%|<!--|REM\b", re.IGNORECASE)
_PROSE: Final = re.compile(r"[^=:\[\]{}\"]*$")
_ANOTHER: Final = re.compile(r"[A-Za-z0-9_.-]+[ \t]*=")
_APART: Final = re.compile(r"\[[ \t]*((?:[A-Za-z0-9_.-]+[ \t]+)+[A-Za-z0-9_.-]+)[ \t]*\]")
_MORE: Final = re.compile(r"[^\n#]*")


def first_slip(text: str) -> Slip | None:
    """Return the first mistake of a statement; None where nothing of what we know is wrong."""
    try:
        _look(text)
    except Slip as slip:
        return slip
    return None


def _look(text: str) -> None:
    at = end_of(_SPACE, text, 0)
    texts.control_slip(text)
    if text[at : at + 1] == "#":
        return
    _look_alikes(text)
    is_header = text[at : at + 1] == "["
    if not is_header:
        _no_statement(text, at)
    try:
        end = _header_end(text, at) if is_header else names.name_end(text, at)
        start = end if is_header else names.equals_end(text, end)
    except Slip as slip:
        slip.on_name = True
        raise
    if not is_header:
        if start >= len(text) or text[start] in "\r\n#":
            raise Slip(start, _("there is no value behind ="))
        end = values.value_end(text, start)
    _nothing_more(text, end)


def _look_alikes(text: str) -> None:
    """Raise a slip at a space that is none, and at a sign that only looks like one of TOML's."""
    for match in _STRANGE.finditer(text):
        char, whole = match[0], Mend(match.start(), match.end(), "")
        if match[1]:
            what = _("an invisible sign that is no space (U+{ord})").format(ord=f"{ord(char):04X}")
            raise Slip(match.start(), what, mend=whole._replace(text=" "))
        if match[2]:
            what = _("{char} only looks like {looks}").format(char=char, looks=LOOKS[char])
            raise Slip(match.start(), what, LOOKS[char], whole._replace(text=LOOKS[char]))


def _no_statement(text: str, at: int) -> None:
    """Raise what is wrong with a line of another language, or of none."""
    line = text[at:].partition("\n")[0].rstrip()
    if line.startswith("- ") or line in {"---", "..."}:
        what = _("a line of YAML; a list is written in square brackets, and needs no such line")
        raise Slip(at, what if line.startswith("- ") else _("a line of YAML; leave it out"))
    if _COMMENT.match(line):
        mark = (_COMMENT.match(line) or [""])[0]
        raise Slip(
            at, _("a comment begins with #, not with {strip}").format(strip=mark.strip()[:4])
        )
    if match := _YAML_TABLE.match(line):
        what = _("no value; a table is written in square brackets")
        raise Slip(at, what, f"[{match[1]}]")
    if match := _NO_BEGINNING.match(line):
        write = f"[{match[1]}{match[2]}]"
        what = _("a header begins with [")
        raise Slip(at, what, write, Mend(at, at + match.end(), write))
    if line.startswith("="):
        raise Slip(at, _("there is no name before ="))
    if line[:1] in {"]", "}", ")", ","}:
        raise Slip(at, _("{line} closes or divides nothing").format(line=line[0]))
    if _PROSE.match(line) and len(line.split()) > 2:
        raise Slip(at, _("neither a table nor a name with a value; a comment begins with #"))


def _header_end(text: str, start: int) -> int:
    is_list = text.startswith("[[", start)
    at = end_of(_SPACE, text, start + 1 + is_list)
    if text[at : at + 1] == "]":
        raise Slip(start, _("a table without a name"))
    end = names.name_end(text, at)
    at = end_of(_SPACE, text, end)
    char = text[at : at + 1]
    if char == "]":
        closed = text.startswith("]]", at)
        if is_list and not closed:
            what = _("a table stands in one bracket on each side")
            raise Slip(start, what, mend=Mend(start, start + 2, "["))
        if closed and not is_list:
            what = _("a table stands in one bracket on each side")
            raise Slip(at + 1, what, mend=Mend(at + 1, at + 2, ""))
        return at + 1 + is_list
    name = text[start + 1 + is_list : end].strip()
    if not char or char in "\r\n#":
        closing = "]]" if is_list else "]"
        what = _("the header of the table has no end: {closing} is missing").format(closing=closing)
        raise Slip(end, what, f"[{short(name)}]", Mend(end, end, closing), is_open=True)
    if char in "})":
        raise Slip(at, _("{char} where ] belongs").format(char=char), mend=Mend(at, at + 1, "]"))
    if char in "/:\\>":
        raise Slip(
            at, _("{char} where a dot belongs").format(char=char), mend=Mend(at, at + 1, ".")
        )
    if char == "=" or text[at:].partition("#")[0].rstrip()[-1:] != "]":
        closing = "]]" if is_list else "]"
        raise Slip(
            end,
            _("the header of the table has no end: {closing} is missing").format(closing=closing),
            is_open=True,
        )
    if match := _APART.match(text, start):
        name = re.sub(r"[ \t]+", ".", match[1])
        write = f"[{name}]"
        raise Slip(
            end, _("a dot belongs between two names"), write, Mend(start, match.end(), write)
        )
    what = _("a name in a header has no spaces and no strange signs; dots stand between names")
    raise Slip(at, what)


def _nothing_more(text: str, end: int) -> None:
    """Raise a slip if anything but a comment stands behind a statement."""
    at = end_of(_SPACE, text, end)
    match = _MORE.match(text, at)
    rest = match[0].rstrip() if match else ""
    if not rest:
        return
    away = Mend(end, at + len(rest), "")
    if set(rest) <= {",", ";", "."}:
        raise Slip(
            at, _("nothing stands behind a value: leave out {rest}").format(rest=rest), mend=away
        )
    if rest[0] in "]})":
        raise Slip(
            at,
            _("{rest} closes nothing").format(rest=rest[0]),
            mend=away if len(rest) == 1 else None,
        )
    if rest.startswith(("//", ";", "--")):
        raise Slip(
            at,
            _("a comment begins with #, not with {strip}").format(strip=rest[:2].strip()),
            mend=away,
        )
    if _ANOTHER.match(rest) or rest[0] == "[":
        raise Slip(at, _("what follows has to stand on a line of its own"))
    if rest[0] in "\"'" or rest.count('"') % 2:
        what = _("a quote too many, or one that is missing before this")
        raise Slip(at, what, mend=away if is_toml(text[:end]) else None)
    raise Slip(
        at,
        _("there is more behind the value: {short}; a comment begins with #").format(
            short=short(rest)
        ),
        mend=away,
    )
