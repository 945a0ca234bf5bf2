"""What the calendars say: appointments, days off, and the questions that the engine has to them.

Rules of this file:
1. An appointment has a start, an end and the name of its calendar. What it is about nobody knows.
2. Appointments are sorted and do not overlap; instants are `wall`, microseconds UTC.
3. In the last minutes before an appointment no new prompt comes; a prompt that was held and comes
   shortly before one is short.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from ergobreak.core.model import MINUTE
from ergobreak.dataclass import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

REASON: Final = "calendar"
NO_PROMPT_BEFORE: Final = 5 * MINUTE
BRIEF_BEFORE: Final = 10 * MINUTE  # behaviour 3.9
BRIEF: Final = MINUTE


@dataclass(frozen=True, slots=True)
class Appointment:
    """One span in which somebody is busy: half-open, in UTC microseconds."""

    start: int
    end: int
    name: str = ""  # of the calendar


@dataclass(frozen=True, slots=True)
class Source:
    """One calendar: a file or a folder, and what is wanted of it."""

    name: str
    path: str
    is_busy: bool = True  # its appointments hold prompts
    is_off: bool = False  # its whole days are days off
    is_choosing: bool = False  # a profile goes by its events, busy or not


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything outside the config that knows about days and appointments.

    `holidays`: places such as "DE-BE".
    """

    calendars: tuple[Source, ...] = ()
    holidays: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.calendars or self.holidays)


@dataclass(frozen=True, slots=True)
class Spans:
    """What the sources say from now on, for some days.

    `days_off` has the dates by the name that the config uses: "holidays:DE-BE", or a calendar's.
    `events` has all events by the calendar's name, busy or not, of those that profiles go by.
    `problems` are sentences about what could not be read at all, `omissions` about single events.
    """

    appointments: tuple[Appointment, ...] = ()
    days_off: Mapping[str, frozenset[date]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    omissions: tuple[str, ...] = ()
    events: Mapping[str, tuple[Appointment, ...]] = field(default_factory=dict)


def spans_of(known: Iterable[Appointment]) -> Spans:
    """Return what calendars say whose appointments these are, each by its name."""
    by_name: dict[str, list[Appointment]] = {}
    for each in known:
        by_name.setdefault(each.name, []).append(each)
    return Spans(events={name: joined(events) for name, events in by_name.items()})


def joined(spans: Iterable[Appointment]) -> tuple[Appointment, ...]:
    """Return the spans in order, those that touch or overlap as one, named by the first."""
    together: list[Appointment] = []
    for each in sorted(spans, key=attrgetter("start", "end", "name")):
        if together and each.start <= together[-1].end:
            last = together[-1]
            together[-1] = replace(last, end=max(last.end, each.end))
        else:
            together.append(each)
    return tuple(together)


def current(known: Sequence[Appointment], wall: int) -> Appointment | None:
    """Return the appointment that is going on."""
    started = bisect_right(known, wall, key=attrgetter("start"))
    last = known[started - 1] if started else None
    return last if last is not None and wall < last.end else None


def begins_within(known: Sequence[Appointment], wall: int, span: int) -> bool:
    """Tell whether an appointment begins later than `wall`, but by `wall + span` at the latest."""
    started = bisect_right(known, wall, key=attrgetter("start"))
    return started < len(known) and known[started].start <= wall + span


def is_barred(known: Sequence[Appointment], wall: int) -> bool:
    """Tell whether no new prompt may come at `wall`: in an appointment, or shortly before one."""
    return current(known, wall) is not None or begins_within(known, wall, NO_PROMPT_BEFORE)


def next_edge(known: Sequence[Appointment], wall: int) -> int | None:
    """Return the next instant later than `wall` at which an answer above changes; None: never."""
    started = bisect_right(known, wall, key=attrgetter("start"))
    near = known[max(0, started - 1) : started + 1]
    edges = (
        edge for each in near for edge in (each.start - NO_PROMPT_BEFORE, each.start, each.end)
    )
    return min((edge for edge in edges if edge > wall), default=None)
