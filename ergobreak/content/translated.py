"""Keeps what was read and translated, for each language that is spoken while the process lives."""

from __future__ import annotations

from functools import cache, wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from ergobreak.language import spoken

if TYPE_CHECKING:
    from collections.abc import Callable

_Asked = ParamSpec("_Asked")
_Read = TypeVar("_Read")


def each_language(read: Callable[_Asked, _Read]) -> Callable[_Asked, _Read]:
    """Return a function that reads once for each language and each arguments.

    A plain cache would keep the texts of the language in which it was first asked.
    """
    kept: Callable[..., _Read] = cache(lambda _language, *asked, **by_name: read(*asked, **by_name))

    @wraps(read)
    def found(*asked: _Asked.args, **by_name: _Asked.kwargs) -> _Read:
        return kept(spoken(), *asked, **by_name)

    return found
