"""What may stand behind `ergobreak` and behind each verb; argparse does the reading."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from ergobreak.cli import (
    argparse_words,
    arguments_private,
    arguments_simulate,
    arguments_system,
    manual,
    terminal,
)
from ergobreak.control import client
from ergobreak.errors import UsageError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

# Flags of a verb that the daemon reads itself, as words.
HURT_FLAGS: Final = (
    ("--no-movement-today", N_("no prompts to move for the rest of the day")),
    ("--undo", N_("it was pressed by mistake")),
    ("--better", N_("end the easy days")),
    ("--keep", N_("keep them for now")),
    ("--still-hurts", N_("keep them, and read when to see a doctor")),
)


def head(argv: list[str]) -> tuple[str | None, str, list[str]]:
    """Return what stands before the verb, the verb, and the rest; help and version end here."""
    argparse_words.speak()
    before = argparse.ArgumentParser(
        "ergobreak",
        usage=manual.USAGE,
        formatter_class=_form,
        add_help=False,
        allow_abbrev=False,
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
        from ergobreak.cli import overview

        client.tell(0, parser(about).format_help().rstrip() if about else overview.text())
        before.exit()
    return found.home, found.verb, found.rest


def known(typed: str) -> str:
    """Return the verb that was typed, by its own name; raises UsageError with the nearest one."""
    name = manual.ALIASES.get(typed, typed)
    if name in manual.VERBS:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name, manual.VERBS, n=1)
    hint = _("Did you mean {near}?").format(near=near[0]) if near else _("See: ergobreak --help")
    raise UsageError(_("There is no command {name}.").format(name=repr(name)), hint)


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
    argparse_words.speak()
    about = _(verb.about)
    found = argparse.ArgumentParser(
        f"ergobreak {name}",
        usage=" ".join(filter(None, ("ergobreak", name, verb.words, _("[options]")))),
        description=" ".join(filter(None, (f"{about[:1].upper()}{about[1:]}.", _(verb.more)))),
        epilog=_("example: {example}").format(example=verb.example),
        formatter_class=_form,
        allow_abbrev=False,
    )
    found.set_defaults(verb=name, json=False, words=[], flags=[])
    found.add_argument("--home", metavar="DIR", help=_("the folder of one instance"))
    reading = {"log", "stats", "config", "why", "doctor", "exercises", "hooks", "profile"}
    if name in client.READING | reading:
        found.add_argument("--json", action="store_true", help=_("for programs"))
    if name == "settings":
        found.add_argument("--file", action="store_true", help=_("the file, in an editor"))
    if name in _OWN:
        _OWN[name](found)
    elif verb.words:
        needed = "*" if verb.words.startswith("[") else "+"
        found.add_argument("words", nargs=needed, metavar=verb.words.strip("[]"))
    return found


def _version() -> str:
    from ergobreak.control import installed

    found = installed.version()
    return _("that is not installed") if found == installed.SOURCE else found


def _form(prog: str) -> argparse.HelpFormatter:
    # Without a width it asks shutil for each argument, and loads it for that.
    return argparse.HelpFormatter(prog, width=terminal.columns() - 2)


def _status(found: argparse.ArgumentParser) -> None:
    from ergobreak.cli.formats import FIELDS

    fields = ", ".join(FIELDS)
    found.add_argument(
        "--format",
        metavar="FORM",
        help=_(
            "one line in this form: '{{next}} | {{water_ml}} ml', or: waybar; fields: {fields}"
        ).format(fields=fields),
    )
    found.add_argument("--follow", action="store_true", help=_("a line again with each change"))


def _why(found: argparse.ArgumentParser) -> None:
    found.add_argument(
        "words", nargs="*", metavar="TIME|REMINDER", help=_("10:30, yesterday 10:30, stretch, ...")
    )
    found.add_argument(
        "--ids", action="store_true", help=_("name the records behind each sentence")
    )


def _hurt(found: argparse.ArgumentParser) -> None:
    from ergobreak.content import safety

    notes = " ".join(safety.note(each) for each in ("urgent", "see-a-doctor"))
    # translators: what stands below the help of a command: an example, and when to see a doctor.
    found.epilog = _("{example}. {notes}").format(example=found.epilog, notes=notes)
    found.add_argument(
        "words", nargs="*", metavar="AREA", help=_("what hurts: neck, lower back, ...")
    )
    for flag, about in HURT_FLAGS:
        found.add_argument(flag, dest="flags", action="append_const", const=flag, help=_(about))


def _log(found: argparse.ArgumentParser) -> None:
    forms = "add WORDS | undo [ID] | amend ID | purge | delete"
    found.add_argument("said", nargs="*", metavar=forms, help="")
    found.add_argument("--day", metavar="DAY", help=_("this day: yesterday, monday, 2026-03-02"))
    found.add_argument("--since", metavar="DAY", help=_('from this day on: monday, "2 weeks ago"'))
    found.add_argument("--until", metavar="DAY", help=_("up to this day, and with it"))
    found.add_argument("--last", type=int, metavar="N", help=_("the last N lines of any day"))
    found.add_argument(
        "--reminder", metavar="NAME", help=_("only this one; amend: it was this one")
    )
    found.add_argument(
        "--outcome",
        action="append",
        metavar="OUTCOME",
        help=_("only such: completed,partial; amend: completed, partial or skipped"),
    )
    found.add_argument(
        "--event", action="append", metavar="EVENT", help=_("only such: paused, ...")
    )
    found.add_argument("--all", action="store_true", help=_("every step, not only what came of it"))
    found.add_argument("--raw", action="store_true", help=_("also lines that no longer count"))
    found.add_argument("--diagnostic", action="store_true", help=_("instead: what went wrong"))
    amend = found.add_argument_group(_("putting the log right"))
    amend.add_argument("--at", metavar="TIME", help=_('amend: 14:20, "yesterday 14:20"'))
    amend.add_argument("--for", dest="for_", metavar="SPAN", help=_("amend: so long: 3m"))
    amend.add_argument("--ml", metavar="AMOUNT", help=_("amend: so much: 300"))
    amend.add_argument("--dry-run", action="store_true", help=_("only say what would be written"))
    forget = found.add_argument_group(_("letting it forget"))
    forget.add_argument(
        "--older-than", metavar="SPAN", help=_("purge: 90d, 12 weeks; else 90 days")
    )
    forget.add_argument("--yes", action="store_true", help=_("delete --all: that is really meant"))


def _events(found: argparse.ArgumentParser) -> None:
    found.add_argument(
        "--follow", action="store_true", help=_("go on with what happens from now on")
    )
    found.add_argument("--last", type=int, metavar="N", help=_("begin with the last N lines"))
    found.add_argument(
        "--with", dest="named", metavar="KINDS", help=_("what is private, too: discomfort,hurt")
    )


def _stats(found: argparse.ArgumentParser) -> None:
    found.add_argument("what", nargs="?", choices=("today",), metavar="today", help=_("only today"))
    found.add_argument("--week", action="store_true", help=_("only this week"))
    found.add_argument("--days", type=int, metavar="N", help=_("only the last N days"))
    found.add_argument(
        "--monday",
        nargs="?",
        const="show",
        choices=("show", "yes", "keep", "never"),
        metavar="ANSWER",
        help=_("last week in a line; with yes, keep or never: answer its offer"),
    )
    found.add_argument("--offer", metavar="ID", help=argparse.SUPPRESS)


def _report(found: argparse.ArgumentParser) -> None:
    found.add_argument("--open", action="store_true", help=_("open it in the browser"))
    found.add_argument(
        "--days", type=int, default=90, metavar="N", help=_("the last N; otherwise 90")
    )
    found.add_argument("-o", "--output", metavar="FILE", help=_("write it there instead"))


def _exercises(found: argparse.ArgumentParser) -> None:
    found.add_argument("said", nargs="*", metavar="WHAT ID", help=argparse.SUPPRESS)
    found.add_argument("--area", metavar="AREA", help=_("list: only those for this area"))
    found.add_argument("--html", action="store_true", help=_("show: a page with the moving figure"))
    found.add_argument("--open", action="store_true", help=_("show: open that page in the browser"))


def _help(found: argparse.ArgumentParser) -> None:
    found.add_argument("words", nargs="*", metavar="COMMAND", help=_("the one to explain"))
    found.add_argument("--open", action="store_true", help=_("open the page of help"))


def _config(found: argparse.ArgumentParser) -> None:
    from ergobreak.cli.settings import WORDS

    found.set_defaults(words=None)  # argparse warns of options in between if this is []
    found.add_argument("what", nargs="?", default="explain", metavar="WHAT", help=", ".join(WORDS))
    found.add_argument(
        "words", nargs="*", metavar="KEY VALUE|NAME|FILE", help=_("what it is about")
    )
    found.add_argument(
        "--effective", action="store_true", help=_("show: also if there are mistakes")
    )
    found.add_argument("--origin", action="store_true", help=_("show: where each value is from"))
    found.add_argument("--profile", metavar="NAME", help=_("show: as it is in this profile"))
    found.add_argument("--write", action="store_true", help=_("schema: put it beside the config"))
    found.add_argument("--yes", action="store_true", help=_("do it, ask nothing"))
    found.add_argument(
        "--simulate", action="store_true", help=_("check: play a working week as well")
    )


def _export(found: argparse.ArgumentParser) -> None:
    found.add_argument("--format", choices=("csv", "jsonl"), help=_("by default as FILE is called"))
    found.add_argument("--since", metavar="DATE", help=_("from this day on: 2026-03-02, yesterday"))
    found.add_argument("--until", metavar="DATE", help=_("up to this day, inside"))
    found.add_argument("-o", "--output", metavar="FILE", help=_("instead of standard output"))
    found.add_argument(
        "--with", dest="named", metavar="KINDS", help=_("what is private, too: discomfort,hurt")
    )


def _import(found: argparse.ArgumentParser) -> None:
    found.add_argument("file", metavar="FILE", help=_("what `export` wrote, CSV or JSON lines"))
    found.add_argument("--yes", action="store_true", help=_("ask nothing; bring it in"))


_OWN: Final[dict[str, Callable[[argparse.ArgumentParser], None]]] = {
    "status": _status,
    "why": _why,
    "hurt": _hurt,
    "log": _log,
    "stats": _stats,
    "report": _report,
    "events": _events,
    "run": arguments_system.run,
    "start": arguments_system.start,
    "simulate": arguments_simulate.simulate,
    "config": _config,
    "desktop": arguments_system.desktop,
    "autostart": arguments_system.autostart,
    "setup": arguments_system.setup,
    "exercises": _exercises,
    "export": _export,
    "import": _import,
    "discomfort": arguments_private.discomfort,
    "sheet": arguments_private.sheet,
    "doctor": arguments_private.doctor,
    "help": _help,
    "completion": arguments_system.completion,
}
