"""The first slip in a text in quotes: one that does not end, and what a backslash may not do."""

from __future__ import annotations

import re
from typing import Final

from ergobreak.config.syntax.slip import CURLY, Mend, Slip, short
from ergobreak.language import N_, _

_HEX: Final = "[0-9A-Fa-f]"
_UNICODE: Final = (
    rf"u(?![dD][89A-Fa-f]){_HEX}{{4}}|U(?!0000[dD][89A-Fa-f])00(?:0{_HEX}|10){_HEX}{{4}}"
)
_ESCAPE: Final = re.compile(rf'\\(?:[btnfr"\\]|{_UNICODE})')
_LONG_ESCAPE: Final = re.compile(r"\\[ \t]*(?:\n|$)")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_COMMENT: Final = re.compile(r"[ \t]+#.*|[ \t\r]+$")
_ENDS: Final = re.compile(r"[ \t]*(?:[\]}][ \t\]}]*|,.*)?[ \t\r]*$")
_BACKSLASH: Final = N_(
    "a backslash begins a sign such as \\n; in single quotes it stands for itself"
)


def text_end(text: str, at: int) -> int:
    """Return where a text ends that begins with a quote. Raises Slip."""
    quote = text[at]
    if text.startswith(quote * 3, at):
        return _long_end(text, at, quote * 3)
    end = at + 1
    while end < len(text) and text[end] != "\n":
        if text[end] == quote:
            return end + 1
        if text[end] == "\\" and quote == '"':
            match = _ESCAPE.match(text, end)
            if match is None:
                raise _bad_escape(text, at, end)
            end = match.end()
            continue
        if control := _CONTROL.match(text, end):
            raise _control(control)
        end += 1
    raise _no_end(text, at, end, quote)


def control_slip(text: str, at: int = 0) -> None:
    """Raise a slip at the first sign that no terminal shows and no TOML has."""
    if match := _CONTROL.search(text, at):
        raise _control(match)


def _control(match: re.Match[str]) -> Slip:
    code, what = ord(match[0]), _("a control character")
    if match[0] == "\r":
        what = _("a line that ends in a carriage return alone")
    return Slip(match.start(), f"{what} (U+{code:04X})", mend=Mend(match.start(), match.end(), ""))


def _no_end(text: str, start: int, end: int, quote: str) -> Slip:
    """Return what is wrong with a text that is open at the end of its line."""
    inside = text[start + 1 : end]
    curly = next((place for place, char in enumerate(inside) if char in CURLY), -1)
    if curly >= 0:
        at = start + 1 + curly
        what = _("the text begins with {quote} and ends with {inside}").format(
            quote=quote, inside=inside[curly]
        )
        return Slip(at, what, f"{quote}{short(inside[:curly])}{quote}", Mend(at, at + 1, quote))
    other = "'" if quote == '"' else '"'
    stop = start + 1 + len(_COMMENT.sub("", inside))
    kept = text[start + 1 : stop]
    opened = text.rfind("\n", 0, start) + 1
    if "[" in text[opened:start] or "{" in text[opened:start]:
        # In a list the brackets at the end of the line are the list's, and so is a comma.
        kept = kept.rstrip("]} \t").removesuffix(",")
    stop = start + 1 + len(kept)
    if kept.endswith('\\"') and quote == '"':
        whole = f"'{kept[:-1]}'"
        what = _('the text has no end: with \\ before it, the last " belongs to the text')
        return Slip(stop - 2, what, whole, Mend(start, stop, whole), is_open=True)
    if other in kept and _ENDS.fullmatch(kept, kept.index(other) + 1):
        at = start + 1 + kept.index(other)
        what = _("the text begins with {quote} and ends with {other}").format(
            quote=quote, other=other
        )
        write = f"{quote}{short(kept[: kept.index(other)])}{quote}"
        return Slip(at, what, write, Mend(at, at + 1, quote))
    write = f"{quote}{short(kept)}{quote}"
    what = _("the text has no end: {quote} is missing").format(quote=quote)
    return Slip(start, what, write, Mend(stop, stop, quote), is_open=True)


def _bad_escape(text: str, start: int, at: int) -> Slip:
    """Return what is wrong with a backslash, most often that of a path on Windows."""
    line_end = text.find("\n", start)
    stop = text.find('"', at, line_end if line_end >= 0 else len(text))
    inside = text[start + 1 : stop] if stop >= 0 else ""
    if inside and "'" not in inside:
        plain = inside.replace("\\\\", "\\")
        return Slip(at, _(_BACKSLASH), f"'{short(plain)}'", Mend(start, stop + 1, f"'{plain}'"))
    return Slip(at, _(_BACKSLASH), "\\\\", Mend(at, at + 1, "\\\\"))


def _long_end(text: str, start: int, quotes: str) -> int:
    end = start + 3
    while end < len(text):
        if text.startswith(quotes, end):
            extra = 0
            while extra < 2 and text.startswith(quotes[0], end + 3):
                end, extra = end + 1, extra + 1
            return end + 3
        if text[end] == "\\" and quotes[0] == '"':
            match = _ESCAPE.match(text, end) or _LONG_ESCAPE.match(text, end)
            if match is None:
                raise Slip(end, _(_BACKSLASH), "\\\\", Mend(end, end + 1, "\\\\"))
            end = match.end()
            continue
        if control := _CONTROL.match(text, end):
            raise _control(control)
        end += 1
    what = _(
        "the text has no end: it begins with {quotes}, may have many lines, and ends with it"
    ).format(quotes=quotes)
    raise Slip(start, what, is_open=True)
