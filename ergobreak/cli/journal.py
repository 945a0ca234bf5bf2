"""The verbs that read the journal: `log` for people, `events` for programs. No daemon is needed."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ergobreak import paths
from ergobreak.control import client
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Mapping

    from ergobreak.cli.log_filters import Asked
    from ergobreak.cli.table import Look

    Line = dict[str, object]

_EVENTS: Final = 20  # lines, where nobody says how many
# A line that was put right counts where its correction says, on the same day or the next; "I was
# sitting" is said after the absence, which may have been a week.
_BEFORE: Final = timedelta(days=1)
_BEHIND: Final = timedelta(days=7)
_MICRO: Final = timedelta(microseconds=1)


def log(args: Namespace) -> int:
    """Print the lines of some days, or the last few, as a table or as JSON lines."""
    if args.said:
        from ergobreak.cli import log_corrections

        return log_corrections.main(args)
    from ergobreak.cli import log_filters

    for flag in ("at", "for_", "ml", "dry_run"):
        if getattr(args, flag):
            raise UsageError(
                _("--{replace} goes with add, undo or amend.").format(
                    replace=flag.rstrip("_").replace("_", "-")
                ),
                _("See: ergobreak log --help"),
            )
    asked = log_filters.asked(args, present().date())
    told, found = _found(args, asked)
    if args.json:
        print_json(found)
        return 0
    client.tell(0, _table(args.home, found, told) or _("Nothing is written down for that."))
    return 0


def events(args: Namespace) -> int:
    """Print the last lines, and with --follow go on with each line as it is written.

    What tells of a pain is left out unless it is asked for by name: programs listen here.
    """
    from ergobreak.adapters.journal.export import PRIVATE, without_pain

    named = [word for word in (args.named or "").split(",") if word]
    if unknown := sorted(set(named) - set(PRIVATE)):
        raise UsageError(
            _("There is no {unknown} to name.").format(unknown=repr(unknown[0])),
            _("--with {private}").format(private=",".join(PRIVATE)),
        )
    # In this order: what is written between the two is read twice, and known by its id.
    stream = client.follow(args.home) if args.follow else iter(())
    last = _positive(args.last) or (0 if args.follow else _EVENTS)
    found = read(args.home, last=last) if last else []
    for line in without_pain(_continued(found, stream), named):
        print_json([line])
    return 0


def _continued(found: Iterable[Line], stream: Iterable[bytes]) -> Iterator[Line]:
    known = set()
    for line in found:
        known.add(line.get("id"))
        yield line
    for raw in stream:
        told = json.loads(raw)
        if told.get("id") not in known or "id" not in told:
            yield told


def today(home: str | None) -> list[Line]:
    """Return the lines of today that count."""
    from ergobreak.cli.log_filters import Asked

    day = present().date()
    told = _around(home, Asked(day, day, "", frozenset()))
    return counting(without_discomfort(told), day, day)


def last(home: str | None, number: int) -> list[Line]:
    """Return the last lines of the journal, the oldest of them first."""
    return without_discomfort(read(home, last=number))


def without_discomfort(lines: list[Line]) -> list[Line]:
    """Return the lines that are told where nobody has asked for discomfort by its name."""
    from ergobreak.history import discomfort

    return list(discomfort.without(lines))


def present() -> datetime:
    """Return the present instant in local time."""
    from ergobreak.adapters.time.clock import SystemClock

    return datetime.fromtimestamp(SystemClock().now().wall / 1_000_000).astimezone()


def read(home: str | None, **wanted: Any) -> list[Line]:
    """Return lines of the journal; without a daemon under its lock, for there is one writer.

    To open the journal of a daemon that was killed is to write: what it left over is put in place.
    """
    from ergobreak.adapters.journal.read import read as read_file
    from ergobreak.control import endpoint

    places = paths.find(home)
    with contextlib.ExitStack() as held:
        if places.journal.exists() and endpoint.is_free(places):
            # Refused: a daemon came first and is the writer, or the folder is read-only.
            with contextlib.suppress(ErgobreakError, OSError):
                held.enter_context(endpoint.with_writer_lock(places))
        return read_file(places.journal, **wanted)


def counting(lines: list[Line], since: date | None = None, until: date | None = None) -> list[Line]:
    """Return the lines that count, of these days by their own local dates, in order of time."""
    from ergobreak.history import corrected

    first, end = str(since or ""), str(until or "9999-12-31")
    return [line for line in corrected(lines) if first <= str(line["at"])[:10] <= end]


def print_json(lines: Iterable[Mapping[str, object]]) -> None:
    """Print lines for programs."""
    told = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines]
    if told:
        client.tell(0, "\n".join(told))


def look(home: str | None, lines: Iterable[Mapping[str, object]], *, has_ids: bool = True) -> Look:
    """Return how a table of these lines is to look where it is printed: plain when it is piped."""
    from ergobreak.cli import terminal
    from ergobreak.cli.table import Look

    is_terminal = sys.stdout.isatty()
    is_styled = is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    columns = terminal.columns() if is_terminal else 0
    # Settings take longer to read than a day of the log: only where somebody drank.
    glass = _glass(home) if any("ml" in line for line in lines) else 0
    return Look(columns, is_styled, has_ids, glass)


# ---------------------------------------------------------------- what is asked for


def _found(args: Namespace, asked: Asked) -> tuple[list[Line], list[Line]]:
    """Return the lines that were read, and those of them that are asked for."""
    number = _positive(args.last)
    is_short = not (args.all or args.json or args.event or args.outcome)
    from ergobreak.cli.table import is_step_on_the_way

    def fits(line: Line) -> bool:
        return asked.fits(line) and not (is_short and is_step_on_the_way(line))

    def wanted(told: list[Line]) -> list[Line]:
        told = told if "discomfort" in asked.events else without_discomfort(told)
        lines = told if args.raw else counting(told)
        since, until = str(asked.since or ""), str(asked.until or "9999-12-31")
        return [line for line in lines if since <= str(line["at"])[:10] <= until and fits(line)]

    if number is None or asked.since or asked.until:
        told = _around(args.home, asked)
        return told, wanted(told)[-(number or 0) :]
    from ergobreak.cli.log_last import last as last_of

    return last_of(number, asked, partial(read, args.home), wanted)


def _around(home: str | None, asked: Asked) -> list[Line]:
    """Return the lines of these days, and of the days around where corrections may stand."""
    since, until = asked.starts_at(), asked.ends_at()
    return read(
        home,
        since=None if since is None else since - _BEFORE // _MICRO,
        until=None if until is None else until + _BEHIND // _MICRO,
    )


def _positive(number: int | None) -> int | None:
    if number is not None and number < 1:
        raise UsageError(_("--last needs a number from 1 on."))
    return number


# ---------------------------------------------------------------- for people


def _table(home: str | None, found: list[Line], told: list[Line]) -> str:
    """Return the table; lines that no longer count, and what took them away, are marked."""
    from ergobreak.cli import log_ids, table

    counts = {line.get("id") for line in counting(told)}
    names = {line.get("id"): log_ids.short(line) for line in told}
    marks = {}
    for line in found:
        if line["event"] == "undone" and "of" in line:
            marks[line.get("id")] = _("takes back {value}").format(
                value=names.get(line["of"]) or line["of"]
            )
        elif line["event"] != "undone" and line.get("id") not in counts:
            marks[line.get("id")] = _("no longer counts")
    return table.table(found, look(home, found), marks)


def _glass(home: str | None) -> int:
    """Return the millilitres of a glass by the settings; 0 if they do not say."""
    from ergobreak import config

    try:
        own = config.current(paths.find(home)).settings
    except (ErgobreakError, OSError):
        own = None
    kinds = (own or config.defaults()).reminders.values()
    return next((rule.amount or 0 for rule in kinds if str(rule.kind) == "hydration"), 0)
