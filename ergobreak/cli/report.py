"""The verb `report`: the log as a page of charts, in one file that asks nothing from elsewhere."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.control import client
from ergobreak.errors import UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from datetime import date

    from ergobreak.paths import Paths
    from ergobreak.report import Day

FILE: Final = "report.html"  # in the folder for state; each report replaces the one before it
DAYS: Final = 90  # as long as details are kept by default
MOST: Final = 3660


def report(args: Namespace) -> int:
    """Write the page, and open it if asked to."""
    from ergobreak.cli import page_file, stats, stats_settings

    if not 1 <= args.days <= MOST:
        raise UsageError(_("--days needs a number from 1 to {most}.").format(most=MOST))
    # A folder that is no longer there is said before the work, not after it.
    places = paths.find(args.home)
    path = Path(args.output).absolute() if args.output else places.state_dir / FILE
    if not args.output:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = stats.status(args.home)
    now = stats.present_of(told)
    known = stats_settings.known(stats_settings.load(places))
    first = now.date() - timedelta(days=args.days - 1)
    found = _days(args.home, first, now, known.movement, is_running=bool(told))

    from ergobreak.report import Asked, page

    html = page(found, Asked(first, now, _exercises(places), known.water_share))
    page_file.write(html, path)
    client.tell(
        0, page_file.show(path) if args.open else _("The report is in {path}").format(path=path)
    )
    return 0


def _days(
    home: str | None, first: date, now: datetime, movement: frozenset[str], *, is_running: bool
) -> list[Day]:
    """Return the days that are recorded, those of which only totals are left among them."""
    from ergobreak import history
    from ergobreak.cli import stats
    from ergobreak.report import days

    lines = history.corrected(stats.since(home, first))
    # Of the time since a daemon ended nothing is known.
    until = now if is_running or not lines else min(now, lines.moments[-1].astimezone())
    told = {day.date: day for day in days(lines, first, until, movement)}
    return [day for _unused, day in sorted(_totals(home, first, now.date(), told).items())]


def _totals(home: str | None, first: date, last: date, told: Mapping[date, Day]) -> dict[date, Day]:
    """Return the days with the totals of those whose lines are gone.

    A day may have both, and the totals of several machines: what is noted later is added.
    """
    from ergobreak.adapters.journal import totals
    from ergobreak.history import DaySummary
    from ergobreak.report import Day

    found = dict(told)
    for total in totals.totals(paths.find(home).journal, since=first, until=last):
        date_ = total.summary.day
        day = found.get(date_, Day(DaySummary(date_)))
        hours = {hour: Counter(hows) for hour, hows in day.hours.items()}
        whole = totals.added(totals.DayTotal(total.machine, day.summary, hours), total)
        found[date_] = Day(whole.summary, whole.hours, day.spells)
    return found


def _exercises(places: Paths) -> dict[str, tuple[str, str]]:
    """Return title and area of each exercise, the person's own among them."""
    from ergobreak.content.catalogue import catalogue, with_own

    whole = catalogue()
    if places.content.is_dir():
        from ergobreak.config.own import own_content

        whole = with_own(whole, own_content(places.content).exercises)
    return {each.id: (each.title, each.area) for each in whole.exercises}
