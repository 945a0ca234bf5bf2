"""The verb `stats`: today at a glance, this week, the last two weeks, from the journal alone.

It reads the journal itself; the daemon, if it runs, only says what it takes for the present.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from ergobreak import paths
from ergobreak.cli import journal, terminal
from ergobreak.control import client
from ergobreak.errors import NotRunning, UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from ergobreak.cli.stats_figures import Figures
    from ergobreak.cli.stats_settings import Known
    from ergobreak.cli.stats_words import Section

    Line = dict[str, object]

DAYS: Final = 14  # of the figure of prompts taken (evidence c.5)
MOST: Final = 3660
NOTHING: Final = N_("Nothing is written down yet: the figures come with the first days.")


def stats(args: Namespace) -> int:
    """Print the figures that were asked for, as words and bars or as JSON."""
    if args.monday:
        from ergobreak.cli import stats_monday

        return stats_monday.main(args)
    if args.offer:
        raise UsageError(_("--offer goes with --monday."))
    if args.days is not None and not 1 <= args.days <= MOST:
        raise UsageError(_("--days needs a number from 1 to {most}.").format(most=MOST))
    if sum((args.what == "today", args.week, args.days is not None)) > 1:
        raise UsageError(_("today, --week and --days exclude each other."))
    from ergobreak.cli import stats_settings

    told = status(args.home)
    known = stats_settings.known(stats_settings.load(paths.find(args.home)))
    now = present_of(told)
    lines = since(args.home, _first_day(args, now.date()))
    found = _figures(args, lines, now, known, is_running=bool(told))
    if args.json:
        from ergobreak.cli import stats_json

        client.tell(0, json.dumps(stats_json.data(found, known), ensure_ascii=False))
    elif not lines:
        client.tell(0, _(NOTHING))
    elif known.wants_plain or told.get("aloud") or not _can_draw():
        from ergobreak.cli import stats_words

        client.tell(0, stats_words.plain(_sections(found, known)))
    else:
        from ergobreak.cli import stats_charts

        width = terminal.columns()
        stats_charts.show(found, known, sys.stdout, width=width)
    return 0


def since(home: str | None, day: date) -> list[Line]:
    """Return the lines from a local date on, and those of the day before: it may reach over."""
    begins_at = datetime.combine(day - timedelta(days=1), time.min).astimezone()
    return journal.read(home, since=int(begins_at.timestamp()) * 1_000_000)


def present_of(status: Mapping[str, Any]) -> datetime:
    """Return the present: the daemon's, whose clock may stand still, else this machine's."""
    told = status.get("now")
    return datetime.fromisoformat(str(told)) if told else journal.present()


def status(home: str | None) -> Mapping[str, Any]:
    """Return what the daemon says of now, or nothing if none runs."""
    try:
        return client.ask(home, "status", as_json=True).data
    except NotRunning:
        return {}


def _first_day(args: Namespace, today: date) -> date:
    """Return the first day that any of the figures is about."""
    if args.what == "today":
        return today
    monday = today - timedelta(days=today.weekday())
    if args.week:
        return monday
    first = today - timedelta(days=(args.days or DAYS) - 1)
    return first if args.days else min(first, monday)


def _figures(
    args: Namespace, lines: list[Line], now: datetime, known: Known, *, is_running: bool
) -> Figures:
    from ergobreak.cli.stats_figures import Book, Figures

    own = (name for name, _unused in known.own)
    book = Book(lines, now, known.movement, is_running=is_running, own=own)
    if args.what == "today":
        return Figures(now, today=book.today())
    if args.week:
        return Figures(now, week=book.week(), period=book.period(now.weekday() + 1))
    if args.days:
        return Figures(now, period=book.period(args.days))
    return Figures(now, book.today(), book.week(), book.period(DAYS))


def _sections(found: Figures, known: Known) -> Iterator[Section]:
    """Yield what is told, one section after the other."""
    from ergobreak.cli import stats_words

    if found.today:
        yield stats_words.today(found.today, known)
    if found.week:
        yield stats_words.week(found.week, found.now.date())
    if found.period:
        yield stats_words.period(found.period, known)
        hours, own = stats_words.hours(found.period), stats_words.own(found.period, known)
        yield from (section for section in (hours, own) if section.rows)


def _can_draw() -> bool:
    """Tell whether bars can be seen where this is printed."""
    has_blocks = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb" and has_blocks
