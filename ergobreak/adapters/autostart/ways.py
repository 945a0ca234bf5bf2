"""Which ways of starting at login this system has, and that there is never more than one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.adapters.autostart.entry import Found, Start


class Way(Protocol):
    """A module of this room."""

    WAY: str

    def turn_on(self, start: Start, env: Mapping[str, str]) -> Found:
        """Start ergobreak at login from now on."""

    def turn_off(self, env: Mapping[str, str]) -> bool:
        """Leave no trace, and tell whether there was one."""

    def look(self, env: Mapping[str, str]) -> Found | None:
        """Return what is there."""


def of(platform: str) -> list[Way]:
    """Return the ways of a system, as `sys.platform` names it; the last one always works."""
    if platform == "win32":
        from ergobreak.adapters.autostart import registry

        return [registry]
    if platform == "darwin":
        from ergobreak.adapters.autostart import launch_agent

        return [launch_agent]
    from ergobreak.adapters.autostart import systemd, xdg

    return [systemd, xdg]


def turn_on(ways: list[Way], start: Start, env: Mapping[str, str], wish: str = "") -> Found:
    """Turn one way on and all the others off; raises OSError, or UsageError for an unknown wish.

    Without a wish it is systemd where the desktop tells it of the session, else the last one.
    """
    named = {way.WAY: way for way in ways}
    if wish and wish not in named:
        raise UsageError(
            _('"{wish}" is no way to start here.').format(wish=wish),
            _("There is: {named}.").format(named=", ".join(named)),
        )
    chosen = named[wish] if wish else _fitting(ways, env)
    found = chosen.turn_on(start, env)
    for way in ways:
        if way is not chosen:
            way.turn_off(env)
    return found


def turn_off(ways: list[Way], env: Mapping[str, str]) -> list[str]:
    """Turn every way off and return those that were there; raises OSError."""
    return [way.WAY for way in ways if way.turn_off(env)]


def look(ways: list[Way], env: Mapping[str, str]) -> list[Found]:
    """Return what is there; two only if somebody else has made one."""
    return [found for way in ways if (found := way.look(env)) is not None]


def _fitting(ways: list[Way], env: Mapping[str, str]) -> Way:
    from ergobreak.adapters.autostart import systemd

    first = ways[0]
    return first if first.WAY != systemd.WAY or systemd.has_session(env) else ways[-1]
