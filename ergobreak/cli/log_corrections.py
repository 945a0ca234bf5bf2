"""The verbs `log add`, `log undo` and `log amend`: lines that count instead of others.

Rules of this file:
1. The daemon writes, if one runs; else we do, under its lock and by its rules.
2. Everything is a new line. What is taken back can come back, by the name of the line that took it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.cli import journal, log_ids, log_putting, log_undo
from ergobreak.control import client, corrections, words
from ergobreak.core.events import Corrected
from ergobreak.dataclass import replace
from ergobreak.errors import (
    CommandRejected,
    UsageError,
)
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    Line = dict[str, object]

OUTCOMES: Final = ("completed", "partial", "skipped", "natural", "missed", "seen")
_RECENT: Final = 14  # days in which a line is looked for first
_YEAR: Final = 366  # farther back nothing can be put right
_DAY_US: Final = 86_400_000_000
_SOME: Final = 2000  # lines, a week or so: an answer that is older is no last one


def main(args: Namespace) -> int:
    """Put the log right."""
    what, *rest = args.said
    if what not in _DOES:
        raise UsageError(
            _("log {what} is not known.").format(what=repr(what)),
            _("There are: add, undo, amend, purge, delete."),
        )
    if args.day or args.since or args.until or args.last or args.event or args.all or args.raw:
        raise UsageError(
            _("log {what} has no such option.").format(what=what), _("See: ergobreak log --help")
        )
    amends = (args.at, args.for_, args.ml, args.outcome, args.reminder)
    if what != "amend" and any(each is not None for each in amends):
        raise UsageError(
            _("That option goes with amend, not with {what}.").format(what=what), _(_SEE)
        )
    return _DOES[what](args, rest)


_SEE: Final = N_("See: ergobreak log --help")


def _add(args: Namespace, typed: Sequence[str]) -> int:
    """Write down what was done without us."""
    lines, text = log_putting.put_right(args, ["add", *typed])
    if args.json:
        journal.print_json(lines)
    elif args.dry_run:
        client.tell(0, _("This would be noted:\n{rows}").format(rows=_rows(args.home, lines)))
    else:
        client.tell(0, text)
    return 0


def _undo(args: Namespace, typed: Sequence[str]) -> int:
    """Take back the last answer, or the lines that are named."""
    if typed:
        raw = _candidates(args.home, typed)
        chosen = [_named(each, raw) for each in typed]
    else:
        raw = journal.last(args.home, _SOME)
        chosen = log_undo.last_answer(raw)
    if not chosen:
        raise CommandRejected(_("There is no answer to take back."), _("See: ergobreak log"))
    lines, _unused = log_putting.put_right(args, corrections.put(log_undo.taking_back(chosen, raw)))
    if args.json:
        journal.print_json(lines)
        return 0
    told = _changes(args, raw, lines)
    if not args.dry_run:
        ids = " ".join(log_ids.short(line) for line in lines)
        told.append(
            _("No timer moves. To bring back what was: ergobreak log undo {ids}").format(ids=ids)
        )
    client.tell(0, "\n".join(told))
    return 0


def _changes(args: Namespace, raw: list[Line], lines: list[Line]) -> list[str]:
    """Return what no longer counts and what counts again because of these lines."""
    before = {line.get("id"): line for line in journal.counting(raw) if log_ids.short(line)}
    after = {
        line.get("id"): line for line in journal.counting([*raw, *lines]) if log_ids.short(line)
    }
    gone = [line for id_, line in before.items() if id_ not in after]
    back = [line for id_, line in after.items() if id_ not in before]
    heads = (_("This would be taken back:"), _("This would count again:"))
    if not args.dry_run:
        heads = (_("Taken back:"), _("This counts again:"))
    both = zip(heads, (gone, back), strict=True)
    return [text for head, rows in both if rows for text in (head, _rows(args.home, rows))]


def _amend(args: Namespace, typed: Sequence[str]) -> int:
    """Let a line say what really was."""
    if len(typed) != 1:
        raise UsageError(_("Amend which line?"), _("Its name stands at its end: ergobreak log"))
    raw = _candidates(args.home, typed)
    line = _named(typed[0], raw)
    found = [_amended(args, line)]
    if line["event"] == "drank":
        # The day's total knows nothing of lines: the old glass is emptied before the new one.
        emptied = replace(found[0], event="undone", at=log_undo.wall(line), ml=_ml(line))
        found.insert(0, emptied)
    lines, _unused = log_putting.put_right(args, corrections.put(found))
    if args.json:
        journal.print_json(lines)
        return 0
    counts = journal.counting([*raw, *lines])
    new = [each for each in counts if each.get("id") in {written["id"] for written in lines}]
    now = _("It would be:") if args.dry_run else _("Now it is:")
    told = [_("It was:"), _rows(args.home, [line]), now, _rows(args.home, new)]
    undo = [_("No timer moves. To take it back: ergobreak log undo")] * (not args.dry_run)
    client.tell(0, "\n".join(told + undo))
    return 0


_DOES: Final = {"add": _add, "undo": _undo, "amend": _amend}


# ---------------------------------------------------------------- what is meant


def _candidates(home: str | None, typed: Iterable[str]) -> list[Line]:
    """Return the lines of the last two weeks, of a year if one of the names is not among them."""
    # A virtual clock may be far ahead of ours, or behind: what was written last tells.
    now = max((log_undo.wall(line) for line in journal.last(home, 1)), default=0)
    raw: list[Line] = []
    for days in (_RECENT, _YEAR):
        raw = journal.read(home, since=now - days * _DAY_US)
        if all(log_ids.one(each, raw) for each in typed):
            return raw
    return raw


def _named(typed: str, raw: list[Line]) -> Line:
    """Return the line that is meant, as it counts now. Raises UsageError."""
    line = log_ids.one(typed, raw)
    if line is None:
        raise UsageError(
            _("There is no line {typed} that could be put right.").format(typed=repr(typed)),
            _("The name of a line stands at its end: ergobreak log --day yesterday"),
        )
    counts = {each.get("id"): each for each in journal.counting(raw)}
    if line.get("id") in counts:
        return counts[line.get("id")]
    if line["event"] == "undone" and log_undo.is_in_force(line, raw):
        return line
    raise CommandRejected(
        _("The line {typed} no longer counts.").format(typed=repr(typed)),
        _("What does: ergobreak log; all of it: --raw"),
    )


def _amended(args: Namespace, line: Line) -> Corrected:
    """Return the line that is to count instead. Raises UsageError."""
    if line["event"] == "undone":
        raise UsageError(_("That line takes another one back."), _("To bring it back: log undo"))
    given = [args.outcome, args.reminder, args.at, args.for_, args.ml]
    if all(each is None for each in given):
        raise UsageError(
            _("What was different?"), _("Say it: --outcome skipped, --at 14:20, --for 3m, --ml 300")
        )
    old = Corrected(
        str(line["event"]),
        log_undo.wall(line),
        str(line.get("reminder", "")),
        str(line["id"]),
        seconds=_micros(line.get("seconds")),
    )
    at = old.at if args.at is None else _at(args.at, line)
    if line["event"] == "drank":
        if args.outcome or args.reminder or args.for_:
            raise UsageError(_("A drink has an amount and a time."), "--ml 300, --at 14:20")
        ml = _ml(line) if args.ml is None else words.amount([args.ml])
        return replace(old, at=at, seconds=None, ml=ml)
    if args.ml is not None:
        raise UsageError(_("An amount goes with a drink."), _("That line is none."))
    event = _outcome(args.outcome, old.event)
    length = old.seconds if args.for_ is None else words.duration([args.for_])
    if args.for_ is not None and event not in {"completed", "partial"}:
        raise UsageError(
            _("What was {event} has no length.").format(event=event),
            _("--outcome completed --for 3m"),
        )
    return replace(
        old,
        event=event,
        at=at,
        reminder=_reminder(args) or old.reminder,
        seconds=length if event in {"completed", "partial"} else None,
    )


def _reminder(args: Namespace) -> str:
    """Return the reminder that is named, by its own name. Raises UsageError."""
    from ergobreak.cli import log_offline

    if not args.reminder:
        return ""
    return words.name([args.reminder], log_offline.plan_now(paths.find(args.home)))


def _outcome(given: list[str] | None, old: str) -> str:
    if given is None and old in OUTCOMES:
        return old
    if given is None or len(given) != 1 or given[0] not in OUTCOMES[:3]:
        raise UsageError(
            _("Which outcome was it?"),
            _("One of: {outcomes}.").format(outcomes=", ".join(OUTCOMES[:3])),
        )
    return given[0]


def _at(typed: str, line: Line) -> int:
    """Return the instant of a time of day, on the day of the line or the one that is named.

    Further away than a day the line would be lost among others: that is undo and add.
    """
    was = datetime.fromisoformat(str(line["at"]))
    *day, clock = typed.split()
    on = words.day(" ".join(day), journal.present().date()) if day else was.date()
    if abs((on - was.date()).days) > 1:
        raise UsageError(
            _("A line can be moved by a day at most."), _("Farther: log undo ID, then log add.")
        )
    of_day = words.clock(clock, _("For example: --at 14:20"))
    moved = datetime.combine(on, datetime.min.time()) + of_day
    # By the clock that hung on the wall then: who has travelled since means that one.
    return round(moved.replace(tzinfo=was.tzinfo).timestamp()) * 1_000_000


def _ml(line: Line) -> int:
    return int(str(line.get("ml", 0)))


def _micros(seconds: object) -> int | None:
    return seconds * 1_000_000 if isinstance(seconds, int) else None


# ---------------------------------------------------------------- done


def _rows(home: str | None, lines: Sequence[Line]) -> str:
    from ergobreak.cli.table import table

    return table(lines, journal.look(home, lines, has_ids=False))
