"""The config: TOML in, a frozen Plan out, and all problems at once.

The way through: checked reads a text, collect looks at the types, rules at the meaning, plan
compiles; files says where the texts come from, layers lays them over each other, toml_text turns
settings back into text, and edit changes single values. own reads a person's own exercises, checks
and tips the same way.

Rule of this file: names are looked up when they are first used, so that the command line can have
`config.units` without paying for TOML and msgspec.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ergobreak.config.calendars import Calendars
    from ergobreak.config.checked import Checked, check_text, defaults, from_table, read
    from ergobreak.config.files import (
        Loaded,
        current,
        first_file,
        load,
        load_current,
        load_explicit,
        read_file,
    )
    from ergobreak.config.own import Own, own_content, own_text
    from ergobreak.config.plan import compile_plan
    from ergobreak.config.problems import Problem
    from ergobreak.config.settings import Settings
    from ergobreak.config.sources import sources_of
    from ergobreak.config.toml_text import as_dict, show

__all__ = [
    "Calendars",
    "Checked",
    "Loaded",
    "Own",
    "Problem",
    "Settings",
    "as_dict",
    "check_text",
    "compile_plan",
    "current",
    "defaults",
    "first_file",
    "from_table",
    "load",
    "load_current",
    "load_explicit",
    "own_content",
    "own_text",
    "read",
    "read_file",
    "show",
    "sources_of",
]

_MODULES: Final = {
    "checked": ("Checked", "check_text", "defaults", "from_table", "read"),
    "files": (
        "Loaded",
        "current",
        "first_file",
        "load",
        "load_current",
        "load_explicit",
        "read_file",
    ),
    "calendars": ("Calendars",),
    "own": ("Own", "own_content", "own_text"),
    "plan": ("compile_plan",),
    "problems": ("Problem",),
    "settings": ("Settings",),
    "sources": ("sources_of",),
    "toml_text": ("as_dict", "show"),
}


def __getattr__(name: str) -> Any:
    """Import the module that has this name, the first time that somebody asks for it."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
