"""Tables in which every key may be missing: what a profile says otherwise, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_origin

from msgspec import Struct, defstruct
from msgspec.structs import fields


@cache
def sparse(table: type[Struct]) -> type[Struct]:
    """Return a table with the same keys and types, of which none has a default.

    None stands for a key that was not given, as everywhere in the settings.
    """
    return defstruct(
        table.__name__,
        [(each.name, _sparse(each.type), None) for each in fields(table)],
        namespace={"__doc__": table.__doc__},
        rename={each.name: each.encode_name for each in fields(table)},
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )


def _sparse(kind: Any) -> Any:
    """Return the type of a key that may be missing; a table in it is sparse as well."""
    plain = next((each for each in get_args(kind) if each is not type(None)), kind)
    found = plain if type(None) in get_args(kind) else kind
    if get_origin(found) is Mapping:
        inner: Any = sparse(get_args(found)[1])
        found = Mapping[str, inner]
    elif isinstance(found, type) and issubclass(found, Struct):
        found = sparse(found)
    return found | None
