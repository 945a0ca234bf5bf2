"""The verbs that make the journal forget: `log purge` and `log delete --all`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.cli import journal, writing
from ergobreak.control import client
from ergobreak.errors import AlreadyRunning, CommandRejected, UsageError
from ergobreak.language import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.paths import Paths

KEPT: Final = timedelta(days=90)  # of details (evidence c.7)
_SPAN: Final = re.compile(r"([0-9]{1,5}) ?(d|days?|w|weeks?|)")
_WEEK: Final = 7


def log(args: Namespace) -> int:
    """Run `log purge` or `log delete`."""
    if len(args.said) > 1:
        raise UsageError(
            _("{said} is too much.").format(said=repr(args.said[1])), _("See: ergobreak log --help")
        )
    return (purge if args.said[0] == "purge" else delete)(args)


def purge(args: Namespace) -> int:
    """Turn days that are older than a span into totals, and leave nothing of their lines."""
    from ergobreak.adapters.journal import retention

    places = paths.find(args.home)
    keep = _span(args.older_than) if args.older_than else KEPT
    today = journal.present().date()
    if not places.journal.exists():
        client.tell(0, _("Nothing is written down yet."))
        return 0
    with writing.journal(places) as connection:
        folded = retention.fold(connection, today - keep, _movement(places))
        retention.purge(places.journal, connection, folded, today)
    if not folded.lines:
        client.tell(
            0,
            ngettext(
                "Nothing is older than {days} day.", "Nothing is older than {days} days.", keep.days
            ).format(days=keep.days),
        )
        return 0
    days = ngettext(
        "One day is kept as figures now", "{count} days are kept as figures now", folded.days
    ).format(count=f"{folded.days:,}")
    lines = ngettext("its line is gone", "their {count} lines are gone", folded.lines).format(
        count=f"{folded.lines:,}"
    )
    # translators: {days} is "One day is kept as figures now", {lines} "its line is gone".
    told = _("{days}; {lines}, from the copies too.").format(days=days, lines=lines)
    client.tell(0, told)
    return 0


def delete(args: Namespace) -> int:
    """Delete the whole journal with its copies; only with --all and --yes, and without a daemon."""
    from ergobreak.adapters.journal import retention
    from ergobreak.control import endpoint

    if not args.all:
        raise UsageError(_("Delete what?"), _("All of the log: ergobreak log delete --all --yes"))
    places = paths.find(args.home)
    if not args.yes:
        raise CommandRejected(
            _("This deletes every line of the log, its figures, and the copies, for good."),
            _(
                "If that is meant: ergobreak log delete --all --yes. To keep a copy: ergobreak "
                "export"
            ),
        )
    if not endpoint.is_free(places):
        raise AlreadyRunning(
            _("ergobreak is running, and would write its state down again."),
            _("First: ergobreak stop"),
        )
    with endpoint.with_writer_lock(places):
        retention.delete_all(places.journal)
    client.tell(0, _("The log is deleted: every line, all figures, the copies, the saved state."))
    return 0


def _span(text: str) -> timedelta:
    match = _SPAN.fullmatch(text.strip().lower())
    if match is None:
        raise UsageError(
            _("{text} is no span of days.").format(text=repr(text)),
            _("For example: --older-than 90d"),
        )
    days = int(match[1]) * (_WEEK if match[2].startswith("w") else 1)
    if not days:
        raise UsageError(
            _("Details are kept for a day at least."), _("For example: --older-than 90d")
        )
    return timedelta(days=days)


def _movement(places: Paths) -> list[str]:
    """Return the names of the reminders that mean to move, as the config has them now."""
    from ergobreak import config
    from ergobreak.adapters.time import calendar

    settings = config.load(places, calendar).settings
    return [name for name, rule in settings.reminders.items() if rule.kind in {"stretch", "walk"}]
