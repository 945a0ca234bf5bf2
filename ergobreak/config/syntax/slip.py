"""One mistake in the syntax of a statement: where, what, and what to write instead."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import Final, NamedTuple

# Quotes that a word processor or a web page puts in the place of the two that count.
CURLY: Final = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u201b\u00b4\u2033\u2032`"
# Signs that look like those of TOML, and are none.
LOOKS: Final = {
    "\uff1d": "=",
    "\uff0c": ",",
    "\u3001": ",",
    "\uff1a": ":",
    "\uff3b": "[",
    "\u3010": "[",
    "\uff3d": "]",
    "\u3011": "]",
    "\uff5b": "{",
    "\uff5d": "}",
    "\uff03": "#",
    "\u2024": ".",
}

_SHOWN: Final = 60
_LINE: Final = 200  # letters that are kept in mind for a line


class Mend(NamedTuple):
    """What stands from `start` up to `end` of a statement, replaced by `text`; no more lines."""

    start: int
    end: int
    text: str


class Slip(Exception):
    """The first mistake of a statement, `at` an offset in it.

    `write` is what a person may write instead; `mend` lets the reading go on behind it. Where
    `on_name`, it is the name that could not be read; where `is_open`, what has begun has no end.
    """

    on_name = False

    def __init__(
        self,
        at: int,
        what: str,
        write: str = "",
        mend: Mend | None = None,
        *,
        is_open: bool = False,
    ) -> None:
        super().__init__(what)
        self.at = at
        self.what = what
        self.write = write
        self.mend = mend
        self.is_open = is_open


def is_toml(text: str) -> bool:
    """Tell whether a text can be read."""
    return _is_short_toml(text) if len(text) <= _LINE else _is_toml(text)


@lru_cache(maxsize=512)  # each line of a broken file is asked about twice, and again after a save
def _is_short_toml(text: str) -> bool:
    return _is_toml(text)


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def short(text: str) -> str:
    """Return a piece of a file for a sentence: one line, printable, not too long."""
    clean = "".join(char if char.isprintable() else " " for char in text).strip()
    return clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}..."


def text_of(content: str) -> str:
    """Return a content as a text of TOML: in double quotes, or single ones if that is simpler."""
    if '"' in content or "\\" in content:
        return f"'{content}'" if "'" not in content else '"' + re.sub(r'["\\]', "", content) + '"'
    return f'"{content}"'


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where a match that begins here ends; here, if there is none."""
    match = pattern.match(text, at)
    return match.end() if match else at
