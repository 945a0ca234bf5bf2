"""`stats --monday`: last week in a line with one offer, and what a person says to that.

The daemon runs this as a short-lived child, and so reads no journal itself: `--json` once a week,
which tells nothing where the line is off, then the answer. All three answers are changes of the
settings, which anybody can take back there.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from ergobreak import paths
from ergobreak.cli import stats, stats_settings
from ergobreak.control import client
from ergobreak.errors import CommandRejected, UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.history.monday import MondayLine, Offer

    Changes = dict[tuple[str, ...], object]

ANSWERS: Final = ("yes", "keep", "never")
NOTHING: Final = N_("There is nothing to say about last week.")


def main(args: Namespace) -> int:
    """Print the line, or carry out an answer: yes, keep, never."""
    if args.what or args.week or args.days is not None:
        raise UsageError(_("--monday goes alone."))
    found = line(args.home)
    if args.monday in ANSWERS:
        return _answer(args, found)
    if args.json:
        is_on = stats_settings.load(paths.find(args.home)).monday.line
        client.tell(0, json.dumps(data(found) if is_on else {}, ensure_ascii=False))
    else:
        client.tell(0, _text(found) if found else _(NOTHING))
    return 0


def line(home: str | None) -> MondayLine | None:
    """Return what there is to say about the week before this one."""
    from ergobreak.history.monday import READS, monday_line

    today = stats.present_of(stats.status(home)).date()
    facts = stats_settings.facts(stats_settings.load(paths.find(home)))
    first = today - timedelta(days=today.weekday() + READS)
    return monday_line(stats.since(home, first), facts, today)


def data(found: MondayLine | None) -> dict[str, Any]:
    """Return the line for the daemon; nothing at all if there is nothing to say."""
    if found is None:
        return {}
    return {
        "week": found.monday.isoformat(),
        "text": found.text,
        "offer": None if found.offer is None else _offer(found.offer),
    }


def _offer(found: Offer) -> dict[str, Any]:
    return {
        "id": found.id,
        "text": found.text,
        "key": ".".join(found.key),
        "value": found.value,
        "why": found.why,
        "records": list(found.ids),
    }


def _text(found: MondayLine) -> str:
    if found.offer is None:
        return found.text
    answers = " | ".join(ANSWERS)
    return _("{whole}\n{why}\nAnswer: ergobreak stats --monday {answers}").format(
        whole=found.whole, why=found.offer.why, answers=answers
    )


# ---------------------------------------------------------------- answers


def _answer(args: Namespace, found: MondayLine | None) -> int:
    offer = found.offer if found else None
    if args.monday == "never":
        return _write(args.home, {("monday", "line"): False})
    if offer is None or args.offer not in {None, offer.id}:
        # An old button must not change what nobody has asked about.
        raise CommandRejected(_("That is not on offer now."), _("See: ergobreak stats --monday"))
    before = stats_settings.answered(stats_settings.load(paths.find(args.home)))
    changes: Changes = {offer.key: offer.value} if args.monday == "yes" else {}
    return _write(args.home, {**changes, ("monday", "answered"): [*before, offer.id]})


def _write(home: str | None, changes: Changes) -> int:
    """Put values into the file of settings, and say what is there now. Raises ConfigError."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import edit
    from ergobreak.config.toml_text import written

    places = paths.find(home)
    edit.write_values(places, changes, calendar)
    told = [f"  {'.'.join(key)} = {written(value)}" for key, value in changes.items()]
    client.tell(0, "\n".join([_("Written to {config}:").format(config=places.config), *told]))
    return 0
