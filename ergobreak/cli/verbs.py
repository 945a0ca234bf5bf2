"""The verbs, one function each: ask, print, exit code. Most of them are done by the daemon."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.control import client

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
    from ergobreak.control import lifecycle

    options = ["--config", str(Path(args.config).absolute())] if args.config else []
    client.tell(0, lifecycle.start(paths.find(args.home), args.home, options))
    return 0


def stop(args: Namespace) -> int:
    """End the daemon."""
    from ergobreak import paths
    from ergobreak.control import lifecycle

    lifecycle.stop(paths.find(args.home), args.home)
    client.tell(0, "Stopped.")
    return 0


def restart(args: Namespace) -> int:
    """End the daemon and start it anew."""
    from ergobreak import paths
    from ergobreak.control import lifecycle

    client.tell(0, lifecycle.restart(paths.find(args.home), args.home))
    return 0


def run(args: Namespace) -> int:
    """Be the daemon."""
    from ergobreak import paths
    from ergobreak.control import lifecycle

    lifecycle.refuse_second(args.home)
    from ergobreak import app

    if sys.stdout.isatty() and not args.headless:
        client.tell(0, "Starting. Ctrl-C ends it; ergobreak, in another terminal, tells the state.")
    options = app.RunOptions(
        headless=args.headless,
        config=Path(args.config) if args.config else None,
        clock=args.clock,
        ignore_hours=args.ignore_hours,
        answer=args.answer,
    )
    return app.run(paths.find(args.home), options)


def simulate(args: Namespace) -> int:
    """Play a scenario, or ordinary days."""
    from ergobreak import simulate

    return simulate.main(args)


def log(args: Namespace) -> int:
    """List what was written down."""
    from ergobreak.cli import journal

    return journal.log(args)


def events(args: Namespace) -> int:
    """Print the journal as JSON lines."""
    from ergobreak.cli import journal

    return journal.events(args)


def config(args: Namespace) -> int:
    """Look at the config."""
    from ergobreak.cli import settings

    return settings.config(args)


_OWN: Final[dict[str, Callable[[Namespace], int]]] = {
    "start": start,
    "stop": stop,
    "restart": restart,
    "run": run,
    "simulate": simulate,
    "log": log,
    "events": events,
    "config": config,
}
