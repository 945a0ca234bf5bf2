"""Which reminders of a working week never come, and why. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ergobreak.core import calendar_words
from ergobreak.core.hours import local_of
from ergobreak.core.model import DAY, Kind
from ergobreak.history.spoken import count, span
from ergobreak.language import _
from ergobreak.simulate import desk_day, own_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.core.model import Reminder
    from ergobreak.simulate.own_week import Week


def never(week: Week) -> Iterator[tuple[str, str]]:
    """Yield the name of each reminder that never comes, and the words for it."""
    seen = {name for each in week.story.prompts for name in each.reminders} | set(week.story.dots)
    for rule in week.plan.reminders:
        if rule.name in seen or rule.kind is Kind.TIP:
            continue
        if rule.every:
            yield rule.name, _words(rule, _why(week, rule))
        elif (only := _only_then(week, rule)) or _unseen(week, rule):
            why = (
                _("its time is {only}, when you do not work").format(only=only)
                if only
                else _why(week, rule)
            )
            yield rule.name, _words(rule, why)


def _words(rule: Reminder, why: str) -> str:
    return _("{name} never comes in the week: {why}").format(name=rule.name, why=why)


def _why(week: Week, rule: Reminder) -> str:
    """Return why a reminder never comes."""
    reasons = Counter(each.reason for each in week.story.unseen if each.reminder == rule.name)
    if reasons:
        times = _("it is due {count}").format(count=count(reasons.total(), "time"))
        match reasons.most_common(1)[0][0]:
            case "hours":
                return _("{times}, and each time the hours end before it can be shown").format(
                    times=times
                )
            case "gap":
                return _(
                    "{times}, and each time others take the room that gap and per_hour leave"
                ).format(times=times)
            case "stretch":
                return _("{times}, and each time a stretch comes before it is shown").format(
                    times=times
                )
            case "passed" | "away":
                return _("{times}, and each time you are away").format(times=times)
            case "quiet_hours":
                return _("{times}, and each time quiet hours hold it until the day is over").format(
                    times=times
                )
            case "":
                return _("{times}, and each time the day is over before it can be shown").format(
                    times=times
                )
            case reason:
                return _("{times}, and each time it is dropped ({reason})").format(
                    times=times, reason=reason
                )
    least = (rule.first or rule.every) / 1_000_000
    longest = max(week.desk_spans) * 60
    if least > longest:
        return _(
            "it needs {span} of work, and you are at the desk {span_2} at a time at most; "
            "time away starts it afresh"
        ).format(span=span(least), span_2=span(longest))
    if rule.kind in {Kind.WALK, Kind.POSTURE} and _comes(week, Kind.STRETCH):
        return _("it needs {span} of work, and each stretch starts it afresh before").format(
            span=span(least)
        )
    return _("it needs {span} of work, and is started afresh or crowded out before").format(
        span=span(least)
    )


def _only_then(week: Week, rule: Reminder) -> str:
    """Return the first time of the week at which a fixed time comes, if all are outside hours."""
    calendar = week.plan.calendars.get(rule.name)
    first = desk_day.instant(own_week.MONDAY, week.desk, own_week.ZONE, 0)
    at = calendar.after(first - 1) if calendar else None
    found = ""
    while calendar and at is not None and at < first + 7 * DAY:
        if week.plan.hours.closes(at) is not None:
            return ""
        found = found or calendar_words.day_and_time(local_of(at, own_week.zone()))
        at = calendar.after(at)
    return found


def _unseen(week: Week, rule: Reminder) -> bool:
    return any(each.reminder == rule.name for each in week.story.unseen)


def _comes(week: Week, kind: Kind) -> bool:
    return any(rule.kind is kind for rule in week.plan.reminders)
