"""Makes texts fit for a stranger's eyes: settings by what is known to be harmless, lines by masks.

Rules of this file:
1. Settings: what is not known to say nothing of a person is left out. A new kind of value is left
   out until somebody has thought about it here.
2. Whatever was left out of the settings is masked wherever it turns up in another text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MASK: Final = "(left out)"
QUOTED: Final = "'...'"

# Tables and keys about the body and the days of a person: nothing in them is told.
_PRIVATE: Final = frozenset({"exercises", "discomfort", "calendars", "days_off"})
_SPAN: Final = (
    r"(?:[0-9.]+\s*(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?"
    r"|ml|cl|dl|l|lit(?:er|re)s?|oz|cups?)\s*)+"
)
_TIME: Final = r"[0-9]{1,2}(?::[0-9]{2}){1,2}"
_CRON: Final = r"(?:[0-9*/,-]+|(?:[a-z]{3}[-,]?)+)"
_HARMLESS: Final = re.compile(
    rf"\s*(?:{_SPAN}(?:/\s*{_SPAN})?|{_TIME}(?:\s*[-\N{{EN DASH}}]\s*{_TIME})?"
    rf"|(?=.*[0-9*]){_CRON}(?:\s+{_CRON}){{4}}|\#[0-9a-f]{{3,6}})\s*",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"""(?<!\w)(?:'[^'\n]*'|"[^"\n]*"|«[^»\n]*»|“[^”\n]*”)(?!\w)""")
_ADDRESS: Final = re.compile(r"\b\w[\w+.-]*://\S+|\b[\w.+-]+@[\w-]+\.[\w.-]+")
_PATH: Final = re.compile(r"(?<![\w.)>])(?:~|/[\w.@+-]+)(?:/[^\s:;,'\"()<>]+)+")
_OF_SYSTEM: Final = ("/usr/", "/bin/", "/lib/", "/proc/", "/sys/", "/dev/", "/run/", "/etc/")


@dataclass(frozen=True, slots=True)
class Masked:
    """Settings as lines that may be shown, and the texts that were left out of them."""

    lines: tuple[str, ...]
    secrets: tuple[str, ...]


def settings(table: Mapping[str, object], known: Vocabulary) -> Masked:
    """Return a table of settings, a value a line, with what it says of a person left out."""
    found = _Found(known)
    lines = tuple(found.lines(table, ()))
    return Masked(lines, tuple(found.secrets))


def text(told: str, secrets: Iterable[str], home: str, *, people: Iterable[str] = ()) -> str:
    """Return a text without these secrets, quoted words, addresses, and a person's paths.

    `people`: names that stand for somebody, such as the login and the machine; whole words.
    """
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        for each in {secret, re.sub(r"^~(?=/)", lambda _unused: home, secret)}:
            told = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", MASK, told)
    told = _ADDRESS.sub(MASK, told)
    told = _QUOTED.sub(QUOTED, told)
    if home not in ("", "/"):
        told = re.sub(rf"{re.escape(home)}(?!\w)", "~", told)
    told = _PATH.sub(_path, told)
    for name in filter(None, people):
        told = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", MASK, told, flags=re.IGNORECASE)
    return told


def _path(found: re.Match[str]) -> str:
    """Keep of a path what is ours or the system's, and of others where they begin."""
    path = found[0]
    if path.startswith(_OF_SYSTEM):
        return path
    first, *_unused, last = path.split("/")
    is_ours = "/ergobreak/" in path or re.fullmatch(r"(ergobreak|daemon|journal)\.[\w.-]+", last)
    return f"{first}/.../{last if is_ours else MASK}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be told: keys of the settings and words that they choose from."""

    keys: frozenset[str]
    words: frozenset[str]


def vocabulary(schema: object) -> Vocabulary:
    """Return the vocabulary of a JSON Schema: its properties and its enumerations."""
    keys: set[str] = set()
    words: set[str] = set()
    rest: list[object] = [schema]
    while rest:
        each = rest.pop()
        if isinstance(each, dict):
            properties = each.get("properties")
            keys |= set(properties) if isinstance(properties, dict) else set()
            words |= {word for word in each.get("enum", ()) if isinstance(word, str)}
            rest += each.values()
        elif isinstance(each, list):
            rest += each
    return Vocabulary(frozenset(keys), frozenset(words))


class _Found:
    """One walk through the settings; names get the same number wherever they stand."""

    def __init__(self, known: Vocabulary) -> None:
        self._known = known
        self._numbers: dict[str, int] = {}
        self.secrets: dict[str, None] = {}

    def lines(self, table: Mapping[str, object], above: tuple[str, ...]) -> Iterator[str]:
        """Yield the lines of a table; `above` are the keys that lead to it, as they are shown."""
        for key, value in table.items():
            path = (*above, self._key(key))
            if isinstance(value, dict):
                yield from self.lines(value, path)
                continue
            is_private = bool(_PRIVATE & set(path))
            yield f"{'.'.join(path)} = {self._value(value, is_private=is_private)}"

    def _key(self, key: str) -> str:
        if key in self._known.keys:
            return key
        self.secrets[key] = None
        return f"(name {self._numbers.setdefault(key, len(self._numbers) + 1)})"

    def _value(self, value: object, *, is_private: bool) -> str:
        match value:
            case list():
                inside = [self._value(each, is_private=is_private) for each in value]
                return f"[{', '.join(inside)}]"
            case dict():
                inside = list(self.lines(value, ()))  # its names and texts are secrets all the same
                return MASK if is_private else f"{{ {', '.join(inside)} }}"
            case bool() if not is_private:
                return str(value).lower()
            case int() | float() if not is_private:
                return str(value)
            case str() if not is_private and self._is_harmless(value):
                return f'"{value}"'
            case str():
                self.secrets[value] = None
            case _:
                pass  # a date, say
        return MASK

    def _is_harmless(self, value: str) -> bool:
        return value in self._known.words or not value or bool(_HARMLESS.fullmatch(value))
