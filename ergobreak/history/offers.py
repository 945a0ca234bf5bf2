"""What the log suggests to change in the settings: one offer at a time, and why.

Rules of this file:
1. An offer stands on outcomes that could have been taken; held, absent and hurt never count
   against a reminder. It cites their lines.
2. A time is judged by two weeks and five prompts, a reminder by one week and ten: less is chance.
   Below a fifth taken it rarely suits (evidence c.4).
3. What was answered is not asked again: an offer has an id that stays the same from week to week.
4. A value is written as the settings have it, so that it can be put there as it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ergobreak.dataclass import dataclass
from ergobreak.history.days import between
from ergobreak.history.outcomes import AT_LEAST, Outcome, outcomes
from ergobreak.history.spoken import clock, count
from ergobreak.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ergobreak.history.corrected import Lines

RARELY: Final = 0.2  # a share below it (evidence c.4)
ASKED: Final = 5  # prompts at one time of day: below that it is chance
_OFTEN: Final = 0.4  # the rest of the day suits, where one hour does not
_CREDIT: Final = {"done": 1.0, "natural": 1.0, "partial": 0.5, "skipped": 0.0, "missed": 0.0}
_NEAR: Final = 5  # minutes: a prompt can be a little early, at a breakpoint
_APART: Final = 30  # minutes that a moved time keeps from the others
_MOVES: Final = (45, 30, 60, -45)  # minutes, what is tried first comes first
_DAY: Final = 24 * 60
_BY_WORDS: Final = {
    "panel": N_("a panel"),
    "toast": N_("a short notice"),
    "tray": N_("a sign in the tray"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What the settings say of one reminder that is on.

    `at`: its times in minutes since midnight, if it has any, and `hours` when they hold. `every`:
    its interval in minutes, 0 where another would not change when it comes. `quieter`: how it is
    shown one level below, as the settings call it; empty if it cannot be.
    """

    name: str
    title: str
    at: tuple[int, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    every: int = 0
    quieter: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the settings say. `quiet_hours` in minutes; `answered`: the ids of offers."""

    rules: tuple[Rule, ...]
    movement: frozenset[str]
    quiet_hours: tuple[tuple[int, int], ...] = ()
    answered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One change of the settings: `text` asks, `key` and `value` are what a yes writes.

    `why` is told to who asks; `ids` name the lines that it stands on.
    """

    id: str
    text: str
    key: tuple[str, ...]
    value: object
    why: str
    ids: tuple[str, ...]


def offer(told: Lines, facts: Facts, monday: date) -> Offer | None:
    """Return what to ask after the week that begins on `monday`; None if all is well."""
    before, last = monday - timedelta(days=7), monday + timedelta(days=6)
    two_weeks, one_week = between(told, before, last), between(told, monday, last)
    found = (
        *_moves(two_weeks, facts),
        *_pauses(two_weeks, facts),
        *_fewer(one_week, facts),
    )
    return next((each for each in found if each.id not in facts.answered), None)


def share(found: Iterable[Outcome]) -> tuple[float, int]:
    """Return how many of these prompts were taken, and how many could have been."""
    credits_ = [_CREDIT[each.how] for each in found if each.how in _CREDIT]
    return sum(credits_), len(credits_)


def is_rare(found: Iterable[Outcome], least: int) -> bool:
    """Tell whether these prompts were rarely taken, and are enough to say so."""
    taken, asked = share(found)
    return asked >= least and taken / asked < RARELY


# ---------------------------------------------------------------- a fixed time


def _moves(told: Lines, facts: Facts) -> Iterator[Offer]:
    """Yield another time for each fixed time that rarely suits."""
    for rule in facts.rules:
        if not rule.at:
            continue
        own = outcomes(told, {rule.name})
        for at in rule.at:
            there = [each for each in own if abs(_minute(each) - at) <= _NEAR]
            to = _other_time(at, rule, own)
            if to is None or not is_rare(there, ASKED):
                continue
            asks = _("The {clock} {which} rarely suits you: move it to {clock_2}?").format(
                clock=clock(at), which=rule.title, clock_2=clock(to)
            )
            if rule.name in facts.movement:
                asks = _("The {clock} one rarely suits you: move it to {clock_2}?").format(
                    clock=clock(at), clock_2=clock(to)
                )
            value = [clock(each) for each in sorted({*rule.at, to} - {at})]
            yield Offer(
                f"move {rule.name} {clock(at)}",
                asks,
                ("reminders", rule.name, "at"),
                value,
                _("{title} at {clock} came {times} in two weeks: {told}.").format(
                    title=rule.title, clock=clock(at), times=_times(there), told=_told(there)
                ),
                _ids(there),
            )


def _other_time(at: int, rule: Rule, own: Sequence[Outcome]) -> int | None:
    others = [each for each in rule.at if each != at]
    for by in _MOVES:
        to = at + by
        is_open = not rule.hours or any(_is_within(to, *each) for each in rule.hours)
        is_free = all(abs(to - each) >= _APART for each in others)
        there = [each for each in own if abs(_minute(each) - to) <= _NEAR]
        if 0 <= to < _DAY and is_open and is_free and not is_rare(there, ASKED):
            return to
    return None


# ---------------------------------------------------------------- an hour of the day


def _pauses(told: Lines, facts: Facts) -> Iterator[Offer]:
    """Yield to hold prompts through an hour that rarely suits, where the rest of the day does."""
    at_times = {rule.name for rule in facts.rules if rule.at}
    found = outcomes(told, facts.movement - at_times)
    for hour in sorted({each.asked_at.hour for each in found}):
        there = [each for each in found if each.asked_at.hour == hour]
        taken, asked = share(each for each in found if each.asked_at.hour != hour)
        start, end = hour * 60, hour * 60 + 60
        is_quiet = any(
            _is_within(minute, *each) for each in facts.quiet_hours for minute in (start, end - 1)
        )
        if is_quiet or not is_rare(there, ASKED) or asked < AT_LEAST or taken / asked < _OFTEN:
            continue
        ranges = sorted([*facts.quiet_hours, (start, end)])
        yield Offer(
            f"hold {clock(start)}",
            _("Breaks about {clock} rarely suit you: hold them until {clock_2}?").format(
                clock=clock(start), clock_2=clock(end)
            ),
            ("busy", "quiet_hours"),
            [f"{clock(first)}-{clock(last)}" for first, last in ranges],
            _(
                "Between {clock} and {clock_2} they came {times} in two weeks: {told}; at other "
                "times {taken} of {asked} were taken."
            ).format(
                clock=clock(start),
                clock_2=clock(end),
                times=_times(there),
                told=_told(there),
                taken=f"{taken:g}",
                asked=asked,
            ),
            _ids(there),
        )


# ---------------------------------------------------------------- a reminder as a whole


def _fewer(told: Lines, facts: Facts) -> Iterator[Offer]:
    """Yield to space out, or to show more quietly, what was rarely taken in a week."""
    for rule in facts.rules:
        found = outcomes(told, {rule.name})
        if not is_rare(found, AT_LEAST):
            continue
        hows = [each.how for each in found]
        # Who sends it away has seen it, and seems to find it too often; who leaves it, too loud.
        is_too_often = hows.count("skipped") >= hows.count("missed")
        why = _("{title} came {times} last week: {told}.").format(
            title=rule.title, times=_times(found), told=_told(found)
        )
        if rule.every and (is_too_often or not rule.quieter):
            to = _longer(rule.every)
            yield Offer(
                f"space {rule.name}",
                _("{title} rarely suits you every {length}: every {length_2} instead?").format(
                    title=rule.title, length=_length(rule.every), length_2=_length(to)
                ),
                ("reminders", rule.name, "every"),
                f"{to}m",
                why,
                _ids(found),
            )
        elif rule.quieter:
            yield Offer(
                f"quieter {rule.name}",
                _("{title} rarely suits you: only {quieter} instead?").format(
                    title=rule.title, quieter=_(_BY_WORDS[rule.quieter])
                ),
                ("reminders", rule.name, "show"),
                rule.quieter,
                why,
                _ids(found),
            )


def _longer(minutes: int) -> int:
    """Return half as long again, in steps that people would choose."""
    step = 15 if minutes >= 30 else 5
    return max(minutes + step, round(minutes * 1.5 / step) * step)


# ---------------------------------------------------------------- words


def _minute(outcome: Outcome) -> int:
    return outcome.asked_at.hour * 60 + outcome.asked_at.minute


def _is_within(minute: int, start: int, end: int) -> bool:
    return start <= minute < end if start < end else minute >= start or minute < end


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("{hours} h").format(hours=hours)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def _times(found: Iterable[Outcome]) -> str:
    return count(share(found)[1], "time")


def _told(found: Sequence[Outcome]) -> str:
    """Return what became of prompts, "2 taken, 9 skipped, 3 without an answer"."""
    hows = [each.how for each in found]
    taken, part = hows.count("done") + hows.count("natural"), hows.count("partial")
    skipped, missed = hows.count("skipped"), hows.count("missed")
    parts = (
        (taken, ngettext("{count} taken", "{count} taken", taken)),
        (part, ngettext("{count} in part", "{count} in part", part)),
        (skipped, ngettext("{count} skipped", "{count} skipped", skipped)),
        (missed, ngettext("{count} without an answer", "{count} without an answer", missed)),
    )
    return ", ".join(words.format(count=number) for number, words in parts if number)


def _ids(found: Iterable[Outcome]) -> tuple[str, ...]:
    return tuple(each.id for each in found if each.how in _CREDIT and each.id)
