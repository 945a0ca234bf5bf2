"""The verb `sheet`: one page about breaks and sitting, which the person prints and takes along."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.control import client
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ergobreak.config import Settings
    from ergobreak.config.settings import Reminder
    from ergobreak.content.exercise import Exercise
    from ergobreak.paths import Paths
    from ergobreak.report.sheet import Asked

FILE: Final = "sheet.html"  # in the folder for state; each new one replaces it
LEAST: Final = 7  # days
MOST: Final = 90  # days; what is older is kept as sums only
_MINUTE: Final = 60_000_000
_UNTOLD: Final = frozenset({"tip"})  # never comes by itself


def sheet(args: Namespace) -> int:
    """Make the page, and open it if that is wanted."""
    if not LEAST <= args.days <= MOST:
        raise UsageError(
            _("--days needs a number from {least} to {most}.").format(least=LEAST, most=MOST)
        )
    from ergobreak import history
    from ergobreak.cli import page_file, stats
    from ergobreak.report import sheet as report

    places = paths.find(args.home)
    path = Path(args.output).absolute() if args.output else places.state_dir / FILE
    if not args.output:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = stats.status(args.home)
    asked = _asked(args, places, stats.present_of(told))
    lines = history.corrected(stats.since(args.home, asked.first))
    # Of the time since a daemon ended nothing is known.
    is_over = lines and not told
    until = min(asked.now, lines.moments[-1].astimezone()) if is_over else asked.now
    page_file.write(report.page(lines, asked, until), path)
    made = page_file.show(path) if args.open else _("The sheet is in {path}").format(path=path)
    client.tell(
        0, _("{made}\nIt is printed from the browser, by nobody but you.").format(made=made)
    )
    return 0


def _asked(args: Namespace, places: Paths, now: datetime) -> Asked:
    from ergobreak.cli import discomfort, stats_settings
    from ergobreak.report.sheet import Asked

    settings = stats_settings.load(places)
    known = _exercises(places)
    chosen, hurt = _left_out(places, settings, known)
    titles = _titles(settings)
    return Asked(
        first=now.date() - timedelta(days=args.days - 1),
        now=now,
        reminders=tuple(
            (titles[name], _how_often(rule), _how_long(rule))
            for name, rule in settings.reminders.items()
            if name in titles and rule.kind not in _UNTOLD
        ),
        movement={
            name: titles.get(name, name)
            for name, rule in settings.reminders.items()
            if rule.kind in {"stretch", "walk"}
        },
        exercises=known,
        left_out=chosen,
        pains=hurt if args.with_discomfort else None,
        ratings=tuple(discomfort.told(args.home)) if args.with_discomfort else None,
    )


def _titles(settings: Settings) -> dict[str, str]:
    """Return what the reminders that are on are called where they are shown."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import compile_plan
    from ergobreak.core.coming import title_of

    plan = compile_plan(settings, calendar, calendar.zone_name())
    return {rule.name: title_of(rule) for rule in plan.reminders}


def _how_often(rule: Reminder) -> str:
    if rule.every:
        return _("every {span} at the computer").format(span=_span(rule.every))
    if rule.at:
        return _("at {map}").format(map=", ".join(map(str, rule.at)))
    return _("by a rule of their own")


def _how_long(rule: Reminder) -> str:
    return _span(rule.length) if rule.length else ""


def _span(micros: int) -> str:
    minutes, rest = divmod(micros, _MINUTE)
    if rest and not minutes:
        return _("{seconds} s").format(seconds=rest // 1_000_000)
    return _("{minutes} min").format(minutes=minutes)


def _exercises(places: Paths) -> dict[str, tuple[str, str]]:
    """Return title and area of each exercise, the person's own among them."""
    from ergobreak.content.catalogue import catalogue

    own: Iterable[Exercise] = ()
    if places.content.is_dir():
        from ergobreak.config.own import own_content

        own = own_content(places.content).exercises
    return {each.id: (each.title, each.area) for each in (*catalogue().exercises, *own)}


def _left_out(
    places: Paths, settings: Settings, exercises: Mapping[str, tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is left out by choice, and what because it hurt, in words."""
    from ergobreak.adapters.journal.store import SqliteStore
    from ergobreak.adapters.time import calendar
    from ergobreak.window.welcome.words import of_hidden

    zone = calendar.zone_of(calendar.zone_name())
    saved = SqliteStore(places.journal, lambda: zone).peek()
    tastes = saved.tastes if saved else ()
    chosen = [*settings.exercises.hide, *(what for what, taste in tastes if taste == "never")]
    hurt = [what for what, taste in tastes if taste == "hurt"]

    def named(what: str) -> str:
        return exercises[what][0] if what in exercises else of_hidden(what)

    return tuple(map(named, dict.fromkeys(map(str, chosen)))), tuple(map(named, hurt))
