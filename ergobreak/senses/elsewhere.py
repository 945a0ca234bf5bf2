"""What tells the daemon about person and machine on Windows and macOS: input, lock, suspend, clock.

As `Senses`, with the same rules, for systems without D-Bus. Nothing there tells yet of calls,
cameras, full screen or "do not disturb".
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.presence.signs import Signs
from ergobreak.core import events
from ergobreak.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.adapters.presence.signs import Sign
    from ergobreak.core.model import Plan
    from ergobreak.ports import Idle

UNTOLD: Final = N_("nothing tells that on this system yet")
BUSY: Final = ("microphone", "camera", "sharing", "fullscreen", "dnd", "film")


class SystemSenses:
    """Starts and stops the sources; what they tell is posted on their own threads.

    `find_idle` returns a source of input for `post` and `idle_after`, started; `find_signs` what
    calls with signs. `zone` reads the zone of the machine, `zone_changed` gets the name of another.
    """

    def __init__(
        self,
        post: Callable[[events.Event], None],
        zone_changed: Callable[[str], None],
        zone: Callable[[], str],
        find_idle: Callable[[Callable[[events.Event], None], int], Idle],
        find_signs: Callable[[Callable[[Sign], None]], Any],
    ) -> None:
        self._post = post
        self._zone_changed = zone_changed
        self._read_zone = zone
        self._find_idle = find_idle
        self._zone = ""
        self._idle: Idle | None = None
        self._source = find_signs(self._heard)
        self._signs = Signs()
        self._plan: Plan | None = None  # none before the start
        self._changing = threading.Lock()  # held while a source is exchanged for another

    @property
    def clock(self) -> dict[str, str]:
        """Return what tells that the clock was set, as in `sources`."""
        return self._told_by_system()

    def start(self, plan: Plan, zone: str) -> None:
        """Begin; on the engine's thread, before it runs."""
        self._plan, self._zone = plan, zone
        self._source.start()
        self._signs = Signs(is_locked=self._source.is_locked)
        for event in self._signs.picture():
            self._post(event)
        self._post(events.ReaderTold(plan.access.screen_reader == "yes"))
        self._idle = self._find_idle(self._post, plan.presence.idle_after)

    def follow(self, env: Mapping[str, str]) -> bool:
        """Do nothing: here a daemon has one session for its life."""
        del env
        return True

    def follow_plan(self, plan: Plan) -> None:
        """Go by other settings from now on."""
        with self._changing:
            before, self._plan = self._plan, plan
            if before is None:
                return
            if plan.access.screen_reader != before.access.screen_reader:
                self._post(events.ReaderTold(plan.access.screen_reader == "yes"))
            if plan.presence.idle_after != before.presence.idle_after:
                if self._idle is not None:
                    self._idle.stop()
                self._idle = self._find_idle(self._post, plan.presence.idle_after)

    def sources(self) -> dict[str, dict[str, str]]:
        """Return what serves as what: `by`, and the `reason` why it does not; one is empty."""
        idle = self._idle
        system = self._told_by_system()
        found = {"lock": system, "suspend": dict(system)}
        found["idle"] = system if idle is None else _source(idle.name, idle.reason)
        return found | {part: _source("", UNTOLD) for part in BUSY}

    def stop(self) -> None:
        """End them all; nothing more is posted."""
        self._source.stop()
        with self._changing:
            if self._idle is not None:
                self._idle.stop()

    def _heard(self, sign: Sign) -> None:
        """Take a sign, on the thread of its source."""
        for event in self._signs.hear(sign):
            self._post(event)
            if isinstance(event, events.Unlocked | events.Woke | events.Ticked) and self._idle:
                self._idle.report()  # the engine forgets it, and whoever is back is seen at once
        if sign == "clock" and (zone := self._read_zone()) != self._zone:
            self._zone = zone
            self._zone_changed(zone)

    def _told_by_system(self) -> dict[str, str]:
        return _source(self._source.name, self._source.reason)


def find(
    post: Callable[[events.Event], None], zone_changed: Callable[[str], None]
) -> SystemSenses | None:
    """Return the senses of this system; None where it is a desktop of Linux, or has none."""
    from ergobreak.adapters.presence import idle, sampling
    from ergobreak.adapters.time import calendar

    def find_idle(post: Callable[[events.Event], None], idle_after: int) -> Idle:
        return idle.find_idle(post, idle_after=idle_after, lull=0, env={}, bus=None)

    if sampling.how_to_ask() is None:
        return None
    return SystemSenses(post, zone_changed, calendar.zone_name, find_idle, _signs_of(sys.platform))


def _signs_of(platform: str) -> Callable[[Callable[[Sign], None]], Any]:
    """Return what hears signs on this system, as `sys.platform` names it."""
    if platform == "win32":
        from ergobreak.adapters.presence.windows import WindowsSigns

        return WindowsSigns
    from ergobreak.adapters.presence.macos import MacSigns

    return MacSigns


def _source(by: str, reason: str) -> dict[str, str]:
    return {"by": "" if reason else by, "reason": reason}
