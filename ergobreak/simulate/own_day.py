"""Composition of `simulate` for one's own day: settings and calendars in, an agenda out."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ergobreak import config, plain, simulate
from ergobreak.adapters.agenda.child import Child, Failed
from ergobreak.adapters.time import calendar
from ergobreak.config import units
from ergobreak.core import calendar_words
from ergobreak.core.appointments import Spans
from ergobreak.core.hours import local_of
from ergobreak.dataclass import replace
from ergobreak.history.spoken import weekday
from ergobreak.language import N_, _
from ergobreak.simulate import day_story, day_text, desk_day, desk_options
from ergobreak.simulate.transcript import Transcript

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import date

    from ergobreak.config.settings import Settings
    from ergobreak.core.model import Plan
    from ergobreak.simulate.day_text import Told
    from ergobreak.simulate.desk_day import DeskDay, Range
    from ergobreak.simulate.scenario import Scenario

_DOES: Final = {
    "complete": N_("Every prompt is answered."),
    "ignore": N_("No prompt is answered."),
    "skip": N_("Every prompt is skipped."),
    "postpone": N_("Every prompt is put off."),
}
_WAITS: Final = N_("A prompt may come some minutes earlier or later, at a pause in the work.")
_DAYS_AHEAD: Final = 14  # further away no next working day is looked for


def main(args: Namespace, settings: Settings, name: str) -> int:
    """Print the day that the options ask for; `name` is that of the file of settings, or empty.

    Raises UsageError.
    """
    from ergobreak.adapters.time.clock import SystemClock

    zone = calendar.zone_name()
    desk = desk_options.asked(args, settings)
    now = SystemClock().now().wall
    today = local_of(now, ZoneInfo(zone)).date()
    if args.day is not None:
        asked = desk_options.coming_day(args.day, today)
    else:
        asked = _next_day(settings, desk, zone, now)
    spans = _read(settings, zone, desk_day.instant(asked, desk, zone, 0))
    plan_for = partial(simulate.plan_for, spans=spans)
    scenario = desk_day.played(settings, [(asked, desk)], zone, spans.appointments or None)
    transcript = Transcript(sys.stdout.buffer if args.jsonl else None, keep=not args.jsonl)
    simulate.play(scenario, transcript, plan_for)
    transcript.flush()
    sys.stderr.writelines(f"{plain.text(each)}\n" for each in spans.problems)
    if args.jsonl:
        return 0
    plans = [plan_for(settings, zone, profile) for profile in ("", *settings.profiles)]
    told = _told(transcript, scenario, _together(plans), (asked, desk))
    closed = _closed(told, settings, asked, spans)
    if args.json:
        print(json.dumps(_data(told, asked, name, closed), ensure_ascii=False))
        return 0
    title = _("{weekday} {day} {asked}, with {value}").format(
        weekday=weekday(asked),
        day=asked.day,
        asked=f"{calendar_words.month(asked.month)} {asked.year}",
        value=name or _("the default settings"),
    )
    print(f"{title}\n{closed}" if closed else day_text.text(told, title, _about(desk), _look()))
    return 0


def _next_day(settings: Settings, desk: DeskDay, zone: str, now: int) -> date:
    """Return the day at the desk that comes next, or is not over yet."""
    hours = simulate.plan_for(settings, zone).hours
    today = local_of(now, ZoneInfo(zone)).date()
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        start, end = (desk_day.instant(day, desk, zone, minute) for minute in desk.desk)
        opens_at = start if hours.closes(start) else hours.opens(start)
        if end > now and opens_at is not None and opens_at < end:
            return day
    return today


def _read(settings: Settings, zone: str, wall: int) -> Spans:
    """Return what the calendars say of the days around an instant; empty where none are named."""
    sources = config.sources_of(settings)
    if not sources:
        return Spans()
    try:
        return Child(sources, zone, wall).answer()
    except Failed as error:
        return Spans(problems=(str(error),))


def _together(plans: Sequence[Plan]) -> Plan:
    """Return the first plan, with the reminders that only others have: those of profiles."""
    known = {rule.name: rule for plan in reversed(plans) for rule in plan.reminders}
    return replace(plans[0], reminders=tuple(known.values()))


def _told(
    transcript: Transcript, scenario: Scenario, plan: Plan, day: tuple[date, DeskDay]
) -> Told:
    zone, desk = ZoneInfo(scenario.zone), day[1]
    end = _local(scenario.start + scenario.until, zone)

    def at(minute: int) -> datetime:
        return _local(desk_day.instant(*day, scenario.zone, minute), zone)

    return day_text.Told(
        day_story.told(transcript.lines, end),
        plan,
        [
            (at(part[0]), at(part[1]), N_("Lunch") if part == desk.lunch else N_("Away"))
            for part in desk_day.absences(desk)
        ],
        [
            (_local(each.start, zone), each.name)
            for each in scenario.appointments or ()
            if each.name
        ],
    )


def _local(wall: int, zone: ZoneInfo) -> datetime:
    return local_of(wall, zone).replace(tzinfo=zone)


def _closed(told: Told, settings: Settings, day: date, spans: Spans) -> str:
    """Return why nothing can come on that day, or nothing where something can."""
    start, end = (
        round(instant.timestamp()) * 1_000_000 for instant in (told.story.start, told.story.end)
    )
    hours = told.plan.hours
    opens_at = start if hours.closes(start) else hours.opens(start)
    if told.story.prompts or (opens_at is not None and opens_at < end):
        return ""
    if day.weekday() not in settings.work.days:
        days = ", ".join(units.WEEKDAYS[each] for each in sorted(set(settings.work.days)))
        return _("Nothing comes: it is none of your working days (work.days: {days}).").format(
            days=days
        )
    named = [name for name, dates in spans.days_off.items() if day in dates]
    spans_off = [each.dates for each in settings.work.days_off if each.dates]
    if named or any(first <= day <= last for first, last in spans_off):
        why = f": {named[0]}" if named else ""
        return _("Nothing comes: it is a day off (work.days_off{why}).").format(why=why)
    ranges = ", ".join(units.time_range_text(*each) for each in settings.work.hours)
    return _("Nothing comes: the working hours are others (work.hours: {ranges}).").format(
        ranges=ranges
    )


def _about(desk: DeskDay) -> str:
    """Return in a few sentences how the day is spent."""
    parts = [_("At the desk {range}").format(range=_range(desk.desk))]
    if desk.lunch:
        parts.append(_("lunch {range}").format(range=_range(desk.lunch)))
    parts += [_("away {range}").format(range=_range(each)) for each in desk.away]
    parts += [_("a call {range}").format(range=_range(each)) for each in desk.calls]
    return f"{', '.join(parts)}. {_(_DOES[desk.answer])} {_(_WAITS)}"


def _range(part: Range) -> str:
    return units.time_range_text(part[0] % desk_day.MIDNIGHT, part[1] % desk_day.MIDNIGHT)


def _look() -> day_text.Look:
    """Return what the output can show."""
    has_blocks = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    is_plain = os.environ.get("TERM", "dumb") == "dumb" or "NO_COLOR" in os.environ
    return day_text.Look(has_blocks, is_coloured=sys.stdout.isatty() and not is_plain)


def _data(told: Told, day: date, name: str, closed: str) -> dict[str, object]:
    """Return the day for programs."""
    story = told.story
    most, most_at = story.busiest
    return {
        "day": day.isoformat(),
        "settings": name or None,
        "start": story.start.isoformat(),
        "end": story.end.isoformat(),
        "nothing_comes": closed or None,
        "prompts": [
            {
                "at": each.at.isoformat(),
                "reminders": list(each.reminders),
                "level": each.level,
                "seconds": each.seconds,
                "due_at": each.due_at and each.due_at.isoformat(),
                "held_by": each.held_by or None,
                "outcome": each.outcome or None,
            }
            for each in story.prompts
        ],
        "not_shown": [
            {"at": each.at.isoformat(), "reminder": each.reminder, "reason": each.reason or None}
            for each in story.unseen
        ],
        "busy": [_span(each.start, each.end, each.reason) for each in story.busy],
        "away": [_span(*each) for each in told.away],
        "summary": {
            "prompts": len(story.prompts),
            "most_in_an_hour": most,
            "most_from": most_at.isoformat(),
            "break_seconds": round(story.seconds("break")),
            "desk_seconds": round(story.seconds("working", "break")),
            "longest_sitting_seconds": story.bout.seconds if story.bout else 0,
            "ml": story.ml,
            "tray": dict(story.dots),
        },
    }


def _span(start: datetime, end: datetime, name: str) -> dict[str, str]:
    return {"start": start.isoformat(), "end": end.isoformat(), "name": name}
