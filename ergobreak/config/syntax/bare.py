"""The first slip in a value that does not begin with a quote: most often the quotes are missing."""

from __future__ import annotations

import re
from typing import Final

from ergobreak.config.syntax.slip import CURLY, Mend, Slip, is_toml, short, text_of
from ergobreak.language import _

_TOP: Final = re.compile(r"[^#\n]*")
_INSIDE: Final = re.compile(r"[^,\]}#\n]*")
_CURLY: Final = re.compile(rf"[{CURLY}]([^{CURLY}\"'\n]*)[{CURLY}\"']?")
_WORD: Final = re.compile(r"[^\s,\]}#\"']+")
_ANOTHER: Final = re.compile(r"[ \t]*[A-Za-z0-9_.-]+[ \t]*=")
_ZEROS: Final = re.compile(r"([+-]?)0+(\d+)")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TRUTH: Final = {"true": "true", "false": "false"}
_SWITCH: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_NOTHING: Final = frozenset({"null", "none", "nil", "undefined", "~"})


def bare_end(text: str, at: int, *, is_inside: bool) -> int:
    """Return where a number, a date, true or false ends. Raises Slip for whatever else it is."""
    match = (_INSIDE if is_inside else _TOP).match(text, at)
    token = match[0].rstrip() if match else ""
    if not token:
        what = _("there is no value here")
        raise Slip(at, what)
    if is_toml(f"v = {token}"):
        return at + len(token)
    word = _WORD.match(token)
    if word and is_toml(f"v = {word[0]}"):
        rest = token[word.end() :]
        if rest.lstrip()[:1] in {'"', "'", "[", "{", ";", ")"} or _ANOTHER.match(rest):
            return at + word.end()
    raise _wrong(token, at)


def _wrong(token: str, at: int) -> Slip:
    """Return what is wrong with a token that is no value."""
    if token[0] in CURLY:
        match = _CURLY.match(token)
        inside = match[1] if match else token
        end = at + (match.end() if match else len(token))
        write = text_of(inside)
        what = _("these quotes are those of a printed text; TOML knows the straight ones")
        return Slip(at, what, write, Mend(at, end, write))
    if token[0] in ",;=":
        return Slip(at, _("there is no value before {token}").format(token=token[0]))
    if token[0] == "(":
        return Slip(at, _("( where [ belongs: a list stands in square brackets"), "[")
    whole, lower = Mend(at, at + len(token), ""), token.lower()
    if lower in _TRUTH:
        what = _("{token} has to be in small letters").format(token=token)
        return Slip(at, what, lower, whole._replace(text=lower))
    if lower in _SWITCH:
        write = _('"{token}", or {switch} where that is asked for').format(
            token=token, switch=_SWITCH[lower]
        )
        return Slip(
            at,
            _("{token} is no value").format(token=token),
            write,
            whole._replace(text=_SWITCH[lower]),
        )
    if lower in _NOTHING:
        return Slip(
            at,
            _("{token} is no value; leave the line out, then the default holds").format(
                token=token
            ),
        )
    if match := _ZEROS.fullmatch(token):
        write = match[1] + match[2]
        return Slip(at, _("a number does not begin with 0"), write, whole._replace(text=write))
    if _DATE.fullmatch(token):
        return Slip(at, _("there is no such day: {token}").format(token=token))
    content = token.rstrip(",;").rstrip()
    if content[-1] in f"\"'{CURLY}" and not set(content[:-1]) & set(f"\"'{CURLY}"):
        content = content[:-1]
        write, what = text_of(content), _("the quote at the beginning of the text is missing")
    else:
        write, what = text_of(content), _("not in quotes: {short}").format(short=short(content))
    return Slip(at, what, short(write), whole._replace(text=write))
