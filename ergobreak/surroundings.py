"""Keeps the plan fit for where and when the person is, and for the settings that are in force.

Whatever is told comes on threads of its own; another plan is made and put into force on the
engine's thread, one after the other.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ergobreak.adapters.agenda import UNREAD, served
from ergobreak.adapters.time.calendar import zone_of
from ergobreak.core import events, profiles
from ergobreak.core.appointments import Sources
from ergobreak.dataclass import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.agenda.agenda import Agenda
    from ergobreak.adapters.inotify import Inotify
    from ergobreak.adapters.time.zone_watch import ZoneWatch
    from ergobreak.core.appointments import Spans
    from ergobreak.core.events import Event
    from ergobreak.core.model import Plan
    from ergobreak.core.state import State
    from ergobreak.host import Host
    from ergobreak.in_force import InForce

    _Needs = tuple[Inotify, Callable[[], int], Callable[[int, Callable[[], None]], None]]


class Surroundings:
    """The settings in force, the zone and what the calendars say, as they are now."""

    def __init__(self, host: Host, in_force: InForce, zone: str) -> None:
        self._host = host
        self.in_force = in_force
        """Another one from `follow` on; it is changed on the engine's thread alone."""
        self._lasting = ""  # what is wrong, and stays so until the next start
        self._zone = zone
        self._spans: Spans | None = None
        self._agenda: Agenda | None = None
        self._needs: _Needs | None = None
        self._zone_watch: ZoneWatch | None = None
        self.listen: Callable[[Plan], None] | None = None
        """Lets what listens to the person go by another plan; may take seconds."""
        self._listening = threading.Lock()

    def begin(self, saved: State | None, wall: int) -> None:
        """Begin in the profile that is to be in force now. Before the engine runs."""
        known = self.in_force.profiles_for(self._zone, self._spans)
        if saved is None:
            name, _ = profiles.by_itself(known, wall, "")
        else:
            name, _ = profiles.wanted(saved, known, wall)
        if name:
            runtime = self._host.runtime
            plan = self.in_force.plan_for(self._zone, self._spans, name)
            runtime.plan = replace(plan, trouble=plan.trouble or self._lasting)

    def start(
        self,
        inotify: Inotify,
        now: Callable[[], int],
        at: Callable[[int, Callable[[], None]], None],
        *,
        has_zone: bool,
    ) -> None:
        """Begin to read; `now` and `at` are those of adapters/agenda/agenda.py.

        `has_zone`: somebody else tells of another time zone.
        """
        if not has_zone:
            from ergobreak.adapters.time.zone_watch import ZoneWatch

            self._zone_watch = ZoneWatch(self.zone_changed, inotify)
            self._zone_watch.start(self._zone)
        self._needs = (inotify, now, at)
        self._follow()

    def agenda(self) -> dict[str, str]:
        """Return who reads the calendars, or why one cannot be read; none until one was read."""
        if self._needs is None:
            return {"by": "", "reason": UNREAD}
        if self._spans is None:
            return {"by": "", "reason": ""}
        return served(self._spans.problems)

    def follow(self, in_force: InForce) -> None:
        """Live by other settings from now on, or with other trouble. On the engine's thread.

        Raises ConfigError, and nothing is changed, if they make no plan.
        """
        is_news = in_force.settings != self.in_force.settings
        self._replan(events.PlanChanged() if is_news else events.Ticked(), in_force)
        self._follow()

    def use_profile(self) -> None:
        """Live in the profile that is to be in force now. On the engine's thread, after a step."""
        self._host.runtime.do(self._switch)

    def _switch(self) -> None:
        # Asked anew: the next choice may be as near as this one.
        if self._wanted(self.in_force) != self._host.runtime.plan.profile:
            self._replan(events.PlanChanged(by_profile=True))

    def _wanted(self, chosen: InForce) -> str:
        runtime = self._host.runtime
        known = chosen.profiles_for(self._zone, self._spans)
        if not known:
            return ""
        name, _ = profiles.wanted(runtime.state, known, runtime.glance().now.wall)
        return name

    def complain(self, text: str) -> None:
        """Say in the plan what is wrong until the next start. Before the engine runs."""
        self._lasting = self._lasting or text
        runtime = self._host.runtime
        runtime.plan = replace(runtime.plan, trouble=runtime.plan.trouble or text)

    def zone_changed(self, zone: str) -> None:
        """Live in another time zone (IANA name) from now on. From any thread."""

        def change() -> None:
            self._zone = zone
            self._host.zone = zone_of(zone)
            self._replan(events.ZoneChanged(zone))
            self._follow()

        self._host.runtime.do(change)

    def stop(self) -> None:
        """End; nothing more is told. Returns within two seconds."""
        if self._agenda is not None:
            self._agenda.stop()
        if self._zone_watch is not None:
            self._zone_watch.stop()

    def _told(self, spans: Spans) -> None:
        def take() -> None:
            self._spans = spans
            self._replan(events.AgendaRead())

        self._host.runtime.do(take)

    def _replan(self, event: Event, in_force: InForce | None = None) -> None:
        chosen = in_force or self.in_force
        runtime = self._host.runtime
        before = runtime.plan
        # Another profile means another config to the engine: it waits for an event that says so.
        is_changed = isinstance(event, events.PlanChanged)
        profile = self._wanted(chosen) if is_changed else before.profile
        plan = chosen.plan_for(self._zone, self._spans, profile)
        self.in_force = chosen
        runtime.follow_plan(replace(plan, trouble=plan.trouble or self._lasting), event)
        # Where nothing but the trouble is another one the step itself draws nothing.
        runtime.look(self._host.screen.picture)
        if is_changed and self.listen is not None:
            # Not on the engine's thread: what has to end may take a second.
            threading.Thread(target=self._listen, name="settings", daemon=True).start()

    def _listen(self) -> None:
        with self._listening:  # so that the last one goes by the last plan
            if self.listen is not None:
                self.listen(self._host.runtime.plan)

    def _follow(self) -> None:
        sources = self._host.runtime.plan.sources or Sources()
        if self._agenda is None:
            if not sources or self._needs is None:
                return  # most people name no calendar, and pay for none
            from ergobreak.adapters.agenda.agenda import Agenda

            self._agenda = Agenda(self._told, *self._needs)
        self._agenda.follow(sources, self._zone)
