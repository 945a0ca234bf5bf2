"""What would annoy in a working week, in words and figures. Pure.

Where the limits are from:

    AN_HOUR    behaviour allows three visible prompts in any hour; more is a person's own doing
    AT_DESK    prompts for each hour at the desk, over a day; the calmest preset has 0.9, the
               liveliest 2.1
    APART      two prompts closer than that are felt as one that comes twice
    RESTING    the most that guidance for screen work names: ten minutes in an hour
    TOO_LONG   so much longer than was asked for is no wait for a pause any more
    FIRST      who has just sat down is not to be asked to get up
    LATE       a time of day that is so much off is not the time that was meant
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ergobreak.core.hours import local_of
from ergobreak.core.model import DAY, Kind
from ergobreak.history.spoken import count, span
from ergobreak.simulate import desk_day, own_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.core.model import Reminder
    from ergobreak.simulate.day_story import Prompt
    from ergobreak.simulate.own_week import Week

AN_HOUR: Final = 3
AT_DESK: Final = 2.5
APART: Final = timedelta(minutes=10)
RESTING: Final = 10 / 60
TOO_LONG: Final = timedelta(minutes=45)
FIRST: Final = timedelta(minutes=10)
LATE: Final = timedelta(minutes=15)

_STEP: Final = re.compile(r"\*/(\d+)\s")


@dataclass(frozen=True, slots=True)
class Annoyance:
    """One thing that would annoy: `kind` is a name of it, `reminder` the one that it is about."""

    kind: str
    words: str
    reminder: str = ""
    reason: str = ""


def annoyances(week: Week) -> list[Annoyance]:
    """Return what would annoy in a week, each kind once, or once for each reminder."""
    return [
        *_crowded(week),
        *_bunched(week),
        *_resting(week),
        *_sitting(week),
        *_early(week),
        *_never(week),
        *_late(week),
        *_uneven(week),
    ]


def _crowded(week: Week) -> Iterator[Annoyance]:
    most, at = week.story.busiest
    if most > AN_HOUR:
        words = f"{most} prompts in one hour, from {at:%A %H:%M}; more than {AN_HOUR} are too many"
        yield Annoyance("hour", words)
    day = max(week.days, key=lambda each: len(week.prompts_of(each)))
    number = len(week.prompts_of(day))
    if number > AT_DESK * week.desk_hours:
        often = Counter(name for each in week.prompts_of(day) for name in each.reminders[:1])
        name, times = often.most_common(1)[0]
        limit = int(AT_DESK * week.desk_hours)
        words = (
            f"{number} prompts on {day:%A}, {times} of them by {name}; more than {limit} are many"
        )
        yield Annoyance("day", words, name)


def _bunched(week: Week) -> Iterator[Annoyance]:
    close = [
        (later.at - each.at, each)
        for each, later in pairwise(week.story.prompts)
        if later.at - each.at < APART
    ]
    if close:
        shortest, first = min(close, key=lambda pair: pair[0])
        words = (
            f"prompts come in bunches: {count(len(close), 'time')} in the week two are less than "
            f"{_span(APART)} apart; on {first.at:%A} at {first.at:%H:%M} {_span(shortest)}"
        )
        yield Annoyance("bunched", words)


def _resting(week: Week) -> Iterator[Annoyance]:
    rest, desk = (week.story.seconds(*kinds) for kinds in (("break",), ("working", "break")))
    if desk and rest / desk > RESTING:
        lengths: Counter[str] = Counter()
        for each in week.story.prompts:
            lengths[each.reminders[0]] += each.seconds
        name = lengths.most_common(1)[0][0]
        words = (
            f"breaks take {rest / desk:.0%} of the time at the desk, {span(rest / len(week.days))} "
            f"a day, most of it {name}; more than {RESTING:.0%} is a lot"
        )
        yield Annoyance("rest", words, name)


def _sitting(week: Week) -> Iterator[Annoyance]:
    asked = [rule.every for rule in week.plan.reminders if rule.length >= _whole(rule)]
    every = min((each for each in asked if each), default=0)
    longest = week.story.bout
    if not every or longest is None:
        return
    limit = every / 1_000_000 + TOO_LONG.total_seconds()
    if longest.seconds > limit:
        words = (
            f"{span(longest.seconds)} of sitting without a break, from {longest.start:%A %H:%M}, "
            f"though one is asked for every {span(every / 1_000_000)}"
        )
        yield Annoyance("sitting", words, reason=longest.reason)


def _early(week: Week) -> Iterator[Annoyance]:
    for day in week.days:
        start = desk_day.instant(day, week.desk, own_week.ZONE)
        for each in week.prompts_of(day):
            after = timedelta(microseconds=own_week.wall(each.at) - start)
            rule = _rule(week, each.reminders[0])
            if after < FIRST and rule is not None and rule.every:
                words = (
                    f"{rule.name} comes {_span(after)} after the day has begun; "
                    f"before {_span(FIRST)} hardly anybody wants one"
                )
                yield Annoyance("early", words, rule.name)
                return


def _never(week: Week) -> Iterator[Annoyance]:
    seen = {name for each in week.story.prompts for name in each.reminders} | set(week.story.dots)
    for rule in week.plan.reminders:
        if rule.name in seen or rule.kind is Kind.TIP:
            continue
        if rule.every:
            yield Annoyance(
                "never", f"{rule.name} never comes in the week: {_why(week, rule)}", rule.name
            )
        elif (only := _only_then(week, rule)) or _unseen(week, rule):
            why = f"its time is {only}, when you do not work" if only else _why(week, rule)
            yield Annoyance("never", f"{rule.name} never comes in the week: {why}", rule.name)


def _why(week: Week, rule: Reminder) -> str:
    """Return why a reminder never comes."""
    reasons = Counter(each.reason for each in week.story.unseen if each.reminder == rule.name)
    if reasons:
        times = f"it is due {count(reasons.total(), 'time')}"
        match reasons.most_common(1)[0][0]:
            case "hours":
                return f"{times}, and each time the hours end before it can be shown"
            case "gap":
                return f"{times}, and each time others take the room that gap and per_hour leave"
            case "stretch":
                return f"{times}, and each time a stretch comes before it is shown"
            case "passed" | "away":
                return f"{times}, and each time you are away"
            case "quiet_hours":
                return f"{times}, and each time quiet hours hold it until the day is over"
            case "":
                return f"{times}, and each time the day is over before it can be shown"
            case reason:
                return f"{times}, and each time it is dropped ({reason})"
    least = (rule.first or rule.every) / 1_000_000
    longest = max(week.desk_spans) * 60
    if least > longest:
        return (
            f"it needs {span(least)} of work, and you are at the desk {span(longest)} at a time at "
            "most; time away starts it afresh"
        )
    if rule.kind in {Kind.WALK, Kind.POSTURE} and _comes(week, Kind.STRETCH):
        return f"it needs {span(least)} of work, and each stretch starts it afresh before"
    return f"it needs {span(least)} of work, and is started afresh or crowded out before"


def _only_then(week: Week, rule: Reminder) -> str:
    """Return the first time of the week at which a fixed time comes, if all are outside hours."""
    calendar = week.plan.calendars.get(rule.name)
    first = desk_day.instant(own_week.MONDAY, week.desk, own_week.ZONE, 0)
    at = calendar.after(first - 1) if calendar else None
    found = ""
    while calendar and at is not None and at < first + 7 * DAY:
        if week.plan.hours.closes(at) is not None:
            return ""
        found = found or f"{local_of(at, own_week.zone()):%A %H:%M}"
        at = calendar.after(at)
    return found


def _late(week: Week) -> Iterator[Annoyance]:
    for name in week.plan.calendars:
        shown = [
            (due, each) for each in week.story.prompts for who, due in each.dues if who == name
        ]
        late = [(due, each) for due, each in shown if each.at - due > LATE]
        if len(late) * 2 > len(shown):
            due, first = late[0]
            words = (
                f"{name} is meant for {due:%H:%M} and comes at {first.at:%H:%M}"
                f"{_kept_by(first)}, {count(len(late), 'time')} in the week"
            )
            yield Annoyance("late", words, name, first.held_by)


def _uneven(week: Week) -> Iterator[Annoyance]:
    for name, rule in week.settings.reminders.items():
        step = _STEP.match(f"{(rule.cron or '').strip()} ")
        if not (rule.enabled and step and 60 % int(step[1])):
            continue
        minutes = int(step[1])
        last = 59 // minutes * minutes
        words = (
            f"{name} comes at {', '.join(f':{each:02}' for each in range(0, 60, minutes))} of each "
            f"hour, so {minutes} and {60 - last} minutes apart by turns; for an even pace: "
            f'every = "{minutes}m" instead of cron'
        )
        yield Annoyance("uneven", words, name)


def _kept_by(prompt: Prompt) -> str:
    """Return what made a prompt late, as far as the journal says so."""
    if prompt.held_by == "quiet_hours":
        return " because of quiet hours"
    found = {
        "rank": ", as one that goes first is near",
        "gap": ", as another came shortly before",
        "typing": ", as it waits for a pause in typing",
    }
    return found.get(prompt.waited_for, "")


def _unseen(week: Week, rule: Reminder) -> bool:
    return any(each.reminder == rule.name for each in week.story.unseen)


def _comes(week: Week, kind: Kind) -> bool:
    return any(rule.kind is kind for rule in week.plan.reminders)


def _rule(week: Week, name: str) -> Reminder | None:
    """Return a reminder of the settings; None: a profile alone has it."""
    return next((rule for rule in week.plan.reminders if rule.name == name), None)


def _whole(rule: Reminder) -> int:
    """Return the least length that ends a time of sitting."""
    return 120_000_000 if rule.level else rule.length + 1


def _span(length: timedelta) -> str:
    return span(length.total_seconds()) if length >= timedelta(minutes=1) else "at once"
