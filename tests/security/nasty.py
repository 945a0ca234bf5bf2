"""Nasty texts and values, for whoever reads what others have written."""

from __future__ import annotations

import json
from typing import Any, Final

from hypothesis import strategies as st

TEXTS: Final = (
    *("", " ", "\0", "\x1b[2J\x1b]0;owned\x07", "\x9b31m", "a\nb\rc", "\u202egpj.exe\u202c"),
    *("\u2066\u2069\u200f", "<b onclick=x>&amp;</b><script>alert(1)</script>", "%s%n{0}{a.b}$(id)"),
    *("'; DROP TABLE record; --", "../../etc/passwd", "\N{FULLWIDTH LATIN SMALL LETTER A}" * 50),
    *("1" * 5000, "9" * 400 + "m", "-1m", "1e400", "0x7f", "a" * 3_000, "\ud800", "\ufeff", "]]>"),
    *("02:60-99:99", "22:00-06:00", "2026-02-30", "9999-12-31..0001-01-01", "holidays:", "1l/0m"),
    *("* * * * *", "*/0 * * * *", "61 25 32 13 8", "0 0 31 2 *", "@reboot", "0-9999999 * * * *"),
)
NUMBERS: Final = (0, 1, -1, 2**31, 2**63, -(2**63), 10**400, 0.0, -0.0, 1e308, float("inf"))

texts = st.sampled_from(TEXTS) | st.text(max_size=30)
# Half a character can be spelled in JSON, but stands in no file.
file_texts = texts.map(lambda text: text.encode("utf-8", "replace").decode())
numbers = st.sampled_from(NUMBERS) | st.integers() | st.floats(allow_nan=True)
plain = st.none() | st.booleans() | numbers | texts


def values(names: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Any]:
    """Return whatever JSON can say, with these names as keys."""
    return st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
        max_leaves=10,
    )


def objects(keys: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects that have some of these keys, with values that need not fit."""
    return st.dictionaries(st.sampled_from(keys) | texts, values(), max_size=8)


def spoiled(sound: str) -> st.SearchStrategy[str]:
    """Return a sound text with a part replaced by something nasty, or cut off."""
    places = st.integers(0, len(sound))
    bits = file_texts | st.sampled_from(('"', "'", "[", "]", "[[", "{", "=", "#", "\n", '"""', ","))
    return st.tuples(places, st.integers(0, 40), bits).map(
        lambda slip: sound[: slip[0]] + slip[2] + sound[slip[0] + slip[1] :]
    )


def toml(table: dict[str, Any]) -> str:
    """Return a table as TOML, one level of tables deep, as a careless program would write it."""
    text = "\n".join(f"{json.dumps(key)} = {_toml(value)}" for key, value in table.items())
    return text.encode("utf-8", "replace").decode()


def _toml(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            inside = ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items())
            return "{" + inside + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case float():
            return repr(value)
        case _:
            return json.dumps(value, ensure_ascii=False)
