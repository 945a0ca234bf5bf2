"""The keys of the config: from a key as people type it to its path, its type and its default.

Rules of this file:
1. What there is, is read off the types in settings.py; there is no second list of keys.
2. A name that is made up by the person (of a reminder, a calendar) is sound here, whatever it is.
"""

from __future__ import annotations

import tomllib
import types
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin

from msgspec import Struct

from ergobreak.config import default_reminders, units
from ergobreak.config.checked import defaults
from ergobreak.config.problems import Problem, nearest, unknown_key
from ergobreak.config.profile import in_full
from ergobreak.config.settings import Settings, in_file
from ergobreak.config.toml_text import as_dict, key_text
from ergobreak.dataclass import dataclass
from ergobreak.errors import UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.config.edit import Key

LIST: Final = N_("See: ergobreak config explain")
# In a key these would begin something else: a value, a comment, a list, a second line.
_NO_KEY: Final = frozenset("=#[]{}\n\r")


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the config: its path, the type of what stands there, and the name it has."""

    path: Key
    kind: Any

    @property
    def key(self) -> str:
        """Return the path as people write it."""
        return text(self.path)

    @property
    def table(self) -> type[Struct] | None:
        """Return the type of the table that stands here; None: it is a value."""
        return self.kind if isinstance(self.kind, type) and issubclass(self.kind, Struct) else None

    @property
    def is_named(self) -> bool:
        """Tell whether tables with names of their own stand here: reminders, calendars."""
        return get_origin(self.kind) is Mapping


def text(path: Key) -> str:
    """Return a path as people write it, in quotes where a name needs them."""
    return ".".join(map(key_text, path))


def find(typed: str) -> Place:
    """Return what a key such as `reminders.stretch.every` names.

    Raises UsageError for one that there is not, with the nearest that there is.
    """
    place = Place((), Settings)
    for name in _names(typed):
        place = _inner(place, name, typed)
    return place


def inside(place: Place) -> tuple[Place, ...]:
    """Return what stands in a table, in the order of the file; nothing in a value.

    Of tables with names of their own it is the ones that there are by default.
    """
    if place.is_named:
        kind = in_full(get_args(place.kind)[1])
        names = default_reminders.REMINDERS if place.path[-1:] == ("reminders",) else ()
        return tuple(Place((*place.path, name), kind) for name in names)
    if place.table is None:
        return ()
    return tuple(Place((*place.path, name), kind) for name, kind in known(place.table).items())


def leaves(place: Place) -> Iterator[Place]:
    """Yield every single value at or below a place; `postpone` counts as one."""
    below = () if place.path[-1:] == ("postpone",) else inside(place)
    if not below:
        yield place
    for each in below:
        yield from leaves(each)


def default(path: Key) -> Any:
    """Return what holds without a file, as tables, lists and texts; None: nothing."""
    return at(_defaults(), path)


def at(table: Any, path: Key) -> Any:
    """Return what stands at a path of a table; None: nothing."""
    for name in path:
        table = table.get(name) if isinstance(table, dict) else None
    return table


def known(table: type[Struct]) -> dict[str, Any]:
    """Return the keys of a table and their types, without the None of what may be missing."""
    return {each.encode_name: plain(each.type) for each in in_file(table)}


def plain(kind: Any) -> Any:
    """Return a type without the None beside it, which no file can say."""
    return get_args(kind)[0] if get_origin(kind) in {Union, types.UnionType} else kind


def item(kind: Any) -> Any:
    """Return the type of the items of a list; None: it is no list."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def _names(typed: str) -> Key:
    """Return the parts of a key."""
    refusal = UsageError(
        _("{typed} is no key.").format(typed=units.quoted(typed)),
        _("A key: work.hours. {list}").format(list=_(LIST)),
    )
    if not typed.strip() or _NO_KEY & set(typed):
        raise refusal
    try:
        table: Any = tomllib.loads(f"{typed} = 0")
    except tomllib.TOMLDecodeError:
        raise refusal from None
    names: Key = ()
    while isinstance(table, dict):
        ((name, table),) = table.items()
        names = (*names, name)
    return names


def _inner(place: Place, name: str, typed: str) -> Place:
    path = (*place.path, name)
    if place.is_named:
        return Place(path, in_full(get_args(place.kind)[1]))
    if place.table is None:
        raise UsageError(
            _("{key} is a single value; nothing stands inside it.").format(key=place.key), _(LIST)
        )
    keys = known(place.table)
    if name in keys:
        return Place(path, keys[name])
    problem = unknown_key(path, tuple(keys))
    hint = _elsewhere(name, typed) if not place.path else ""
    if hint and not problem.nearest:
        problem = Problem(path, what=problem.what, nearest=hint, on_key=True)
    raise UsageError(f"{units.quoted(typed)}: {problem.sentence}", _(LIST))


def _elsewhere(name: str, typed: str) -> str:
    """Return the whole key that somebody means who leaves its tables out, or nothing."""
    tables = {each: f"reminders.{each}" for each in default_reminders.REMINDERS}
    values = {each.path[-1]: each.key for each in leaves(Place((), Settings))}
    close = nearest(name, {**values, **tables})
    return f"{tables[close]}{typed[len(name) :]}" if close in tables else values.get(close, "")


@cache
def _defaults() -> dict[str, Any]:
    return as_dict(defaults())
