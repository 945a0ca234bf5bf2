"""What may stand behind `ergobreak simulate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.language import _

if TYPE_CHECKING:
    import argparse


def simulate(found: argparse.ArgumentParser) -> None:
    """Add what may stand behind `simulate`."""
    from ergobreak.simulate.desk_options import ANSWERS

    found.add_argument("--config", metavar="FILE", help=_("another config file"))
    found.add_argument("--jsonl", action="store_true", help=_("print the journal as JSON lines"))
    found.add_argument("--seed", type=int, metavar="N", help=_("has no effect yet"))
    own = found.add_argument_group(
        _("a day of your own"),
        _("By your settings and calendars; without words the next working day."),
    )
    own.add_argument("--day", metavar="DAY", help=_("today, tomorrow, monday, 2026-03-02"))
    own.add_argument("--desk", metavar="TIMES", help=_("at the desk: 09:00-17:30"))
    own.add_argument("--lunch", metavar="TIMES", help=_("12:30-13:15; or none"))
    own.add_argument(
        "--away", action="append", metavar="TIMES", help=_("elsewhere; may come again")
    )
    own.add_argument(
        "--call", action="append", metavar="TIMES", help=_("in a call; may come again")
    )
    own.add_argument(
        "--answer", choices=ANSWERS, help=_("what you do with prompts; otherwise done")
    )
    own.add_argument("--json", action="store_true", help=_("the day, for programs"))
    others = found.add_argument_group(_("something else"))
    others.add_argument("scenario", nargs="?", metavar="SCENARIO", help=_("a scenario file"))
    others.add_argument("--days", type=int, metavar="N", help=_("so many ordinary working days"))
