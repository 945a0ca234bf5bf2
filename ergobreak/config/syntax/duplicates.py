"""What stands twice in a text whose single statements are sound, and where it stood first."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

from ergobreak.config.problems import Problem
from ergobreak.config.syntax.names import name_end
from ergobreak.config.syntax.slip import Slip, short
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.config.syntax.statements import Statement

    Names = tuple[str, ...]

_PART: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|[^\s."'=\[\]]+""")
_RAW: Final = re.compile(r"[^\s=:.\[\]#\"']+(?=[ \t]*=)")
_SIGNS: Final = re.compile(r"[ \t]*(\[{0,2})[ \t]*")


def own_names(text: str) -> tuple[Names, bool]:
    """Return the names at the beginning of a statement, and whether it is the header of a table.

    As far as they can be read: nothing where it begins with anything else.
    """
    signs = _SIGNS.match(text)
    at = signs.end() if signs else 0
    try:
        end = name_end(text, at)
    except Slip as slip:
        end = max(at, slip.at)
    # A name that cannot be read is still the one that the person wrote.
    parts = _PART.findall(text[at:end]) or _RAW.findall(text, at)[:1]
    return tuple(map(_unquoted, parts)), bool(signs and signs[1])


def header(text: str) -> Names:
    """Return the names of the table that a statement begins; nothing if it begins none."""
    names, is_header = own_names(text)
    return names if is_header else ()


def paths(found: Sequence[Statement]) -> list[Names]:
    """Return the path of each statement: that of its table, and its own names."""
    table: Names = ()
    result = []
    for each in found:
        names, is_header = own_names(each.text)
        if is_header:
            table = names
        result.append(names if is_header else (*table, *names))
    return result


def duplicate(found: Sequence[Statement], line: int) -> tuple[Statement, Problem] | None:
    """Return the statement in this line, and what is wrong with it beside the ones before it."""
    place = next((at for at, each in enumerate(found) if each.first <= line <= each.last), None)
    if place is None:
        return None
    all_paths, this = paths(found), found[place]
    path, (names, is_header) = all_paths[place], own_names(this.text)
    earlier = [
        each for each, other in zip(found[:place], all_paths[:place], strict=True) if other == path
    ]
    around = [
        each
        for each, other in zip(found[:place], all_paths[:place], strict=True)
        if other and (other == path[: len(other)] or path == other[: len(path)])
        if not own_names(each.text)[1] or is_header or other == path
    ]
    column = len(this.text) - len(this.text.lstrip()) + 1
    name = short(".".join(names))
    if earlier and is_header and own_names(earlier[0].text)[1]:
        what = _("[{name}] stands in line {first} already; put the values of both there").format(
            name=name, first=earlier[0].first
        )
    elif earlier:
        what = _("{name} stands in line {first} already; keep one of the two").format(
            name=name, first=earlier[0].first
        )
    elif around:
        what = _("{name} is at odds with line {first}, which gives it another meaning").format(
            name=name, first=around[0].first
        )
    else:
        what = _("{name} stands here a second time").format(name=name)
    return this, Problem(
        path, what=what, line=this.first, column=column, source=this.text.split("\n", 1)[0]
    )


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    try:
        return str(tomllib.loads(f"key={key}")["key"])
    except ValueError:
        return key.strip("\"'")
