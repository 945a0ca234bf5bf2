"""Where each key and value of a TOML text stands: tomllib does not say.

Rules of this file:
1. The text is valid TOML: tomllib has read it. So this may skip where a parser would check.
2. No recursion: how deep a file nests is up to whoever wrote it.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import Final

from ergobreak.dataclass import dataclass

Path = tuple[str | int, ...]

# Commas are as good as spaces here: in valid TOML they stand only between items.
_BLANK: Final = re.compile(r"(?:[\s,]+|#[^\n]*)*")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_DOT: Final = re.compile(r"[ \t]*\.[ \t]*")
_EQUALS: Final = re.compile(r"[ \t]*=[ \t]*")
_SCALAR: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'"
    r"|[^,\]}#\n]+",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Line and column of a key and of its value, from 1; for an item of a list both are its own."""

    key: tuple[int, int]
    value: tuple[int, int]


@dataclass(slots=True)
class _Frame:
    """A container that is being read: a table (`index` None) or a list with its next index."""

    path: Path
    index: int | None = None


class _Scan:
    """One pass over one text: collects the offsets of keys and values."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets: dict[Path, tuple[int, int]] = {}
        self.lists_of_tables: dict[Path, int] = {}
        self.open = [_Frame(())]

    def run(self) -> None:
        """Read the whole text."""
        at = self._blank(0)
        while at < len(self.text):
            frame, char = self.open[-1], self.text[at]
            if len(self.open) == 1 and char == "[":
                at = self._header(at)
            elif len(self.open) > 1 and char in "]}":
                self.open.pop()
                at += 1
            elif frame.index is not None:
                path = (*frame.path, frame.index)
                frame.index += 1
                at = self._value(path, at, at)
            else:
                keys, end = self._keys(at)
                path = frame.path
                for key, key_at in keys:
                    path = (*path, key)
                    self.offsets.setdefault(path, (key_at, key_at))
                at = self._value(path, keys[-1][1], _end(_EQUALS, self.text, end))
            at = self._blank(at)

    def _blank(self, at: int) -> int:
        return _end(_BLANK, self.text, at)

    def _header(self, at: int) -> int:
        is_list = self.text.startswith("[[", at)
        keys, end = self._keys(self._blank(at + 1 + is_list))
        path: Path = ()
        for place, (key, key_at) in enumerate(keys, 1):
            path = (*path, key)
            self.offsets.setdefault(path, (key_at, key_at))
            if is_list and place == len(keys):
                self.lists_of_tables[path] = self.lists_of_tables.get(path, -1) + 1
            if path in self.lists_of_tables:
                path = (*path, self.lists_of_tables[path])
                self.offsets.setdefault(path, (key_at, key_at))
        self.open[0] = _Frame(path)
        return self.text.index("]", end) + 1 + is_list

    def _value(self, path: Path, key_at: int, at: int) -> int:
        self.offsets[path] = (key_at, at)
        char = self.text[at]
        if char not in "[{":
            return _end(_SCALAR, self.text, at)
        self.open.append(_Frame(path, 0 if char == "[" else None))
        return at + 1

    def _keys(self, at: int) -> tuple[list[tuple[str, int]], int]:
        """Return the parts of a dotted key, each with its offset, and where the key ends."""
        keys: list[tuple[str, int]] = []
        while True:
            end = _end(_KEY, self.text, at)
            keys.append((_unquoted(self.text[at:end]), at))
            dot = _DOT.match(self.text, end)
            if dot is None:
                return keys, end
            at = dot.end()


def positions(text: str) -> dict[Path, Spot]:
    """Return where each key stands, by its path."""
    scan = _Scan(text)
    scan.run()
    starts = [0, *(match.end() for match in re.finditer(r"\n", text))]

    def place(at: int) -> tuple[int, int]:
        line = bisect_right(starts, at)
        return line, at - starts[line - 1] + 1

    return {path: Spot(place(key), place(value)) for path, (key, value) in scan.offsets.items()}


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at + 1


def _unquoted(key: str) -> str:
    # tomllib knows the escapes; few keys are quoted.
    return str(tomllib.loads(f"key={key}")["key"]) if key[0] in "\"'" else key
