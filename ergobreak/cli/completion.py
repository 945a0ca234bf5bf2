"""The verb `completion`: the lines that a shell reads, and its answers while somebody types.

Rules of this file:
1. Verbs and options are those of the manual and of the parsers; there is no second list.
2. Whatever goes wrong in an answer, the shell hears nothing: it is in the midst of a line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ergobreak.cli import completion_words, manual, options
from ergobreak.cli.completion_words import FILES, FOLDERS, Word
from ergobreak.control import client
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence

SCRIPTS: Final = {"bash": "ergobreak.bash", "zsh": "_ergobreak", "fish": "ergobreak.fish"}

_PLACES: Final = {"FILE": FILES, "SCENARIO": FILES, "DIR": FOLDERS}
_FIRST: Final = (
    Word("--home", N_("the folder of one instance")),
    Word("--help", N_("explain")),
    Word("--version", N_("print the version")),
)
# In what is said of the words behind a verb, such as "[use NAME | auto]", these are typed as they
# stand there; NAME and 30m are not.
_LITERAL: Final = re.compile(r"(?<![\w.])[a-z]+(?![\w.])")


class _Line(NamedTuple):
    """The words of a line, parted: `values` go by their place, `waits` is still to be said."""

    home: str | None
    verb: str
    values: tuple[str, ...]
    waits: options.Option | None


def completion(args: Namespace) -> int:
    """Print the lines for a shell, or answer one."""
    if args.shell != "ask":
        file = Path(__file__).with_name("shells") / SCRIPTS[args.shell]
        client.tell(0, file.read_text(encoding="utf-8").rstrip())
        return 0
    try:
        lines = ["\t".join(word).rstrip() for word in answer(args.typed)]
    except Exception:  # noqa: BLE001  a shell that completes is no place for an error
        return 1
    if lines:
        client.tell(0, "\n".join(lines))
    return 0


def answer(typed: Sequence[str]) -> list[Word]:
    """Return what may stand in place of the last word, which may be empty."""
    *before, last = typed or [""]
    found = _possible(_read(before), last)
    return [word for word in found if word.text.startswith((last, ":")) and _is_plain(word)]


def _read(before: Iterable[str]) -> _Line:
    """Take the words before the one that is typed apart."""
    home, verb, values = None, "", []
    known: dict[str, options.Option] = {"--home": options.Option(("--home",), "DIR", "", (), "")}
    waits: options.Option | None = None
    for word in before:
        if waits is not None:
            home, waits = word if waits.flags == ("--home",) else home, None
        elif word.startswith("-"):
            option = known.get(word)
            waits = option if option and option.value else None
        elif verb:
            values.append(word)
        else:
            verb = manual.ALIASES.get(word, word)
            if verb in manual.VERBS:
                known |= {flag: each for each in options.of(verb) for flag in each.flags}
    return _Line(home, verb, tuple(values), waits)


def _possible(line: _Line, last: str) -> Iterator[Word]:
    """Yield what may come behind a line."""
    if line.waits is not None:
        yield from _values(line, line.waits)
    elif not line.verb:
        first = (Word(each.text, _(each.about)) for each in _FIRST)
        yield from first if last.startswith("-") else completion_words.verbs()
    elif line.verb not in manual.VERBS:
        return
    elif last.startswith("-"):
        for option in options.of(line.verb):
            yield from (Word(flag, option.about) for flag in option.flags if flag != "-h")
    else:
        yield from _behind(line)


def _behind(line: _Line) -> Iterator[Word]:
    """Yield the words that go by their place behind a verb."""
    special = completion_words.behind(line.verb, line.values, line.home)
    if special is not None:
        yield from special
        return
    places = [each for each in options.of(line.verb) if not each.flags]
    found: list[Word] = []
    if len(line.values) < len(places):
        found = list(_values(line, places[len(line.values)]))
    yield from found
    if not line.values and not found:
        yield from (Word(word) for word in _LITERAL.findall(manual.VERBS[line.verb].words))


def _values(line: _Line, option: options.Option) -> Iterator[Word]:
    """Yield the values of an option, or of a place."""
    if option.choices:
        # What has a choice that its metavar does not show is for programs.
        yield from (Word(each) for each in option.choices if option.flags or each != "ask")
    elif option.value in _PLACES:
        yield _PLACES[option.value]
    else:
        yield from completion_words.values(line.verb, option, line.home)


def _is_plain(word: Word) -> bool:
    """Tell whether a word fits on a line of its own, without anything that a terminal obeys."""
    return bool(word.text) and all(part.isprintable() for part in word)
