"""Keeps the plan fit for where and when the person is: time zone, calendars, public holidays.

Whatever is told comes on threads of its own; another plan is made and put into force on the
engine's thread, one after the other.
"""

from __future__ import annotations

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
    """The zone and what the calendars say, as they are now."""

    def __init__(self, host: Host, in_force: InForce, zone: str) -> None:
        self._host = host
        self._in_force = in_force
        self._zone = zone
        self._spans: Spans | None = None
        self._agenda: Agenda | None = None
        self._needs: _Needs | None = None
        self._own: tuple[ZoneWatch, Inotify] | None = None

    def start(
        self,
        inotify: Inotify | None,
        now: Callable[[], int],
        at: Callable[[int, Callable[[], None]], None],
    ) -> None:
        """Begin to read; `now` and `at` are those of adapters/agenda/agenda.py.

        Without `inotify` nobody else watches files, nor the zone: this does.
        """
        if inotify is None:
            from ergobreak.adapters.inotify import Inotify
            from ergobreak.adapters.time.zone_watch import ZoneWatch

            inotify = Inotify()
            self._own = ZoneWatch(self.zone_changed, inotify), inotify
            self._own[0].start(self._zone)
        self._needs = (inotify, now, at)
        self._follow()

    def agenda(self) -> dict[str, str]:
        """Return who reads the calendars, or why one cannot be read; none until one was read."""
        if self._needs is None:
            return {"by": "", "reason": UNREAD}
        if self._spans is None:
            return {"by": "", "reason": ""}
        return served(self._spans.problems)

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
        for part in self._own or ():
            part.stop()

    def _told(self, spans: Spans) -> None:
        def take() -> None:
            self._spans = spans
            self._replan(events.AgendaRead())

        self._host.runtime.do(take)

    def _replan(self, event: Event) -> None:
        plan = self._in_force.plan_for(self._zone, self._spans)
        self._host.runtime.follow_plan(plan, event)

    def _follow(self) -> None:
        sources = self._host.runtime.plan.sources or Sources()
        if self._agenda is None:
            if not sources or self._needs is None:
                return  # most people name no calendar, and pay for none
            from ergobreak.adapters.agenda.agenda import Agenda

            self._agenda = Agenda(self._told, *self._needs)
        self._agenda.follow(sources, self._zone)
