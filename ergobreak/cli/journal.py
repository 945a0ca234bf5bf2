"""The verbs that read the journal: `log` for people, `events` for programs. No daemon is needed."""

from __future__ import annotations

import contextlib
import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from ergobreak import paths
from ergobreak.cli.table import is_step_on_the_way, table
from ergobreak.control import client
from ergobreak.errors import ErgobreakError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping

_EVENTS: Final = 20  # lines, where nobody says how many


def log(args: Namespace) -> int:
    """Print the lines of a day, or the last few, as a table or as JSON lines."""
    last = _positive(args.last)
    first, end = (None, None) if last and not args.day else _day(args.day)
    found = _read(
        args.home,
        since=first,
        until=end,
        reminder=args.reminder,
        event=args.event,
        last=last,
    )
    if args.json:
        _print_json(found)
        return 0
    if not (args.all or args.event or last):
        found = [line for line in found if not is_step_on_the_way(line)]
    client.tell(0, table(found) or "Nothing is written down for that.")
    return 0


def events(args: Namespace) -> int:
    """Print the last lines, and with --follow go on with each line as it is written."""
    # In this order: what is written between the two is read twice, and known by its id.
    stream = client.follow(args.home) if args.follow else iter(())
    last = _positive(args.last) or (0 if args.follow else _EVENTS)
    found = _read(args.home, last=last) if last else []
    _print_json(found)
    known = {line.get("id") for line in found}
    for raw in stream:
        line = json.loads(raw)
        if line.get("id") not in known or "id" not in line:
            _print_json([line])
    return 0


def today(home: str | None) -> list[dict[str, object]]:
    """Return all lines of today."""
    first, end = _day(None)
    return _read(home, since=first, until=end)


def last(home: str | None, number: int) -> list[dict[str, object]]:
    """Return the last lines of the journal, the oldest of them first."""
    return _read(home, last=number)


def present() -> datetime:
    """Return the present instant in local time."""
    from ergobreak.adapters.time.clock import SystemClock

    return datetime.fromtimestamp(SystemClock().now().wall / 1_000_000).astimezone()


def _read(home: str | None, **wanted: Any) -> list[dict[str, object]]:
    """Return lines of the journal; without a daemon under its lock, for there is one writer.

    To open the journal of a daemon that was killed is to write: what it left over is put in place.
    """
    from ergobreak.adapters.journal.read import read
    from ergobreak.control import endpoint

    places = paths.find(home)
    with contextlib.ExitStack() as held:
        if places.journal.exists() and endpoint.is_free(places):
            # Refused: a daemon came first and is the writer, or the folder is read-only.
            with contextlib.suppress(ErgobreakError, OSError):
                held.enter_context(endpoint.with_writer_lock(places))
        return read(places.journal, **wanted)


def _day(text: str | None) -> tuple[int, int]:
    """Return the first instant of a day, today without a text, and that of the next day."""
    if text in {None, "today", "yesterday"}:
        day = present().date() - timedelta(days=text == "yesterday")
    else:
        try:
            day = date.fromisoformat(text or "")
        except ValueError as error:
            raise UsageError(f"{text!r} is no date.", "For example: --day 2026-03-02") from error
    return _midnight(day), _midnight(day + timedelta(days=1))


def _midnight(day: date) -> int:
    """Return the wall instant at which a local date begins."""
    return int(datetime.combine(day, time.min).astimezone().timestamp()) * 1_000_000


def _positive(number: int | None) -> int | None:
    if number is not None and number < 1:
        raise UsageError("--last needs a number from 1 on.")
    return number


def _print_json(lines: Iterable[Mapping[str, object]]) -> None:
    told = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines]
    if told:
        client.tell(0, "\n".join(told))
