"""Chooses what tells who is idle: the best that this session has, by trying one after the other."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.presence.sampling import SampledIdle, how_to_ask
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.core.events import Event
    from ergobreak.ports import Idle

_log = logging.getLogger(__name__)


class NoIdle:
    """Stands where nothing can tell; its `reason` is what each source said."""

    name: Final = "none"
    is_idle: Final = False

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def start(self) -> bool:
        """Tell that it does not work."""
        return False

    def report(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


def find_idle(
    post: Callable[[Event], None],
    *,
    idle_after: int,
    lull: int,
    env: Mapping[str, str],
    bus: Bus | None,
    system_bus: Bus | None = None,
) -> Idle:
    """Return a source that has been started, or NoIdle; spans in microseconds.

    `env` is the session's, `bus` the session's bus; the buses may be away. Each source that does
    not answer costs up to 2 s.
    """
    reasons = []
    for source in _candidates(post, idle_after, lull, env, bus, system_bus):
        if source.start():
            return source
        source.stop()
        _log.info("%s: %s", source.name, source.reason)
        reasons.append(source.reason)
    return NoIdle("; ".join(dict.fromkeys(reasons)) or _("no graphical session"))


def _candidates(
    post: Callable[[Event], None],
    idle_after: int,
    lull: int,
    env: Mapping[str, str],
    bus: Bus | None,
    system_bus: Bus | None,
) -> Iterator[Idle]:
    """Yield the sources that may work here, the best first; each is made when it is asked for."""
    if (system := how_to_ask()) is not None:
        name, ask = system
        yield SampledIdle(post, idle_after, ask, name)
        return
    # Under Wayland an X server may be there too, but does not see all input.
    if env.get("WAYLAND_DISPLAY") or env.get("XDG_SESSION_TYPE") == "wayland":
        from ergobreak.adapters.presence.wayland import WaylandIdle

        yield WaylandIdle(post, idle_after, lull, env)
    elif env.get("DISPLAY"):
        from ergobreak.adapters.presence.x11 import X11Idle

        yield X11Idle(post, idle_after, lull, env)
    if bus is not None:
        from ergobreak.adapters.presence.mutter import MutterIdle

        yield MutterIdle(post, idle_after, lull, bus)
    if system_bus is not None:
        from ergobreak.adapters.presence.logind_hint import LogindHint

        yield LogindHint(post, idle_after, system_bus)
