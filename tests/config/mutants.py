"""Single slips in a sound config, as people make them; chance comes from a seed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

ENTRY = re.compile(r"(\w+)( = )(.*)")
WRONG = (
    "true",
    "5",
    "-1",
    "1.5",
    '"soon"',
    "[]",
    "{}",
    "[[1]]",
    '"90x"',
    "2026-01-01",
    '"-5m"',
    '""',
)
BARE = ("90m", "1h 30m", "06:00-22:00", "yes", "None", "True", "panel", "250ml", "1,5", "08")
SWAPS = (
    (" = ", ": "),
    (" = ", " == "),
    (" = ", " "),
    ('"', "\u201d"),
    ('"', "'"),
    ("[", "("),
    ("]", "}"),
    ("{", "["),
    (", ", " "),
    (", ", "; "),
    ("_", " "),
    (" = ", " \u00a0= "),
)


class Mutant(NamedTuple):
    """A text with one slip: which kind it is, in which line (from 1), and the names of that."""

    kind: str
    text: str
    line: int
    names: tuple[str, ...]


def mutant(lines: Sequence[str], chance: random.Random) -> Mutant:
    """Return the text of these lines with one slip in it."""
    while True:
        at = chance.randrange(len(lines))
        slip = chance.choice(SLIPS)
        new = slip(lines[at], chance) if lines[at].strip() else lines[at]
        if new != lines[at]:
            text = "\n".join([*lines[:at], new, *lines[at + 1 :]])
            match = ENTRY.match(lines[at])
            names = (match[1],) if match else tuple(lines[at].strip("[]").split("."))
            line = at + 2 if slip is twice else at + 1
            return Mutant(slip.__name__, text, line, names)


def drop(line: str, chance: random.Random) -> str:
    """Leave a character out."""
    at = chance.randrange(len(line))
    return line[:at] + line[at + 1 :]


def double(line: str, chance: random.Random) -> str:
    """Type a character twice."""
    at = chance.randrange(len(line))
    return line[:at] + line[at] + line[at:]


def swap(line: str, chance: random.Random) -> str:
    """Type two characters in the wrong order."""
    at = chance.randrange(max(1, len(line) - 1))
    return line[:at] + line[at : at + 2][::-1] + line[at + 2 :]


def other(line: str, chance: random.Random) -> str:
    """Type another character."""
    at = chance.randrange(len(line))
    return line[:at] + chance.choice('abz09"=[]{}#.,\0\x1b\u00e9 \t:;\\') + line[at + 1 :]


def sign(line: str, chance: random.Random) -> str:
    """Put one sign in the place of another, as in another language."""
    old, new = chance.choice(SWAPS)
    places = [match.start() for match in re.finditer(re.escape(old), line)]
    if not places:
        return line
    at = chance.choice(places)
    return line[:at] + new + line[at + len(old) :]


def wrong_type(line: str, chance: random.Random) -> str:
    """Give a value of another type, or one that is out of range."""
    return ENTRY.sub(lambda found: found[1] + found[2] + chance.choice(WRONG), line)


def without_quotes(line: str, chance: random.Random) -> str:
    """Give a value without quotes."""
    return ENTRY.sub(lambda found: found[1] + found[2] + chance.choice(BARE), line)


def wrong_unit(line: str, chance: random.Random) -> str:
    """Give a number another unit, or none."""
    return re.sub(
        r"(\d)(m|s|h|ml|l)\b", lambda found: found[1] + chance.choice("xq"), line, count=1
    )


def misspelt(line: str, chance: random.Random) -> str:
    """Misspell the name of a value or of a table."""
    names = list(re.finditer(r"\w+", line.partition("=")[0]))
    if not names:
        return line
    found = chance.choice(names)
    at = chance.randrange(found.start(), found.end())
    return line[:at] + chance.choice("xqz") + line[at:]


def cut(line: str, chance: random.Random) -> str:
    """Leave the end of a line away."""
    return line[: chance.randrange(1, len(line) + 1)]


def no_closing(line: str, _: random.Random) -> str:
    """Leave the last quote or bracket away."""
    at = max(line.rfind(each) for each in "\"]}'")
    return line[:at] + line[at + 1 :] if at >= 0 else line


def twice(line: str, _: random.Random) -> str:
    """Write the same line again behind it."""
    return f"{line}\n{line}"


SLIPS: tuple[Callable[[str, random.Random], str], ...] = (
    drop,
    double,
    swap,
    other,
    sign,
    wrong_type,
    without_quotes,
    wrong_unit,
    misspelt,
    cut,
    no_closing,
    twice,
)
