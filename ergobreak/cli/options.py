"""What may stand behind each verb, read off its parser: for the man page, the list, completion.

Rule of this file: there is no second list of options. What a parser has appears by itself.
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

from ergobreak.cli import arguments


class Option(NamedTuple):
    """One option, or one word that goes by its place (`flags` is empty then).

    `value`: what people call the value; empty: it takes none. `group`: the heading it stands under,
    empty where it stands under none.
    """

    flags: tuple[str, ...]
    value: str
    about: str
    choices: tuple[str, ...]
    group: str

    @property
    def form(self) -> str:
        """Return it as it is typed: `-o, --output FILE`."""
        return " ".join(filter(None, (", ".join(self.flags), self.value)))


def of(verb: str) -> tuple[Option, ...]:
    """Return what may stand behind a verb, in the order of its help, without what is not shown."""
    parser = arguments.parser(verb)
    # argparse tells of its arguments in a text only; their list has no public name.
    actions = parser._actions  # noqa: SLF001
    headings = {
        id(action): group.title or ""
        for group in parser._action_groups[2:]  # noqa: SLF001  the first two are argparse's own
        for action in group._group_actions  # noqa: SLF001
    }
    return tuple(
        Option(
            tuple(action.option_strings),
            _value(action),
            action.help or "",
            tuple(map(str, action.choices or ())),
            headings.get(id(action), ""),
        )
        for action in actions
        if action.help != argparse.SUPPRESS
    )


def _value(action: argparse.Action) -> str:
    """Return what people call the value of an option, or the word itself."""
    if action.nargs == 0:
        return ""
    if isinstance(action.metavar, str):
        return action.metavar
    return f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest.upper()
