"""The figures of `stats` in words, for the person alone. Pure.

Rules of this file:
1. Words carry the meaning, never a colour; no figure is good or bad.
2. What was not noted is "not recorded": nobody knows that it was nothing. Water has no per cent.
3. It says "as recorded" wherever a person's own answers are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ergobreak.core import calendar_words
from ergobreak.history.days import ENOUGH
from ergobreak.history.outcomes import AT_LEAST
from ergobreak.history.spoken import count, span, weekday, with_aside
from ergobreak.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ergobreak.cli.stats_figures import Hour, Period, Today
    from ergobreak.cli.stats_settings import Known
    from ergobreak.history import Adherence, Bout, DaySummary, Week

UNKNOWN: Final = N_("not recorded")

Row = tuple[str, str]


class Section(NamedTuple):
    """A heading with what stands below it: what it is about, and the figure in words."""

    title: str
    rows: tuple[Row, ...]


def day(date_: date) -> str:
    """Return a day as people write it: "Monday 2 March"."""
    # translators: a day: "Monday 2 March".
    return _("{weekday} {date}").format(
        weekday=weekday(date_), date=calendar_words.day_and_month(date_)
    )


def litres(ml: int) -> str:
    """Return an amount as people say it: "250 ml", "1.2 l"."""
    if ml < 1000:
        return _("{ml} ml").format(ml=ml)
    return _("{litres} l").format(litres=f"{round(ml / 1000, 2):g}")


# ---------------------------------------------------------------- today


def today(found: Today, known: Known) -> Section:
    """Return the day at a glance."""
    summary = found.summary
    breaks = [count(summary.movement, "movement break") if summary.movement else _("none so far")]
    if found.per_hour is not None:
        breaks.append(
            _("{per_hour} min of break in an active hour").format(per_hour=f"{found.per_hour:.0f}")
        )
    rows = [
        (_("Breaks"), ", ".join(breaks)),
        (_("Sitting"), _sitting(found)),
        (_("Active"), span(summary.active) if summary.active else _(UNKNOWN)),
        (_("Water"), _water_today(summary, known)),
    ]
    return Section(_("Today, {day}").format(day=day(summary.day)), tuple(rows))


def _sitting(found: Today) -> str:
    now = [_("{span} now").format(span=span(found.sitting))] if found.sitting is not None else []
    longest = found.summary.longest
    if longest is not None:
        now.append(_("longest {bout}").format(bout=_bout(longest)))
    return "; ".join(now) or _(UNKNOWN)


def _water_today(summary: DaySummary, known: Known) -> str:
    share = _("a day's share at work is about {litres}").format(litres=litres(known.water_share))
    if summary.water is None:
        return f"{_(UNKNOWN)}; {share}" if known.water_share else _(UNKNOWN)
    told, glasses = litres(summary.water), summary.water // known.glass if known.glass else 0
    if glasses:
        # translators: an amount of water, in litres and in glasses: "500 ml, 2 glasses".
        told = _("{amount}, {glasses}").format(amount=told, glasses=_glasses(glasses))
    if not known.water_share:
        return _("{amount} as recorded").format(amount=told)
    if summary.water >= known.water_share:
        share = _("the day's share at work, about {litres}, is reached").format(
            litres=litres(known.water_share)
        )
    if glasses:
        return _("{amount}, as recorded; {share}").format(amount=told, share=share)
    return _("{amount} as recorded; {share}").format(amount=told, share=share)


def _glasses(number: int) -> str:
    return ngettext("{count} glass", "{count} glasses", number).format(count=number)


# ---------------------------------------------------------------- the week


def week(found: Week, until: date) -> Section:
    """Return this week, a row for each day up to today, and all of it in a sentence."""
    rows = [
        (calendar_words.weekday_short(each.day.weekday()), _of_day(each))
        for each in found.days
        if each.day <= until
    ]
    total = [
        count(found.movement, "movement break"),
        _("{span} active").format(span=span(found.active)),
    ]
    rows.append((_("In all"), ", ".join(total)))
    return Section(_("This week"), tuple(rows))


def _of_day(found: DaySummary) -> str:
    if not (found.is_work_day or found.active or found.movement):
        return _(UNKNOWN)
    parts = [
        count(found.movement, "movement break"),
        _("{span} active").format(span=span(found.active)),
    ]
    if found.water is not None:
        parts.append(_("{litres} of water").format(litres=litres(found.water)))
    return ", ".join(parts)


# ---------------------------------------------------------------- some days on end


def period(found: Period, known: Known) -> Section:
    """Return the figures over some days."""
    days = (found.last - found.first).days + 1
    rows = [
        (_("Prompts taken"), adherence(found.adherence)),
        (_("Days"), _days(found)),
        (_("Sitting"), _exposure(found)),
        (_("Longest"), _longest(found)),
        (_("Breaks"), _per_hour(found)),
        (_("Water"), _water(found, known)),
    ]
    if found.began is not None and found.began > found.first:
        rows.append((_("The log"), _("begins on {day}").format(day=day(found.began))))
    lately = ngettext(
        "The last {count} day, as recorded", "The last {count} days, as recorded", days
    )
    return Section(lately.format(count=days), tuple(rows))


def adherence(found: Adherence) -> str:
    """Return how many prompts were taken, and what never counts."""
    of = _("{taken} of {opportunities}").format(
        taken=f"{found.taken:g}", opportunities=found.opportunities
    )
    if found.share is None:
        told = _("{words}; {of} so far, a figure comes from {at_least} on").format(
            words=found.words, of=of, at_least=AT_LEAST
        )
    else:
        percent = f"{found.share:.0%}".rstrip("%")
        # translators: {of} is "5 of 9", {words} a word about it: "usual for most people".
        told = _("{of}, {percent} %: {words}").format(of=of, percent=percent, words=found.words)
    kept = [_("{held} held back").format(held=found.held)] * bool(found.held)
    kept += [_("{absent} while away").format(absent=found.absent)] * bool(found.absent)
    aside = ", ".join(kept)
    return _("{told} (not counted: {aside})").format(told=told, aside=aside) if aside else told


def _days(found: Period) -> str:
    if not found.days:
        return _(UNKNOWN)
    whole = len(found.days)
    return ngettext(
        "{good} of {count} work day with at least {enough} movement breaks",
        "{good} of {count} work days with at least {enough} movement breaks",
        whole,
    ).format(good=found.days_with_enough, count=whole, enough=ENOUGH)


def _exposure(found: Period) -> str:
    share = found.exposure
    if share is None:
        return _(UNKNOWN)
    return _("{value} % of the active time ({span}) in spells up to an hour").format(
        value=f"{share * 100:.0f}", span=span(found.active)
    )


def _longest(found: Period) -> str:
    bout = found.longest
    if bout is None:
        return _(UNKNOWN)
    on = _("{span} on {day}, from {start}").format(
        span=span(bout.seconds), day=day(bout.start), start=f"{bout.start:%H:%M}"
    )
    return with_aside(on, bout.reason)


def _per_hour(found: Period) -> str:
    if found.per_hour is None:
        return _(UNKNOWN)
    return _("{per_hour} min in an active hour; 5 to 10 is a common guide").format(
        per_hour=f"{found.per_hour:.1f}"
    )


def _water(found: Period, known: Known) -> str:
    """Return the amount of the days with a note; a day without one is no day without water."""
    if not found.water:
        return _(UNKNOWN)
    number = len(found.water)
    mean = round(sum(found.water.values()) / number / 10) * 10
    told = [
        ngettext(
            "{litres} a day on {count} day with a note",
            "{litres} a day on {count} days with a note",
            number,
        ).format(litres=litres(mean), count=number)
    ]
    if silent := len(found.days.keys() - found.water.keys()):
        lacks = ngettext(
            "not recorded on {count} work day", "not recorded on {count} work days", silent
        )
        told.append(lacks.format(count=silent))
    if known.water_share:
        told.append(
            _("a day's share at work is about {litres}").format(litres=litres(known.water_share))
        )
    return "; ".join(told)


# ---------------------------------------------------------------- hours of the day


def hours(found: Period) -> Section:
    """Return what became of prompts by the hour in which they fell due; no rows if none did."""
    rows = [(f"{hour:02}:00", _of_hour(each)) for hour, each in found.hours.items()]
    return Section(_("By the hour in which prompts fell due"), tuple(rows))


def rare_hours(found: Period) -> list[str]:
    """Return a sentence for each hour in which prompts rarely suit."""
    return [
        _("{hour}:00 rarely suits.").format(hour=f"{hour:02}")
        for hour, each in found.hours.items()
        if each.is_rare
    ]


def _of_hour(found: Hour) -> str:
    parts = (
        [_("{taken} of {asked} taken").format(taken=found.taken, asked=found.asked)]
        if found.asked
        else []
    )
    parts += [_("{part} in part").format(part=found.part)] * bool(found.part)
    parts += [_("{held} held back").format(held=found.held)] * bool(found.held)
    parts += [_("rarely suits")] * found.is_rare
    return ", ".join(parts)


def own(found: Period, known: Known) -> Section:
    """Return what became of the person's own reminders; no rows if none has come."""
    rows = [(title, _of_own(found.own[name])) for name, title in known.own if name in found.own]
    return Section(_("Reminders of your own"), tuple(row for row in rows if row[1]))


def _of_own(found: Adherence) -> str:
    taken, asked = f"{found.taken:g}", found.opportunities
    parts = [_("{taken} of {asked} taken").format(taken=taken, asked=asked)] * bool(asked)
    parts += [_("{seen} shown").format(seen=found.seen)] * bool(found.seen)
    parts += [_("{held} held back").format(held=found.held)] * bool(found.held)
    return ", ".join(parts)


def _bout(found: Bout) -> str:
    # translators: how long somebody sat, and from when: "1 h 52 from 09:05".
    told = _("{span} from {start}").format(span=span(found.seconds), start=f"{found.start:%H:%M}")
    return with_aside(told, found.reason)


def plain(sections: Iterator[Section]) -> str:
    """Return all of it as lines of text, with nothing that only eyes would understand."""
    told: list[str] = []
    for title, rows in sections:
        width = max((len(name) for name, _unused in rows), default=0)
        told += [""] * bool(told) + [title]
        told += [f"  {name:{width}}  {text}" for name, text in rows]
    return "\n".join(told)
