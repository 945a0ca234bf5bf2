"""The verb that hands out the journal: `export`, as CSV or JSON lines."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import paths, plain
from ergobreak.cli import journal
from ergobreak.control import client
from ergobreak.errors import UsageError
from ergobreak.language import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from ergobreak.adapters.journal.read import Line

_DAYS: Final = {"today": 0, "yesterday": 1}


def export(args: Namespace) -> int:
    """Write the journal to standard output or into a private file."""
    from ergobreak.adapters.journal import export as writing
    from ergobreak.adapters.journal.read import walk

    named = _named(args.named)
    form = args.format or ("csv" if str(args.output or "").lower().endswith(".csv") else "jsonl")
    since = None if args.since is None else _midnight(_day(args.since))
    until = None if args.until is None else _midnight(_day(args.until) + timedelta(days=1))
    # Through the verb, which sees to what a killed daemon has left over.
    journal.last(args.home, 1)
    counted = _Counted(walk(paths.find(args.home).journal, since, until))
    with _out(args.output) as out:
        count = writing.write(writing.without_pain(counted, named), out, form)
    if args.output:
        hidden = counted.count - count
        told = [
            ngettext("{count} line in {path}.", "{count} lines in {path}.", count).format(
                count=f"{count:,}", path=args.output
            )
        ]
        if hidden:
            told.append(
                _("Left out as private: {hidden}. With them: --with discomfort,hurt").format(
                    hidden=f"{hidden:,}"
                )
            )
        client.tell(0, "\n".join(told))
    return 0


class _Counted:
    """Lines on their way, counted."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.count = 0
        self._lines = lines

    def __iter__(self) -> Iterator[Line]:
        for line in self._lines:
            self.count += 1
            yield line


class _Screen(StringIO):
    """Standard output where a person looks on, and a log from elsewhere steers nothing."""

    def write(self, text: str) -> int:
        """Print a text."""
        return sys.stdout.write(plain.text(text.replace("\r\n", "\n")))


@contextmanager
def _out(name: str | None) -> Iterator[TextIO]:
    """Open what is written to; a file takes its place when it is whole, and only then."""
    if not name or name == "-":
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield _Screen() if sys.stdout.isatty() else sys.stdout
        return
    target = Path(name)
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    handle = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            yield out
        new.replace(target)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def _named(text: str | None) -> list[str]:
    from ergobreak.adapters.journal.export import PRIVATE

    names = [each.strip() for each in (text or "").split(",") if each.strip()]
    for name in names:
        if name not in PRIVATE:
            raise UsageError(
                _("{name} is nothing to add.").format(name=repr(name)),
                _("There are: {private}.").format(private=", ".join(PRIVATE)),
            )
    return names


def _day(text: str) -> date:
    if text in _DAYS:
        return journal.present().date() - timedelta(days=_DAYS[text])
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            _("{text} is no date.").format(text=repr(text)), _("For example: --since 2026-03-02")
        ) from error


def _midnight(day: date) -> int:
    """Return the wall instant at which a local date begins, in microseconds."""
    return round(datetime.combine(day, time.min).astimezone().timestamp()) * 1_000_000
