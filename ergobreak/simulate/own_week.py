"""A working week on one's own settings, as one value. Pure: no clock, no file, no calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec

from ergobreak import simulate
from ergobreak.core.hours import local_of
from ergobreak.dataclass import dataclass
from ergobreak.simulate import day_story, desk_day
from ergobreak.simulate.transcript import Transcript

if TYPE_CHECKING:
    from datetime import datetime

    from ergobreak.config.settings import Settings
    from ergobreak.core.model import Plan
    from ergobreak.simulate.day_story import Prompt, Story
    from ergobreak.simulate.desk_day import DeskDay

MONDAY: Final = date(2026, 1, 5)
ZONE: Final = "UTC"  # not the machine's: the same week everywhere
_WEEK: Final = 7
_WORKING: Final = 5  # of a person whose settings name all days


@dataclass(frozen=True, slots=True)
class Week:
    """What came of a week: its days at the desk, all of the same form."""

    settings: Settings
    plan: Plan
    desk: DeskDay
    days: tuple[date, ...]
    story: Story

    def prompts_of(self, day: date) -> list[Prompt]:
        """Return the prompts of the day that begins on a date."""
        start, end = (desk_day.instant(day, self.desk, ZONE, minute) for minute in self.desk.desk)
        return [each for each in self.story.prompts if start <= wall(each.at) <= end]

    @property
    def desk_hours(self) -> float:
        """Return the hours at the desk of one day, breaks included."""
        return sum(self.desk_spans) / 60

    @property
    def desk_spans(self) -> list[int]:
        """Return how long the times at the desk of one day are, in minutes; absences part them."""
        edges = [self.desk.desk[0]]
        for start, end in desk_day.absences(self.desk):
            edges += [start, end]
        edges.append(self.desk.desk[1])
        return [end - start for start, end in zip(edges[::2], edges[1::2], strict=True)]


def play(settings: Settings) -> Week:
    """Return the week of somebody who answers every prompt; days off and calendars play no part."""
    work = msgspec.structs.replace(settings.work, days_off=())
    settings = msgspec.structs.replace(settings, work=work)
    named = sorted(set(settings.work.days))
    days = tuple(MONDAY + timedelta(days=day) for day in named)
    if len(named) == _WEEK:
        days = days[:_WORKING]
    desk = desk_day.usual(settings)
    scenario = desk_day.played(settings, [(day, desk) for day in days], ZONE)
    transcript = Transcript(keep=True)
    simulate.play(scenario, transcript)
    zone = ZoneInfo(ZONE)
    end = local_of(scenario.start + scenario.until, zone).replace(tzinfo=zone)
    story = day_story.told(transcript.lines, end)
    return Week(settings, simulate.plan_for(settings, ZONE), desk, days, story)


def wall(at: datetime) -> int:
    """Return an instant of the week in microseconds since 1970."""
    return round(at.timestamp() * 1000) * 1000


def zone() -> ZoneInfo:
    """Return the zone that the week is played in."""
    return ZoneInfo(ZONE)
