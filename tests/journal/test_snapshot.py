"""The saved state: every field comes back, or the person is told why not."""

from __future__ import annotations

import sqlite3
import types
import typing
from contextlib import closing
from enum import Enum
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.adapters.journal import snapshot
from ergobreak.adapters.journal.read import read
from ergobreak.core.model import Now
from ergobreak.core.state import State
from ergobreak.dataclass import names
from tests.journal.kit import due, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journal.kit import Opener


def sample(hint: Any, numbers: Iterator[int]) -> Any:
    """Return a value of this type that differs from every default, to the last inner field."""
    if isinstance(hint, type(State)):
        make: Any = hint
        hints = typing.get_type_hints(hint)
        return make(**{name: sample(hints[name], numbers) for name in names(hint)})
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        # tuple[int, ...] has any number, tuple[int, int] just these.
        each = args[:1] * 2 if Ellipsis in args else args
        return tuple(sample(arg, numbers) for arg in each)
    if origin is types.UnionType:
        return sample(args[0], numbers)
    if issubclass(hint, Enum):
        return list(hint)[next(numbers) % len(hint)]
    return {int: next(numbers) << 40, str: f"ä{next(numbers)}", bool: True}[hint]


def test_snapshot_keeps_every_field_of_every_part() -> None:
    """What comes back equals what was saved, in types too: a level stays a Level."""
    state = sample(State, count(1))

    back = snapshot.decode(snapshot.encode(state))

    assert back == state
    assert repr(back) == repr(state)


def test_snapshot_of_an_older_version_lacks_what_is_new() -> None:
    """A field that an older version did not have gets its default."""
    assert snapshot.decode(b'{"at": {"mono": 1, "wall": 2}, "gone": []}') == State(Now(1, 2))


def test_load_returns_what_the_last_run_saved(path: Path, store_at: Opener) -> None:
    """A snapshot outlives its process, and records without a state leave it as it is."""
    first = store_at(path)
    assert first.load() is None
    first.append([], numbered(1))
    first.append([due(1)], numbered(2))
    first.append([due(2)], None)
    first.close()

    again = store_at(path)

    assert again.load() == numbered(2)
    assert not again.load_problem


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE snapshot SET state = x'00ff'",
        "UPDATE snapshot SET state = CAST('{}' AS BLOB)",
        "UPDATE snapshot SET form = 99",
    ],
)
def test_unreadable_snapshot_is_told_and_kept(path: Path, store_at: Opener, damage: str) -> None:
    """A state of no known form is no state; it is kept aside when the next one is saved."""
    store_at(path).append([due(1)], numbered(1))
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(damage)
        bad = other.execute("SELECT state FROM snapshot").fetchone()

    store = store_at(path)
    assert store.load() is None
    assert store.load_problem
    store.append([], numbered(2))

    assert store.load() == numbered(2)
    assert len(read(path)) == 1
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT aside FROM snapshot").fetchone() == bad
