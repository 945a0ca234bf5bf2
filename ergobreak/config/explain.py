"""What a key of the config means, in the words of the commented file that is shipped.

Rule of this file: there is one text about each key, and it stands in that file. A key without a
line of its own there (a reminder's `title`) takes what the file says about it elsewhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from ergobreak.config.files import first_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.config.edit import Key
    from ergobreak.config.keys import Place

_HEADER: Final = re.compile(r"\[([a-z_.]+)\]$")
# What is commented out has no space behind its sign; a sentence has one.
_VALUE: Final = re.compile(r"#([a-z_]+) = ")
# An example that is explained beside it: #   every = "90m"      so much active time
_EXAMPLE: Final = re.compile(r"#   ([a-z_]+) = (?:\S+|\[.*?\]|\".*?\")\s{3,}(\S.*)$")
_SENTENCE: Final = re.compile(r"(?<=[.!?:]) (?=[A-Z`])")
_REMINDERS: Final = "reminders"
_PROFILES: Final = "profiles"
_SENTENCES: Final = (_PROFILES, "hooks", "calendars")  # their examples have sentences


def meaning(place: Place) -> str:
    """Return what a key or a table is for, in a sentence or two."""
    if place.table is not None and place.path[-1:] != ("postpone",):
        # The types say of each table in a line what it is for.
        about = str(place.table.__doc__).partition(": ")[2]
        return about[:1].upper() + about[1:]
    told, path = _told(), place.path
    if path[:1] == (_PROFILES,) and len(path) > 2 and path[2] != "when":
        path = path[2:]  # it means there what it means outside
    if path[:1] == (_PROFILES,):
        return told.get((_PROFILES, "", path[-1])) or told[path[:1]]
    if path in told:
        return told[path]
    if path[0] == _REMINDERS:
        return _of_reminder(path)
    return told.get((path[0], "", path[-1])) or told.get((*path, "beside")) or told[path[:1]]


def _of_reminder(path: Key) -> str:
    """Return what the file says about a key of any reminder; nothing: nothing."""
    told = _told()
    if len(path) == 1:
        return told[_REMINDERS, ""]
    name = path[2]  # of what stands inside `postpone`, too
    if (_REMINDERS, "", name) in told:
        return told[_REMINDERS, "", name]
    others = [found for found in told if found[:1] == (_REMINDERS,) and len(found) > 2]
    above = (told[found] for found in others if found[2:] == (name,))
    beside = (told[found] for found in others if found[2:] == (name, "beside"))
    return _mentioned(name) or next(above, "") or next(beside, "")


def _mentioned(name: str) -> str:
    """Return the sentences above the reminders that speak of a key."""
    spoken = _SENTENCE.split(_told()[_REMINDERS, ""])
    return " ".join(each for each in spoken if re.search(rf"`{re.escape(name)}\b", each))


@cache
def _told() -> Mapping[Key, str]:
    """Return the comments of the shipped file, by the path of the key that each stands above.

    What explains an example stands at (table, "", key), what stands above all reminders at
    ("reminders", ""), and what is said above the key before, with no line between, at
    (table, key, "beside").
    """
    found: dict[Key, str] = {}
    table: Key = ()
    waiting: list[str] = []
    last = ""
    for line in (*first_text().splitlines(), ""):
        if header := _HEADER.match(line):
            table, waiting, last = tuple(header[1].split(".")), [], ""
        elif value := _VALUE.match(line):
            last = _joined(waiting) or last
            found[(*table, value[1]) if waiting else (*table, value[1], "beside")] = last
            waiting = []
        elif example := _EXAMPLE.match(line):
            whose = next((each for each in _SENTENCES if table == (each,)), _REMINDERS)
            text = example[2] if whose == "calendars" else example[2][:1].upper() + example[2][1:]
            found[whose, "", example[1]] = f"{text}."
            waiting = [_joined(waiting)]
        elif line.startswith("# ") and not line.startswith("#  "):
            waiting.append(line[2:])
        elif not line and waiting:
            text = _joined(waiting).removeprefix("Reminders. ")
            is_above_all = waiting[0].startswith("Reminders. ")
            found.setdefault((_REMINDERS, "") if is_above_all else table, text)
            waiting = []
    return found


def _joined(lines: list[str]) -> str:
    """Return lines as sentences, without one at the end that only leads to an example."""
    text = " ".join(lines)
    return text[: text.rfind(". ") + 1] if text.endswith(":") else text


def shipped_line(path: Key) -> tuple[str, frozenset[str]] | None:
    """Return the line of a key as it is shipped, and the comments beside it; None: it has none."""
    table: Key = ()
    lines = first_text().splitlines()
    for at, line in enumerate(lines):
        if header := _HEADER.match(line):
            table = tuple(header[1].split("."))
        elif table == path[:-1] and line.startswith(f"#{path[-1]} = "):
            beside = (lines[at - 1], *lines[at + 1 : at + 2])
            return line, frozenset(each for each in beside if each.startswith(("#", "[")))
    return None
