"""The page docs/commands.md: every command as `--help` tells it.

`python -m ergobreak.cli.command_page` writes it. Rule of this file: there is no text about a
command; it puts together what the manual and the parsers say.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from ergobreak.cli import manual, options
from ergobreak.cli.manual_daily import DAILY
from ergobreak.cli.manual_notes import EXIT_CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.cli.manual_verb import Verb

_HEAD: Final = """\
# Commands

`ergobreak` alone says how things stand. `ergobreak --help` lists what is on this page, `ergobreak
help take` explains one command, `man ergobreak` has it all where the man page is installed, and
`ergobreak completion bash` (or zsh, or fish) lets the Tab key complete it.

Every command takes `--home DIR`, the folder of one instance, and `--help`. What reads has `--json`.

`{usage}`
"""


def page() -> str:
    """Return the page, as Markdown."""
    lines = [_HEAD.format(usage=manual.USAGE)]
    for title, verbs in (("Every day", DAILY), ("More", manual.MORE)):
        lines.append(f"## {title}\n")
        for verb in verbs:
            lines += _verb(verb)
    return "\n".join([*lines, *_exit_codes()])


def _verb(verb: Verb) -> Iterator[str]:
    """Yield one command: how it is written, what it does, what it takes."""
    yield f"### {verb.name}\n"
    form = " ".join(filter(None, ("ergobreak", verb.name, verb.words)))
    yield f"`{form}`: {_escaped(verb.about)}. {_escaped(verb.more)}".rstrip() + "\n"
    yield f"For example: `{verb.example}`\n"
    usual = {"--home", "--help"}
    taken = [each for each in options.of(verb.name) if each.about and not usual & {*each.flags}]
    if taken:
        yield "| with | |"
        yield "| --- | --- |"
        for each in taken:
            group = f"{each.group}: " * bool(each.group)
            # No two dialects agree on a bar in code in a table.
            yield f"| `{each.form.replace('|', '/')}` | {group}{_escaped(each.about)} |"
        yield ""


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes\n"
    yield "| code | says |"
    yield "| --- | --- |"
    for line in EXIT_CODES.splitlines()[1:]:
        for part in filter(None, map(str.strip, line.split("   "))):
            yield "| {} | {} |".format(*part.split(" ", 1))
    yield ""


def _escaped(text: str) -> str:
    """Return a text in which nothing means anything to Markdown."""
    for sign in "|<*_":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("~/", "\\~/")


if __name__ == "__main__":
    sys.stdout.write(page())
