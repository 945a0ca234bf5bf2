"""Answers one request: what the calendars and the public holidays say about a span of time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from ergobreak.agenda import public
from ergobreak.agenda.files import Problem, texts
from ergobreak.agenda.limits import OutOfTime, real_time
from ergobreak.core.appointments import Appointment, joined
from ergobreak.dataclass import asdict
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ergobreak.agenda.occurrences import Found

TIME: Final = 14.0  # seconds for everything; whoever asked waits for 20


class Answer:
    """What has been found so far. A request that is none raises KeyError, TypeError, ValueError."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        self._zone = ZoneInfo(request["zone"])
        self._span = int(request["from"]), int(request["to"])
        self._days = date.fromisoformat(request["first"]), date.fromisoformat(request["last"])
        self._calendars = [dict(each) for each in request["calendars"]]
        self._places = [str(each) for each in request["holidays"]]
        self._busy: list[Appointment] = []
        self._off: dict[str, set[date]] = defaultdict(set)
        self._events: dict[str, list[Appointment]] = defaultdict(list)
        self._problems: list[Problem] = []
        self._omissions: list[Problem] = []

    def find(self) -> dict[str, object]:
        """Look everything up and return the reply; what takes too long is left out, and named."""
        left = [f"holidays:{place}" for place in self._places]
        left += [each["name"] for each in self._calendars]
        try:
            with real_time(TIME):
                for place in self._places:
                    self._look_up(place)
                    left.pop(0)
                for calendar in self._calendars:
                    self._read(calendar)
                    left.pop(0)
        except OutOfTime:
            self._problems += [Problem(name, _("reading takes too long")) for name in left]
        return {
            "appointments": [(each.start, each.end, each.name) for each in joined(self._busy)],
            "days_off": {
                name: [day.isoformat() for day in sorted(days)] for name, days in self._off.items()
            },
            "events": {
                name: [(each.start, each.end) for each in joined(events)]
                for name, events in self._events.items()
            },
            "problems": [asdict(each) for each in self._problems],
            "omissions": [asdict(each) for each in self._omissions],
        }

    def _look_up(self, place: str) -> None:
        name = f"holidays:{place}"
        try:
            self._off[name].update(public.holidays(place, *self._days))
        except ValueError as error:
            self._problems.append(Problem(name, str(error)))

    def _read(self, calendar: Mapping[str, Any]) -> None:
        # Imported late: who has only public holidays need not wait for it.
        from ergobreak.agenda.occurrences import Asked, read

        name = str(calendar["name"])
        asked = Asked(
            self._zone,
            self._span if calendar["busy"] else None,
            self._days if calendar["days_off"] else None,
            self._span if calendar.get("events") else None,
        )
        if asked.busy is None and asked.days is None:
            return
        for each in texts(Path(calendar["path"]).expanduser()):
            if isinstance(each, Problem):
                self._problems.append(each)
                continue
            path, text = each
            try:
                found = read(text, asked)
            except ValueError as error:
                self._problems.append(Problem(str(path), str(error)))
                continue
            self._take_over(name, found, path)

    def _take_over(self, name: str, found: Found, path: Path) -> None:
        self._busy += [Appointment(start, end, name) for start, end in found.busy]
        if found.events:
            self._events[name] += [Appointment(start, end) for start, end in found.events]
        self._off[name] |= found.days
        wrong = (
            (found.broken, _("an event is left out that cannot be understood ({count} of them)")),
            (
                found.endless,
                _(
                    "an event is left out that takes too long: it recurs too often "
                    "({count} of them)"
                ),
            ),
        )
        self._omissions += [
            Problem(str(path), what.format(count=count)) for count, what in wrong if count
        ]
