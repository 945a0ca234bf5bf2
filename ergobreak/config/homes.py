"""Says of a key that stands in the wrong table where it belongs, of a misspelt one what is near."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ergobreak.config import default_reminders
from ergobreak.config.problems import UNKNOWN, Problem, either, nearest
from ergobreak.config.settings import Calendar, Hook, Postpone, Reminder, Settings, in_file
from ergobreak.dataclass import replace
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.config.positions import Path


_ALL_BUT: Final = 0.85  # of their letters are the same


def with_home(problem: Problem) -> Problem:
    """Return the problem of an unknown key with the tables that know it; any other as it is."""
    if problem.what != UNKNOWN or problem.path[0] == "profiles":
        return problem
    *outer, name = problem.path
    here = f"[{outer[0]}.NAME]" if outer else ""
    found = [home for home in _homes(str(name)) if home != here]
    if not found or _is_slip(str(name), problem.nearest):
        return problem
    what = _("unknown key here; it belongs under {tables}").format(tables=either(found))
    return replace(problem, what=what, allowed="", nearest="")


def _is_slip(name: str, nearest_here: str) -> bool:
    """Tell whether a name is all but that of a key of its own table: `text` for `texts`."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, name, nearest_here).ratio() > _ALL_BUT


def _homes(name: str) -> Iterator[str]:
    """Yield the headers under which a name has a meaning."""
    for table in in_file(Settings):
        if isinstance(table.default, Struct) and name in _names(type(table.default)):
            yield f"[{table.encode_name}]"
    if name in _names(Reminder):
        yield "[reminders.NAME]"
    elif name in _names(Postpone):
        yield _("{header}, in {key}").format(header="[reminders.NAME]", key="postpone = { }")
    if name in _names(Calendar):
        yield "[calendars.NAME]"
    if name in _names(Hook):
        yield "[hooks.NAME]"
    if name in default_reminders.REMINDERS:
        yield f"[reminders.{name}]"


def _names(table: type[Struct]) -> set[str]:
    return {each.encode_name for each in in_file(table)}


def with_near(problem: Problem) -> Problem:
    """Return a mistake in the syntax of a name with the valid name that it looks like."""
    if not problem.on_key:
        return problem
    typed = re.sub(r"[^A-Za-z0-9_.=-]", "", problem.source).partition("=")[0]
    if problem.source.lstrip().startswith("["):
        known = {*_names(Settings), *(f"reminders.{name}" for name in default_reminders.REMINDERS)}
    else:
        known = _known(problem.path[:-1])
    begun = [name for name in known if typed and name.startswith(typed)]
    close = nearest(typed, known) or (begun[0] if len(begun) == 1 else "")
    is_sound = close in {".".join(map(str, problem.path)), *map(str, problem.path[-1:])}
    return problem if is_sound or not close else replace(problem, nearest=close, write="")


def _known(table: Path) -> set[str]:
    """Return the names that have a meaning in a table."""
    match table:
        case ():
            return _names(Settings)
        case ("reminders", _):
            return _names(Reminder)
        case ("calendars", _):
            return _names(Calendar)
        case ("hooks", _):
            return _names(Hook)
        case (str(name),) if isinstance(default := getattr(Settings(), name, None), Struct):
            return _names(type(default))
        case _:
            return set()
