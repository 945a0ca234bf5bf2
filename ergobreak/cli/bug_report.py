"""`doctor --bundle`: one file for a bug report, shown before it is written, without private things.

What it holds is told section by section; nothing is sent to anybody, and the person looks first.
"""

from __future__ import annotations

import getpass
import os
import platform
import socket
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak import paths, private
from ergobreak.adapters.diagnostics import crash
from ergobreak.cli import bug_masks, doctor, log_diagnostic, page_file
from ergobreak.cli.consent import is_yes
from ergobreak.control import client
from ergobreak.dataclass import dataclass
from ergobreak.language import N_, _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.cli.bug_masks import Masked
    from ergobreak.paths import Paths

NAME: Final = "bug-report.txt"
LINES: Final = 100  # of the diagnostic log
_HEAD: Final = N_(
    "A bug report of ergobreak. Left out: texts, names, places, calendars, hooks and exercises of\n"
    "your settings, quoted words, addresses, your name and this machine's, and the log of breaks.\n"
    "Your time zone and your desktop are told. Please read it before you send it to anybody."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report."""

    title: str
    lines: tuple[str, ...]


def bundle(args: Namespace) -> int:
    """Show what would be in the report, and write it where that is wanted."""
    places = paths.find(args.home)
    path = Path(args.output) if args.output else places.state_dir / NAME
    sections = collect(args.home, places)
    whole = text(sections)
    if args.yes or _is_wanted(sections, whole, path):
        private.made(places.state_dir)
        page_file.write(whole, path)
        client.tell(
            0, _("Written to {path}, readable by you alone. Nothing was sent.").format(path=path)
        )
    return 0


def text(sections: list[Section]) -> str:
    """Return the whole report."""
    parts = (f"== {each.title}\n" + "\n".join(each.lines) for each in sections)
    return "\n\n".join([_(_HEAD), *parts]) + "\n"


def _is_wanted(sections: list[Section], whole: str, path: Path) -> bool:
    """Show the report, or ask a person who can answer whether to see or to write it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        client.tell(
            0,
            _("{whole}\nNothing was written. To write it to {path}: --yes").format(
                whole=whole, path=path
            ),
        )
        return False
    listed = [
        ngettext("  {title}: {lines} line", "  {title}: {lines} lines", len(each.lines)).format(
            title=each.title, lines=len(each.lines)
        )
        for each in sections
    ]
    client.tell(0, "\n".join([_(_HEAD), _("In it:"), *listed]))
    while True:
        try:
            answer = (
                input(_("Write it to {path}? [y/N/s: show it first] ").format(path=path))
                .strip()
                .lower()
            )
        except EOFError:
            return False
        if answer not in {"s", "show"}:
            return is_yes(answer)
        client.tell(0, whole)


def collect(home: str | None, places: Paths) -> list[Section]:
    """Return the parts of the report, fit for a stranger's eyes."""
    chosen = _settings(places.config)
    secrets = (*chosen.secrets, *_other_secrets(places))

    def masked(lines: list[str]) -> tuple[str, ...]:
        people = _people()
        own = str(Path.home())
        whole = "\n".join(lines)
        return tuple(bug_masks.text(whole, secrets, own, people=people).splitlines())

    findings, is_running = doctor.findings(home)
    lines = log_diagnostic.last_lines(places.log, LINES)
    if places == paths.find():
        lines += log_diagnostic.of_service(LINES)
    reports = sorted(places.state_dir.glob(crash.NAMES))
    return [
        Section(_("versions"), tuple(_versions())),
        Section(_("doctor"), masked(doctor.text(findings, is_running=is_running).splitlines())),
        Section(_("settings"), chosen.lines or (_("the defaults"),)),
        Section(_("the diagnostic log"), masked(lines) or (_("empty"),)),
        *(Section(each.name, masked(_read(each).splitlines())) for each in reports),
    ]


def _versions() -> list[str]:
    named = os.environ.get("XDG_SESSION_TYPE", ""), os.environ.get("XDG_CURRENT_DESKTOP", "")
    return [
        f"ergobreak {doctor.installed()}",
        f"Python {platform.python_version()}, {platform.python_implementation()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        _("desktop: {value}").format(value=", ".join(filter(None, named)) or _("unknown")),
    ]


def _settings(file: Path) -> Masked:
    """Return the person's file as it may be shown."""
    from ergobreak.config.schema import schema

    try:
        table = tomllib.loads(_read(file))
    except tomllib.TOMLDecodeError:
        # Its words would be the person's own.
        return bug_masks.Masked((_("the file is no TOML: see ergobreak config check"),), ())
    return bug_masks.settings(table, bug_masks.vocabulary(schema()))


def _other_secrets(places: Paths) -> list[str]:
    """Return names of the person's own content and of settings for everybody."""
    return [each.stem for each in places.content.glob("*.toml")]


def _people() -> list[str]:
    try:
        login = getpass.getuser()
    except (KeyError, OSError):  # a container without an entry for us
        login = ""
    return [login, socket.gethostname()]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
