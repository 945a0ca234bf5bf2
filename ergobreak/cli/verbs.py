"""The verbs, one function each: ask, print, exit code. Most of them are done by the daemon."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.control import client
from ergobreak.errors import AlreadyRunning
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable


def verb(name: str) -> Callable[[Namespace], int]:
    """Return the function of a verb."""
    return _OWN.get(name, ask)


def ask(args: Namespace) -> int:
    """Let the daemon do it."""
    reply = client.ask(args.home, args.verb, [*args.words, *args.flags], as_json=args.json)
    if args.json and not reply.exit:
        client.tell(0, json.dumps(reply.data, ensure_ascii=False))
    else:
        client.tell(reply.exit, reply.text)
    return reply.exit


def start(args: Namespace) -> int:
    """Start a daemon in the background."""
    from ergobreak import paths
    from ergobreak.cli import starting

    options = ["--config", str(Path(args.config).absolute())] if args.config else []
    try:
        client.tell(0, starting.start(paths.find(args.home), args.home, options))
    except AlreadyRunning:
        if not _is_from_menu():
            raise
        return window(args)
    return 0


def stop(args: Namespace) -> int:
    """End the daemon."""
    from ergobreak import paths
    from ergobreak.control import lifecycle

    lifecycle.stop(paths.find(args.home), args.home)
    client.tell(0, _("Stopped."))
    return 0


def restart(args: Namespace) -> int:
    """End the daemon and start it anew."""
    from ergobreak.cli import starting

    return starting.restart(args)


def run(args: Namespace) -> int:
    """Be the daemon."""
    from ergobreak.adapters import heap

    heap.grow()
    from ergobreak import paths

    try:
        client.refuse_second(args.home)
    except AlreadyRunning:
        # A service is no person, and a tester wants to hear of it.
        if args.headless or "SYSTEMD_EXEC_PID" in os.environ or not _is_from_menu():
            raise
        return window(args)
    from ergobreak import arrival
    from ergobreak.options import RunOptions

    if sys.stdout.isatty() and not args.headless:
        client.tell(
            0, _("Starting. Ctrl-C ends it; ergobreak, in another terminal, tells the state.")
        )
    options = RunOptions(
        headless=args.headless,
        config=Path(args.config) if args.config else None,
        clock=args.clock,
        ignore_hours=args.ignore_hours,
        answer=args.answer,
    )
    return arrival.run(paths.find(args.home), options)


def _is_from_menu() -> bool:
    """Tell whether a person has started this on a screen, and not in a terminal."""
    from ergobreak.adapters.opener import has_desktop

    in_terminal = any(os.isatty(handle) for handle in range(3))
    return has_desktop(os.environ) and not in_terminal


def window(args: Namespace) -> int:
    """Show the status window."""
    from ergobreak.cli import window as showing

    return showing.window(args)


def settings(args: Namespace) -> int:
    """Open the settings."""
    from ergobreak.cli import settings_window

    return settings_window.show(args)


def help_page(args: Namespace) -> int:
    """Open the page of help."""
    from ergobreak.cli import opening

    return opening.help_page(args)


def completion(args: Namespace) -> int:
    """Tell a shell how words are completed."""
    from ergobreak.cli import completion as completing

    return completing.completion(args)


def desktop(args: Namespace) -> int:
    """Put ergobreak into the menu of applications, or take it out."""
    from ergobreak.cli import menu_entry

    return menu_entry.desktop(args)


def autostart(args: Namespace) -> int:
    """Start at login, or not."""
    from ergobreak.cli import autostart as beginning

    return beginning.autostart(args)


def setup(args: Namespace) -> int:
    """Ask the first questions."""
    from ergobreak.cli import setup as asking

    return asking.setup(args)


def exercises(args: Namespace) -> int:
    """Look at the exercises, and choose among them."""
    from ergobreak.cli import exercises as training

    return training.exercises(args)


def simulate(args: Namespace) -> int:
    """Play a scenario, or ordinary days."""
    from ergobreak import simulate

    return simulate.main(args)


def log(args: Namespace) -> int:
    """List what was written down, put it right, or let it be forgotten."""
    if args.said[:1] in (["purge"], ["delete"]):
        from ergobreak.cli import keeping

        return keeping.log(args)
    if args.diagnostic:
        from ergobreak.cli import log_diagnostic

        return log_diagnostic.diagnostic(args)
    from ergobreak.cli import journal

    return journal.log(args)


def export(args: Namespace) -> int:
    """Hand out the journal."""
    from ergobreak.cli import export as exporting

    return exporting.export(args)


def bring_in(args: Namespace) -> int:
    """Bring in lines of another log."""
    from ergobreak.cli import import_

    return import_.bring_in(args)


def stats(args: Namespace) -> int:
    """Say how it went."""
    from ergobreak.cli import stats as counting

    return counting.stats(args)


def report(args: Namespace) -> int:
    """Make the page of charts."""
    from ergobreak.cli import report as drawing

    return drawing.report(args)


def events(args: Namespace) -> int:
    """Print the journal as JSON lines."""
    from ergobreak.cli import journal

    return journal.events(args)


def config(args: Namespace) -> int:
    """Look at the config."""
    from ergobreak.cli import settings as checking

    return checking.config(args)


def why(args: Namespace) -> int:
    """Say why."""
    from ergobreak.cli import why as explaining

    return explaining.main(args)


def discomfort(args: Namespace) -> int:
    """Note how it feels."""
    from ergobreak.cli import discomfort as noting

    return noting.discomfort(args)


def sheet(args: Namespace) -> int:
    """Make the page that is printed."""
    from ergobreak.cli import sheet as printing

    return printing.sheet(args)


def doctor(args: Namespace) -> int:
    """Say what works here, or which files there are."""
    if args.privacy:
        from ergobreak.cli import privacy

        return privacy.privacy(args)
    from ergobreak.cli import doctor as examining

    return examining.doctor(args)


def hooks(args: Namespace) -> int:
    """List hooks, or try one."""
    from ergobreak.cli import hooks as hooking

    return hooking.hooks(args)


def status(args: Namespace) -> int:
    """Say how things stand."""
    from ergobreak.cli import status as stating

    return stating.status(args)


_OWN: Final[dict[str, Callable[[Namespace], int]]] = {
    "status": status,
    "why": why,
    "doctor": doctor,
    "hooks": hooks,
    "discomfort": discomfort,
    "sheet": sheet,
    "start": start,
    "stop": stop,
    "restart": restart,
    "run": run,
    "simulate": simulate,
    "log": log,
    "export": export,
    "import": bring_in,
    "stats": stats,
    "report": report,
    "events": events,
    "config": config,
    "window": window,
    "settings": settings,
    "help": help_page,
    "completion": completion,
    "desktop": desktop,
    "autostart": autostart,
    "setup": setup,
    "exercises": exercises,
}
