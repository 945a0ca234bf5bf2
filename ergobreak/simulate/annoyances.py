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
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ergobreak.core import calendar_words
from ergobreak.dataclass import dataclass
from ergobreak.history.spoken import count, span
from ergobreak.language import N_, _
from ergobreak.simulate import desk_day, never, own_week

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

# By what made a prompt late, as far as the journal says so.
_LATE: Final = {
    "": N_("{name} is meant for {due} and comes at {at}, {count} in the week"),
    "quiet_hours": N_(
        "{name} is meant for {due} and comes at {at} because of quiet hours, {count} in the week"
    ),
    "rank": N_(
        "{name} is meant for {due} and comes at {at}, as one that goes first is near, {count} in "
        "the week"
    ),
    "gap": N_(
        "{name} is meant for {due} and comes at {at}, as another came shortly before, {count} in "
        "the week"
    ),
    "typing": N_(
        "{name} is meant for {due} and comes at {at}, as it waits for a pause in typing, {count} "
        "in the week"
    ),
}
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
        *(Annoyance("never", words, name) for name, words in never.never(week)),
        *_late(week),
        *_uneven(week),
    ]


def _crowded(week: Week) -> Iterator[Annoyance]:
    most, at = week.story.busiest
    if most > AN_HOUR:
        words = _("{most} prompts in one hour, from {at}; more than {an_hour} are too many").format(
            most=most, at=calendar_words.day_and_time(at), an_hour=AN_HOUR
        )
        yield Annoyance("hour", words)
    day = max(week.days, key=lambda each: len(week.prompts_of(each)))
    number = len(week.prompts_of(day))
    if number > AT_DESK * week.desk_hours:
        often = Counter(name for each in week.prompts_of(day) for name in each.reminders[:1])
        name, times = often.most_common(1)[0]
        limit = int(AT_DESK * week.desk_hours)
        words = _(
            "{number} prompts on {day}, {times} of them by {name}; more than {limit} are many"
        ).format(
            number=number,
            day=calendar_words.weekday(day.weekday()),
            times=times,
            name=name,
            limit=limit,
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
        words = _(
            "prompts come in bunches: {count} in the week two are less than {span} apart; on "
            "{at} at {at_2} {span_2}"
        ).format(
            count=count(len(close), "time"),
            span=_span(APART),
            at=calendar_words.weekday(first.at.weekday()),
            at_2=f"{first.at:%H:%M}",
            span_2=_span(shortest),
        )
        yield Annoyance("bunched", words)


def _resting(week: Week) -> Iterator[Annoyance]:
    rest, desk = (week.story.seconds(*kinds) for kinds in (("break",), ("working", "break")))
    if desk and rest / desk > RESTING:
        lengths: Counter[str] = Counter()
        for each in week.story.prompts:
            lengths[each.reminders[0]] += each.seconds
        name = lengths.most_common(1)[0][0]
        words = _(
            "breaks take {value} of the time at the desk, {span} a day, most of it {name}; "
            "more than {resting} is a lot"
        ).format(
            value=f"{rest / desk:.0%}",
            span=span(rest / len(week.days)),
            name=name,
            resting=f"{RESTING:.0%}",
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
        words = _(
            "{span} of sitting without a break, from {start}, though one is asked for every "
            "{span_2}"
        ).format(
            span=span(longest.seconds),
            start=calendar_words.day_and_time(longest.start),
            span_2=span(every / 1000000),
        )
        yield Annoyance("sitting", words, reason=longest.reason)


def _early(week: Week) -> Iterator[Annoyance]:
    for day in week.days:
        start = desk_day.instant(day, week.desk, own_week.ZONE)
        for each in week.prompts_of(day):
            after = timedelta(microseconds=own_week.wall(each.at) - start)
            rule = _rule(week, each.reminders[0])
            if after < FIRST and rule is not None and rule.every:
                words = _(
                    "{name} comes {span} after the day has begun; before {span_2} hardly anybody "
                    "wants one"
                ).format(name=rule.name, span=_span(after), span_2=_span(FIRST))
                yield Annoyance("early", words, rule.name)
                return


def _late(week: Week) -> Iterator[Annoyance]:
    for name in week.plan.calendars:
        shown = [
            (due, each) for each in week.story.prompts for who, due in each.dues if who == name
        ]
        late = [(due, each) for due, each in shown if each.at - due > LATE]
        if len(late) * 2 > len(shown):
            due, first = late[0]
            words = _(_LATE[_kept_by(first)]).format(
                name=name,
                due=f"{due:%H:%M}",
                at=f"{first.at:%H:%M}",
                count=count(len(late), "time"),
            )
            yield Annoyance("late", words, name, first.held_by)


def _uneven(week: Week) -> Iterator[Annoyance]:
    for name, rule in week.settings.reminders.items():
        step = _STEP.match(f"{(rule.cron or '').strip()} ")
        if not (rule.enabled and step and 60 % int(step[1])):
            continue
        minutes = int(step[1])
        last = 59 // minutes * minutes
        words = _(
            "{name} comes at {names} of each hour, so {minutes} and {value} minutes apart by "
            'turns; for an even pace: every = "{minutes_2}m" instead of cron'
        ).format(
            name=name,
            names=", ".join(f":{each:02}" for each in range(0, 60, minutes)),
            minutes=minutes,
            value=60 - last,
            minutes_2=minutes,
        )
        yield Annoyance("uneven", words, name)


def _kept_by(prompt: Prompt) -> str:
    """Return what made a prompt late, as far as the journal says so."""
    if prompt.held_by == "quiet_hours":
        return prompt.held_by
    return prompt.waited_for if prompt.waited_for in _LATE else ""


def _rule(week: Week, name: str) -> Reminder | None:
    """Return a reminder of the settings; None: a profile alone has it."""
    return next((rule for rule in week.plan.reminders if rule.name == name), None)


def _whole(rule: Reminder) -> int:
    """Return the least length that ends a time of sitting."""
    return 120_000_000 if rule.level else rule.length + 1


def _span(length: timedelta) -> str:
    return span(length.total_seconds()) if length >= timedelta(minutes=1) else _("at once")
