"""Splits a text with mistakes into its statements, so that one mistake does not hide the next.

Rules of this file:
1. A sound statement is never cut: what tomllib can read, up to the next one, stays whole.
2. One that is open ends where the next one seems to begin.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ergobreak.config.syntax.slip import is_toml
from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST: Final = 200  # lines of one statement; a list of exercises has some dozen
_KEY: Final = re.compile(
    r"""[ \t]*(?:(?:[A-Za-z0-9_.-]|"[^"\n]*"|'[^'\n]*')+[ \t]*=|[A-Za-z_][A-Za-z0-9_.-]*[ \t]*:)"""
)
_HEADER: Final = re.compile(
    r"[ \t]*\[{1,2}[ \t]*[A-Za-z_][A-Za-z0-9_. \"'-]*\]{1,2}[ \t\r]*(?:#.*)?$"
)
_QUOTED: Final = re.compile(r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#.*""")
_LONG: Final = re.compile(r"""[=:\[,][ \t]*(\"{3}|'{3})""")


@dataclass(frozen=True, slots=True)
class Statement:
    """Some lines of a text that belong together; `first` counts from 1."""

    first: int
    text: str

    @property
    def last(self) -> int:
        """Return its last line."""
        return self.first + self.text.count("\n")


def statements(lines: Sequence[str]) -> Iterator[Statement]:
    """Yield all statements, comments too, in their order."""
    at = 0
    while at < len(lines):
        # Other signs that count as blank elsewhere are none here.
        if not lines[at].strip(" \t"):
            at += 1
            continue
        last = _last(lines, at)
        yield Statement(at + 1, "\n".join(lines[at : last + 1]))
        at = last + 1


def begins(line: str) -> bool:
    """Tell whether a line looks like the beginning of a statement."""
    return bool(_KEY.match(line) or _HEADER.match(line))


def _last(lines: Sequence[str], at: int) -> int:
    """Return the last line of the statement that begins in this one."""
    line = lines[at]
    # A header is one line, also where its bracket is never closed.
    if line.lstrip()[:1] in {"#", "["} or is_toml(line):
        return at
    if match := _LONG.search(line):
        return _long_last(lines, at, match[1])
    if _balance(line) <= 0:
        return at
    open_by, last = _balance(line), at
    while open_by > 0 and last + 1 < len(lines) and last - at < _LONGEST:
        following = lines[last + 1]
        if begins(following) and not _is_braced(lines, at, last + 1):
            break
        last += 1
        open_by += _balance(following)
    return _whole(lines, at) if open_by > 0 else last


def _whole(lines: Sequence[str], at: int) -> int:
    """Return the last line of an open statement: where tomllib can read it, or where it seems."""
    end = at + 1
    while end < min(len(lines), at + _LONGEST) and not begins(lines[end]):
        end += 1
    for last in range(at + 1, end):
        if is_toml("\n".join(lines[at : last + 1])):
            return last
    while end > at + 1 and not lines[end - 1].strip().strip("#"):
        end -= 1
    return _without_comments(lines, at, end - 1)


def _without_comments(lines: Sequence[str], at: int, last: int) -> int:
    """Return the last line that is no comment: it belongs to what comes next."""
    while last > at and (not lines[last].strip() or lines[last].lstrip().startswith("#")):
        last -= 1
    return last


def _long_last(lines: Sequence[str], at: int, quotes: str) -> int:
    """Return the last line of a text that may have many; without an end, of what it swallows."""
    for last in range(at, len(lines)):
        inside = lines[last].partition(quotes)[2] if last == at else lines[last]
        if quotes in inside:
            return last
    for following in range(at + 1, len(lines)):
        # What looks like an entry may be a line of the text; a header hardly is.
        if _HEADER.match(lines[following]) and is_toml(lines[following]):
            return following - 1
    return len(lines) - 1


def _balance(line: str) -> int:
    """Return how many brackets a line opens more than it closes."""
    plain = _QUOTED.sub("", line)
    return sum(plain.count(each) for each in "[{") - sum(plain.count(each) for each in "]}")


def _is_braced(lines: Sequence[str], at: int, inside: int) -> bool:
    """Tell whether a line that looks like an entry stands in braces, which close soon."""
    if "{" not in _QUOTED.sub("", lines[at]):
        return False
    near = (line.strip() for line in lines[inside : inside + 12])
    return any(line.rstrip(",").endswith("}") and "{" not in line for line in near)
