"""The man page: the texts of `--help`, set by the macros of man(7).

`python -m ergobreak.cli.man` writes config/ergobreak.1. Rule of this file: what is told of verbs
and options is read off the manual and the parsers; only what stands around them is text of its own.
"""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Final

from ergobreak.cli import manual, options
from ergobreak.cli.manual_daily import DAILY
from ergobreak.cli.manual_notes import EXAMPLES, EXIT_CODES, OPTIONS
from ergobreak.content import safety

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ergobreak.cli.manual_verb import Verb

_WIDTH: Final = 74
_HEAD: Final = """\
.\\" Made by: python -m ergobreak.cli.man
.TH ERGOBREAK 1 "" ergobreak "User Commands"
.SH NAME
ergobreak \\- a quiet break reminder in the system tray"""
_ABOUT: Final = """\
ergobreak offers a stretch break, a short walk, a glass of water and a look at how you sit, at a
moment that suits: when you pause, and not in a call, a film or full screen. It counts time at the
computer, so time away is a break as well. No is a fine answer. The log stays on this computer, and
nothing is sent anywhere.

Without a verb it says how things stand. Prompts come as a small window or as notifications with
buttons, so most days need no command."""
_VARIABLES: Final = {
    "ERGOBREAK_HOME": "The folder of one instance, as by --home.",
    "ERGOBREAK_DEBUG": "1: what is unexpected is told in full, for a report of it.",
    "VISUAL, EDITOR": "What opens the settings as a file in a terminal.",
    "XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR, XDG_CONFIG_DIRS": (
        "Where the folders below are, in place of those named."
    ),
}
_FILES: Final = {
    "~/.config/ergobreak/ergobreak.toml": (
        "The settings; every line is commented out at first. ergobreak config explain tells of "
        "each key."
    ),
    "~/.config/ergobreak/content/": "Exercises, checks and tips of your own.",
    "/etc/xdg/ergobreak/ergobreak.toml": "Settings for everybody; yours lie over them.",
    "~/.local/state/ergobreak/journal.db": "The log of prompts and breaks (SQLite).",
    "~/.local/state/ergobreak/daemon.log": "What went wrong.",
    "$XDG_RUNTIME_DIR/ergobreak/": "The socket that the commands speak to.",
}


def page() -> str:
    """Return the page."""
    return "\n".join([*_top(), *_verbs(), *_below()]) + "\n"


def _top() -> Iterator[str]:
    yield _HEAD
    yield ".SH SYNOPSIS"
    yield ".B ergobreak"
    yield _quoted(manual.USAGE.removeprefix("ergobreak "))
    yield ".SH DESCRIPTION"
    yield from _paragraphs(_ABOUT.split("\n\n"))


def _verbs() -> Iterator[str]:
    """Yield a section for each group of verbs."""
    for title, verbs in (("DAILY COMMANDS", DAILY), ("MORE COMMANDS", manual.MORE)):
        yield f".SH {title}"
        for verb in verbs:
            yield from _verb(verb)


def _verb(verb: Verb) -> Iterator[str]:
    """Yield one verb: what it does, what it takes, an example."""
    yield ".TP"
    yield f".B {_quoted(' '.join(filter(None, (verb.name, verb.words))))}"
    about = f"{verb.about[:1].upper()}{verb.about[1:]}."
    yield from _text(" ".join(filter(None, (about, verb.more))))
    taken = [each for each in options.of(verb.name) if each.about and "--home" not in each.flags]
    taken = [each for each in taken if "--help" not in each.flags]
    if taken:
        yield ".RS"
        for each in taken:
            group = f"({each.group}) " * bool(each.group)
            yield from (".TP", f".B {_quoted(each.form)}", *_text(f"{group}{each.about}"))
        yield ".RE"
    yield from (".IP", "Example:", f".B {_quoted(verb.example)}")


def _below() -> Iterator[str]:
    """Yield what stands below the verbs."""
    yield ".SH OPTIONS"
    yield "Before or after the verb:"
    yield from _pairs(_columns(OPTIONS))
    yield ".SH EXIT STATUS"
    codes = (line for line in EXIT_CODES.splitlines()[1:])
    yield from _pairs(part.strip().split(" ", 1) for line in codes for part in line.split("   "))
    yield ".SH ENVIRONMENT"
    yield from _pairs(_VARIABLES.items())
    yield ".SH FILES"
    yield from _pairs(_FILES.items())
    yield ".SH EXAMPLES"
    yield from _pairs(_columns(EXAMPLES))
    yield ".SH NOTES"
    yield from _paragraphs(safety.note(each) for each in ("about", "see-a-doctor", "urgent"))


def _columns(text: str) -> Iterator[list[str]]:
    """Yield the two columns of each line below a heading."""
    for line in text.splitlines()[1:]:
        yield [part.strip() for part in line.strip().split("  ", 1)]


def _pairs(pairs: Iterable[Iterable[str]]) -> Iterator[str]:
    for name, about in pairs:
        if name:
            yield from (".TP", f".B {_quoted(name)}", *_text(about))


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for at, text in enumerate(texts):
        yield from [".PP"] * bool(at)
        yield from _text(text)


def _text(text: str) -> Iterator[str]:
    """Yield a text in short lines."""
    for line in textwrap.wrap(
        " ".join(text.split()), _WIDTH, break_long_words=False, break_on_hyphens=False
    ):
        yield _quoted(line)


def _quoted(text: str) -> str:
    """Return a line in which nothing means anything to troff."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    plain = plain.replace("`", "\\(ga").replace("~", "\\(ti").replace("^", "\\(ha")
    return f"\\&{plain}" if plain.startswith(".") else plain


if __name__ == "__main__":
    sys.stdout.write(page())
