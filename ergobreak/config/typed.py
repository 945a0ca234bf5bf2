"""A value as people type it behind a key on the command line: what it would be in the file.

Rules of this file:
1. Whatever is written as in the file is read as in the file: "60m" in quotes, [..], { .. }.
2. What is typed without quotes becomes what stands there by its type. What fits no type stays a
   text: the check that follows says what is allowed.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args, get_origin

from ergobreak.config import keys, values
from ergobreak.config.collect import collect
from ergobreak.config.hooks import Argument
from ergobreak.config.values import Words
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ergobreak.config.keys import Place
    from ergobreak.config.problems import Problem

_BOOLS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def value(words: Sequence[str], place: Place) -> object:
    """Return the value that these words mean at a place of the config."""
    text = " ".join(words).strip()
    if text[:1] in {'"', "'", "[", "{"}:
        found = _as_in_file(text)
        if found is not None:
            return found
    each = keys.item(place.kind)
    if each is not None:
        return [_single(part, each) for part in _parts(words, each)]
    return _single(text, place.kind)


def problems(value: object, place: Place) -> Iterator[Problem]:
    """Yield what keeps a value from standing there, so far as its type tells."""
    return collect(value, place.kind, place.path)


def allowed(place: Place) -> str:
    """Return in words what may stand at a place, as a mistake there would be told."""
    if place.table is not None:
        inside = (f"{each.path[-1]} ({allowed(each)})" for each in keys.inside(place))
        return _("a table with {inside}").format(inside=", ".join(inside))
    each = keys.item(place.kind)
    if each is not None:
        return _("a list, each of it {allowed}").format(allowed=_allowed(each))
    return _allowed(place.kind)


def _allowed(kind: Any) -> str:
    # A value that is right nowhere: the refusal says what would be.
    return next((found.allowed for found in collect(object(), kind)), _(values.TEXT))


def _as_in_file(text: str) -> object:
    """Return a value in the notation of the file; None: it is none."""
    try:
        table = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return None
    return table["value"] if len(table) == 1 else None


def _parts(words: Sequence[str], kind: Any) -> list[str]:
    """Return the items of a list: parted by commas, or as the shell parted them."""
    if kind in (Words, Argument) and len(words) > 1:
        return list(words)  # a sentence may have a comma
    return [part.strip() for word in words for part in word.split(",") if part.strip()]


def _single(text: str, kind: Any) -> object:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if kind is bool:
        return _BOOLS.get(text.lower(), text)
    if kind is int:
        number = text.removeprefix("-")
        return int(text) if number.isdecimal() and number.isascii() and len(number) < 19 else text
    return text
