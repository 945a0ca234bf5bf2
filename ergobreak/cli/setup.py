"""The verb `setup`: the first questions, in a terminal or a window; all is written at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ergobreak import paths
from ergobreak.cli import journal, setup_answers, setup_terminal
from ergobreak.control import client
from ergobreak.dataclass import dataclass
from ergobreak.errors import NotRunning, ProtocolError, UsageError
from ergobreak.language import N_, _, ngettext
from ergobreak.window.welcome import questions

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Iterable, Mapping

    from ergobreak.cli.setup_answers import Changes
    from ergobreak.content.posture import PostureCheck
    from ergobreak.content.workplace import Item
    from ergobreak.paths import Paths
    from ergobreak.window.welcome.questions import Answers, Page

# Points of the workplace that these questions see to themselves, and which of them does.
SEEN_TO = {"breaks": "hours", "hide": "hide", "safety": questions.WORKPLACE}
KEYS = ("days", "hours", "place", "preset", "glass", "hide")  # what can be an option, too
IN_FORCE = N_("ergobreak goes by it from now on.")


@dataclass(frozen=True, slots=True)
class Setup:
    """What there is to ask: the settings in force as tables, the pages, and the workplace."""

    places: Paths
    now: Mapping[str, Any]
    given: Answers
    pages: tuple[Page, ...]
    items: tuple[Item, ...]


def setup(args: Namespace) -> int:
    """Ask, show what is to be written, and write it; nothing is changed before the last yes."""
    if args.window:
        from ergobreak.cli import setup_window

        return setup_window.show(args)
    found = prepared(paths.find(args.home))
    typed = [(key, text) for key in KEYS if (text := getattr(args, key)) is not None]
    if typed or args.defaults:
        return _write(found, setup_terminal.from_words(found.pages, typed), args.home)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("There is nobody to ask: this is no terminal."),
            _(
                "Give the answers as options (ergobreak setup --help), or: ergobreak setup "
                "--defaults"
            ),
        )
    try:
        return _ask(found, args)
    except (KeyboardInterrupt, EOFError):
        client.tell(0, _("\nNothing was changed."))
        return 130


def prepared(places: Paths) -> Setup:
    """Return what there is to ask. Raises ConfigError where the settings have a mistake."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import as_dict, load_current
    from ergobreak.content import safety, workplace

    now = as_dict(load_current(places, calendar))
    given = setup_answers.given(now)
    items = workplace.checklist(_own_checks(places))
    notes = [safety.note(name) for name in ("about", "before-first-set", "while-moving")]
    asked = [item for item in items if item.id not in SEEN_TO]
    options = [questions.Option(item.id, item.text, item.fix) for item in asked]
    return Setup(places, now, given, questions.pages(given, options, notes), items)


def _own_checks(places: Paths) -> tuple[PostureCheck, ...]:
    """Return the person's own checks."""
    if not places.content.is_dir():
        return ()
    from ergobreak.config.own import own_content

    return own_content(places.content).checks


def with_seen(found: Setup, answers: Answers, seen: Collection[str]) -> Answers:
    """Return the answers with the points of the workplace that these questions have seen to.

    `seen`: the keys of the pages that were gone through. What was sorted before and is on no page
    stays so.
    """
    on_page = {one.value for one in found.pages[-1].questions[0].options}
    before = found.given[questions.WORKPLACE]
    kept = answers.get(questions.WORKPLACE, before)
    others = (name for name in before if name not in on_page)
    done = (name for name, key in SEEN_TO.items() if key in seen)
    return {**answers, questions.WORKPLACE: tuple(dict.fromkeys((*others, *kept, *done)))}


def changed(found: Setup, answers: Answers) -> Changes:
    """Return what these answers change of the settings."""
    return setup_answers.changes(found.now, answers, journal.present().date())


def written(found: Setup, changes: Changes) -> None:
    """Write these changes into the file of settings, all or none. Raises ConfigError."""
    from ergobreak.adapters.time import calendar
    from ergobreak.config import edit

    edit.write_values(found.places, changes, calendar)


def is_running(home: str | None) -> bool:
    """Tell whether a daemon runs, which goes by the settings as they were."""
    try:
        return not client.ask(home, "ping").exit
    except NotRunning:
        return False
    except ProtocolError:
        return True


def difference(found: Setup, changes: Changes) -> list[str]:
    """Return what is written, a line each: the key, what it was, and what it becomes."""
    names = {path: ".".join(path) for path in changes}
    width = max(map(len, names.values()), default=0)
    return [
        f"{names[path]:{width}}  {_toml(_at(found.now, path))} -> {_toml(value)}"
        for path, value in changes.items()
    ]


def _ask(found: Setup, args: Namespace) -> int:
    """Ask in the terminal; raises EOFError or KeyboardInterrupt when the person leaves."""
    say = print
    if args.what == "workplace":
        say(_("The workplace, one thing at a time."))
        answers = setup_terminal.ask_workplace(found.items, found.given, say, input)
        return _confirm(found, answers, args.home)
    say(_("A few short questions. Return keeps what stands in brackets; Ctrl-C changes nothing."))
    answers = dict(setup_terminal.ask_all(found.pages, found.given, say, input))
    say("")
    items = [item for item in found.items if item.id not in SEEN_TO]
    things = ngettext(
        "Look over the workplace, {count} thing?",
        "Look over the workplace, {count} things?",
        len(items),
    )
    if setup_terminal.confirmed(things.format(count=len(items)), say, input):
        answers |= setup_terminal.ask_workplace(items, found.given, say, input)
    seen = {*answers, questions.WORKPLACE}  # the notes above it have been read
    return _confirm(found, with_seen(found, answers, seen), args.home)


def _confirm(found: Setup, answers: Answers, home: str | None) -> int:
    """Show what would be written, and write it after a yes."""
    changes = changed(found, answers)
    if changes:
        _tell(
            [
                "",
                _("This goes into {config}:").format(config=found.places.config),
                *_indented(difference(found, changes)),
            ]
        )
        if not setup_terminal.confirmed(_("Write it?"), print, input):
            client.tell(0, _("Nothing was changed."))
            return 0
    return _write(found, answers, home, is_told=True)


def _write(found: Setup, answers: Answers, home: str | None, *, is_told: bool = False) -> int:
    changes = changed(found, answers)
    if not changes:
        client.tell(0, _("Nothing to change: the settings say so already."))
        return 0
    written(found, changes)
    told = [] if is_told else _indented(difference(found, changes))
    _tell(
        [
            _("Written to {config}.").format(config=found.places.config),
            *told,
            *([_(IN_FORCE)] if is_running(home) else []),
        ]
    )
    return 0


def _tell(lines: Iterable[str]) -> None:
    client.tell(0, "\n".join(lines))


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _at(table: Mapping[str, Any], path: tuple[str, ...]) -> object:
    found: Any = table
    for part in path:
        found = found.get(part) if hasattr(found, "get") else None
    return found


def _toml(value: object) -> str:
    """Return a value as the file has it; a dash where there was none."""
    from ergobreak.config.toml_text import written as as_toml

    return "-" if value in (None, "") else as_toml(value)
