"""What argparse says by itself, in the language that is spoken.

It asks gettext's own tables, which know no catalogue of ours.
"""

from __future__ import annotations

import argparse
from typing import Final

from ergobreak.language import N_, _, ngettext

WORDS: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("ignored explicit argument %r"),
    N_("not allowed with argument %s"),
    # translators: a heading of a list, with its colon.
    N_("%(heading)s:"),
)
"""Marked here, for nobody can mark them where they stand."""


def speak() -> None:
    """Let argparse look its words up where we do; English is said as ever."""
    vars(argparse).update(_=_, ngettext=ngettext)
