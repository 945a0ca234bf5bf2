"""Finds every value of a table that has the wrong type or a name that nobody reads.

msgspec alone stops at the first mistake; this goes on. What it lets pass, msgspec converts.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Meta, Struct

from ergobreak.config import units, values
from ergobreak.config.hooks import COMMAND, Argument
from ergobreak.config.problems import Problem, nearest, unknown_key
from ergobreak.config.profile import Profile, in_full
from ergobreak.config.settings import in_file
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.config.positions import Path


def collect(value: object, wanted: Any, path: Path = ()) -> Iterator[Problem]:
    """Yield what keeps `value` from being a `wanted`, a type from settings.py."""
    origin, args = get_origin(wanted), get_args(wanted)
    if origin is Annotated:
        yield from _bounded(value, args[0], args[1], path)
    elif origin in {Union, types.UnionType}:
        # The only unions are with None, which TOML does not have.
        yield from collect(value, args[0], path)
    elif origin is Literal:
        yield from choice(value, args, path)
    elif origin is tuple:
        yield from _list(value, args[0], path)
    elif origin is Mapping:
        yield from _named(value, args[1], path)
    elif wanted is Profile or issubclass(wanted, Struct):
        yield from _struct(value, in_full(wanted), path)
    elif issubclass(wanted, StrEnum):
        yield from choice(value, tuple(wanted), path)
    else:
        yield from _single(value, wanted, path)


def without(table: Mapping[str, Any], broken: set[Path], path: Path = ()) -> dict[str, Any]:
    """Return a table without the keys at these paths."""
    return {
        key: without(value, broken, (*path, key)) if isinstance(value, dict) else value
        for key, value in table.items()
        if (*path, key) not in broken
    }


def _struct(value: object, wanted: type[Struct], path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong(value, _("a table"), path)
        return
    known = _known(wanted)
    for key, item in value.items():
        if key in known:
            yield from collect(item, known[key], (*path, key))
        else:
            yield unknown_key((*path, key), tuple(known))
    for name in _required(wanted):
        if name not in value:
            yield Problem(path, what=_("`{name}` is missing").format(name=name), on_key=True)


@cache
def _known(wanted: type[Struct]) -> dict[str, Any]:
    """Return the keys of a table and their types, which msgspec would work out anew each time."""
    return {each.encode_name: each.type for each in in_file(wanted)}


@cache
def _required(wanted: type[Struct]) -> tuple[str, ...]:
    """Return the keys that have to be there, for the same reason only once."""
    return tuple(each.encode_name for each in in_file(wanted) if each.required)


def _named(value: object, wanted: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong(value, _("a table"), path)
        return
    for key, item in value.items():
        yield from collect(item, wanted, (*path, key))


def _list(value: object, wanted: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, (list, tuple)):
        yield _wrong(
            value, _(COMMAND) if wanted is Argument else _("a list in square brackets"), path
        )
        return
    for place, item in enumerate(value):
        yield from collect(item, wanted, (*path, place))


def _bounded(value: object, wanted: Any, bounds: Meta, path: Path) -> Iterator[Problem]:
    if wanted is not int:
        yield from collect(value, wanted, path)
        if isinstance(value, (list, tuple)) and len(value) < (bounds.min_length or 0):
            yield Problem(
                path, what=_("the list is empty"), found="[]", allowed=_("at least one item")
            )
        return
    low, high = bounds.ge or 0, bounds.le or 0
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        yield _wrong(
            value, _("a whole number from {low} to {high}").format(low=low, high=high), path
        )


def choice(value: object, allowed: tuple[str, ...], path: Path) -> Iterator[Problem]:
    """Yield a problem unless `value` is one of these words."""
    if isinstance(value, str) and value in allowed:
        return
    close = nearest(value, allowed) if isinstance(value, str) else ""
    yield Problem(path, found=values.found(value), allowed=", ".join(allowed), nearest=close)


def _single(value: object, wanted: Any, path: Path) -> Iterator[Problem]:
    if wanted is bool:
        if not isinstance(value, bool):
            yield _wrong(value, _("true or false"), path)
    elif wanted is int:
        if not isinstance(value, int) or isinstance(value, bool):
            yield _wrong(value, _("a whole number"), path)
    elif wanted is str:
        if not isinstance(value, str):
            yield _wrong(value, _(values.TEXT), path)
    else:
        try:
            wanted.read(value)
        except units.BadUnit as bad:
            yield Problem(path, found=bad.found, allowed=bad.allowed)


def _wrong(value: object, allowed: str, path: Path) -> Problem:
    return Problem(path, found=values.found(value), allowed=allowed)
