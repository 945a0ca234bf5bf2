"""`log --diagnostic`: the last lines of what went wrong, wherever the daemon writes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from ergobreak import paths
from ergobreak.adapters.diagnostics import log
from ergobreak.cli.formats import printable
from ergobreak.control import client
from ergobreak.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

LAST: Final = 50  # lines
_PATIENCE: Final = 10.0  # seconds; a journal on a slow disk takes one or two


def diagnostic(args: Namespace) -> int:
    """Print the last lines, of the file and of systemd's journal if the unit is there."""
    places = paths.find(args.home)
    wanted = LAST if args.last is None else max(0, args.last)
    lines = last_lines(places.log, wanted)
    # The unit serves the usual home alone.
    services = of_service(wanted) if places == paths.find() else []
    if args.json:
        found = {"file": str(places.log), "lines": lines, "journal": services}
        client.tell(0, json.dumps(found, ensure_ascii=False))
        return 0
    told = [*lines, *(["", _("As a service:"), *services] if services else [])]
    client.tell(
        0, "\n".join(map(printable, told)) or _("Nothing is in {log}.").format(log=places.log)
    )
    return 0


def last_lines(path: Path, wanted: int) -> list[str]:
    """Return the last lines of a log and, where it is young, of its older part."""
    found: list[str] = []
    for part in (log.older(path), path):
        try:
            found += part.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
    return found[len(found) - wanted :] if wanted < len(found) else found


def of_service(wanted: int) -> list[str]:
    """Return the last lines that systemd keeps of our unit; none where there is no unit."""
    if sys.platform != "linux":
        return []
    from ergobreak.adapters.autostart import systemd

    if not systemd.unit_of(os.environ).exists():
        return []
    command = ["journalctl", "--user", f"--unit={systemd.UNIT}", f"--lines={wanted}"]
    try:
        done = subprocess.run(
            [*command, "--no-pager", "--quiet", "--output=short-iso"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.splitlines()
