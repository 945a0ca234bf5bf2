"""Writes settings as TOML: every value that is in force, in its canonical form."""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ergobreak.config.profile import Profile
from ergobreak.config.settings import in_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.config.settings import Settings

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def as_dict(settings: Settings) -> dict[str, Any]:
    """Return the settings as tables, lists, texts and numbers, as they would stand in the file."""
    table: dict[str, Any] = _plain(settings)
    for named in ("calendars", "hooks", "profiles"):
        if not table[named]:
            del table[named]
    table["reminders"] = {name: _given(_plain(rule)) for name, rule in settings.reminders.items()}
    return table


def show(settings: Settings) -> str:
    """Return the settings as a TOML text; reading it gives the same settings."""
    table = as_dict(settings)
    calendars, reminders = table.pop("calendars", {}), table.pop("reminders")
    hooks = table.pop("hooks", {})
    profiles = table.pop("profiles", {})
    blocks = [f"version = {table.pop('version')}\n"]
    blocks += [_block(name, values) for name, values in table.items()]
    blocks += [_block(f"calendars.{key_text(name)}", values) for name, values in calendars.items()]
    blocks += [_block(f"hooks.{key_text(name)}", values) for name, values in hooks.items()]
    blocks += [_block(f"reminders.{key_text(name)}", values) for name, values in reminders.items()]
    for name, profile in profiles.items():
        blocks += _profile(f"profiles.{key_text(name)}", profile)
    return "\n".join(blocks)


def _profile(name: str, profile: Mapping[str, Any]) -> list[str]:
    """Return what one profile changes, a block for each table."""
    rules = profile.get("reminders", {})
    tables = {key: values for key, values in profile.items() if key != "reminders"}
    tables |= {f"reminders.{key_text(key)}": values for key, values in rules.items()}
    return [_block(f"{name}.{key}", values) for key, values in tables.items()] or [_block(name, {})]


def _plain(value: Any) -> Any:
    """Return what TOML and JSON can say, in its canonical form."""
    if isinstance(value, Profile):
        value = value.given
    if isinstance(value, msgspec.Struct):
        pairs = ((each.encode_name, getattr(value, each.name)) for each in in_file(type(value)))
        return {key: _plain(item) for key, item in pairs if item is not None}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    # A value of a type of ours may be a tuple or a number as well, but it is written as a text.
    if hasattr(value, "read") or isinstance(value, str):
        return str(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _given(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reminder without the words that it does not have."""
    return {key: value for key, value in table.items() if value not in ("", [])}


def _block(name: str, table: Mapping[str, Any]) -> str:
    return "".join((f"[{name}]\n", *(f"{key} = {written(table[key])}\n" for key in table)))


def written(value: Any) -> str:
    """Return a value as it stands on one line of a file."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return f"{{ {', '.join(f'{key} = {written(item)}' for key, item in value.items())} }}"
        case list():
            return f"[{', '.join(map(written, value))}]"
        case int() | float():
            return str(value)
        case date() | time():
            return value.isoformat()
        case _:
            return _quoted(str(value))


def key_text(name: str) -> str:
    """Return a key as it stands in a file, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    # JSON escapes all that TOML wants escaped, but for one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
