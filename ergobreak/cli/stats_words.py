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
from ergobreak.history.spoken import amid, count, span, weekday
from ergobreak.language import N_, _

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
    return f"{weekday(date_)} {calendar_words.day_and_month(date_)}"


def litres(ml: int) -> str:
    """Return an amount as people say it: "250 ml", "1.2 l"."""
    return _("{ml} ml").format(ml=ml) if ml < 1000 else f"{round(ml / 1000, 2):g} l"


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
    return Section(f"Today, {day(summary.day)}", tuple(rows))


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
    glasses = summary.water // known.glass if known.glass else 0
    told = litres(summary.water) + (f", {_glasses(glasses)}," if glasses else "")
    if not known.water_share:
        return _("{rstrip} as recorded").format(rstrip=told.rstrip(","))
    if summary.water >= known.water_share:
        share = _("the day's share at work, about {litres}, is reached").format(
            litres=litres(known.water_share)
        )
    return _("{told} as recorded; {share}").format(told=told, share=share)


def _glasses(number: int) -> str:
    return "1 glass" if number == 1 else _("{number} glasses").format(number=number)


# ---------------------------------------------------------------- the week


def week(found: Week, until: date) -> Section:
    """Return this week, a row for each day up to today, and all of it in a sentence."""
    rows = [(weekday(each.day)[:3], _of_day(each)) for each in found.days if each.day <= until]
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


def period(found: Period, known: Known, title: str = "") -> Section:
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
    return Section(
        title or _("The last {count}, as recorded").format(count=count(days, "day")), tuple(rows)
    )


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
        told = f"{of}, {found.share:.0%}: {found.words}".replace("%", " %")
    kept = {"held back": found.held, "while away": found.absent}
    aside = ", ".join(f"{number} {words}" for words, number in kept.items() if number)
    return _("{told} (not counted: {aside})").format(told=told, aside=aside) if aside else told


def _days(found: Period) -> str:
    if not found.days:
        return _(UNKNOWN)
    whole = count(len(found.days), "work day")
    return _("{days_with_enough} of {whole} with at least {enough} movement breaks").format(
        days_with_enough=found.days_with_enough, whole=whole, enough=ENOUGH
    )


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
    aside = amid(bout.reason)
    on = _("{span} on {day}, from {start}").format(
        span=span(bout.seconds), day=day(bout.start), start=f"{bout.start:%H:%M}"
    )
    return f"{on}, {aside}" if aside else on


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
        _("{litres} a day on {count} with a note").format(
            litres=litres(mean), count=count(number, "day")
        )
    ]
    silent = len(found.days.keys() - found.water.keys())
    told += [
        _("{unknown} on {count}").format(unknown=_(UNKNOWN), count=count(silent, "work day"))
    ] * bool(silent)
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
    parts = (
        [
            _("{taken} of {opportunities} taken").format(
                taken=f"{found.taken:g}", opportunities=found.opportunities
            )
        ]
        if found.opportunities
        else []
    )
    parts += [_("{seen} shown").format(seen=found.seen)] * bool(found.seen)
    parts += [_("{held} held back").format(held=found.held)] * bool(found.held)
    return ", ".join(parts)


def _bout(found: Bout) -> str:
    aside = amid(found.reason)
    return _("{span} from {start}{value}").format(
        span=span(found.seconds), start=f"{found.start:%H:%M}", value=f", {aside}" if aside else ""
    )


def plain(sections: Iterator[Section]) -> str:
    """Return all of it as lines of text, with nothing that only eyes would understand."""
    told: list[str] = []
    for title, rows in sections:
        width = max((len(name) for name, _unused in rows), default=0)
        told += [""] * bool(told) + [title]
        told += [f"  {name:{width}}  {text}" for name, text in rows]
    return "\n".join(told)
