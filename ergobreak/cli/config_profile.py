"""Profiles where settings are shown: which one is meant, and what each says about a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.cli import config_text as text
from ergobreak.config import as_dict, keys
from ergobreak.config.problems import nearest
from ergobreak.control import client
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from ergobreak.cli.config_text import Origin
    from ergobreak.config import Settings
    from ergobreak.config.edit import Key


def asked(args: Namespace, settings: Settings) -> str:
    """Return the profile to be shown: the one that was named, or is in force; nothing: none."""
    name = args.profile
    if name is None:
        return in_force(args.home, settings) if args.effective else ""
    if name not in settings.profiles:
        close = nearest(name, settings.profiles)
        there = ", ".join(settings.profiles) or _("none")
        hint = (
            _("Did you mean {close}?").format(close=close)
            if close
            else _("There are: {there}.").format(there=there)
        )
        raise UsageError(_('There is no profile "{name}".').format(name=name), hint)
    return str(name)


def in_force(home: str | None, settings: Settings) -> str:
    """Return the profile that a running daemon lives in; nothing: none, or nothing runs."""
    if not settings.profiles:
        return ""
    try:
        reply = client.ask(home, "status", as_json=True)
    except ErgobreakError:
        return ""
    found: Any = reply.data.get("profile")
    name = str(found.get("profile")) if isinstance(found, dict) else ""
    return name if name in settings.profiles else ""


def is_changing(path: Key) -> bool:
    """Tell whether a key is one of a profile that changes another key."""
    return path[:1] == ("profiles",) and len(path) > 2 and path[2] != "when"


def rows(
    args: Namespace, settings: Settings, path: Key, set_by: Mapping[Key, Origin]
) -> list[tuple[str, str]]:
    """Return what profiles say about a key, or what holds outside of the profile of this one."""
    if is_changing(path):
        return [(_("outside"), text.toml(keys.at(as_dict(settings), path[2:])))]
    written = [name for name in settings.profiles if ("profiles", name, *path) in set_by]
    current = in_force(args.home, settings) if written else ""
    found = []
    for name in written:
        value = text.toml(keys.at(as_dict(settings.in_profile[name]), path))
        place = _("profile {name}, {words}").format(
            name=name, words=set_by["profiles", name, *path].words
        )
        if name == current:
            # translators: {place} is 'profile travel, line 12'.
            place = _("{place}; in force").format(place=place)
        found.append((_("in profile"), f"{value}  ({place})"))
    return found
