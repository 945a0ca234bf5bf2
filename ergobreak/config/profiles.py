"""Profiles in the file: how one lies over the rest, and what is wrong with one.

Rules of this file:
1. A profile is laid over the file as the person wrote it, key by key, and what comes out is judged
   as a file of its own: the same rules, and the same words.
2. A reminder has one time: with the one that a profile names, the others go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.config import units
from ergobreak.config.default_reminders import TIMES
from ergobreak.config.problems import UNKNOWN, Problem, either, nearest
from ergobreak.config.settings import CHANGEABLE, Settings, in_file
from ergobreak.config.values import Span
from ergobreak.dataclass import replace
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from ergobreak.config.positions import Path

TABLE: Final = "profiles"
REMINDERS: Final = "reminders"
RESERVED: Final = ("none", "auto")  # what the command line calls no profile, and the choice by time

_KEYS: Final = (*CHANGEABLE, REMINDERS)
# As outside, a person who shortens a reminder need not know what else hangs on its length.
_PARTS: Final = (("for", "counts"), ("every", "first"))
_LONGEST_NAME: Final = 40


def laid_over(under: Any, over: Any) -> Any:
    """Return tables merged key by key; anything else replaces what was there."""
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return under | {
        key: laid_over(under[key], value) if key in under else value for key, value in over.items()
    }


def merged(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the table of a file as it would be written without profiles, were this one all."""
    own = {key: value for key, value in table[TABLE][name].items() if key in _KEYS}
    base = {key: value for key, value in table.items() if key != TABLE}
    named = own.get(REMINDERS)
    given = base.get(REMINDERS)
    if isinstance(named, dict) and isinstance(given, dict):
        fitted = {each: _fitting(rule, named.get(each)) for each, rule in given.items()}
        base = {**base, REMINDERS: fitted}
    found: dict[str, Any] = laid_over(base, own)
    return found


def _fitting(rule: Any, over: Any) -> Any:
    """Return a reminder's table without what another one replaces, or makes too long for it."""
    if not isinstance(rule, dict) or not isinstance(over, dict):
        return rule
    gone = {
        part for whole, part in _PARTS if part not in over and _is_too_long(rule, part, over, whole)
    }
    times = [key for key in TIMES if key in over]
    if times:
        gone |= {*TIMES, "hours" if "every" in times else "first"} - set(times)
    return {key: value for key, value in rule.items() if key not in gone}


def _is_too_long(rule: Mapping[str, Any], part: str, over: Mapping[str, Any], whole: str) -> bool:
    """Tell whether a part that stands outside of a profile does not go into the whole inside."""
    try:
        return part in rule and whole in over and Span.read(rule[part]) > Span.read(over[whole])
    except units.BadUnit:
        return False  # which is told by itself


def names(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the profiles of a file's table, in its order, as far as they are tables."""
    found = table.get(TABLE)
    tables = found.items() if isinstance(found, dict) else ()
    return tuple(name for name, own in tables if isinstance(own, dict))


def told_of(name: str, found: Iterable[Problem], known: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of a merged table as problems of the profile; `known` have been told."""
    told = {(each.path, each.sentence) for each in known}
    paths = {each.path for each in known}
    for each in found:
        path = (TABLE, name, *each.path)
        is_told = any(path[:length] in paths for length in range(3, len(path) + 1))
        is_changeable = bool(each.path) and each.path[0] in _KEYS
        if is_changeable and not is_told and (each.path, each.sentence) not in told:
            yield replace(each, path=path)


def foreign(problem: Problem) -> Problem:
    """Return the problem of an unknown key, in other words where the file itself knows the key."""
    path = problem.path
    if problem.what != UNKNOWN or path[:1] != (TABLE,) or len(path) != 3:
        return problem
    if path[2] not in {each.encode_name for each in in_file(Settings)}:
        return problem
    return Problem(
        path,
        what=_("is the same in every profile, and stands outside of them"),
        allowed=", ".join(("when", *_KEYS)),
        on_key=True,
    )


def problems(settings: Settings, broken: AbstractSet[Path]) -> Iterator[Problem]:
    """Yield what is wrong with the names of profiles, and with the calendars that they go by.

    `broken` has the keys that a complaint stands about already.
    """
    known = set(settings.calendars)
    known |= {str(path[1]) for path in broken if path[0] == "calendars" and path[1:]}
    for name, profile in settings.profiles.items():
        path = (TABLE, name)
        plain = name.replace("-", "").replace("_", "")
        if not plain.isalnum() or len(name) > _LONGEST_NAME or name.lower() in RESERVED:
            yield Problem(
                path,
                what=_("no name for a profile"),
                found=units.quoted(name),
                allowed=_(
                    "letters, digits, - and _, at most {longest_name} of them; not {reserved}"
                ).format(longest_name=_LONGEST_NAME, reserved=either(RESERVED)),
                on_key=True,
            )
        wanted = profile.when.calendar if profile.when else None
        if wanted is not None and wanted not in known and ("calendars",) not in broken:
            yield Problem(
                (*path, "when", "calendar"),
                what=_("no calendar has the name {wanted}").format(wanted=units.quoted(wanted)),
                found=units.quoted(wanted),
                allowed=_("one of [calendars]: {value}").format(
                    value=", ".join(sorted(known)) or _("there is none yet")
                ),
                nearest=nearest(wanted, known),
            )
