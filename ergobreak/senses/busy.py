"""What tells the daemon that a prompt would disturb: calls, cameras, films, full screens, silence.

Rules of this file:
1. Each has a switch in the settings; what is off is not even made.
2. Some belong to the display and are made anew with it; the others live as long as the daemon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from ergobreak.adapters.busy.reasons import Reasons
from ergobreak.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.adapters.inotify import Inotify
    from ergobreak.core.events import Event
    from ergobreak.core.model import Watch

DISPLAY: Final = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP")
# In English on the wire, where doctor tells it apart; who shows it, translates it.
OFF: Final = N_("turned off in the settings")


class Source(Protocol):
    """One of them. `reason` says why it tells nothing; empty while it works."""

    reason: str

    def start(self) -> None:
        """Begin, and return."""

    def stop(self) -> None:
        """End within a second."""


class BusySenses:
    """Starts and stops them; what they tell is joined and posted on their own threads."""

    def __init__(
        self,
        post: Callable[[Event], None],
        watch: Watch,
        bus: Bus,
        system_bus: Bus,
        inotify: Inotify,
    ) -> None:
        self._post = post
        self._watch = watch
        self._bus = bus
        self._system_bus = system_bus
        self._inotify = inotify
        self._reasons = Reasons(post, watch.ignore)
        self._env: dict[str, str] = {}
        self._lasting: dict[str, Source] = {}
        self._of_display: dict[str, Source] = {}
        self._display: tuple[str, ...] | None = None
        self._standing: set[tuple[str, str]] = set()  # (source, reason), of the display alone

    def start(self) -> None:
        """Begin with what needs no display."""
        self._lasting = dict(self._make_lasting())
        for source in self._lasting.values():
            source.start()

    def follow(self, env: Mapping[str, str]) -> bool:
        """Look at the windows of this session from now on. What is missing is no reason to retry.

        Where the display is the same and all works, nothing happens.
        """
        display = tuple(env.get(name, "") for name in DISPLAY)
        is_well = not any(source.reason for source in self._of_display.values())
        if display == self._display and is_well:
            return True
        self._let_go()
        self._display = display
        self._env = dict(env)
        self._of_display = dict(self._make_for(self._env))
        for source in self._of_display.values():
            source.start()
        return True

    def turn(self, watch: Watch) -> None:
        """Go by other switches from now on; what still holds is told anew. May take seconds."""
        self.stop()
        self._reasons.end()
        self._watch = watch
        self._reasons = Reasons(self._post, watch.ignore)
        display, self._display = self._display, None
        self.start()
        if display is not None:
            self.follow(self._env)

    def sources(self) -> dict[str, str]:
        """Return why each tells nothing; empty: it works."""
        found = dict.fromkeys(("microphone", "camera", "sharing", "fullscreen", "dnd"), OFF)
        found["film"] = N_("nobody on the buses tells who keeps the screen on")
        for name, source in {**self._lasting, **self._of_display}.items():
            found[name] = source.reason
        return found

    def stop(self) -> None:
        """End them all; nothing more is posted."""
        self._let_go()
        for source in self._lasting.values():
            source.stop()

    def _make_lasting(self) -> Iterator[tuple[str, Source]]:
        from ergobreak.adapters.busy.inhibitors import Inhibitors

        yield "film", Inhibitors(self._reasons.told, self._bus, self._system_bus)
        if self._watch.camera:
            from ergobreak.adapters.busy.camera import Camera

            yield "camera", Camera(self._reasons.told, self._inotify)

    def _make_for(self, env: Mapping[str, str]) -> Iterator[tuple[str, Source]]:
        if self._watch.microphone:
            from ergobreak.adapters.busy.microphone import Microphone

            yield "microphone", Microphone(self._told, env, self._inotify)
        if self._watch.dnd:
            from ergobreak.adapters.busy.dnd import DoNotDisturb

            yield "dnd", DoNotDisturb(self._told, self._bus, env, self._inotify)
        if self._watch.sharing:
            from ergobreak.adapters.busy.sharing import Sharing

            yield "sharing", Sharing(self._told, env, self._inotify)
        # Needed for the change of windows, also where a full screen is no reason.
        yield "fullscreen", self._windows(env)

    def _windows(self, env: Mapping[str, str]) -> Source:
        if env.get("WAYLAND_DISPLAY"):
            from ergobreak.adapters.busy.windows_wayland import WaylandWindows

            return WaylandWindows(self._told, self._post, self._watch.apps, env)
        from ergobreak.adapters.busy.windows_x11 import X11Windows

        return X11Windows(self._told, self._post, self._watch.apps, env)

    def _told(self, source: str, reason: str, names: tuple[str, ...]) -> None:
        """Pass on what belongs to the display, and remember what is to be taken back with it."""
        if reason == "fullscreen" and not self._watch.fullscreen:
            return
        self._standing.add((source, reason))
        self._reasons.told(source, reason, names)

    def _let_go(self) -> None:
        """End what belongs to the display, and take back what it has told."""
        for source in self._of_display.values():
            source.stop()
        self._of_display = {}
        for name, reason in tuple(self._standing):
            self._reasons.told(name, reason, ())
        self._standing.clear()
