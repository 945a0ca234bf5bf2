"""The verb `discomfort`: five numbers that a person notes about once a week, for themselves."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.cli import discomfort_text as text
from ergobreak.cli import journal
from ergobreak.control import client
from ergobreak.errors import CommandRejected, UsageError
from ergobreak.history import discomfort as history
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from ergobreak.core.effects import Record
    from ergobreak.history.discomfort import Rating

INTERRUPTED = 130


def discomfort(args: Namespace) -> int:
    """Note answers, ask for them, take the last ones back, or show how it goes."""
    if args.undo:
        return _undo(args)
    if args.words:
        return _note(args, text.typed(args.words))
    if args.show or args.json:
        return _show(args)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("There is nobody to ask: this is no terminal."),
            _("Say it: ergobreak discomfort neck=3 back=5. To look at it: --show"),
        )
    try:
        found = text.asked(input, print)
    except (KeyboardInterrupt, EOFError):
        client.tell(0, _("\nNothing was noted."))
        return INTERRUPTED
    if not found:
        client.tell(0, _("Nothing was noted."))
        return 0
    return _note(args, found)


def told(home: str | None) -> list[Rating]:
    """Return all answers, also those of days whose lines are gone."""
    from ergobreak.adapters.journal.totals import totals

    lines = journal.read(home, event=history.EVENT) + journal.read(home, event="undone")
    kept = [(each.summary.day, each.discomfort) for each in totals(paths.find(home).journal)]
    return history.ratings(lines, kept)


def _note(args: Namespace, found: Mapping[str, int]) -> int:
    from ergobreak.core.effects import Record

    now = _now()
    areas = [each for each in history.AREAS if each in found]
    records = [Record(now, history.EVENT, reason=each, level=found[each]) for each in areas]
    _write(args.home, records)
    told_ = told(args.home)
    today = journal.present().date()
    if args.json:
        client.tell(0, json.dumps(text.as_data(told_, today)))
        return 0
    # Said when it has just become so, or still is; not to somebody who reports a good day.
    is_high = max(found.values()) >= history.HIGH
    note = text.after(told_, today) if is_high else []
    client.tell(0, "\n".join([text.noted((each, found[each]) for each in areas), *note]))
    return 0


def _undo(args: Namespace) -> int:
    """Take back the answers that were given together last."""
    from ergobreak.core.effects import Record
    from ergobreak.history import corrected

    lines = journal.read(args.home, event=history.EVENT) + journal.read(args.home, event="undone")
    counting = [line for line in corrected(lines) if line["event"] == history.EVENT]
    last = [line for line in counting if line["at"] == counting[-1]["at"]]
    if not last:
        raise CommandRejected(_("There is no answer to take back."), text.NOTHING)
    now = _now()
    _write(
        args.home, [Record(now, "undone", reason="corrected", of=str(line["id"])) for line in last]
    )
    areas = ", ".join(map(_, (str(line.get("reason")) for line in last)))
    at = str(last[0]["at"])[:16].replace("T", " ")
    client.tell(0, _("Taken back: {areas}, of {at}.").format(areas=areas, at=at))
    return 0


def _show(args: Namespace) -> int:
    found, today = told(args.home), journal.present().date()
    if args.json:
        client.tell(0, json.dumps(text.as_data(found, today)))
        return 0
    has_bars = not _is_plain(args.home)
    client.tell(0, text.shown(found, today, has_bars=has_bars))
    return 0


def _is_plain(home: str | None) -> bool:
    """Tell whether bars would be in the way: of a pipe, a plain terminal, or a screen reader."""
    from ergobreak.cli import stats, stats_settings

    if not sys.stdout.isatty() or not (sys.stdout.encoding or "").lower().startswith("utf"):
        return True
    known = stats_settings.known(stats_settings.load(paths.find(home)))
    return known.wants_plain or bool(stats.status(home).get("aloud"))


def _write(home: str | None, records: Sequence[Record]) -> None:
    from ergobreak.adapters.journal import beside
    from ergobreak.adapters.time import calendar
    from ergobreak.cli import writing

    with writing.journal(paths.find(home)) as connection:
        beside.write(connection, records, calendar.zone_of(calendar.zone_name()))


def _now() -> int:
    from ergobreak.adapters.time.clock import SystemClock

    return SystemClock().now().wall
