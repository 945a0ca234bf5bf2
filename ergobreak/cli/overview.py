"""The text of `ergobreak --help`: every verb in a line, and the notes below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.cli import manual
from ergobreak.cli.manual_daily import DAILY
from ergobreak.cli.manual_notes import EXAMPLES, EXIT_CODES, OPTIONS
from ergobreak.language import _

if TYPE_CHECKING:
    from ergobreak.cli.manual_verb import Verb


def text() -> str:
    """Return the text of `ergobreak --help`."""
    return "\n\n".join(
        [
            _("usage: {usage}").format(usage=manual.USAGE),
            _("A break reminder that waits for the right moment. Without a verb: status."),
            _group(_("every day:"), DAILY),
            _group(_("more:"), manual.MORE),
            _(OPTIONS),
            _(EXAMPLES),
            _(EXIT_CODES),
        ]
    )


def _group(title: str, verbs: tuple[Verb, ...]) -> str:
    lines = [f"  {f'{verb.name} {verb.words}':26}  {_(verb.about)}" for verb in verbs]
    return "\n".join([title, *lines])
