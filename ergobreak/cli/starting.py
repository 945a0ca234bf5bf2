"""The verbs `start` and `restart`: the daemon in the background, and how the last one ended."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.adapters.diagnostics import crash
from ergobreak.control import client, endpoint, lifecycle
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from ergobreak.paths import Paths


def start(places: Paths, home: str | None, options: Sequence[str]) -> str:
    """Start the daemon, and return what to say; raises what `lifecycle.start` raises."""
    report = crash.waiting(places.state_dir)
    return _with(report, lifecycle.start(places, home, options))


def restart(args: Namespace) -> int:
    """End the daemon and start it anew, or for the first time; raises what `start` raises."""
    places = paths.find(args.home)
    _check(endpoint.options_of(places))
    report = crash.waiting(places.state_dir)
    client.tell(0, _with(report, lifecycle.restart(places, args.home, _by_systemd)))
    return 0


def _with(report: Path | None, told: str) -> str:
    """Add where the report on a crash is; the daemon that has begun tells of it no more."""
    if report is None:
        return told
    return _("{told}\nThe last time it ended unexpectedly; the report stays here: {report}").format(
        told=told, report=report
    )


def _check(options: list[str]) -> None:
    """Raise ConfigError where the next one would refuse its settings: better the old than none."""
    if options[:1] != ["--config"]:
        return
    from ergobreak import config
    from ergobreak.adapters.time import calendar

    config.load_explicit(Path(options[-1]), calendar)


def _by_systemd(process: int) -> bool:
    if sys.platform != "linux":
        return False
    from ergobreak.adapters.autostart import systemd

    return systemd.restart(process, os.environ)
