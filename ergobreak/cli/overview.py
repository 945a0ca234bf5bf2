"""The text of `ergobreak --help`: every verb in a line, and the notes below."""

from __future__ import annotations

from ergobreak.cli import manual
from ergobreak.cli.manual_notes import EXAMPLES, EXIT_CODES, OPTIONS


def text() -> str:
    """Return the text of `ergobreak --help`."""
    return "\n\n".join(
        [
            f"usage: {manual.USAGE}",
            "A break reminder that waits for the right moment. Without a verb: status.",
            _group("every day:", manual.DAILY),
            _group("more:", manual.MORE),
            OPTIONS,
            EXAMPLES,
            EXIT_CODES,
        ]
    )


def _group(title: str, verbs: tuple[manual.Verb, ...]) -> str:
    lines = [f"  {f'{verb.name} {verb.words}':26}  {verb.about}" for verb in verbs]
    return "\n".join([title, *lines])
