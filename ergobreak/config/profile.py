"""One profile as the file has it: tables in which every key may be missing.

Rule of this file: these tables are made of the types in settings.py when somebody has a profile.
Most people have none, and making them takes longer than reading the whole file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self, get_args, get_origin

import msgspec
from msgspec import Struct, defstruct
from msgspec.structs import fields

from ergobreak.config import values

if TYPE_CHECKING:
    from ergobreak.config.settings import When
    from ergobreak.config.values import DayOff


class Profile:
    """`[profiles.NAME]`: what is otherwise while this profile is in force."""

    __slots__ = ("given",)

    def __init__(self, given: Any) -> None:
        self.given = given
        """What the person has written, as a `table()`."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a table of which everything is sound."""
        return cls(msgspec.convert(value, table(), dec_hook=values.read))

    @property
    def when(self) -> When | None:
        """Return when it is in force by itself; None: never."""
        found: When | None = self.given.when
        return found

    @property
    def days_off(self) -> tuple[DayOff, ...]:
        """Return the days off that hold in it, as far as it has some of its own."""
        work = self.given.work
        return (work and work.days_off) or ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profile) and self.given == other.given

    def __hash__(self) -> int:
        return hash(Profile)


def in_full(kind: Any) -> Any:
    """Return the table of a profile for `Profile`, and any other type as it is."""
    return table() if kind is Profile else kind


@cache
def table() -> type[Struct]:
    """Return what may stand in a profile."""
    from ergobreak.config.settings import CHANGEABLE, Reminder, When

    rules: Any = sparse(Reminder)
    return defstruct(
        "Profile",
        [
            ("when", When | None, None),
            *((name, sparse(each) | None, None) for name, each in CHANGEABLE.items()),
            ("reminders", Mapping[str, rules] | None, None),
        ],
        namespace={"__doc__": Profile.__doc__},
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )


def sparse(whole: type[Struct]) -> Any:
    """Return a table with the same keys and types, of which none has a default.

    None stands for a key that was not given, as everywhere in the settings.
    """
    return defstruct(
        whole.__name__,
        [(each.name, _sparse(each.type), None) for each in fields(whole)],
        namespace={"__doc__": whole.__doc__},
        rename={each.name: each.encode_name for each in fields(whole)},
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )


def _sparse(kind: Any) -> Any:
    """Return the type of a key that may be missing; a table in it is sparse as well."""
    plain = next((each for each in get_args(kind) if each is not type(None)), kind)
    found = plain if type(None) in get_args(kind) else kind
    if isinstance(found, type) and issubclass(found, Struct) and get_origin(found) is None:
        found = sparse(found)
    return found | None
