"""What may stand behind `ergobreak` and behind each verb; argparse does the reading."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from ergobreak.cli import manual
from ergobreak.control import client
from ergobreak.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

# Flags of a verb that the daemon reads itself, as words.
HURT_FLAGS: Final = (
    ("--no-movement-today", "no prompts to move for the rest of the day"),
    ("--undo", "it was pressed by mistake"),
    ("--better", "end the easy days"),
    ("--keep", "keep them for now"),
    ("--still-hurts", "keep them, and read when to see a doctor"),
)


def head(argv: list[str]) -> tuple[str | None, str, list[str]]:
    """Return what stands before the verb, the verb, and the rest; help and version end here."""
    before = argparse.ArgumentParser(
        "ergobreak", usage=manual.USAGE, add_help=False, allow_abbrev=False
    )
    before.add_argument("--home")
    before.add_argument("-h", "--help", action="store_true")
    before.add_argument("--version", action="store_true")
    before.add_argument("verb", nargs="?", default="status")
    before.add_argument("rest", nargs=argparse.REMAINDER)
    found = before.parse_args(argv)
    if found.version:
        client.tell(0, f"ergobreak {_version()}")
        before.exit()
    if found.help or (found.verb == "help" and "--open" not in found.rest):
        about = _asked_about(found.rest, is_verb=found.verb == "help")
        client.tell(0, parser(about).format_help().rstrip() if about else manual.overview())
        before.exit()
    return found.home, found.verb, found.rest


def known(typed: str) -> str:
    """Return the verb that was typed, by its own name; raises UsageError with the nearest one."""
    name = manual.ALIASES.get(typed, typed)
    if name in manual.VERBS:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name, manual.VERBS, n=1)
    hint = f"Did you mean {near[0]}?" if near else "See: ergobreak --help"
    raise UsageError(f"There is no command {name!r}.", hint)


def _asked_about(rest: list[str], *, is_verb: bool) -> str:
    """Return which verb is to be explained; nothing: all of them."""
    flags = {"-h", "--help"}
    asked = "help" if flags & set(rest) else ""
    if not is_verb:
        return next((word for word in rest if word in manual.VERBS), asked)
    words = parser("help").parse_known_args([word for word in rest if word not in flags])[0].words
    return known(words[0]) if words else asked


def parser(name: str) -> argparse.ArgumentParser:
    """Return the parser for what stands behind a verb."""
    verb = manual.VERBS[name]
    found = argparse.ArgumentParser(
        f"ergobreak {name}",
        usage=" ".join(filter(None, ("ergobreak", name, verb.words, "[options]"))),
        description=" ".join(
            filter(None, (f"{verb.about[:1].upper()}{verb.about[1:]}.", verb.more))
        ),
        epilog=f"example: {verb.example}",
        allow_abbrev=False,
    )
    found.set_defaults(verb=name, json=False, words=[], flags=[])
    found.add_argument("--home", metavar="DIR", help="the folder of one instance")
    if name in client.READING | {"log", "config", "why", "doctor"}:
        found.add_argument("--json", action="store_true", help="for programs")
    if name in _OWN:
        _OWN[name](found)
    elif verb.words:
        needed = "*" if verb.words.startswith("[") else "+"
        found.add_argument("words", nargs=needed, metavar=verb.words.strip("[]"))
    return found


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ergobreak")
    except PackageNotFoundError:
        return "that is not installed"


def _status(found: argparse.ArgumentParser) -> None:
    from ergobreak.cli.formats import FIELDS

    fields = ", ".join(FIELDS)
    found.add_argument(
        "--format",
        metavar="FORM",
        help=f"one line in this form: '{{next}} | {{water_ml}} ml', or: waybar; fields: {fields}",
    )
    found.add_argument("--follow", action="store_true", help="a line again with each change")


def _why(found: argparse.ArgumentParser) -> None:
    found.add_argument(
        "words", nargs="*", metavar="TIME|REMINDER", help="10:30, yesterday 10:30, stretch, ..."
    )
    found.add_argument("--ids", action="store_true", help="name the records behind each sentence")


def _hurt(found: argparse.ArgumentParser) -> None:
    found.add_argument("words", nargs="*", metavar="AREA", help="what hurts: neck, lower back, ...")
    for flag, about in HURT_FLAGS:
        found.add_argument(flag, dest="flags", action="append_const", const=flag, help=about)


def _log(found: argparse.ArgumentParser) -> None:
    found.add_argument("--day", metavar="DATE", help="this day: yesterday, 2026-03-02")
    found.add_argument("--last", type=int, metavar="N", help="the last N lines of any day")
    found.add_argument("--all", action="store_true", help="every step, not only what came of it")
    found.add_argument("--reminder", metavar="NAME", help="only lines about this one")
    found.add_argument("--event", metavar="EVENT", help="only such lines: completed, drank, ...")


def _events(found: argparse.ArgumentParser) -> None:
    found.add_argument("--follow", action="store_true", help="go on with what happens from now on")
    found.add_argument("--last", type=int, metavar="N", help="begin with the last N lines")


def _run(found: argparse.ArgumentParser) -> None:
    from ergobreak.person import ANSWERS

    _start(found)
    found.add_argument("--headless", action="store_true", help="no display; JSON lines on stdout")
    found.add_argument("--ignore-hours", action="store_true", help="every hour is a work hour")
    found.add_argument("--clock", choices=("real", "virtual"), default="real")
    # Leaving a break early takes a second act, later; only the simulator has the time for it.
    at_once = [answer for answer in ANSWERS if answer != "partial"]
    found.add_argument(
        "--answer", choices=at_once, default="", help="what becomes of every prompt, for tests"
    )


def _start(found: argparse.ArgumentParser) -> None:
    found.add_argument("--config", metavar="FILE", help="another config file")


def _simulate(found: argparse.ArgumentParser) -> None:
    _start(found)
    found.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a scenario file")
    found.add_argument("--days", type=int, metavar="N", help="ordinary working days instead")
    found.add_argument("--jsonl", action="store_true", help="print the journal as JSON lines")
    found.add_argument("--seed", type=int, metavar="N", help="has no effect yet")


def _desktop(found: argparse.ArgumentParser) -> None:
    found.add_argument("what", choices=("install", "remove"), metavar="install|remove")


def _help(found: argparse.ArgumentParser) -> None:
    found.add_argument("words", nargs="*", metavar="COMMAND", help="the one to explain")
    found.add_argument("--open", action="store_true", help="open the page of help")


def _config(found: argparse.ArgumentParser) -> None:
    found.add_argument("what", choices=("check", "path", "show"), metavar="check|path|show")
    found.add_argument("file", nargs="?", metavar="FILE", help="instead of your own")


_OWN: Final[dict[str, Callable[[argparse.ArgumentParser], None]]] = {
    "status": _status,
    "why": _why,
    "hurt": _hurt,
    "log": _log,
    "events": _events,
    "run": _run,
    "start": _start,
    "simulate": _simulate,
    "config": _config,
    "desktop": _desktop,
    "help": _help,
}
