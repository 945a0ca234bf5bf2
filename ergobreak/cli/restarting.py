"""The verb `restart`: the daemon anew, as it was started, by whoever started it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ergobreak import paths
from ergobreak.control import client, endpoint, lifecycle

if TYPE_CHECKING:
    from argparse import Namespace


def restart(args: Namespace) -> int:
    """End the daemon and start it anew, or for the first time; raises what `start` raises."""
    places = paths.find(args.home)
    _check(endpoint.options_of(places))
    client.tell(0, lifecycle.restart(places, args.home, _by_systemd))
    return 0


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
