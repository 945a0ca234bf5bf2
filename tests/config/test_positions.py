"""Where keys and values stand in a TOML text."""

from __future__ import annotations

import tomllib
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ergobreak.config.positions import Spot, positions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.config.positions import Path

TEXT = '''\
# [not] = "a table"
top = 1   # = ] }
"quoted \\u0041.key" = { a = [1, 2], b = { 'c d' = "x,]}" } }
dotted . "in ner" = """
two [lines] = 3 \\""" and more""""
[table]
date = 1979-05-27 07:32:00
list = [
  "one", # a comment, with a comma
  [ 'two', { three = \'\'\'it's\'\'\' } ],
]
[table.under]
key = 'C:\\path'
[[rows]]
a = 1
[[rows]]
a = 2
[rows.sub]
b = 3
'''


def test_every_syntax_has_its_place() -> None:
    """Quoted, dotted and inline keys, lists, texts of many lines and lists of tables are placed."""
    spots = positions(TEXT)

    assert spots["top",] == Spot((2, 1), (2, 7))
    assert spots["quoted A.key",] == Spot((3, 1), (3, 23))
    assert spots["quoted A.key", "a", 1] == Spot((3, 33), (3, 33))
    assert spots["quoted A.key", "b", "c d"] == Spot((3, 43), (3, 51))
    assert spots["dotted", "in ner"] == Spot((4, 10), (4, 21))
    assert spots["table",] == Spot((6, 2), (6, 2))
    assert spots["table", "date"] == Spot((7, 1), (7, 8))
    assert spots["table", "list", 0] == Spot((9, 3), (9, 3))
    assert spots["table", "list", 1, 1, "three"] == Spot((10, 14), (10, 22))
    assert spots["table", "under"] == Spot((12, 8), (12, 8))
    assert spots["table", "under", "key"] == Spot((13, 1), (13, 7))
    assert spots["rows", 1, "a"] == Spot((17, 1), (17, 5))
    assert spots["rows", 1, "sub", "b"] == Spot((19, 1), (19, 5))


def test_every_path_is_placed() -> None:
    """What tomllib finds has a place, and nothing else has one."""
    assert set(positions(TEXT)) == set(paths(tomllib.loads(TEXT)))


def test_deep_nesting_is_read() -> None:
    """A list that nests as deep as tomllib can read is placed."""
    depth = 150

    assert positions(f"a = {'[' * depth}{']' * depth}")["a", *[0] * (depth - 1)] == Spot(
        (1, depth + 4), (1, depth + 4)
    )


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of everything inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield (*path, key)
        if isinstance(item, (dict, list)):
            yield from paths(item, (*path, key))


names = st.sampled_from(["a", "b-c", '"q \\" x"', "'l#t'", "1"])
shapes = st.recursive(
    st.just(None),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@settings(database=None, deadline=None, max_examples=50)
@given(st.dictionaries(names, shapes, max_size=4), st.sampled_from(["", " ", "\t "]))
def test_value_stands_where_it_is_said_to_stand(shape: dict[str, Any], gap: str) -> None:
    """Each leaf, a number that the text has only once, stands at its line and column."""
    numbers = count(1000)

    def written(value: Any) -> str:
        if isinstance(value, dict):
            pairs = (f"{name}{gap}={gap}{written(item)}" for name, item in value.items())
            return f"{{{gap}{f',{gap}'.join(pairs)}{gap}}}"
        if isinstance(value, list):
            return f"[{gap}{f',# x, ] {chr(10)}'.join(map(written, value))}\n]"
        return str(next(numbers))

    text = "\n".join(f"{name}{gap}={gap}{written(item)}" for name, item in shape.items())
    lines = text.split("\n")
    table = tomllib.loads(text)
    spots = positions(text)

    assert set(spots) == set(paths(table))
    for path, spot in spots.items():
        value: Any = table
        for part in path:
            value = value[part]
        if isinstance(value, int):
            line, column = spot.value
            assert lines[line - 1][column - 1 :].startswith(str(value))
