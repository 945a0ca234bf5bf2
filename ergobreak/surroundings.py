"""Keeps the plan fit for where and when the person is, and for the settings that are in force.

Whatever is told comes on threads of its own; another plan is made and put into force on the
engine's thread, one after the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ergobreak.adapters.agenda import UNREAD, served
from ergobreak.adapters.time.calendar import zone_of
from ergobreak.core import events
from ergobreak.core.appointments import Sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.agenda.agenda import Agenda
    from ergobreak.adapters.inotify import Inotify
    from ergobreak.adapters.time.zone_watch import ZoneWatch
    from ergobreak.core.appointments import Spans
    from ergobreak.core.events import Event
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
        plan = chosen.plan_for(self._zone, self._spans)
        self.in_force = chosen
        runtime = self._host.runtime
        runtime.follow_plan(replace(plan, trouble=plan.trouble or self._lasting), event)
        # Where nothing but the trouble is another one the step itself draws nothing.
        runtime.look(self._host.screen.picture)

    def _follow(self) -> None:
        sources = self._host.runtime.plan.sources or Sources()
        if self._agenda is None:
            if not sources or self._needs is None:
                return  # most people name no calendar, and pay for none
            from ergobreak.adapters.agenda.agenda import Agenda

            self._agenda = Agenda(self._told, *self._needs)
        self._agenda.follow(sources, self._zone)
