"""What may stand behind the verbs that are for the person alone: discomfort, sheet, privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import ArgumentParser


def discomfort(found: ArgumentParser) -> None:
    """Add what may stand behind `discomfort`."""
    found.add_argument(
        "words",
        nargs="*",
        metavar="AREA=N",
        help=_("neck, shoulders, back, wrists, eyes; 0 (none) to 10; without one you are asked"),
    )
    found.add_argument("--show", action="store_true", help=_("how it went, week by week"))
    found.add_argument("--undo", action="store_true", help=_("take the last answers back"))
    found.add_argument("--json", action="store_true", help=_("for programs"))


def sheet(found: ArgumentParser) -> None:
    """Add what may stand behind `sheet`."""
    found.add_argument("--days", type=int, default=28, metavar="N", help=_("7 to 90; otherwise 28"))
    found.add_argument(
        "--open", action="store_true", help=_("open it in the browser, to be printed")
    )
    found.add_argument("-o", "--output", metavar="FILE", help=_("write it there instead"))
    found.add_argument(
        "--with-discomfort",
        action="store_true",
        help=_("also what you noted about discomfort, and what is left out because it hurt"),
    )


def doctor(found: ArgumentParser) -> None:
    """Add what may stand behind `doctor`."""
    found.add_argument(
        "--privacy",
        action="store_true",
        help=_("instead: every file, what it holds, who can read it, how to delete it"),
    )
    found.add_argument(
        "--bundle",
        action="store_true",
        help=_("instead: one file for a bug report, without anything private, shown first"),
    )
    found.add_argument("-o", "--output", metavar="FILE", help=_("bundle: write it there"))
    found.add_argument("--yes", action="store_true", help=_("bundle: write it, ask nothing"))
