"""Compiles settings into the Plan that the engine reads, with the calendars of one time zone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak.config.checked import HINT, told
from ergobreak.config.problems import Problem
from ergobreak.config.units import WEEKDAYS
from ergobreak.core.model import (
    Access,
    Delivery,
    Exercises,
    Kind,
    Level,
    Plan,
    Presence,
    Reminder,
    Sound,
    Watch,
    Window,
)
from ergobreak.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from ergobreak.config import settings as file
    from ergobreak.config.calendars import Calendars
    from ergobreak.core.hours import Hours, Instants


def compile_plan(
    settings: file.Settings,
    calendars: Calendars,
    zone: str,
    *,
    hours: Hours | None = None,
    days_off: Mapping[str, Collection[date]] | None = None,
) -> Plan:
    """Return the plan of these settings for a time zone (IANA name).

    `hours` takes the place of the configured ones. `days_off` has the dates behind the names in
    the config ("holidays:DE-BE", a calendar's name), as far as they have been read. Raises
    ConfigError with every cron that is bad.
    """
    enabled = {name: rule for name, rule in settings.reminders.items() if rule.enabled}
    instants: dict[str, Instants] = {}
    problems: list[Problem] = []
    for name, rule in enabled.items():
        try:
            follows = _instants(rule, calendars, zone)
        except ValueError as error:
            problems.append(Problem(("reminders", name), what=str(error)))
        else:
            if follows is not None:
                instants[name] = follows
    if problems:
        raise ConfigError(told(problems, "config"), HINT)
    reminders = (_reminder(name, rule) for name, rule in enabled.items())
    return Plan(
        reminders=tuple(sorted(reminders, key=lambda each: (each.rank, each.name))),
        hours=_hours(settings.work, calendars, zone, days_off or {}) if hours is None else hours,
        presence=_presence(settings.presence),
        delivery=_delivery(settings.delivery),
        policies={
            key: getattr(settings.policies, key) for key in settings.policies.__struct_fields__
        },
        calendars=instants,
        no_prompt_before_end=int(settings.work.no_prompt_before_end),
        quiet_hours=calendars.hours(WEEKDAYS, settings.busy.quiet_hours, (), zone)
        if settings.busy.quiet_hours
        else None,
        watch=_watch(settings.busy),
        access=Access(settings.access.screen_reader, settings.access.sight),
        exercises=_exercises(settings.exercises),
        window=_window(settings.window),
        sound=_sound(settings.sound),
        workplace_on=str(settings.workplace.looked_over),
    )


def _instants(rule: file.Reminder, calendars: Calendars, zone: str) -> Instants | None:
    if rule.at is None and rule.cron is None:
        return None
    own = calendars.hours(WEEKDAYS, rule.hours, (), zone) if rule.hours else None
    if rule.cron is not None:
        return calendars.cron(rule.cron, own, zone)
    return calendars.at(sorted({int(clock) for clock in rule.at or ()}), own, zone)


def _hours(
    work: file.Work, calendars: Calendars, zone: str, named: Mapping[str, Collection[date]]
) -> Hours:
    days = [WEEKDAYS[day] for day in sorted(set(work.days))]
    return calendars.hours(days, work.hours, frozenset(_dates(work, named)), zone)


def _dates(work: file.Work, named: Mapping[str, Collection[date]]) -> Iterator[date]:
    for days_off in work.days_off:
        if days_off.dates is None:
            yield from named.get(days_off, ())
        else:
            first, last = days_off.dates
            yield from (first + timedelta(days=day) for day in range((last - first).days + 1))


def _reminder(name: str, rule: file.Reminder) -> Reminder:
    length = int(rule.length or 0)
    by = tuple(map(int, rule.postpone.by or ())) if rule.postpone else ()
    water, per = rule.ceiling or (0, 0)
    is_water = rule.kind is Kind.HYDRATION
    return Reminder(
        name=name,
        kind=rule.kind,
        every=int(rule.every or 0),
        first=int(rule.first or 0) if rule.every else 0,
        length=length,
        # Without a word about it, half of a break is a break; otherwise none could be partial.
        counts=int(rule.counts or length // 2),
        # Firm is full screen, by what the word means.
        level=Level.FULLSCREEN if rule.strict == "firm" else Level[rule.show.upper()],
        postpone_by=by,
        postpone_at_most=rule.postpone.at_most if rule.postpone and by else 0,
        strict=rule.strict,
        ask_reason=rule.ask_reason,
        amount_ml=int(rule.amount or 0) if is_water else 0,
        goal_ml=int(rule.goal or 0) if is_water else 0,
        ceiling_ml=water if is_water else 0,
        ceiling_per=per if is_water else 0,
        title=str(rule.title),
        texts=tuple(map(str, rule.texts)),
        in_turn=bool(rule.in_turn),
        icon=_at_home(rule.icon),
        sound=_at_home(rule.sound),
    )


def _at_home(text: str) -> str:
    """Return a path without its "~"; a name stays what it is."""
    return str(Path(text).expanduser()) if text.startswith("~") else str(text)


def _presence(table: file.Presence) -> Presence:
    return Presence(
        idle_after=int(table.idle_after),
        away_after=int(table.away_after),
        lock_after=int(table.lock_after),
        long_away=int(table.long_away),
        settle=int(table.settle),
        inhibitor=table.inhibitor,
    )


def _watch(table: file.Busy) -> Watch:
    return Watch(
        microphone=table.microphone,
        camera=table.camera,
        sharing=table.sharing,
        fullscreen=table.fullscreen,
        dnd=table.dnd,
        apps=tuple(map(str, table.apps)),
        ignore=tuple(map(str, table.ignore)),
    )


def _delivery(table: file.Delivery) -> Delivery:
    return Delivery(
        warning=int(table.warning),
        early=int(table.early),
        late=int(table.late),
        lull=int(table.lull),
        bundle=int(table.bundle),
        bundle_water=int(table.bundle_water),
        gap=int(table.gap),
        per_hour=table.per_hour,
        after_busy=int(table.after_busy),
        held_full_after=int(table.held_full_after),
    )


def _exercises(table: file.Exercises) -> Exercises:
    return Exercises(
        place=table.place,
        seated=table.seated,
        discreet=table.discreet,
        hide=tuple(map(str, table.hide)),
        favourites=tuple(map(str, table.favourites)),
    )


def _window(table: file.Window) -> Window:
    return Window(
        use=table.use,
        theme=table.theme,
        accent=str(table.accent),
        text=table.text,
        motion=table.motion,
        monitors=str(table.monitors),
        avoid=tuple(map(str, table.avoid)),
        focus=table.focus,
    )


def _sound(table: file.Sound) -> Sound:
    return Sound(table.start, table.end, table.volume, table.speech)
